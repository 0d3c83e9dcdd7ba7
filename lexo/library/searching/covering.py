"""Where no page has every term: pages with the most telling ones first; before them, documents that have all of them.

A term tells the more the fewer pages have it. What a page has of the terms counts first; how often, only then.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain
from math import log
from typing import NamedTuple

from lexo.library.searching import expression
from lexo.library.searching.query import Query, Term
from lexo.library.searching.scope import CANDIDATES, Scope
from lexo.store import index
from lexo.store.index import Ranked, Scored

MAX_TERMS = 10  # the most telling; the others change nothing
MAX_LOOKED_UP = 300  # best pages that are looked up for terms that too many pages have
MAX_DOCUMENTS = 1000  # whose pages are put together
MAX_PAGES = 20_000  # of theirs


@dataclass(frozen=True, slots=True)
class _Having:
    match: str
    pages: frozenset[int]
    is_all: bool  # of the pages with the term
    weight: float


class Covered(NamedTuple):
    """Pages that have some of the terms; the first `together` are of documents whose pages have all between them."""

    ranked: Ranked
    together: int


def covering(scope: Scope, query: Query) -> Covered:
    """Pages with some of the terms. Takes as long as ten terms take to be listed, however many pages there are."""
    having = [each for each in (_having(scope, term, query) for term in query.terms) if each.pages]
    having = sorted(having, key=lambda each: -each.weight)[:MAX_TERMS]
    if not having:
        return Covered(Ranked(0, True, ()), 0)
    weights: dict[int, float] = {}
    for each in having:
        for page in each.pages:
            weights[page] = weights.get(page, 0.0) + each.weight
    best = dict(nlargest(max(scope.needed, MAX_LOOKED_UP), weights.items(), key=lambda item: (item[1], item[0])))
    _add_common(scope, best, [each for each in having if not each.is_all])
    together = _together(scope, having) if len(having) == len(query.terms) > 1 else {}
    for page, weight in together.items():
        best[page] = max(best.get(page, 0.0), weight)
    ordered = _ordered(scope, best, together, having)
    is_complete = all(each.is_all for each in having)
    return Covered(Ranked(len(weights.keys() | together), is_complete, tuple(ordered[: scope.needed])), len(together))


def _having(scope: Scope, term: Term, query: Query) -> _Having:
    match = expression.all_terms(replace(query, terms=(term,)))
    pages = scope.having(match)
    return _Having(match, frozenset(pages), len(pages) < CANDIDATES, 1 / log(2 + len(pages)))


def _add_common(scope: Scope, best: dict[int, float], common: Iterable[_Having]) -> None:
    """Look the best pages up for terms whose older pages were not listed."""
    for each in common:
        unknown = [page for page in list(best)[:MAX_LOOKED_UP] if page not in each.pages]
        for page in index.those_having(scope.connection, each.match, unknown):
            best[page] += each.weight


def _together(scope: Scope, having: Sequence[_Having]) -> dict[int, float]:
    """Pages, each with some of the terms, of documents whose pages have every term between them."""
    rarest = sorted(having[0].pages, reverse=True)[:MAX_DOCUMENTS]
    documents = set(index.documents_of(scope.connection, rarest).values())
    document_of = index.pages_of_documents(scope.connection, documents, MAX_PAGES)
    if scope.within.pages is not None:
        document_of = {page: document_of[page] for page in scope.within.pages if page in document_of}
    weights: dict[int, float] = {}
    for each in having:
        found = _of_these(scope, each, document_of)
        documents.intersection_update(document_of[page] for page in found)
        for page in found:
            weights[page] = weights.get(page, 0.0) + each.weight
    return {page: weight for page, weight in weights.items() if document_of[page] in documents}


def _of_these(scope: Scope, having: _Having, pages: Collection[int]) -> Collection[int]:
    if having.is_all:
        return having.pages.intersection(pages)
    listed = having.pages.intersection(pages)
    unlisted = [page for page in pages if page not in listed][:MAX_LOOKED_UP]
    return listed.union(index.those_having(scope.connection, having.match, unlisted))


def _ordered(
    scope: Scope, weights: dict[int, float], together: Collection[int], having: Sequence[_Having]
) -> list[Scored]:
    """Pages of documents with everything first, then by what they have, then by how well they have it."""
    first = nlargest(MAX_LOOKED_UP, weights, key=lambda page: (page in together, weights[page], page))
    telling = [each.match for each in having if each.is_all]
    ranked = scope.rank(" OR ".join(f"({match})" for match in telling), first).pages if telling else ()
    fine = dict(ranked)
    top = max(fine.values(), default=0.0) or 1.0
    scored = [Scored(page, round(weights[page], 4) + fine.get(page, 0.0) / top / 1000) for page in first]
    scored.sort(key=lambda page: (page.page_id not in together, -page.score, -page.page_id))
    others = set(weights).difference(first)
    rest = sorted(others, key=lambda page: (page not in together, -weights[page], -page))
    return list(chain(scored, (Scored(page, weights[page]) for page in rest)))
