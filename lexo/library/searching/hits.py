"""What a search gives for what it found: each page with the few lines that show why, and where its hits lie."""

from collections.abc import Sequence
from typing import NamedTuple

from lexo.document import BBox
from lexo.library.searching.folding import fold_in_place
from lexo.library.searching.matching import Matcher
from lexo.library.searching.meaning import Near
from lexo.library.searching.query import Query
from lexo.library.searching.snippet import snippet
from lexo.store import index
from lexo.store.database import Connection
from lexo.store.index import NamedDocument, Paper, PlacedWords, Scored


class SearchHit(NamedTuple):
    """A page; or, without `page`, a document whose name alone matches.

    In `snippet` each hit stands between \\x02 and \\x03; `boxes` are the hits' words on the upright page.
    """

    document_id: int
    title: str
    page: int | None
    snippet: str
    boxes: tuple[BBox, ...]
    score: float


def of_pages(
    connection: Connection, pages: Sequence[Scored], matcher: Matcher, near: Sequence[Near] = ()
) -> list[SearchHit]:
    """A hit for each page, in this order. A page without any of the words shows the passage that is near in meaning."""
    passages = {passage.page_id: passage for passage in near}
    found = index.find_pages(connection, [page.page_id for page in pages])
    hits = []
    for page_id, score in pages:
        page = found.get(page_id)
        if page is not None:
            spans = matcher.spans(page.text)
            boxes = PlacedWords(page.text, page.layout).boxes(spans) if spans and page.layout else ()
            passage = passages.get(page_id) if not spans else None
            shown = _passage(page.text, passage) if passage else snippet(page.text, spans)
            hits.append(SearchHit(page.document_id, page.title, page.number, shown, boxes, score))
    return hits


def _passage(text: str, passage: Near) -> str:
    """How a passage begins, and whether there is more of the page around it."""
    begins, more = passage.first_char, "… " if text[: passage.first_char].strip() else ""
    return more + snippet(text[begins:], ())


def of_name(document: NamedDocument, query: Query, matcher: Matcher) -> SearchHit:
    """A hit without a page: what is shown is the title, or the file name where only that matches."""
    parts = [term.part for term in query.terms]
    folded = fold_in_place(document.title)
    shown = document.title if all(part in folded for part in parts) else document.filename
    return SearchHit(document.document_id, document.title, None, snippet(shown, matcher.spans(shown)), (), 0.0)


def of_paper(paper: Paper) -> SearchHit:
    """A document that only filters chose: how it begins."""
    return SearchHit(paper.document_id, paper.title, paper.page, snippet(paper.beginning, ()), (), 0.0)
