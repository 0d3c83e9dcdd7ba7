"""Tables out of what models wrote: HTML, OTSL, pipes; whole, broken, hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.document import Table
from lexo.ocr.vision.grid import MAX_COLUMNS, MAX_ROWS, RawCell, table_of
from lexo.ocr.vision.html_tables import table_of_html
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.otsl import table_of_otsl


def rows_of(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [list(row) for row in table.rows]


def test_html_plain_table_keeps_its_grid() -> None:
    table = table_of_html("<table><tr><th>Item</th><th>Price</th></tr><tr><td>Pen</td><td>1,50 €</td></tr></table>")
    assert rows_of(table) == [["Item", "Price"], ["Pen", "1,50 €"]]
    assert [cell.is_header for cell in table.cells] == [True, True, False, False]


def test_html_spans_push_the_cells_after_them() -> None:
    table = table_of_html(
        "<table><tr><td rowspan=2>Year</td><td colspan='2'>Sales</td></tr><tr><td>North</td><td>South</td></tr>"
        "<tr><td>2024</td><td>1</td><td>2</td></tr></table>"
    )
    assert rows_of(table) == [["Year", "Sales", ""], ["", "North", "South"], ["2024", "1", "2"]]
    first, second = table.cells[:2]
    assert (first.row_span, first.column_span, second.row_span, second.column_span) == (2, 1, 1, 2)


def test_html_missing_end_tags_are_forgiven() -> None:
    assert rows_of(table_of_html("<table><tr><td>a<td>b<tr><td>c<td>d")) == [["a", "b"], ["c", "d"]]


def test_html_text_between_cells_is_a_cell() -> None:
    assert rows_of(table_of_html("<table><tr><td>a</td>b</td></tr></table>")) == [["a", "b"]]


def test_html_ragged_rows_lose_no_text() -> None:
    table = table_of_html("<table><tr><td>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr></table>")
    assert rows_of(table) == [["a", "", ""], ["b", "c", "d"]]


def test_html_row_with_one_cell_too_many_keeps_it() -> None:
    table = table_of_html("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert sorted(cell.text for cell in table.cells) == ["a", "b", "c", "d"]


def test_html_colspan_beyond_the_grid_is_cut() -> None:
    table = table_of_html("<table><tr><td colspan=1000>Head</td></tr><tr><td>a</td><td>b</td></tr></table>")
    assert rows_of(table) == [["Head", ""], ["a", "b"]]
    assert table.cells[0].column_span == 2


@pytest.mark.parametrize("span", ["-3", "0", "99999999999999999999", "2; drop", "", "NaN"])
def test_html_span_that_is_no_number_counts_as_one(span: str) -> None:
    table = table_of_html(f'<table><tr><td colspan="{span}">a</td><td>b</td></tr></table>')
    assert rows_of(table) == [["a", "b"]]


def test_html_entities_and_inner_tags_become_text() -> None:
    table = table_of_html("<table><tr><td><b>A&amp;B</b><br>x &lt; y</td><td>&nbsp;</td><td>c</td></tr></table>")
    assert rows_of(table) == [["A&B x < y", "c"]]


def test_html_table_within_a_cell_becomes_its_text() -> None:
    table = table_of_html(
        "<table><tr><td>out<table><tr><td>in</td><td>side</td></tr></table></td><td>b</td></tr></table>"
    )
    assert rows_of(table) == [["out in side", "b"]]


def test_html_bomb_is_bounded() -> None:
    deep = "<table><tr><td>" * 20_000
    wide = "<table><tr>" + "<td rowspan=9999 colspan=9999>x</td>" * 20_000 + "</tr></table>"
    tall = "<table>" + "<tr><td>x</td></tr>" * 20_000 + "</table>"
    for bomb in (deep, wide, tall):
        table = table_of_html(bomb)
        assert table is None or (table.row_count <= MAX_ROWS and table.column_count <= MAX_COLUMNS)


def test_html_without_any_text_is_no_table() -> None:
    assert table_of_html("<table><tr><td></td></tr></table>") is None


def test_rules_and_stray_bars_among_the_rows_go() -> None:
    cells = [[RawCell("a"), RawCell("b")], [RawCell("---"), RawCell(":---:")], [RawCell("|"), RawCell("c")]]
    assert rows_of(table_of(cells)) == [["a", "b"], ["", "c"]]


def test_rows_and_columns_without_text_go_and_spans_shrink() -> None:
    cells = [
        [RawCell("a", column_span=3)],
        [RawCell(""), RawCell(""), RawCell("")],
        [RawCell("x"), RawCell(""), RawCell("y")],
    ]
    table = table_of(cells)
    assert rows_of(table) == [["a", ""], ["x", "y"]]
    assert table.cells[0].column_span == 2


def test_otsl_spans_and_headers() -> None:
    table = table_of_otsl("<ched>Year<ched>Sales<lcel><nl><ucel><ched>North<ched>South<nl><rhed>2024<fcel>1<fcel>2<nl>")
    assert rows_of(table) == [["Year", "Sales", ""], ["", "North", "South"], ["2024", "1", "2"]]
    assert [(cell.row_span, cell.column_span) for cell in table.cells[:2]] == [(2, 1), (1, 2)]
    assert [cell.is_header for cell in table.cells] == [True, True, True, True, True, False, False]


def test_otsl_empty_cells_and_missing_end() -> None:
    assert rows_of(table_of_otsl("<fcel>a<ecel><nl><ecel><fcel>b")) == [["a", ""], ["", "b"]]


def test_otsl_joins_to_nothing_are_empty_cells() -> None:
    table = table_of_otsl("<lcel><ucel><xcel><fcel>a<nl><fcel>b<fcel>c<nl>")
    assert table is not None
    assert [cell.text for cell in table.cells if cell.text] == ["a", "b", "c"]


def test_markdown_table_has_its_header() -> None:
    (piece,) = pieces_of_markdown("| Item | Price |\n|:--|--:|\n| **Pen** | 1\\|2 |\n")
    assert piece.table is not None
    assert rows_of(piece.table) == [["Item", "Price"], ["Pen", "1|2"]]
    assert [cell.is_header for cell in piece.table.cells] == [True, True, False, False]


span = st.integers(-2, 12)
raw_cells = st.builds(RawCell, st.sampled_from(["", "a", "b c", "---", "|"]), span, span, st.booleans())


@given(st.lists(st.lists(raw_cells, max_size=8), max_size=8))
def test_table_of_anything_has_no_two_cells_on_one_place(rows: list[list[RawCell]]) -> None:
    table = table_of(rows)
    if table is None:
        return
    places = [
        (cell.row + row, cell.column + column)
        for cell in table.cells
        for row in range(cell.row_span)
        for column in range(cell.column_span)
    ]
    assert len(places) == len(set(places))
    assert list(table.cells) == sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    kept = sorted(cell.text for cell in table.cells if cell.text)
    assert [text for text in kept if text in ("a", "b c")] == sorted(
        cell.text for row in rows for cell in row if cell.text in ("a", "b c")
    )
