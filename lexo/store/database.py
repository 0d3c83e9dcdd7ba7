"""One SQLite database: a reader per thread, one writer at a time, and SQLite's errors said in LEXO's words."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lexo.errors import DatabaseBusy, DatabaseDamaged, DiskFull, LexoError, LibraryMissing, SystemProblem
from lexo.store import schema

BUSY_TIMEOUT_MS = 5000
Connection = sqlite3.Connection  # for flows, which hand one on and never ask it anything
PRAGMAS = (
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
    "synchronous = FULL",  # NORMAL may lose the last commits at a power cut
    "fullfsync = 1",  # on a Mac plain fsync leaves the data in the drive's cache
    "checkpoint_fullfsync = 1",
    "foreign_keys = 1",
    "trusted_schema = 0",
    "recursive_triggers = 1",
    "temp_store = MEMORY",
)


def now() -> str:
    """The time, UTC, ISO 8601 with milliseconds: sorts as text."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Database:
    """The library's database. Threads may share it; processes too, each with its own Database."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open or create, and migrate. Raises DatabaseNewer, DatabaseDamaged, DatabaseBusy, DiskFull.

        `read_only`: nothing is made, migrated or written, not by `write` either, which raises SystemProblem. Raises
        LibraryMissing, LibraryOld too.
        """
        self.path = path
        self._is_read_only = read_only
        self.migrated: list[str] = []
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._write_lock = threading.RLock()
        if read_only and not path.exists():
            raise LibraryMissing
        with in_our_words():
            self._writer = self._connect()
            if read_only:
                schema.require_current(self._writer)
                return
            schema.keep_old(self._writer, path.parent / "backups")
            self.migrated = schema.migrate(self._writer)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """This thread's reader inside one snapshot: several queries see the same state; so do reads inside a read."""
        connection = self._reader()
        if connection.in_transaction:
            with in_our_words():
                yield connection
            return
        with in_our_words():
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The one writer inside one transaction: all of it is durable afterwards, or none of it happened."""
        if self._is_read_only:
            raise SystemProblem
        with self._write_lock, in_our_words():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:  # SQLite rolls back by itself when the disk is full
                    self._writer.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Write the log back into the database file and close every connection of every thread."""
        with self._write_lock, self._guard:
            for connection in (*self._readers, self._writer):
                connection.close()
            self._readers.clear()

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with in_our_words():
                connection = self._connect()
            connection.execute("PRAGMA query_only = 1")
            self._local.connection = connection
            with self._guard:
                self._readers.append(connection)
        return connection

    def _connect(self) -> sqlite3.Connection:
        # Autocommit: transactions are ours. `close` may run in another thread than the one that opened.
        where = f"{self.path.absolute().as_uri()}?mode=ro" if self._is_read_only else self.path
        connection = sqlite3.connect(where, uri=self._is_read_only, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA query_only = 1" if self._is_read_only else "PRAGMA journal_mode = WAL")
        return connection


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn SQLite's errors into LEXO's; a mistake in our own SQL stays as it is."""
    try:
        yield
    except sqlite3.Error as error:
        ours = _translated(error)
        if ours is None:
            raise
        raise ours from error


def _translated(error: sqlite3.Error) -> LexoError | None:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return DiskFull()
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy()
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseDamaged()
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return SystemProblem()
    return None
