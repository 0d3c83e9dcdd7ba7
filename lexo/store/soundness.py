"""Questions about the database's own health: what SQLite can check, and what only LEXO knows must agree."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from lexo.document import DocumentState
from lexo.store.database import Database, in_our_words
from lexo.store.folding import fold

MOST = 100  # ids named of one kind of finding

_INDEX_CHECKS = {
    name: f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)" for name in ("pages_fts", "names_fts")
}


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A document and the copy that it must have."""

    document_id: int
    sha256: str
    size_bytes: int


def integrity_errors(db: Database) -> list[str]:
    """What `PRAGMA integrity_check` says, in SQLite's words; empty when all is well. It does not look into FTS5."""
    with db.read() as connection:
        rows = connection.execute(f"PRAGMA integrity_check({MOST})").fetchall()
    return [row[0] for row in rows if row[0] != "ok"]


def quick_errors(db: Database) -> list[str]:
    """As `integrity_errors`, without comparing each index with its table."""
    with db.read() as connection:
        rows = connection.execute(f"PRAGMA quick_check({MOST})").fetchall()
    return [row[0] for row in rows if row[0] != "ok"]


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library that Python brings."""
    return sqlite3.sqlite_version_info


def broken_references(db: Database) -> list[str]:
    """Tables with rows that refer to rows that are not there."""
    with db.read() as connection:
        return sorted({row["table"] for row in connection.execute("PRAGMA foreign_key_check").fetchall()})


def drifted_indexes(db: Database) -> list[str]:
    """Search indexes that do not hold what they index; FTS5 compares every word with the text. Writes nothing."""
    return [name for name, command in _INDEX_CHECKS.items() if _has_drifted(db, command)]


def wrong_names(db: Database) -> list[int]:
    """Documents whose title and file name are not what the index of names holds, and entries without a document."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT documents.id, title, filename, names FROM documents LEFT JOIN names_fts ON names_fts.rowid = id"
        ).fetchall()
        strays = connection.execute(
            "SELECT rowid FROM names_fts WHERE rowid NOT IN (SELECT id FROM documents)"
        ).fetchall()
    wrong = [row["id"] for row in rows if row["names"] != fold(f"{row['title']}\n{row['filename']}")]
    return wrong + [row[0] for row in strays]


def stray_layouts(db: Database) -> list[int]:
    """Pages that are not there or not read, but have places of words; and pages with text that have none."""
    return _ids(
        db,
        "SELECT page_id FROM page_layouts LEFT JOIN pages ON pages.id = page_id WHERE pages.id IS NULL"
        " UNION SELECT id FROM pages WHERE text <> '' AND id NOT IN (SELECT page_id FROM page_layouts)",
    )


def kept_copies(db: Database) -> Iterator[KeptCopy]:
    """Every document, in the trash or not, with the copy that it must have."""
    with db.read() as connection:
        rows = connection.execute("SELECT id, sha256, size_bytes FROM documents ORDER BY id").fetchall()
    return (KeptCopy(*row) for row in rows)


def contradictions(db: Database) -> dict[str, list[int]]:
    """Documents whose state is not what their jobs and pages say, by what is wrong."""
    final = ", ".join(f"'{state}'" for state in DocumentState if state.is_final)
    questions = {
        "unread pages in a read document": (
            f"SELECT DISTINCT document_id FROM pages JOIN documents ON documents.id = document_id"
            f" WHERE documents.state IN ({final}) AND documents.deleted_at IS NULL"
            "  AND pages.state IN ('queued', 'reading')"
            "  AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.document_id = documents.id"
            "   AND jobs.state IN ('queued', 'running', 'waiting', 'failed', 'cancelled'))"
        ),
        "waits without a job": (
            f"SELECT id FROM documents WHERE state NOT IN ({final}) AND deleted_at IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM jobs WHERE document_id = documents.id AND state IN ('queued', 'running', 'waiting'))"
        ),
        "another number of pages than it says": (
            "SELECT documents.id FROM documents WHERE page_count IS NOT NULL"
            " AND page_count <> (SELECT count(*) FROM pages WHERE document_id = documents.id)"
        ),
        "ready without a page that is read": (
            "SELECT id FROM documents WHERE state IN ('ready', 'ready_with_warnings')"
            " AND NOT EXISTS (SELECT 1 FROM pages WHERE document_id = documents.id AND pages.state = 'done')"
        ),
    }
    return {what: ids for what, question in questions.items() if (ids := _ids(db, question))}


def rebuild_indexes(db: Database) -> None:
    """Make both search indexes anew from the texts and names."""
    with db.write() as connection:
        connection.execute("INSERT INTO pages_fts (pages_fts) VALUES ('rebuild')")
        connection.execute("DELETE FROM names_fts")
        rows = connection.execute("SELECT id, title, filename FROM documents").fetchall()
        connection.executemany(
            "INSERT INTO names_fts (rowid, names) VALUES (:id, :names)",
            [{"id": row["id"], "names": fold(f"{row['title']}\n{row['filename']}")} for row in rows],
        )


def _has_drifted(db: Database, command: str) -> bool:
    with db.write() as connection:
        try:
            connection.execute(command)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
                return True
            raise
    return False


def _ids(db: Database, question: str) -> list[int]:
    with in_our_words(), db.read() as connection:
        return [row[0] for row in connection.execute(question).fetchall()]
