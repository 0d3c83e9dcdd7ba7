"""What papers say, as the shapes of the API."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from lexo.document import BBox, Reason
from lexo.facts import Field, KindGuess, Source, Understanding
from lexo.store.corrections import Correction, Value
from lexo.store.deadlines import KeptDeadline
from lexo.store.facts import KeptField
from lexo.web import schemas
from lexo.web.language import say
from lexo.web.naming import deadline_name, field_name, kind_name, reason_said


def field(kept: KeptField, language: str) -> schemas.FieldShape:
    """A fact that is kept."""
    said = kept.field
    return schemas.FieldShape.model_validate(
        {**_entity(said, language), "id": kept.id, "is_locked": said.source is Source.PERSON}
    )


def fields(kept: Iterable[KeptField], language: str) -> schemas.FieldPage:
    """The facts of a document."""
    items = tuple(field(each, language) for each in kept)
    return schemas.FieldPage(items=items, total=len(items))


def entities(understanding: Understanding, seconds: float, language: str) -> schemas.EntitiesResult:
    """What a file that is not kept is and says."""
    best = understanding.kinds[0] if understanding.kinds else None
    return schemas.EntitiesResult(
        kind=best.kind if best else None,
        kind_confidence=best.probability if best else None,
        kinds=tuple(_guess(guess, language) for guess in understanding.kinds[:3]),
        title=understanding.title,
        summary=understanding.summary,
        sender=understanding.sender,
        date=understanding.date,
        entities=tuple(schemas.EntityShape.model_validate(_entity(each, language)) for each in understanding.fields),
        warnings=tuple(schemas.Notice(code=each.code, message=say(each, language)) for each in understanding.warnings),
        processing_time_s=round(seconds, 3),
    )


def correction(said: Correction) -> schemas.CorrectionShape:
    """Something that a person said."""
    return schemas.CorrectionShape(
        id=said.id,
        what=said.what,
        name=said.name,
        page=said.page,
        before=_value(said.before),
        after=_value(said.after),
        made_at=said.made_at,
        undone_at=said.undone_at,
    )


def deadline(kept: KeptDeadline, today: date, language: str) -> schemas.DeadlineShape:
    """A deadline, with the days that are left."""
    return schemas.DeadlineShape(
        id=kept.id,
        document_id=kept.document_id,
        document_title=kept.document_title,
        sender=kept.sender,
        what=kept.what,
        label=deadline_name(kept.what, language),
        date=kept.date,
        days_left=(date.fromisoformat(kept.date) - today).days,
        amount=kept.amount or None,
        state=kept.state,
        field=kept.field,
        field_id=kept.field_id,
        page=kept.page,
    )


def reasons(said: Iterable[Reason], language: str) -> tuple[str, ...]:
    """Why a paper is thought to be of its kind."""
    return tuple(reason_said(each, language) for each in said)


def _guess(guess: KindGuess, language: str) -> schemas.GuessShape:
    return schemas.GuessShape(
        kind=guess.kind,
        name=kind_name(guess.kind, language),
        probability=round(guess.probability, 4),
        reasons=reasons(guess.reasons, language),
    )


def _entity(said: Field, language: str) -> dict[str, Any]:
    proof = said.proof
    rows = tuple(dict(row) for row in said.rows)
    return {
        "name": said.name,
        "label": field_name(said.name, language),
        "value": rows or said.value,
        "normalized": rows or said.normalized,
        "page": proof.page,
        "bbox": BBox.around(proof.boxes) if proof.boxes else None,
        "boxes": proof.boxes,
        "text": proof.text,
        "source": said.source,
        "engine": proof.engine,
        "confidence": round(said.confidence, 3),
        "verdict": said.verdict,
        "rule": said.rule,
    }


def _value(value: Value | None) -> str | None:
    return None if value is None else str(value["value"])
