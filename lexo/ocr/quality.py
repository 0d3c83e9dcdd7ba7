"""How good a reading is, in one number, so that two readings of one page can be compared without knowing the truth."""

import re

from lexo.document import PageText

GOOD_CONFIDENCE = 0.85  # mean over characters; typical scans are read at 0.90-0.96, and a second try changes nothing
UPRIGHT_CONFIDENCE = 0.72  # a page read upside down stays below
DOUBTFUL_CONFIDENCE = 0.60  # below, a person is told
_SURE = 0.60  # a word
_NOISE = 0.40  # a word below is more likely noise than text
_WORD = re.compile(r"\w")


def score(page: PageText) -> float:
    """Characters weighed by confidence, those of doubtful words hardly, those of noise against the reading.

    Chosen among nine such sums on receipts, forms, French scans and handwriting: it picks the better of four readings.
    """
    total = 0.0
    for word in page.words:
        length = len(_WORD.findall(word.text))
        confidence = word.confidence if word.confidence is not None else 1.0
        total += length * (confidence if confidence >= _SURE else confidence - _NOISE)
    return total


def is_good(page: PageText) -> bool:
    """Whether a second try is not worth its time."""
    return page.confidence is not None and page.confidence >= GOOD_CONFIDENCE


def may_be_turned(page: PageText) -> bool:
    """Whether the reading is so poor that the page may lie on its side or upside down."""
    return page.confidence is None or page.confidence < UPRIGHT_CONFIDENCE


def is_doubtful(page: PageText) -> bool:
    """Whether a person should compare the text with the page."""
    return page.confidence is not None and page.confidence < DOUBTFUL_CONFIDENCE
