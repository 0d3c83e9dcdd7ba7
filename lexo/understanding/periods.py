"""Lengths of time as papers say them, and the days they lead to.

A period in months ends on the day of the last month that bears the same number, or on that month's last day; the day
from which it runs does not count (article 641 of the code de procédure civile).
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

MAX_PERIOD_DAYS = 10 * 366


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time; months are counted before days."""

    months: int = 0
    days: int = 0


_ISO_PERIOD = re.compile(r"\s*P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?\s*", re.IGNORECASE)
_WORD = re.compile(r"\d{1,4}|[a-z]+")
_IN_FIGURES = re.compile(r"\(\d{1,4}\)")  # a number said twice: "deux (2) mois"
_UNITS = (
    (re.compile(r"jours?|days?|tage?n?|dag(?:en)?|dias?|giorn[oi]"), Period(days=1)),
    (re.compile(r"semaines?|weeks?|wochen?|weken|semanas?|settiman[ae]"), Period(days=7)),
    (re.compile(r"mois|months?|monate?n?|maand(?:en)?|mes(?:es|i|e)?"), Period(months=1)),
    (re.compile(r"trimestres?|quarters?|quartale?"), Period(months=3)),
    (re.compile(r"ans?|annees?|years?|jahre?n?|jaar|anos?|ann[oi]"), Period(months=12)),
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "un une one a an ein eine einem einen een uno una",
            "deux two zwei twee dos due",
            "trois three drei drie tres tre",
            "quatre four vier cuatro quattro",
            "cinq five funf vijf cinco cinque",
            "six sechs zes seis sei",
        ),
        start=1,
    )
    for word in words.split()
} | {"huit": 8, "dix": 10, "douze": 12, "quinze": 15, "trente": 30, "soixante": 60}


def period_of(text: str) -> Period | None:
    """Read "P2M", "P30D", "2 mois", "deux mois", "30 days"; None for anything else, or longer than ten years.

    >>> period_of("P1Y6M"), period_of("trois mois"), period_of("30 jours"), period_of("bientôt")
    (Period(months=18, days=0), Period(months=3, days=0), Period(months=0, days=30), None)
    """
    period = _iso_period(text) or _said_period(text)
    if period is None or not 0 < period.months * 31 + period.days <= MAX_PERIOD_DAYS:
        return None
    return period


def later(day: date, period: Period) -> date | None:
    """The last day of a period that runs from `day`; None beyond the calendar."""
    return _moved(day, period.months, period.days)


def earlier(day: date, period: Period) -> date | None:
    """The last day from which a period still ends by `day`."""
    return _moved(day, -period.months, -period.days)


def _moved(day: date, months: int, days: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _iso_period(text: str) -> Period | None:
    found = _ISO_PERIOD.fullmatch(text[:40])
    if found is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Period(years * 12 + months, weeks * 7 + days)


def _said_period(text: str) -> Period | None:
    words = _WORD.findall(_IN_FIGURES.sub(" ", without_accents(text[:80])))
    for number, name in pairwise(words):
        count = int(number) if number.isdigit() else _NUMBERS.get(number, 0)
        unit = next((one for spelt, one in _UNITS if spelt.fullmatch(name)), None)
        if count and unit:
            return Period(unit.months * count, unit.days * count)
    return None


def without_accents(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
