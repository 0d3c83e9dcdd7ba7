"""TrOCR for MLX, which has it in no package: a picture of one line of text -> its tokens. In the MLX thread.

Source: Li et al., "TrOCR: Transformer-based Optical Character Recognition with Pre-trained Models" (2021), and its code
in transformers (`modeling_trocr.py`, `modeling_vit.py`, `modeling_deit.py`). Its three kinds of checkpoint are covered:
base (learned places), large (sine places, scaled words) and small (DeiT with a second class token).
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx

Weights = dict[str, mx.array]
Cross = list[tuple[mx.array, mx.array]]  # keys and values of what was seen, for each layer of the decoder

_ACTIVATIONS: dict[str, Callable[[mx.array], mx.array]] = {
    "gelu": lambda states: states * (1 + mx.erf(states / math.sqrt(2))) / 2,
    "relu": lambda states: mx.maximum(states, 0),
}
_EYE = "encoder.embeddings."
_PEN = "decoder.model.decoder."
_DECODER_EPS = 1e-5
_FIRST_PLACE = 2  # learned places begin behind two that nothing uses


class TrocrModel:
    """Weights under Hugging Face's names, and what is computed with them."""

    def __init__(self, config: dict[str, Any], weights: Weights) -> None:
        """Raises ValueError where a weight is missing, KeyError where the settings are not TrOCR's."""
        self._eye, self._pen, self._weights = config["encoder"], config["decoder"], weights
        self.image_size: int = self._eye["image_size"]
        self.max_tokens: int = self._pen["max_position_embeddings"] - 1
        self.start: int = _said("decoder_start_token_id", 2, config, self._pen)
        self.end: int = _said("eos_token_id", 2, config, self._pen)
        self._width: int = self._pen["d_model"]
        missing = [name for name in _names(self._eye, self._pen) if name not in weights]
        if missing:
            raise ValueError(f"no weights for {missing[0]}")

    def see(self, pixels: mx.array) -> Cross:
        """Lines, (B, S, S, 3) from -1 to 1 -> what the decoder looks at."""
        patches = mx.conv2d(
            pixels,
            self._weights[_EYE + "patch_embeddings.projection.weight"].transpose(0, 2, 3, 1),
            stride=self._eye["patch_size"],
        )
        patches = patches + self._weights[_EYE + "patch_embeddings.projection.bias"]
        batch, width = patches.shape[0], patches.shape[-1]
        first = [self._weights[_EYE + "cls_token"]]
        if self._eye["model_type"] == "deit":
            first.append(self._weights[_EYE + "distillation_token"])
        begun = [mx.broadcast_to(token, (batch, 1, width)) for token in first]
        states = mx.concatenate([*begun, patches.reshape(batch, -1, width)], axis=1)
        states = states + self._weights[_EYE + "position_embeddings"]
        for number in range(self._eye["num_hidden_layers"]):
            states = self._look(states, f"encoder.encoder.layer.{number}.")
        states = self._normal(states, "encoder.layernorm", self._eye_eps)
        if "enc_to_dec_proj.weight" in self._weights:
            states = self._linear(states, "enc_to_dec_proj")
        return [self._keys(states, f"{_PEN}layers.{n}.encoder_attn.") for n in range(self._pen["decoder_layers"])]

    def write(self, ids: mx.array, cross: Cross, cache: list[Any]) -> mx.array:
        """Tokens, (B, N), behind those of `cache`, which is filled up -> logits of the next, (B, vocabulary)."""
        return self.logits(ids, cross, cache)[:, -1]

    def logits(self, ids: mx.array, cross: Cross, cache: list[Any]) -> mx.array:
        """As `write`, of what follows each of the tokens: (B, N, vocabulary)."""
        begun = 0 if cache[0] is None else cache[0][0].shape[2]
        states = self._embedded(ids, begun)
        mask = "causal" if ids.shape[1] > 1 else None
        for number, seen in enumerate(cross):
            at = f"{_PEN}layers.{number}."
            keys, values = self._keys(states, at + "self_attn.")
            if cache[number] is not None:
                keys = mx.concatenate([cache[number][0], keys], axis=2)
                values = mx.concatenate([cache[number][1], values], axis=2)
            cache[number] = (keys, values)
            states = self._step(states, (keys, values), seen, mask, at)
        tied = self._weights[_PEN + "embed_tokens.weight"]
        return states @ self._weights.get("decoder.output_projection.weight", tied).T

    @property
    def _eye_eps(self) -> float:
        return float(self._eye.get("layer_norm_eps", 1e-12))

    def _look(self, states: mx.array, at: str) -> mx.array:
        """One layer of the encoder; it normalises before each part."""
        calm = self._normal(states, at + "layernorm_before", self._eye_eps)
        queries, keys, values = (self._linear(calm, f"{at}attention.attention.{n}") for n in ("query", "key", "value"))
        heads = self._eye["num_attention_heads"]
        mixed = _attention(_split(queries, heads), _split(keys, heads), _split(values, heads), None)
        states = states + self._linear(mixed, at + "attention.output.dense")
        calm = self._normal(states, at + "layernorm_after", self._eye_eps)
        wide = _ACTIVATIONS[self._eye.get("hidden_act", "gelu")](self._linear(calm, at + "intermediate.dense"))
        return states + self._linear(wide, at + "output.dense")

    def _step(
        self, states: mx.array, own: tuple[mx.array, mx.array], seen: tuple[mx.array, mx.array], mask: Any, at: str
    ) -> mx.array:
        """One layer of the decoder; it normalises after each part."""
        for part, (keys, values), how in (("self_attn", own, mask), ("encoder_attn", seen, None)):
            queries = _split(self._linear(states, f"{at}{part}.q_proj"), self._pen["decoder_attention_heads"])
            mixed = self._linear(_attention(queries, keys, values, how), f"{at}{part}.out_proj")
            states = self._normal(states + mixed, f"{at}{part}_layer_norm", _DECODER_EPS)
        wide = _ACTIVATIONS[self._pen.get("activation_function", "gelu")](self._linear(states, at + "fc1"))
        return self._normal(states + self._linear(wide, at + "fc2"), at + "final_layer_norm", _DECODER_EPS)

    def _embedded(self, ids: mx.array, begun: int) -> mx.array:
        """Words and places."""
        scale = math.sqrt(self._width) if self._pen.get("scale_embedding") else 1.0
        words = self._weights[_PEN + "embed_tokens.weight"][ids] * scale
        states = words + self._places(begun, ids.shape[1]).astype(words.dtype)
        if self._pen.get("layernorm_embedding", True):
            states = self._normal(states, _PEN + "layernorm_embedding", _DECODER_EPS)
        return states

    def _places(self, begun: int, count: int) -> mx.array:
        """Learned, or sines of Vaswani et al. counted from behind the id of padding."""
        if self._pen.get("use_learned_position_embeddings", True):
            first = begun + _FIRST_PLACE
            return self._weights[_PEN + "embed_positions.weight"][first : first + count]
        half = self._width // 2
        rates = mx.exp(mx.arange(half) * -(math.log(10000) / (half - 1)))
        angles = (mx.arange(begun, begun + count) + self._pen.get("pad_token_id", 1) + 1)[:, None] * rates[None]
        return mx.concatenate([mx.sin(angles), mx.cos(angles)], axis=1)

    def _keys(self, states: mx.array, at: str) -> tuple[mx.array, mx.array]:
        heads = self._pen["decoder_attention_heads"]
        keys, values = self._linear(states, at + "k_proj"), self._linear(states, at + "v_proj")
        return _split(keys, heads), _split(values, heads)

    def _linear(self, states: mx.array, name: str) -> mx.array:
        result = states @ self._weights[name + ".weight"].T
        return result + self._weights[name + ".bias"] if name + ".bias" in self._weights else result

    def _normal(self, states: mx.array, name: str, eps: float) -> mx.array:
        return mx.fast.layer_norm(states, self._weights[name + ".weight"], self._weights[name + ".bias"], eps)


def load(snapshot: Path) -> TrocrModel:
    """Load from a folder. Raises ValueError or KeyError for files that are not TrOCR's."""
    weights: Weights = {}
    for file in sorted(snapshot.glob("*.safetensors")):
        loaded = mx.load(str(file))
        assert isinstance(loaded, dict)
        weights.update(loaded)
    model = TrocrModel(json.loads((snapshot / "config.json").read_text("utf-8")), weights)
    mx.eval(list(weights.values()))
    return model


def _split(states: mx.array, heads: int) -> mx.array:
    """(B, N, D) -> (B, heads, N, D / heads)."""
    return states.reshape(states.shape[0], states.shape[1], heads, -1).transpose(0, 2, 1, 3)


def _attention(queries: mx.array, keys: mx.array, values: mx.array, mask: Any) -> mx.array:
    mixed = mx.fast.scaled_dot_product_attention(
        queries, keys, values, scale=float(queries.shape[-1]) ** -0.5, mask=mask
    )
    return mixed.transpose(0, 2, 1, 3).reshape(mixed.shape[0], mixed.shape[2], -1)


def _said(name: str, otherwise: int, *configs: dict[str, Any]) -> int:
    """The first of some settings that is given; 0 is given too."""
    return next((int(config[name]) for config in configs if config.get(name) is not None), otherwise)


def _names(eye: dict[str, Any], pen: dict[str, Any]) -> list[str]:
    """The weights every checkpoint of these settings must have; biases of queries and keys are not among them."""
    names = [_EYE + "cls_token", _EYE + "position_embeddings", _PEN + "embed_tokens.weight"]
    names += [_EYE + f"patch_embeddings.projection.{kind}" for kind in ("weight", "bias")]
    if eye["model_type"] == "deit":
        names.append(_EYE + "distillation_token")
    if pen.get("use_learned_position_embeddings", True):
        names.append(_PEN + "embed_positions.weight")
    looks = ["attention.attention.query", "attention.attention.key", "attention.attention.value"]
    looks += ["attention.output.dense", "intermediate.dense", "output.dense", "layernorm_before", "layernorm_after"]
    steps = [f"{part}.{n}_proj" for part in ("self_attn", "encoder_attn") for n in ("q", "k", "v", "out")]
    steps += ["self_attn_layer_norm", "encoder_attn_layer_norm", "final_layer_norm", "fc1", "fc2"]
    names += [f"encoder.encoder.layer.{n}.{p}.weight" for n in range(eye["num_hidden_layers"]) for p in looks]
    names += [f"{_PEN}layers.{n}.{part}.weight" for n in range(pen["decoder_layers"]) for part in steps]
    return names
