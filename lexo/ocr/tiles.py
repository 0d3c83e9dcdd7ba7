"""Pages too large for one look: cut at quiet rows into parts that overlap, and joined again by their text.

Each part begins a few lines above the end of the one before. What both read there is found by comparing the end of the
one text with the beginning of the other; if a model read nothing alike, everything stays: rather twice than not at all.
"""

import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from lexo.document import BBox, BlockKind, PageImage, Table
from lexo.ocr.vision.fold import fold
from lexo.ocr.vision.grid import MAX_ROWS
from lexo.ocr.vision.matching import Matcher
from lexo.ocr.vision.pieces import Piece

MAX_ASPECT = 3.5  # a page taller than this many widths gets too narrow when a model scales it down
MAX_TILES = 60
_OVERLAP = 0.12  # of a part's height; at least the following, so that whole lines lie in it
_OVERLAP_IN = 0.6  # inches
_SEARCH = 0.3  # of a part's height, above its end, in which a quiet row is looked for
_ALIKE = 75.0  # of 100, for two texts to be the same lines
_MIN_WORDS = 2
_MAX_WORDS = 400  # in an overlap
_STRETCH, _STRETCH_GAP = 8, 2  # words that two parts share wherever they stand; from one shared word to the next


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a page and where it lies there, in fractions of the page."""

    picture: PageImage
    box: BBox


def is_too_large(page: PageImage, max_pixels: int) -> bool:
    """Whether a page has to be read in parts."""
    return page.width_px * page.height_px > max_pixels or page.height_px > MAX_ASPECT * page.width_px


def cut(page: PageImage, max_pixels: int) -> list[Tile]:
    """Bands as wide as the page, from top to bottom, none larger than `max_pixels` or taller than it may be.

    At most MAX_TILES: of a page larger than that the bands are larger, and the model scales them down.
    """
    height = min(max_pixels // max(page.width_px, 1), math.floor(MAX_ASPECT * page.width_px))
    overlap = max(round(_OVERLAP * height), min(round(_OVERLAP_IN * page.dpi), height // 3))
    step = max(height - overlap, -(-page.height_px // MAX_TILES), 1)
    spans = _spans(_quiet(page), page.height_px, step + overlap, overlap)
    return [Tile(_band(page, top, bottom), _box(page, top, bottom)) for top, bottom in spans]


def join(parts: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces of all parts, in order, what lies in an overlap once. Boxes must be those of the page already."""
    joined: list[Piece] = []
    before: Sequence[Piece] = ()
    for part in parts:
        joined = _joined(joined, before, list(part))
        before = part
    return joined


def on_page(pieces: Sequence[Piece], tile: Tile) -> list[Piece]:
    """Pieces of a part with boxes of the page; one without a box gets the part's."""
    return [replace(piece, box=_within(piece.box, tile.box)) for piece in pieces]


def _spans(quiet: Sequence[int], height: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Top and bottom of each part in pixels."""
    spans: list[tuple[int, int]] = []
    top = 0
    while top + size < height:
        bottom = _nearest(quiet, top + round((1 - _SEARCH) * size), top + size)
        spans.append((top, bottom))
        top = max(_nearest(quiet, bottom - 2 * overlap, bottom - overlap), top + 1)
    spans.append((top, height))
    return spans


def _nearest(quiet: Sequence[int], first: int, last: int) -> int:
    """The last row with the least ink within [first, last)."""
    rows = range(max(first, 0), max(last, first + 1))
    return min(rows, key=lambda row: (quiet[row], -row))


def _quiet(page: PageImage) -> list[int]:
    """For each row, how much ink stands in it and beside it; little where two lines of print part.

    Counted over a few rows, so that a cut lies in the middle of the white; rules at the sides count as little as dust.
    """
    import numpy as np

    from lexo.ocr.vision.ink import grey_of

    grey = grey_of(page)
    middle = grey[:, grey.shape[1] // 50 : max(grey.shape[1] - grey.shape[1] // 50, 1)]
    dark = (middle < np.median(middle, axis=1, keepdims=True) - 40).sum(axis=1)
    reach = max(page.dpi // 50, 1)
    window = np.ones(2 * reach + 1, dtype=np.int64)
    counts: list[int] = np.convolve(dark, window, mode="same").tolist()
    return counts


def _band(page: PageImage, top: int, bottom: int) -> PageImage:
    row = page.width_px * page.channels
    return replace(page, pixels=page.pixels[top * row : bottom * row], height_px=bottom - top)


def _box(page: PageImage, top: int, bottom: int) -> BBox:
    return BBox(0.0, top / page.height_px, 1.0, bottom / page.height_px)


def _within(box: BBox | None, tile: BBox) -> BBox:
    if box is None:
        return tile
    height = tile.bottom - tile.top
    return BBox(box.left, tile.top + box.top * height, box.right, min(tile.top + box.bottom * height, 1.0))


def _joined(first: list[Piece], before: Sequence[Piece], second: list[Piece]) -> list[Piece]:
    """What is joined already, with the next part; `before` is the part above it as it was read."""
    if not first or not second:
        return first + second
    last, next_ = first[-1], second[0]
    if last.table is not None and next_.table is not None:
        if (table := _joined_tables(last.table, next_.table)) is not None:
            return [*first[:-1], replace(last, table=table, box=_around(last.box, next_.box)), *second[1:]]
        return first + second
    return _joined_texts(first, before, second)


def _joined_tables(first: Table, second: Table) -> Table | None:
    """A table that goes on in the next part, the rows that both hold once; None where they are two tables."""
    if first.column_count != second.column_count:
        return None
    ends = [fold(" ".join(row)) for row in first.rows]
    starts = [fold(" ".join(row)) for row in second.rows]
    counts = range(1, min(len(ends), len(starts)) + 1)
    value, shared = max((_value("".join(ends[-n:]), "".join(starts[:n])), n) for n in counts)
    if not value:
        return None
    offset = first.row_count - shared
    rest = [replace(cell, row=cell.row + offset) for cell in second.cells if cell.row >= shared]
    cells = (*first.cells, *(cell for cell in rest if cell.row + cell.row_span <= MAX_ROWS))
    return Table(first.bbox, cells)


def _joined_texts(first: list[Piece], before: Sequence[Piece], second: list[Piece]) -> list[Piece]:
    """The pieces of both without the words at the second's start that the first ends with, or that it has elsewhere."""
    ends = [fold(word) for piece in first for word in _words(piece)][-_MAX_WORDS:]
    starts = [fold(word) for piece in second for word in _words(piece)][:_MAX_WORDS]
    drop = _shared(ends, starts)
    rest = _without(second, {*range(drop), *_doubled(before, second)})
    goes_on = drop > 0 and bool(rest) and rest[0].text != second[0].text and _in_middle(second, drop)
    if goes_on and first[-1].kind is rest[0].kind is BlockKind.TEXT:
        whole = f"{first[-1].text}\n{rest[0].text}"
        return [*first[:-1], replace(first[-1], text=whole, box=_around(first[-1].box, rest[0].box)), *rest[1:]]
    return first + rest


def _doubled(first: Sequence[Piece], second: Sequence[Piece]) -> set[int]:
    """Which words of the second part the first has too, in stretches too long for chance: columns that both read.

    In columns the overlap is not the end of the one and the start of the other text, but a stretch of each column.
    """
    if not first:
        return set()
    seen = [fold(word) for piece in first for word in _words(piece)]
    said = [fold(word) for piece in second for word in _words(piece)]
    matcher = Matcher(said, seen)
    matcher.find_runs()
    return {index for stretch in _stretches(matcher) if len(stretch) >= _STRETCH for index in stretch}


def _stretches(matcher: Matcher) -> Iterator[range]:
    """Said words that follow each other in both texts, but for a word or two that was read otherwise."""
    first = last = partner = -1
    for index, group in enumerate(matcher.group_of_said):
        if group is None:
            continue
        follows = last >= 0 and index - last == group.seen[0] - partner <= _STRETCH_GAP
        if not follows:
            if last >= 0:
                yield range(first, last + 1)
            first = index
        last, partner = index, group.seen[0]
    if last >= 0:
        yield range(first, last + 1)


def _words(piece: Piece) -> list[str]:
    if piece.table is not None:
        return [word for cell in piece.table.cells for word in cell.text.split()]
    return piece.text.split()


def _shared(ends: Sequence[str], starts: Sequence[str]) -> int:
    """How many words at the start of one text are the end of the other; 0 where none are.

    The counts may differ a little, since a model may split words otherwise the second time.
    """
    best, best_value = 0, 0.0
    for count in range(_MIN_WORDS, len(starts) + 1):
        start = "".join(starts[:count])
        value = _value(start, _suffix(ends, len(start)))
        if value > best_value:
            best, best_value = count, value
    return best


def _value(first: str, second: str) -> float:
    """How much speaks for two stretches being the same print: their length, and far more how alike they are.

    Rows of a list are all alike but for their numbers, so these are compared by themselves too.
    """
    ratio = fuzz.ratio(first, second, score_cutoff=_ALIKE)
    digits = "".join(filter(str.isdigit, first))
    if ratio and digits:
        ratio = min(ratio, fuzz.ratio(digits, "".join(filter(str.isdigit, second))))
    return len(first) * (max(ratio - _ALIKE, 0.0) / (100 - _ALIKE)) ** 4


def _suffix(words: Sequence[str], letters: int) -> str:
    """The last words that together have about so many letters."""
    kept: list[str] = []
    total = 0
    for word in reversed(words):
        if total + len(word) / 2 > letters:
            break
        kept.append(word)
        total += len(word)
    return "".join(reversed(kept))


def _without(pieces: Sequence[Piece], drop: Set[int]) -> list[Piece]:
    """The pieces without some words, counted over all of them; a table is left out only as a whole."""
    kept: list[Piece] = []
    start = 0
    for piece in pieces:
        count = len(_words(piece))
        own = {index - start for index in drop if start <= index < start + count}
        start += count
        if not own or (piece.table is not None and len(own) < count):
            kept.append(piece)
        elif len(own) < count:
            kept.append(replace(piece, text=_text_without(piece.text, own)))
    return kept


def _text_without(text: str, drop: Set[int]) -> str:
    lines: list[str] = []
    start = 0
    for line in text.split("\n"):
        words = line.split()
        left = [word for index, word in enumerate(words, start) if index not in drop]
        lines += [" ".join(left)] if left else []
        start += len(words)
    return "\n".join(lines)


def _in_middle(pieces: Sequence[Piece], drop: int) -> bool:
    """Whether the words to drop end within a piece."""
    for piece in pieces:
        count = len(_words(piece))
        if drop < count:
            return drop > 0
        drop -= count
    return False


def _around(first: BBox | None, second: BBox | None) -> BBox | None:
    return BBox.around((first, second)) if first and second else first or second
