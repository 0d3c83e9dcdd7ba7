"""OTSL, the table language of PaddleOCR-VL and granite-docling -> cells.

`<fcel>` begins a cell with text, `<ecel>` an empty one, `<ched>` `<rhed>` `<srow>` a header of a column, row, section;
`<lcel>` belongs to the cell on its left, `<ucel>` to the one above, `<xcel>` to both; `<nl>` ends a row.
Source: Lysak et al., "Optimized Table Tokenization for Table Structure Recognition" (2023), and docling-core's tokens.
"""

import re

from lexo.document import BBox, Table
from lexo.ocr.vision.grid import MAX_COLUMNS, MAX_ROWS, RawCell, table_of

_TOKEN = re.compile(r"<(fcel|ecel|ched|rhed|srow|lcel|ucel|xcel|nl)>")
_HEADERS = ("ched", "rhed", "srow")
_MAX_CHARS = 500_000


def is_otsl(text: str) -> bool:
    return _TOKEN.search(text) is not None


def table_of_otsl(text: str, box: BBox | None = None) -> Table | None:
    """The cells with their spans; None where no cell holds text. A token that joins to nothing is an empty cell."""
    grid = _grid(text[:_MAX_CHARS])
    return table_of(([cell for cell in row if cell is not None] for row in _spanned(grid)), box)


def _grid(text: str) -> list[list[tuple[str, str]]]:
    """Rows of (token, text)."""
    parts = _TOKEN.split(text)
    rows: list[list[tuple[str, str]]] = [[]]
    for token, content in zip(parts[1::2], parts[2::2], strict=True):
        if token == "nl":
            rows.append([])
        elif len(rows[-1]) < MAX_COLUMNS:
            rows[-1].append((token, content.strip()))
    return [row for row in rows[:MAX_ROWS] if row]


def _spanned(grid: list[list[tuple[str, str]]]) -> list[list[RawCell | None]]:
    """Cells that begin at each place; None where a span from the left or above covers it."""
    return [[_cell_at(grid, row, column) for column in range(len(grid[row]))] for row in range(len(grid))]


def _cell_at(grid: list[list[tuple[str, str]]], row: int, column: int) -> RawCell | None:
    token, text = grid[row][column]
    if _is_covered(grid, row, column):
        return None
    width, height = 1, 1
    while column + width < len(grid[row]) and grid[row][column + width][0] == "lcel":
        width += 1
    while row + height < len(grid) and _token(grid, row + height, column) == "ucel":
        height += 1
    return RawCell(text, height, width, token in _HEADERS)


def _is_covered(grid: list[list[tuple[str, str]]], row: int, column: int) -> bool:
    token = grid[row][column][0]
    if token == "lcel":
        return column > 0
    if token == "ucel":
        return row > 0 and column < len(grid[row - 1])
    return token == "xcel" and row > 0 and column > 0


def _token(grid: list[list[tuple[str, str]]], row: int, column: int) -> str:
    return grid[row][column][0] if column < len(grid[row]) else ""
