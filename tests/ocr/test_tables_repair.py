"""Tables put right, whoever gave them."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lexo.document import BBox, Block, BlockKind, Cell, Line, PageText, Table, Word
from lexo.ocr.tables.finish import finished
from lexo.ocr.tables.repair import repaired

PAGE = BBox(0, 0, 1, 1)


def table(*cells: Cell) -> Table:
    return Table(PAGE, cells)


def rows_of(made: Table | None) -> tuple[tuple[str, ...], ...]:
    assert made is not None
    return made.rows


def test_repaired_whole_table_stays_as_it_is() -> None:
    whole = Table.of_rows(PAGE, [["", "2024"], ["Ventes", "5.9%"]], header_rows=1)
    assert repaired(whole) == whole


def test_repaired_ragged_rows_get_empty_places() -> None:
    made = repaired(table(Cell(0, 0, "a"), Cell(0, 1, "b"), Cell(0, 2, "c"), Cell(1, 0, "d"), Cell(1, 2, "e")))
    assert rows_of(made) == (("a", "b", "c"), ("d", "", "e"))


def test_repaired_overlapping_span_is_cut_down_to_what_is_free() -> None:
    made = repaired(
        table(Cell(0, 0, "a", row_span=2), Cell(0, 1, "b"), Cell(1, 0, "c", column_span=2), Cell(2, 1, "d"))
    )
    assert rows_of(made) == (("a c", "b"), ("", "d"))


def test_repaired_two_cells_at_one_place_keep_both_texts() -> None:
    made = repaired(table(Cell(0, 0, "a"), Cell(0, 0, "b"), Cell(0, 1, "c"), Cell(1, 0, "d"), Cell(1, 1, "e")))
    assert rows_of(made) == (("a b", "c"), ("d", "e"))


def test_repaired_empty_rows_and_columns_go_and_spans_shrink() -> None:
    made = repaired(
        table(Cell(0, 0, "wide", column_span=4), Cell(2, 0, "a"), Cell(2, 3, "1"), Cell(5, 0, "b"), Cell(5, 3, "2"))
    )
    assert rows_of(made) == (("wide", ""), ("a", "1"), ("b", "2"))
    assert made is not None
    assert made.cells[0].column_span == 2


def test_repaired_rows_of_separators_go_but_not_a_dash_for_nothing() -> None:
    made = repaired(Table.of_rows(PAGE, [["a", "b"], ["---", ":--:"], ["–", "-"], ["x", "--"]]))
    assert rows_of(made) == (("a", "b"), ("–", "-"), ("x", "--"))


def test_repaired_numbers_are_verbatim() -> None:
    numbers = [["5.9%", "(1,234.50)"], ["−3", "1 234,5 "]]
    assert rows_of(repaired(Table.of_rows(PAGE, numbers))) == (("5.9%", "(1,234.50)"), ("−3", "1 234,5"))


def test_repaired_one_row_or_one_column_is_no_table() -> None:
    assert repaired(Table.of_rows(PAGE, [["a", "b", "c"]])) is None
    assert repaired(Table.of_rows(PAGE, [["a", ""], ["b", ""], ["c", ""]])) is None
    assert repaired(table()) is None


def test_repaired_spans_without_end_are_bounded() -> None:
    made = repaired(
        table(Cell(0, 0, "a", row_span=10**9, column_span=10**9), Cell(10**6, 10**6, "b"), Cell(-4, 3, "c"))
    )
    assert made is None or (made.row_count <= 1000 and made.column_count <= 200)


CELLS = st.lists(
    st.builds(
        Cell,
        row=st.integers(-1, 6),
        column=st.integers(-1, 6),
        text=st.sampled_from(["", "a", "5.9%", " b ", "12", "x y"]),
        row_span=st.integers(0, 4),
        column_span=st.integers(0, 4),
        is_header=st.booleans(),
    ),
    max_size=25,
)


@given(CELLS)
def test_repaired_never_covers_a_place_twice_and_never_loses_text(cells: list[Cell]) -> None:
    made = repaired(table(*cells))
    if made is None:
        return
    places = [
        (row, column)
        for cell in made.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(places) == len(set(places))
    assert all(any(row) for row in made.rows)
    assert all(any(column) for column in zip(*made.rows, strict=True))
    before = Counter(word for cell in cells for word in cell.text.split())
    assert Counter(word for cell in made.cells for word in cell.text.split()) == before
    assert repaired(made) == made


def test_finished_hostile_page_is_bounded() -> None:
    words = tuple(
        Word(f"{row}x{column}", BBox(column / 50, row / 100, (column + 0.5) / 50, (row + 0.5) / 100))
        for row in range(100)
        for column in range(50)
    )
    cells = tuple(
        Cell(row, column, bbox=BBox(column / 50, row / 100, (column + 1) / 50, (row + 1) / 100))
        for row in range(100)
        for column in range(50)
    )
    lines = [BBox(0.0, k / 10_000, 1.0, k / 10_000) for k in range(10_000)]
    page = PageText(595, 842, (Block(BlockKind.TEXT, PAGE, (Line(words),)),), (Table(PAGE, cells),))
    (made,) = finished(page, lines).tables
    assert (made.row_count, made.column_count) == (100, 50)
    assert finished(replace(page, blocks=page.blocks * 2), lines).tables == ()
