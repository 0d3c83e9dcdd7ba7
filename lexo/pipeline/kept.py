"""Readings that are kept: what makes a reading what it is, and reading only where there is none yet."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from lexo import __version__
from lexo.document import PageText, ReadingOptions
from lexo.errors import LexoError
from lexo.ocr import registry
from lexo.pipeline.engines import ModelEngine
from lexo.store.pages import ReadPage, packed, unpacked
from lexo.store.readings import Readings

_WHOLE = ("kept", "merged", "worse")  # outcomes of a look that was not cut short


def reading_key(sha256: str, number: int, options: ReadingOptions) -> str:
    """Of a first reading: the file, the page, how it was to be read, and who read it."""
    return f"{sha256}:{number}:{options}:{_engine_versions()}:{__version__}"


def look_key(sha256: str, number: int, engine: ModelEngine, first: PageText) -> str:
    """Of a model's look: the file, the page, the model and how it is asked, and what was read first."""
    words = hashlib.sha256(f"{first.text}{[word.bbox for word in first.words]}".encode("utf-8", "replace")).hexdigest()
    return f"{sha256}:{number}:{engine.name}:{engine.version}:{engine.dpi}:{words}:{__version__}"


def keep(readings: Readings, key: str, page: ReadPage, *, always: bool = False, on_disk: bool = True) -> None:
    """Keep a reading, if that works: a full disk shows elsewhere."""
    with suppress(LexoError):
        readings.put(key, page, always=always, on_disk=on_disk)


def looked_at(readings: Readings, key: str, look: Callable[[], PageText], *, on_disk: bool = True) -> PageText:
    """The outcome of a look, from before where there is one."""
    kept = readings.get(key) if readings.knows(key[:64]) else None
    if kept is not None:
        return unpacked(kept)
    page = look()
    if page.tried and page.tried[-1].outcome in _WHOLE:
        keep(readings, key, packed(page), always=True, on_disk=on_disk)
    return page


@cache
def _engine_versions() -> str:
    """The engines of this machine; a newer one may read better."""
    return ", ".join(f"{engine.name} {engine.version}" for engine in registry.statuses() if engine.available)
