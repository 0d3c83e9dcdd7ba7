"""What facts, kinds and deadlines are called, in the language that somebody asks for."""

from lexo.document import Reason
from lexo.errors import FactsContradict
from lexo.web import i18n
from lexo.web.field_names import FIELDS
from lexo.web.i18n import N_

DEADLINES = {
    "payment": N_("To pay"),
    "debit": N_("Will be debited"),
    "expiry": N_("Expires"),
    "notice": N_("Last day to give notice"),
    "documents": N_("Papers to hand in"),
    "appeal": N_("Last day to appeal"),
    "validity": N_("Offer ends"),
    "appointment": N_("Appointment"),
}
NAMES_IN = {FactsContradict.code: "names", "kind_fields": "fields"}  # which detail names fields
REASONS = {
    "said_by_you": N_("You said so."),
    "model_says": N_("The text model says so."),
}


def field_name(name: str, language: str) -> str:
    """What a field is called; one without a name of its own shows as it is, with spaces."""
    known = FIELDS.get(name)
    if known:
        return i18n.translate(known, language)
    return (_of_2d_doc(name) if name.startswith("twod_doc_") else "") or name.replace("_", " ").capitalize()


def _of_2d_doc(name: str) -> str:
    """The label of the official list, which is French."""
    from lexo.understanding.official.twod_doc import label_of

    return label_of(name)


def kind_name(kind_id: str | None, language: str) -> str:
    """What a kind of paper is called; nothing where there is none."""
    if not kind_id:
        return ""
    from lexo.understanding.kinds import registry

    kind = registry.get(kind_id)
    if kind is None:
        return ""
    return kind.name_fr if language == "fr" else kind.name_en


def deadline_name(what: str, language: str) -> str:
    """What is to be done by a deadline."""
    return i18n.translate(DEADLINES.get(what, what), language)


def reason_told(reason: Reason, language: str) -> Reason:
    """A reason with the names of fields in it, a list between commas, as people call them."""
    detail = NAMES_IN.get(reason.code, "")
    if detail not in reason.details:
        return reason
    names = str(reason.details[detail]).split(", ")
    told = ", ".join(field_name(name, language) for name in names if name)
    return Reason(reason.code, {**reason.details, detail: told})


def reason_said(reason: Reason, language: str) -> str:
    """Why a paper is thought to be of its kind, or is to be kept so long."""
    from lexo.understanding.kinds.reasons import SENTENCES

    template = REASONS.get(reason.code) or SENTENCES.get(reason.code, "")
    said = i18n.filled(template, reason_told(reason, language), language) if template else reason.code
    return said.replace("“", "«\u00a0").replace("”", "\u00a0»") if language == "fr" else said
