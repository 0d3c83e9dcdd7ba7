"""How long to keep a paper: the least that is advised to private people in France, with who says so.

Sources disagree on some lines, so each rule names its own, and a person may put another in its place.
"""

from calendar import isleap
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from lexo.document import Reason
from lexo.facts import Field, KindGuess, Verdict
from lexo.understanding.kinds import LIFE, Retention, Start, get
from lexo.understanding.kinds.money import CONSUMPTION_FIELDS, ENERGY_WORDS, TELECOM, TELECOM_WORDS
from lexo.understanding.kinds.reasons import WORDS
from lexo.understanding.kinds.state import FINE, FINE_FIELDS

NO_CHANGES: Mapping[str, Retention] = MappingProxyType({})
MOST_YEARS = 120
_TELECOM_FIELDS = ("line_number",)
_ENDS = {
    Start.CONTRACT_END: ("lease_end", "contract_end", "contract_end_date", "end_date"),
    Start.COVER_END: ("contract_end", "contract_end_date", "end_date", "period_end"),
    Start.EXPIRY: ("expiry_date", "valid_until"),
}
_MOST_AHEAD_DAYS = 366  # a paper dated later was misread


class Keep(NamedTuple):
    """Until when a paper is kept: an ISO date, "life", or None where that cannot be told; and why."""

    until: str | None
    reason: Reason


def keep_until(
    kind: str | KindGuess,
    day: str | None,
    fields: Sequence[Field],
    today: date,
    changes: Mapping[str, Retention] = NO_CHANGES,
) -> Keep:
    """Say how long to keep a paper of that kind and that day (ISO; None or "" where it is not known).

    A guess tells more than its kind's name: its reasons say whether a bill is one of telephone. `changes` are a
    person's own rules, by kind.
    """
    kind_id = kind if isinstance(kind, str) else kind.kind
    rule = changes.get(kind_id) or _rule(kind, fields)
    if rule is None:
        return Keep(None, Reason("keep_no_date"))
    reason = _reason(rule, is_own=kind_id in changes)
    if rule.years is None:
        return Keep(None if rule.code == "keep_ownership" else LIFE, reason)
    start = _start(rule, day, fields, today)
    if start is None:
        has_own_words = rule.start in _ENDS
        return Keep(None, reason if has_own_words else Reason("keep_no_date"))
    return Keep(_later(start, min(rule.years, MOST_YEARS)).isoformat(), reason)


def _rule(kind: str | KindGuess, fields: Sequence[Field]) -> Retention | None:
    kind_id = kind if isinstance(kind, str) else kind.kind
    names = {field.name for field in fields}
    if kind_id == "utility_bill" and _is_telecom(kind, names):
        return TELECOM
    if kind_id == "legal_notice" and names & set(FINE_FIELDS):
        return FINE
    known = get(kind_id)
    return known.retention if known else None


def _is_telecom(kind: str | KindGuess, names: set[str]) -> bool:
    """A bill without a meter, with a line or with the words of one; in doubt it is of energy, which is kept longer."""
    if names & set(CONSUMPTION_FIELDS):
        return False
    if names & set(_TELECOM_FIELDS):
        return True
    if isinstance(kind, str):
        return False
    said = " ".join(str(reason.details.get("cues", "")) for reason in kind.reasons if reason.code == WORDS)
    cues = [cue.strip(" ,“") for cue in said.split("”")]
    lines, meters = (sum(cue in words for cue in cues) for words in (TELECOM_WORDS, ENERGY_WORDS))
    return lines >= 2 and lines > meters


def _reason(rule: Retention, *, is_own: bool) -> Reason:
    details: dict[str, str | int] = {"source": rule.source}
    if rule.years is not None:
        details["years"] = rule.years
    if is_own:
        return Reason("keep_own", details)
    return Reason(rule.code or ("keep_life" if rule.years is None else "keep_years"), details)


def _start(rule: Retention, day: str | None, fields: Sequence[Field], today: date) -> date | None:
    if rule.start in _ENDS:
        return next((end for name in _ENDS[rule.start] if (end := _stated(fields, name)) is not None), None)
    start = _parsed(day)
    if start is None or (start - today).days > _MOST_AHEAD_DAYS:
        return None
    return date(start.year, 12, 31) if rule.start is Start.YEAR_END else start


def _stated(fields: Sequence[Field], name: str) -> date | None:
    return next(
        (
            day
            for field in fields
            if field.name == name and field.verdict not in (Verdict.CONTRADICTED, Verdict.UNVERIFIED)
            if (day := _parsed(field.normalized)) is not None
        ),
        None,
    )


def _parsed(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day or "")
    except ValueError:
        return None


def _later(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) and not isleap(year) else day.day)
