"""A table put right, whoever gave it: no two cells over one place, no empty rows or columns, no text lost."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lexo.document import Cell, Table

_MAX_ROWS, _MAX_COLUMNS = 1000, 200  # larger than any printed table; what lies beyond goes into the last row or column
_SEPARATOR = re.compile(r"[|:\s]*(?:[-–—=_]{2,}|:-+:?|-+:)[-–—=_|:\s]*$|[|\s]+$")  # "---", ":--:", "|"
_MIN_ROWS, _MIN_COLUMNS = 2, 2


def repaired(table: Table) -> Table | None:
    """The table with a place for each cell; None where what is left has not two rows and two columns of text.

    Cells that would cover a place taken before are cut down to what is free, or, without any, their text joins that of
    the cell in their way. Rows and columns without text go; so do rows of nothing but separators ("---", "|").
    Texts are kept verbatim but for white space at their ends.
    """
    cells = _placed(_without_separators(table.cells))
    texts = [cell for cell in cells if cell.text]
    rows = sorted({cell.row for cell in texts})
    columns = sorted({cell.column for cell in texts})
    if len(rows) < _MIN_ROWS or len(columns) < _MIN_COLUMNS:
        return None
    kept = (_closed_up(cell, rows, columns) for cell in cells)
    return Table(table.bbox, tuple(sorted((cell for cell in kept if cell), key=lambda cell: (cell.row, cell.column))))


def _without_separators(cells: Iterable[Cell]) -> list[Cell]:
    """All cells but those of rows in which something is drawn with signs and nothing else is written."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(replace(cell, text=cell.text.strip()))
    kept = []
    for row in rows.values():
        texts = [cell.text for cell in row if cell.text]
        is_drawn = len(texts) > 1 and all(map(_SEPARATOR.match, texts))
        kept += [replace(cell, text="") for cell in row] if is_drawn else row
    return kept


def _placed(cells: Iterable[Cell]) -> list[Cell]:
    """Each cell on places of its own, in the order of rows and columns."""
    owner: dict[tuple[int, int], int] = {}
    placed: list[Cell] = []
    for cell in sorted(map(_bounded, cells), key=lambda cell: (cell.row, cell.column)):
        there = owner.get((cell.row, cell.column))
        if there is not None:
            if cell.text:
                first = placed[there]
                placed[there] = replace(first, text=f"{first.text} {cell.text}".strip())
            continue
        free = _free(cell, owner)
        for row in range(free.row, free.row + free.row_span):
            for column in range(free.column, free.column + free.column_span):
                owner[row, column] = len(placed)
        placed.append(free)
    return placed


def _bounded(cell: Cell) -> Cell:
    row, column = min(max(cell.row, 0), _MAX_ROWS - 1), min(max(cell.column, 0), _MAX_COLUMNS - 1)
    return replace(
        cell,
        row=row,
        column=column,
        row_span=min(max(cell.row_span, 1), _MAX_ROWS - row),
        column_span=min(max(cell.column_span, 1), _MAX_COLUMNS - column),
    )


def _free(cell: Cell, owner: dict[tuple[int, int], int]) -> Cell:
    """The cell as wide as its first row is free, then as high as all of that width is."""
    width = 1
    while width < cell.column_span and (cell.row, cell.column + width) not in owner:
        width += 1
    height = 1
    columns = range(cell.column, cell.column + width)
    while height < cell.row_span and all((cell.row + height, column) not in owner for column in columns):
        height += 1
    return replace(cell, row_span=height, column_span=width)


def _closed_up(cell: Cell, rows: Sequence[int], columns: Sequence[int]) -> Cell | None:
    """The cell where only those rows and columns are left, or None where it lay between them."""
    top, bottom = bisect_left(rows, cell.row), bisect_left(rows, cell.row + cell.row_span)
    left, right = bisect_left(columns, cell.column), bisect_left(columns, cell.column + cell.column_span)
    if top == bottom or left == right:
        return None
    return replace(cell, row=top, column=left, row_span=bottom - top, column_span=right - left)
