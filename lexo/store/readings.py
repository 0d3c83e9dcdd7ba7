"""What engines read, kept so that the same page is never read twice in the same way. Losing it costs time only."""

import logging
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from lexo.errors import LexoError
from lexo.store import packing
from lexo.store.database import Database, now
from lexo.store.pages import ReadPage

log = logging.getLogger(__name__)

MEMORY_BYTES = 8 << 20  # of packed readings, about 1,000 pages
MIN_MS = 150  # what took less is as quick to read as to look up


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What is kept, and how often it served since LEXO started."""

    entries: int
    bytes: int
    limit_bytes: int
    hits: int
    misses: int


class Readings:
    """Readings by key: the file's SHA-256, a colon, and whatever else made them what they are."""

    def __init__(self, db: Database, limit_bytes: int) -> None:
        self._db = db
        self._limit = limit_bytes
        self._recent: OrderedDict[str, bytes] = OrderedDict()
        self._recent_bytes = 0
        self._unwritten: set[str] = set()  # of the recent ones, those that are in memory only
        self._files: set[str] | None = None
        self._hits = self._misses = 0
        self._lock = Lock()

    def knows(self, sha256: str) -> bool:
        """Whether anything of a file is kept; cheap, so that papers seen for the first time are not held up."""
        if self._files is None:
            with self._db.read() as connection:
                rows = connection.execute("SELECT DISTINCT substr(key, 1, 64) FROM readings").fetchall()
            self._files = {row[0] for row in rows}
        return sha256 in self._files

    def get(self, key: str) -> ReadPage | None:
        """The reading of that key. One that is damaged is as good as none."""
        packed = self._recent.get(key) or self._stored(key)
        page = _unpacked(packed) if packed else None
        with self._lock:
            if page is None:
                self._misses += 1
                return None
            self._hits += 1
            self._remember(key, packed or b"")
        return page

    def put(self, key: str, page: ReadPage, *, always: bool = False, on_disk: bool = True) -> None:
        """Keep a reading that took its time (or `always`); the least used go where it gets too much.

        `on_disk` False: in memory only, as nothing of a file that is not kept is ever written down.
        """
        took_time = page.content.duration_ms >= MIN_MS and page.content.dpi is not None
        if not self._limit or not (took_time or always):
            return
        packed = zlib.compress(packing.encode(page), 1)
        if self.knows(key[:64]) and self._recent.get(key) == packed:
            return
        with self._lock:
            self._remember(key, packed)
            if self._files is not None:
                self._files.add(key[:64])
            if not on_disk:
                self._unwritten.add(key)
                return
        with self._db.write() as connection:
            connection.execute(
                "INSERT INTO readings (key, page, bytes, used_at) VALUES (:key, :page, :bytes, :time)"
                " ON CONFLICT (key) DO UPDATE SET page = excluded.page, bytes = excluded.bytes, used_at = :time",
                {"key": key, "page": packed, "bytes": len(packed), "time": now()},
            )
            total = connection.execute("SELECT coalesce(sum(bytes), 0) FROM readings").fetchone()[0]
            if total > self._limit:
                connection.execute(
                    "DELETE FROM readings WHERE key IN (SELECT key FROM (SELECT key, sum(bytes) OVER"
                    " (ORDER BY used_at DESC, key) AS so_far FROM readings) WHERE so_far > :limit)",
                    {"limit": self._limit * 9 // 10},
                )

    def stats(self) -> CacheStats:
        """What is kept now."""
        with self._db.read() as connection:
            entries, size = connection.execute("SELECT count(*), coalesce(sum(bytes), 0) FROM readings").fetchone()
        with self._lock:
            unwritten = [len(self._recent[key]) for key in self._unwritten]
        return CacheStats(entries + len(unwritten), size + sum(unwritten), self._limit, self._hits, self._misses)

    def clear(self) -> int:
        """Forget all; return how many there were."""
        with self._lock:
            unwritten = len(self._unwritten)
            self._unwritten.clear()
            self._recent.clear()
            self._recent_bytes = 0
            self._files = set()
        with self._db.write() as connection:
            return unwritten + int(connection.execute("DELETE FROM readings").rowcount)

    def _stored(self, key: str) -> bytes | None:
        with self._db.read() as connection:
            row = connection.execute("SELECT page FROM readings WHERE key = :key", {"key": key}).fetchone()
        if row is None:
            return None
        try:
            with self._db.write() as connection:
                connection.execute("UPDATE readings SET used_at = :time WHERE key = :key", {"key": key, "time": now()})
        except LexoError as error:
            log.info("use of a reading not noted: %s", error.code)
        return bytes(row["page"])

    def _remember(self, key: str, packed: bytes) -> None:
        self._recent_bytes += len(packed) - len(self._recent.pop(key, b""))
        self._recent[key] = packed
        while self._recent_bytes > MEMORY_BYTES:
            oldest, dropped = self._recent.popitem(last=False)
            self._recent_bytes -= len(dropped)
            self._unwritten.discard(oldest)


def _unpacked(packed: bytes) -> ReadPage | None:
    try:
        return packing.decode(zlib.decompress(packed))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error):
        log.warning("a kept reading is damaged; the page is read again")
        return None
