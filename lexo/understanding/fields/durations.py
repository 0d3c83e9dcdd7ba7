"""Lengths of time as papers print them: "30 jours", "deux mois", "three (3) years", "un an"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_UNITS = {
    "day": "jours?|days?|tage?n?|dagen|dag|giorni|dias",
    "week": "semaines?|weeks?|wochen?|weken|week",
    "month": "mois|months?|monate?n?|maanden|maand|mesi|meses",
    "year": "ans?|annees?|years?|jahre?n?|jaar|anni|anos",
}
_NUMBERS = (
    ("un", "une", "one", "a", "an", "ein", "eine", "einen", "een", "premier", "first"),
    ("deux", "two", "zwei", "twee", "second"),
    ("trois", "three", "drei", "drie", "third"),
    ("quatre", "four", "vier", "fourth"),
    ("cinq", "five", "funf", "vijf", "fifth"),
    ("six", "sechs", "zes"),
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

    def after(self, day: str, *, is_month_end: bool = False) -> str | None:
        """The ISO date that is this much later than another, or the end of that month."""
        try:
            first = date.fromisoformat(day)
            if self.unit in ("day", "week"):
                later = first + timedelta(days=self.count * (7 if self.unit == "week" else 1))
            else:
                later = _months_later(first, self.count * (12 if self.unit == "year" else 1))
        except (ValueError, OverflowError):
            return None
        if is_month_end:
            later = later.replace(day=monthrange(later.year, later.month)[1])
        return later.isoformat()


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


def _months_later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return first.replace(year=year, month=month + 1, day=min(first.day, monthrange(year, month + 1)[1]))
