"""What is known of a model that no manifest lists: its own `lexo.json`, else what its `config.json` says it is."""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lexo.inference.base import Role
from lexo.inference.manifest import ModelSpec

ENTRY = "lexo.json"  # inside the model's folder, so that both come and go together
SUMS = "sha256"  # in the entry: checksums of the other files
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")  # it stands in addresses and commands

# `model_type` of a checkpoint -> role, family and engine (mlx-vlm's module names; see its models folder).
TYPES: dict[str, tuple[Role, str, str]] = {
    "deepseekocr": (Role.OCR, "deepseek-ocr", "deepseek-mlx"),
    "deepseekocr_2": (Role.OCR, "deepseek-ocr-2", "deepseek2-mlx"),
    "unlimited_ocr": (Role.OCR, "unlimited", "unlimited-mlx"),
    "glm_ocr": (Role.OCR, "glm-ocr", "glm-mlx"),
    "paddleocr_vl": (Role.OCR, "paddleocr-vl", "paddle-mlx"),
    "dots_ocr": (Role.OCR, "dots-ocr", "dots-mlx"),
    "idefics3": (Role.OCR, "granite-docling", "granite-mlx"),
    "qwen2_vl": (Role.OCR, "qwen-vl", "qwen-mlx"),
    "qwen2_5_vl": (Role.OCR, "qwen-vl", "qwen-mlx"),
    "qwen3_vl": (Role.OCR, "qwen-vl", "qwen-mlx"),
    "vision-encoder-decoder": (Role.OCR, "trocr", "trocr"),
    "pp_doclayout_v3": (Role.LAYOUT, "pp-doclayout", ""),
    "bert": (Role.EMBEDDING, "sentence", ""),
    "mpnet": (Role.EMBEDDING, "sentence", ""),
    "xlm-roberta": (Role.EMBEDDING, "sentence", ""),
    "modernbert": (Role.EMBEDDING, "sentence", ""),
}
SENTENCES = frozenset(("qwen3", "gemma3_text"))  # write text, unless their files say how to pool what they see


def is_name(text: str) -> bool:
    """Whether a model can be named so."""
    return NAME.fullmatch(text) is not None


def find_spec(snapshot: Path, name: str, repo: str) -> ModelSpec | None:
    """The model in that folder; None where it is nothing that LEXO can ask."""
    kept = _json(snapshot / ENTRY)
    try:
        return _from_entry(kept, name, repo)
    except (KeyError, TypeError, ValueError):
        return guess(snapshot, name, repo)


def guess(snapshot: Path, name: str, repo: str) -> ModelSpec | None:
    """What `config.json` says the model is; None where it says nothing that LEXO knows."""
    config = _json(snapshot / "config.json")
    kind = TYPES.get(str(config.get("model_type")))
    if config.get("model_type") in SENTENCES and (snapshot / "1_Pooling" / "config.json").is_file():
        kind = (Role.EMBEDDING, "sentence", "")
    if kind is None and "vision_config" in config:
        kind = (Role.OCR, "qwen-vl", "qwen-mlx")
    if kind is None and any(str(name).endswith("ForCausalLM") for name in _list(config.get("architectures"))):
        kind = (Role.TEXT, "chat", "")
    if kind is None:
        return None
    role, family, engine = kind
    return ModelSpec(name, role, repo, family, licence="", engine=engine, note="Added by hand.")


def write_entry(snapshot: Path, spec: ModelSpec, sums: dict[str, str]) -> None:
    """Say in the folder what the model is, and the checksums of its files."""
    said = asdict(spec)
    del said["name"], said["repo"], said["revision"]
    text = json.dumps({**said, SUMS: sums}, ensure_ascii=False, indent=1)
    (snapshot / ENTRY).write_text(text + "\n", "utf-8")


def sums_of(snapshot: Path) -> dict[str, str]:
    """The checksums that were written down when the model came in; empty where none were."""
    sums = _json(snapshot / ENTRY).get(SUMS)
    return {str(name): str(value) for name, value in sums.items()} if isinstance(sums, dict) else {}


def _from_entry(kept: dict[str, Any], name: str, repo: str) -> ModelSpec:
    plain = ModelSpec(name, Role(kept["role"]), repo, str(kept["family"]), str(kept["licence"]))
    return replace(
        plain,
        engine=str(kept.get("engine", plain.engine)),
        note=str(kept.get("note", plain.note)),
        size_mb=int(kept.get("size_mb", plain.size_mb)),
        memory_mb=int(kept.get("memory_mb", plain.memory_mb)),
        dpi=int(kept.get("dpi", plain.dpi)),
        max_tokens=int(kept.get("max_tokens", plain.max_tokens)),
        max_pixels=int(kept.get("max_pixels", plain.max_pixels)),
        prompts={str(key): str(value) for key, value in dict(kept.get("prompts") or {}).items()},
        pooling=str(kept.get("pooling", plain.pooling)),
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
