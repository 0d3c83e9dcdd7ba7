"""One table as Markdown, HTML and CSV."""

import csv
import io
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.document import BBox, Cell, Table
from lexo.library.export.tables import to_csv, to_html, to_markdown

PAGE = BBox(0, 0, 1, 1)
SALES = Table(
    PAGE,
    (
        Cell(0, 0, "Pays", row_span=2, is_header=True),
        Cell(0, 1, "Ventes", column_span=2, is_header=True),
        Cell(1, 1, "2024", is_header=True),
        Cell(1, 2, "2025", is_header=True),
        Cell(2, 0, "France"),
        Cell(2, 1, "5.9%"),
        Cell(2, 2, "-1 234,50"),
    ),
)


def test_to_markdown_flattens_spans() -> None:
    assert to_markdown(SALES) == (
        "| Pays | Ventes |  |\n| --- | --- | --- |\n|  | 2024 | 2025 |\n| France | 5.9% | -1 234,50 |"
    )


def test_to_markdown_escapes_bars_and_breaks_lines_inside_cells() -> None:
    table = Table.of_rows(PAGE, [["a|b", "*x*"], ["un\ndeux", ""]])
    assert to_markdown(table) == "| a\\|b | \\*x\\* |\n| --- | --- |\n| un<br>deux |  |"


def test_to_html_keeps_spans_and_says_what_heads_speak_for() -> None:
    assert to_html(SALES) == (
        "<table>\n<thead>\n"
        '<tr><th scope="col" rowspan="2">Pays</th><th scope="colgroup" colspan="2">Ventes</th></tr>\n'
        '<tr><th scope="col">2024</th><th scope="col">2025</th></tr>\n'
        "</thead>\n<tbody>\n<tr><td>France</td><td>5.9%</td><td>-1 234,50</td></tr>\n</tbody>\n</table>\n"
    )


def test_to_html_head_without_text_is_an_ordinary_cell_and_a_gap_is_filled() -> None:
    table = Table(PAGE, (Cell(0, 0, "", is_header=True), Cell(0, 1, "Q1", is_header=True), Cell(1, 1, "3")))
    assert '<tr><td></td><th scope="col">Q1</th></tr>' in to_html(table)
    assert "<tr><td></td><td>3</td></tr>" in to_html(table)


def test_to_html_head_in_the_body_speaks_for_its_row() -> None:
    table = Table(PAGE, (Cell(0, 0, "a"), Cell(0, 1, "b"), Cell(1, 0, "Total", is_header=True), Cell(1, 1, "3")))
    assert '<th scope="row">Total</th>' in to_html(table)
    assert "<thead>" not in to_html(table)


def test_to_html_text_stays_text() -> None:
    assert "&lt;script&gt;" in to_html(Table.of_rows(PAGE, [["<script>", "&"], ['"', "x"]]))


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "+33 (0)1"])
def test_to_csv_formula_gets_an_apostrophe(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(Table.of_rows(PAGE, [[text, "x"], ["y", "z"]])), newline="")))
    assert rows[0][0] == "'" + text


@pytest.mark.parametrize("text", ["-5", "+1,2", "-1 234,50 €", "-0.5%", "12", "- 3", "-$4.00", "-.5"])
def test_to_csv_number_stays_as_it_is(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(Table.of_rows(PAGE, [[text, "x"], ["y", "z"]])))))
    assert rows[0][0] == text


class _Places(HTMLParser):
    """Counts the places that the cells of each row take, spans from above among them."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: set[tuple[int, int]] = set()
        self.row = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.row += 1
        elif tag in ("td", "th"):
            spans = dict(attrs)
            column = next(c for c in range(1000) if (self.row, c) not in self.taken)
            for down in range(int(spans.get("rowspan") or 1)):
                for across in range(int(spans.get("colspan") or 1)):
                    place = (self.row + down, column + across)
                    assert place not in self.taken
                    self.taken.add(place)


@given(st.lists(st.lists(st.text(max_size=5), min_size=3, max_size=3), min_size=1, max_size=5), st.integers(0, 5))
def test_to_html_rows_all_have_one_length(rows: list[list[str]], heads: int) -> None:
    places = _Places()
    places.feed(to_html(Table.of_rows(PAGE, rows, heads)))
    assert len(places.taken) == 3 * len(rows)
