"""Pages that wait for a model's reading. What was read first stands until a better reading is saved in its place."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from lexo.document import MediaType
from lexo.store.database import Database
from lexo.store.pages import ReadPage, save_within

LAYOUT = "layout-model"  # an engine of the readers: tables of pages with text of their own, when nothing else is to do
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
                "INSERT INTO looks (page_id, document_id, engine) SELECT :page_id, :document_id, :engine"
                " WHERE :engine = :layout OR NOT (SELECT is_private FROM documents WHERE id = :document_id)"
                " ON CONFLICT (page_id) DO UPDATE SET engine = excluded.engine, attempts = 0, boot_id = NULL",
                {"page_id": page_id, "document_id": document_id, "engine": engine, "layout": LAYOUT},
            )


def claim(db: Database, boot_id: str, *, models: bool = True) -> Look | None:
    """Take the next page: of papers somebody waits for first, then in the order they came; tables only when idle.

    `models` False: tables only.
    """
    with db.write() as connection:
        row = connection.execute(
            "UPDATE looks SET attempts = attempts + 1, boot_id = :boot_id WHERE page_id = ("
            " SELECT page_id FROM looks JOIN pages ON pages.id = page_id"
            " JOIN documents ON documents.id = looks.document_id"
            " WHERE looks.boot_id IS NULL AND pages.state = 'done' AND deleted_at IS NULL"
            " AND CASE WHEN looks.engine = :layout THEN NOT EXISTS"
            "  (SELECT 1 FROM jobs WHERE jobs.state IN ('queued', 'running') AND jobs.stage <> 'finishing')"
            " ELSE :models AND NOT is_private END"
            " ORDER BY looks.engine = :layout, documents.state = 'reading' DESC, page_id LIMIT 1)"
            " RETURNING page_id, document_id, engine",
            {"boot_id": boot_id, "layout": LAYOUT, "models": models},
        ).fetchone()
        return _look(connection, row) if row else None


def claim_tables(db: Database, boot_id: str, document_id: int, number: int | None) -> Look | None:
    """Take a page of a document, or that page, whose tables somebody wants to see now."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE looks SET attempts = attempts + 1, boot_id = :boot_id WHERE page_id = ("
            " SELECT page_id FROM looks JOIN pages ON pages.id = page_id WHERE looks.boot_id IS NULL"
            " AND pages.state = 'done' AND looks.engine = :layout AND looks.document_id = :document_id"
            " AND (:number IS NULL OR number = :number) ORDER BY number LIMIT 1)"
            " RETURNING page_id, document_id, engine",
            {"boot_id": boot_id, "layout": LAYOUT, "document_id": document_id, "number": number},
        ).fetchone()
        return _look(connection, row) if row else None


def has_tables_to_come(db: Database, document_id: int, number: int | None) -> bool:
    """Whether tables of a document, or of that page, are still to be looked for, or just being."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT 1 FROM looks JOIN pages ON pages.id = page_id WHERE looks.engine = :layout"
            " AND looks.document_id = :document_id AND (:number IS NULL OR number = :number) LIMIT 1",
            {"layout": LAYOUT, "document_id": document_id, "number": number},
        ).fetchone()
    return row is not None


def save(db: Database, look: Look, page: ReadPage) -> None:
    """The look is over: keep what came of it, the first reading or a better one."""
    with db.write() as connection:
        gone = connection.execute("DELETE FROM looks WHERE page_id = :id RETURNING page_id", {"id": look.page_id})
        if gone.fetchone() is not None:  # else it was cancelled, or the page is being read anew
            save_within(connection, look.document_id, look.number, page)


def give_up(db: Database, look: Look, code: str) -> None:
    """The look cannot be done: the first reading stands, with a warning where a model was to read it."""
    with db.write() as connection:
        connection.execute("DELETE FROM looks WHERE page_id = :id", {"id": look.page_id})
        if look.engine != LAYOUT:
            _warn(connection, look.page_id, code)


def hand_back(db: Database, look: Look) -> None:
    """It was not done, and nothing is to blame."""
    with db.write() as connection:
        connection.execute(
            "UPDATE looks SET attempts = attempts - 1, boot_id = NULL WHERE page_id = :id", {"id": look.page_id}
        )


def pending(db: Database, document_id: int) -> int:
    """How many pages of a document wait for a model; tables are not waited for."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT count(*) FROM looks WHERE document_id = :id AND engine <> :layout",
            {"id": document_id, "layout": LAYOUT},
        ).fetchone()
    return int(row[0])


def count(db: Database) -> int:
    """How many pages wait for a model in all."""
    with db.read() as connection:
        row = connection.execute("SELECT count(*) FROM looks WHERE engine <> :layout", {"layout": LAYOUT}).fetchone()
    return int(row[0])


def forget(connection: sqlite3.Connection, document_id: int) -> None:
    """A document's pages no longer wait: it is read anew, or somebody cancelled."""
    connection.execute("DELETE FROM looks WHERE document_id = :id", {"id": document_id})


def recover(db: Database, warning: str) -> None:
    """Void the claims of a process that is gone. What it went down with twice is given up, with a warning."""
    with db.write() as connection:
        rows = connection.execute(
            "DELETE FROM looks WHERE boot_id IS NOT NULL AND attempts >= :limit RETURNING page_id, engine",
            {"limit": MAX_ATTEMPTS},
        ).fetchall()
        for row in rows:
            if row["engine"] == LAYOUT:
                continue
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
