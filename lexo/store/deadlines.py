"""Deadlines: proposed by what a paper says, decided on by people, whose word outlives a new reading."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from lexo.errors import DeadlineNotFound
from lexo.facts import Deadline, DeadlineState
from lexo.store.database import Database


@dataclass(frozen=True, slots=True)
class KeptDeadline:
    """A deadline in the library; `page` is None where its proof is not printed."""

    id: int
    document_id: int
    document_title: str
    sender: str | None
    what: str
    date: str  # ISO
    amount: str  # decimal, or ""
    remind_days: int
    state: DeadlineState
    field: str  # that proves it
    field_id: int | None
    page: int | None


_LISTED = (
    "SELECT deadlines.*, documents.title, documents.filename, documents.sender,"
    " (SELECT id FROM fields WHERE fields.document_id = deadlines.document_id AND name = deadlines.field"
    "  AND fields.normalized = deadlines.normalized ORDER BY rank LIMIT 1) AS field_id,"
    " (SELECT page FROM fields WHERE fields.document_id = deadlines.document_id AND name = deadlines.field"
    "  AND fields.normalized = deadlines.normalized ORDER BY rank LIMIT 1) AS page"
    " FROM deadlines JOIN documents ON documents.id = deadlines.document_id WHERE deleted_at IS NULL"
)


def save(connection: sqlite3.Connection, document_id: int, deadlines: Iterable[Deadline]) -> None:
    """What a paper says now. What it no longer says goes, unless a person decided on it."""
    connection.execute("DELETE FROM deadlines WHERE document_id = :id AND state = 'proposed'", {"id": document_id})
    connection.execute("UPDATE deadlines SET is_current = 0 WHERE document_id = :id", {"id": document_id})
    connection.executemany(
        "INSERT INTO deadlines (document_id, what, date, field, normalized, amount, remind_days, state)"
        " VALUES (:document_id, :what, :date, :field, :normalized, :amount, :remind_days, 'proposed')"
        " ON CONFLICT (document_id, what, date) DO UPDATE SET is_current = 1, amount = excluded.amount,"
        " field = excluded.field, normalized = excluded.normalized",
        [
            {
                "document_id": document_id,
                "what": deadline.what,
                "date": deadline.date,
                "field": deadline.field.name,
                "normalized": deadline.field.normalized,
                "amount": deadline.amount,
                "remind_days": deadline.remind_days,
            }
            for deadline in deadlines
        ],
    )


def list_deadlines(
    db: Database, *, since: str | None = None, states: Iterable[DeadlineState] = tuple(DeadlineState)
) -> tuple[KeptDeadline, ...]:
    """Deadlines of papers that are not in the trash, the earliest first; from the day `since` (ISO) on."""
    wanted = list(states)
    marks = ", ".join(f":state{index}" for index in range(len(wanted)))
    values = {f"state{index}": state for index, state in enumerate(wanted)}
    with db.read() as connection:
        rows = connection.execute(
            f"{_LISTED} AND deadlines.state IN ({marks})"
            " AND (is_current OR deadlines.state = 'confirmed') AND (:since IS NULL OR deadlines.date >= :since)"
            " ORDER BY deadlines.date, deadlines.id",
            {**values, "since": since},
        ).fetchall()
    return tuple(map(_deadline, rows))


def of_document(db: Database, document_id: int) -> tuple[KeptDeadline, ...]:
    """The deadlines of one paper, the earliest first."""
    with db.read() as connection:
        rows = connection.execute(
            f"{_LISTED} AND deadlines.document_id = :id AND (is_current OR deadlines.state = 'confirmed')"
            " ORDER BY deadlines.date",
            {"id": document_id},
        ).fetchall()
    return tuple(map(_deadline, rows))


def decide(db: Database, deadline_id: int, state: DeadlineState) -> KeptDeadline:
    """Write down what a person says of a deadline. Raises DeadlineNotFound."""
    with db.write() as connection:
        connection.execute("UPDATE deadlines SET state = :state WHERE id = :id", {"id": deadline_id, "state": state})
        row = connection.execute(f"{_LISTED} AND deadlines.id = :id", {"id": deadline_id}).fetchone()
        if row is None:
            raise DeadlineNotFound(id=deadline_id)
        return _deadline(row)


def _deadline(row: sqlite3.Row) -> KeptDeadline:
    return KeptDeadline(
        row["id"],
        row["document_id"],
        row["title"] or row["filename"],
        row["sender"],
        row["what"],
        row["date"],
        row["amount"],
        row["remind_days"],
        DeadlineState(row["state"]),
        row["field"],
        row["field_id"],
        row["page"],
    )
