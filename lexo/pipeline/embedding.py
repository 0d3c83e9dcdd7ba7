"""What pages mean: a sentence model makes vectors of their chunks, some pages at a time. For the looker's thread.

Without a sentence model nothing is done and nothing is said: pages wait, and cost nothing.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lexo.document import Reason
from lexo.errors import LexoError
from lexo.store import vectors
from lexo.store.database import Database
from lexo.store.vectors import Embedded, WaitingPage

if TYPE_CHECKING:
    from lexo.inference.base import Embedder

log = logging.getLogger(__name__)

STEP_S = 1.0  # pages are taken that need about so long: looks and papers to understand go between
MAX_PAGES = 32
MAX_CHUNKS = 500  # of a page: some 250,000 characters; what follows is found by its words
TEXTS_AT_ONCE = 64  # in one call of the model, which may take ten minutes at most
ABSENT_S = 30.0  # between two looks whether there is a model
RETRY_S, MAX_RETRY_S = 60.0, 3600.0  # after a failure, and after many


class Embedding:
    """Takes pages that wait, newest first. `must_wait` says why background work rests (battery, heat)."""

    def __init__(
        self, db: Database, embedder_of: "Callable[[], Embedder | None]", must_wait: Callable[[], Reason | None]
    ) -> None:
        self._db, self._embedder_of, self._must_wait = db, embedder_of, must_wait
        self._pages = 1  # to take at once
        self._below = vectors.NONE_BELOW  # pages from this id on had their turn and failed
        self._not_before = 0.0  # monotonic
        self._failures = 0
        self._is_stopping = False

    def begin_stop(self) -> None:
        """The model is about to be stopped: that a step fails from now on is nothing to tell."""
        self._is_stopping = True

    def step(self) -> bool:
        """Make the vectors of some pages; whether there may be more to do. Raises what the database raises."""
        if time.monotonic() < self._not_before:
            return False
        embedder = self._embedder_of()
        if embedder is None:
            self._not_before = time.monotonic() + ABSENT_S
            return False
        if self._must_wait() is not None:
            return False
        try:
            version, max_tokens = embedder.version, embedder.max_tokens
        except LexoError as error:  # its files went away just now
            self._failed(error, ())
            return False
        return self._embed(embedder, version, max_tokens)

    def _embed(self, embedder: "Embedder", version: str, max_tokens: int) -> bool:
        from lexo.understanding.chunk import pieces_for, version_for

        maker = vectors.use(self._db, embedder.name, version_for(version, max_tokens))
        pages = vectors.next_waiting(self._db, self._pages, self._below)
        if not pages and self._below != vectors.NONE_BELOW:
            self._below = vectors.NONE_BELOW  # those that failed have their turn again
            pages = vectors.next_waiting(self._db, self._pages)
        if not pages:
            return False
        began = time.monotonic()
        try:
            done = embedded(embedder, pages, pieces_for(max_tokens))
        except LexoError as error:
            self._failed(error, pages)
            return False
        vectors.save(self._db, maker, done)
        self._failures = 0
        self._adapt(time.monotonic() - began)
        return True

    def _adapt(self, seconds: float) -> None:
        """Take more pages at once where that is quick, fewer where others would wait."""
        if seconds < STEP_S / 2:
            self._pages = min(self._pages * 2, MAX_PAGES)
        elif seconds > 2 * STEP_S:
            self._pages = max(self._pages // 2, 1)

    def _failed(self, error: LexoError, pages: Sequence[WaitingPage]) -> None:
        """Rest, and then try single pages, and others than one that failed alone. Said once, not at every try."""
        if self._failures == 0 and not self._is_stopping:
            log.warning("no vectors for now: %s", error.code)
        self._failures += 1
        if len(pages) == 1:
            self._below = pages[0].page_id
        self._pages = 1
        self._not_before = time.monotonic() + min(RETRY_S * 2 ** min(self._failures - 1, 10), MAX_RETRY_S)


def embed_all(db: Database, embedder: "Embedder") -> int:
    """Make the vectors of all pages that wait, now, and return of how many. Needs no server. Raises as `embed` does."""
    from lexo.understanding.chunk import pieces_for, version_for

    maker = vectors.use(db, embedder.name, version_for(embedder.version, embedder.max_tokens))
    count = 0
    while pages := vectors.next_waiting(db, MAX_PAGES):
        count += vectors.save(db, maker, embedded(embedder, pages, pieces_for(embedder.max_tokens)))
    return count


def embedded(
    embedder: "Embedder", pages: Sequence[WaitingPage], pieces: int
) -> list[tuple[WaitingPage, Sequence[Embedded]]]:
    """The chunks of pages with their vectors. Raises what the model raises."""
    from lexo.inference.base import Purpose
    from lexo.understanding.chunk import chunks_of, text_of

    chunks = [chunks_of(page.text, pieces)[:MAX_CHUNKS] for page in pages]
    texts = [text_of(chunk, page.text) for page, own in zip(pages, chunks, strict=True) for chunk in own]
    calls = (texts[at : at + TEXTS_AT_ONCE] for at in range(0, len(texts), TEXTS_AT_ONCE))
    values = iter([value for some in calls for value in embedder.embed(some, purpose=Purpose.PASSAGE).values])
    return [
        (
            page,
            [Embedded(each.first_char, each.end_char, each.first_line, each.last_line, next(values)) for each in own],
        )
        for page, own in zip(pages, chunks, strict=True)
    ]
