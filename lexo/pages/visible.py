"""Which words of a PDF's text layer its page really shows: not those unpainted, tiny, white on white, or covered."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from lexo.document import PageImage
from lexo.pages.words import RawWord

Box = tuple[float, float, float, float]  # left, top, right, bottom in points of the page before it is turned

_RENDER_MODE = re.compile(rb"\b[37]\s+Tr\b")
_WHITE = (b" 1 1 rg", b"1 g", b"1 sc", b"0 0 0 k")  # each costs a look through the page: as few as will do
_NEXT_STEP = re.compile(rb"(T[jJ]\b)|\b(?:g|rg|k|sc|scn|Q)\s")  # text is shown, or the colour changes
_NEAR_BYTES = 2000
_PAINTED = 16 | 32  # MuPDF's `char_flags`: filled, stroked
_TINY_PT = 1.5
_NEARLY_WHITE = 0xF0
_BLANK_RANGE = 24  # grey levels within which a patch of the page shows nothing


def may_hide(contents: bytes) -> bool:
    """Whether drawing instructions hold text that is not painted, or that is painted in white; quick, may be wrong."""
    if b" Tr" in contents and _RENDER_MODE.search(contents):
        return True
    return any(mark in contents and _whitens_text(contents, mark) for mark in _WHITE)


def _whitens_text(contents: bytes, mark: bytes) -> bool:
    """Whether text is shown after `mark` before the colour changes again."""
    place = contents.find(mark)
    while place >= 0:
        place += len(mark)
        next_step = _NEXT_STEP.search(contents, place, place + _NEAR_BYTES)
        if next_step and next_step[1]:
            return True
        place = contents.find(mark, place)
    return False


def suspects(blocks: Iterable[dict[str, Any]]) -> tuple[list[Box], list[Box]]:
    """Boxes of text that is not painted or tiny, and of text painted in white, from MuPDF's dictionary of a page."""
    invisible: list[Box] = []
    white: list[Box] = []
    for span in (span for block in blocks for line in block["lines"] for span in line["spans"]):
        if not span["char_flags"] & _PAINTED or span["alpha"] == 0 or span["size"] < _TINY_PT:
            invisible.append(span["bbox"])
        elif min(span["color"].to_bytes(4, "big")[1:]) >= _NEARLY_WHITE:
            white.append(span["bbox"])
    return invisible, white


def shows_nothing(page: PageImage, box: Box) -> bool:
    """Whether a patch (in pixels) of a grey page is of one colour; white text on a dark ground does show."""
    left, right = max(int(box[0]), 0), min(math.ceil(box[2]), page.width_px)
    rows = range(max(int(box[1]), 0), min(math.ceil(box[3]), page.height_px))
    patch = b"".join(page.pixels[row * page.width_px + left : row * page.width_px + right] for row in rows)
    return not patch or max(patch) - min(patch) < _BLANK_RANGE


def shown(
    words: Sequence[RawWord], invisible: Sequence[Box], covers: Sequence[tuple[int, Box]]
) -> tuple[Sequence[RawWord], int]:
    """The words that can be seen, and how many characters cannot.

    `covers` are opaque pictures with their place in the drawing order; a word's block number is its own.
    """
    if not invisible and not covers:
        return words, 0
    kept = [word for word in words if not _is_hidden(word, invisible, covers)]
    return kept, sum(len(word[4]) for word in words) - sum(len(word[4]) for word in kept)


def _is_hidden(word: RawWord, invisible: Sequence[Box], covers: Sequence[tuple[int, Box]]) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return any(_holds(box, x, y) for box in invisible) or any(
        number > word[5] and _holds(box, x, y) for number, box in covers
    )


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
