"""Dates and amounts that stand free among words: `mars 2024`, `avant juin 2024`, `> 100 €`, `le mois dernier`.

Texts are folded (`folding.fold_in_place`); each pattern is anchored where it is tried.
"""

import re
from datetime import date

from lexo.library.typed.amounts import Span, amount_in_words
from lexo.library.typed.dates import DOTS, Period, bound_at, period_at, range_at
from lexo.library.typed.parts import Part, What
from lexo.library.typed.values import of_period, of_span

_THE = r"(?:le\s|la\s|l['\u2019](?:an\b)?|the\s|mois de\s|month of\s|annee\s|year\s)?"
_HOW = re.compile(
    rf"(?:(?P<before>avant|before)|(?P<after>apres|after)|(?P<since>depuis|des|since|a partir d[eu])"
    rf"|(?P<until>jusqu['\u2019](?:a|au|en)|until|till)"
    rf"|(?P<between>entre|between|du|from|de)|(?P<within>en|in|of|pour|for|dans|during))\s{_THE}|(?P<elided>d['\u2019])"
)
_AND = re.compile(r"\s(?:et|and|au|a|to|until)\s(?:le\s|the\s)?")
_SIGNS = (("before", "<"), ("after", ">"), ("since", ">="), ("until", "<="))
_UNIT = re.compile(r"\s?(?:\u20ac|\$|\u00a3|%|(?:euros?|eur|usd|chf|kwh|km|kg|m2|m3|fois|pages?|points?)\b)")
_REST = re.compile(r"[,;.!?)]*(?!\S)")  # what may stand behind
_YEAR_OR_FIGURES = re.compile(r"\d+[-/.]|\d{4}")  # is looked at among the words, or stays as it is printed
_DAY_LENGTH = len("2024-03-15")


def free_part_at(folded: str, at: int, today: date) -> Part | None:
    """The date or the amount that begins there; a day alone stays words, as it is printed so."""
    dated = _dated(folded, at, today)
    if dated:
        period, is_guess = dated
        end = _end(folded, period.end)
        if end and not is_unit_at(folded, period.end):
            return Part(What.DATE, period.value, folded[at:end], of_period(period), is_guess=is_guess, start=at)
    span = amount_in_words(folded, at)
    end = _end(folded, span.end) if span else 0
    return _of_span(span, folded[at:end], at) if span and end else None


def year_part(typed: str, year: str, at: int) -> Part:
    """A year that stands alone among other words: perhaps that of the papers."""
    return Part(
        What.DATE, year, typed, of_period(Period(f"{year}-01-01", f"{year}-12-31", year, 0)), is_guess=True, start=at
    )


def is_unit_at(folded: str, at: int) -> bool:
    """Whether a unit follows: 2024 € are no year."""
    return _UNIT.match(folded, at) is not None


def is_day_at(folded: str, at: int, today: date) -> int:
    """Where a single day that is written out there ends; 0 where there is none. It is looked for as it is printed."""
    period = period_at(folded, at, today)
    return period.end if period and len(period.value) == _DAY_LENGTH else 0


def _end(folded: str, at: int) -> int:
    """Behind the signs of a sentence; 0 where a word goes on."""
    rest = _REST.match(folded, at)
    return rest.end() if rest else 0


def _of_span(span: Span, typed: str, at: int) -> Part:
    return Part(What.AMOUNT, span.value, typed, of_span(span), is_guess=not span.is_money, start=at)


def _dated(folded: str, at: int, today: date) -> tuple[Period, bool] | None:
    """The period, and whether it is a guess."""
    period = range_at(folded, at, today, DOTS)
    if period:
        return period, False
    how = _HOW.match(folded, at)
    period = _after_word(how, folded, today) if how else None
    if period is None and not _YEAR_OR_FIGURES.match(folded, at):
        period = _month_or_time(folded, at, today)
    return (period, True) if period else None


def _after_word(how: re.Match[str], folded: str, today: date) -> Period | None:
    sign = next((sign for name, sign in _SIGNS if how[name]), "")
    if sign:
        return bound_at(sign, folded, how.end(), today)
    between = range_at(folded, how.end(), today, _AND) if how["between"] else None
    return between or _month_or_time(folded, how.end(), today)


def _month_or_time(folded: str, at: int, today: date) -> Period | None:
    period = period_at(folded, at, today)
    return period if period and len(period.value) != _DAY_LENGTH else None
