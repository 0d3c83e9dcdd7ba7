"""The database's shape: append-only migrations, applied in order, each in one transaction."""

import sqlite3
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from lexo.errors import DatabaseNewer, LibraryOld
from lexo.store.files import make_durable
from lexo.store.migrations import (
    m001_first,
    m002_models,
    m003_facts,
    m004_read,
    m005_private,
    m006_vectors,
    m007_saved_searches,
    m008_conversations,
    m009_dossiers,
)

Migration = tuple[str, str | Callable[[sqlite3.Connection], None]]
MIGRATIONS: tuple[Migration, ...] = (
    ("m001_first", m001_first.SQL),
    ("m002_models", m002_models.SQL),
    ("m003_facts", m003_facts.SQL),
    ("m004_read", m004_read.SQL),
    ("m005_private", m005_private.SQL),
    ("m006_vectors", m006_vectors.SQL),
    ("m007_saved_searches", m007_saved_searches.SQL),
    ("m008_conversations", m008_conversations.SQL),
    ("m009_dossiers", m009_dossiers.SQL),
)


def migrate(connection: sqlite3.Connection) -> list[str]:
    """Bring the database to this version; return the names applied. Raises DatabaseNewer, and then changes nothing."""
    done = connection.execute("PRAGMA user_version").fetchone()[0]
    if done > len(MIGRATIONS):
        raise DatabaseNewer()
    applied = []
    for number, (name, change) in enumerate(MIGRATIONS[done:], start=done + 1):
        _apply(connection, change, number)
        applied.append(name)
    return applied


def require_current(connection: sqlite3.Connection) -> None:
    """Raise LibraryOld or DatabaseNewer for a database of another version; nothing is changed."""
    done = connection.execute("PRAGMA user_version").fetchone()[0]
    if done > len(MIGRATIONS):
        raise DatabaseNewer()
    if done < len(MIGRATIONS):
        raise LibraryOld()


def keep_old(connection: sqlite3.Connection, folder: Path) -> Path | None:
    """Before a database of an older version is changed, keep it as it is, once a day; None if nothing will change."""
    done = connection.execute("PRAGMA user_version").fetchone()[0]
    if not 0 < done < len(MIGRATIONS):
        return None
    kept = folder / f"before-{MIGRATIONS[done][0]}-{datetime.now(UTC):%Y%m%d}.db"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        begun = folder / f".{kept.name}-{uuid.uuid4().hex}"
        connection.execute("VACUUM INTO :target", {"target": str(begun)})
        begun.chmod(0o600)
        make_durable(begun)
        begun.rename(kept)
    return kept


def _apply(connection: sqlite3.Connection, change: str | Callable[[sqlite3.Connection], None], number: int) -> None:
    """Run one change and count it, in one transaction; `executescript` would commit on its own."""
    connection.execute("BEGIN EXCLUSIVE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] >= number:
            connection.execute("ROLLBACK")  # another process was faster
            return
        if isinstance(change, str):
            for statement in _statements(change):
                connection.execute(statement)
        else:
            change(connection)
        connection.execute(f"PRAGMA user_version = {number:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """Split a script at the semicolons that end a statement (triggers hold some that do not)."""
    statements, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            statements.append(begun)
            begun = ""
    return statements
