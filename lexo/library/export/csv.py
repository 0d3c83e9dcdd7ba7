"""A paper's tables, and its facts, as CSV for spreadsheets."""

import csv
import io
from collections.abc import Sequence

from lexo.facts import Field
from lexo.library.export.escaping import harmless
from lexo.library.export.paper import Paper
from lexo.library.export.tables import to_csv as to_table

MARK = "\ufeff"  # by which spreadsheets know UTF-8
COLUMNS = ("name", "value", "normalized", "page", "text", "source", "verdict", "confidence", "rule", "row", "column")


def tables_to_csv(paper: Paper) -> str:
    """All tables in reading order, an empty line between two. RFC 4180 each."""
    tables = [to_table(table) for page in paper.pages for table in page.tables]
    return MARK + "\r\n".join(tables)


def fields_to_csv(paper: Paper) -> str:
    """A line for each fact; a fact that is a table itself has a line for each of its cells."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(str(value)) for value in row] for row in field_rows(paper.fields))
    return MARK + out.getvalue()


def field_rows(fields: Sequence[Field]) -> list[tuple[str | int | float, ...]]:
    """The facts as rows of `COLUMNS`; `row` counts from 1, and is empty for a fact that is one value."""
    found: list[tuple[str | int | float, ...]] = []
    for field in fields:
        page: str | int = "" if field.proof.page is None else field.proof.page
        kept = (str(field.source), str(field.verdict), round(field.confidence, 3), field.rule)
        if not field.rows:
            found.append((field.name, field.value, field.normalized, page, field.proof.text, *kept, "", ""))
        for number, row in enumerate(field.rows, start=1):
            found += [(field.name, value, "", page, "", *kept, number, column) for column, value in row.items()]
    return found
