"""Where a search looks, in one state of the library, and how many hits it needs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from lexo.store import index, vocabulary
from lexo.store.database import Connection, Database
from lexo.store.index import Ranked, Within
from lexo.store.vocabulary import Vocabulary

CANDIDATES = 5_000  # newest pages that are ranked; see index.rank_pages


@dataclass(frozen=True)
class Scope:
    """The whole library, or some pages or documents of it."""

    db: Database
    connection: Connection
    needed: int
    within: Within = index.EVERYWHERE

    def rank(self, match: str, pages: Collection[int] | None = None) -> Ranked:
        """The best pages by their words; `pages`: only these, which must be of this scope."""
        where = self.within if pages is None else replace(self.within, pages=tuple(sorted(pages)))
        return index.rank_pages(self.connection, match, candidates=CANDIDATES, limit=self.needed, within=where)

    def having(self, match: str) -> list[int]:
        """The newest pages that match, as many as are ever ranked, in no order of quality."""
        return index.pages_having(self.connection, match, limit=CANDIDATES, within=self.within)

    def only(self, pages: Iterable[int]) -> set[int]:
        """Those of the pages that are looked at."""
        found = set(pages)
        if self.within.pages is not None:
            found.intersection_update(self.within.pages)
        if self.within.documents is not None and found:
            documents = index.documents_of(self.connection, found)
            wanted = set(self.within.documents)
            found = {page for page in found if documents.get(page) in wanted}
        return found

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The words of the whole library; None where they are still being listed."""
        return vocabulary.of(self.db, self.connection)
