"""Names for files that are given away: safe on every system, the same paper always the same name."""

import re
import unicodedata
from pathlib import PurePath

from lexo.document import Document

MAX_BYTES = 180  # of a name without its suffix; file systems take 255
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")  # of Windows, which may open the ZIP


def name_of(document: Document) -> str:
    """`2024-03-12 Facture EDF 84,20 €`: the day of the paper, then its title; no suffix."""
    is_named = document.title not in ("", document.filename)
    title = document.title if is_named else PurePath(document.filename).stem
    day = document.date or ""
    return safe(title if not day or title.startswith(day) else f"{day} {title}") or f"document-{document.id}"


def safe(name: str) -> str:
    """The name without what a file system or a shell takes for something else; may be empty."""
    visible = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C")
    plain = _SPACES.sub(" ", _UNSAFE.sub(" ", visible)).strip(" .-")
    short = plain.encode()[:MAX_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"_{short}" if _RESERVED.match(short) else short
