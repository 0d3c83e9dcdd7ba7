"""Words -> lines -> paragraphs in reading order. Columns of prose are read one after the other, all else row by row.

Engines cut forms, tables and till receipts into columns as if they were newspapers, which parts a label from its
value; and they read across the columns of a newspaper when told that a page is one block. So lines are taken apart at
wide gaps and put together again by what they look like: a gutter needs lines of prose beside it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from lexo.document import BBox, Block, BlockKind, Line, Word

_GAP = 1.6  # line heights between two words that may stand in two columns
_GUTTER_BINS = 100  # places across the page where a gutter is looked for; it is about a fiftieth of the page wide
_PROSE_WORDS = 3.0  # words in the typical line of a column of prose
_PROSE_LINES = 5
_PROSE_FILL = 0.6  # how much of its column's width the typical line fills
_TEXT_WORDS = 5.0  # the same for a text that makes a column by itself, whatever stands beside it
_TEXT_FILL = 0.75
_LEVEL = 0.2  # two pieces stand at one height when their middles differ by less than this part of the height
_LEADING = 0.9  # a line further below than this part of its height begins a new paragraph
_SAME_ROW = 0.5  # two pieces stand in one row when they share so much of the lower one's height


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one line without a wide gap between them; the box is in points or pixels of equal scale on both axes."""

    words: tuple[Word, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_Row = list[_Piece]


def in_reading_order(lines: Iterable[Line], aspect: float, slant: float = 0.0) -> tuple[Block, ...]:
    """Order lines as a person reads them, and join them to paragraphs.

    `aspect` is the page's width by its height, `slant` the degrees by which its lines fall to the right.
    """
    slope = math.tan(math.radians(slant))
    pieces = [piece for line in lines for piece in _pieces(line, aspect, slope)]
    return tuple(block for part in _parts(pieces) for block in _paragraphs(part))


def is_sideways(lines: Iterable[Line], aspect: float) -> bool:
    """Whether most longer words stand taller than wide: an engine read lines that run up or down the page."""
    boxes = [word.bbox for line in lines for word in line.words if len(word.text) >= 4]
    tall = sum((box.bottom - box.top) > (box.right - box.left) * aspect for box in boxes)
    return tall * 2 > len(boxes)


def _pieces(line: Line, aspect: float, slope: float) -> Iterator[_Piece]:
    """Cut a line where the gap between two words is wide."""
    height = median(word.bbox.bottom - word.bbox.top for word in line.words)
    words = sorted(line.words, key=lambda word: word.bbox.left)
    begun = [words[0]]
    for word in words[1:]:
        if (word.bbox.left - begun[-1].bbox.right) * aspect > _GAP * height:
            yield _piece(begun, aspect, slope)
            begun = []
        begun.append(word)
    yield _piece(begun, aspect, slope)


def _piece(words: Sequence[Word], aspect: float, slope: float) -> _Piece:
    """The box is that of the words once the slant is taken away, each word by itself."""
    falls = [(word.bbox.left + word.bbox.right) / 2 * aspect * slope for word in words]
    top = min(word.bbox.top - fall for word, fall in zip(words, falls, strict=True))
    bottom = max(word.bbox.bottom - fall for word, fall in zip(words, falls, strict=True))
    return _Piece(tuple(words), words[0].bbox.left * aspect, top, words[-1].bbox.right * aspect, bottom)


def _parts(pieces: Sequence[_Piece]) -> Iterator[list[_Row]]:
    """Parts of the page in reading order, each a list of rows: what is left of a gutter, then what is right of it."""
    rows = _rows(pieces)
    gutter = _gutter(rows)
    if gutter is None:
        if rows:
            yield rows
        return
    for band in _bands(rows, gutter):
        if _are_columns(band, gutter):
            yield from _parts([piece for row in band for piece in row if piece.right <= gutter])
            yield from _parts([piece for row in band for piece in row if piece.left >= gutter])
        else:
            yield from _parts([piece for row in band for piece in row])


def _gutter(rows: Sequence[_Row]) -> float | None:
    """Where the most rows stand in two columns of prose, in the middle of the white; None without columns."""
    edges = [edge for row in rows if len(row) > 1 for piece in row for edge in (piece.left, piece.right)]
    if len(edges) < 2 * _PROSE_LINES:
        return None
    left, right = min(edges), max(edges)
    places = [left + (right - left) * k / _GUTTER_BINS for k in range(1, _GUTTER_BINS)]
    counts = [sum(len(band) for band in _bands(rows, place) if _are_columns(band, place)) for place in places]
    most = max(counts)
    if most == 0:
        return None
    first = counts.index(most)
    last = next((k for k in range(first, len(counts)) if counts[k] != most), len(counts)) - 1
    return places[(first + last) // 2]


def _bands(rows: Sequence[_Row], gutter: float) -> list[list[_Row]]:
    """Neighbouring rows that keep clear of the gutter together, and those that run over it together."""
    kinds = [any(piece.left < gutter < piece.right for piece in row) for row in rows]
    bands = [[row for _, row in group] for _, group in groupby(zip(kinds, rows, strict=True), key=lambda item: item[0])]
    merged: list[list[_Row]] = []
    plain = False
    for band in bands:
        is_plain = not _are_columns(band, gutter)
        if is_plain and plain:
            merged[-1].extend(band)
        else:
            merged.append(band)
        plain = is_plain
    return merged


def _are_columns(rows: Sequence[_Row], gutter: float) -> bool:
    """Whether a gutter that no row runs over has prose on both sides, or a text of prose beside something else.

    A table too may hold long texts beside figures, but its rows stand at one height.
    """
    if len(rows) < _PROSE_LINES or any(piece.left < gutter < piece.right for row in rows for piece in row):
        return False
    before = [near for row in rows if (near := _last([piece for piece in row if piece.right <= gutter]))]
    after = [near for row in rows if (near := _first([piece for piece in row if piece.left >= gutter]))]
    if min(len(before), len(after)) < _PROSE_LINES:
        return False
    if _is_prose(before) and _is_prose(after):
        return True
    return (_is_text(before, after) or _is_text(after, before)) and not _is_aligned(rows, gutter)


def _first(row: _Row) -> _Piece | None:
    return row[0] if row else None


def _last(row: _Row) -> _Piece | None:
    return row[-1] if row else None


def _is_prose(pieces: Sequence[_Piece]) -> bool:
    """Whether the lines nearest to a gutter have several words each and fill their column."""
    return median(len(piece.words) for piece in pieces) >= _PROSE_WORDS and _fill(pieces) >= _PROSE_FILL


def _is_text(pieces: Sequence[_Piece], others: Sequence[_Piece]) -> bool:
    """Whether these are so long and full a text that whatever is beside it is read after or before it."""
    long_enough = len(pieces) >= 2 * _PROSE_LINES and len(others) >= len(pieces) / 2
    return long_enough and median(len(piece.words) for piece in pieces) >= _TEXT_WORDS and _fill(pieces) >= _TEXT_FILL


def _fill(pieces: Sequence[_Piece]) -> float:
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    return median(piece.width for piece in pieces) / width if width > 0 else 0.0


def _is_aligned(rows: Sequence[_Row], gutter: float) -> bool:
    """Whether most rows have pieces on both sides that stand at one height."""
    level = 0
    for row in rows:
        before, after = _last([p for p in row if p.right <= gutter]), _first([p for p in row if p.left >= gutter])
        if before and after and abs(before.middle - after.middle) < _LEVEL * min(before.height, after.height):
            level += 1
    return level > len(rows) / 2


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """Pieces on one height beside each other, left to right; the rows from top to bottom."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        row = next((row for row in reversed(rows[-3:]) if _is_in_row(piece, row)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    rows.sort(key=lambda row: median(piece.middle for piece in row))
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _is_in_row(piece: _Piece, row: Sequence[_Piece]) -> bool:
    """Whether a piece shares its height with the nearest piece of a row and lies over none of them."""
    nearest = min(row, key=lambda other: max(other.left - piece.right, piece.left - other.right))
    shared = min(piece.bottom, nearest.bottom) - max(piece.top, nearest.top)
    if shared < _SAME_ROW * min(piece.height, nearest.height):
        return False
    overlap = min(piece.right, nearest.right) - max(piece.left, nearest.left)
    return overlap < 0.3 * min(piece.width, nearest.width)


def _paragraphs(rows: Sequence[_Row]) -> Iterator[Block]:
    """Rows that follow closely and overlap make a paragraph; a row is one line."""
    begun: list[_Row] = []
    for row in rows:
        if begun and not _continues(begun[-1], row):
            yield _block(begun)
            begun = []
        begun.append(row)
    if begun:
        yield _block(begun)


def _continues(above: _Row, below: _Row) -> bool:
    height = median(piece.height for piece in (*above, *below))
    gap = min(piece.top for piece in below) - max(piece.bottom for piece in above)
    if gap > _LEADING * height:
        return False
    left, right = max(above[0].left, below[0].left), min(above[-1].right, below[-1].right)
    return right > left


def _block(rows: Sequence[_Row]) -> Block:
    lines = tuple(Line(tuple(word for piece in row for word in piece.words)) for row in rows)
    return Block(BlockKind.TEXT, BBox.around(line.bbox for line in lines), lines)
