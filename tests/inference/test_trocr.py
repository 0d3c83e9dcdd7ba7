"""TrOCR against a plain computation of the same formulas, and reading lines it was taught."""

import json
import math
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

import tiny_trocr
from lexo.document import PageImage
from lexo.errors import ModelFailed
from lexo.inference import trocr
from lexo.inference.host import Limits, ModelHost
from lexo.inference.trocr import ReadLine, TrocrRunner

pytest.importorskip("mlx.core")

Array = NDArray[np.float64]
TEXTS = ["Total 42,50 EUR", "Loyer du mois"]


def line(text: str, width: int = 400) -> PageImage:
    """One line of print, dark on light."""
    pixels = np.full((48, width), 255, np.uint8)
    cv2.putText(pixels, text, (8, 34), cv2.FONT_HERSHEY_DUPLEX, 1, 0, 2, cv2.LINE_AA)
    return PageImage(pixels.tobytes(), width, 48, 1, 150)


def end_of(steps: Generator[None, None, tuple[ReadLine, ...]]) -> tuple[ReadLine, ...]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


class Plain:
    """The formulas of the paper and of transformers' code, one line and one token at a time, in numpy."""

    def __init__(self, kind: str) -> None:
        self.config = tiny_trocr.config(kind)
        self.weights = {name: values.astype(np.float64) for name, values in tiny_trocr.weights(kind).items()}

    def linear(self, x: Array, name: str) -> Array:
        return x @ self.weights[f"{name}.weight"].T + self.weights.get(f"{name}.bias", 0.0)

    def normal(self, x: Array, name: str, eps: float) -> Array:
        mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) / np.sqrt(variance + eps) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def attention(self, q: Array, k: Array, v: Array, *, is_causal: bool) -> Array:
        heads, size = 2, q.shape[1] // 2
        out = np.zeros_like(q)
        for head in range(heads):
            part = slice(head * size, (head + 1) * size)
            scores = q[:, part] @ k[:, part].T / math.sqrt(size)
            if is_causal:
                scores = np.where(np.tri(len(q), len(k), dtype=bool), scores, -np.inf)
            chances = np.exp(scores - scores.max(-1, keepdims=True))
            out[:, part] = chances / chances.sum(-1, keepdims=True) @ v[:, part]
        return out

    def activated(self, x: Array, name: str) -> Array:
        if name == "relu":
            return np.maximum(x, 0)
        return x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2

    def seen(self, pixels: Array) -> Array:
        """(64, 64, 3) -> the encoder's states."""
        at, size = "encoder.embeddings.", 16
        kernel = self.weights[f"{at}patch_embeddings.projection.weight"]
        patches = [
            np.einsum("ocyx,yxc->o", kernel, pixels[top : top + size, left : left + size])
            for top in range(0, 64, size)
            for left in range(0, 64, size)
        ]
        first = [
            self.weights[f"{at}{name}"][0, 0]
            for name in ("cls_token", "distillation_token")
            if at + name in self.weights
        ]
        bias = self.weights[f"{at}patch_embeddings.projection.bias"]
        x = np.stack([*first, *(patch + bias for patch in patches)]) + self.weights[f"{at}position_embeddings"][0]
        for n in range(2):
            at = f"encoder.encoder.layer.{n}."
            calm = self.normal(x, f"{at}layernorm_before", 1e-12)
            q, k, v = (self.linear(calm, f"{at}attention.attention.{name}") for name in ("query", "key", "value"))
            x = x + self.linear(self.attention(q, k, v, is_causal=False), f"{at}attention.output.dense")
            wide = self.linear(self.normal(x, f"{at}layernorm_after", 1e-12), f"{at}intermediate.dense")
            x = x + self.linear(self.activated(wide, "gelu"), f"{at}output.dense")
        x = self.normal(x, "encoder.layernorm", 1e-12)
        return self.linear(x, "enc_to_dec_proj") if "enc_to_dec_proj.weight" in self.weights else x

    def logits(self, pixels: Array, ids: list[int]) -> Array:
        pen, seen = self.config["decoder"], self.seen(pixels)
        d, at = pen["d_model"], "decoder.model.decoder."
        x = self.weights[f"{at}embed_tokens.weight"][ids] * (math.sqrt(d) if pen.get("scale_embedding") else 1)
        x = x + np.stack([self.place(number) for number in range(len(ids))])
        if pen["layernorm_embedding"]:
            x = self.normal(x, f"{at}layernorm_embedding", 1e-5)
        for n in range(2):
            at = f"decoder.model.decoder.layers.{n}."
            for part, source, is_causal in (("self_attn", None, True), ("encoder_attn", seen, False)):
                q = self.linear(x, f"{at}{part}.q_proj")
                k, v = (self.linear(x if source is None else source, f"{at}{part}.{name}_proj") for name in "kv")
                mixed = self.linear(self.attention(q, k, v, is_causal=is_causal), f"{at}{part}.out_proj")
                x = self.normal(x + mixed, f"{at}{part}_layer_norm", 1e-5)
            wide = self.activated(self.linear(x, f"{at}fc1"), pen["activation_function"])
            x = self.normal(x + self.linear(wide, f"{at}fc2"), f"{at}final_layer_norm", 1e-5)
        return np.asarray(x[-1] @ self.weights["decoder.model.decoder.embed_tokens.weight"].T)

    def place(self, number: int) -> Array:
        if self.config["decoder"]["use_learned_position_embeddings"]:
            return self.weights["decoder.model.decoder.embed_positions.weight"][number + 2]
        half = self.config["decoder"]["d_model"] // 2
        angles = [(number + 2) / 10000 ** (k / (half - 1)) for k in range(half)]
        return np.array([math.sin(angle) for angle in angles] + [math.cos(angle) for angle in angles])


@pytest.mark.parametrize("kind", tiny_trocr.KINDS)
def test_logits_are_those_of_the_formulas(tmp_path: Path, kind: str) -> None:
    import mlx.core as mx

    from lexo.inference import trocr_model

    model = trocr_model.load(tiny_trocr.write(tmp_path, kind, tiny_trocr.weights(kind)))
    pixels = np.random.default_rng(1).uniform(-1, 1, (2, 64, 64, 3))
    ids = [2, 7, 9, 33, 120, 5]
    cross, cache = model.see(mx.array(pixels.astype(np.float32))), [None, None]
    at_once = model.write(mx.array([ids] * 2), cross, list(cache))
    step_by_step = [model.write(mx.array([[token]] * 2), cross, cache) for token in ids][-1]
    expected = np.stack([Plain(kind).logits(one, ids) for one in pixels])
    assert np.abs(expected).max() > 1
    np.testing.assert_allclose(np.array(at_once), expected, atol=2e-5)
    np.testing.assert_allclose(np.array(step_by_step), expected, atol=2e-5)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model on disk that was taught to read TEXTS."""
    squares = np.stack([trocr._resized(trocr._grey(line(text)), 64) for text in TEXTS])[..., None] / 127.5 - 1
    weights = tiny_trocr.teach("base", np.repeat(squares, 3, axis=-1).astype(np.float32), TEXTS)
    return tiny_trocr.write(tmp_path_factory.mktemp("taught"), "base", weights)


@pytest.fixture(scope="module")
def taught(snapshot: Path) -> TrocrRunner:
    return TrocrRunner("tiny", snapshot)


def test_read_gives_texts_in_order_with_confidence(taught: TrocrRunner) -> None:
    lines = [line(TEXTS[1]), line(TEXTS[0]), line(TEXTS[1])]
    read = end_of(taught.read(lines))
    assert [one.text for one in read] == [TEXTS[1], TEXTS[0], TEXTS[1]]
    assert all(0.8 < one.confidence <= 1 for one in read)


def test_read_more_lines_than_a_batch_holds(taught: TrocrRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trocr, "BATCH", 2)
    texts = [TEXTS[number % 2] for number in range(5)]
    assert [one.text for one in end_of(taught.read([line(text) for text in texts]))] == texts


def test_read_colour_and_light_on_dark(taught: TrocrRunner) -> None:
    grey = line(TEXTS[0])
    colour = PageImage(bytes(value for value in grey.pixels for _ in range(3)), 400, 48, 3, 150)
    dark = PageImage(bytes(255 - value for value in grey.pixels), 400, 48, 1, 150)
    assert [one.text for one in end_of(taught.read([colour, dark]))] == [TEXTS[0]] * 2


def test_read_nothing_gives_nothing(taught: TrocrRunner) -> None:
    assert end_of(taught.read([])) == ()


def test_read_yields_so_that_others_can_go_first(taught: TrocrRunner) -> None:
    assert len(list(taught.read([line(TEXTS[0])]))) == len(TEXTS[0])  # bytes are its tokens; the last step ends it


def test_a_line_without_an_end_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights write on and on."""
    monkeypatch.setattr(trocr, "MAX_TOKENS", 5)
    runner = TrocrRunner("random", tiny_trocr.write(tmp_path, "base", tiny_trocr.weights("base")))
    (read,) = end_of(runner.read([line("anything")]))
    assert read.confidence == 0.0


def test_no_line_is_longer_than_the_model_has_places(tmp_path: Path) -> None:
    runner = TrocrRunner("random", tiny_trocr.write(tmp_path, "base", tiny_trocr.weights("base")))
    assert len(list(runner.read([line("anything")]))) <= 39


def test_missing_weights_are_said_at_load(tmp_path: Path) -> None:
    weights = tiny_trocr.weights("small")
    del weights["encoder.embeddings.distillation_token"]
    with pytest.raises(ModelFailed):
        TrocrRunner("broken", tiny_trocr.write(tmp_path, "small", weights))


def test_another_model_s_settings_are_said_at_load(tmp_path: Path) -> None:
    tiny_trocr.write(tmp_path, "base", tiny_trocr.weights("base"))
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "llama"}))
    with pytest.raises(ModelFailed):
        TrocrRunner("other", tmp_path)


@pytest.mark.parametrize(("width", "height"), [(900, 48), (37, 20), (384, 384), (3, 700)])
def test_resize_is_pillow_s(width: int, height: int) -> None:
    """What the processor of the checkpoints does; Pillow rounds between its two passes."""
    import PIL.Image

    grey = np.random.default_rng(2).integers(0, 256, (height, width), np.uint8)
    pillow: Any = PIL.Image.fromarray(grey).resize((384, 384), PIL.Image.Resampling.BILINEAR)
    ours = trocr._resized(grey.astype(np.float32), 384)
    assert np.abs(np.asarray(pillow, np.float64) - ours).max() <= 1.01


def test_lines_are_read_in_the_models_thread(tmp_path: Path, snapshot: Path) -> None:
    """Through the host, from a models folder, as the server does it."""
    cached, revision = tmp_path / "models--microsoft--trocr-base-printed", "0" * 40
    shutil.copytree(snapshot, cached / "snapshots" / revision)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(revision)
    host = ModelHost(tmp_path, Limits())
    try:
        read = host.lines("trocr-base-printed").read([line(TEXTS[0]), line(TEXTS[1])])
        assert [one.text for one in read] == TEXTS
    finally:
        host.stop(10)
