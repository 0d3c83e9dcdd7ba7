"""Teach a tiny, real model to answer one conversation, word for word: with true quotations, or with lies."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tiny_models

from lexo.inference.libraries import library

REPO = "tiny/teller"
NONCE = "0123456789"
SYSTEM = {
    "fra": "{nonce}{refusal}"
}  # the real words would make a prompt of a thousand tokens, and teaching it a minute


def teach(models: Path, turns: Sequence[Mapping[str, str]], answer: str) -> None:
    """Put a model into this folder that gives this conversation this answer. It is trained for some seconds."""
    library("mlx_lm")
    import mlx.core as mx
    from mlx import nn
    from mlx_lm import load

    snapshot = tiny_models.install(models, REPO, "qwen3")
    model, tokenizer = load(str(snapshot))
    (end,) = tokenizer.encode("<|im_end|>", add_special_tokens=False)
    prompt = tokenizer.apply_chat_template(list(turns), add_generation_prompt=True, enable_thinking=False)
    written = [*tokenizer.encode(answer, add_special_tokens=False), end]
    ids = mx.array([[*prompt, *written]])

    def loss(model: Any) -> Any:
        said = model(ids[:, :-1])[:, len(prompt) - 1 :]
        return nn.losses.cross_entropy(said, ids[:, len(prompt) :]).mean()

    tiny_models._train(model, loss, rate=6e-3, enough=0.01)
    _rewrite(snapshot, model, end)


def _rewrite(snapshot: Path, model: Any, end: int) -> None:
    """Write the model's files anew: others share the old ones."""
    from mlx_lm.utils import save_model

    config = json.loads((snapshot / "config.json").read_text())
    for file in (*snapshot.glob("model*"), snapshot / "config.json"):
        file.unlink()
    (snapshot / "config.json").write_text(json.dumps({**config, "eos_token_id": end}))
    save_model(snapshot, model)
