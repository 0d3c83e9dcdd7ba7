"""Where the system's Tesseract keeps its language data, and which languages are there."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lexo.errors import EngineMissing, LanguageMissing

_PLACES = (
    "/opt/homebrew/share/tessdata",
    "/usr/local/share/tessdata",
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
)
_NOT_LANGUAGES = {"osd", "equ", "snum"}


@cache
def find() -> Path | None:
    """The folder of `*.traineddata`: TESSDATA_PREFIX, the usual places, or what the command itself says."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    candidates = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    candidates += map(Path, _PLACES)
    for folder in candidates:
        if any(folder.glob("*.traineddata")):
            return folder
    return _asked()


def installed() -> tuple[str, ...]:
    """The languages that can be read, in alphabetical order."""
    folder = find()
    names = {path.stem for path in folder.glob("*.traineddata")} if folder else set()
    return tuple(sorted(names - _NOT_LANGUAGES))


def has_orientation_data() -> bool:
    folder = find()
    return folder is not None and (folder / "osd.traineddata").exists()


def usable(languages: Sequence[str]) -> tuple[str, ...]:
    """Those of `languages` that are installed. Raises EngineMissing (no data at all) or LanguageMissing (no match)."""
    there = installed()
    if not there:
        raise EngineMissing()
    found = tuple(dict.fromkeys(language for language in languages if language in there))
    if not found:
        raise LanguageMissing(language=", ".join(languages) or "–", installed=", ".join(there))
    return found


def _asked() -> Path | None:
    """`tesseract --list-langs` names the folder in its first line."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    answer = subprocess.run([command, "--list-langs"], capture_output=True, encoding="utf-8", timeout=20, check=False)
    first = (answer.stdout or answer.stderr).partition("\n")[0]
    folder = Path(first.partition('"')[2].partition('"')[0])
    return folder if first.count('"') == 2 and folder.is_dir() else None
