"""The models LEXO knows: `ml_models/manifest.toml`, read once. What is on the disk is `cache.py`'s matter."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lexo.errors import UnknownModel
from lexo.inference.base import Role

_ROOT = Path(__file__).resolve().parent.parent
_PLACES = (_ROOT / "manifest.toml", _ROOT.parent / "ml_models" / "manifest.toml")  # installed; in a checkout


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One known model. `prompts` are by ability: page, text, table, formula, ...; of sentence models query and passage.

    Sizes are what the files take.
    """

    name: str  # how people name it: "deepseek-ocr-8bit"
    role: Role
    repo: str  # "mlx-community/DeepSeek-OCR-8bit"
    family: str  # how it is asked and its output is read: "deepseek-ocr", "glm-ocr", ...; "chat"; "sentence"
    licence: str
    revision: str = "main"  # a commit once it is pinned
    engine: str = ""  # of OCR models: the engine's name, "deepseek-mlx"
    size_mb: int = 0
    memory_mb: int = 0  # at its peak; 0 = predicted from the files
    dpi: int = 150  # of the page pictures it is shown
    max_tokens: int = 4096
    max_pixels: int = 0  # larger pages are read in tiles; 0 = the model's processor scales by itself
    prompts: dict[str, str] = field(default_factory=dict)
    pooling: str = ""  # of sentence models whose files do not say it: "cls", "mean", "max", "lasttoken"
    note: str = ""


@cache
def known() -> tuple[ModelSpec, ...]:
    """All known models, best first within a role."""
    place = next((place for place in _PLACES if place.exists()), _PLACES[-1])
    entries: list[dict[str, Any]] = tomllib.loads(place.read_text("utf-8"))["model"]
    return tuple(ModelSpec(**{**entry, "role": Role(entry["role"])}) for entry in entries)


def get(name: str) -> ModelSpec:
    """The model of that name, or of that repository. Raises UnknownModel."""
    for spec in known():
        if name in (spec.name, spec.repo):
            return spec
    raise UnknownModel(model=name, known=", ".join(spec.name for spec in known()))
