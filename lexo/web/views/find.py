"""What a search found, grouped by paper."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import BBox
from lexo.errors import DocumentNotFound
from lexo.library.search import Matched, SearchHit, search
from lexo.store import documents
from lexo.web.address import page_address
from lexo.web.views import papers
from lexo.web.views.show import TWO_LETTERS

if TYPE_CHECKING:
    from lexo.app import Lexo

PAGES_AT_ONCE = 30  # hits; several of them are often pages of one paper


@dataclass(frozen=True, slots=True)
class Snippet:
    """One page that holds the words; `page` is None where the name of the file matched."""

    page: int | None
    snippet: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """One paper; `boxes` are where the words lie on the page that `picture` shows."""

    document_id: int
    title: str
    language: str | None
    pages: int | None
    created_at: str
    picture: str | None
    boxes: tuple[BBox, ...]
    href: str
    hits: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """Everything that the page of results says; `more` is where the next hits begin."""

    query: str
    total: int
    groups: tuple[Group, ...]
    more: int | None
    unread: int
    is_near_only: bool
    is_complete: bool


def find(lexo: "Lexo", query: str, offset: int = 0) -> SearchView:
    """Look for words; any text is taken, none is an error."""
    wanted = query.strip()
    if not wanted:
        return SearchView("", 0, (), None, 0, is_near_only=False, is_complete=True)
    meaning = lexo.search_meaning if lexo.has_models else None
    found = search(lexo.db, wanted, limit=PAGES_AT_ONCE, offset=offset, meaning=meaning)
    by_document: dict[int, list[SearchHit]] = {}
    for hit in found.items:
        by_document.setdefault(hit.document_id, []).append(hit)
    end = offset + len(found.items)
    counted = documents.counts(lexo.db) if not found.items else {}
    return SearchView(
        query=wanted,
        total=found.total,
        groups=tuple(group for hits in by_document.values() if (group := _group(lexo, wanted, hits)) is not None),
        more=end if found.items and end < found.total else None,
        unread=sum(count for state, count in counted.items() if not state.is_final),
        is_near_only=found.matched in {Matched.SOME, Matched.MEANING},
        is_complete=found.is_complete,
    )


def _group(lexo: "Lexo", query: str, hits: list[SearchHit]) -> Group | None:
    first = hits[0]
    try:
        document = documents.get(lexo.db, first.document_id)
    except DocumentNotFound:  # deleted between the two looks
        return None
    shown = first.page or 1
    return Group(
        document_id=document.id,
        title=document.title,
        language=TWO_LETTERS.get(document.language or ""),
        pages=document.page_count,
        created_at=document.created_at,
        picture=papers.picture(document, shown, "thumb") if document.page_count else None,
        boxes=first.boxes,
        href=page_address(document.id, query, first.page),
        hits=tuple(Snippet(hit.page, hit.snippet, page_address(document.id, query, hit.page)) for hit in hits),
    )
