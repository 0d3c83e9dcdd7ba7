"""Answers with a box before each block -> pieces: DeepSeek-OCR's `<|ref|>..<|det|>..` and Unlimited-OCR's `<|det|>`.

Boxes are numbers of 0-999 over the picture's sides (DeepSeek-OCR's own scripts divide by 999). They are read with a
strict pattern, never evaluated as code as those scripts do.
"""

import re

from lexo.document import BBox, BlockKind
from lexo.ocr.vision.labels import kind_of, pieces_of
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.pieces import MAX_PIECES, Piece, box_of

SCALE = 999
_BLOCK = re.compile(r"<\|ref\|>(?P<label>.{0,2000}?)<\|/ref\|>\s*<\|det\|>(?P<boxes>[^<]{0,2000})<\|/det\|>", re.DOTALL)
_BARE_BLOCK = re.compile(r"<\|det\|>\s*(?P<label>[A-Za-z_ -]{0,40}?)\s*(?P<boxes>\[[^<]{0,2000})<\|/det\|>")
_BOX = re.compile(r"\[\s*(-?\d{1,6}(?:\.\d{1,6})?)" + r"\s*,\s*(-?\d{1,6}(?:\.\d{1,6})?)" * 3 + r"\s*\]")


def pieces_of_deepseek(answer: str) -> list[Piece]:
    """Blocks with boxes; text before the first, and an answer without any, is Markdown without boxes."""
    return _pieces(answer, _BLOCK)


def pieces_of_unlimited(answer: str) -> list[Piece]:
    """The same with the label inside the box's sign: `<|det|>text [12, 30, 480, 52]<|/det|>The words.`"""
    return _pieces(answer.replace("<PAGE>", "\n"), _BARE_BLOCK)


def _pieces(answer: str, pattern: re.Pattern[str]) -> list[Piece]:
    marks = list(pattern.finditer(answer))[:MAX_PIECES]
    if not marks:
        return pieces_of_markdown(answer)
    pieces = pieces_of_markdown(answer[: marks[0].start()])
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(answer)], strict=True):
        pieces += _block(mark.group("label").strip(), _box(mark.group("boxes")), answer[mark.end() : end].strip())
    return pieces


def _block(label: str, box: BBox | None, text: str) -> list[Piece]:
    """A label that is no kind is what was read there: `OCR this image.` is answered so, line by line."""
    kind = kind_of(label)
    if kind is None:
        return pieces_of(BlockKind.TEXT, f"{label}\n{text}".strip(), box)
    return pieces_of(kind, text, box)


def _box(numbers: str) -> BBox | None:
    """The box around all that are given, cut at the page's edges; None where none is a box."""
    found = [box_of([float(number) for number in match.groups()], SCALE, SCALE) for match in _BOX.finditer(numbers)]
    boxes = [box for box in found if box is not None]
    return BBox.around(boxes) if boxes else None
