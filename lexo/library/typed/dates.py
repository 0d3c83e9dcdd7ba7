"""Days, months and years as people type them into a search, in French and English: `mars 2024`, `last year`.

All texts here are folded (`library.folding.fold_in_place`). Every pattern is anchored where it is tried, and bounded.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = (
    ("janvier", "janv", "january", "jan"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20|21)\d\d"
_END = r"(?![\w/]|[-.,]\w)"

_DATE = re.compile(
    rf"""(?:
    (?P<y1>{_YEAR})[-/.](?P<m1>\d\d?)(?:[-/.](?P<d1>\d\d?))?
  | (?P<d2>\d\d?)[-/.](?P<m2>\d\d?)[-/.](?P<y2>{_YEAR}|\d\d)
  | (?P<m3>\d\d?)[-/](?P<y3>{_YEAR})
  | (?:(?P<d4>\d\d?)(?:er|st|nd|rd|th)?\s(?:of\s)?)?(?P<m4>{_MONTH})\.?,?\s(?P<y4>{_YEAR})
  | (?P<m5>{_MONTH})\.?\s(?P<d5>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y5>{_YEAR})
  | (?P<y6>{_YEAR})
    ){_END}""",
    re.VERBOSE,
)
_PART_OF_YEAR = re.compile(
    rf"""(?:(?:le|the)\s)?(?:
    (?P<n1>[1-4])(?:er|re|eme|nd|e|st|rd|th)?\s(?P<unit>trimestre|quarter|semestre|half)\s(?:de\s|of\s)?(?P<y1>{_YEAR})
  | [tq](?P<n2>[1-4])\s(?P<y2>{_YEAR})
    ){_END}""",
    re.VERBOSE,
)
_MONTH_ALONE = re.compile(_MONTH + _END)
_RELATIVE = re.compile(
    r"""(?:(?:le|la|l['\u2019]|the)\s?)?(?:
    (?P<this_month>ce\ mois(?:-ci)?|mois\ en\ cours|this\ month)
  | (?P<last_month>mois\ (?:dernier|passe)|last\ month|previous\ month)
  | (?P<this_year>cette\ annee|annee\ en\ cours|this\ year)
  | (?P<last_year>an\ (?:dernier|passe)|annee\ (?:derniere|passee)|last\ year|previous\ year)
  | (?P<this_week>cette\ semaine|this\ week)
  | (?P<last_week>semaine\ (?:derniere|passee)|last\ week|previous\ week)
  | (?:(?:les|ces)\ (?P<n1>\d{1,3})\ derniere?s\ (?P<u1>jours|semaines|mois|ans|annees))
  | (?:(?:last|past)\ (?P<n2>\d{1,3})\ (?P<u2>days|weeks|months|years))
    )"""
    + _END,
    re.VERBOSE,
)
_DAY_SAID = re.compile(r"(?P<today>aujourd['\u2019]hui|today)|(?P<yesterday>hier|yesterday)")
DOTS = re.compile(r"\s?(?:\.\.+|\u2026)\s?")
SIGN = re.compile(r">=|<=|=>|=<|[<>\u2264\u2265]")
_LENGTHS = (4, 7, 10)  # of a year, a month, a day in ISO form


class Period(NamedTuple):
    """From one day to another, ISO, both of which belong to it; None: without an end.

    `value` is the same however it was typed: `2024`, `2024-03`, `2024-03-15`, `2023..2024`, `<2024-06`, `>=2024`.
    """

    first: str | None
    last: str | None
    value: str
    end: int  # of its text


def period_at(folded: str, at: int, today: date) -> Period | None:
    """The day, month, year, or time before today that a text names from there on."""
    found = _DATE.match(folded, at)
    if found:
        days = _named(found)
        return _period(*days, found.end()) if days else None
    found = _PART_OF_YEAR.match(folded, at)
    if found:
        days = _part_of_year(found)
        return _period(*days, found.end()) if days else None
    relative = _RELATIVE.match(folded, at)
    return _period(*_told(relative, today), relative.end()) if relative else None


def range_at(folded: str, at: int, today: date, between: re.Pattern[str]) -> Period | None:
    """From the beginning of one period to the end of another, whichever comes first."""
    first = period_at(folded, at, today)
    joint = between.match(folded, first.end) if first else None
    last = period_at(folded, joint.end(), today) if joint else None
    if first is None or last is None:
        return None
    days = sorted((str(first.first), str(first.last), str(last.first), str(last.last)))
    return _period(days[0], days[-1], last.end)


def bound_at(sign: str, folded: str, at: int, today: date) -> Period | None:
    """What lies before (`<`) a period, until its end (`<=`), after it (`>`) or from its beginning on (`>=`)."""
    period = period_at(folded, at, today)
    if period is None or not (period.first and period.last):
        return None
    if sign.startswith("<"):
        last = period.last if sign == "<=" else _shifted(period.first, -1)
        return Period(None, last, sign + (_until(last) if sign == "<=" else _since(period.first)), period.end)
    first = period.first if sign == ">=" else _shifted(period.last, 1)
    return Period(first, None, sign + (_since(first) if sign == ">=" else _until(period.last)), period.end)


def period_of_key(folded: str, at: int, today: date) -> Period | None:
    """What stands behind `date:`, where `today`, `mars`, signs, and (open) ranges are taken."""
    sign = SIGN.match(folded, at)
    if sign:
        return bound_at(sign_of(sign[0]), folded, sign.end(), today)
    said = _DAY_SAID.match(folded, at)
    if said:
        day = today.isoformat() if said["today"] else _shifted(today.isoformat(), -1)
        return Period(day, day, day, said.end())
    dots = DOTS.match(folded, at)
    if dots:
        return bound_at("<=", folded, dots.end(), today)
    whole = range_at(folded, at, today, DOTS)
    first = bound_at(">=", folded, at, today)
    dots = DOTS.match(folded, first.end) if first else None
    if first and dots and not whole:
        return first._replace(end=dots.end())
    return whole or period_at(folded, at, today) or _last_month_named(folded, at, today)


def _last_month_named(folded: str, at: int, today: date) -> Period | None:
    """`mars` is the last one there was, or is."""
    found = _MONTH_ALONE.match(folded, at)
    if found is None:
        return None
    number = _MONTH_OF[found[0]]
    year = today.year if number <= today.month else today.year - 1
    return _period(*_whole(f"{year}-{number:02}"), found.end())


def sign_of(typed: str) -> str:
    """`=>` and one sign that is two at once, as `>=` and `<=`."""
    return {"=>": ">=", "\u2265": ">=", "=<": "<=", "\u2264": "<="}.get(typed, typed)


def _period(first: str, last: str, end: int) -> Period:
    for length in _LENGTHS:
        if _whole(first[:length]) == (first, last):
            return Period(first, last, first[:length], end)
    for length in _LENGTHS:
        if _whole(first[:length])[0] == first and _whole(last[:length])[1] == last:
            return Period(first, last, f"{first[:length]}..{last[:length]}", end)
    return Period(first, last, f"{first}..{last}", end)


def _since(day: str) -> str:
    """The year or month that begins on that day, or the day."""
    return next(day[:length] for length in _LENGTHS if _whole(day[:length])[0] == day)


def _until(day: str) -> str:
    """The year or month that ends on that day, or the day."""
    return next(day[:length] for length in _LENGTHS if _whole(day[:length])[1] == day)


def _named(found: re.Match[str]) -> tuple[str, str] | None:
    groups = found.groupdict()
    year, month, day = (
        next((groups[name + number] for number in "123456" if groups.get(name + number)), None) for name in "ymd"
    )
    number = _MONTH_OF.get(month or "", 0) or int(month or 0)
    of_day = int(day or 0)
    if number > 12 >= of_day > 0 and found["d2"]:
        number, of_day = of_day, number  # as Americans write it
    whole_year = int(year or 0)
    if whole_year < 100:
        whole_year += 2000 if whole_year < 70 else 1900
    return _bounds(whole_year, number if month else None, of_day if day else None)


def _bounds(year: int, month: int | None = None, day: int | None = None) -> tuple[str, str] | None:
    """First and last day; None where there is no such day."""
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first.isoformat(), first.isoformat()
    if month is not None:
        return first.isoformat(), first.replace(day=monthrange(year, month)[1]).isoformat()
    return first.isoformat(), date(year, 12, 31).isoformat()


def _whole(value: str) -> tuple[str, str]:
    """First and last day of an ISO year, month or day."""
    year, month, day = (int(part) for part in (value + "-0-0").split("-")[:3])
    return _bounds(year, month or None, day or None) or ("", "")


def _part_of_year(found: re.Match[str]) -> tuple[str, str] | None:
    """A quarter or a half; None where a year has not so many."""
    number, year = int(found["n1"] or found["n2"]), found["y1"] or found["y2"]
    length = 6 if found["unit"] in ("semestre", "half") else 3
    last = number * length
    return (_whole(f"{year}-{last - length + 1:02}")[0], _whole(f"{year}-{last:02}")[1]) if last <= 12 else None


def _told(found: re.Match[str], today: date) -> tuple[str, str]:
    """The days of `last month` and the like."""
    name = found.lastgroup
    now = today.isoformat()
    if name in ("this_month", "last_month"):
        return _whole((now if name == "this_month" else _months_before(today, 1))[:7])
    if name in ("this_year", "last_year"):
        return _whole((now if name == "this_year" else _months_before(today, 12))[:4])
    if name in ("this_week", "last_week"):
        monday = _shifted(now, -today.weekday() - (0 if name == "this_week" else 7))
        return monday, _shifted(monday, 6)
    count, unit = int(found["n1"] or found["n2"]), (found["u1"] or found["u2"])[:3]
    days = {"jou": 1, "day": 1, "sem": 7, "wee": 7}.get(unit)
    if days:
        return _shifted(now, -count * days), now
    return _months_before(today, count if unit in ("moi", "mon") else 12 * count), now


def _shifted(day: str, days: int) -> str:
    """So many days later, ISO."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _months_before(day: date, months: int) -> str:
    """The same day of an earlier month, or its last; ISO."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).isoformat()
