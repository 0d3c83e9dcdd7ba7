"""Documents whose facts are to be looked for: first by rules, in a reader; then by a text model, where there is one."""

import sqlite3
from dataclasses import dataclass

from lexo.document import MediaType
from lexo.store import looks
from lexo.store.database import Database
from lexo.store.pages import MAX_ATTEMPTS, MAX_KILLS, ReadPage, get_read_page

STACK_PAGES = 60  # a stack of papers has no more; of longer ones facts stand at the ends
FIRST_PAGES, LAST_PAGES = 12, 3


@dataclass(frozen=True, slots=True)
class Due:
    """A document, claimed to be understood."""

    document_id: int
    sha256: str
    media_type: MediaType
    page_count: int
    language: str | None
    title: str  # as the file says it


@dataclass(frozen=True, slots=True)
class Which:
    """Documents that are still being read only, or all; not those that models still look at, or those too."""

    only_open: bool = False
    awaits_looks: bool = True


def claim(db: Database, boot_id: str, which: Which) -> Due | None:
    """The next document that is read but not understood."""
    with db.read() as connection:  # mostly there is none, and a write would stand in others' way
        if _next(connection, which) is None:
            return None
    with db.write() as connection:
        document_id = _next(connection, which)
        if document_id is None:
            return None
        connection.execute(
            "UPDATE understandings SET attempts = attempts + 1, boot_id = :boot_id WHERE document_id = :id",
            {"id": document_id, "boot_id": boot_id},
        )
        return _due(connection, document_id)


def claim_model(db: Database, boot_id: str) -> Due | None:
    """The next document that a text model is to look at."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE understandings SET attempts = attempts + 1, boot_id = :boot_id WHERE document_id = ("
            " SELECT document_id FROM understandings JOIN documents ON documents.id = document_id"
            " WHERE stage = 'model' AND boot_id IS NULL AND deleted_at IS NULL AND NOT is_private"
            " ORDER BY document_id LIMIT 1)"
            " RETURNING document_id",
            {"boot_id": boot_id},
        ).fetchone()
        return _due(connection, row["document_id"]) if row else None


def _next(connection: sqlite3.Connection, which: Which) -> int | None:
    row = connection.execute(
        "SELECT document_id FROM understandings JOIN documents ON documents.id = document_id"
        " WHERE stage = 'rules' AND boot_id IS NULL AND deleted_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.document_id = documents.id AND pages.state = 'queued')"
        " AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.document_id = documents.id AND pages.state = 'reading')"
        " AND NOT (:awaits AND EXISTS (SELECT 1 FROM looks WHERE looks.document_id = documents.id"
        "                              AND looks.engine <> :layout))"
        " AND (documents.state = 'reading' OR NOT :only_open)"
        " ORDER BY documents.state = 'reading' DESC, document_id LIMIT 1",
        {"awaits": which.awaits_looks, "only_open": which.only_open, "layout": looks.LAYOUT},
    ).fetchone()
    return int(row["document_id"]) if row else None


def _due(connection: sqlite3.Connection, document_id: int) -> Due:
    row = connection.execute(
        "SELECT sha256, media_type, page_count, language, metadata_title FROM documents WHERE id = :id",
        {"id": document_id},
    ).fetchone()
    return Due(
        document_id,
        row["sha256"],
        MediaType(row["media_type"]),
        row["page_count"] or 0,
        row["language"],
        row["metadata_title"],
    )


def may_try_again(db: Database, document_id: int, *, was_killed: bool) -> bool:
    """The reader ended on it: it is queued again, unless that happened too often; then it stays claimed (False)."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE understandings SET kills = kills + :killed, attempts = attempts - :killed"
            " WHERE document_id = :id AND boot_id IS NOT NULL RETURNING attempts, kills",
            {"id": document_id, "killed": int(was_killed)},
        ).fetchone()
        if row is None or row["attempts"] >= MAX_ATTEMPTS or row["kills"] >= MAX_KILLS:
            return row is None
        connection.execute("UPDATE understandings SET boot_id = NULL WHERE document_id = :id", {"id": document_id})
        return True


def read_pages(db: Database, due: Due) -> list[tuple[int, ReadPage]]:
    """The pages to look at, as they are kept; those that could not be read are left out."""
    first = STACK_PAGES if due.page_count <= STACK_PAGES else FIRST_PAGES
    with db.read() as connection:
        rows = connection.execute(
            "SELECT number FROM pages WHERE document_id = :id AND state = 'done'"
            " AND (number <= :first OR number > :count - :last) ORDER BY number",
            {"id": due.document_id, "first": first, "last": LAST_PAGES, "count": due.page_count},
        ).fetchall()
        return [(row["number"], get_read_page(connection, due.document_id, row["number"])) for row in rows]
