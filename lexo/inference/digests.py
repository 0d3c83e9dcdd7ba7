"""Checksums of model files, as the Hugging Face cache names its blobs."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PIECE_BYTES = 1 << 22

OnBytes = Callable[[int], None]  # told how many more bytes are done


def pieces(path: Path) -> Iterator[bytes]:
    """The file's content, a few MB at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def is_digest(name: str) -> bool:
    """Whether a blob's name is a checksum of its content."""
    return re.fullmatch(r"[0-9a-f]{64}|[0-9a-f]{40}", name) is not None


def begun(name: str, size_bytes: int) -> Any:
    """A hash to feed for a blob of that name: SHA-256 (64 digits, large files) or git's SHA-1 (40 digits)."""
    if len(name) == 64:
        return hashlib.sha256()
    return hashlib.sha1(b"blob %d\0" % size_bytes, usedforsecurity=False)


def matches(path: Path, name: str, on_bytes: OnBytes | None = None) -> bool:
    """Whether the file's content has the checksum `name`."""
    digest = begun(name, path.stat().st_size)
    for piece in pieces(path):
        digest.update(piece)
        if on_bytes:
            on_bytes(len(piece))
    return bool(digest.hexdigest() == name)


def sha256(path: Path, on_bytes: OnBytes | None = None) -> str:
    """The file's SHA-256, in hexadecimal."""
    digest = hashlib.sha256()
    for piece in pieces(path):
        digest.update(piece)
        if on_bytes:
            on_bytes(len(piece))
    return digest.hexdigest()
