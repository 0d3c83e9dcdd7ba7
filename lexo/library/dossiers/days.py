"""Which day, month or year a paper is about, and the days that lie some months back."""

import calendar
import re
from datetime import date

from lexo.store.dossier_papers import PaperFacts

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS_OF = ("period_end", "period_start")
_LATEST = date(2200, 1, 1)  # beyond it a day was misread


def months_before(day: date, months: int) -> date:
    """The same day some months back, or that month's last day: 31 May less three months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_number(day: date) -> int:
    """Months since the year 0, so that neighbours differ by one."""
    return day.year * 12 + day.month - 1


def day_of(paper: PaperFacts) -> date | None:
    """The day of a paper itself."""
    for known in (paper.document.date or "", paper.fact("issue_date"), *(paper.fact(name) for name in _MONTHS_OF)):
        day = parsed(known)
        if day is not None:
            return day
    return None


def month_of(paper: PaperFacts) -> int | None:
    """The month that a payslip, a statement or a rent receipt is about; that of its day where it says none."""
    for name in _MONTHS_OF:
        day = parsed(paper.fact(name))
        if day is not None:
            return month_number(day)
    day = day_of(paper)
    return None if day is None else month_number(day)


def year_of(paper: PaperFacts) -> int | None:
    """The year of a notice. That of income tax is of the year after the income it is about."""
    day = parsed(paper.fact("issue_date", "collection_date")) or parsed(paper.document.date or "")
    if day is not None:
        return day.year
    found = _YEAR.search(paper.fact("tax_year", "income_year", "year"))
    if found is None:
        return None
    return int(found[0]) + (paper.document.kind == "income_tax_notice")


def expiry_of(paper: PaperFacts) -> date | None:
    """The last day on which a paper is valid."""
    return parsed(paper.fact("expiry_date", "valid_until", "rights_end"))


def school_year(day: date) -> int:
    """The year in which the school year of a day began; papers of the next one come from July on."""
    return day.year if day.month >= 7 else day.year - 1


def parsed(iso: str) -> date | None:
    """A day; None for anything else, and for what no paper here can be of."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day < _LATEST else None
