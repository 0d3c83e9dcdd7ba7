"""What people taught by correcting: kinds and senders of papers, with what their senders are known by."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from lexo.store.database import Database

_TAUGHT = (
    "SELECT max(corrections.id) AS id, corrections.document_id, max(made_at) AS made_at, title, filename,"
    " max(CASE WHEN what = 'kind' THEN after END) AS kind, max(CASE WHEN what = 'sender' THEN after END) AS sender,"
    " max(CASE WHEN what = 'kind' THEN before END) AS guessed,"
    " (SELECT json_group_array(feature) FROM features WHERE features.document_id = corrections.document_id) AS features"
    " FROM corrections JOIN documents ON documents.id = corrections.document_id"
    " WHERE what IN ('kind', 'sender') AND undone_at IS NULL AND after IS NOT NULL AND deleted_at IS NULL"
    " AND corrections.id = (SELECT max(later.id) FROM corrections AS later WHERE later.what = corrections.what"
    "  AND later.document_id = corrections.document_id AND later.undone_at IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Taught:
    """What a person said of one paper; None where they said nothing of it. `guessed`: the kind LEXO had named."""

    document_id: int
    title: str
    kind: str | None
    sender: str | None
    features: tuple[str, ...]
    made_at: str
    guessed: str | None


def about(connection: sqlite3.Connection, features: Sequence[str], document_id: int) -> tuple[Taught, ...]:
    """What was taught by other papers that share a feature with this one, the oldest first."""
    rows = connection.execute(
        f"{_TAUGHT} AND corrections.document_id <> :id AND corrections.document_id IN"
        " (SELECT document_id FROM features WHERE feature IN (SELECT value FROM json_each(:features)))"
        " GROUP BY corrections.document_id ORDER BY 1 LIMIT 500",
        {"id": document_id, "features": json.dumps(list(features))},
    ).fetchall()
    return tuple(map(_taught, rows))


def list_all(db: Database) -> tuple[Taught, ...]:
    """All that was taught, the oldest first."""
    with db.read() as connection:
        rows = connection.execute(f"{_TAUGHT} GROUP BY corrections.document_id ORDER BY 1").fetchall()
    return tuple(map(_taught, rows))


def taught_by(connection: sqlite3.Connection, document_id: int) -> tuple[int, ...]:
    """Other papers that share a feature with this one: what is said of it may change what holds of them."""
    rows = connection.execute(
        "SELECT DISTINCT other.document_id FROM features AS mine JOIN features AS other"
        " ON other.feature = mine.feature AND other.document_id <> mine.document_id"
        " WHERE mine.document_id = :id ORDER BY 1 LIMIT 500",
        {"id": document_id},
    ).fetchall()
    return tuple(int(row["document_id"]) for row in rows)


def _taught(row: sqlite3.Row) -> Taught:
    return Taught(
        row["document_id"],
        row["title"] or row["filename"],
        _value(row["kind"]),
        _value(row["sender"]),
        tuple(json.loads(row["features"])),
        row["made_at"],
        _value(row["guessed"]),
    )


def _value(kept: str | None) -> str | None:
    return json.loads(kept)["value"] if kept else None
