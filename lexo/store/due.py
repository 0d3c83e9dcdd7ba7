"""Documents that wait to be understood: who is to look, and what voids what is just being made of them."""

import sqlite3
from enum import StrEnum

from lexo.store.database import Database


class Stage(StrEnum):
    """Who looks."""

    RULES = "rules"
    MODEL = "model"


def want(connection: sqlite3.Connection, document_id: int, stage: Stage = Stage.RULES) -> None:
    """Something was read or changed: what is just being made of the document is void."""
    connection.execute(
        "INSERT INTO understandings (document_id, stage) SELECT :id, :stage"
        " WHERE :stage = 'rules' OR NOT (SELECT is_private FROM documents WHERE id = :id)"
        " ON CONFLICT (document_id) DO UPDATE SET stage = excluded.stage, attempts = 0, kills = 0, boot_id = NULL",
        {"id": document_id, "stage": stage},
    )


def want_again(db: Database, document_id: int) -> None:
    """Somebody asks for a document to be understood anew."""
    with db.write() as connection:
        want(connection, document_id)


def want_signed(db: Database) -> int:
    """Whom signatures are of may be known by now: look at papers with signed codes anew; return how many."""
    with db.write() as connection:
        rows = connection.execute("SELECT DISTINCT document_id FROM fields WHERE source = '2d-doc'").fetchall()
        for row in rows:
            want(connection, row["document_id"])
    return len(rows)


def is_pending(db: Database, document_id: int) -> bool:
    """Whether the rules are still to look at a document."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT 1 FROM understandings WHERE document_id = :id AND stage = 'rules'", {"id": document_id}
        ).fetchone()
    return row is not None


def count(db: Database, stage: Stage) -> int:
    """How many documents wait."""
    with db.read() as connection:
        row = connection.execute("SELECT count(*) FROM understandings WHERE stage = :stage", {"stage": stage})
        return int(row.fetchone()[0])


def end(connection: sqlite3.Connection, document_id: int) -> bool:
    """The claimed work is done; False where its document changed meanwhile, so that the result is void."""
    row = connection.execute(
        "DELETE FROM understandings WHERE document_id = :id AND boot_id IS NOT NULL RETURNING document_id",
        {"id": document_id},
    ).fetchone()
    return row is not None


def hand_back(db: Database, document_id: int) -> None:
    """It was not done, and nothing is to blame."""
    with db.write() as connection:
        connection.execute(
            "UPDATE understandings SET attempts = attempts - 1, boot_id = NULL WHERE document_id = :id",
            {"id": document_id},
        )


def recover(db: Database, boot_id: str) -> None:
    """Void the claims of a process that is gone; while the machine ran on, none of the papers is to blame."""
    with db.write() as connection:
        connection.execute(
            "UPDATE understandings SET attempts = attempts - (boot_id = :boot_id), boot_id = NULL"
            " WHERE boot_id IS NOT NULL",
            {"boot_id": boot_id},
        )
