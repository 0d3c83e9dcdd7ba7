"""Engines one after the other until one reads the page, and a second engine where the first is not sure.

Every reading leaves its mark in `PageText.tried`: "kept", "merged", "worse", or the code of the error that ended it.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from lexo.document import BBox, PageImage, PageText, Tried
from lexo.errors import EngineError, EngineMissing, LanguageMissing, LexoError, PageOutOfMemory
from lexo.ocr import merge, quality
from lexo.ocr.engine import OcrEngine, Segmentation

log = logging.getLogger(__name__)

KEPT, MERGED, WORSE = "kept", "merged", "worse"


@runtime_checkable
class PartReader(Protocol):
    """An engine that can read some lines of a page and leave out the rest, which saves most of its time."""

    def recognize_where(self, page: PageImage, languages: Sequence[str], is_wanted: Callable[[BBox], bool]) -> PageText:
        """As `OcrEngine.recognize`, but only lines whose box `is_wanted`; each line by itself, as it stands."""
        ...


def read(
    engines: Sequence[OcrEngine], page: PageImage, languages: Sequence[str], segmentation: Segmentation
) -> PageText:
    """Read with the first engine that does not fail.

    Raises what the last one raised, LanguageMissing where the first knows none of the languages, EngineMissing without
    any engine.
    """
    problem: LexoError = EngineMissing()
    tried: tuple[Tried, ...] = ()
    for engine in engines:
        started = time.perf_counter()
        try:
            found = engine.recognize(page, languages, segmentation)
        except Exception as error:
            now = _problem(engine, error)
            problem = problem if isinstance(problem, LanguageMissing) else now
            tried += (_tried(engine.name, started, now.code),)
        else:
            return replace(found, tried=(*tried, _tried_page(found, started, KEPT)))
    raise problem


def second_opinion(
    engines: Sequence[OcrEngine], page: PageImage, languages: Sequence[str], first: PageText
) -> PageText:
    """What `first` says of a picture, made better by the first of `engines` that can read it.

    Only where the first reading is not sure, and the best of both is kept place by place. The lines of the result are
    not yet in reading order. Never raises for an engine: without one that works, `first` comes back.
    """
    tried = first.tried
    for engine in engines:
        started = time.perf_counter()
        try:
            if not set(languages) <= set(engine.status().languages):
                continue
            second = _read_unsure(engine, page, languages, first)
            made = merge.merged(first, second)
        except Exception as error:
            tried += (_tried(engine.name, started, _problem(engine, error).code),)
            continue
        return _outcome(first, second, made, (*tried, _tried_page(second, started, KEPT)))
    return replace(first, tried=tried)


def has_second(page: PageText, engines: Sequence[OcrEngine]) -> bool:
    """Whether one of `engines` has read the page as well."""
    names = {engine.name for engine in engines}
    return any(entry.engine in names and entry.outcome in (KEPT, MERGED, WORSE) for entry in page.tried)


def orientation(engines: Sequence[OcrEngine], page: PageImage) -> int | None:
    """Degrees clockwise that make the page upright, by the first engine that can say; None where none can."""
    for engine in engines:
        try:
            turn = engine.orientation(page)
        except Exception:
            log.exception("engine %s failed to find the orientation", engine.name)
            continue
        if turn is not None:
            return turn
    return None


def better(first: PageText, second: PageText) -> PageText:
    """The one of two readings of the same page that says more that is sure; it remembers the other."""
    if quality.score(second) > quality.score(first):
        return replace(second, tried=(*lost(first.tried), *second.tried))
    return replace(first, tried=(*first.tried, *lost(second.tried)))


def lost(tried: Iterable[Tried]) -> tuple[Tried, ...]:
    """The same readings, none of them kept."""
    return tuple(_with(entry, WORSE) if entry.outcome in (KEPT, MERGED) else entry for entry in tried)


def _read_unsure(engine: OcrEngine, page: PageImage, languages: Sequence[str], first: PageText) -> PageText:
    if isinstance(engine, PartReader):
        return engine.recognize_where(page, languages, merge.unsure_lines(first))
    return engine.recognize(page, languages, Segmentation.AUTOMATIC)


def _outcome(first: PageText, second: PageText, made: merge.Merged, tried: tuple[Tried, ...]) -> PageText:
    """The merged page under the name of the engine that gave most of it."""
    *before, last = tried
    if made.second_share == 0.0:
        return replace(first, tried=(*before, _with(last, WORSE)))
    if made.second_share == 1.0:
        marks = (*lost(before), last)
    else:
        marks = (*(_with(entry, MERGED) if entry.outcome == KEPT else entry for entry in before), _with(last, MERGED))
    main = second if made.second_share > 0.5 else first
    return replace(made.page, engine=main.engine, engine_version=main.engine_version, tried=marks)


def _problem(engine: OcrEngine, error: Exception) -> LexoError:
    if isinstance(error, LexoError):
        return error
    log.error("engine %s failed", engine.name, exc_info=error)
    problem = PageOutOfMemory() if isinstance(error, MemoryError) else EngineError(engine=engine.name)
    problem.__cause__ = error
    return problem


def _tried(name: str, started: float, outcome: str) -> Tried:
    return Tried(name, duration_ms=_ms_since(started), outcome=outcome)


def _tried_page(page: PageText, started: float, outcome: str) -> Tried:
    return Tried(page.engine, page.engine_version, page.confidence, _ms_since(started), outcome)


def _with(entry: Tried, outcome: str) -> Tried:
    return replace(entry, outcome=outcome)


def _ms_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
