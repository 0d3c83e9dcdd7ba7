"""The words of the search index in memory: by their beginnings, by parts, with the number of pages that have each.

SQLite can list them, but counts every place of every word to do so: a second of CPU at 100,000 pages. So a thread does
it once and again when the index has changed, at most a twentieth of the time, and a search takes what is there.
"""

import logging
import re
import sqlite3
import threading
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple
from weakref import WeakKeyDictionary

from lexo.store.database import Connection, Database

log = logging.getLogger(__name__)

MAX_WORDS = 1_000_000  # 17 bytes each; beyond, words that stand on one page only are left out: mostly misread ones
MAX_BYTES = 40  # of a word
SOON_S = 0.25  # so long a search waits for a list that is just being made
AT_ONCE_S = 0.05  # a list that was made so quickly is made anew for each change
REST = 20  # a list rests so many times as long as it took to make
ROWS = 10_000  # at once

_STATE = "SELECT block FROM pages_fts_data WHERE id = 10"  # FTS5's list of its parts: changes with each commit


class KnownWord(NamedTuple):
    """A word of the index, folded, and how many pages have it, the trash included."""

    word: str
    pages: int


class Vocabulary:
    """Words in one block of bytes, sorted: a tenth of the memory of as many strings, and searched as fast as memory."""

    def __init__(self, words: bytes, pages: "array[int]", state: bytes = b"") -> None:
        """`words`: each between line breaks, sorted by their bytes; `pages` in the same order."""
        self._words = words
        self._pages = pages
        self._starts = array("I", (found.end() for found in re.finditer(b"\n", words)))
        if self._starts:
            self._starts.pop()  # behind the last break there is no word
        self.state = state

    def __len__(self) -> int:
        return len(self._starts)

    def pages(self, word: str) -> int:
        """How many pages have exactly this word."""
        wanted = word.encode(errors="replace")
        place = bisect_left(self._starts, wanted, key=self._at)
        return self._pages[place] if place < len(self._starts) and self._at(self._starts[place]) == wanted else 0

    def beginning(self, letters: str, limit: int) -> list[str]:
        """Words that begin so, in order; a word in two microseconds, a thousand in twenty."""
        wanted = letters.encode(errors="replace")
        first = bisect_left(self._starts, wanted, key=self._at)
        last = bisect_left(self._starts, wanted + b"\xff", lo=first, key=self._at)
        last = min(last, first + limit)
        if first == last:
            return []
        end = self._starts[last] if last < len(self._starts) else len(self._words)
        return self._words[self._starts[first] : end - 1].decode().split("\n")

    def holding(self, part: str, limit: int) -> Iterator[KnownWord]:
        """Words that hold a part: a line break in it stands for the beginning or the end of a word."""
        wanted, at = part.encode(errors="replace"), 0
        for _ in range(limit):
            at = self._words.find(wanted, at)
            if at < 0:
                return
            place = bisect_right(self._starts, at + (wanted[:1] == b"\n")) - 1
            yield self._known(place)
            at = self._words.index(b"\n", self._starts[place])

    def _at(self, start: int) -> bytes:
        return self._words[start : self._words.index(b"\n", start)]

    def _known(self, place: int) -> KnownWord:
        return KnownWord(self._at(self._starts[place]).decode(), self._pages[place])


def read(connection: Connection) -> Vocabulary:
    """List the words of the index. Takes ten microseconds for each page of text."""
    state = _state(connection)
    pieces, pages, least = [b"\n"], array("I"), 1
    rows = connection.execute("SELECT term, doc FROM pages_vocabulary")
    while some := rows.fetchmany(ROWS):
        kept = [(row[0], row[1]) for row in some if row[1] >= least and len(row[0].encode()) <= MAX_BYTES]
        pages.extend(row[1] for row in kept)
        pieces.append("".join(f"{row[0]}\n" for row in kept).encode())
        if len(pages) > MAX_WORDS and least == 1:
            least = 2
            pieces, pages = _frequent(b"".join(pieces), pages)
    return Vocabulary(b"".join(pieces), pages, state)


def _frequent(words: bytes, pages: "array[int]") -> tuple[list[bytes], "array[int]"]:
    """Leave out what stands on one page only."""
    each = words.split(b"\n")[1:-1]
    kept = [(word, count) for word, count in zip(each, pages, strict=True) if count > 1]
    return [b"\n", b"".join(word + b"\n" for word, _ in kept)], array("I", (count for _, count in kept))


def _state(connection: Connection) -> bytes:
    row = connection.execute(_STATE).fetchone()
    return bytes(row[0]) if row else b""


class _Keeper:
    """Has the vocabulary of one database made when it is needed. Any thread may ask."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._made: Vocabulary | None = None
        self._made_at = self._took_s = 0.0
        self._making: threading.Event | None = None

    def get(self, db: Database, connection: Connection, wait_s: float) -> Vocabulary | None:
        made = self._made
        if made is not None and made.state == _state(connection):
            return made
        with self._guard:
            making = self._making
            if making is None and self._is_due():
                making = self._making = threading.Event()
                threading.Thread(target=self._make, args=(db, making), name="vocabulary", daemon=True).start()
        if making is not None and (made is None or self._took_s < AT_ONCE_S):
            making.wait(wait_s)
        return self._made

    def _is_due(self) -> bool:
        if self._made is None or self._took_s < AT_ONCE_S:
            return True
        return time.monotonic() - self._made_at > REST * self._took_s

    def _make(self, db: Database, done: threading.Event) -> None:
        start = time.monotonic()
        try:
            with closing(sqlite3.connect(db.path, isolation_level=None)) as connection:  # a thread's own would stay
                connection.execute("PRAGMA query_only = 1")
                self._made = read(connection)
        except Exception:  # the library is being closed, or broken: searches go on without
            log.warning("the words of the index could not be listed", exc_info=True)
        finally:
            with self._guard:
                self._made_at = time.monotonic()
                self._took_s = self._made_at - start
                self._making = None
            done.set()


_keepers: "WeakKeyDictionary[Database, _Keeper]" = WeakKeyDictionary()
_guard = threading.Lock()


def of(db: Database, connection: Connection, wait_s: float = SOON_S) -> Vocabulary | None:
    """The words of a library's index, perhaps of a while ago; None where they are still being listed.

    `connection` is the one that searches, to see whether the list is still right.
    """
    with _guard:
        keeper = _keepers.setdefault(db, _Keeper())
    return keeper.get(db, connection, wait_s)
