"""The papers themselves: added once per content, listed, put into the trash and taken out again."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from lexo.document import Document, DocumentState, MediaType
from lexo.errors import DocumentNotFound
from lexo.store import filtering
from lexo.store.database import Database, now
from lexo.store.filtering import Filters
from lexo.store.folding import fold
from lexo.store.rows import document_of

_ALL = Filters()


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A paper whose copy is already in the file store; `warnings` are (code, details) as JSON."""

    sha256: str
    filename: str
    media_type: MediaType
    size_bytes: int
    warnings: str = "[]"


@dataclass(frozen=True, slots=True)
class Added:
    """The document that holds the content; `job_id` is None where nothing has to be read."""

    document_id: int
    job_id: int | None
    is_duplicate: bool
    state: DocumentState


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents to list, newest first: after `offset` of them, or after `cursor`, the `next` of a list."""

    state: str | None = None
    kind: str | None = None
    limit: int = 50
    cursor: str | None = None
    offset: int = 0
    in_trash: bool = False
    filters: Filters = _ALL  # which never find anything in the trash


@dataclass(frozen=True, slots=True)
class DocumentList:
    """One page of a list; `next` is None at its end, `total` counts all that match."""

    items: tuple[Document, ...]
    next: str | None
    total: int


def add(db: Database, new: NewDocument, *, restore: bool = False) -> Added:
    """Add a paper and the job to read it, in one transaction of its own; see `add_within`."""
    with db.write() as connection:
        return add_within(connection, new, restore=restore)


def add_within(connection: sqlite3.Connection, new: NewDocument, *, restore: bool = False) -> Added:
    """Add a paper inside the caller's transaction, once per content; `restore` takes a known one out of the trash."""
    known = connection.execute(
        "SELECT id, state, deleted_at FROM documents WHERE sha256 = :sha256", {"sha256": new.sha256}
    ).fetchone()
    if known is not None:
        if restore and known["deleted_at"] is not None:
            _set_deleted(connection, known["id"], None)
        return Added(known["id"], None, is_duplicate=True, state=DocumentState(known["state"]))
    time = now()
    document_id = connection.execute(
        "INSERT INTO documents (sha256, filename, media_type, size_bytes, state, warnings, created_at, updated_at)"
        " VALUES (:sha256, :filename, :media_type, :size_bytes, 'queued', :warnings, :time, :time) RETURNING id",
        {
            "sha256": new.sha256,
            "filename": new.filename,
            "media_type": new.media_type,
            "size_bytes": new.size_bytes,
            "warnings": new.warnings,
            "time": time,
        },
    ).fetchone()[0]
    name_within(connection, document_id)
    job_id = connection.execute(
        "INSERT INTO jobs (document_id, state, created_at) VALUES (:document_id, 'queued', :time) RETURNING id",
        {"document_id": document_id, "time": time},
    ).fetchone()[0]
    return Added(document_id, job_id, is_duplicate=False, state=DocumentState.QUEUED)


def name_within(connection: sqlite3.Connection, document_id: int) -> None:
    """Index title and file name anew, accents and case folded."""
    row = connection.execute("SELECT title, filename FROM documents WHERE id = :id", {"id": document_id}).fetchone()
    connection.execute("DELETE FROM names_fts WHERE rowid = :id", {"id": document_id})
    connection.execute(
        "INSERT INTO names_fts (rowid, names) VALUES (:id, :names)",
        {"id": document_id, "names": fold(f"{row['title']}\n{row['filename']}")},
    )


def get(db: Database, document_id: int, *, include_deleted: bool = False) -> Document:
    """One document. Raises DocumentNotFound, also for one in the trash unless `include_deleted`."""
    with db.read() as connection:
        row = connection.execute("SELECT * FROM documents WHERE id = :id", {"id": document_id}).fetchone()
    if row is None or (row["deleted_at"] is not None and not include_deleted):
        raise DocumentNotFound(id=document_id)
    return document_of(row)


def get_many(db: Database, document_ids: Iterable[int]) -> dict[int, Document]:
    """Those of the documents that are there and not in the trash, by id."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(:ids)) AND deleted_at IS NULL",
            {"ids": json.dumps(list(document_ids))},
        ).fetchall()
    return {row["id"]: document_of(row) for row in rows}


def said(connection: sqlite3.Connection, document_id: int, column: str) -> str | None:
    """Kind, title, date, sender or language of a document, in the trash or not. Raises DocumentNotFound."""
    row = connection.execute(
        "SELECT kind, title, date, sender, language FROM documents WHERE id = :id", {"id": document_id}
    ).fetchone()
    if row is None:
        raise DocumentNotFound(id=document_id)
    value: str | None = row[column]
    return value


def find_by_sha256(db: Database, sha256: str) -> Document | None:
    """The document with this content, in the trash or not."""
    with db.read() as connection:
        row = connection.execute("SELECT * FROM documents WHERE sha256 = :sha256", {"sha256": sha256}).fetchone()
    return document_of(row) if row else None


def list_documents(db: Database, query: DocumentQuery) -> DocumentList:
    """Documents, newest first. An unknown cursor begins at the start."""
    cursor = query.cursor
    values = {
        "state": query.state,
        "kind": query.kind,
        "in_trash": query.in_trash,
        "before": int(cursor) if cursor and cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else None,
        "limit": query.limit + 1,
        "offset": query.offset,
    }
    matching = (
        "FROM documents WHERE (deleted_at IS NOT NULL) = :in_trash"
        " AND (:state IS NULL OR state = :state) AND (:kind IS NULL OR kind = :kind)"
        " AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))"
    )
    with db.read() as connection:
        left = filtering.matching(connection, query.filters)
        values["ids"] = None if left is None else json.dumps(left)
        total = connection.execute(f"SELECT count(*) {matching}", values).fetchone()[0]
        rows = connection.execute(
            f"SELECT * {matching} AND (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit OFFSET :offset",
            values,
        ).fetchall()
    items = tuple(document_of(row) for row in rows[: query.limit])
    return DocumentList(items, str(items[-1].id) if len(rows) > query.limit else None, total)


def all_ids(db: Database) -> list[int]:
    """The ids of all documents, newest first, the trash left out."""
    with db.read() as connection:
        rows = connection.execute("SELECT id FROM documents WHERE deleted_at IS NULL ORDER BY id DESC").fetchall()
    return [row["id"] for row in rows]


def counts(db: Database) -> dict[DocumentState, int]:
    """How many documents stand in each state, the trash left out."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT state, count(*) FROM documents WHERE deleted_at IS NULL GROUP BY state"
        ).fetchall()
    found = {DocumentState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in DocumentState}


def move_to_trash(db: Database, document_id: int) -> None:
    """Hide a document; nothing is erased. Raises DocumentNotFound. Reading that is under way is cancelled."""
    with db.write() as connection:
        trash_within(connection, document_id)


def trash_within(connection: sqlite3.Connection, document_id: int) -> None:
    """`move_to_trash` as a part of a larger commit."""
    _set_deleted(connection, document_id, now())
    connection.execute(
        "UPDATE jobs SET state = 'cancelled', stage = 'finished', finished_at = :time"
        " WHERE document_id = :id AND state IN ('queued', 'running', 'waiting')",
        {"id": document_id, "time": now()},
    )


def restore(db: Database, document_id: int) -> None:
    """Take a document out of the trash; what was not read yet is queued again. Raises DocumentNotFound."""
    with db.write() as connection:
        restore_within(connection, document_id)


def restore_within(connection: sqlite3.Connection, document_id: int) -> None:
    """`restore` as a part of a larger commit."""
    _set_deleted(connection, document_id, None)


def _set_deleted(connection: sqlite3.Connection, document_id: int, time: str | None) -> None:
    row = connection.execute(
        "UPDATE documents SET deleted_at = :deleted, updated_at = :time WHERE id = :id RETURNING state",
        {"id": document_id, "deleted": time, "time": now()},
    ).fetchone()
    if row is None:
        raise DocumentNotFound(id=document_id)
    if time is None and not DocumentState(row["state"]).is_final:
        connection.execute(
            "UPDATE pages SET state = 'queued', boot_id = NULL WHERE document_id = :id AND state = 'reading'",
            {"id": document_id},
        )
        connection.execute(
            "INSERT INTO jobs (document_id, state, created_at) VALUES (:id, 'queued', :time)",
            {"id": document_id, "time": now()},
        )
