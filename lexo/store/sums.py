"""What computed answers rest on: papers by kind, sender and day, their facts, copies, deadlines, and where facts stand.

All functions take a connection, so that one answer sees one state of the library. The trash is never looked at. Sums
are made by the caller out of decimals; nothing here adds amounts up.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lexo.document import BBox
from lexo.store.filtering import Filters, matching

Connection = sqlite3.Connection


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers: of these kinds and senders (empty: any), of these days (ISO), and as the filters want them."""

    kinds: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()  # as in `documents.sender`, whole
    first: str | None = None  # both ends belong to it; papers without a day always come
    last: str | None = None
    filters: Filters = field(default_factory=Filters)


class PaperRow(NamedTuple):
    """A paper; `date` is ISO or None."""

    id: int
    title: str
    kind: str | None
    sender: str | None
    date: str | None
    language: str | None


class FactRow(NamedTuple):
    """A fact of a paper; of several with one name the first is the one to use."""

    id: int
    document_id: int
    name: str
    value: str
    normalized: str
    source: str
    verdict: str
    rule: str


class ProofRow(NamedTuple):
    """Where a fact stands; `page` is None where it is not printed."""

    page: int | None
    boxes: tuple[BBox, ...]
    text: str  # verbatim


class DueRow(NamedTuple):
    """An open deadline; `amount` is decimal or ""."""

    document_id: int
    what: str
    date: str
    amount: str
    field_id: int | None


def papers(connection: Connection, wanted: Wanted) -> list[PaperRow]:
    """The papers, the newest first, those without a day last."""
    conditions = ["deleted_at IS NULL"]
    values: dict[str, object] = {"first": wanted.first, "last": wanted.last}
    ids = None
    if wanted.filters == Filters(without_private=True):
        conditions.append("NOT is_private")
    else:
        ids = matching(connection, wanted.filters)
    for column, chosen in (("kind", wanted.kinds), ("sender", wanted.senders), ("id", ids)):
        if chosen or (chosen is not None and column == "id"):
            conditions.append(f"{column} IN (SELECT value FROM json_each(:{column}))")
            values[column] = json.dumps(chosen)
    if wanted.first is not None:
        conditions.append("(date >= :first OR date IS NULL)")
    if wanted.last is not None:
        conditions.append("(date <= :last OR date IS NULL)")
    # "+": the index of senders or of days finds them, and sorting the few that are found costs nothing.
    rows = connection.execute(
        "SELECT id, coalesce(nullif(title, ''), filename) AS title, kind, sender, date, language FROM documents"
        f" WHERE {' AND '.join(conditions)} ORDER BY +date DESC, id DESC",
        values,
    ).fetchall()
    return [PaperRow(*row) for row in rows]


def senders(connection: Connection, *, without_private: bool) -> list[str]:
    """Everybody who sent a paper, by name."""
    # "+": by the index that holds all that is asked for, not by that of senders, which would look at each paper.
    if without_private:
        wanted = "SELECT DISTINCT +sender FROM documents WHERE deleted_at IS NULL AND NOT is_private"
    else:
        wanted = "SELECT DISTINCT sender FROM documents WHERE deleted_at IS NULL AND sender IS NOT NULL"
    return sorted(row[0] for row in connection.execute(wanted) if row[0])


def has_private(connection: Connection) -> bool:
    """Whether any paper is kept from models and assistants."""
    found = connection.execute("SELECT 1 FROM documents WHERE is_private AND deleted_at IS NULL LIMIT 1")
    return found.fetchone() is not None


def facts(connection: Connection, document_ids: Iterable[int], names: Sequence[str]) -> list[FactRow]:
    """The facts of these names of these papers, paper by paper in their order."""
    rows = connection.execute(
        "SELECT id, document_id, name, value, normalized, source, verdict, rule FROM fields"
        " WHERE document_id IN (SELECT value FROM json_each(:ids)) AND name IN (SELECT value FROM json_each(:names))"
        " ORDER BY document_id, rank",
        {"ids": json.dumps(list(document_ids)), "names": json.dumps(list(names))},
    ).fetchall()
    return [FactRow(*row) for row in rows]


def papers_with(connection: Connection, names: Sequence[str]) -> set[int]:
    """The papers that have a fact of one of these names, in the trash or not."""
    rows = connection.execute(
        "SELECT DISTINCT document_id FROM fields WHERE name IN (SELECT value FROM json_each(:names))",
        {"names": json.dumps(list(names))},
    ).fetchall()
    return {row[0] for row in rows}


def proofs(connection: Connection, field_ids: Iterable[int]) -> dict[int, ProofRow]:
    """Where these facts stand, by id."""
    rows = connection.execute(
        "SELECT id, page, boxes, text FROM fields WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(field_ids))},
    ).fetchall()
    return {
        row["id"]: ProofRow(row["page"], tuple(BBox(*box) for box in json.loads(row["boxes"])), row["text"])
        for row in rows
    }


class TwinRow(NamedTuple):
    """Two papers that say (nearly) the same, the older one first."""

    document_id: int
    other_id: int
    what: str  # "copy", "version"


def twins(connection: Connection, document_ids: Iterable[int]) -> list[TwinRow]:
    """Pairs among these papers that nobody said are different."""
    rows = connection.execute(
        "WITH chosen AS MATERIALIZED (SELECT value AS id FROM json_each(:ids))"
        " SELECT document_id, other_id, what FROM twins WHERE NOT is_dismissed"
        " AND document_id IN (SELECT id FROM chosen) AND other_id IN (SELECT id FROM chosen)"
        " ORDER BY document_id, other_id",
        {"ids": json.dumps(list(document_ids))},
    ).fetchall()
    return [TwinRow(*row) for row in rows]


def open_deadlines(
    connection: Connection, what: Sequence[str], first: str | None = None, last: str | None = None
) -> list[DueRow]:
    """Deadlines that nobody ticked off or put away, the earliest first, with the fact that proves each."""
    rows = connection.execute(
        "SELECT deadlines.document_id, what, deadlines.date, amount,"
        " (SELECT id FROM fields WHERE fields.document_id = deadlines.document_id AND name = deadlines.field"
        "  AND fields.normalized = deadlines.normalized ORDER BY rank LIMIT 1)"
        " FROM deadlines JOIN documents ON documents.id = deadlines.document_id WHERE deleted_at IS NULL"
        " AND (deadlines.state = 'confirmed' OR (deadlines.state = 'proposed' AND is_current))"
        " AND what IN (SELECT value FROM json_each(:what))"
        " AND (:first IS NULL OR deadlines.date >= :first) AND (:last IS NULL OR deadlines.date <= :last)"
        " ORDER BY deadlines.date, deadlines.id",
        {"what": json.dumps(list(what)), "first": first, "last": last},
    ).fetchall()
    return [DueRow(*row) for row in rows]
