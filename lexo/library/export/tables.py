"""One table as Markdown, HTML or CSV."""

import csv
import io
from collections.abc import Iterator

from lexo.document import Cell, Table
from lexo.library.export.escaping import escaped, harmless, marked_up


def to_markdown(table: Table) -> str:
    """GitHub's tables: one line a row, the first as head; a cell that spans stands at its first place."""
    rows = ["| " + " | ".join(map(_markdown_cell, row)) + " |" for row in table.rows]
    if rows:
        rows.insert(1, "|" + " --- |" * table.column_count)
    return "\n".join(rows)


def to_html(table: Table) -> str:
    """A `table` element with spans; rows of heads in `thead`, every head with the direction it speaks for."""
    rows = list(_html_rows(table))
    heads = _head_rows(table)
    parts = ["<table>"]
    if heads:
        parts += ["<thead>", *rows[:heads], "</thead>"]
    if rows[heads:]:
        parts += ["<tbody>", *rows[heads:], "</tbody>"]
    return "\n".join([*parts, "</table>"]) + "\n"


def to_csv(table: Table) -> str:
    """Commas, quotes where needed, CRLF (RFC 4180); a cell that spans stands at its first place.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; a number does not.
    """
    out = io.StringIO()
    csv.writer(out).writerows(map(harmless, row) for row in table.rows)
    return out.getvalue()


def _markdown_cell(text: str) -> str:
    return "<br>".join(escaped(line.strip()) for line in text.splitlines()).replace("|", "\\|")


def _head_rows(table: Table) -> int:
    """How many rows at the top are heads, every filled cell of them; a span reaches no further than they do."""
    count = 0
    for row in range(table.row_count):
        cells = [cell for cell in table.cells if cell.row == row and cell.text]
        if not cells or not all(cell.is_header for cell in cells):
            break
        count = row + 1
    while any(cell.row < count < cell.row + cell.row_span for cell in table.cells):
        count -= 1
    return count


def _html_rows(table: Table) -> Iterator[str]:
    first = {(cell.row, cell.column): cell for cell in table.cells}
    covered = {
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    heads = _head_rows(table)
    for row in range(table.row_count):
        cells = []
        for column in range(table.column_count):
            cell = first.get((row, column))
            if cell is not None:
                cells.append(_html_cell(cell, in_head=row < heads))
            elif (row, column) not in covered:
                cells.append("<td></td>")
        yield "<tr>" + "".join(cells) + "</tr>"


def _html_cell(cell: Cell, *, in_head: bool) -> str:
    """A head without text is no head for whoever listens to the page."""
    name, attributes = "td", ""
    if cell.is_header and cell.text:
        name, attributes = "th", f' scope="{_scope(cell, in_head=in_head)}"'
    if cell.row_span > 1:
        attributes += f' rowspan="{cell.row_span}"'
    if cell.column_span > 1:
        attributes += f' colspan="{cell.column_span}"'
    text = "<br>".join(marked_up(line.strip()) for line in cell.text.splitlines())
    return f"<{name}{attributes}>{text}</{name}>"


def _scope(cell: Cell, *, in_head: bool) -> str:
    if in_head:
        return "colgroup" if cell.column_span > 1 else "col"
    return "rowgroup" if cell.row_span > 1 else "row"
