"""A tiny TrOCR on disk, under Hugging Face's names: random, or taught to read a few lines of print in some seconds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.float32]]

KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "base": (
        {"model_type": "vit", "qkv_bias": False},
        {"use_learned_position_embeddings": True, "layernorm_embedding": True, "activation_function": "gelu"},
    ),
    "large": (
        {"model_type": "vit", "qkv_bias": False},
        {
            "use_learned_position_embeddings": False,
            "layernorm_embedding": False,
            "scale_embedding": True,
            "activation_function": "relu",
        },
    ),
    "small": (
        {"model_type": "deit", "qkv_bias": True},
        {
            "use_learned_position_embeddings": True,
            "layernorm_embedding": True,
            "scale_embedding": True,
            "activation_function": "relu",
        },
    ),
}


def config(kind: str) -> dict[str, Any]:
    """Settings. The encoder is narrower than the decoder: either the decoder's keys or a projection make up for it."""
    eye, pen = KINDS[kind]
    return {
        "model_type": "vision-encoder-decoder",
        "architectures": ["VisionEncoderDecoderModel"],
        "encoder": {
            "hidden_size": 32,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "intermediate_size": 64,
            "image_size": 64,
            "patch_size": 16,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            **eye,
        },
        "decoder": {
            "model_type": "trocr",
            "vocab_size": 300,
            "d_model": 48,
            "decoder_layers": 2,
            "decoder_attention_heads": 2,
            "decoder_ffn_dim": 64,
            "max_position_embeddings": 40,
            "cross_attention_hidden_size": None if kind == "large" else 32,
            "pad_token_id": 1,
            "bos_token_id": 0,
            "eos_token_id": 2,
            "decoder_start_token_id": 2,
            **pen,
        },
    }


def weights(kind: str, seed: int = 0) -> Arrays:
    """Random weights, under the names that transformers gives them."""
    made = config(kind)
    eye, pen = made["encoder"], made["decoder"]
    wide, d = eye["hidden_size"], pen["d_model"]
    tokens = 2 if eye["model_type"] == "deit" else 1
    shapes: dict[str, tuple[int, ...]] = {
        "encoder.embeddings.cls_token": (1, 1, wide),
        "encoder.embeddings.position_embeddings": (1, (eye["image_size"] // eye["patch_size"]) ** 2 + tokens, wide),
        "encoder.embeddings.patch_embeddings.projection.weight": (wide, 3, eye["patch_size"], eye["patch_size"]),
        "encoder.embeddings.patch_embeddings.projection.bias": (wide,),
        "decoder.model.decoder.embed_tokens.weight": (pen["vocab_size"], d),
    }
    if tokens == 2:
        shapes["encoder.embeddings.distillation_token"] = (1, 1, wide)
    if pen["use_learned_position_embeddings"]:
        shapes["decoder.model.decoder.embed_positions.weight"] = (pen["max_position_embeddings"] + 2, d)
    linear: dict[str, tuple[int, int]] = {} if pen["cross_attention_hidden_size"] else {"enc_to_dec_proj": (d, wide)}
    seen = pen["cross_attention_hidden_size"] or d
    normal = {"encoder.layernorm": wide}
    if pen["layernorm_embedding"]:
        normal["decoder.model.decoder.layernorm_embedding"] = d
    for n in range(eye["num_hidden_layers"]):
        at = f"encoder.encoder.layer.{n}."
        linear |= {f"{at}attention.attention.{name}": (wide, wide) for name in ("query", "key", "value")}
        linear |= {f"{at}attention.output.dense": (wide, wide), f"{at}intermediate.dense": (64, wide)}
        linear |= {f"{at}output.dense": (wide, 64)}
        normal |= {f"{at}layernorm_before": wide, f"{at}layernorm_after": wide}
    for n in range(pen["decoder_layers"]):
        at = f"decoder.model.decoder.layers.{n}."
        for part in ("self_attn", "encoder_attn"):
            source = d if part == "self_attn" else seen
            linear |= {f"{at}{part}.{name}_proj": (d, source) for name in ("k", "v")}
            linear |= {f"{at}{part}.{name}_proj": (d, d) for name in ("q", "out")}
            normal[f"{at}{part}_layer_norm"] = d
        linear |= {f"{at}fc1": (64, d), f"{at}fc2": (d, 64)}
        normal[f"{at}final_layer_norm"] = d
    has_bias = {name for name in linear if eye["qkv_bias"] or "attention.attention" not in name}
    random = np.random.default_rng(seed)
    arrays = {name: random.normal(0, 0.15, shape) for name, shape in shapes.items()}
    arrays |= {f"{name}.weight": random.normal(0, 0.15, shape) for name, shape in linear.items()}
    arrays |= {f"{name}.bias": random.normal(0, 0.1, linear[name][0]) for name in has_bias}
    arrays |= {f"{name}.weight": 1 + random.normal(0, 0.1, size) for name, size in normal.items()}
    arrays |= {f"{name}.bias": random.normal(0, 0.1, size) for name, size in normal.items()}
    return {name: values.astype(np.float32) for name, values in arrays.items()}


def write(folder: Path, kind: str, arrays: Mapping[str, Any]) -> Path:
    """A snapshot: settings, weights, tokenizer, and what the processor does."""
    import mlx.core as mx

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config(kind)))
    mx.save_safetensors(str(folder / "model.safetensors"), {name: mx.array(values) for name, values in arrays.items()})
    (folder / "preprocessor_config.json").write_text(json.dumps({"image_mean": [0.5] * 3, "image_std": [0.5] * 3}))
    tokenizer().save(str(folder / "tokenizer.json"))
    special = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    said = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **special}
    (folder / "tokenizer_config.json").write_text(json.dumps(said))
    return folder


def tokenizer() -> Any:
    """Bytes, as RoBERTa's: ids 0 to 3 are its four signs."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    made: Any = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    signs, alphabet = ["<s>", "<pad>", "</s>", "<unk>"], pre_tokenizers.ByteLevel.alphabet()
    made.train_from_iterator(
        [], trainers.BpeTrainer(vocab_size=300, special_tokens=signs, initial_alphabet=alphabet, show_progress=False)
    )
    return made


def teach(kind: str, squares: Any, texts: list[str], most_steps: int = 400) -> Arrays:
    """Weights that read each square, (B, S, S, 3) as the model is shown it, as its text. Deterministic."""
    import mlx.core as mx
    from mlx import optimizers

    from lexo.inference.trocr_model import TrocrModel

    ids = [tokenizer().encode(text).ids for text in texts]
    longest = max(map(len, ids)) + 1
    wanted = mx.array([[*row, *[2] * (longest - len(row))] for row in ids])
    asked = mx.concatenate([mx.full((len(ids), 1), 2), wanted[:, :-1]], axis=1)
    counts = mx.array([[float(at <= len(row)) for at in range(longest)] for row in ids])
    shown = mx.array(squares)

    def loss(values: dict[str, Any]) -> Any:
        model = TrocrModel(config(kind), values)
        cross = model.see(shown)
        logits = model.logits(asked, cross, [None] * len(cross))
        sure = mx.take_along_axis(logits, wanted[..., None], axis=-1)[..., 0] - mx.logsumexp(logits, axis=-1)
        return -(sure * counts).sum() / counts.sum()

    values = {name: mx.array(array) for name, array in weights(kind).items()}
    adam, slope = optimizers.Adam(learning_rate=3e-3), mx.value_and_grad(loss)
    for _ in range(most_steps):
        error, gradients = slope(values)
        values = adam.apply_gradients(gradients, values)
        mx.eval(values, adam.state, error)
        if error.item() < 0.004:
            break
    return {name: np.array(value) for name, value in values.items()}
