"""Whole copies of the database, made while others write: consistent, compact, durable, or not there."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from lexo.errors import DatabaseDamaged
from lexo.store.database import Database, in_our_words
from lexo.store.files import make_durable


def snapshot(db: Database, target: Path) -> None:
    """Write the database as it is at this moment to a new file. Raises DiskFull, DatabaseDamaged."""
    with in_our_words():
        connection = sqlite3.connect(db.path, isolation_level=None)
        try:
            connection.execute("VACUUM INTO :target", {"target": str(target)})
        finally:
            connection.close()
    target.chmod(0o600)
    make_durable(target)


def check_snapshot(path: Path) -> int:
    """The schema of a database file; it is opened read-only and looked through. Raises DatabaseDamaged."""
    with in_our_words():
        connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute("PRAGMA trusted_schema = 0")
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DatabaseDamaged()
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()


def copies_in(path: Path) -> list[tuple[str, int]]:
    """SHA-256 and size of every paper that a database file knows, those in the trash too."""
    with in_our_words():
        connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro&immutable=1", uri=True)
        try:
            return connection.execute("SELECT sha256, size_bytes FROM documents ORDER BY id").fetchall()
        finally:
            connection.close()


def settle(path: Path) -> None:
    """Write a database's log back into it, so that the file alone is all of it; where it is damaged, leave it."""
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
