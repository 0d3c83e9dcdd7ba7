"""Cells as a model wrote them -> a table without overlaps, holes in its columns, or places outside of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lexo.document import BBox, Cell, Table
from lexo.ocr.vision.pieces import WHOLE_PAGE
from lexo.ocr.vision.tokens import without_special

MAX_ROWS = 500
MAX_COLUMNS = 100
MAX_CELL_CHARS = 20_000
_SEPARATOR = re.compile(r"[\s:|+=_-]*-{3,}[\s:|+=_-]*|[\s|]*\|[\s|]*")  # a rule or stray bars that came as text


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell before it has a place; spans may be any number."""

    text: str = ""
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


def table_of(rows: Iterable[Sequence[RawCell]], box: BBox | None = None) -> Table | None:
    """Give each cell its place, as HTML does; None where nothing is in any.

    Spans are cut where they would leave the table or run over a cell that is there already; rows that are only a rule,
    and rows and columns without any text, go. More than MAX_ROWS by MAX_COLUMNS is left out.
    """
    kept = [[_tidy(cell) for cell in row] for row in _bounded(rows)]
    kept = [row for row in kept if not _is_rule(row)]
    cells = _without_empty(_placed(kept))
    return Table(box or WHOLE_PAGE, tuple(cells)) if cells else None


def _bounded(rows: Iterable[Sequence[RawCell]]) -> Iterable[Sequence[RawCell]]:
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            return
        yield row[:MAX_COLUMNS]


def _tidy(cell: RawCell) -> RawCell:
    text = " ".join(without_special(cell.text[:MAX_CELL_CHARS]).split())
    return replace(cell, text="" if text in ("|", "||", "&nbsp;") else text)


def _is_rule(row: Sequence[RawCell]) -> bool:
    """Whether a row is a Markdown separator that slipped in among the rows (`| --- | --- |`)."""
    texts = [cell.text for cell in row if cell.text]
    return bool(texts) and all(_SEPARATOR.fullmatch(text) for text in texts)


def _placed(rows: Sequence[Sequence[RawCell]]) -> list[Cell]:
    """Cells in the order of rows, then columns. A place taken by a span from above is skipped."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    width = _width(rows)
    for row, raw_cells in enumerate(rows):
        column = 0
        for index, raw in enumerate(raw_cells):
            while (row, column) in taken:
                column += 1
            if column >= MAX_COLUMNS:
                break
            room = max(width - column - (len(raw_cells) - index - 1), 1)  # the cells after it want a place too
            columns = _free_columns(taken, row, column, min(max(raw.column_span, 1), room))
            height = _free_rows(taken, (row, column), columns, min(max(raw.row_span, 1), len(rows) - row))
            taken.update((row + r, column + c) for r in range(height) for c in range(columns))
            cells.append(Cell(row, column, raw.text, height, columns, raw.is_header))
            column += columns
    return cells


def _width(rows: Sequence[Sequence[RawCell]]) -> int:
    """Columns of the table: what its rows fill with honest spans.

    A span wider than every row's number of cells is a slip of the model ("colspan=1000"), unless all rows agree.
    """
    counts = [len(row) for row in rows]
    spans = sorted(sum(min(max(cell.column_span, 1), MAX_COLUMNS) for cell in row) for row in rows)
    common = spans[len(spans) // 2] if spans else 0
    return min(max([*counts, common], default=0), MAX_COLUMNS)


def _free_columns(taken: set[tuple[int, int]], row: int, column: int, wanted: int) -> int:
    return next((c for c in range(1, wanted) if (row, column + c) in taken), wanted)


def _free_rows(taken: set[tuple[int, int]], place: tuple[int, int], columns: int, wanted: int) -> int:
    row, column = place
    for r in range(1, wanted):
        if any((row + r, column + c) in taken for c in range(columns)):
            return r
    return wanted


def _without_empty(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without rows and columns in which nothing stands; spans shrink with what they span."""
    filled = [cell for cell in cells if cell.text]
    rows = _renumbered({cell.row for cell in filled})
    columns = _renumbered({cell.column for cell in filled})
    result = []
    for cell in cells:
        if cell.row in rows and cell.column in columns:
            height = sum(cell.row <= row < cell.row + cell.row_span for row in rows)
            width = sum(cell.column <= column < cell.column + cell.column_span for column in columns)
            place = rows[cell.row], columns[cell.column]
            result.append(replace(cell, row=place[0], column=place[1], row_span=height, column_span=width))
    return result


def _renumbered(kept: set[int]) -> dict[int, int]:
    return {old: new for new, old in enumerate(sorted(kept))}
