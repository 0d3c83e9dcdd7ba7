"""A paper as a Word document: headings, paragraphs, lists and tables. python-docx enters here."""

import io
from datetime import UTC, datetime
from typing import Any

from lexo.document import Table
from lexo.library.export.escaping import storable
from lexo.library.export.paper import Paper
from lexo.library.export.structure import Heading, Part, Prose, parts_of

MAX_COLUMNS = 63  # of Word


def to_docx(paper: Paper) -> bytes:
    """Each page of the paper begins a page."""
    import docx  # lxml comes with it: 0.2 s that the server's start does not wait for

    made: Any = docx.Document()
    kept = made.core_properties
    kept.title, kept.author, kept.comments = storable(paper.title)[:255], "", ""
    kept.created = kept.modified = datetime.now(UTC).replace(tzinfo=None)
    if paper.language:
        kept.language = paper.language_tag
    for number, page in enumerate(parts_of(paper.pages)):
        if number:
            made.add_page_break()
        for part in page:
            _add(made, part)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _add(made: Any, part: Part) -> None:
    match part:
        case Heading():
            made.add_heading(storable(part.text), part.level)
        case Prose():
            _add_prose(made, part)
        case Table():
            _add_table(made, part)


def _add_prose(made: Any, prose: Prose) -> None:
    """Rows of one paragraph with breaks between them; an item is a paragraph of its own."""
    paragraph = None
    for row in prose.rows:
        if row.is_item:
            made.add_paragraph(storable(row.text), style="List Bullet")
            paragraph = None
        elif paragraph is None:
            paragraph = made.add_paragraph(storable(row.text))
        else:
            paragraph.add_run().add_break()
            paragraph.add_run(storable(row.text))


def _add_table(made: Any, table: Table) -> None:
    """Heads in bold, spans merged; a table wider than Word allows becomes its rows as paragraphs."""
    if not table.cells:
        return
    if table.column_count > MAX_COLUMNS:
        for row in table.rows:
            made.add_paragraph(storable("\t".join(row)))
        return
    grid = made.add_table(table.row_count, table.column_count, style="Table Grid")
    places = [list(row.cells) for row in grid.rows]
    for cell in table.cells:
        place = places[cell.row][cell.column]
        if cell.row_span > 1 or cell.column_span > 1:
            place = place.merge(places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1])
        place.paragraphs[0].add_run(storable(cell.text)).bold = cell.is_header or None
    made.add_paragraph()
