"""Models for tests: small files in the forms real ones come in, with two tensors or a real tiny architecture."""

import hashlib
import json
import os
import struct
from pathlib import Path
from threading import Thread
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def safetensors(tensors: dict[str, list[int]], fill: int = 1) -> bytes:
    """A safetensors file of 32-bit numbers: tensors by name and shape, written by hand as the format says."""
    head: dict[str, Any] = {"__metadata__": {"format": "mlx"}}
    position = 0
    for name, shape in tensors.items():
        size = 4
        for side in shape:
            size *= side
        head[name] = {"dtype": "F32", "shape": shape, "data_offsets": [position, position + size]}
        position += size
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + bytes([fill]) * position


def model_files(model_type: str = "llama") -> dict[str, bytes]:
    """The files of a text model, by name: settings, tokenizer, two weight files and their index."""
    first, second = safetensors({"a.weight": [8, 8]}), safetensors({"b.weight": [8, 8]}, fill=2)
    shards = {"a.weight": "model-00001-of-00002.safetensors", "b.weight": "model-00002-of-00002.safetensors"}
    config = {"model_type": model_type, "architectures": ["LlamaForCausalLM"]}
    return {
        "config.json": json.dumps(config).encode(),
        "tokenizer.json": b'{"version": "1.0"}',
        "tokenizer_config.json": b'{"model_max_length": 512}',
        "model.safetensors.index.json": json.dumps({"weight_map": shards}).encode(),
        "model-00001-of-00002.safetensors": first,
        "model-00002-of-00002.safetensors": second,
    }


def write_plain(folder: Path, files: dict[str, bytes] | None = None) -> Path:
    """A model as a plain folder."""
    for name, content in (files or model_files()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def blob_name(name: str, content: bytes) -> str:
    """How the Hugging Face cache names a file's content: SHA-256 of weights, git's SHA-1 of the rest."""
    if name.endswith(".safetensors"):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def write_cached(root: Path, repo: str, files: dict[str, bytes] | None = None) -> Path:
    """A model in the form of the Hugging Face cache. The snapshot's folder."""
    cached = root / ("models--" + repo.replace("/", "--"))
    snapshot = cached / "snapshots" / COMMIT
    for name, content in (files or model_files()).items():
        blob = cached / "blobs" / blob_name(name, content)
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(content)
        place = snapshot / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(os.path.relpath(blob, place.parent))
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(COMMIT, "ascii")
    return snapshot


def write_tiny_llama(folder: Path) -> Path:
    """A random llama of 64 dimensions and 2 layers that mlx-lm loads and writes with; byte-level tokenizer."""
    folder.mkdir(parents=True)
    _write_letters(folder)
    worker = Thread(target=_write_llama, args=(folder,))  # MLX keeps its streams by thread: one that ends
    worker.start()
    worker.join()
    return folder


def _write_letters(folder: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {"<s>": 0, "</s>": 1, **{letter: at + 2 for at, letter in enumerate(letters)}}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.save(str(folder / "tokenizer.json"))
    said = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(said), "utf-8")


def _write_llama(folder: Path) -> None:
    import mlx.core as mx
    from mlx_lm.models.llama import Model, ModelArgs
    from mlx_lm.utils import save_config, save_model

    config = {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "intermediate_size": 128,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "rms_norm_eps": 1e-5,
        "vocab_size": 288,
        "rope_theta": 10000.0,
        "tie_word_embeddings": True,
        "eos_token_id": 1,
        "torch_dtype": "float32",
    }
    mx.random.seed(7)
    model = Model(ModelArgs.from_dict(config))
    mx.eval(model.parameters())
    save_model(folder, model)
    save_config(config, folder / "config.json")
    mx.clear_streams()
