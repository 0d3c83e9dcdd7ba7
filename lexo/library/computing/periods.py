"""Times as people ask for them: "en mars 2024", "l'an dernier", "between March and June", "les 3 derniers mois"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from lexo.library.computing.plan import Period

_NAMES = (
    "janvier janv jan january,fevrier fevr fev february feb,mars march mar,avril avr april apr,mai may,juin june jun,"
    "juillet juil july jul,aout august aug,septembre sept sep september,octobre oct october,novembre nov november,"
    "decembre dec december"
)
MONTHS = {name: number for number, names in enumerate(_NAMES.split(","), start=1) for name in names.split()}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        "un une one,deux two,trois three,quatre four,cinq five,six,sept seven,huit eight,neuf nine,dix ten,onze eleven,"
        "douze twelve".split(","),
        start=1,
    )
    for word in words.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_ORDINALS = {
    word: number
    for number, words in enumerate(
        "premier 1er first 1st,deuxieme 2eme 2e second 2nd,troisieme 3eme 3e third 3rd,quatrieme 4eme 4e fourth 4th"
        "".split(","),
        start=1,
    )
    for word in words.split()
}
_ORDINAL = "(?P<ordinal>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_BEFORE = re.compile(
    r"(?:(?:a partir|au cours|courant|a la date|date|dates|datee|datees|dated|au mois|du mois|pour le mois|"
    r"pour l annee|sur l annee|pendant l annee|dans l annee|au titre) )?"
    r"(?:(?:en|in|de|d|du|des|pour|for|of|pendant|durant|during|au|a|on|le|l|les|la|sur|over|dans|the|this) ){0,2}"
)
_MOST = 3  # times in one question


@dataclass(frozen=True, slots=True)
class _Point:
    """Days that were named; `month` is set where the year is to be guessed."""

    first: date
    last: date
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The times of a question, and its words without them ("@" in their place)."""

    periods: tuple[Period, ...]
    rest: str


def read_periods(words: str, today: date, *, is_ahead: bool = False) -> Found:
    """Find times in folded words that stand between single spaces; "#" are words that are spoken for.

    A month without its year is the last one that began, or with `is_ahead` the next one that did not end.
    """
    reader = _Reader(words, today, is_ahead)
    periods: list[Period] = []
    parts: list[str] = []
    at = 0
    while at < len(words):
        found = reader.at(at) if len(periods) < _MOST else None
        end = words.find(" ", at) if found is None else found[0]
        end = len(words) if end < 0 else end
        if found is None:
            parts.append(words[at:end])
        else:
            parts.append("@")
            periods.append(found[1])
        at = end + 1
    return Found(tuple(periods), " ".join(parts))


class _Reader:
    def __init__(self, words: str, today: date, is_ahead: bool) -> None:
        self.words, self.today, self.is_ahead = words, today, is_ahead

    def at(self, start: int) -> tuple[int, Period] | None:
        """The time that begins there and where it ends, with the small words before it."""
        try:
            return self._range(start) or self._open(start) or self._alone(start)
        except (ValueError, OverflowError):  # 31 June, the year 0
            return None

    def _range(self, start: int) -> tuple[int, Period] | None:
        for opening, between in _RANGES:
            opened = opening.match(self.words, start)
            first = self._point(opened.end()) if opened else None
            joined = between.match(self.words, first[0]) if first else None
            last = self._point(joined.end()) if joined else None
            if first and last:
                return last[0], self._between(first[1], last[1])
        return None

    def _between(self, first: _Point, last: _Point) -> Period:
        """Both ends; a year that is said once counts for both."""
        if last.month is not None and first.month is None:
            year = first.first.year + (last.month < first.first.month)
            last = _month_point(year, last.month, last.day)
        elif last.month is not None:
            last = self._settled(last)
        if first.month is not None:
            first = _month_point(last.first.year - (first.month > last.first.month), first.month, first.day)
        if first.first > last.last:
            raise ValueError("the end comes first")
        return Period(first.first, last.last)

    def _open(self, start: int) -> tuple[int, Period] | None:
        for opening, made in _OPEN:
            opened = opening.match(self.words, start)
            point = self._point(opened.end()) if opened else None
            if point:
                return point[0], made(self._settled(point[1]), self.today)
        return None

    def _alone(self, start: int) -> tuple[int, Period] | None:
        before = _BEFORE.match(self.words, start)
        for begin in dict.fromkeys((before.end() if before else start, start)):
            for pattern, made in _RELATIVE:
                found = pattern.match(self.words, begin)
                if found:
                    return found.end(), made(found, self.today)
            point = self._point(begin, is_led=begin > start)
            if point:
                settled = self._settled(point[1])
                return point[0], Period(settled.first, settled.last)
        return None

    def _point(self, start: int, *, is_led: bool = True) -> tuple[int, _Point] | None:
        for pattern, made in _POINTS:
            found = pattern.match(self.words, start)
            if found and (is_led or found[0] not in ("may", "mar", "march", "sept", "mars", "six")):
                return found.end(), made(found)
        return None

    def _settled(self, point: _Point) -> _Point:
        """With the year that is meant where none was said."""
        if point.month is None:
            return point
        year = self.today.year
        made = _month_point(year, point.month, point.day)
        if self.is_ahead and made.last < self.today:
            year += 1
        elif not self.is_ahead and made.first > self.today:
            year -= 1
        return _month_point(year, point.month, point.day)


def _month_point(year: int, month: int, day: int | None) -> _Point:
    if day is not None:
        return _Point(date(year, month, day), date(year, month, day))
    return _Point(date(year, month, 1), month_end(year, month))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _months_ago(day: date, months: int) -> date:
    """That many months before; the last day of a shorter month."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def _month_of(found: re.Match[str]) -> _Point:
    month = MONTHS[found["month"]]
    groups = found.groupdict()
    day = int(groups["day"]) if groups.get("day") else None
    if groups.get("year"):
        return _month_point(int(groups["year"]), month, day)
    leap = 2000  # any leap year: the right one is not known yet
    point = _month_point(leap, month, day)
    return _Point(point.first, point.last, month, day)


def _number_month(found: re.Match[str]) -> _Point:
    groups = found.groupdict()
    return _month_point(int(groups["year"]), int(groups["number"]), int(groups["day"]) if groups.get("day") else None)


def _part_of_year(found: re.Match[str]) -> _Point:
    """A quarter or a half."""
    groups = found.groupdict()
    number = int(groups["digit"]) if groups.get("digit") else _ORDINALS[groups["ordinal"]]
    length = 6 if groups.get("half") else 3
    if number * length > 12:
        raise ValueError("no such part")
    year, last = int(groups["year"]), number * length
    return _Point(date(year, last - length + 1, 1), month_end(year, last))


def _year_of(found: re.Match[str]) -> _Point:
    year = int(found["year"])
    return _Point(date(year, 1, 1), date(year, 12, 31))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{text})(?= |$)")


_DAY = r"(?P<day>[0-3]?\d)"
_OF_YEAR = rf"(?: (?:de |d |of |in )?(?:l annee )?{_YEAR})"
_POINTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Point]], ...] = (
    (_pattern(rf"{_YEAR} (?P<number>[01]?\d) {_DAY}"), _number_month),
    (_pattern(rf"{_DAY} (?P<number>[01]?\d) {_YEAR}"), _number_month),
    (_pattern(rf"{_DAY}(?:er|st|nd|rd|th)? (?:of )?{_MONTH}{_OF_YEAR}?"), _month_of),
    (_pattern(rf"{_MONTH} {_DAY}(?:st|nd|rd|th)?{_OF_YEAR}?"), _month_of),
    (_pattern(rf"(?:mois de |mois d |month of )?{_MONTH}{_OF_YEAR}?"), _month_of),
    (_pattern(rf"(?P<number>[01]?\d) {_YEAR}"), _number_month),
    (_pattern(rf"{_YEAR} (?P<number>0\d|1[012])"), _number_month),
    (_pattern(rf"[qt](?P<digit>[1-4]) {_YEAR}"), _part_of_year),
    (_pattern(rf"{_ORDINAL} (?:trimestre|quarter)(?: de| of)? {_YEAR}"), _part_of_year),
    (_pattern(rf"{_ORDINAL} (?P<half>semestre|half)(?: de| of)? {_YEAR}"), _part_of_year),
    (_pattern(rf"(?:l annee |annee |the year |year )?{_YEAR}"), _year_of),
)
_RANGES = (
    (re.compile(r"(?:entre|between) (?:le |la |l |the |debut )?"), re.compile(r" (?:et|and) (?:le |la |l |the )?")),
    (
        re.compile(r"(?:du mois de|de|d|du|from) (?:le |the )?"),
        re.compile(r" (?:a|au|to|jusqu a|jusqu au|jusqu en|until|till|through) (?:le |la |l |the )?"),
    ),
)
_OPEN: tuple[tuple[re.Pattern[str], Callable[[_Point, date], Period]], ...] = (
    (
        re.compile(r"(?:depuis|since|a partir de|a partir du|a compter du) (?:le |la |l |the |debut |mois de )?"),
        lambda point, today: Period(point.first, None),
    ),
    (
        re.compile(r"(?:avant|before|prior to) (?:le |la |l |the )?"),
        lambda point, today: Period(None, point.first - timedelta(days=1)),
    ),
    (
        re.compile(r"(?:jusqu a|jusqu au|jusqu en|until|up to|till) (?:le |la |l |the |fin )?"),
        lambda point, today: Period(None, point.last),
    ),
    (
        re.compile(r"(?:apres|after) (?:le |la |l |the )?"),
        lambda point, today: Period(point.last + timedelta(days=1), None),
    ),
)


def _whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _whole_month(day: date) -> Period:
    return Period(day.replace(day=1), month_end(day.year, day.month))


def _next_month(today: date) -> Period:
    return _whole_month(month_end(today.year, today.month) + timedelta(days=1))


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def _quarter(day: date) -> Period:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, month_end(day.year, first.month + 2))


def _day(day: date) -> Period:
    return Period(day, day)


def _count_of(found: re.Match[str]) -> int:
    text = found["count"]
    return int(text) if text.isdigit() else _NUMBERS[text]


def _rolling(found: re.Match[str], today: date) -> Period:
    """So many months up to today: the day after the same day that long ago is the first."""
    count, unit = _count_of(found), found["unit"]
    if unit[:1] in "jd":
        return Period(today - timedelta(days=count - 1), today)
    if unit[:1] in "sw":
        return Period(today - timedelta(days=7 * count - 1), today)
    months = count * (12 if unit[:1] in "ay" else 1)
    return Period(_months_ago(today, months) + timedelta(days=1), today)


def _coming(found: re.Match[str], today: date) -> Period:
    count, unit = _count_of(found), found["unit"]
    if unit[:1] in "jd":
        return Period(today, today + timedelta(days=count))
    if unit[:1] in "sw":
        return Period(today, today + timedelta(days=7 * count))
    return Period(today, _months_ago(today, -count * (12 if unit[:1] in "ay" else 1)))


def _last_of_month(found: re.Match[str], today: date) -> Period:
    """ "mars dernier": the last March that ended."""
    month = MONTHS[found["month"]]
    year = today.year if month < today.month else today.year - 1
    return Period(date(year, month, 1), month_end(year, month))


_UNIT = "(?P<unit>jours|jour|days|day|semaines|semaine|weeks|week|mois|months|month|ans|an|annees|annee|years|year)"
_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period]], ...] = (
    (
        _pattern(
            "(?:depuis le |since the )?(?:debut de l annee|debut d annee|beginning of the year|start of the year)"
            "|year to date|ytd"
        ),
        lambda _, today: Period(date(today.year, 1, 1), today),
    ),
    (
        _pattern("l an dernier|an dernier|l an passe|an passe|l annee derniere|annee derniere|annee passee|last year"),
        lambda _, today: _whole_year(today.year - 1),
    ),
    (
        _pattern("cette annee|annee en cours|annee courante|annee actuelle|this year|current year|this calendar year"),
        lambda _, today: _whole_year(today.year),
    ),
    (
        _pattern("l an prochain|an prochain|l annee prochaine|annee prochaine|next year"),
        lambda _, today: _whole_year(today.year + 1),
    ),
    (
        _pattern("il y a deux ans|two years ago|2 years ago|il y a 2 ans"),
        lambda _, today: _whole_year(today.year - 2),
    ),
    (
        _pattern("mois dernier|mois passe|mois precedent|last month|previous month"),
        lambda _, today: _whole_month(today.replace(day=1) - timedelta(days=1)),
    ),
    (_pattern("mois prochain|next month"), lambda _, today: _next_month(today)),
    (
        _pattern("ce mois ci|ce mois|mois en cours|mois courant|this month|current month"),
        lambda _, today: _whole_month(today),
    ),
    (
        _pattern("trimestre dernier|dernier trimestre|last quarter"),
        lambda _, today: _quarter(_months_ago(today.replace(day=1), 3)),
    ),
    (_pattern("ce trimestre|this quarter|trimestre en cours"), lambda _, today: _quarter(today)),
    (_pattern("semaine derniere|semaine passee|last week"), lambda _, today: _week(today - timedelta(days=7))),
    (_pattern("cette semaine|this week"), lambda _, today: _week(today)),
    (_pattern("semaine prochaine|next week"), lambda _, today: _week(today + timedelta(days=7))),
    (_pattern("aujourd hui|today"), lambda _, today: _day(today)),
    (_pattern("avant hier"), lambda _, today: _day(today - timedelta(days=2))),
    (_pattern("hier|yesterday"), lambda _, today: _day(today - timedelta(days=1))),
    (_pattern("demain|tomorrow"), lambda _, today: _day(today + timedelta(days=1))),
    (_pattern(rf"{_MONTH} (?:dernier|passe)"), _last_of_month),
    (_pattern(rf"last {_MONTH}"), _last_of_month),
    (_pattern(rf"(?:ces |les |the )?{_COUNT} (?:derniers|dernieres) {_UNIT}"), _rolling),
    (_pattern(rf"(?:the )?(?:last|past) {_COUNT} {_UNIT}"), _rolling),
    (_pattern(rf"(?:ces |les |the )?{_COUNT} (?:prochains|prochaines) {_UNIT}"), _coming),
    (_pattern(rf"(?:the )?(?:next|coming) {_COUNT} {_UNIT}"), _coming),
)
