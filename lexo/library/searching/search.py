"""Search: every page that has what was asked for, best first; and if there is none, what comes nearest."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from lexo.document import BBox
from lexo.library.searching import expression, finding, hits, hybrid, spelling
from lexo.library.searching.finding import FIRST, Found, Matched
from lexo.library.searching.hits import SearchHit
from lexo.library.searching.matching import Matcher
from lexo.library.searching.meaning import Meaning
from lexo.library.searching.query import Query, parse
from lexo.library.searching.scope import Scope
from lexo.library.typed import reading as typed
from lexo.library.typed.reading import MAX_LIFTED, Part, Understood
from lexo.store import filtering, index
from lexo.store.database import Connection, Database
from lexo.store.filtering import Filters
from lexo.store.index import PlacedWords, Within

__all__ = ["Matched", "SearchHit", "SearchResults", "find_in_document", "found_documents", "search"]

MAX_PAGES = 100  # of one document whose hits are placed
NOT_ALL = (Matched.NONE, Matched.SOME, Matched.TOGETHER)
MAX_RANKED = 5000  # pages whose documents are counted


NOTHING = Understood("", Filters(), (), "")


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Hits, best first. Without `is_complete` older pages match too: `total` counts those that can be paged through.

    `suggestion` is the whole text spelt otherwise, where that finds more; `emptied_by` are the typed filters that keep
    away all that has the words.
    """

    items: tuple[SearchHit, ...]
    total: int
    matched: Matched = Matched.NONE
    is_complete: bool = True
    suggestion: str | None = None
    understood: Understood = NOTHING
    emptied_by: tuple[Part, ...] = ()


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
    """Find pages; any text is a query. Documents in the trash are not found. `meaning` adds what says it otherwise.

    Filters that are typed in `q` and `filters` hold together; without words their documents are listed. `today` is what
    typed dates go by.
    """
    asked = _asked(db, q, filters, today)
    near = hybrid.nearest(db, meaning, asked.words, asked.filters)
    with db.read() as connection:
        scope = _scope(db, connection, asked.filters, max(limit + offset, FIRST))
        query = parse(asked.words)
        if not query.terms:
            results = _listed(scope, limit, offset)
        else:
            found = hybrid.with_near(scope, asked.words, finding.find(scope, query, asked.words), near)
            items = _items(scope, query, found, offset, limit)
            suggestion = spelling.suggested(scope, q, query, found)
            matched = found.matched if found.total else Matched.NONE
            results = SearchResults(items, found.total, matched, found.ranked.is_complete, suggestion)
        emptied_by = _emptied_by(scope, query, asked) if results.matched in NOT_ALL else ()
    return replace(results, understood=asked.understood, emptied_by=emptied_by)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for, once it is clear what typed numbers mean."""

    understood: Understood
    given: Filters | None

    @property
    def words(self) -> str:
        return self.understood.words

    @property
    def filters(self) -> Filters | None:
        return self.with_typed(self.understood.filters) if self.understood.parts else self.given

    def with_typed(self, typed_filters: Filters) -> Filters:
        """The filters that were given, and typed ones."""
        return typed_filters if self.given is None else filtering.both(typed_filters, self.given)


def _asked(db: Database, q: str, filters: Filters | None, today: date | None) -> _Asked:
    """What was typed. What may be a filter or a word ("EDF 2024") is a word where only that finds everything.

    So is a field with its name, which may be copied from a paper ("client:Martin").
    """
    understood = _read(q, today or _today())
    asked = _Asked(understood, filters)
    if not understood.has_guesses and not any(part.is_printed for part in understood.parts):
        return asked
    with db.read() as connection:
        total, matched = _outcome(db, connection, asked)
        if matched is Matched.ALL:
            return asked
        enough = (Matched.ALL,) if total else (Matched.ALL, Matched.PARTS)
        plain = replace(asked, understood=understood.as_words())
        for other in (plain, replace(asked, understood=understood.as_printed())):
            if other.understood.parts != understood.parts and _outcome(db, connection, other)[1] in enough:
                return other
    return asked if total else plain


def _outcome(db: Database, connection: Connection, asked: _Asked) -> tuple[int, Matched]:
    """How much is found, and how well it fits."""
    scope = _scope(db, connection, asked.filters, 1)
    query = parse(asked.words)
    if not query.terms:
        total = len(scope.documents or ())
        return total, Matched.ALL if total else Matched.NONE
    found = finding.find(scope, query, asked.words)
    return found.total, found.matched if found.total else Matched.NONE


def _scope(db: Database, connection: Connection, filters: Filters | None, needed: int) -> Scope:
    return Scope(db, connection, needed, filters=filters)


def _emptied_by(scope: Scope, query: Query, asked: _Asked) -> tuple[Part, ...]:
    """Typed filters without any one of which something has all the words."""
    emptying: list[Part] = []
    if len(asked.understood.parts) > MAX_LIFTED:
        return ()
    for part in asked.understood.parts:
        within = replace(scope, needed=1, filters=asked.with_typed(asked.understood.lifted(part)))
        if within.rank(expression.all_terms(query)).total if query.terms else within.documents != ():
            emptying.append(part)
    return tuple(emptying)


def _items(scope: Scope, query: Query, found: Found, offset: int, limit: int) -> tuple[SearchHit, ...]:
    """The hits of one page of results: pages first, then documents by their names."""
    pages = hits.of_pages(scope.connection, found.ranked.pages[offset : offset + limit], found.matcher, found.near)
    first_name = max(0, offset - found.ranked.total)
    names = found.names[first_name : first_name + limit - len(pages)]
    return (*pages, *(hits.of_name(name, query, found.matcher) for name in names))


def _listed(scope: Scope, limit: int, offset: int) -> SearchResults:
    """The documents that filters leave, the newest paper first: a hit for each, its first page."""
    documents = scope.documents or ()
    listed = index.newest_papers(scope.connection, documents, limit=limit, offset=offset)
    items = tuple(hits.of_paper(paper) for paper in listed)
    total = len(documents)
    return SearchResults(items, total, Matched.ALL if total else Matched.NONE)


def found_documents(
    db: Database, q: str, filters: Filters | None = None, limit: int = 1000, *, today: date | None = None
) -> tuple[int, ...]:
    """The documents that a search finds, at most `limit`: what facets count. Best first where they are few."""
    asked = _asked(db, q, filters, today)
    query = parse(asked.words)
    with db.read() as connection:
        scope = _scope(db, connection, asked.filters, MAX_RANKED)
        if not query.terms:
            return (scope.documents or ())[:limit]
        pages, names = _pages_and_names(scope, query, asked.words)
        by_page = index.documents_of(connection, pages)
    by_words = (by_page[page_id] for page_id in pages if page_id in by_page)
    return tuple(dict.fromkeys((*by_words, *names)))[:limit]


def _pages_and_names(scope: Scope, query: Query, words: str) -> tuple[list[int], list[int]]:
    """Pages that a search finds, and documents by their names: not in order of quality where many have everything."""
    pages = scope.having(expression.all_terms(query))
    if len(pages) > FIRST and not any(term.identifier for term in query.terms):
        return pages, []
    found = finding.find(scope, query, words)
    return [page.page_id for page in found.ranked.pages], [name.document_id for name in found.names]


def find_in_document(db: Database, document_id: int, q: str, near: int = 1) -> dict[int, tuple[BBox, ...]]:
    """Where a document has what a search asked for: page numbers, with the boxes of the hits.

    Of a long document, the hundred such pages that are nearest to page `near`.
    """
    words = _read(q, _today()).as_words().words
    query = parse(words)
    if not query.terms:
        return {}
    with db.read() as connection:
        within = tuple(index.pages_of(connection, document_id))
        found = finding.find_pages(Scope(db, connection, len(within), Within(pages=within)), query, words)
        order = {page_id: abs(number - near) for number, page_id in enumerate(within, start=1)}
        nearest = sorted((page.page_id for page in found.ranked.pages), key=order.__getitem__)[:MAX_PAGES]
        pages = index.find_pages(connection, nearest).values()
    return {page.number: _boxes(found.matcher, page.text, page.layout) for page in pages}


@lru_cache(maxsize=64)  # one request may ask for hits, and then for the documents to count
def _read(q: str, today: date) -> Understood:
    return typed.read(q, today)


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the day it is where this machine stands)


def _boxes(matcher: Matcher, text: str, layout: bytes) -> tuple[BBox, ...]:
    return PlacedWords(text, layout).boxes(matcher.spans(text))
