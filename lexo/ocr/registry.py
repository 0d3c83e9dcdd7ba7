"""The engines by name; each is loaded on first use and kept."""

import importlib
from collections.abc import Callable
from functools import cache
from typing import cast

from lexo.errors import UnknownEngine
from lexo.ocr.engine import EngineStatus, OcrEngine

ENGINES = {
    "tesseract": "lexo.ocr.engines.tesseract:Tesseract",
    "tesseract-cli": "lexo.ocr.engines.tesseract_cli:TesseractCli",
}
AUTOMATIC = "auto"

_loaded: dict[str, OcrEngine] = {}


def check(name: str) -> None:
    """Raises UnknownEngine for a name that is neither an engine's nor "auto"."""
    if name != AUTOMATIC and name not in ENGINES:
        raise UnknownEngine(engine=name, known=", ".join(ENGINES))


def get_engine(name: str) -> OcrEngine:
    """The engine of that name. Raises UnknownEngine."""
    if name not in ENGINES:
        raise UnknownEngine(engine=name, known=", ".join(ENGINES))
    if name not in _loaded:
        module, _, attribute = ENGINES[name].partition(":")
        make = cast(Callable[[], OcrEngine], getattr(importlib.import_module(module), attribute))
        _loaded[name] = make()
    return _loaded[name]


@cache  # asked for each page; a status looks at the disk and the installed packages, 1 ms
def engines_for(name: str) -> tuple[OcrEngine, ...]:
    """The engines to try, best first: the named one alone, or for "auto" all that are available here."""
    if name != AUTOMATIC:
        return (get_engine(name),)
    return tuple(engine for engine in map(get_engine, ENGINES) if engine.status().available)


def statuses() -> tuple[EngineStatus, ...]:
    """What each engine says of itself; cheap enough for a health check."""
    return tuple(get_engine(name).status() for name in ENGINES)
