"""The engines that run in reader processes, by name; each is loaded on first use and kept.

Engines that need a model (vision models, TrOCR, a remote one) live in the server; a reader takes their names for
"auto".
"""

import importlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

from lexo.errors import UnknownEngine
from lexo.ocr.engine import EngineStatus, OcrEngine

ENGINES = {
    "tesseract": "lexo.ocr.engines.tesseract:Tesseract",
    "tesseract-cli": "lexo.ocr.engines.tesseract_cli:TesseractCli",
    "apple-vision": "lexo.ocr.engines.apple_vision:AppleVision",
    "rapidocr": "lexo.ocr.engines.rapid:RapidOcr",
}
SECOND = ("apple-vision", "rapidocr")
"""Those that are asked where the first is not sure, best first."""

AUTOMATIC = "auto"
_IN_SERVER = frozenset({"remote", "trocr"})  # beside those of the known models

_loaded: dict[str, OcrEngine] = {}


def check(name: str) -> None:
    """Raises UnknownEngine for a name that is neither an engine's nor "auto"."""
    if name != AUTOMATIC and name not in ENGINES and not is_in_server(name):
        raise UnknownEngine(engine=name, known=", ".join(ENGINES))


def is_in_server(name: str) -> bool:
    """Whether the engine of that name needs a model, and so works in the server."""
    return name in _IN_SERVER or name in _model_engines()


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
    """The engines to read with, best first: the named one alone; for "auto" the available ones, else the second."""
    if name in ENGINES:
        return (get_engine(name),)
    return _available(name for name in ENGINES if name not in SECOND) or seconds_for(name)


@cache
def seconds_for(name: str) -> tuple[OcrEngine, ...]:
    """The engines to ask where the first is not sure; none beside an engine that was asked for by name."""
    return () if name in ENGINES else _available(SECOND)


def statuses() -> tuple[EngineStatus, ...]:
    """What each engine says of itself; cheap enough for a health check."""
    return tuple(get_engine(name).status() for name in ENGINES)


def _available(names: Iterable[str]) -> tuple[OcrEngine, ...]:
    return tuple(engine for engine in map(get_engine, names) if engine.status().available)


@cache
def _model_engines() -> frozenset[str]:
    from lexo.inference import manifest  # a file to read: only for a name that is none of ours

    return frozenset(spec.engine for spec in manifest.known() if spec.engine)
