"""Lengths of time, and the days they lead to.

A period in months ends on the day of the last month that bears the same number, or on that month's last day; the day
from which it runs does not count (article 641 of the code de procédure civile).
"""

import calendar
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time; months are counted before days."""

    months: int = 0
    days: int = 0


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


def without_accents(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
