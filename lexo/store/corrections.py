"""What people said of their papers. Nothing is ever overwritten: a correction is added, or marked as undone."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lexo.document import BBox
from lexo.errors import CorrectionNotFound
from lexo.store.database import Database, now
from lexo.store.words import CorrectedWord

Value = Mapping[str, Any]


class What(StrEnum):
    """What was corrected."""

    FIELD = "field"
    KIND = "kind"
    TITLE = "title"
    DATE = "date"
    SENDER = "sender"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person said.

    `before` and `after` are None where there was or is nothing. Of a field: `value`, `normalized`, `page`, `boxes`,
    `text`; of all else: `value`. Of a word, `name` is empty and `box` says where it stands.
    """

    id: int
    document_id: int
    what: What
    name: str
    page: int | None
    box: BBox | None
    before: Value | None
    after: Value | None
    made_at: str
    undone_at: str | None


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """A correction before it is kept."""

    document_id: int
    what: What
    before: Value | None
    after: Value | None
    name: str = ""
    page: int | None = None
    box: BBox | None = None


def add(connection: sqlite3.Connection, new: NewCorrection) -> int:
    """Keep a correction; return its id."""
    row = connection.execute(
        "INSERT INTO corrections (document_id, what, name, page, box, before, after, made_at)"
        " VALUES (:document_id, :what, :name, :page, :box, :before, :after, :time) RETURNING id",
        {
            "document_id": new.document_id,
            "what": new.what,
            "name": new.name,
            "page": new.page,
            "box": json.dumps(new.box) if new.box else None,
            "before": _encoded(new.before),
            "after": _encoded(new.after),
            "time": now(),
        },
    ).fetchone()
    return int(row["id"])


def undo(connection: sqlite3.Connection, document_id: int, correction_id: int) -> Correction:
    """Mark a correction as undone, and return it. Raises CorrectionNotFound, also for one that is undone already."""
    row = connection.execute(
        "UPDATE corrections SET undone_at = :time"
        " WHERE id = :id AND document_id = :document_id AND undone_at IS NULL RETURNING *",
        {"id": correction_id, "document_id": document_id, "time": now()},
    ).fetchone()
    if row is None:
        raise CorrectionNotFound(id=correction_id)
    return _correction(row)


def in_force(connection: sqlite3.Connection, document_id: int) -> tuple[Correction, ...]:
    """What holds for a document, in the order it was said."""
    rows = connection.execute(
        "SELECT * FROM corrections WHERE document_id = :id AND undone_at IS NULL ORDER BY id", {"id": document_id}
    ).fetchall()
    return tuple(map(_correction, rows))


def history(db: Database, document_id: int) -> tuple[Correction, ...]:
    """All that was ever said of a document, the newest first."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT * FROM corrections WHERE document_id = :id ORDER BY id DESC", {"id": document_id}
        ).fetchall()
    return tuple(map(_correction, rows))


def words_of(connection: sqlite3.Connection, document_id: int, page: int) -> tuple[CorrectedWord, ...]:
    """The words of a page that people corrected, in the order they did."""
    rows = connection.execute(
        "SELECT box, after FROM corrections WHERE document_id = :id AND what = 'word' AND page = :page"
        " AND undone_at IS NULL ORDER BY id",
        {"id": document_id, "page": page},
    ).fetchall()
    return tuple(CorrectedWord(BBox(*json.loads(row["box"])), (_decoded(row["after"]) or {})["value"]) for row in rows)


def _correction(row: sqlite3.Row) -> Correction:
    return Correction(
        row["id"],
        row["document_id"],
        What(row["what"]),
        row["name"],
        row["page"],
        BBox(*json.loads(row["box"])) if row["box"] else None,
        _decoded(row["before"]),
        _decoded(row["after"]),
        row["made_at"],
        row["undone_at"],
    )


def _encoded(value: Value | None) -> str | None:
    return None if value is None else json.dumps(dict(value), ensure_ascii=False)


def _decoded(value: str | None) -> Value | None:
    return None if value is None else json.loads(value)
