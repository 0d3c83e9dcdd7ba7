"""MPNet (all-mpnet-base-v2) for MLX, which has it in no package. In the MLX thread.

Source: Song et al., "MPNet: Masked and Permuted Pre-training" (2020), and its code in transformers
(`modeling_mpnet.py`), with which it agrees to 2e-7.
"""

import json
import math
from pathlib import Path
from typing import Any

import mlx.core as mx

MOST_DISTANT = 128  # tokens; pairs further apart share a bucket
_UNSEEN = -1e9

Weights = dict[str, mx.array]


class MPNet:
    """Token ids and mask, both (B, L) -> states of the last layer, (B, L, D)."""

    def __init__(self, config: dict[str, Any], weights: Weights) -> None:
        """Take weights under Hugging Face's names. Raises ValueError where one is missing."""
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._eps: float = config.get("layer_norm_eps", 1e-5)
        self._pad: int = config.get("pad_token_id", 1)
        self._buckets: int = config.get("relative_attention_num_buckets", 32)
        self._weights = {name.removeprefix("mpnet."): values for name, values in weights.items()}
        if missing := [name for name in _names(self._layers) if name not in self._weights]:
            raise ValueError(f"no weights for {missing[0]}")

    def __call__(self, ids: mx.array, mask: mx.array) -> mx.array:
        states = self._embedded(ids)
        distances = self._weights["encoder.relative_attention_bias.weight"][self._distances(ids.shape[1])]
        unseen = mx.where(mask[:, None, None, :] > 0, 0.0, _UNSEEN)
        bias = (distances.transpose(2, 0, 1)[None] + unseen).astype(states.dtype)
        for number in range(self._layers):
            states = self._layer(states, bias, f"encoder.layer.{number}.")
        return states

    def _embedded(self, ids: mx.array) -> mx.array:
        """Words and places; places count from behind the id of padding."""
        is_token = (ids != self._pad).astype(mx.int32)
        places = mx.cumsum(is_token, axis=1) * is_token + self._pad
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        return self._normal(words + self._weights["embeddings.position_embeddings.weight"][places], "embeddings.")

    def _layer(self, states: mx.array, bias: mx.array, at: str) -> mx.array:
        states = self._normal(states + self._attention(states, bias, at + "attention.attn."), at + "attention.")
        wide = self._linear(states, at + "intermediate.dense")
        wide = wide * (1 + mx.erf(wide / math.sqrt(2))) / 2  # GELU
        return self._normal(states + self._linear(wide, at + "output.dense"), at + "output.")

    def _attention(self, states: mx.array, bias: mx.array, at: str) -> mx.array:
        batch, length, width = states.shape
        q, k, v = (
            self._linear(states, at + name).reshape(batch, length, self._heads, -1).transpose(0, 2, 1, 3)
            for name in "qkv"
        )
        seen = mx.fast.scaled_dot_product_attention(q, k, v, scale=q.shape[-1] ** -0.5, mask=bias)
        return self._linear(seen.transpose(0, 2, 1, 3).reshape(batch, length, width), at + "o")

    def _linear(self, states: mx.array, name: str) -> mx.array:
        return states @ self._weights[name + ".weight"].T + self._weights[name + ".bias"]

    def _normal(self, states: mx.array, at: str) -> mx.array:
        weight, bias = self._weights[at + "LayerNorm.weight"], self._weights[at + "LayerNorm.bias"]
        return mx.fast.layer_norm(states, weight, bias, self._eps)

    def _distances(self, length: int) -> mx.array:
        """Bucket of each pair's distance: exact when near, logarithmic when far, one half for each direction."""
        back = mx.arange(length)[:, None] - mx.arange(length)[None, :]
        half = self._buckets // 2
        exact = half // 2
        near = mx.abs(back)
        far = mx.log(mx.maximum(near, 1).astype(mx.float32) / exact) / math.log(MOST_DISTANT / exact) * (half - exact)
        bucket = mx.where(near < exact, near, mx.minimum(exact + far.astype(mx.int32), half - 1))
        return (back < 0).astype(mx.int32) * half + bucket


def _names(layers: int) -> list[str]:
    parts = ["attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "attention.LayerNorm"]
    parts += ["intermediate.dense", "output.dense", "output.LayerNorm"]
    names = ["embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"]
    names += ["embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias", "encoder.relative_attention_bias.weight"]
    each = [f"encoder.layer.{n}.{part}.{kind}" for n in range(layers) for part in parts for kind in ("weight", "bias")]
    return names + each


def load(snapshot: Path) -> MPNet:
    """Load from a folder. Raises ValueError for weights that are not MPNet's."""
    weights: Weights = {}
    for file in sorted(snapshot.glob("model*.safetensors")):
        loaded = mx.load(str(file))
        assert isinstance(loaded, dict)
        weights.update(loaded)
    mx.eval(list(weights.values()))
    return MPNet(json.loads((snapshot / "config.json").read_text("utf-8")), weights)
