"""Filters of a search as people say them: "année 2025", "montant > 100 €", "de EDF"."""

import re
from datetime import date

from lexo.document import DocumentState
from lexo.library.typed.parts import ANY, Part, What
from lexo.web import i18n, shown
from lexo.web.i18n import N_
from lexo.web.naming import field_name, kind_name
from lexo.web.views.papers import STATE_LABELS
from lexo.web.views.show import TWO_LETTERS

LABELS = {
    What.KIND: N_("kind"),
    What.SENDER: N_("from"),
    What.STATE: N_("state"),
    What.LANGUAGE: N_("language"),
}
PREFIXES = {
    "<=": N_("until %(day)s"),
    ">=": N_("since %(day)s"),
    "<": N_("before %(day)s"),
    ">": N_("after %(day)s"),
}
_COMPARED = re.compile(r"(<=|>=|<|>)?(.+)", re.DOTALL)


def part_said(part: Part, language: str) -> str:
    """One filter in words."""
    said = _said(part, language)
    return i18n.translate(N_("not: %(filter)s"), language) % {"filter": said} if part.is_excluded else said


def value_said(what: What, value: str, language: str) -> str:
    """The value of a filter alone, as facets list it."""
    plain = value.removeprefix("=")
    if what is What.KIND:
        return ", ".join(kind_name(each, language) or each for each in plain.split(","))
    if what is What.STATE:
        return ", ".join(_state(each, language) for each in plain.split(","))
    if what is What.LANGUAGE:
        return ", ".join(_tongue(each, language) for each in plain.split(","))
    if what is What.DATE:
        return _period(plain, language)
    if what is What.AMOUNT:
        return _size(plain, language)
    if what is What.FIELD:
        return field_name(plain, language)
    return plain


def _said(part: Part, language: str) -> str:
    if part.what is What.DATE:
        return _date(part.value, language)
    if part.what is What.AMOUNT:
        return _amount(part.value, language)
    if part.what is What.FIELD:
        return _field(part, language)
    return f"{i18n.translate(LABELS[part.what], language)} {value_said(part.what, part.value, language)}"


def _field(part: Part, language: str) -> str:
    name = field_name(part.name, language)
    if part.value == ANY:
        return i18n.translate(N_("with %(field)s"), language) % {"field": name}
    return f"{name} {part.value}"


def _date(value: str, language: str) -> str:
    first, between, last = value.partition("..")
    if between:
        values = {"first": _period(first, language), "last": _period(last, language)}
        return i18n.translate(N_("%(first)s to %(last)s"), language) % values
    compared = _COMPARED.fullmatch(value)
    if compared and compared[1]:
        return i18n.translate(PREFIXES[compared[1]], language) % {"day": _period(compared[2], language)}
    said = _period(value, language)
    return i18n.translate(N_("year %(year)s"), language) % {"year": said} if re.fullmatch(r"\d{4}", value) else said


def _period(value: str, language: str) -> str:
    """`2025`, `mars 2025`, `3 mars 2025`."""
    from babel.dates import format_date

    if re.fullmatch(r"\d{4}-\d{2}", value):
        return str(format_date(date.fromisoformat(f"{value}-01"), "MMMM y", locale=language))
    return shown.day(value, language)


def _amount(value: str, language: str) -> str:
    label = i18n.translate(N_("amount"), language)
    return f"{label} {_size(value, language)}"


def _size(value: str, language: str) -> str:
    """`> 100 €`, `50 € – 199,99 €`."""
    first, between, last = value.partition("..")
    if between:
        return f"{_money(first, language)} – {_money(last, language)}"
    compared = _COMPARED.fullmatch(value)
    sign = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> "}.get(compared[1] or "", "") if compared else ""
    return f"{sign}{_money(compared[2] if compared else value, language)}"


def _money(amount: str, language: str) -> str:
    """`100 €`, `99,50 €`: people type whole amounts mostly, and in euros."""
    from babel.numbers import format_currency

    said = str(format_currency(amount, "EUR", locale=language))
    return re.sub(r"[.,]00(?!\d)", "", said)


def _state(value: str, language: str) -> str:
    known = next((state for state in DocumentState if state == value), None)
    return i18n.translate(STATE_LABELS[known], language) if known else value


def _tongue(code: str, language: str) -> str:
    from babel import Locale

    return str(Locale(language).languages.get(TWO_LETTERS.get(code, code), code))
