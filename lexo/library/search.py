"""Search: every page that has all the words, best first; and if there is none, what comes nearest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from lexo.document import BBox
from lexo.library import expression
from lexo.library.folding import fold_in_place
from lexo.library.matching import Matcher
from lexo.library.query import Query, Term, Words, parse
from lexo.library.snippet import snippet
from lexo.store import index
from lexo.store.database import Database
from lexo.store.index import Connection, NamedDocument, Ranked, Scored

CANDIDATES = 5_000  # newest pages that are ranked; see index.rank_pages
FIRST = 200  # so many of the best pages are put in order once more, by their documents' names
NAME_FACTOR = 1.5  # a page counts for more if its document's name holds the terms too
MAX_NAMES = 100
MAX_WORDS = 40  # longer words that stand for a part of one
MIN_PART = 3  # letters
MAX_PARTS_S = 0.3  # for longer words of one term
MAX_IDENTIFIED = 1000  # pages with an identifier
MAX_PAGES = 100  # of one document whose hits are placed


class Matched(StrEnum):
    """How well the hits fit."""

    ALL = "all"  # they have everything that was asked for
    PARTS = "parts"  # they have words or numbers that hold what was asked for
    SOME = "some"  # they have some of it
    NONE = "none"  # there is no hit


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A page; or, without `page`, a document whose name alone matches.

    In `snippet` each hit stands between \\x02 and \\x03; `boxes` are the hits' words on the upright page.
    """

    document_id: int
    title: str
    page: int | None
    snippet: str
    boxes: tuple[BBox, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Hits, best first. Without `is_complete` older pages match too: `total` counts those that can be paged through."""

    items: tuple[SearchHit, ...]
    total: int
    matched: Matched = Matched.NONE
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    ranked: Ranked
    matched: Matched
    matcher: Matcher
    names: tuple[NamedDocument, ...] = ()  # documents found by name alone: they follow the pages


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where to look: in the whole library, or in these pages; and how many hits are needed."""

    connection: Connection
    needed: int
    within: tuple[int, ...] | None = None

    def rank(self, match: str, within: Collection[int] | None = None) -> Ranked:
        """The best pages by their words."""
        pages = self.within if within is None else sorted(within)
        return index.rank_pages(self.connection, match, candidates=CANDIDATES, limit=self.needed, within=pages)

    def only(self, pages: Iterable[int]) -> set[int]:
        """Those of the pages that are looked at."""
        return set(pages) if self.within is None else set(pages).intersection(self.within)


def search(db: Database, q: str, limit: int = 20, offset: int = 0) -> SearchResults:
    """Find pages; any text is a query. Documents in the trash are not found."""
    query = parse(q)
    if not query.terms:
        return SearchResults((), 0)
    with db.read() as connection:
        found = _find(_Scope(connection, max(limit + offset, FIRST)), query)
        items = _page_hits(connection, found.ranked.pages[offset : offset + limit], found.matcher)
    first_name = max(0, offset - found.ranked.total)
    names = found.names[first_name : first_name + limit - len(items)]
    items += [_name_hit(name, query, found.matcher) for name in names]
    total = found.ranked.total + len(found.names)
    return SearchResults(tuple(items), total, found.matched if total else Matched.NONE, found.ranked.is_complete)


def find_in_document(db: Database, document_id: int, q: str, near: int = 1) -> dict[int, tuple[BBox, ...]]:
    """Where a document has what a search asked for: page numbers, with the boxes of the hits.

    Of a long document, the hundred such pages that are nearest to page `near`.
    """
    query = parse(q)
    if not query.terms:
        return {}
    with db.read() as connection:
        within = tuple(index.pages_of(connection, document_id))
        found = _find_pages(_Scope(connection, len(within), within), query)
        order = {page_id: abs(number - near) for number, page_id in enumerate(within, start=1)}
        nearest = sorted((page.page_id for page in found.ranked.pages), key=order.__getitem__)[:MAX_PAGES]
        pages = index.find_pages(connection, nearest).values()
    return {page.number: found.matcher.boxes(index.PlacedWords(page.text, page.layout)) for page in pages}


def _find(scope: _Scope, query: Query) -> _Found:
    """Pages with all terms, and documents whose names have them; if there is neither, what comes nearest."""
    names = _names(scope.connection, query)
    if not names:
        return _find_pages(scope, query)
    ranked, others = _by_name(scope.connection, _with_all(scope, query), names)
    return _Found(ranked, Matched.ALL, Matcher(query), others)


def _find_pages(scope: _Scope, query: Query) -> _Found:
    """Pages with all terms; if there is none, with parts of them, then with some of them."""
    ranked = _with_all(scope, query)
    return _Found(ranked, Matched.ALL, Matcher(query)) if ranked.total else _with_parts(scope, query)


def _with_all(scope: _Scope, query: Query) -> Ranked:
    """Pages with all terms. Those that have the numbers as identifiers come first."""
    by_words = scope.rank(expression.all_terms(query))
    numbers = [term.identifier for term in query.terms if term.identifier]
    if not numbers:
        return by_words
    having = (index.pages_with_identifier(scope.connection, number, MAX_IDENTIFIED) for number in numbers)
    pages = scope.only(set.intersection(*map(set, having)))
    if not pages:
        return by_words
    identified = _identified(scope, query, pages)
    in_both = scope.rank(expression.all_terms(query), pages).total
    known = {page.page_id for page in identified.pages}
    others = tuple(page for page in by_words.pages if page.page_id not in known)
    total = identified.total + by_words.total - min(in_both, identified.total)
    return Ranked(total, by_words.is_complete, identified.pages + others)


def _identified(scope: _Scope, query: Query, pages: Collection[int]) -> Ranked:
    """Those of the pages with the identifiers that have the other terms too."""
    others = replace(query, terms=tuple(term for term in query.terms if not term.identifier))
    if others.terms:
        return scope.rank(expression.all_terms(others), pages)
    return index.newest_pages(scope.connection, sorted(pages), limit=scope.needed)


def _names(connection: Connection, query: Query) -> tuple[NamedDocument, ...]:
    """Documents whose title or file name has every term somewhere in it."""
    long = [term.part for term in query.terms if len(term.part) >= MIN_PART]
    short = [term.part for term in query.terms if len(term.part) < MIN_PART]
    unwanted = [term.part for term in query.excluded]
    return tuple(
        document
        for document in index.find_by_name(connection, long, MAX_NAMES)
        if all(part in document.names for part in short) and not any(part in document.names for part in unwanted)
    )


def _by_name(
    connection: Connection, ranked: Ranked, names: Sequence[NamedDocument]
) -> tuple[Ranked, tuple[NamedDocument, ...]]:
    """Move pages up whose document's name matches too; and the documents that only their name speaks for."""
    first = ranked.pages[:FIRST]
    documents = index.documents_of(connection, [page.page_id for page in first])
    named = {document.document_id for document in names}
    raised = [
        Scored(page_id, score * NAME_FACTOR if documents[page_id] in named else score) for page_id, score in first
    ]
    raised.sort(key=lambda page: -page.score)
    found = set(documents.values())
    others = tuple(document for document in names if document.document_id not in found)
    is_all_known = ranked.total <= len(first)
    return ranked._replace(pages=(*raised, *ranked.pages[FIRST:])), others if is_all_known else ()


def _with_parts(scope: _Scope, query: Query) -> _Found:
    """Nothing has all terms as they are: look for longer words and numbers that hold them, then for some of them."""
    numbers = [term.identifier for term in query.terms if term.identifier]
    having = (index.pages_with_part_of_identifier(scope.connection, number, MAX_IDENTIFIED) for number in numbers)
    pages = scope.only(chain.from_iterable(having))
    if pages:
        identified = _identified(scope, query, pages)
        if identified.total:
            return _Found(identified, Matched.PARTS, Matcher(query, numbers))
    wider = replace(query, terms=tuple(_widened(scope.connection, term) for term in query.terms))
    ranked = scope.rank(expression.all_terms(wider))
    if ranked.total:
        return _Found(ranked, Matched.PARTS, Matcher(wider))
    return _Found(scope.rank(expression.any_term(wider)), Matched.SOME, Matcher(wider))


def _widened(connection: Connection, term: Term) -> Term:
    """The term; or if no page has it, any longer word that holds it."""
    if term.is_exact or len(term.part) < MIN_PART or not term.part.isalnum():
        return term
    if index.has_match(connection, expression.one_term(term)):
        return term
    longer = index.words_with(connection, term.part, MAX_WORDS, MAX_PARTS_S)
    return replace(term, alternatives=term.alternatives + tuple((Words((word,)),) for word in longer))


def _page_hits(connection: Connection, pages: Sequence[Scored], matcher: Matcher) -> list[SearchHit]:
    found = index.find_pages(connection, [page.page_id for page in pages])
    return [
        SearchHit(
            page.document_id,
            page.title,
            page.number,
            snippet(page.text, matcher.spans(page.text)),
            matcher.boxes(index.PlacedWords(page.text, page.layout)),
            score,
        )
        for page, score in ((found[page_id], score) for page_id, score in pages)
    ]


def _name_hit(document: NamedDocument, query: Query, matcher: Matcher) -> SearchHit:
    """A hit without a page: what is shown is the title, or the file name where only that matches."""
    parts = [term.part for term in query.terms]
    folded = fold_in_place(document.title)
    shown = document.title if all(part in folded for part in parts) else document.filename
    return SearchHit(document.document_id, document.title, None, snippet(shown, matcher.spans(shown)), (), 0.0)
