"""Rows that a grid left out at its upper or lower edge: lines close to it whose texts stand in its columns."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lexo.document import BBox, Cell, Table, Word
from lexo.ocr.tables.cells import line_height, lines_of

_CLOSE = 0.8  # of a line's height, from the grid to the line
_GAP = 1.0  # of a line's height, between two texts of a line
_LINES = 2  # that may be missing at an edge
_WIDE = 0.6  # of the table's width; a longer text is a caption or a note
_OVERHANG = 0.5  # of a line's height, beyond the table's sides
_Edges = list[float]


def with_rows_at_edges(table: Table, words: Sequence[Word], aspect: float) -> Table:
    """The table with a row for each such line above (a head) and below it; `words` are those of the page."""
    columns = _columns(table)
    if len(columns) < 3:
        return table
    for _ in range(_LINES):
        line = _next(table, words, aspect, above=True)
        if line is None or not _fits(line, table.bbox, columns, aspect):
            break
        table = _with_head(table, line, columns)
    for _ in range(_LINES):
        line = _next(table, words, aspect, above=False)
        if line is None or not _fits(line, table.bbox, columns, aspect):
            break
        table = _with_foot(table, line, columns)
    return table


def _columns(table: Table) -> _Edges:
    """Where the columns begin, and where the last one ends; empty where a column has no cell of its own."""
    lefts: dict[int, float] = {}
    rights: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox is not None and cell.column_span == 1:
            lefts[cell.column] = min(lefts.get(cell.column, 1.0), cell.bbox.left)
            rights[cell.column] = max(rights.get(cell.column, 0.0), cell.bbox.right)
    count = table.column_count
    if len(lefts) < count:
        return []
    edges = [lefts[column] for column in range(count)] + [rights[count - 1]]
    return edges if edges == sorted(edges) else []


def _next(table: Table, words: Sequence[Word], aspect: float, *, above: bool) -> tuple[Word, ...] | None:
    """The nearest line above or below the table, if it is close; only words beside its columns count."""
    box = table.bbox
    height = line_height(words)
    reach = 3 * height
    low, high = (box.top - reach, box.top) if above else (box.bottom, box.bottom + reach)
    left, right = box.left - _OVERHANG * height / aspect, box.right + _OVERHANG * height / aspect
    near = [
        word
        for word in words
        if low < (word.bbox.top + word.bbox.bottom) / 2 < high and word.bbox.right > left and word.bbox.left < right
    ]
    lines = lines_of(near)
    if not lines:
        return None
    line = lines[-1] if above else lines[0]
    own = line_height(line)
    gap = (
        box.top - max(word.bbox.bottom for word in line) if above else min(word.bbox.top for word in line) - box.bottom
    )
    return line if gap < _CLOSE * own else None


def _fits(line: Sequence[Word], box: BBox, columns: _Edges, aspect: float) -> bool:
    """Whether a line is texts of at least two columns, one in each, and not one long text."""
    height = line_height(line)
    if min(word.bbox.left for word in line) < box.left - _OVERHANG * height / aspect:
        return False
    if max(word.bbox.right for word in line) > box.right + _OVERHANG * height / aspect:
        return False
    segments: list[list[Word]] = []
    for word in line:
        if segments and (word.bbox.left - segments[-1][-1].bbox.right) * aspect < _GAP * height:
            segments[-1].append(word)
        else:
            segments.append([word])
    places = [_column_at(_middle(segment), columns) for segment in segments]
    widest = max(segment[-1].bbox.right - segment[0].bbox.left for segment in segments)
    return len(segments) >= 2 and len(set(places)) == len(places) and widest < _WIDE * (box.right - box.left)


def _middle(segment: Sequence[Word]) -> float:
    return (segment[0].bbox.left + segment[-1].bbox.right) / 2


def _column_at(x: float, columns: _Edges) -> int:
    return min(max(bisect_right(columns, x) - 1, 0), len(columns) - 2)


def _with_head(table: Table, line: Sequence[Word], columns: _Edges) -> Table:
    top = min(word.bbox.top for word in line)
    moved = tuple(replace(cell, row=cell.row + 1) for cell in table.cells)
    head = _row(0, BBox(table.bbox.left, top, table.bbox.right, table.bbox.top), columns, is_header=True)
    return Table(BBox.around((table.bbox, *(word.bbox for word in line))), (*head, *moved))


def _with_foot(table: Table, line: Sequence[Word], columns: _Edges) -> Table:
    bottom = max(word.bbox.bottom for word in line)
    box = BBox(table.bbox.left, table.bbox.bottom, table.bbox.right, bottom)
    foot = _row(table.row_count, box, columns, is_header=False)
    return Table(BBox.around((table.bbox, *(word.bbox for word in line))), (*table.cells, *foot))


def _row(row: int, box: BBox, columns: _Edges, *, is_header: bool) -> tuple[Cell, ...]:
    """Cells over all columns; the first and the last reach as far as the table does."""
    edges = [min(columns[0], box.left), *columns[1:-1], max(columns[-1], box.right)]
    return tuple(
        Cell(row, column, "", is_header=is_header, bbox=BBox(left, box.top, right, box.bottom))
        for column, (left, right) in enumerate(pairwise(edges))
    )
