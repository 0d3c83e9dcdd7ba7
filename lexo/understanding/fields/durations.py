"""Lengths of time as papers print them: "30 jours", "deux mois", "three (3) years", "un an"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lexo.understanding.periods import Period, later, without_accents

MAX_PERIOD_DAYS = 10 * 366

_UNITS = {
    "day": "jours?|days?|tage?n?|dagen|dag|giorn[oi]|dias?",
    "week": "semaines?|weeks?|wochen?|weken|semanas?|settiman[ae]",
    "month": "mois|months?|monate?n?|maanden|maand|mes(?:es|i|e)?",
    "quarter": "trimestres?|quarters?|quartale?",
    "year": "ans?|annees?|years?|jahre?n?|jaar|ann[oi]|anos?",
}
_PERIODS = {
    "day": Period(days=1),
    "week": Period(days=7),
    "month": Period(months=1),
    "quarter": Period(months=3),
    "year": Period(months=12),
}
_NUMBERS = (
    ("un", "une", "one", "a", "an", "ein", "eine", "einem", "einen", "een", "uno", "una", "premier", "first"),
    ("deux", "two", "zwei", "twee", "dos", "due", "second"),
    ("trois", "three", "drei", "drie", "tres", "tre", "third"),
    ("quatre", "four", "vier", "cuatro", "quattro", "fourth"),
    ("cinq", "five", "funf", "vijf", "cinco", "cinque", "fifth"),
    ("six", "sechs", "zes", "seis", "sei"),
    ("sept", "seven", "sieben", "zeven"),
    ("huit", "eight", "acht"),
    ("neuf", "nine", "neun", "negen"),
    ("dix", "ten", "zehn", "tien"),
    ("onze", "eleven"),
    ("douze", "twelve", "zwolf", "twaalf"),
)
_VALUES = {word: number for number, words in enumerate(_NUMBERS, start=1) for word in words}
_VALUES |= {"quinze": 15, "fifteen": 15, "dix-huit": 18, "eighteen": 18, "vingt": 20, "twenty": 20, "trente": 30}
_VALUES |= {"thirty": 30, "vingt-quatre": 24, "twenty-four": 24, "trente-six": 36, "thirty-six": 36}
_VALUES |= {"quarante-cinq": 45, "forty-five": 45, "soixante": 60, "sixty": 60, "ninety": 90, "quatre-vingt-dix": 90}
_ISO = re.compile(r"\s*P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?\s*", re.IGNORECASE)
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())

DURATION = re.compile(
    r"(?<![\w.,/])(?!(?:a|an) (?:jour|mois|an\b))"  # "mis à jour" is no length of time
    rf"(?:(?P<spelt>{_WORDS})\s{{0,2}}(?:\(\s?(?P<same>\d{{1,4}})\s?\))?|(?P<figures>\d{{1,4}})"
    rf"(?:\s?\([a-z -]{{2,20}}\))?)[\s-]{{1,2}}"
    rf"(?:calendar |business |full |consecutive |successive )?(?:{_UNIT})(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many days, weeks, months or years, and where that stands in its text."""

    count: int
    unit: str
    start: int
    stop: int

    @property
    def normalized(self) -> str:
        """As in "3 years", "1 month"."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def period(self) -> Period:
        one = _PERIODS[self.unit]
        return Period(one.months * self.count, one.days * self.count)

    def after(self, day: str, *, is_month_end: bool = False) -> str | None:
        """The ISO date that is this much later than another, or the end of that month."""
        try:
            found = later(date.fromisoformat(day), self.period)
        except ValueError:
            return None
        if found is not None and is_month_end:
            found = found.replace(day=monthrange(found.year, found.month)[1])
        return found.isoformat() if found else None


def durations_in(plain: str) -> Iterator[Duration]:
    """All lengths of time of a folded text, in its order.

    >>> [each.normalized for each in durations_in("a period of three (3) years, un preavis de 2 mois, mis a jour")]
    ['3 years', '2 months']
    """
    for found in DURATION.finditer(plain):
        figures = found["figures"] or found["same"]
        count = int(figures) if figures else _VALUES[found["spelt"]]
        unit = next(name for name in _UNITS if found[name])
        if count and count <= (1000 if unit == "day" else 120):
            yield Duration(count, unit, found.start(), found.end())


def period_of(text: str) -> Period | None:
    """Read "P2M", "P30D", "2 mois", "deux mois", "30 days"; None for anything else, or longer than ten years.

    >>> period_of("P1Y6M"), period_of("trois mois"), period_of("30 jours"), period_of("bientôt")
    (Period(months=18, days=0), Period(months=3, days=0), Period(months=0, days=30), None)
    """
    period = _iso_period(text) or next((each.period for each in durations_in(without_accents(text[:80]))), None)
    if period is None or not 0 < period.months * 31 + period.days <= MAX_PERIOD_DAYS:
        return None
    return period


def _iso_period(text: str) -> Period | None:
    found = _ISO.fullmatch(text[:40])
    if found is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Period(years * 12 + months, weeks * 7 + days)
