"""Sentence models of a few thousand numbers in the form of real repositories, the same wherever they are built.

Weights come from their names and shapes, tokens are bytes: what sentence-transformers made of such a model once
(`scripts/make_reference_vectors.py`, with PyTorch) is kept in `reference_vectors.json`, and LEXO has to make the same.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")  # ids 0 to 3, as RoBERTa and MPNet have them
MAX_TOKENS = 48


def build(out: Path, model: Mapping[str, Any]) -> Path:
    """Write the model that an entry of `reference_vectors.json` describes."""
    out.mkdir(parents=True)
    _save(out / "model.safetensors", model["shapes"])
    build_tokenizer(out, model["frame"], model["padding"])
    config: dict[str, Any] = model["config"]
    write(out / "config.json", config)
    write(out / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    write(out / "config_sentence_transformers.json", {"prompts": model["prompts"], "default_prompt_name": None})
    width = config["hidden_size"]
    modules = ["", "1_Pooling", *model["dense"], "9_Normalize"]
    kinds = ["Transformer", "Pooling", *["Dense"] * len(model["dense"]), "Normalize"]
    listed = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(zip(modules, kinds, strict=True))
    ]
    write(out / "modules.json", listed)
    modes = {f"pooling_mode_{mode}": mode.startswith(model["pooling"]) for mode in MODES}
    write(out / "1_Pooling" / "config.json", {"word_embedding_dimension": width, **modes, "include_prompt": True})
    for path, (low, high) in model["dense"].items():
        said = {"in_features": low, "out_features": high, "bias": False, "activation_function": IDENTITY}
        write(out / path / "config.json", said)
        _save(out / path / "model.safetensors", {"linear.weight": [high, low]})
    return out


MODES = ("cls_token", "mean_tokens", "max_tokens", "lasttoken")
IDENTITY = "torch.nn.modules.linear.Identity"


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def weights(name: str, shape: Sequence[int]) -> Any:
    """float32 out of the name; NumPy never changes what this old generator makes of a seed."""
    values = np.random.RandomState(zlib.crc32(name.encode())).standard_normal(tuple(shape)).astype("<f4")
    if "norm" in name.lower() and name.endswith("weight"):
        return (1 + 0.1 * values).astype("<f4")
    return (0.2 * values).astype("<f4")


def _save(path: Path, shapes: Mapping[str, Sequence[int]]) -> None:
    from safetensors.numpy import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: weights(name, shape) for name, shape in shapes.items()}, str(path), metadata={"format": "pt"})


def build_tokenizer(out: Path, frame: str, padding: str) -> None:
    """A token a byte. `frame` is what stands around a text: "<s> $A </s>"."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate((*SPECIALS, *alphabet))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.add_special_tokens(list(SPECIALS))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    around = [(token, vocabulary[token]) for token in SPECIALS if token in frame]
    tokenizer.post_processor = processors.TemplateProcessing(single=frame, special_tokens=around)
    tokenizer.save(str(out / "tokenizer.json"))
    said = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "padding_side": padding,
        "clean_up_tokenization_spaces": False,
        "model_max_length": 512,
        "model_input_names": ["input_ids", "attention_mask"],
    }
    write(out / "tokenizer_config.json", said)
