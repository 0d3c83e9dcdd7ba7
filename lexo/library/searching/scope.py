"""Where a search looks, in one state of the library, and how many hits it needs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from lexo.store import filtering, index, vocabulary
from lexo.store.database import Connection, Database
from lexo.store.filtering import Filters
from lexo.store.index import Ranked, Within
from lexo.store.vocabulary import Vocabulary

CANDIDATES = 5_000  # newest pages that are ranked; see index.rank_pages
FEW = 1_000  # pages that match: their documents are looked at, rather than all that filters leave


@dataclass(frozen=True)
class Scope:
    """The whole library; or some pages or documents of it, and what filters leave of them."""

    db: Database
    connection: Connection
    needed: int
    within: Within = index.EVERYWHERE
    filters: Filters | None = None

    def rank(self, match: str, pages: Collection[int] | None = None) -> Ranked:
        """The best pages by their words; `pages`: only these, which must be of this scope."""
        where = self._where(match) if pages is None else replace(self.within, pages=tuple(sorted(pages)))
        return index.rank_pages(self.connection, match, candidates=CANDIDATES, limit=self.needed, within=where)

    def having(self, match: str) -> list[int]:
        """The newest pages that match, as many as are ever ranked, in no order of quality."""
        return index.pages_having(self.connection, match, limit=CANDIDATES, within=self._where(match))

    def only(self, pages: Iterable[int]) -> set[int]:
        """Those of the pages that are looked at."""
        found = set(pages)
        if self.within.pages is not None:
            found.intersection_update(self.within.pages)
        if not found or (self.filters is None and self.within.documents is None):
            return found
        documents = index.documents_of(self.connection, found)
        wanted = self.only_documents(documents.values())
        return {page for page in found if documents.get(page) in wanted}

    def only_documents(self, document_ids: Iterable[int]) -> set[int]:
        """Those of the documents that are looked at."""
        found = set(document_ids)
        if self.within.documents is not None:
            found.intersection_update(self.within.documents)
        if self.filters is None or not found:
            return found
        chosen = found if self.filters.document_ids is None else found.intersection(self.filters.document_ids)
        left = filtering.matching(self.connection, replace(self.filters, document_ids=tuple(sorted(chosen))))
        return set(left or ())

    @cached_property
    def documents(self) -> tuple[int, ...] | None:
        """All documents that are looked at, newest first; None: all there are."""
        if self.filters is None:
            return self.within.documents
        left = filtering.matching(self.connection, self.filters)
        if left is None or self.within.documents is None:
            return self.within.documents if left is None else left
        wanted = set(self.within.documents)
        return tuple(document for document in left if document in wanted)

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The words of the whole library; None where they are still being listed."""
        return vocabulary.of(self.db, self.connection)

    def _where(self, match: str) -> Within:
        """Where to look for an expression. Filters are asked about what has the words, if that is little."""
        if self.filters is None or self.filters.is_empty:
            return self.within
        found = index.pages_having(self.connection, match, limit=FEW, within=self.within)
        if len(found) < FEW:
            return Within(pages=tuple(self.only(found)))
        return replace(self.within, documents=self.documents)
