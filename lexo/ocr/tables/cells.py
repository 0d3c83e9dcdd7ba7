"""Words put into the cells of a table whose places are known, and cells joined and parted with their words."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from lexo.document import BBox, Cell, Table, Word

_BANDS = 200  # the page's height is cut into so many, so that a word is compared with the cells at its height only
_SAME_LINE = 0.5  # words stand on one line when they share so much of the lower one's height
_NUMBER = re.compile(r"[(\[<>≤≥~±+\-–−*$€£¥#\s]*\d[\d.,'’\s:/]*(?:[%‰°€$£¥)\]*†‡a-e\s]|[–-]\d)*$")


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell and the words in it, in reading order, line by line; `bbox` is that of the cell, not of its words."""

    row: int
    column: int
    row_span: int
    column_span: int
    is_header: bool
    bbox: BBox
    lines: tuple[tuple[Word, ...], ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for line in self.lines for word in line)

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.match(self.text))

    @property
    def columns(self) -> tuple[int, int]:
        """First column, and the one behind the last."""
        return self.column, self.column + self.column_span

    @property
    def around(self) -> BBox:
        """The box of its words (at least one)."""
        return BBox.around(word.bbox for line in self.lines for word in line)


def is_number(text: str) -> bool:
    """Whether a cell's text is one figure, with its sign, unit or footnote mark."""
    return bool(_NUMBER.match(text))


def filled(table: Table, words: Iterable[Word]) -> list[Filled]:
    """The cells that have a box, with the words whose middle lies in them; a word between cells goes to the nearest."""
    cells = [cell for cell in table.cells if cell.bbox is not None]
    boxes = [cell.bbox for cell in cells if cell.bbox is not None]
    bands: dict[int, list[int]] = defaultdict(list)
    for index, box in enumerate(boxes):
        for band in range(int(box.top * _BANDS) - 1, int(box.bottom * _BANDS) + 2):
            bands[band].append(index)
    inside: list[list[Word]] = [[] for _ in cells]
    for word in words:
        x, y = middle(word.bbox)
        near = bands.get(int(y * _BANDS), ())
        if near and table.bbox.left <= x <= table.bbox.right and table.bbox.top <= y <= table.bbox.bottom:
            inside[min(near, key=lambda index: _distance(boxes[index], x, y))].append(word)
    return [
        Filled(cell.row, cell.column, cell.row_span, cell.column_span, cell.is_header, box, lines_of(held))
        for cell, box, held in zip(cells, boxes, inside, strict=True)
    ]


def table_of(cells: Sequence[Filled], bbox: BBox) -> Table:
    """The cells with their words as text."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return Table(
        bbox,
        tuple(
            Cell(cell.row, cell.column, cell.text, cell.row_span, cell.column_span, cell.is_header, cell.bbox)
            for cell in ordered
        ),
    )


def lines_of(words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """Words as printed lines from top to bottom, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.bbox.top + word.bbox.bottom):
        if lines and _is_on(word, lines[-1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(tuple(sorted(line, key=lambda word: word.bbox.left)) for line in lines)


def rows_joined(cells: Sequence[Filled], after: Collection[int]) -> list[Filled]:
    """The table with each row in `after` and the one below it as one row."""
    if not after:
        return list(cells)
    last = max(cell.row + cell.row_span for cell in cells)
    moved, place = [], 0
    for row in range(last):
        moved.append(place)
        place += row not in after
    placed: dict[tuple[int, int], Filled] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        row, bottom = moved[cell.row], moved[cell.row + cell.row_span - 1]
        span = bottom - row + 1
        above = placed.get((row, cell.column))
        whole, span = (together(above, cell), max(above.row_span, span)) if above else (cell, span)
        placed[row, cell.column] = replace(whole, row=row, row_span=span)
    return list(placed.values())


def together(first: Filled, second: Filled) -> Filled:
    """Two cells as one over the places of both; what is printed on one line is one line again."""
    words = [word for cell in (first, second) for line in cell.lines for word in line]
    row, column = min(first.row, second.row), min(first.column, second.column)
    return Filled(
        row,
        column,
        max(cell.row + cell.row_span for cell in (first, second)) - row,
        max(cell.column + cell.column_span for cell in (first, second)) - column,
        first.is_header or second.is_header,
        BBox.around((first.bbox, second.bbox)),
        lines_of(words),
    )


def middle(box: BBox) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def line_height(words: Iterable[Word]) -> float:
    """Of the typical word, as a fraction of the page's height; 0 without words."""
    heights = [word.bbox.bottom - word.bbox.top for word in words]
    return median(heights) if heights else 0.0


def _is_on(word: Word, line: Sequence[Word]) -> bool:
    """Whether a word stands on a line, by the word of it whose height is the nearest: they come sorted by it."""
    nearest, box = line[-1].bbox, word.bbox
    shared = min(box.bottom, nearest.bottom) - max(box.top, nearest.top)
    return shared > _SAME_LINE * min(box.bottom - box.top, nearest.bottom - nearest.top)


def _distance(box: BBox, x: float, y: float) -> float:
    """0 inside the box."""
    return max(box.left - x, x - box.right, 0.0) + max(box.top - y, y - box.bottom, 0.0)
