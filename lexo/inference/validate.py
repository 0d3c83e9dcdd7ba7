"""Whether a model's folder is whole and safe: settings, tokenizer, every weight file; with checksums where asked.

It runs before any load: mlx-vlm skips shards that are missing, runs a program that `config.json` names, and Hugging
Face's own resolver still offers a folder whose blobs are gone (all seen with mlx-vlm 0.7.10, huggingface_hub 2.4.0).
"""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from lexo.document import Reason
from lexo.errors import ModelDamaged, ModelUnsafe
from lexo.inference.digests import OnBytes, is_digest, matches, sha256
from lexo.inference.entry import sums_of
from lexo.inference.safetensors_header import NotWhole, tensor_names

INDEX = "model.safetensors.index.json"
PROGRAMS = frozenset((".py", ".pyc", ".so", ".dylib", ".sh"))
PICKLES = frozenset((".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"))  # unpacking one runs what it says
TAKEN = frozenset((".json", ".safetensors", ".txt", ".model", ".jinja", ".md", ".tiktoken"))
OTHER_FORMS = frozenset(("onnx", "openvino", "coreml", "original", "metal", "assets", "figures", "images"))
VOCABULARIES = (
    "tokenizer.json tokenizer.model vocab.txt vocab.json spiece.model sentencepiece.bpe.model qwen.tiktoken"
).split()
PREPARERS = ("preprocessor_config.json", "processor_config.json")
MAX_INDEX_BYTES = 100_000_000
PARSED_BYTES = 1_000_000


def is_wanted(name: str) -> bool:
    """Whether a model's file (its path inside the model, with /) is taken in: weights and settings, nothing else."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or any(part.startswith(".") for part in path.parts):
        return False
    if path.parts[0].lower() in OTHER_FORMS:
        return False
    return path.suffix.lower() in TAKEN or path.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE"))


def problems(snapshot: Path, model: str, *, deep: bool = False, on_bytes: OnBytes | None = None) -> tuple[Reason, ...]:
    """What keeps the model from being loaded; empty where it is whole and safe. `deep` reads every byte."""
    if not snapshot.is_dir():
        return (_damaged(model, snapshot.name, "missing"),)
    found = [*_unsafe(snapshot, model), *_dangling(snapshot, model), *_settings(snapshot, model)]
    found += _weights(snapshot, model)
    if deep and not found:
        found += _wrong_content(snapshot, model, on_bytes)
    return tuple(found)


def _files(snapshot: Path) -> Iterator[Path]:
    """What lies in the model but hidden files, which no library reads (a Mac leaves `._model.safetensors` behind)."""
    for path in sorted(snapshot.rglob("*")):
        if not any(part.startswith(".") for part in path.relative_to(snapshot).parts):
            yield path


def _unsafe(snapshot: Path, model: str) -> Iterator[Reason]:
    for path in _files(snapshot):
        if path.suffix.lower() in PROGRAMS | PICKLES:
            yield Reason(ModelUnsafe.code, {"model": model, "file": _name(path, snapshot)})
    config = _read(snapshot / "config.json")
    if "model_file" in config:
        named = f"config.json: model_file = {config['model_file']}"
        yield Reason(ModelUnsafe.code, {"model": model, "file": named[:200]})


def _dangling(snapshot: Path, model: str) -> Iterator[Reason]:
    for path in _files(snapshot):
        if path.is_symlink() and not path.exists():
            yield _damaged(model, _name(path, snapshot), "missing")
        elif not path.is_dir() and not path.is_file():
            yield _damaged(model, _name(path, snapshot), "not a file")


def _settings(snapshot: Path, model: str) -> Iterator[Reason]:
    if not _read(snapshot / "config.json"):
        yield _damaged(model, "config.json", "not JSON")
    has_vocabulary = any((snapshot / name).is_file() for name in VOCABULARIES)
    is_prepared = any((snapshot / name).is_file() for name in PREPARERS)
    if not has_vocabulary and (not is_prepared or (snapshot / "tokenizer_config.json").is_file()):
        yield _damaged(model, "tokenizer.json", "missing")
    for name in (*VOCABULARIES, "tokenizer_config.json", "generation_config.json", *PREPARERS):
        path = snapshot / name
        if path.suffix == ".json" and path.is_file() and not _is_object(path):
            yield _damaged(model, name, "not JSON")


def _weights(snapshot: Path, model: str) -> Iterator[Reason]:
    """Each weight file by its head, and whether the index's tensors are where it says."""
    shards = {path.name: path for path in snapshot.glob("*.safetensors") if not path.name.startswith(".")}
    held: dict[str, frozenset[str]] = {}
    for name, path in shards.items():
        try:
            held[name] = tensor_names(path) if path.is_file() else frozenset()
        except (NotWhole, OSError) as error:
            yield _damaged(model, name, str(error))
    if not shards:
        yield _damaged(model, "model.safetensors", "missing")
    if (snapshot / INDEX).is_file():
        yield from _index(snapshot, model, held, frozenset(shards))


def _index(snapshot: Path, model: str, held: dict[str, frozenset[str]], there: frozenset[str]) -> Iterator[Reason]:
    places = _read(snapshot / INDEX).get("weight_map")
    if not isinstance(places, dict) or not places:
        yield _damaged(model, INDEX, "lists no weights")
        return
    wanted: dict[str, set[str]] = {}
    for tensor, shard in places.items():
        wanted.setdefault(str(shard), set()).add(str(tensor))
    for shard, tensors in sorted(wanted.items()):
        if shard not in there:
            yield _damaged(model, shard, "missing")
        elif shard in held and tensors - held[shard]:
            yield _damaged(model, shard, f"{len(tensors - held[shard])} tensors are not in it")


def _wrong_content(snapshot: Path, model: str, on_bytes: OnBytes | None) -> Iterator[Reason]:
    """Compare each file with the checksum it is kept under, or that was written down when it came in."""
    sums = sums_of(snapshot)
    for path in _files(snapshot):
        name, blob = _name(path, snapshot), path.resolve().name
        if not path.is_file():
            continue
        if path.is_symlink() and is_digest(blob):
            is_right = matches(path, blob, on_bytes)
        else:
            is_right = name not in sums or sha256(path, on_bytes) == sums[name]
        if not is_right:
            yield _damaged(model, name, "its content changed")
    for name in sorted(sums):
        if not (snapshot / name).is_file():
            yield _damaged(model, name, "missing")


def _damaged(model: str, file: str, why: str) -> Reason:
    return Reason(ModelDamaged.code, {"model": model, "file": file, "why": why})


def _name(path: Path, snapshot: Path) -> str:
    return path.relative_to(snapshot).as_posix()


def _is_object(path: Path) -> bool:
    """Whether it is a JSON object; of a large one only both ends are seen, as tokenizers take long to parse."""
    if path.stat().st_size <= PARSED_BYTES:
        return _parsed(path) is not None
    with path.open("rb") as file:
        begin = file.read(64).lstrip()
        file.seek(-64, 2)
        return begin.startswith(b"{") and file.read().rstrip().endswith(b"}")


def _read(path: Path) -> dict[str, Any]:
    """A JSON object; empty where the file is not one."""
    return _parsed(path) or {}


def _parsed(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > MAX_INDEX_BYTES:
            return None
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
