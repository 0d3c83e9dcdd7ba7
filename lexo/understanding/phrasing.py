"""Days, amounts and lists as they are written in French and in English."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_MOST_DIGITS = 15
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}
_VOWELS = frozenset("aeiouyhàâäéèêëîïôöùûü")
_BEFORE = {"MYR": "RM ", "CHF": "CHF "}


def is_french(language: str | None) -> bool:
    return language in ("fra", "fr")


def amount(normalized: str, currency: str, language: str | None) -> str:
    """ "1234.50" in EUR is "1 234,50 €" in French and "€1,234.50" in English."""
    value = _decimal(normalized)
    if value is None:
        return normalized
    grouped = f"{abs(value):,.2f}"
    sign = "-" if value < 0 else ""
    if is_french(language):
        written = sign + grouped.replace(",", "\u202f").replace(".", ",")
        return f"{written} {_SYMBOLS.get(currency, currency)}".strip()
    if currency in _SYMBOLS:
        return f"{sign}{_SYMBOLS[currency]}{grouped}"
    if currency in _BEFORE:
        return f"{sign}{_BEFORE[currency]}{grouped}"
    return f"{sign}{grouped} {currency}".strip()


def plain(normalized: str, language: str | None) -> str:
    """A number without useless zeros: "2.50" is "2,5" in French."""
    value = _decimal(normalized)
    if value is None:
        return normalized
    grouped = f"{value.normalize():,f}"
    return grouped.replace(",", "\u202f").replace(".", ",") if is_french(language) else grouped


def _decimal(text: str) -> Decimal | None:
    """A number that can be written out."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS else None


def day(iso: str, language: str | None) -> str:
    """ "13/11/2017" in French, "13 November 2017" in English."""
    known = parsed(iso)
    if known is None:
        return iso
    if is_french(language):
        return f"{known:%d/%m/%Y}"
    return f"{known.day} {ENGLISH_MONTHS[known.month - 1]} {known.year}"


def full_day(iso: str, language: str | None) -> str:
    """ "13 novembre 2017", "1er mars 2024"; English as `day`."""
    known = parsed(iso)
    if known is None or not is_french(language):
        return day(iso, language)
    return f"{'1er' if known.day == 1 else known.day} {FRENCH_MONTHS[known.month - 1]} {known.year}"


def month(iso: str, language: str | None) -> str:
    """ "mars 2024", "March 2024"."""
    known = parsed(iso)
    if known is None:
        return iso
    names = FRENCH_MONTHS if is_french(language) else ENGLISH_MONTHS
    return f"{names[known.month - 1]} {known.year}"


def parsed(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def listed(parts: Sequence[str], language: str | None) -> str:
    """ "a, b et c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {'et' if is_french(language) else 'and'} {parts[-1]}"


def of(name: str) -> str:
    """ "d'Orange", "de Durand", "du Crédit Exemple": the French "of" before a name."""
    first = name.split(" ", 1)[0].casefold()
    if first in ("le", "les") and " " in name:
        return f"{'du' if first == 'le' else 'des'} {name.split(' ', 1)[1]}"
    return f"d’{name}" if name[:1].casefold() in _VOWELS else f"de {name}"
