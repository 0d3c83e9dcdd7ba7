"""Pages that wait for a model's reading. What was read first stands until a better reading is saved in its place."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from lexo.document import MediaType
from lexo.store.database import Database
from lexo.store.pages import ReadPage, save_within

MAX_ATTEMPTS = 2  # looks during which LEXO or the machine went down: a model's library may take the process with it


@dataclass(frozen=True, slots=True)
class Look:
    """One page, claimed for an engine."""

    page_id: int
    document_id: int
    number: int
    engine: str
    sha256: str
    media_type: MediaType


def save_and_want(db: Database, document_id: int, number: int, page: ReadPage, engine: str) -> None:
    """Keep a page's first reading, and that `engine` is to look at it, in one commit."""
    with db.write() as connection:
        page_id = save_within(connection, document_id, number, page)
        if page_id is not None:
            connection.execute(
                "INSERT INTO looks (page_id, document_id, engine) VALUES (:page_id, :document_id, :engine)"
                " ON CONFLICT (page_id) DO UPDATE SET engine = excluded.engine, attempts = 0, boot_id = NULL",
                {"page_id": page_id, "document_id": document_id, "engine": engine},
            )


def claim(db: Database, boot_id: str) -> Look | None:
    """Take the next page: of papers somebody waits for first, then in the order they came."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE looks SET attempts = attempts + 1, boot_id = :boot_id WHERE page_id = ("
            " SELECT page_id FROM looks JOIN pages ON pages.id = page_id"
            " JOIN documents ON documents.id = looks.document_id"
            " WHERE looks.boot_id IS NULL AND pages.state = 'done' AND deleted_at IS NULL"
            " ORDER BY documents.state = 'reading' DESC, page_id LIMIT 1) RETURNING page_id, document_id, engine",
            {"boot_id": boot_id},
        ).fetchone()
        return _look(connection, row) if row else None


def save(db: Database, look: Look, page: ReadPage) -> None:
    """The look is over: keep what came of it, the first reading or a better one."""
    with db.write() as connection:
        gone = connection.execute("DELETE FROM looks WHERE page_id = :id RETURNING page_id", {"id": look.page_id})
        if gone.fetchone() is not None:  # else it was cancelled, or the page is being read anew
            save_within(connection, look.document_id, look.number, page)


def give_up(db: Database, look: Look, code: str) -> None:
    """The look cannot be done: the first reading stands, with a warning."""
    with db.write() as connection:
        connection.execute("DELETE FROM looks WHERE page_id = :id", {"id": look.page_id})
        _warn(connection, look.page_id, code)


def hand_back(db: Database, look: Look) -> None:
    """It was not done, and nothing is to blame."""
    with db.write() as connection:
        connection.execute(
            "UPDATE looks SET attempts = attempts - 1, boot_id = NULL WHERE page_id = :id", {"id": look.page_id}
        )


def pending(db: Database, document_id: int) -> int:
    """How many pages of a document wait."""
    with db.read() as connection:
        row = connection.execute("SELECT count(*) FROM looks WHERE document_id = :id", {"id": document_id}).fetchone()
    return int(row[0])


def count(db: Database) -> int:
    """How many pages wait in all."""
    with db.read() as connection:
        return int(connection.execute("SELECT count(*) FROM looks").fetchone()[0])


def forget(connection: sqlite3.Connection, document_id: int) -> None:
    """A document's pages no longer wait: it is read anew, or somebody cancelled."""
    connection.execute("DELETE FROM looks WHERE document_id = :id", {"id": document_id})


def recover(db: Database, warning: str) -> None:
    """Void the claims of a process that is gone. What it went down with twice is given up, with a warning."""
    with db.write() as connection:
        rows = connection.execute(
            "DELETE FROM looks WHERE boot_id IS NOT NULL AND attempts >= :limit RETURNING page_id",
            {"limit": MAX_ATTEMPTS},
        ).fetchall()
        for row in rows:
            _warn(connection, row["page_id"], warning)
        connection.execute("UPDATE looks SET boot_id = NULL")


def _warn(connection: sqlite3.Connection, page_id: int, code: str) -> None:
    connection.execute(
        "UPDATE pages SET warnings = json_insert(warnings, '$[#]', :code)"
        " WHERE id = :id AND NOT EXISTS (SELECT 1 FROM json_each(pages.warnings) WHERE value = :code)",
        {"id": page_id, "code": code},
    )


def _look(connection: sqlite3.Connection, row: Any) -> Look:
    page = connection.execute(
        "SELECT number, sha256, media_type FROM pages JOIN documents ON documents.id = document_id"
        " WHERE pages.id = :id",
        {"id": row["page_id"]},
    ).fetchone()
    return Look(
        row["page_id"],
        row["document_id"],
        page["number"],
        row["engine"],
        page["sha256"],
        MediaType(page["media_type"]),
    )
