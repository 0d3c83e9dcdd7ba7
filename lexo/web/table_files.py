"""A table as a file."""

import csv
import io

from markupsafe import escape

from lexo.document import Table


def to_csv(table: Table) -> str:
    """Rows of cells."""
    out = io.StringIO()
    csv.writer(out).writerows(table.rows)
    return out.getvalue()


def to_html(table: Table) -> str:
    """A table element."""
    rows = ("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in table.rows)
    return f"<table>{''.join(rows)}</table>"


def to_markdown(table: Table) -> str:
    """GitHub's form."""
    rows = ["| " + " | ".join(text.replace("|", "\\|") for text in row) + " |" for row in table.rows]
    return "\n".join([*rows[:1], "|---" * table.column_count + "|", *rows[1:]])
