"""A page's text in parts, in reading order: paragraphs, tables as rows of cells, formulas and code as they are."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lexo.document import BBox, Block, BlockKind, Cell, PageText, Table
from lexo.library.export import tables
from lexo.web.views.overlay import is_hit
from lexo.web.views.reading_text import Piece, pieces_of

VERBATIM = {BlockKind.FORMULA: "formula", BlockKind.CODE: "code"}
KINDS = {BlockKind.TITLE: "title", BlockKind.CAPTION: "aside", BlockKind.NOTE: "aside"}
FIGURES = "0123456789 .,-−+%€$£()\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell; `scope` is what a head speaks for, empty for others; those of a column of figures end in line."""

    text: str
    row_span: int
    column_span: int
    scope: str
    is_figure: bool
    is_hit: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its number on the page, from 1, and as CSV to copy."""

    number: int
    rows: tuple[tuple[CellView, ...], ...]
    csv: str


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is text, title, aside, formula, code (all with `pieces`) or table."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    table: TableView | None = None


def parts_of(content: PageText, hits: Collection[BBox] = ()) -> tuple[Part, ...]:
    """Blocks in reading order; a table stands where the first of its blocks does, or above what lies below it."""
    return tuple(_parts(content, hits))


def _parts(content: PageText, hits: Collection[BBox]) -> Iterator[Part]:
    waiting = list(enumerate(content.tables, start=1))
    for block in content.blocks:
        inside = [table for table in content.tables if _is_inside(block.bbox, table.bbox)]
        due = [each for each in waiting if each[1] in inside or each[1].bbox.bottom <= block.bbox.top]
        for each in due:
            waiting.remove(each)
            yield _table(*each, hits)
        if not inside and block.lines:
            yield _block(block, hits)
    for each in waiting:
        yield _table(*each, hits)


def _block(block: Block, hits: Collection[BBox]) -> Part:
    if block.kind in VERBATIM:
        lit = bool(hits) and any(is_hit(word.bbox, hits) for line in block.lines for word in line.words)
        return Part(VERBATIM[block.kind], (Piece(block.text, lit),))
    return Part(KINDS.get(block.kind, "text"), pieces_of(block, hits))


def _table(number: int, table: Table, hits: Collection[BBox]) -> Part:
    at = {(cell.row, cell.column): cell for cell in table.cells}
    covered = {
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    heads, figures = _head_rows(table), _figure_columns(table)
    rows = tuple(
        tuple(
            _cell(at.get((row, column), Cell(row, column)), hits, in_head=row in heads, is_figure=column in figures)
            for column in range(table.column_count)
            if (row, column) in at or (row, column) not in covered
        )
        for row in range(table.row_count)
    )
    return Part("table", table=TableView(number, rows, tables.to_csv(table)))


def _head_rows(table: Table) -> frozenset[int]:
    """Rows that hold nothing but heads."""
    mixed = {cell.row for cell in table.cells if cell.text and not cell.is_header}
    return frozenset(range(table.row_count)) - mixed


def _figure_columns(table: Table) -> frozenset[int]:
    """Columns most of whose cells are numbers or amounts."""
    filled = [cell for cell in table.cells if cell.text and not cell.is_header]
    numbers = Counter(cell.column for cell in filled if _is_figure(cell.text))
    counts = Counter(cell.column for cell in filled)
    return frozenset(column for column, count in counts.items() if 2 * numbers[column] > count)


def _is_figure(text: str) -> bool:
    return any(char.isdigit() for char in text) and all(char in FIGURES for char in text)


def _cell(cell: Cell, hits: Collection[BBox], *, in_head: bool, is_figure: bool) -> CellView:
    direction, span = ("col", cell.column_span) if in_head else ("row", cell.row_span)
    scope = direction + ("group" if span > 1 else "")
    return CellView(
        text=cell.text,
        row_span=cell.row_span,
        column_span=cell.column_span,
        scope=scope if cell.is_header and cell.text else "",
        is_figure=is_figure,
        is_hit=cell.bbox is not None and any(_is_inside(hit, cell.bbox) for hit in hits),
    )


def _is_inside(box: BBox, outer: BBox) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom
