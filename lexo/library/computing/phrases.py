"""Amounts, days, times, numbers of papers and names as computed answers say them, in French and in English."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lexo.library.computing.periods import month_end
from lexo.library.computing.plan import Noun, Period
from lexo.understanding import phrasing

_CENT = Decimal("0.01")


def money(value: Decimal, currency: str, language: str) -> str:
    """ "1 234,56 €", "€1,234.56"; halves of cents away from nothing."""
    return phrasing.amount(format(value.quantize(_CENT, ROUND_HALF_UP), "f"), currency, language)


def day(value: date, language: str) -> str:
    """ "1er mars 2024", "1 March 2024"."""
    return phrasing.full_day(value.isoformat(), language)


def month(value: date, language: str) -> str:
    """ "mars 2024", "March 2024"."""
    return phrasing.month(value.isoformat(), language)


def months(first: date, last: date, language: str) -> str:
    """ "décembre 2023 à mars 2024", "December 2023 to March 2024"; one month alone."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first, language)
    joint = "à" if phrasing.is_french(language) else "to"
    return f"{month(first, language)} {joint} {month(last, language)}"


def listed(parts: Sequence[str], language: str) -> str:
    """ "a, b et c"."""
    return phrasing.listed(parts, language)


def of(name: str, language: str) -> str:
    """ "d’EDF", "de Free", "from EDF"."""
    return phrasing.of(name) if phrasing.is_french(language) else f"from {name}"


def to(name: str, language: str) -> str:
    """ "à EDF", "au Fournil", "to EDF"."""
    return _led("à", {"le": "au", "les": "aux"}, name) if phrasing.is_french(language) else f"to {name}"


def at(name: str, language: str) -> str:
    """ "chez EDF", "at EDF"."""
    return f"chez {name}" if phrasing.is_french(language) else f"at {name}"


def _led(word: str, joined: dict[str, str], name: str) -> str:
    first, _, rest = name.partition(" ")
    short = joined.get(first.casefold())
    return f"{short} {rest}" if short and rest else f"{word} {name}"


def count(number: int, noun: Noun, language: str) -> str:
    """ "1 facture", "3 factures"; French has no plural for nothing, English has one."""
    is_one = number in (0, 1) if phrasing.is_french(language) else number == 1
    written = f"{number:,}".replace(",", "\u202f" if phrasing.is_french(language) else ",")
    return f"{written} {noun.one if is_one else noun.many}"


def elided(text: str) -> str:
    """ "de mars 2024", "d’avril 2024"."""
    return f"d’{text}" if text[:1] in ("a", "o") else f"de {text}"


def no(noun: Noun, language: str) -> str:
    """ "Aucune facture", "No bills"."""
    if phrasing.is_french(language):
        return f"{'Aucune' if noun.is_feminine else 'Aucun'} {noun.one}"
    return f"No {noun.many}"


def within(period: Period | None, language: str) -> str:
    """ "en 2024", "de mars à juin 2024", "depuis le 3 mars 2024"; "" where no time was said."""
    if period is None:
        return ""
    return _french(period) if phrasing.is_french(language) else _english(period)


def _whole_months(period: Period) -> tuple[date, date] | None:
    """First and last month where the days are whole months."""
    first, last = period.first, period.last
    if first is None or last is None or first.day != 1 or last != month_end(last.year, last.month):
        return None
    return first, last


def _french(period: Period) -> str:
    first, last = period.first, period.last
    months = _whole_months(period)
    if months is not None:
        return _french_months(*months)
    if first and last:
        if first == last:
            return f"le {day(first, 'fra')}"
        return f"du {day(first, 'fra')} au {day(last, 'fra')}"
    if first:
        is_year = (first.month, first.day) == (1, 1)
        return f"depuis {first.year}" if is_year else f"depuis le {day(first, 'fra')}"
    if last:
        after = last + timedelta(days=1)
        return f"avant {after.year}" if (after.month, after.day) == (1, 1) else f"jusqu’au {day(last, 'fra')}"
    return ""


def _french_months(first: date, last: date) -> str:
    if (first.month, last.month) == (1, 12):
        return f"en {first.year}" if first.year == last.year else f"de {first.year} à {last.year}"
    names = phrasing.FRENCH_MONTHS
    if (first.year, first.month) == (last.year, last.month):
        return f"en {names[first.month - 1]} {first.year}"
    begin = names[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
    elided = "d’" if begin[0] in "ao" else "de "
    return f"{elided}{begin} à {names[last.month - 1]} {last.year}"


def _english(period: Period) -> str:
    first, last = period.first, period.last
    months = _whole_months(period)
    if months is not None:
        return _english_months(*months)
    if first and last:
        return f"on {day(first, 'eng')}" if first == last else f"from {day(first, 'eng')} to {day(last, 'eng')}"
    if first:
        return f"since {first.year if (first.month, first.day) == (1, 1) else day(first, 'eng')}"
    if last:
        after = last + timedelta(days=1)
        return f"before {after.year}" if (after.month, after.day) == (1, 1) else f"up to {day(last, 'eng')}"
    return ""


def _english_months(first: date, last: date) -> str:
    if (first.month, last.month) == (1, 12):
        return f"in {first.year}" if first.year == last.year else f"from {first.year} to {last.year}"
    names = phrasing.ENGLISH_MONTHS
    if (first.year, first.month) == (last.year, last.month):
        return f"in {names[first.month - 1]} {first.year}"
    begin = names[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
    return f"from {begin} to {names[last.month - 1]} {last.year}"


def spaced(*parts: str) -> str:
    """The parts that are there, one space between them, with a capital at the beginning."""
    text = " ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]
