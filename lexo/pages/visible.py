"""Which words of a PDF's text layer its page really shows: not those unpainted, tiny, white on white, or covered."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from lexo.document import PageImage
from lexo.pages.words import RawWord

Box = tuple[float, float, float, float]  # left, top, right, bottom in points of the page before it is turned

_SPACES = bytes(0x20 if byte in b"\0\t\n\f\r" else byte for byte in range(256))
_RENDER_MODE = re.compile(rb"\b[37](?:\.0*)?\s+Tr\b")
# White as most programs write it; the finds are quick, and `_IS_WHITE` looks at the numbers before.
_WHITE = (b"1 rg", b"1 g", b"1 sc", b"0 k", b"0 sc")
_LONG_WHITE = (b"1.0 rg", b"1.0 g", b"1.0 sc")
_FULL, _NONE = rb"1(?:\.0*)?\s+", rb"(?:0(?:\.0*)?|\.0+)\s+"
_IS_WHITE = re.compile(
    rb"(?<![\d.])(?:(?:%(full)s){3}(?:rg|scn?)|%(full)s(?:g|scn?)|(?:%(none)s){4}(?:k|scn?))\b"
    % {b"full": _FULL, b"none": _NONE}
)
_OPERANDS = 40  # bytes before an instruction that hold the numbers of a colour
_STEP = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)|<[^<>]*+>"  # strings, which are no instructions
    rb"|(?<![\w/.])(?:(?P<colour>g|rg|k|scn?)|(?P<text>T[jJ]|Do|sh)|(?P<save>q)|(?P<restore>Q))\b"
    rb"|(?P<unclear>[(%'\"]|\bBI\b)",
    re.DOTALL,
)
_PAINTED = 16 | 32  # MuPDF's `char_flags`: filled, stroked
_TINY_PT = 1.5
_LOW_PT = 2.2  # a word's box is as high as ascenders and descenders of its font: 1.0 to 1.4 times the size
_NEARLY_WHITE = 0xF0
_BLANK_RANGE = 24  # grey levels within which a patch of the page shows nothing


def may_hide(contents: bytes) -> bool:
    """Whether drawing instructions show text that is not painted, or that is painted in white. May say so in vain.

    One stream of instructions at a time; what it draws by reference counts as text.
    """
    contents = contents.translate(_SPACES)
    while b"  " in contents:
        contents = contents.replace(b"  ", b" ")
    if _is_unpainted(contents):
        return True
    marks = (*_WHITE, *_LONG_WHITE) if b"1.0 " in contents else _WHITE  # each costs a look through the page
    return any(_whitens_text(contents, mark) for mark in marks)


def _is_unpainted(contents: bytes) -> bool:
    """Whether text is shown in a mode that paints none. A regex over the whole page would cost 0.2 ms."""
    place = contents.find(b" Tr")
    while place >= 0:
        if _RENDER_MODE.search(contents, max(0, place - _OPERANDS), place + 4):
            return True
        place = contents.find(b" Tr", place + 1)
    return False


def may_be_tiny(words: Iterable[RawWord]) -> bool:
    """Whether a word is so low that it may be too small to be seen."""
    return min([word[3] - word[1] for word in words]) < _LOW_PT


def _whitens_text(contents: bytes, mark: bytes) -> bool:
    """Whether text is shown while a colour set with `mark` is in force."""
    place = contents.find(mark)
    while place >= 0:
        place += len(mark)
        if _IS_WHITE.search(contents, max(0, place - _OPERANDS), place + 2):
            end = _end_of_white(contents, place)
            if end is None:
                return True
            place = end
        place = contents.find(mark, place)
    return False


def _end_of_white(contents: bytes, begin: int) -> int | None:
    """Where the colour that is white from `begin` on is white no more; None where text is shown first."""
    saved: list[bool] = []  # whether it was white at each `q`
    is_white = True
    for step in _STEP.finditer(contents, begin):
        kind = step.lastgroup
        if kind == "unclear" or (kind == "text" and is_white):
            return None
        if kind == "colour":
            is_white = _IS_WHITE.search(contents, max(begin, step.start() - _OPERANDS), step.end()) is not None
        elif kind == "save":
            saved.append(is_white)
        elif kind == "restore" and saved:
            is_white = saved.pop()
        elif kind == "restore":
            return step.end()
        if not is_white and not saved:
            return step.end()
    return len(contents)


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


def shown(words: Sequence[RawWord], invisible: Sequence[Box], covers: Sequence[tuple[int, Box]]) -> Sequence[RawWord]:
    """The words that can be seen; `words` itself where all can.

    `covers` are opaque pictures with their place in the drawing order; a word's block number is its own.
    """
    if not invisible and not covers:
        return words
    return [word for word in words if not _is_hidden(word, invisible, covers)]


def _is_hidden(word: RawWord, invisible: Sequence[Box], covers: Sequence[tuple[int, Box]]) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return any(_holds(box, x, y) for box in invisible) or any(
        number > word[5] and _holds(box, x, y) for number, box in covers
    )


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
