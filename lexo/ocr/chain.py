"""Engines one after the other until one reads the page; the best result so far is kept, not the last."""

import logging
from collections.abc import Sequence

from lexo.document import PageImage, PageText
from lexo.errors import EngineError, EngineMissing, LexoError
from lexo.ocr import quality
from lexo.ocr.engine import OcrEngine, Segmentation

log = logging.getLogger(__name__)


def read(
    engines: Sequence[OcrEngine], page: PageImage, languages: Sequence[str], segmentation: Segmentation
) -> PageText:
    """Read with the first engine that does not fail. Raises what the last one raised, EngineMissing without any."""
    problem: LexoError = EngineMissing()
    for engine in engines:
        try:
            return engine.recognize(page, languages, segmentation)
        except LexoError as error:
            problem = error
        except Exception as error:
            log.exception("engine %s failed", engine.name)
            problem = EngineError(engine=engine.name)
            problem.__cause__ = error
    raise problem


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
    """The one of two readings of the same page that says more that is sure."""
    return second if quality.score(second) > quality.score(first) else first
