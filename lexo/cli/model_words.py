"""How commands speak of models: sizes, shapes for JSON, and which command mends what."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexo.document import Reason

if TYPE_CHECKING:
    from lexo.inference.manifest import ModelSpec

SHOWN = "name role repo family engine licence size_mb memory_mb note".split()


def folder_in_force(*, make: bool = False) -> Path:
    """The models folder, as the settings say."""
    from lexo.cli.library import settings_in_force

    folder = settings_in_force().models
    if make:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def described(spec: "ModelSpec") -> dict[str, Any]:
    """A model as JSON carries it."""
    return {name: getattr(spec, name) for name in SHOWN}


def mb(size_mb: int) -> str:
    """1234 -> "1.2 GB"."""
    return f"{size_mb / 1000:.1f} GB" if size_mb >= 1000 else f"{size_mb} MB"


def megabytes(size_bytes: int) -> str:
    """Bytes in words, as file managers count."""
    return mb(round(size_bytes / 1e6)) if size_bytes >= 1_000_000 else f"{size_bytes:,} bytes".replace(",", "\u202f")


def mending(spec: "ModelSpec", snapshot: Path, reason: Reason) -> str:
    """The command that mends it."""
    file = snapshot / str(reason.details.get("file", ""))
    if reason.code == "model_unsafe" and file.exists():
        return f"rm {shlex.quote(str(file))}"
    if reason.code == "model_unsafe":
        return f"lexo models remove {spec.name}"
    if reason.code in ("model_too_large", "model_failed"):
        return f"lexo models quantize {spec.name} --bits 4"
    if "/" in spec.repo:
        return f"lexo models download {spec.name}"
    if spec.note.startswith("Made here from "):
        return f"lexo models remove {spec.name}, and make it again with lexo models quantize"
    return f"lexo models remove {spec.name}, and lexo models add DIR with a sound copy"
