"""Pages as Markdown: headings, paragraphs made whole, GitHub's tables, a comment where a page begins."""

import re
from collections.abc import Iterator, Sequence

from lexo.document import PageText
from lexo.library.export.escaping import escaped
from lexo.library.export.structure import Heading, Part, Prose, begins_item, parts_of
from lexo.library.export.tables import to_markdown as to_table

_LINE_SPECIAL = re.compile(r"^(#{1,6}(?=\s)|>|\+(?=\s)|=+$|-(?=-))")


def to_markdown(pages: Sequence[PageText]) -> str:
    """Everything that was read. With more than one page each begins with `<!-- page N -->`."""
    parts: list[str] = []
    for number, page in enumerate(parts_of(pages), start=1):
        parts += [f"<!-- page {number} -->"] if len(pages) > 1 else []
        parts += [part for part in map(_part, page) if part]
    return "\n\n".join(parts) + "\n" if parts else ""


def _part(part: Part) -> str:
    match part:
        case Heading():
            return "#" * part.level + " " + escaped(part.text)
        case Prose():
            return "\n".join(_rows(part))
    return to_table(part)


def _rows(prose: Prose) -> Iterator[str]:
    """Rows that somebody ended stay apart, list items get their sign."""
    for index, row in enumerate(prose.rows):
        following = prose.rows[index + 1] if index + 1 < len(prose.rows) else None
        shown = "- " + escaped(row.text) if row.is_item else _LINE_SPECIAL.sub(r"\\\1", escaped(row.text))
        is_whole = row.is_item or following is None or following.is_item or begins_item(following.text)
        yield shown if is_whole else shown + "  "  # two spaces: a line break
