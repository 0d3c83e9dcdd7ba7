"""The vectors of all chunks, in memory while somebody asks for them: exact search by one product, no index to keep.

100,000 chunks of 384 dimensions are 154 MB; they are let go once nobody has asked for some minutes. Deleted chunks,
the trash and papers that no model may see are left out when the best are looked up.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lexo.errors import LexoError
from lexo.inference.base import Embedder, Priority, Purpose
from lexo.library.searching.meaning import LikeDocument, Near
from lexo.store import vectors as stored
from lexo.store.database import Connection, Database
from lexo.store.vectors import Maker
from lexo.understanding.chunk import version_for

if TYPE_CHECKING:
    Floats = npt.NDArray[np.float32]
    Ids = npt.NDArray[np.int64]

log = logging.getLogger(__name__)

IDLE_S = 300.0  # vectors are let go after this
BLOCK = 8192  # vectors read at once
MOST_BYTES = 2 << 30  # of vectors in memory: 1.4 million of 384 dimensions; beyond it the oldest are not looked through
ROOM = 1.25  # of the matrix, over what is there: a page more needs no new one. Untouched memory costs nothing
MAX_QUERY_CHARS = 2000
QUERIES = 128  # whose vectors are kept
SPARSE = 0.2  # share of vectors below which only those are multiplied


@dataclass(frozen=True, slots=True)
class _Held:
    """Vectors by rows, and of which chunk, page and document each is. Rows are added, none is changed."""

    maker: Maker
    count: int
    chunks: "Ids"
    pages: "Ids"
    documents: "Ids"
    rows: "Floats"  # (capacity, dimensions)

    @property
    def last_id(self) -> int:
        return int(self.chunks[self.count - 1]) if self.count else 0


@dataclass(frozen=True, slots=True)
class _Means:
    """Documents, and for each row the place of its document among them; `lengths` are those of the rows' sums."""

    of: _Held
    documents: "Ids"
    places: "Ids"
    lengths: "npt.NDArray[np.float64]"


class Vectors:
    """A `Meaning` out of the library's vectors. All methods are for any thread."""

    def __init__(self, db: Database, embedder_of: Callable[[], Embedder | None], idle_s: float = IDLE_S) -> None:
        self._db, self._embedder_of, self._idle_s = db, embedder_of, idle_s
        self._lock = threading.RLock()
        self._held: _Held | None = None
        self._checked = 0  # vectors that were held when those that are gone were last dropped
        self._means: _Means | None = None
        self._queries: OrderedDict[tuple[int, str], Floats] = OrderedDict()
        self._used_at = 0.0
        self._timer: threading.Timer | None = None

    @property
    def memory_bytes(self) -> int:
        """What the vectors take now."""
        held = self._held
        return 0 if held is None else held.count * (held.rows.shape[1] * 4 + 24)

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        """See `Meaning`."""
        text = " ".join(text[:MAX_QUERY_CHARS].split())
        if limit < 1 or not text or (within is not None and not within):
            return ()
        try:
            asked = self._asked(text)
            if asked is None:
                return ()
            maker, query = asked
            with self._db.read() as connection:
                return _nearest(connection, self._fresh(connection, maker), query, limit, within)
        except LexoError as error:
            log.warning("nothing is found by meaning: %s", error.code)
            return ()

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        """See `Meaning`."""
        if limit < 1:
            return ()
        try:
            with self._db.read() as connection:
                maker = stored.latest_maker(connection)
                if maker is None or not stored.shown_documents(connection, (document_id,)):
                    return ()
                held = self._fresh(connection, maker, exactly=True)
                return _like(connection, held, self._means_of(held), document_id, limit)
        except LexoError as error:
            log.warning("nothing alike is found: %s", error.code)
            return ()

    def close(self) -> None:
        """Let the vectors go."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._held = self._means = self._timer = None

    def _asked(self, text: str) -> "tuple[Maker, Floats] | None":
        """The model whose vectors are looked through, and the question's; None where there is nothing to find."""
        embedder = self._embedder_of()
        if embedder is None:
            return None
        version = version_for(embedder.version, embedder.max_tokens)
        with self._db.read() as connection:
            maker = stored.find_maker(connection, embedder.name, version)
            if maker is None or not stored.vectors_after(connection, maker, 0, 1):
                return None
        with self._lock:
            if (known := self._queries.get((maker.id, text))) is not None:
                self._queries.move_to_end((maker.id, text))
                return maker, known
        value = embedder.embed((text,), Priority.PERSON, Purpose.QUERY).values[0]
        query: Floats = np.frombuffer(value, "<f4")
        with self._lock:
            self._queries[maker.id, text] = query
            while len(self._queries) > QUERIES:
                self._queries.popitem(last=False)
        return maker, query

    def _fresh(self, connection: Connection, maker: Maker, *, exactly: bool = False) -> _Held:
        """The vectors as the connection sees them; `exactly`: without any that is gone."""
        with self._lock:
            held = self._held
            if held is None or held.maker != maker or held.count == 0:
                held = _read_on(connection, maker, None)
                self._checked = held.count
            else:
                held = _read_on(connection, maker, held)
            grown = held.count - self._checked
            if grown > max(held.count // 4, BLOCK) or (exactly and held.count != stored.count_of(connection, maker)):
                held = _without_gone(connection, held)
                self._checked = held.count
            self._held = held
            self._used_at = time.monotonic()
            if self._timer is None:
                self._wait(self._idle_s)
            return held

    def _means_of(self, held: _Held) -> _Means:
        with self._lock:
            if self._means is None or self._means.of is not held:
                self._means = _means(held)
            return self._means

    def _wait(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._rest)
        self._timer.daemon = True
        self._timer.name = "lexo-vectors"
        self._timer.start()

    def _rest(self) -> None:
        """Let the vectors go if nobody asked for long; else look again when that may be so."""
        with self._lock:
            if self._timer is None:
                return
            left_s = self._used_at + self._idle_s - time.monotonic()
            if left_s > 0:
                self._wait(left_s)
            else:
                self._held = self._means = self._timer = None


def _begun(connection: Connection, maker: Maker) -> tuple[_Held, int]:
    """Room for all of a model's vectors, and the id behind which to read: of too many the oldest are left out."""
    first = stored.vectors_after(connection, maker, 0, 1)
    width = len(first[0].halves) // 2 if first else 0
    count = stored.count_of(connection, maker)
    most = _most(width)
    after = stored.newest_but(connection, maker, most) if count > most else 0
    return _room(maker, min(count, most), width), after


def _most(width: int) -> int:
    return MOST_BYTES // max(width * 4, 1)


def _read_on(connection: Connection, maker: Maker, held: _Held | None) -> _Held:
    """What is held, and the vectors that were made since, block by block."""
    after = 0
    if held is None:
        held, after = _begun(connection, maker)
    while True:
        found = stored.vectors_after(connection, maker, max(held.last_id, after), BLOCK)
        found = [each for each in found if len(each.halves) == 2 * held.rows.shape[1]]
        if not found:
            return held
        held = _added(held, found)


def _room(maker: Maker, count: int, width: int) -> _Held:
    capacity = int(count * ROOM) + BLOCK
    chunks, pages, documents = (np.empty(capacity, np.int64) for _ in range(3))
    return _Held(maker, 0, chunks, pages, documents, np.empty((capacity, width), np.float32))


def _added(held: _Held, found: "list[stored.StoredVector]") -> _Held:
    end = held.count + len(found)
    if end > len(held.chunks):
        larger = _room(held.maker, end, held.rows.shape[1])
        for old, new in _pairs(held, larger):
            new[: held.count] = old[: held.count]
        held = _Held(held.maker, held.count, *_arrays(larger))
    at = slice(held.count, end)
    halves = np.frombuffer(b"".join(each.halves for each in found), "<f2")
    held.rows[at] = halves.reshape(len(found), -1)
    held.chunks[at] = [each.chunk_id for each in found]
    held.pages[at] = [each.page_id for each in found]
    held.documents[at] = [each.document_id for each in found]
    return _Held(held.maker, end, *_arrays(held))


def _arrays(held: _Held) -> "tuple[Ids, Ids, Ids, Floats]":
    return held.chunks, held.pages, held.documents, held.rows


def _pairs(held: _Held, other: _Held) -> Iterator[tuple[Any, Any]]:
    return zip(_arrays(held), _arrays(other), strict=True)


def _without_gone(connection: Connection, held: _Held) -> _Held:
    """The vectors of chunks that are still there. What came after this connection's state is read again later."""
    ids = stored.chunk_ids(connection, held.maker)[-_most(held.rows.shape[1]) :]
    alive = np.isin(held.chunks[: held.count], np.array(ids, np.int64))
    count = int(alive.sum())
    kept = _room(held.maker, count, held.rows.shape[1])
    for old, new in _pairs(held, kept):
        new[:count] = old[: held.count][alive]
    return _Held(held.maker, count, *_arrays(kept))


def _nearest(
    connection: Connection, held: _Held, query: "Floats", limit: int, within: Collection[int] | None
) -> tuple[Near, ...]:
    if held.count == 0 or len(query) != held.rows.shape[1]:
        return ()
    scores, chunks = _scores(held, query, within)
    wanted = max(3 * limit, 30)
    while True:
        best = _top(scores, wanted)
        shown = stored.shown_chunks(connection, chunks[best].tolist())
        found: dict[int, Near] = {}
        for at in best.tolist():
            chunk = shown.get(int(chunks[at]))
            if chunk is not None and chunk.page_id not in found:
                found[chunk.page_id] = Near(chunk.page_id, float(scores[at]), chunk.first_char, chunk.end_char)
        if len(found) >= limit or wanted >= len(scores):
            return tuple(found.values())[:limit]
        wanted *= 8


def _scores(held: _Held, query: "Floats", within: Collection[int] | None) -> "tuple[Floats, Ids]":
    """How near each vector is, and of which chunk it is."""
    rows, chunks = held.rows[: held.count], held.chunks[: held.count]
    if within is None:
        return rows @ query, chunks
    wanted = np.flatnonzero(np.isin(held.pages[: held.count], np.fromiter(within, np.int64, len(within))))
    if len(wanted) < SPARSE * held.count:
        return rows[wanted] @ query, chunks[wanted]
    return (rows @ query)[wanted], chunks[wanted]


def _top(scores: "npt.NDArray[np.floating]", count: int) -> Any:
    """Places of the best, best first; of equal ones the older first."""
    if count < len(scores):
        best = np.sort(np.argpartition(scores, len(scores) - count)[-count:])
    else:
        best = np.arange(len(scores))
    return best[np.argsort(-scores[best], kind="stable")]


def _means(held: _Held) -> _Means:
    """What documents' vectors add up to. A sum shows where the mean does, and that is all that counts."""
    documents, places = np.unique(held.documents[: held.count], return_inverse=True)
    sums = np.zeros((len(documents), held.rows.shape[1]), np.float32)
    order = np.argsort(places, kind="stable")
    for begin in range(0, held.count, BLOCK):
        block = order[begin : begin + BLOCK]
        own, starts = np.unique(places[block], return_index=True)
        sums[own] += np.add.reduceat(held.rows[block], starts, axis=0)
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums, dtype=np.float64))
    return _Means(held, documents, places, np.maximum(lengths, 1e-9))


def _like(connection: Connection, held: _Held, means: _Means, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
    """By the cosine of documents' sums: that of the means, which point the same way."""
    rows = held.rows[: held.count]
    own = rows[held.documents[: held.count] == document_id].sum(axis=0)
    length = float(np.linalg.norm(own))
    if length == 0:
        return ()
    dots = rows @ (own / length).astype(np.float32)
    scores = np.bincount(means.places, weights=dots, minlength=len(means.documents)) / means.lengths
    wanted = max(4 * limit, 64)
    while True:
        best = [at for at in _top(scores, wanted).tolist() if means.documents[at] != document_id]
        ids = means.documents[best].tolist()
        shown = stored.shown_documents(connection, ids)
        found = [LikeDocument(id_, float(scores[at])) for id_, at in zip(ids, best, strict=True) if id_ in shown]
        if len(found) >= limit or wanted >= len(scores):
            return tuple(found[:limit])
        wanted *= 8
