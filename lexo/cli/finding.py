"""`lexo search` and `lexo show`."""

import os
import re
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lexo.cli.output import put, put_json, reason_shape, say, visible
from lexo.errors import sentence

if TYPE_CHECKING:
    from lexo.document import Document, Place, Reason
    from lexo.library.searching.search import SearchHit
    from lexo.store.pages import PageSummary

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]

_HIT = re.compile("\x02(.*?)\x03", re.DOTALL)
_NOT_COLUMNS = {"warnings", "reason", "kind_reasons", "keep_reasons"}


def search(
    query: Annotated[list[str] | None, typer.Argument(help='Words, "words that stand together", filters.')] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only papers of this kind: an id or a name.")] = None,
    sender: Annotated[list[str] | None, typer.Option(help="Only from this sender: words of the name.")] = None,
    after: Annotated[str, typer.Option(help="Only papers younger than this day, month or year.")] = "",
    before: Annotated[str, typer.Option(help="Only older ones.")] = "",
    lowest: Annotated[str, typer.Option("--min", help="Only papers about so much, or more.")] = "",
    highest: Annotated[str, typer.Option("--max", help="Only papers about so much, or less.")] = "",
    saved: Annotated[str, typer.Option(help="Search as kept under this name: see `lexo searches`.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many pages.")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="Leave out so many of the best.")] = 0,
    by_meaning: Annotated[
        bool, typer.Option("--meaning", help="Also what says it in other words: loads a model.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find pages by their words. Filters may be typed among them. Put -- before a query that begins with a minus."""
    from lexo.cli.library import opened_library
    from lexo.cli.meaning import meaning_of
    from lexo.cli.searches import kept, typed_out
    from lexo.library.searching import search as searching
    from lexo.library.searching.narrowing import hindrances

    named = {"kind": kind, "sender": sender, "after": after, "before": before, "min": lowest, "max": highest}
    with opened_library() as library, meaning_of(library) if by_meaning else nullcontext() as meaning:
        asked = typed_out(" ".join(filter(None, (kept(library.db, saved), *(query or ())))), named)
        results = searching.search(library.db, asked, limit, offset, meaning=meaning)
        hindering = () if results.total else hindrances(library.db, results.understood)
    if as_json:
        end = offset + len(results.items)
        put_json(
            {
                "items": [_hit(hit) for hit in results.items],
                "next": str(end) if results.items and end < results.total else None,
                "total": results.total,
                "matched": str(results.matched),
            }
        )
        return
    for hit in results.items:
        page = f" p. {hit.page}" if hit.page else ""
        put(f"{hit.document_id}{page}  {visible(hit.title)}\n    {_marked(hit.snippet)}")
    say(_summary(len(results.items), results.total, str(results.matched)))
    for each in hindering:
        say(f"Without {visible(each.part.typed)}: {each.count} documents.")


def show(
    document_id: Annotated[int, typer.Argument(metavar="ID", help="As `lexo add` and `lexo search` print it.")],
    as_json: Json = False,
) -> None:
    """Print a document's text; with --json all that is known of it."""
    from lexo.cli.facts_shape import said_of
    from lexo.cli.library import opened_library
    from lexo.store import documents, pages, places

    with opened_library() as library:
        document = documents.get(library.db, document_id)
        text = pages.document_text(library.db, document_id)
        if as_json:
            found = places.by_document(library.db, document_id)
            shape = _shape(document, found, pages.list_pages(library.db, document_id), text)
            put_json({**shape, **said_of(library.db, document_id)})
            return
    say(f"{visible(document.title)} ({document.state}, {document.page_count or '?'} pages)")
    if document.reason:
        say(sentence(document.reason.code, document.reason.details))
    put(text)


def _hit(hit: "SearchHit") -> dict[str, Any]:
    snippet, highlights, end = "", [], 0
    for found in _HIT.finditer(hit.snippet):
        snippet += hit.snippet[end : found.start()]
        highlights.append([len(snippet), len(snippet) + len(found[1])])
        snippet, end = snippet + found[1], found.end()
    return {
        "document_id": hit.document_id,
        "title": hit.title,
        "page": hit.page,
        "snippet": snippet + hit.snippet[end:],
        "highlights": highlights,
        "boxes": hit.boxes,
        "score": hit.score,
    }


def _marked(snippet: str) -> str:
    """Hits in bold on a terminal, plain elsewhere and where NO_COLOR is set."""
    is_bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    parts = [visible(part) for part in _HIT.split(snippet)]
    return "".join(f"\x1b[1m{part}\x1b[0m" if is_bold and index % 2 else part for index, part in enumerate(parts))


def _summary(shown: int, total: int, matched: str) -> str:
    if not total:
        return "Nothing was found."
    how = {
        "parts": ", by parts of words",
        "near": ", by words that are spelt nearly so",
        "together": ", the first with all the words on several pages",
        "some": ", none of them with all the words",
        "meaning": ", in other words",
    }.get(matched, "")
    return f"{shown} of {total} hits{how}."


def _shape(
    document: "Document", places: tuple["Place", ...], pages: tuple["PageSummary", ...], text: str
) -> dict[str, Any]:
    return {
        **{name: getattr(document, name) for name in document.__dataclass_fields__ if name not in _NOT_COLUMNS},
        **reason_shape(document.reason),
        "warnings": [_notice(warning) for warning in document.warnings],
        "places": [
            {"path": place.path, "state": place.state, "is_missing": place.is_missing, **reason_shape(place.reason)}
            for place in places
        ],
        "pages": [
            {
                **{name: getattr(page, name) for name in page.__dataclass_fields__ if name not in _NOT_COLUMNS},
                **reason_shape(page.reason),
                "warnings": [{"code": code, "message": sentence(code)} for code in page.warnings],
            }
            for page in pages
        ],
        "text": text,
    }


def _notice(reason: "Reason") -> dict[str, str]:
    return {"code": reason.code, "message": sentence(reason.code, reason.details)}
