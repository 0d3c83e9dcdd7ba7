"""What LEXO learned from corrections, as people see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.errors import DocumentNotFound
from lexo.store import corrections, documents, lessons
from lexo.store.corrections import What
from lexo.web.i18n import N_

if TYPE_CHECKING:
    from lexo.app import Lexo

MOST = 500
TRAITS = {
    "siren": N_("SIREN"),
    "vat": N_("VAT number"),
    "ics": N_("Creditor identifier (ICS)"),
    "iban": N_("IBAN"),
    "domain": N_("Website"),
    "head": N_("head of the paper"),
}


@dataclass(frozen=True, slots=True)
class Trait:
    """Something a sender is known by; `label` is a message id."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class LessonView:
    """What was said of one paper."""

    document_id: int
    title: str
    kind: str | None
    sender: str | None
    known_by: tuple[Trait, ...]
    made_at: str


@dataclass(frozen=True, slots=True)
class LessonsView:
    """All of them, the newest first; `forgotten` is the title of the paper whose lesson just went."""

    lessons: tuple[LessonView, ...]
    forgotten: str


def view_of(lexo: "Lexo", forgotten: int | None) -> LessonsView:
    """What was learned so far."""
    taught = reversed(lessons.list_all(lexo.db)[-MOST:])
    return LessonsView(
        tuple(
            LessonView(
                each.document_id,
                each.title,
                each.kind,
                each.sender,
                tuple(map(_trait, each.features)),
                each.made_at,
            )
            for each in taught
        ),
        _title_of(lexo, forgotten),
    )


def corrections_of(lexo: "Lexo", document_id: int) -> tuple[int, ...]:
    """What is to be undone for a paper to teach nothing any more, the newest first."""
    said = corrections.history(lexo.db, document_id)
    return tuple(each.id for each in said if each.undone_at is None and each.what in (What.KIND, What.SENDER))


def _trait(feature: str) -> Trait:
    label, _, value = feature.partition(":")
    return Trait(TRAITS.get(label, ""), value) if value else Trait("", feature)


def _title_of(lexo: "Lexo", document_id: int | None) -> str:
    if document_id is None:
        return ""
    try:
        return documents.get(lexo.db, document_id, include_deleted=True).title
    except DocumentNotFound:
        return ""
