"""Words as drawing instructions of a PDF that paint nothing: each exactly over the printed one, spaces between."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lexo.document import Block, Line, Word
from lexo.pages.blank_font import ADVANCE, DESCENT, UNITS

FONT = "LexoW"  # its name among a page's resources
_EM = ADVANCE / UNITS
_BASE = -DESCENT / UNITS  # of a word's height below its baseline
_MIN_PT = 0.5  # a word's box without width or height gets so much

Point = tuple[float, float]
Onto = Callable[[float, float], Point]  # a place on the upright page, fractions 0-1, to the PDF's own coordinates


def drawing(blocks: Sequence[Block], codes: Mapping[str, int], onto: Onto, keep: Callable[[Word], bool]) -> bytes:
    """The words in reading order; those that `keep` refuses are left out. Empty where none is left."""
    shown = [line for block in blocks for line in (_kept(line, keep) for line in block.lines) if line]
    if not shown:
        return b""
    rows = [_row(word, codes, onto) for line in shown for word in line]
    return "\n".join(["q BT 3 Tr", *rows, "ET Q\n"]).encode("ascii")


def _kept(line: Line, keep: Callable[[Word], bool]) -> list[Word]:
    return [word for word in line.words if word.text and keep(word)]


def _row(word: Word, codes: Mapping[str, int], onto: Onto) -> str:
    """Font size, place and stretch of one word, and a space behind it."""
    box = word.bbox
    x, y = onto(box.left, box.bottom)
    along, up = _step((x, y), onto(box.right, box.bottom)), _step((x, y), onto(box.left, box.top))
    width, size = max(math.hypot(*along), _MIN_PT), max(math.hypot(*up), _MIN_PT)
    cos, sin = _direction(along, up)
    flip = -1.0 if cos * up[1] - sin * up[0] < 0 else 1.0
    x, y = x - flip * sin * _BASE * size, y + flip * cos * _BASE * size
    text = "".join(f"{codes[sign]:04X}" for sign in word.text if sign in codes)
    count = max(len(text) // 4, 1)
    place = f"{cos:.5g} {sin:.5g} {0.0 - sin * flip:.5g} {cos * flip:.5g} {x:.1f} {y:.1f} Tm"
    # The space belongs to the word's own piece of text: PDFium takes no notice of one that stands alone.
    return f"/{FONT} {size:.1f} Tf {width / (_EM * size * count) * 100:.1f} Tz {place} <{text}{codes[' ']:04X}> Tj"


def _step(begin: Point, end: Point) -> Point:
    return end[0] - begin[0], end[1] - begin[1]


def _direction(along: Point, up: Point) -> Point:
    """The unit vector in which a word runs; where it has no width, square to its height."""
    length, height = math.hypot(*along), math.hypot(*up)
    if length > 0:
        return along[0] / length, along[1] / length
    return (up[1] / height, -up[0] / height) if height > 0 else (1.0, 0.0)


def texts_of(pages: Iterable[Sequence[Block]]) -> Iterator[str]:
    """The words of several pages, for the font that is to hold their signs."""
    return (word.text for blocks in pages for block in blocks for line in block.lines for word in line.words)
