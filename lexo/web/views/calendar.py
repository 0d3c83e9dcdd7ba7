"""The open deadlines of the library as a calendar."""

from collections.abc import Iterable
from datetime import date

from lexo.facts import DeadlineState
from lexo.store.deadlines import KeptDeadline
from lexo.web import i18n
from lexo.web.calendar import Entry, calendar
from lexo.web.i18n import N_
from lexo.web.naming import deadline_name, field_name

NAME = N_("LEXO deadlines")


def feed(kept: Iterable[KeptDeadline], url: str, language: str) -> bytes:
    """All of them, their words in the language asked for; `url` is LEXO's own."""
    return calendar((_entry(each, url, language) for each in kept), language, i18n.translate(NAME, language))


def _entry(kept: KeptDeadline, url: str, language: str) -> Entry:
    what = deadline_name(kept.what, language)
    amount = i18n.number(float(kept.amount), language) if kept.amount else ""
    lines = (kept.document_title, kept.sender or "", amount, field_name(kept.field, language))
    return Entry(
        uid=f"deadline-{kept.document_id}-{kept.what}-{kept.date}@lexo",
        day=date.fromisoformat(kept.date),
        summary=f"{what} : {kept.document_title}" if language == "fr" else f"{what}: {kept.document_title}",
        description="\n".join(line for line in lines if line),
        url=f"{url}/documents/{kept.document_id}",
        remind_days=kept.remind_days,
        category=what,
        is_confirmed=kept.state is DeadlineState.CONFIRMED,
    )
