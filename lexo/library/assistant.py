"""What an assistant may know of the papers: found, described and read, each answer bounded. It changes nothing.

Private papers and the trash do not exist here: they are not found, not counted, and asking for one by its id is the
same as asking for one that never was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lexo.document import Document
from lexo.errors import DocumentNotFound, PageNotFound, PrivateLeftOut
from lexo.facts import Field
from lexo.library.asking import kept_answers
from lexo.library.asking.answers import Answer
from lexo.library.searching.search import SearchHit, search
from lexo.store import documents, shown
from lexo.store.database import Database
from lexo.store.filtering import Filters
from lexo.store.shown import ShownPaper

MAX_HITS = 20
MAX_QUERY = 2_000  # characters
MAX_FIELDS = 200
MAX_PAGE = 20_000  # characters at once
VISIBLE = Filters(without_private=True)

Ask = Callable[[str, tuple[int, ...]], Answer]  # a question, of these papers or of all


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found, and its paper."""

    paper: ShownPaper
    page: int | None  # None: its name alone was found
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The best pages; `total` counts all."""

    items: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Described:
    """A paper with its facts, in their order; `left_out` counts those beyond the bound."""

    document: Document
    fields: tuple[Field, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Part:
    """The text of a page from `start` on; `next_start` is None where it ends here."""

    document_id: int
    number: int
    text: str
    next_start: int | None


class Papers:
    """The papers of a library, as an assistant sees them. For any thread; the database may be open to read alone."""

    def __init__(self, db: Database, ask: Ask) -> None:
        self._db, self._ask = db, ask

    def search(self, query: str, limit: int) -> Hits:
        """Pages by their words; any text is a query."""
        found = search(self._db, query[:MAX_QUERY], max(1, min(limit, MAX_HITS)), filters=VISIBLE)
        papers = self._visible([hit.document_id for hit in found.items])
        items = tuple(_hit(hit, papers[hit.document_id]) for hit in found.items if hit.document_id in papers)
        return Hits(items, found.total)

    def describe(self, document_id: int) -> Described:
        """Raises DocumentNotFound."""
        document = documents.get(self._db, document_id)
        if document.is_private:
            raise DocumentNotFound(id=document_id)
        with self._db.read() as connection:
            kept = shown.facts(connection, document_id)
        return Described(document, tuple(each.field for each in kept[:MAX_FIELDS]), max(0, len(kept) - MAX_FIELDS))

    def read(self, document_id: int, number: int, start: int = 0) -> Part:
        """The text of a page, as much as is handed over at once. Raises DocumentNotFound, PageNotFound."""
        self._require([document_id])
        with self._db.read() as connection:
            page = shown.page_of(connection, document_id, number)
        if page is None:
            raise PageNotFound(number=number)
        end = start + MAX_PAGE
        return Part(document_id, number, page.text[start:end], end if end < len(page.text) else None)

    def ask(self, question: str, document_ids: Sequence[int]) -> Answer:
        """An answer that tells nothing of private papers, whoever gives it. Raises DocumentNotFound."""
        chosen = tuple(dict.fromkeys(document_ids))
        self._require(chosen)
        answer = kept_answers.as_shown(self._db, self._ask(question[:MAX_QUERY], chosen))
        return replace(answer, reasons=tuple(each for each in answer.reasons if each.code != PrivateLeftOut.code))

    def _visible(self, document_ids: Sequence[int]) -> dict[int, ShownPaper]:
        with self._db.read() as connection:
            return shown.papers(connection, document_ids)

    def _require(self, document_ids: Sequence[int]) -> None:
        papers = self._visible(document_ids)
        for document_id in document_ids:
            if document_id not in papers:
                raise DocumentNotFound(id=document_id)


def _hit(hit: SearchHit, paper: ShownPaper) -> Hit:
    return Hit(paper, hit.page, hit.snippet.replace("\x02", "").replace("\x03", ""), hit.score)
