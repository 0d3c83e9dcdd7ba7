"""From the grids that a layout model saw to tables: words into cells, cells mended, what is no table left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lexo.document import BBox, PageText, Table, Word
from lexo.ocr.tables import second
from lexo.ocr.tables.cells import Filled, filled, table_of
from lexo.ocr.tables.edges import with_rows_at_edges
from lexo.ocr.tables.repair import repaired
from lexo.ocr.tables.rows import Ruled, mended

_MARGIN = 0.01  # of the page; a line drawn around a table lies so far out at most
_MAX_TABLES = 30
_MAX_CELLS = 20_000
_MAX_WORDS = 5000  # in the tables of one page; a page with more is no table but an attack


def finished(page: PageText, rulings: Sequence[BBox] = ()) -> PageText:
    """The page with the words of its own text in the cells of its tables, which are only places until now."""
    words = tuple(page.words)
    if len(words) > _MAX_WORDS:
        return replace(page, tables=())
    places = whole(page).tables
    made = (_finished(filled(table, words), table.bbox, _ruled(page, rulings, table.bbox)) for table in places)
    return replace(page, tables=tuple(table for table in made if table is not None))


def whole(page: PageText) -> PageText:
    """The page with the rows that its grids left out at their edges; of very many or very large grids, none."""
    tables = [table for table in page.tables if len(table.cells) <= _MAX_CELLS][:_MAX_TABLES]
    around: list[list[Word]] = [[] for _ in tables]  # the words that no other table holds
    for word in page.words:
        owner = next((index for index, table in enumerate(tables) if second.holds(table.bbox, word)), None)
        for index, words in enumerate(around):
            if owner in (None, index):
                words.append(word)
    aspect = _aspect(page)
    made = (with_rows_at_edges(table, words, aspect) for table, words in zip(tables, around, strict=True))
    return replace(page, tables=tuple(made))


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """The places of a table and the words of readings of it alone, the second of them by another engine; or none."""

    places: Table
    words: Sequence[Word] = ()
    others: Sequence[Word] = ()


def is_in_doubt(page: PageText, again: ReadAgain) -> bool:
    """Whether a table reads otherwise by itself than on its page."""
    words = second.without_line_signs(tuple(page.words))
    return second.disagree(filled(again.places, words), filled(again.places, again.words))


def finished_again(page: PageText, tables: Sequence[ReadAgain], rulings: Sequence[BBox] = ()) -> PageText:
    """The page with tables out of its own reading and those of each table alone."""
    words = second.without_line_signs(tuple(page.words))
    made: list[Table] = []
    held: list[tuple[BBox, Sequence[Filled]]] = []
    if len(words) > _MAX_WORDS:
        return page
    for again in tables:
        box = again.places.bbox
        cells = _best(again, words)
        table = _finished(cells, box, _ruled(page, rulings, box))
        if table is not None:
            made.append(table)
            held.append((box, cells))
    return replace(second.with_table_blocks(page, held), tables=tuple(made))


def _best(again: ReadAgain, words: Sequence[Word]) -> list[Filled]:
    own = filled(again.places, words)
    if not again.words:
        return own
    others = filled(again.places, again.others) if again.others else ()
    return second.best(own, filled(again.places, again.words), others)


def _finished(cells: Sequence[Filled], bbox: BBox, ruled: Ruled) -> Table | None:
    return repaired(table_of(mended(cells, ruled), bbox)) if cells else None


def _ruled(page: PageText, rulings: Sequence[BBox], box: BBox) -> Ruled:
    """The lines in and around a table."""
    top, bottom = box.top - _MARGIN, box.bottom + _MARGIN
    near = (line for line in rulings if line.right > box.left and line.left < box.right)
    return Ruled.of((line for line in near if top < line.top and line.bottom < bottom), _aspect(page))


def _aspect(page: PageText) -> float:
    return page.width_pt / page.height_pt if page.height_pt > 0 else 1.0
