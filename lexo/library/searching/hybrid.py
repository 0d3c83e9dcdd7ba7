"""What meaning adds to the pages that words found."""

from collections.abc import Sequence
from dataclasses import replace

from lexo.library.searching import finding, fusion
from lexo.library.searching.finding import Found, Matched
from lexo.library.searching.meaning import Meaning, Near
from lexo.library.searching.query import parse
from lexo.library.searching.scope import Scope
from lexo.store import filtering, index
from lexo.store.database import Database
from lexo.store.filtering import Filters
from lexo.store.index import Ranked

MAX_PAGES = 200_000  # of the documents that filters leave: among so many a page is looked for


def nearest(db: Database, meaning: Meaning | None, text: str, filters: Filters | None) -> tuple[Near, ...]:
    """Pages of the filtered documents that are near to a question, best first. Outside of any reading of `db`."""
    if meaning is None or not text.strip():
        return ()
    within = None
    if filters is not None and not filters.is_empty:
        with db.read() as connection:
            documents = filtering.matching(connection, filters)
            if documents is not None:
                within = index.pages_of_documents(connection, documents, MAX_PAGES).keys()
    return meaning.nearest(text, fusion.DEPTH, within)


def with_near(scope: Scope, text: str, found: Found, near: Sequence[Near]) -> Found:
    """The pages that words found, with those that are near, as one ranking. Exact numbers go before meaning."""
    if not near:
        return found
    ranked = found.ranked
    known = {page.page_id for page in ranked.pages}
    is_all_known = ranked.total <= len(ranked.pages)
    added = sum(page.page_id not in known for page in near) if is_all_known else 0
    pages = fusion.fuse(ranked.pages, near, _kept(scope, text, found))
    matched = found.matched if ranked.total else Matched.MEANING
    fused = Ranked(ranked.total + added, ranked.is_complete, pages)
    return replace(found, ranked=fused, matched=matched, near=tuple(near))


def _kept(scope: Scope, text: str, found: Found) -> int:
    """How many of the first pages stay: all down to the last one that has every exact number of the question."""
    numbers = fusion.exact_numbers(text)
    if not numbers:
        return 0
    if found.matched in (Matched.ALL, Matched.PARTS):
        return len(found.ranked.pages)
    having = finding.find_pages(scope, parse(" ".join(numbers) + " "), "")
    if having.matched is not Matched.ALL:
        return 0
    exact = {page.page_id for page in having.ranked.pages}
    return max((place for place, page in enumerate(found.ranked.pages, start=1) if page.page_id in exact), default=0)
