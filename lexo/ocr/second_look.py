"""The better of a first reading and a model's reading of the same page, with every reading on record."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace

from lexo.document import BlockKind, PageImage, PageText, Table, Tried
from lexo.errors import EngineError, LexoError, ModelGaveUp, ModelLooped
from lexo.ocr import chain, quality
from lexo.ocr.align import Alignment, align
from lexo.ocr.engine import CutShort, LineEngine, OcrEngine

log = logging.getLogger(__name__)

_CANCELLED = "cancelled"
# How much of a model's text the print must speak for: from the second where the first reading can barely be trusted, to
# the last where it is good; none below the first. On 51 pages the true text is kept 51 times, that of another page only
# where nothing can be held against it: on handwriting and print of 72 dpi.
_NO_TRUST, _MIN_SUPPORT, _SUPPORT_STEP, _MAX_SUPPORT = 0.6, 0.2, 1.7, 0.8
_MIN_FOUND = 0.5  # how much of what a good first reading saw the model must have
_TABLE_SUPPORT = 0.6  # of a table's words, for it to be taken over
_OF_THE_FIRST = ("page_doubtful", "page_blank", "words_unseen", "words_left_out", "model_looped", "model_gave_up")


def look(engine: OcrEngine, first: PageText, picture: PageImage, languages: Sequence[str]) -> PageText:
    """Read the page again with a model, and keep the better reading, its words on the places of the print.

    `picture` shows the page upright, as the boxes of `first` lie. Never raises for a failure of the engine: the first
    reading comes back, with a warning, and the attempt in `tried` (its outcome is the error's code; "cancelled" where
    the engine was stopped from outside: then the page may be asked about again, and has no warning).
    """
    started = time.perf_counter()
    try:
        result = _better(engine, first, _read(engine, first, picture, languages), picture)
    except CutShort:
        return _failed(first, engine, _CANCELLED, _ms(started))
    except LexoError as error:
        log.warning("engine %s gave no second reading: %s", engine.name, error.code)
        return _failed(first, engine, error.code, _ms(started))
    except Exception:
        log.exception("engine %s failed", engine.name)
        return _failed(first, engine, EngineError.code, _ms(started))
    spent = _ms(started)
    tried = replace(result.tried[-1], duration_ms=spent)
    return replace(result, tried=(*result.tried[:-1], tried), duration_ms=first.duration_ms + spent)


def _read(engine: OcrEngine, first: PageText, picture: PageImage, languages: Sequence[str]) -> PageText:
    """A line reader reads the doubtful lines of the first reading again, all others the page."""
    if isinstance(engine, LineEngine) and any(block.lines for block in first.blocks):
        return engine.read_again(first, picture)
    return engine.recognize(picture, languages)


def _better(engine: OcrEngine, first: PageText, found: PageText, picture: PageImage) -> PageText:
    if found is first:
        return _stands(
            first, replace(first, engine=engine.name, engine_version=engine.status().version), engine, "worse"
        )
    if _has_own_boxes(found):  # a line reader: nothing to align
        is_kept = chain.better(first, found) is found
        return _kept(first, found, picture) if is_kept else _stands(first, found, engine, "worse")
    from lexo.ocr.vision.ink import Ink  # numpy, which the server loads only when a model is used

    ink = Ink(picture)
    alignment = align(found, first, ink)
    tables = _supported(alignment.page.tables)
    if is_better(first, alignment, ink.most_letters):
        return _kept(first, replace(alignment.page, tables=_with_others(tables, first.tables)), picture)
    new = _new_tables(tables, first.tables)
    page = replace(first, tables=(*first.tables, *new))
    return _stands(page, alignment.page, engine, "merged" if new else "worse")


def is_better(first: PageText, alignment: Alignment, most_letters: int) -> bool:
    """Whether a model's reading is to be kept: the surer the first one was, the more of it must be there again.

    Where the first reading is poor, little can speak for the model's: then it must not be longer than there is ink
    for (`most_letters`), and what nothing speaks for is marked anyway.
    """
    letters = sum(len(word.text) for word in alignment.page.words)
    if not 0 < letters <= most_letters:
        return False
    if not any(block.lines for block in first.blocks):
        return True
    trust = first.confidence if first.confidence is not None else 1.0
    if trust < _NO_TRUST:
        return True
    needed = min(_MIN_SUPPORT + (trust - _NO_TRUST) * _SUPPORT_STEP, _MAX_SUPPORT)
    needs_found = _MIN_FOUND if trust >= quality.GOOD_CONFIDENCE else _MIN_FOUND / 2
    return alignment.support >= needed and alignment.found >= needs_found


def _kept(first: PageText, page: PageText, picture: PageImage) -> PageText:
    """The model's reading in the first one's frame."""
    outcome = "merged" if "words_left_out" in page.warnings else "worse"
    warnings = [code for code in first.warnings if code not in _OF_THE_FIRST]
    warnings += [code for code in page.warnings if code not in warnings]
    if quality.is_doubtful(page):
        warnings.append("page_doubtful")
    return replace(
        page,
        width_pt=first.width_pt,
        height_pt=first.height_pt,
        rotation=first.rotation,
        languages=first.languages,
        language=first.language,
        dpi=picture.dpi,
        warnings=tuple(dict.fromkeys(warnings)),
        tried=(*_record(first, outcome), _attempt(page, "kept")),
    )


def _stands(first: PageText, page: PageText, engine: OcrEngine, outcome: str) -> PageText:
    named = page if page.engine else replace(page, engine=engine.name)
    return replace(first, tried=(*_record(first, "kept"), _attempt(named, outcome)))


def _failed(first: PageText, engine: OcrEngine, code: str, duration_ms: int) -> PageText:
    """The first reading, and why there is no second."""
    attempt = Tried(engine.name, engine.status().version, None, duration_ms, code)
    warnings = first.warnings
    if code != _CANCELLED:
        warning = ModelLooped.code if code == ModelLooped.code else ModelGaveUp.code
        warnings = tuple(dict.fromkeys((*warnings, warning)))
    return replace(
        first,
        warnings=warnings,
        tried=(*_record(first, "kept"), attempt),
        duration_ms=first.duration_ms + duration_ms,
    )


def _record(first: PageText, outcome: str) -> tuple[Tried, ...]:
    """What was tried before, the reading that stood until now with its new outcome."""
    if any(item.outcome in ("kept", "merged") for item in first.tried):
        return tuple(replace(item, outcome=outcome) if item.outcome == "kept" else item for item in first.tried)
    own = Tried(first.engine, first.engine_version, first.confidence, first.duration_ms, outcome)
    return (own, *first.tried)  # a text layer that pixels were held against, or the only reading


def _attempt(page: PageText, outcome: str) -> Tried:
    return Tried(page.engine, page.engine_version, page.confidence, page.duration_ms, outcome)


def _has_own_boxes(page: PageText) -> bool:
    """Whether an engine gave words boxes of their own, rather than all words of a block the block's."""
    return any(
        word.bbox != block.bbox
        for block in page.blocks
        if block.kind is not BlockKind.FORMULA
        for line in block.lines
        for word in line.words
    )


def _supported(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables most of whose filled cells were found on the page."""
    return tuple(table for table in tables if _share_found(table) >= _TABLE_SUPPORT)


def _share_found(table: Table) -> float:
    filled = [cell for cell in table.cells if cell.text]
    return sum(cell.bbox is not None for cell in filled) / len(filled) if filled else 0.0


def _with_others(tables: tuple[Table, ...], earlier: tuple[Table, ...]) -> tuple[Table, ...]:
    """A model's tables, and those found before at other places."""
    return (*tables, *_new_tables(earlier, tables))


def _new_tables(tables: Sequence[Table], known: Sequence[Table]) -> tuple[Table, ...]:
    return tuple(table for table in tables if not any(_overlap(table, other) for other in known))


def _overlap(first: Table, second: Table) -> bool:
    a, b = first.bbox, second.bbox
    width, height = min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top)
    return width > 0 and height > 0


def _ms(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
