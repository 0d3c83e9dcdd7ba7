"""Sentence models against the same arithmetic in NumPy: layers, pooling, length, batches."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from model_room import Hosts
from tiny_models import install

from lexo.inference import embeddings, mpnet
from lexo.inference.host import ModelHost
from lexo.inference.libraries import library

Array = npt.NDArray[np.float32]
TEXTS = ["The invoice total is 12.50 euros.", "La facture s'élève à 12,50 euros.", "x", "A cat sat on the mat. " * 9]


def vectors_of(host: ModelHost, name: str, texts: list[str]) -> Array:
    found = host.embedder(name).embed(texts)
    assert (found.model, found.dimensions, len(found.values)) == (name, 32, len(texts))
    return np.array([np.frombuffer(value, "<f4") for value in found.values])


class Reference:
    """BERT or MPNet as their papers and transformers have it, one text at a time."""

    def __init__(self, snapshot: Path, pooling: str) -> None:
        safetensors, transformers = library("safetensors.numpy"), library("transformers")
        self.weights: Mapping[str, Array] = safetensors.load_file(str(snapshot / "model.safetensors"))
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(str(snapshot))
        self.is_mpnet = json.loads((snapshot / "config.json").read_text())["model_type"] == "mpnet"
        self.pooling = pooling

    def __call__(self, text: str) -> Array:
        ids = self.tokenizer(text, truncation=True, max_length=24)["input_ids"]
        states = self._embedded(ids)
        for number in range(2):
            states = self._layer(states, f"encoder.layer.{number}.")
        pooled = {"mean": states.mean(0), "cls": states[0], "max": states.max(0)}[self.pooling]
        return pooled / np.linalg.norm(pooled)

    def _embedded(self, ids: list[int]) -> Array:
        words, places = (self.weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position"))
        first = int(self.tokenizer.pad_token_id) + 1 if self.is_mpnet else 0
        states = words[ids] + places[first : first + len(ids)]
        if not self.is_mpnet:
            states = states + self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._normal(states, "embeddings.LayerNorm")

    def _layer(self, states: Array, at: str) -> Array:
        if self.is_mpnet:
            names, norm = [f"attention.attn.{name}" for name in "qkvo"], "attention.LayerNorm"
        else:
            names = [f"attention.self.{name}" for name in ("query", "key", "value")] + ["attention.output.dense"]
            norm = "attention.output.LayerNorm"
        q, k, v = (self._linear(states, at + name).reshape(len(states), 2, 16).swapaxes(0, 1) for name in names[:3])
        scores = q @ k.swapaxes(1, 2) / 4 + (self._distances(len(states)) if self.is_mpnet else 0)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (scores / scores.sum(-1, keepdims=True)) @ v
        seen = self._linear(seen.swapaxes(0, 1).reshape(len(states), 32), at + names[3])
        states = self._normal(states + seen, at + norm)
        wide = self._linear(states, at + "intermediate.dense")
        wide = wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2))) / 2
        return self._normal(states + self._linear(wide, at + "output.dense"), at + "output.LayerNorm")

    def _distances(self, length: int) -> Array:
        table = self.weights["encoder.relative_attention_bias.weight"]
        buckets = [[_bucket(to - at) for to in range(length)] for at in range(length)]
        return table[np.array(buckets)].transpose(2, 0, 1)

    def _linear(self, states: Array, name: str) -> Array:
        return states @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _normal(self, states: Array, name: str) -> Array:
        centred = states - states.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
        normal: Array = centred / spread * self.weights[name + ".weight"] + self.weights[name + ".bias"]
        return normal


def _bucket(distance: int) -> int:
    """T5's buckets, which MPNet took: 32, half for each direction, exact up to 7, logarithmic up to 128."""
    half, near = 16 if distance > 0 else 0, abs(distance)
    return half + (near if near < 8 else min(15, 8 + int(math.log(near / 8) / math.log(128 / 8) * 8)))


@pytest.mark.parametrize(
    ("kind", "pooling"), [("bert", "mean"), ("bert", "cls"), ("bert", "max"), ("mpnet", "mean"), ("mpnet", "cls")]
)
def test_vectors_are_those_of_the_reference(hosts: Hosts, tmp_path: Path, kind: str, pooling: str) -> None:
    snapshot = install(tmp_path, "tiny/one", kind, pooling=pooling)
    reference = Reference(snapshot, pooling)
    found = vectors_of(hosts(tmp_path), "one", TEXTS)
    wanted = np.array([reference(text) for text in TEXTS])
    assert np.abs(found - wanted).max() < 2e-5
    assert (found * wanted).sum(1).min() > 0.999999


def test_vectors_have_length_one_and_tell_texts_apart(host: ModelHost) -> None:
    found = vectors_of(host, "sentences", TEXTS)
    assert np.abs(np.linalg.norm(found, axis=1) - 1).max() < 1e-6
    assert (found @ found.T)[np.triu_indices(len(TEXTS), 1)].max() < 0.99999


@pytest.mark.parametrize("name", ["sentences", "mpnet"])
def test_vector_is_the_same_alone_and_among_70_others_in_any_order(host: ModelHost, name: str) -> None:
    texts = [f"{'word ' * (number % 9)}number {number}" for number in range(70)]
    together = vectors_of(host, name, texts)
    backwards = vectors_of(host, name, texts[::-1])[::-1]
    assert np.abs(together - backwards).max() < 1e-5
    for at in (0, 31, 32, 69):
        assert np.abs(together[at] - vectors_of(host, name, [texts[at]])[0]).max() < 1e-5


def test_text_longer_than_the_models_card_says_is_cut_there(host: ModelHost) -> None:
    start = "The invoice total is 12.50 euros and 40 cents. " * 4
    one, other = vectors_of(host, "sentences", [start + "A cat.", start + "Something else entirely."])
    assert np.abs(one - other).max() < 1e-6


def test_no_texts_and_empty_texts_are_no_trouble(host: ModelHost) -> None:
    assert host.embedder("sentences").embed([]).values == ()
    assert np.isfinite(vectors_of(host, "sentences", ["", " ", "x"])).all()


def test_texts_of_unlike_length_are_not_padded_to_the_longest() -> None:
    lengths = [256, 3, 250, 4, 12, *([200] * 40)]
    batches = list(embeddings._batches(lengths))
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert {1, 3} <= set(batches[0])
    assert all(len(batch) * max(lengths[at] for at in batch) <= embeddings.BATCH_TOKENS for batch in batches)
    padded = sum(len(batch) * max(lengths[at] for at in batch) for batch in batches)
    assert padded < 1.2 * sum(lengths)


def test_weights_that_are_not_mpnets_are_refused() -> None:
    config: dict[str, Any] = {"num_attention_heads": 2, "num_hidden_layers": 1}
    with pytest.raises(ValueError, match="word_embeddings"):
        mpnet.MPNet(config, {})
