"""Pieces of a page -> Markdown, for those who ask a model for just that."""

from collections.abc import Iterable
from html import escape

from lexo.document import BlockKind, Cell, Table
from lexo.ocr.vision.pieces import Piece


def markdown_of(pieces: Iterable[Piece]) -> str:
    """Titles as `#`, tables as pipes (HTML where cells span), formulas between `$$`, code in fences."""
    return "\n\n".join(text for piece in pieces if (text := _markdown(piece)))


def markdown_of_table(table: Table) -> str:
    """A table as Markdown; one with spans, which Markdown does not have, as HTML."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in table.cells):
        return html_of_table(table)
    rows = [[text.replace("|", "\\|") for text in row] for row in table.rows]
    rule = ["---"] * table.column_count
    return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], rule, *rows[1:]])


def html_of_table(table: Table) -> str:
    rows: dict[int, list[str]] = {row: [] for row in range(table.row_count)}
    for cell in table.cells:
        rows[cell.row].append(_html_cell(cell))
    return "<table>\n" + "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values()) + "\n</table>"


def _html_cell(cell: Cell) -> str:
    name = "th" if cell.is_header else "td"
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return f"<{name}{spans}>{escape(cell.text, quote=False)}</{name}>"


def _markdown(piece: Piece) -> str:
    if piece.table is not None:
        return markdown_of_table(piece.table)
    if piece.kind is BlockKind.TITLE:
        return f"# {' '.join(piece.text.split())}"
    if piece.kind is BlockKind.FORMULA:
        return f"$$\n{piece.text}\n$$"
    if piece.kind is BlockKind.CODE:
        return f"```\n{piece.text}\n```"
    return piece.text.strip()
