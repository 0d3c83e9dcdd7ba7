"""HTML tables as models write them -> cells, with the standard library's tolerant parser; no tree, so no depth."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lexo.document import BBox, Table
from lexo.ocr.vision.grid import MAX_COLUMNS, MAX_ROWS, RawCell, table_of

MAX_HTML_CHARS = 500_000
_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\d{1,4}")


def find_html_tables(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each `<table>` in a text; one that is not closed goes to the end."""
    return ((match.start(), match.end()) for match in _TABLE.finditer(text))


def table_of_html(html: str, box: BBox | None = None) -> Table | None:
    """The first table's cells; a table within a cell becomes that cell's text. None where there is no cell with text.

    Header cells are those of `<thead>` and `<th>`.
    """
    reader = _Reader()
    reader.feed(html[:MAX_HTML_CHARS])
    reader.close()
    return table_of(reader.finished(), box)


class _Reader(HTMLParser):
    """Collects rows; end tags that are missing or doubled do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[list[RawCell]] = []
        self._cell: RawCell | None = None
        self._texts: list[str] = []
        self._depth = 0  # of tables
        self._in_head = False

    def finished(self) -> list[list[RawCell]]:
        self._end_cell()
        return self._rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        elif self._depth > 1:
            self._texts.append(" ")
        elif tag in ("thead", "tbody", "tfoot"):
            self._in_head = tag == "thead"
        elif tag == "tr":
            self._end_cell()
            self._begin_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(tag, dict(attrs))
        elif tag in ("br", "p", "div", "li"):
            self._texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth = max(self._depth - 1, 0)
        elif self._depth > 1:
            return
        elif tag == "thead":
            self._in_head = False
        elif tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is None and self._rows and data.strip():
            self._cell = RawCell()  # between two cells: a tag that the model forgot
        if self._cell is not None:
            self._texts.append(data)

    def _begin_row(self) -> None:
        if len(self._rows) < MAX_ROWS:
            self._rows.append([])

    def _begin_cell(self, tag: str, attributes: dict[str, str | None]) -> None:
        spans = (_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
        self._cell = RawCell("", *spans, is_header=tag == "th" or self._in_head)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self._rows:
            self._rows.append([])
        if len(self._rows[-1]) < MAX_COLUMNS:
            text = "".join(self._texts)
            cell = self._cell
            self._rows[-1].append(RawCell(text, cell.row_span, cell.column_span, cell.is_header))
        self._cell, self._texts = None, []


def _span(value: str | None) -> int:
    match = _NUMBER.fullmatch((value or "").strip())
    return max(int(match.group()), 1) if match else 1
