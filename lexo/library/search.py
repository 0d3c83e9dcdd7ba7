"""Search: every page that has what was asked for, best first; and if there is none, what comes nearest."""

from dataclasses import dataclass
from datetime import date

from lexo.document import BBox
from lexo.library import finding, hits, hybrid, spelling
from lexo.library.finding import FIRST, Found, Matched
from lexo.library.hits import SearchHit
from lexo.library.matching import Matcher
from lexo.library.meaning import Meaning
from lexo.library.query import Query, parse
from lexo.library.scope import Scope
from lexo.store import filtering, index
from lexo.store.database import Database
from lexo.store.filtering import Filters
from lexo.store.index import PlacedWords, Within

__all__ = ["Matched", "SearchHit", "SearchResults", "find_in_document", "found_documents", "search"]

MAX_PAGES = 100  # of one document whose hits are placed
MAX_RANKED = 5000  # pages whose documents are counted


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Hits, best first. Without `is_complete` older pages match too: `total` counts those that can be paged through.

    `suggestion` is the whole text spelt otherwise, where that finds more.
    """

    items: tuple[SearchHit, ...]
    total: int
    matched: Matched = Matched.NONE
    is_complete: bool = True
    suggestion: str | None = None


def search(  # noqa: PLR0913 (what a search may be asked for)
    db: Database,
    q: str,
    limit: int = 20,
    offset: int = 0,
    *,
    filters: Filters | None = None,
    today: date | None = None,
    meaning: Meaning | None = None,
) -> SearchResults:
    """Find pages; any text is a query. Documents in the trash are not found. `meaning` adds what says it otherwise."""
    query = parse(q)
    near = hybrid.nearest(db, meaning, q, filters)
    with db.read() as connection:
        documents = filtering.matching(connection, filters or Filters())
        scope = Scope(db, connection, max(limit + offset, FIRST), Within(documents=documents))
        if not query.terms:
            return _listed(scope, limit, offset) if documents is not None else SearchResults((), 0)
        found = finding.find(scope, query, q)
        found = hybrid.with_near(scope, q, found, near)
        items = _items(scope, query, found, offset, limit)
        suggestion = spelling.suggested(scope, q, query, found)
    matched = found.matched if found.total else Matched.NONE
    return SearchResults(items, found.total, matched, found.ranked.is_complete, suggestion)


def _items(scope: Scope, query: Query, found: Found, offset: int, limit: int) -> tuple[SearchHit, ...]:
    """The hits of one page of results: pages first, then documents by their names."""
    pages = hits.of_pages(scope.connection, found.ranked.pages[offset : offset + limit], found.matcher, found.near)
    first_name = max(0, offset - found.ranked.total)
    names = found.names[first_name : first_name + limit - len(pages)]
    return (*pages, *(hits.of_name(name, query, found.matcher) for name in names))


def _listed(scope: Scope, limit: int, offset: int) -> SearchResults:
    """The documents that filters leave, the newest paper first: a hit for each, its first page."""
    listed = index.newest_papers(scope.connection, scope.within.documents or (), limit=limit, offset=offset)
    items = tuple(hits.of_paper(paper) for paper in listed)
    total = len(scope.within.documents or ())
    return SearchResults(items, total, Matched.ALL if total else Matched.NONE)


def found_documents(db: Database, q: str, filters: Filters | None = None, limit: int = 1000) -> tuple[int, ...]:
    """The documents that a search finds, best first, at most `limit`: what facets count."""
    query = parse(q)
    with db.read() as connection:
        documents = filtering.matching(connection, filters or Filters())
        if not query.terms:
            return (documents or ())[:limit]
        found = finding.find(Scope(db, connection, MAX_RANKED, Within(documents=documents)), query, q)
        by_page = index.documents_of(connection, [page.page_id for page in found.ranked.pages])
    by_words = (by_page[page.page_id] for page in found.ranked.pages if page.page_id in by_page)
    by_name = (name.document_id for name in found.names)
    return tuple(dict.fromkeys((*by_words, *by_name)))[:limit]


def find_in_document(db: Database, document_id: int, q: str, near: int = 1) -> dict[int, tuple[BBox, ...]]:
    """Where a document has what a search asked for: page numbers, with the boxes of the hits.

    Of a long document, the hundred such pages that are nearest to page `near`.
    """
    query = parse(q)
    if not query.terms:
        return {}
    with db.read() as connection:
        within = tuple(index.pages_of(connection, document_id))
        found = finding.find_pages(Scope(db, connection, len(within), Within(pages=within)), query, q)
        order = {page_id: abs(number - near) for number, page_id in enumerate(within, start=1)}
        nearest = sorted((page.page_id for page in found.ranked.pages), key=order.__getitem__)[:MAX_PAGES]
        pages = index.find_pages(connection, nearest).values()
    return {page.number: _boxes(found.matcher, page.text, page.layout) for page in pages}


def _boxes(matcher: Matcher, text: str, layout: bytes) -> tuple[BBox, ...]:
    return matcher.boxes(PlacedWords(text, layout), matcher.spans(text))
