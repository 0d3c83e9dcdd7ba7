"""What holds of a paper: what rules and a model made of it, what people taught by other papers, and what they said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lexo.document import BBox, Reason
from lexo.errors import FactsContradict
from lexo.facts import Conclusion, Field, KindGuess, Proof, Source, Understanding, Verdict
from lexo.store import corrections, documents, facts, hints, lessons
from lexo.store.corrections import Correction, What
from lexo.store.database import Connection
from lexo.store.lessons import Taught
from lexo.understanding import deadlines, learning, retention
from lexo.understanding.classify import BAR
from lexo.understanding.describe import date_of
from lexo.understanding.facts_of import Facts
from lexo.understanding.learning import Learned, Lesson
from lexo.understanding.likeness import relation
from lexo.understanding.telling import tell
from lexo.understanding.titles import noun_of, title_of

SAID_BY_YOU = Reason("said_by_you")
MODEL_SAYS = Reason("model_says")
MODEL_CONFIDENCE = 0.75  # of a kind that a model names where the rules are not sure
PERSON = "person"
TWO_WORDS = frozenset({"official_data", "sum", "balance", "siren_disagrees"})  # rules by which a paper says two things


@dataclass(frozen=True, slots=True)
class Known:
    """All that a conclusion rests on."""

    rules: Understanding
    model: Understanding | None = None
    said: Sequence[Correction] = ()
    lessons: Sequence[Lesson] = ()
    language: str | None = None


def conclude_within(connection: Connection, document_id: int) -> None:
    """Conclude anew and keep that, inside the caller's transaction. Nothing happens to what was never understood."""
    insight = facts.get_insight(connection, document_id)
    if insight is None:
        return
    rules, model = insight
    known = Known(
        rules,
        model,
        corrections.in_force(connection, document_id),
        tuple(map(_lesson, lessons.about(connection, rules.features, document_id))),
        documents.said(connection, document_id, "language"),
    )
    conclusion = conclude(known, datetime.now().astimezone().date())
    facts.save_conclusion(connection, document_id, conclusion)
    _find_twins(connection, document_id, conclusion.fields)


def _find_twins(connection: Connection, document_id: int, fields: Iterable[Field]) -> None:
    """Papers whose words are alike and whose facts do not tell them apart."""
    mine = _first_values(fields)
    found = {}
    for other, likeness in hints.alike(connection, document_id):
        theirs = _first_values(kept.field for kept in facts.fields_of(connection, other))
        what = relation(mine, theirs, likeness)
        if what is not None:
            found[other] = (likeness, what)
    hints.save_twins(connection, document_id, found)


def _first_values(fields: Iterable[Field]) -> dict[str, str]:
    """The value to use of each fact."""
    values: dict[str, str] = {}
    for field in fields:
        if field.verdict is not Verdict.UNVERIFIED:
            values.setdefault(field.name, field.normalized)
    return values


def _lesson(taught: Taught) -> Lesson:
    return Lesson(taught.document_id, taught.kind, taught.sender, taught.features, taught.made_at, taught.guessed)


def conclude(known: Known, today: date) -> Conclusion:
    """What holds of a paper. People are right, then official data, then rules and lessons, then a model."""
    fields = _with_people(_with_model(known.rules.fields, known.model), known.said)
    learned = learning.learn(known.rules.kinds, known.rules.features, known.lessons)
    kind, confidence, reasons = _kind(known, learned)
    said = {each.what: (each.after or {}).get("value", "") for each in known.said}
    day = said.get(What.DATE) or (date_of(fields, kind or "") if What.FIELD in said else "") or known.rules.date or None
    sender = said.get(What.SENDER) or learned.sender or known.rules.sender or None
    title, summary = _described(known, kind, fields, sender or "")
    best = learned.guesses[0] if learned.guesses and learned.guesses[0].kind == kind else kind or "other"
    keep = retention.keep_until(best, day, fields, today)
    return Conclusion(
        fields=fields,
        kind=kind,
        kind_confidence=confidence,
        kind_reasons=reasons,
        title=said.get(What.TITLE) or title,
        summary=summary,
        sender=sender,
        date=day,
        keep_until=keep.until,
        keep_reasons=(keep.reason,),
        deadlines=deadlines.deadlines_of(kind or "other", fields, today),
        warnings=(*known.rules.warnings, *_contradictions(fields)),
    )


def _kind(known: Known, learned: Learned) -> tuple[str | None, float | None, tuple[Reason, ...]]:
    said = next((each for each in reversed(known.said) if each.what is What.KIND), None)
    if said is not None and said.after is not None:
        return str(said.after["value"]), 1.0, (SAID_BY_YOU,)
    best = learned.guesses[0] if learned.guesses else None
    model = _model_kind(known.model)
    if model is not None and (best is None or best.probability < BAR):
        return model.kind, MODEL_CONFIDENCE, (MODEL_SAYS,)
    if best is None:
        return None, None, ()
    because = (learned.because,) if learned.because else ()
    return best.kind, round(best.probability, 4), (*because, *best.reasons)


def _model_kind(model: Understanding | None) -> KindGuess | None:
    return model.kinds[0] if model and model.kinds else None


def _described(known: Known, kind: str | None, fields: Sequence[Field], sender: str) -> tuple[str, str]:
    """Title and summary: the paper's own; made anew where people changed what they rest on."""
    first = known.rules.kinds[0].kind if known.rules.kinds else None
    is_changed = kind != first or any(each.what in (What.FIELD, What.SENDER, What.DATE) for each in known.said)
    title = (known.model.title if known.model else "") or known.rules.title
    summary = (known.model.summary if known.model else "") or known.rules.summary
    if not is_changed or kind is None:
        return title, summary
    facts_now = Facts(fields)
    noun = noun_of(kind, facts_now, known.language)
    told = tell(kind, facts_now, known.language, noun, sender)
    return title_of(kind, fields, known.language, sender) or title, told or summary


def _with_model(fields: tuple[Field, ...], model: Understanding | None) -> tuple[Field, ...]:
    """A model's facts come after all others."""
    return (*fields, *model.fields) if model else fields


def _with_people(fields: tuple[Field, ...], said: Iterable[Correction]) -> tuple[Field, ...]:
    for correction in said:
        if correction.what is What.FIELD:
            fields = _corrected(fields, correction)
    return fields


def _corrected(fields: tuple[Field, ...], correction: Correction) -> tuple[Field, ...]:
    """What a person said stands first among the facts of its name; what it was said of goes."""
    before = correction.before and correction.before["normalized"]
    old = [each for each in fields if each.name == correction.name and each.normalized == before and before is not None]
    rest = tuple(each for each in fields if each not in old)
    if correction.after is None:
        return rest
    made = _said(correction.name, correction.after, old[0] if old else None)
    rest = tuple(each for each in rest if (each.name, each.normalized) != (made.name, made.normalized))
    at = next((index for index, each in enumerate(rest) if each.name == made.name), len(rest))
    return (*rest[:at], made, *rest[at:])


def _said(name: str, after: Any, old: Field | None) -> Field:
    """A person's word, with the proof that it was given, or that of the fact it corrects."""
    proof = Proof(
        after.get("page"), tuple(BBox(*box) for box in after.get("boxes") or ()), after.get("text") or "", PERSON
    )
    if not proof.boxes and old is not None:
        proof = old.proof
    rows = tuple(after.get("rows") or ()) or (old.rows if old else ())
    return Field(name, after["value"], after["normalized"], Source.PERSON, Verdict.VERIFIED, 1.0, proof, PERSON, rows)


def _contradictions(fields: Sequence[Field]) -> tuple[Reason, ...]:
    """The facts on which a paper contradicts itself; people settle that by saying what is right."""
    settled = {each.name for each in fields if each.source is Source.PERSON}
    names = dict.fromkeys(
        each.name
        for each in fields
        if each.verdict is Verdict.CONTRADICTED and each.rule in TWO_WORDS and each.name not in settled
    )
    return (Reason(FactsContradict.code, {"names": ", ".join(names)}),) if names else ()
