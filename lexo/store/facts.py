"""What holds of a paper: its facts, kind, title, sender and date, kept in one commit and listed."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lexo.document import BBox, Reason
from lexo.errors import FactsContradict, FieldNotFound, UnderstandingFailed
from lexo.facts import Conclusion, Field, Proof, Source, Split, Understanding, Verdict
from lexo.store import deadlines, insights
from lexo.store.database import Database, now
from lexo.store.documents import name_within
from lexo.store.rows import decode_reasons, encode_reasons

OWN_WARNINGS = (FactsContradict.code, UnderstandingFailed.code, "hidden_text_differs")  # made anew each time


@dataclass(frozen=True, slots=True)
class KeptField:
    """A fact in the library."""

    id: int
    document_id: int
    field: Field


def get_insight(connection: sqlite3.Connection, document_id: int) -> tuple[Understanding, Understanding | None] | None:
    """What the rules made of a paper, and what a model did; None where it was not understood yet."""
    row = connection.execute(
        "SELECT rules, model FROM insights WHERE document_id = :id", {"id": document_id}
    ).fetchone()
    if row is None:
        return None
    return insights.decode(row["rules"]), insights.decode(row["model"]) if row["model"] else None


def save_rules(connection: sqlite3.Connection, document_id: int, rules: Understanding) -> None:
    """Keep what the rules made of a paper; what a model said of an older text goes."""
    connection.execute(
        "INSERT INTO insights (document_id, rules) VALUES (:id, :rules)"
        " ON CONFLICT (document_id) DO UPDATE SET rules = excluded.rules, model = NULL",
        {"id": document_id, "rules": insights.encode(rules)},
    )
    connection.execute("DELETE FROM features WHERE document_id = :id", {"id": document_id})
    connection.executemany(
        "INSERT OR IGNORE INTO features (document_id, feature) VALUES (:id, :feature)",
        [{"id": document_id, "feature": feature} for feature in rules.features],
    )
    connection.execute("DELETE FROM likenesses WHERE document_id = :id", {"id": document_id})
    connection.executemany(
        "INSERT INTO likenesses (document_id, band, hash) VALUES (:id, :band, :hash)",
        [{"id": document_id, "band": band, "hash": value} for band, value in enumerate(rules.signature) if value],
    )
    _save_splits(connection, document_id, rules.splits)


def _save_splits(connection: sqlite3.Connection, document_id: int, splits: Iterable[Split]) -> None:
    """Proposals; those that a person dismissed stay dismissed."""
    connection.execute("DELETE FROM splits WHERE document_id = :id AND state = 'proposed'", {"id": document_id})
    connection.executemany(
        "INSERT OR IGNORE INTO splits (document_id, page, confidence) VALUES (:id, :page, :confidence)",
        [{"id": document_id, "page": split.page, "confidence": split.confidence} for split in splits],
    )


def save_model(connection: sqlite3.Connection, document_id: int, answer: Understanding) -> None:
    """Keep what a model made of a paper."""
    connection.execute(
        "UPDATE insights SET model = :model WHERE document_id = :id",
        {"id": document_id, "model": insights.encode(answer)},
    )


def save_conclusion(connection: sqlite3.Connection, document_id: int, conclusion: Conclusion) -> None:
    """Put what holds of a paper in the place of what held."""
    row = connection.execute("SELECT warnings FROM documents WHERE id = :id", {"id": document_id}).fetchone()
    if row is None:
        return
    warnings = [each for each in decode_reasons(row["warnings"]) if each.code not in OWN_WARNINGS]
    connection.execute(
        "UPDATE documents SET kind = :kind, kind_confidence = :kind_confidence, kind_reasons = :kind_reasons,"
        " title = :title, summary = :summary, sender = :sender, date = :date, keep_until = :keep_until,"
        " keep_reasons = :keep_reasons, warnings = :warnings, understood_at = :time, updated_at = :time WHERE id = :id",
        {
            "id": document_id,
            "kind": conclusion.kind,
            "kind_confidence": conclusion.kind_confidence,
            "kind_reasons": encode_reasons(conclusion.kind_reasons),
            "title": conclusion.title,
            "summary": conclusion.summary,
            "sender": conclusion.sender,
            "date": conclusion.date,
            "keep_until": conclusion.keep_until,
            "keep_reasons": encode_reasons(conclusion.keep_reasons),
            "warnings": encode_reasons([*warnings, *conclusion.warnings]),
            "time": now(),
        },
    )
    name_within(connection, document_id)
    _put_fields(connection, document_id, conclusion.fields)
    deadlines.save(connection, document_id, conclusion.deadlines)


def _put_fields(connection: sqlite3.Connection, document_id: int, fields: Sequence[Field]) -> None:
    """Facts that hold still keep their ids: pages that are open, and links to a fact, go on."""
    rows = connection.execute(
        "SELECT id, name, normalized, page FROM fields WHERE document_id = :id ORDER BY rank DESC", {"id": document_id}
    ).fetchall()
    kept: dict[tuple[str, str, int | None], list[int]] = {}
    for row in rows:
        kept.setdefault((row["name"], row["normalized"], row["page"]), []).append(row["id"])
    ids = [_taken(kept.get((field.name, field.normalized, field.proof.page))) for field in fields]
    connection.execute("DELETE FROM fields WHERE document_id = :id", {"id": document_id})
    connection.executemany(
        "INSERT INTO fields (id, document_id, rank, name, value, normalized, rows, page, boxes, text, engine, source,"
        " verdict, confidence, rule) VALUES (:id, :document_id, :rank, :name, :value, :normalized, :rows, :page,"
        " :boxes, :text, :engine, :source, :verdict, :confidence, :rule)",
        [{**_columns(document_id, rank, field), "id": ids[rank]} for rank, field in enumerate(fields)],
    )


def _taken(ids: list[int] | None) -> int | None:
    return ids.pop() if ids else None


def warn(connection: sqlite3.Connection, document_id: int, reason: Reason) -> None:
    """Say something about a document, once."""
    row = connection.execute("SELECT warnings FROM documents WHERE id = :id", {"id": document_id}).fetchone()
    if row is None:
        return
    others = [each for each in decode_reasons(row["warnings"]) if each.code != reason.code]
    connection.execute(
        "UPDATE documents SET warnings = :warnings WHERE id = :id",
        {"id": document_id, "warnings": encode_reasons([*others, reason])},
    )


def list_fields(db: Database, document_id: int) -> tuple[KeptField, ...]:
    """The facts of a paper, in their order: the first of a name is the one to use."""
    with db.read() as connection:
        return fields_of(connection, document_id)


def find(db: Database, document_id: int, field_id: int) -> KeptField:
    """One fact. Raises FieldNotFound."""
    with db.read() as connection:
        return get_field(connection, document_id, field_id)


def fields_of(connection: sqlite3.Connection, document_id: int) -> tuple[KeptField, ...]:
    """`list_fields` inside the caller's transaction."""
    rows = connection.execute(
        "SELECT * FROM fields WHERE document_id = :id ORDER BY rank", {"id": document_id}
    ).fetchall()
    return tuple(KeptField(row["id"], row["document_id"], _field(row)) for row in rows)


def get_field(connection: sqlite3.Connection, document_id: int, field_id: int) -> KeptField:
    """One fact. Raises FieldNotFound."""
    row = connection.execute(
        "SELECT * FROM fields WHERE document_id = :document_id AND id = :id",
        {"document_id": document_id, "id": field_id},
    ).fetchone()
    if row is None:
        raise FieldNotFound(id=field_id)
    return KeptField(row["id"], row["document_id"], _field(row))


def _columns(document_id: int, rank: int, field: Field) -> dict[str, object]:
    return {
        "document_id": document_id,
        "rank": rank,
        "name": field.name,
        "value": field.value,
        "normalized": field.normalized,
        "rows": json.dumps([dict(row) for row in field.rows], ensure_ascii=False),
        "page": field.proof.page,
        "boxes": json.dumps([[round(edge, 4) for edge in box] for box in field.proof.boxes]),
        "text": field.proof.text,
        "engine": field.proof.engine,
        "source": field.source,
        "verdict": field.verdict,
        "confidence": field.confidence,
        "rule": field.rule,
    }


def _field(row: sqlite3.Row) -> Field:
    boxes = tuple(BBox(*box) for box in json.loads(row["boxes"]))
    return Field(
        row["name"],
        row["value"],
        row["normalized"],
        Source(row["source"]),
        Verdict(row["verdict"]),
        row["confidence"],
        Proof(row["page"], boxes, row["text"], row["engine"]),
        row["rule"],
        tuple(json.loads(row["rows"])),
    )
