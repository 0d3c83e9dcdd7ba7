"""A paper as one HTML file: no script, nothing fetched, readable aloud, on paper as on a screen."""

from collections.abc import Iterator

from lexo.library.export.escaping import marked_up
from lexo.library.export.paper import Paper
from lexo.library.export.structure import Heading, Part, Prose, Row, parts_of
from lexo.library.export.tables import to_html as to_table

_STYLE = """\
:root { color-scheme: light dark }
body { font: 1rem/1.5 Georgia, "Times New Roman", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3, h4 { line-height: 1.2 }
section + section { border-top: 1px solid; margin-top: 2rem; padding-top: 1rem }
table { border-collapse: collapse; margin: 1rem 0; max-width: 100%; display: block; overflow-x: auto }
th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top }
@media print {
body { max-width: none; margin: 0; font-size: 11pt }
section + section { border: 0; margin: 0; padding: 0; break-before: page }
table { display: table; overflow: visible }
tr { break-inside: avoid }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # whatever a paper says, nothing is loaded and nothing runs


def to_html(paper: Paper) -> str:
    """The whole document. The title is its only heading of the first level; those of the paper lie below."""
    title = marked_up(paper.title)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{paper.language_tag}">' if paper.language else "<html>",
        '<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>",
        f"<body>\n<main>\n<h1>{title}</h1>",
    ]
    for number, page in enumerate(parts_of(paper.pages), start=paper.first):
        parts += [f'<section id="page-{number}" aria-label="Page {number}">', *map(_part, page), "</section>"]
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def _part(part: Part) -> str:
    match part:
        case Heading():
            return f"<h{part.level + 1}>{marked_up(part.text)}</h{part.level + 1}>"
        case Prose():
            return "\n".join(_prose(part.rows))
    return to_table(part).rstrip("\n")


def _prose(rows: tuple[Row, ...]) -> Iterator[str]:
    """Items as lists, the rows between them as paragraphs."""
    begin = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end].is_item != rows[begin].is_item:
            run = [marked_up(row.text) for row in rows[begin:end]]
            if rows[begin].is_item:
                yield "<ul>\n" + "\n".join(f"<li>{text}</li>" for text in run) + "\n</ul>"
            else:
                yield "<p>" + "<br>\n".join(run) + "</p>"
            begin = end
