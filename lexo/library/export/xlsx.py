"""A paper's facts and tables as a workbook. XlsxWriter enters here; text stays text, whatever it looks like."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from lexo.document import Cell, Table
from lexo.library.export.csv import COLUMNS, field_rows
from lexo.library.export.escaping import storable
from lexo.library.export.paper import Paper

MAX_CELL_CHARS = 32_767  # of Excel
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def to_xlsx(paper: Paper) -> bytes:
    """A sheet of facts, then a sheet for each table, named by page and place: `p2 t1`."""
    import xlsxwriter  # 50 ms that the server's start does not wait for

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        book.set_properties({"title": storable(paper.title)[:255]})
        facts = book.add_worksheet("Fields")
        _write_rows(facts, [COLUMNS], head)
        _write_rows(facts, field_rows(paper.fields), body, first=1)
        facts.freeze_panes(1, 0)
        facts.set_column(0, 4, 24)
        for number, page in enumerate(paper.pages, start=paper.first):
            for place, table in enumerate(page.tables, start=1):
                _write_table(book.add_worksheet(f"p{number} t{place}"), table, head, body)
    return out.getvalue()


def _write_rows(sheet: Any, rows: Iterable[Sequence[str | int | float]], look: Any, first: int = 0) -> None:
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, _fitting(value), look)
            else:
                sheet.write_number(number, column, value)


def _write_table(sheet: Any, table: Table, head: Any, body: Any) -> None:
    """Cells as text, spans merged, heads in bold."""
    sheet.set_column(0, max(table.column_count - 1, 0), 18)
    for cell in table.cells:
        look = head if cell.is_header else body
        if cell.row + cell.row_span > MAX_ROWS or cell.column + cell.column_span > MAX_COLUMNS:
            continue
        if cell.row_span > 1 or cell.column_span > 1:
            last = (cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            sheet.merge_range(cell.row, cell.column, *last, "", look)
        sheet.write_string(cell.row, cell.column, _text(cell), look)


def _text(cell: Cell) -> str:
    return _fitting(cell.text)


def _fitting(text: str) -> str:
    return storable(text)[:MAX_CELL_CHARS]
