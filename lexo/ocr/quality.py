"""How good a reading is, in one number, so that two readings of one page can be compared without knowing the truth."""

import re

from lexo.document import BBox, BlockKind, PageText

GOOD_CONFIDENCE = 0.85  # mean over characters; typical scans are read at 0.90-0.96, and a second try changes nothing
SURE_CONFIDENCE = 0.92  # below, a second engine mends more than it costs: forms, tables, receipts, worn print
_UNSURE_SHARE = 0.04  # of the characters in words below `_UNSURE`: a page of which a part is poor
_UNSURE_SHARE_OF_PROSE = 0.15  # clean scans of prose have up to 0.12, and one wrong character in a thousand
_LONG_LINE = 6  # words; those of receipts, forms and tables are shorter
_PROSE_SHARE = 0.8
_UNSURE = 0.70
UPRIGHT_CONFIDENCE = 0.72  # a page read upside down stays below
DOUBTFUL_CONFIDENCE = 0.70  # below, a person is told: handwriting is read at 0.4-0.7, the poorest print above
_SURE = 0.60  # a word
_NOISE = 0.40  # a word below is more likely noise than text
_STROKES = frozenset("=+−±×÷∑∫√∞≤≥≈∂∆πθλ^_{}\\|<>~")
_FORMULA_SHARE = 0.15  # of a line's characters
_FORMULA_LINES = 3  # with one or two, a model would change little
_TABLE_CONFIDENCE = 0.90  # mean over the words in a table's box: one wrong cell in ten
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


def is_sure(page: PageText) -> bool:
    """Whether a second engine is not worth its time anywhere on the page."""
    is_prose_page = is_prose(page)
    if page.confidence is None or page.confidence < (GOOD_CONFIDENCE if is_prose_page else SURE_CONFIDENCE):
        return False
    lengths = [(len(word.text), word.confidence) for word in page.words]
    unsure = sum(length for length, confidence in lengths if confidence is not None and confidence < _UNSURE)
    share = _UNSURE_SHARE_OF_PROSE if is_prose_page else _UNSURE_SHARE
    return unsure <= share * sum(length for length, _ in lengths)


def is_prose(page: PageText) -> bool:
    """Whether most words stand in long lines: there a dictionary helps, and a second engine mends little."""
    counts = [len(line.words) for line in page.lines]
    return sum(count for count in counts if count >= _LONG_LINE) >= _PROSE_SHARE * max(sum(counts), 1)


def may_be_turned(page: PageText) -> bool:
    """Whether the reading is so poor that the page may lie on its side or upside down."""
    return page.confidence is None or page.confidence < UPRIGHT_CONFIDENCE


def is_doubtful(page: PageText) -> bool:
    """Whether a person should compare the text with the page."""
    return page.confidence is not None and page.confidence < DOUBTFUL_CONFIDENCE


def needs_model(page: PageText) -> bool:
    """Whether a vision model may read a page better than the engines of the readers did.

    True for a page that is still poor: below `GOOD_CONFIDENCE` after the second opinion lie handwriting (0.4-0.7
    on the corpus) and worn typescript, while receipts, forms and tables lie at 0.91 and above. True for a table that is
    read with doubt, and for formulas. False where there is nothing to read, and for text layers, which are sure.
    """
    if page.confidence is None:
        return _has_formulas(page)
    return not is_good(page) or _has_doubtful_table(page) or _has_formulas(page)


def _has_doubtful_table(page: PageText) -> bool:
    boxes = [table.bbox for table in page.tables]
    boxes += [block.bbox for block in page.blocks if block.kind is BlockKind.TABLE]
    return any(_mean_within(page, box) < _TABLE_CONFIDENCE for box in boxes)


def _mean_within(page: PageText, box: BBox) -> float:
    """The mean confidence, over characters, of the words whose middle lies in a box; 1 without any."""
    weighed = [
        (len(word.text), word.confidence)
        for word in page.words
        if word.confidence is not None
        and box.left <= (word.bbox.left + word.bbox.right) / 2 <= box.right
        and box.top <= (word.bbox.top + word.bbox.bottom) / 2 <= box.bottom
    ]
    total = sum(length for length, _ in weighed)
    return sum(length * confidence for length, confidence in weighed) / total if total else 1.0


def _has_formulas(page: PageText) -> bool:
    """Whether there are formulas that nobody has written as LaTeX: lines with many signs of mathematics."""
    if any(block.kind is BlockKind.FORMULA for block in page.blocks):
        return False
    lines = ("".join(line.text.split()) for line in page.lines)
    return sum(sum(sign in _STROKES for sign in line) > _FORMULA_SHARE * len(line) for line in lines) >= _FORMULA_LINES
