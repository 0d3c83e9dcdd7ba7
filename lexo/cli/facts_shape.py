"""What a document says, as the JSON of `lexo show`."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lexo.store import corrections, deadlines, facts, hints

if TYPE_CHECKING:
    from lexo.facts import Field
    from lexo.store.database import Database


def said_of(db: "Database", document_id: int) -> dict[str, Any]:
    """Fields with their proof, deadlines, corrections in force, and hints; the API's names."""
    return {
        "fields": [{"id": kept.id, **_field(kept.field)} for kept in facts.list_fields(db, document_id)],
        "deadlines": [asdict(each) for each in deadlines.of_document(db, document_id)],
        "corrections": [asdict(each) for each in corrections.history(db, document_id) if each.undone_at is None],
        "hints": asdict(hints.of_document(db, document_id)),
    }


def _field(field: "Field") -> dict[str, Any]:
    rows = [dict(row) for row in field.rows]
    return {
        "name": field.name,
        "value": rows or field.value,
        "normalized": rows or field.normalized,
        "page": field.proof.page,
        "boxes": field.proof.boxes,
        "text": field.proof.text,
        "source": field.source,
        "engine": field.proof.engine,
        "confidence": field.confidence,
        "verdict": field.verdict,
        "rule": field.rule,
    }
