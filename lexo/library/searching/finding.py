"""Which pages a query finds, in which order: those that have all of it; if there is none, what comes nearest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from lexo.library.searching import expression, keywords, loosening
from lexo.library.searching.covering import covering
from lexo.library.searching.matching import Matcher
from lexo.library.searching.meaning import Near
from lexo.library.searching.query import Query, parse
from lexo.library.searching.scope import Scope
from lexo.store import index
from lexo.store.database import Connection
from lexo.store.index import NamedDocument, Ranked, Scored

ENOUGH = 20  # pages with the very words: no others are looked for
FIRST = 200  # so many of the best pages are put in order once more, by their documents' names
NAME_FACTOR = 1.5  # a page counts for more if its document's name holds the terms too
MAX_NAMES = 100
MIN_PART = 3  # letters, of a name
MAX_IDENTIFIED = 1000  # pages with an identifier


class Matched(StrEnum):
    """How well the hits fit."""

    ALL = "all"  # they have everything that was asked for, in these words or others of their families
    PARTS = "parts"  # they have words or numbers that hold what was asked for
    NEAR = "near"  # they have words that are spelt nearly so
    TOGETHER = "together"  # the first are of documents that have everything, on several pages
    SOME = "some"  # they have some of it
    MEANING = "meaning"  # they say it in other words: no word was found
    NONE = "none"  # there is no hit


@dataclass(frozen=True, slots=True)
class Found:
    """Pages, best first, and documents that only their name speaks for, which follow them."""

    ranked: Ranked
    matched: Matched
    matcher: Matcher
    names: tuple[NamedDocument, ...] = ()
    respelt: tuple[tuple[str, str], ...] = ()  # words as they were typed, folded, and what stood for them
    near: tuple[Near, ...] = ()  # among the pages: those found by meaning too, or by meaning alone

    @property
    def total(self) -> int:
        return self.ranked.total + len(self.names)


def find(scope: Scope, query: Query, text: str) -> Found:
    """Pages with all terms, and documents whose names have them; if there is neither, what comes nearest.

    `text` is what the query was read from.
    """
    names = _names(scope, query)
    if not names:
        return find_pages(scope, query, text)
    found = _with_all(scope, query)
    ranked, others = _by_name(scope.connection, found.ranked, names)
    return replace(found, ranked=ranked, names=others)


def find_pages(scope: Scope, query: Query, text: str) -> Found:
    """Pages with all terms; if there is none, with what a question asks for, with parts, with near words, with some."""
    found = _with_all(scope, query)
    if found.total or scope.documents == ():
        return found
    telling = _telling(query, text)
    if telling is not None:
        found = _with_all(scope, telling)
    return found if found.total else _with_parts(scope, telling or query)


def _telling(query: Query, text: str) -> Query | None:
    """The query without the small words of a plain sentence; None where it has none, or nothing else."""
    words = {term.part for term in parse(" ".join(keywords.read(text).words) + " ").terms}
    terms = tuple(term for term in query.terms if term.is_exact or term.identifier or term.part in words)
    return replace(query, terms=terms) if 0 < len(terms) < len(query.terms) else None


def _with_all(scope: Scope, query: Query) -> Found:
    """Pages with all terms; where they are few, those with other words of the same families after them."""
    ranked = _exactly(scope, query)
    matcher = Matcher(query)
    is_enough = ranked.total >= ENOUGH or any(term.identifier for term in query.terms)
    vocabulary = None if is_enough else scope.vocabulary
    wider = loosening.with_family(query, vocabulary) if vocabulary else None
    if wider is not None:
        family = scope.rank(expression.all_terms(wider))
        if family.total > ranked.total:
            ranked, matcher = _after(ranked, family), Matcher(wider)
    return Found(ranked, Matched.ALL, matcher)


def _after(first: Ranked, wider: Ranked) -> Ranked:
    """The pages of `first`, then the others of `wider`, which has them all."""
    known = {page.page_id for page in first.pages}
    return wider._replace(pages=(*first.pages, *(page for page in wider.pages if page.page_id not in known)))


def _exactly(scope: Scope, query: Query) -> Ranked:
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


def _identified(scope: Scope, query: Query, pages: Collection[int]) -> Ranked:
    """Those of the pages with the identifiers that have the other terms too."""
    others = replace(query, terms=tuple(term for term in query.terms if not term.identifier))
    if others.terms:
        return scope.rank(expression.all_terms(others), pages)
    return index.newest_pages(scope.connection, sorted(pages), limit=scope.needed)


def _names(scope: Scope, query: Query) -> tuple[NamedDocument, ...]:
    """Documents whose title or file name has every term somewhere in it."""
    long = [term.part for term in query.terms if len(term.part) >= MIN_PART]
    short = [term.part for term in query.terms if len(term.part) < MIN_PART]
    unwanted = [term.part for term in query.excluded]
    named = [
        document
        for document in index.find_by_name(scope.connection, long, MAX_NAMES)
        if all(part in document.names for part in short) and not any(part in document.names for part in unwanted)
    ]
    wanted = scope.only_documents([document.document_id for document in named])
    return tuple(document for document in named if document.document_id in wanted)


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


def _with_parts(scope: Scope, query: Query) -> Found:
    """Pages with identifiers that hold the numbers, with words that hold the words or nearly are them, with some."""
    numbers = [term.identifier for term in query.terms if term.identifier]
    found = _with_parts_of_numbers(scope, query, numbers)
    if found is not None:
        return found
    loose = loosening.loosened(query, scope)
    matcher = Matcher(loose.query)
    if loose.query != query:
        ranked = scope.rank(expression.all_terms(loose.query))
        if ranked.total:
            return Found(ranked, Matched.NEAR if loose.respelt else Matched.PARTS, matcher, respelt=loose.respelt)
    covered = covering(scope, loose.query)
    matched = Matched.TOGETHER if covered.together else Matched.SOME
    return Found(covered.ranked, matched, matcher, respelt=loose.respelt)


def _with_parts_of_numbers(scope: Scope, query: Query, numbers: Sequence[str]) -> Found | None:
    having = [index.pages_with_part_of_identifier(scope.connection, number, MAX_IDENTIFIED) for number in numbers]
    pages = scope.only(chain.from_iterable(having))
    identified = _identified(scope, query, pages) if pages else None
    if identified is None or not identified.total:
        return None
    return Found(identified, Matched.PARTS, Matcher(query, numbers))
