"""The list of papers: filtered by state, page by page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import DocumentState
from lexo.errors import DocumentNotFound
from lexo.store import documents, glance
from lexo.store.documents import DocumentQuery
from lexo.web.i18n import N_
from lexo.web.views.papers import Paper, paper

if TYPE_CHECKING:
    from lexo.app import Lexo

PAGE_SIZE = 50
TRASH = "trash"
FILTERS = (
    ("ready", N_("Read")),
    ("ready_with_warnings", N_("Worth a look")),
    ("reading", N_("Being read")),
    ("queued", N_("Waiting")),
    ("failed", N_("Not read")),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A state to filter by; `count` None where counting would cost more than it says."""

    value: str
    label: str
    count: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShelfView:
    """One page of the list; `pages` are the numbers to link, None for those left out between."""

    items: tuple[Paper, ...]
    filters: tuple[Filter, ...]
    state: str
    is_trash: bool
    total: int
    papers: int
    waiting: int
    page: int
    pages: tuple[int | None, ...]
    first: int
    last: int
    deleted: Paper | None

    @property
    def labels(self) -> frozenset[str]:
        """What the states are called, each once."""
        return frozenset(each.label for each in self.items)


def shelf(lexo: "Lexo", state: str = "", page: int = 1, deleted: int | None = None) -> ShelfView:
    """One page of the list. A state that is none shows all."""
    is_trash = state == TRASH
    known = state if is_trash or state in [value for value, _ in FILTERS] else ""
    counts = documents.counts(lexo.db)
    papers = sum(counts.values())
    if is_trash:
        query = DocumentQuery(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, in_trash=True)
        trash = documents.list_documents(lexo.db, query)
        found, total = trash.items, trash.total
    else:
        found = glance.documents_at(lexo.db, known or None, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        total = counts[DocumentState(known)] if known else papers
    first = (page - 1) * PAGE_SIZE + 1
    return ShelfView(
        items=tuple(paper(each) for each in found),
        filters=_filters(counts, known),
        state=known,
        is_trash=is_trash,
        total=total,
        papers=papers,
        waiting=counts[DocumentState.QUEUED] + counts[DocumentState.READING],
        page=page,
        pages=page_numbers(page, -(-total // PAGE_SIZE)),
        first=first,
        last=first + len(found) - 1,
        deleted=_deleted(lexo, deleted),
    )


def page_numbers(page: int, count: int) -> tuple[int | None, ...]:
    """The pages to link: first, last, those around `page`; None for those left out: (1, None, 4, 5, 6, None, 9)."""
    wanted = sorted({number for number in (1, page - 1, page, page + 1, count) if 1 <= number <= count})
    shown: list[int | None] = []
    for number in wanted:
        before = shown[-1] if shown else 0
        if before is not None and number > before + 1:
            shown.append(None if number > before + 2 else number - 1)
        shown.append(number)
    return tuple(shown)


def _filters(counts: dict[DocumentState, int], current: str) -> tuple[Filter, ...]:
    shown = [
        Filter(value, label, counts[DocumentState(value)], value == current)
        for value, label in FILTERS
        if counts[DocumentState(value)] or value == current
    ]
    every = Filter("", N_("All"), sum(counts.values()), not current)
    return (every, *shown, Filter(TRASH, N_("Trash"), None, current == TRASH))


def _deleted(lexo: "Lexo", document_id: int | None) -> Paper | None:
    """The paper that was just deleted, to offer an undo; None once it is back."""
    if document_id is None:
        return None
    try:
        document = documents.get(lexo.db, document_id, include_deleted=True)
    except DocumentNotFound:
        return None
    return paper(document) if document.deleted_at is not None else None
