"""What people said of a paper, as its page lists it."""

from dataclasses import dataclass

from lexo.store import corrections
from lexo.store.corrections import Correction, Value, What
from lexo.store.database import Database
from lexo.web.i18n import N_

MOST = 100
CHANGED, CONFIRMED, REMOVED, ADDED = N_("changed"), N_("confirmed"), N_("removed"), N_("added by you")
LABELS = {
    What.KIND: N_("Kind"),
    What.TITLE: N_("Title"),
    What.DATE: N_("Date of the paper"),
    What.SENDER: N_("Sender"),
    What.WORD: N_("Word"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One correction. `label` is a message id, empty for a fact, which `name` names."""

    id: int
    what: str
    name: str
    label: str
    page: int | None
    did: str
    before: str
    after: str
    made_at: str
    is_undone: bool


def history(db: Database, document_id: int) -> tuple[Said, ...]:
    """All that was said of a paper, the newest first."""
    return tuple(map(_said, corrections.history(db, document_id)[:MOST]))


def _said(correction: Correction) -> Said:
    before, after = _value(correction.before), _value(correction.after)
    return Said(
        correction.id,
        correction.what.value,
        correction.name,
        LABELS.get(correction.what, ""),
        correction.page,
        _did(correction, before, after),
        before,
        after,
        correction.made_at,
        correction.undone_at is not None,
    )


def _did(correction: Correction, before: str, after: str) -> str:
    if correction.after is None or (correction.what is What.WORD and not after):
        return REMOVED
    if correction.before is None and correction.what is What.FIELD:
        return ADDED
    return CONFIRMED if before == after else CHANGED


def _value(value: Value | None) -> str:
    return str(value["value"]) if value else ""
