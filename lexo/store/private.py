"""Papers that no model and no assistant is ever shown."""

import sqlite3

from lexo.errors import DocumentNotFound, PaperIsPrivate
from lexo.store import due, looks
from lexo.store.database import Database, now


def set_private(db: Database, document_id: int, *, is_private: bool) -> None:
    """Keep a document from every model, or no longer; what waits for one goes, and what one made to find it by meaning.

    What a model read of it before stays: it is the page's text. Raises DocumentNotFound.
    """
    with db.write() as connection:
        set_within(connection, document_id, is_private=is_private)


def set_within(connection: sqlite3.Connection, document_id: int, *, is_private: bool) -> None:
    """`set_private` as a part of a larger commit."""
    row = connection.execute(
        "UPDATE documents SET is_private = :is_private, updated_at = :time WHERE id = :id RETURNING id",
        {"id": document_id, "is_private": is_private, "time": now()},
    ).fetchone()
    if row is None:
        raise DocumentNotFound(id=document_id)
    if is_private:
        _forget(connection, document_id)
    else:
        _want_vectors(connection, document_id)


def refuse_private(db: Database, document_id: int) -> None:
    """Raise PaperIsPrivate where no model may see a document."""
    with db.read() as connection:
        row = connection.execute("SELECT is_private FROM documents WHERE id = :id", {"id": document_id}).fetchone()
    if row is not None and row["is_private"]:
        raise PaperIsPrivate(id=document_id)


def private_of(db: Database, sha256: str) -> int | None:
    """The document with this content, if no model may see it; None where it may, or where there is none."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT id FROM documents WHERE sha256 = :sha256 AND is_private", {"sha256": sha256}
        ).fetchone()
    return int(row["id"]) if row else None


def _forget(connection: sqlite3.Connection, document_id: int) -> None:
    values = {"id": document_id, "layout": looks.LAYOUT, "model": due.Stage.MODEL}
    connection.execute("DELETE FROM looks WHERE document_id = :id AND engine <> :layout", values)
    connection.execute("DELETE FROM understandings WHERE document_id = :id AND stage = :model", values)
    for table in ("chunks", "unembedded"):
        connection.execute(
            f"DELETE FROM {table} WHERE page_id IN (SELECT id FROM pages WHERE document_id = :id)", values
        )


def _want_vectors(connection: sqlite3.Connection, document_id: int) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO unembedded (page_id) SELECT id FROM pages WHERE document_id = :id AND text <> ''",
        {"id": document_id},
    )
