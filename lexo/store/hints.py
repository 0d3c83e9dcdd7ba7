"""What was noticed about a document and is not done by itself: twins, and other papers in the same scan."""

import sqlite3
from dataclasses import dataclass
from typing import Literal

from lexo.facts import Split
from lexo.store.database import Database
from lexo.store.documents import restore_within, trash_within

Relation = Literal["copy", "version"]
LEAST_SHARED = 4  # hashes, and
LEAST_LIKENESS = 0.3  # of all: below this two papers are not alike


@dataclass(frozen=True, slots=True)
class Twin:
    """Another paper that says (nearly) the same."""

    other_id: int
    title: str
    likeness: float
    what: Relation


@dataclass(frozen=True, slots=True)
class Hints:
    """All hints about one document. `parts` were cut out of it; it was cut out of `part_of`."""

    twins: tuple[Twin, ...] = ()
    splits: tuple[Split, ...] = ()
    parts: tuple[int, ...] = ()
    part_of: int | None = None


def of_document(db: Database, document_id: int) -> Hints:
    """What was noticed about a document."""
    with db.read() as connection:
        twins = connection.execute(
            "SELECT documents.id, title, filename, likeness, what FROM twins JOIN documents ON documents.id ="
            " CASE WHEN document_id = :id THEN other_id ELSE document_id END"
            " WHERE (document_id = :id OR other_id = :id) AND NOT is_dismissed AND deleted_at IS NULL"
            " ORDER BY likeness DESC, documents.id",
            {"id": document_id},
        ).fetchall()
        splits = connection.execute(
            "SELECT page, confidence FROM splits WHERE document_id = :id AND state = 'proposed' ORDER BY page",
            {"id": document_id},
        ).fetchall()
        parts = connection.execute(
            "SELECT document_id FROM parts WHERE whole_id = :id ORDER BY first_page", {"id": document_id}
        ).fetchall()
        whole = connection.execute("SELECT whole_id FROM parts WHERE document_id = :id", {"id": document_id})
        row = whole.fetchone()
    return Hints(
        tuple(Twin(row["id"], row["title"] or row["filename"], row["likeness"], row["what"]) for row in twins),
        tuple(Split(row["page"], row["confidence"]) for row in splits),
        tuple(row["document_id"] for row in parts),
        row["whole_id"] if row else None,
    )


def dismiss(db: Database, document_id: int) -> None:
    """The hints about a document are wrong, and do not come back."""
    with db.write() as connection:
        connection.execute(
            "UPDATE twins SET is_dismissed = 1 WHERE document_id = :id OR other_id = :id", {"id": document_id}
        )
        connection.execute("UPDATE splits SET state = 'dismissed' WHERE document_id = :id", {"id": document_id})


def alike(connection: sqlite3.Connection, document_id: int) -> tuple[tuple[int, float], ...]:
    """Documents whose text is like this one's, with their likeness (0-1), the likest first; not its own parts."""
    rows = connection.execute(
        "SELECT other.document_id, count(*) AS shared FROM likenesses AS mine"
        " JOIN likenesses AS other ON other.band = mine.band AND other.hash = mine.hash"
        "  AND other.document_id <> mine.document_id"
        " JOIN documents ON documents.id = other.document_id AND deleted_at IS NULL"
        " WHERE mine.document_id = :id"
        "  AND NOT EXISTS (SELECT 1 FROM parts WHERE (parts.document_id, whole_id) IN"
        "   ((mine.document_id, other.document_id), (other.document_id, mine.document_id)))"
        " GROUP BY 1 HAVING shared >= :least ORDER BY shared DESC LIMIT 20",
        {"id": document_id, "least": LEAST_SHARED},
    ).fetchall()
    signature = connection.execute("SELECT count(*) FROM likenesses WHERE document_id = :id", {"id": document_id})
    size = max(int(signature.fetchone()[0]), 1)
    found = ((row["document_id"], min(row["shared"] / size, 1.0)) for row in rows)
    return tuple((other, likeness) for other, likeness in found if likeness >= LEAST_LIKENESS)


def save_twins(connection: sqlite3.Connection, document_id: int, found: dict[int, tuple[float, Relation]]) -> None:
    """Put the twins of a document in the place of those there were; dismissed ones stay dismissed."""
    connection.execute(
        "DELETE FROM twins WHERE (document_id = :id OR other_id = :id) AND NOT is_dismissed", {"id": document_id}
    )
    connection.executemany(
        "INSERT OR IGNORE INTO twins (document_id, other_id, likeness, what)"
        " VALUES (:first, :second, :likeness, :what)",
        [
            {
                "first": min(document_id, other),
                "second": max(document_id, other),
                "likeness": likeness,
                "what": what,
            }
            for other, (likeness, what) in found.items()
        ],
    )


def cut(db: Database, document_id: int, parts: dict[int, tuple[int, int]]) -> None:
    """The document was cut into `parts` (first and last page by id): it goes into the trash, they remember it."""
    with db.write() as connection:
        connection.executemany(
            "INSERT INTO parts (document_id, whole_id, first_page, last_page) VALUES (:part, :whole, :first, :last)"
            " ON CONFLICT (document_id) DO UPDATE SET whole_id = excluded.whole_id",
            [
                {"part": part, "whole": document_id, "first": first, "last": last}
                for part, (first, last) in parts.items()
            ],
        )
        trash_within(connection, document_id)


def joined(db: Database, document_id: int) -> None:
    """The cut is undone: the whole comes back, its parts go into the trash."""
    with db.write() as connection:
        rows = connection.execute(
            "DELETE FROM parts WHERE whole_id = :id RETURNING document_id", {"id": document_id}
        ).fetchall()
        for row in rows:
            trash_within(connection, row["document_id"])
        restore_within(connection, document_id)
