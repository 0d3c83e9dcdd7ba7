"""The shapes that values have on paper, and their normal forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice

from lexo.understanding.fields.durations import durations_in
from lexo.understanding.papers.wording import simple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january januar",
            "fevrier fevr fev february feb februar",
            "mars mar march marz",
            "avril avr april apr",
            "mai may",
            "juin june jun juni",
            "juillet juil july jul juli",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october oktober",
            "novembre nov november",
            "decembre dec december dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_CENTURY_TURN = 70  # two digits of a year from here on are of the 1900s
_THOUSANDS = r"[ \u00a0\u202f.']"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value looks like: `pattern` is matched where the value begins, `normalized` gives None for no value.

    A pattern's group `value` is the value, where there is one; all that matches, where there is none.

    `is_name`: words that all begin with capitals need no colon where the page was read from pixels, which lose it.
    `needs_column`: the value is free text, so its label must begin a cell and end in a colon, or fill its cell.
    """

    pattern: re.Pattern[str]
    normalized: Callable[[str], str | None]
    needs_column: bool = False
    is_name: bool = False


def days_in(text: str, start: int = 0) -> list[tuple[tuple[int, int], str]]:
    """The places of days in a text, and these days in ISO; at most a dozen."""
    found = islice(DAY.finditer(text, start), 12)
    return [(day.span("value"), iso) for day in found if (iso := iso_of(day["value"]))]


def decimal_of(text: str) -> Decimal | None:
    """The amount a text states: "1 234,56 €", "-1.234,56", "1,234.56 EUR", "123,45-".

    >>> decimal_of("1 234,56 €"), decimal_of("1.234"), decimal_of("12,5")
    (Decimal('1234.56'), Decimal('1234'), Decimal('12.5'))
    """
    kept = "".join(sign for sign in text if sign in "0123456789,.-−")
    is_negative = "-" in kept or "−" in kept
    kept = kept.strip("-−.,")
    last = max(kept.rfind(","), kept.rfind("."))
    decimals = len(kept) - last - 1
    has_decimals = last >= 0 and (decimals != 3 or (kept.count(",") > 0 and kept.count(".") > 0))
    whole = kept[:last] if has_decimals else kept
    digits = "".join(sign for sign in whole if sign.isdigit())
    try:
        number = Decimal(f"{digits or '0'}.{kept[last + 1 :]}" if has_decimals else digits)
    except InvalidOperation:
        return None
    return -number if is_negative else number


def iso_of(text: str) -> str | None:
    """The day a text states, ISO: "1er mars 2024", "28/02/25", "2024-03-01".

    >>> iso_of("1er mars 2024"), iso_of("28/02/25"), iso_of("31/02/2025")
    ('2024-03-01', '2025-02-28', None)
    """
    parts = re.findall(r"\d+|[^\W\d_]+", simple(text))
    parts = [part for part in parts if part not in ("er", "st", "nd", "rd", "th", "de")][:3]
    if len(parts) < 3:
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = parts
    if day in MONTHS:
        day, month = month, day  # March 1, 2024
    number = MONTHS.get(month, int(month) if month.isdigit() else 0)
    if not (day.isdigit() and year.isdigit()):
        return None
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _CENTURY_TURN else 2000)
    try:
        return date(full, number, int(day)).isoformat()
    except ValueError:
        return None


def duration_of(text: str) -> str | None:
    """A length of time as a number and an English unit: "deux mois" is "2 months"."""
    return next((found.normalized for found in durations_in(simple(text))), None)


def _tidy(text: str) -> str | None:
    tidied = " ".join(text.split()).strip(" :;,.-–|•*_")
    letters = sum(map(str.isalpha, tidied))
    return tidied if letters >= 2 and 2 * letters >= len(tidied.replace(" ", "")) else None


def _compact(text: str) -> str | None:
    numbered = re.sub(r"^n ?[°ºo] ?", "", text, flags=re.IGNORECASE)
    compact = "".join(sign for sign in numbered if sign.isalnum()).upper()
    return compact if any(map(str.isdigit, compact)) else None


def _plain(text: str) -> str | None:
    number = decimal_of(text)
    return None if number is None else format(number, "f")


def _cents(text: str) -> str | None:
    number = decimal_of(text)
    return None if number is None else format(number.quantize(Decimal("0.01")), "f")


def _name(text: str) -> str | None:
    """A person's or a firm's: no sentence, no other label."""
    tidied = _tidy(text)
    if tidied is None or len(tidied) > 60 or tidied.endswith("?") or ":" in tidied:
        return None
    if _A_LABEL.match(simple(tidied)):
        return None
    return tidied if len(tidied.split()) <= 9 else None


_A_LABEL = re.compile(
    r"(?:nom|prenom|date|adresse|numero|n°|ne le|nee le|lieu|signature|fonction|qualite|employeur|salarie|"
    r"patronal|montant|base|taux|total|part|titulaire)e?s?\b"
)
_DIGITS = rf"\d{{1,3}}(?:{_THOUSANDS}\d{{3}}){{1,3}}|\d{{1,9}}"
_CURRENCY = r"(?:€|EUR(?:OS?)?\b|[Ee]uros?\b)"
_SIGN = r"(?:[-−+]\s?)?"
_GAP = r"(?: ?[./-] ?| )"
_REST = r"\S+(?: \S+){0,14}"  # of the cell: between words of one cell there is one space

_START = r"(?<![\d.,])"
_END = rf"(?:\s?{_CURRENCY}| ?-(?=\s|$))?"

MONEY = re.compile(
    rf"{_START}{_SIGN}(?:{_CURRENCY}\s?)?(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}\.|(?:{_DIGITS})[.,])\d{{2}}(?![\d%]){_END}",
    re.IGNORECASE,
)
ANY_MONEY = re.compile(
    rf"{_START}{_SIGN}(?:{_CURRENCY}\s?)?(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}\.\d{{2}}|(?:{_DIGITS})(?:[.,]\d{{1,2}})?)"
    rf"(?![\d%/°]){_END}",
    re.IGNORECASE,
)
DAY = re.compile(
    r"(?:(?:le|du|au|the|on) )?(?P<value>\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:er)?{_GAP}(?:\d{{1,2}}|[^\W\d_]{{3,9}}\.?){_GAP}(?:\d{{4}}|\d{{2}})"
    r"|[^\W\d_]{3,9} \d{1,2},? \d{4})(?!\d)",
    re.IGNORECASE,
)

AMOUNT = Shape(MONEY, _cents)
WHOLE_AMOUNT = Shape(ANY_MONEY, _cents)  # where papers leave the cents away
DATE = Shape(DAY, iso_of)
TEXT = Shape(re.compile(_REST), _tidy, needs_column=True)
NAME = Shape(re.compile(_REST), _name, needs_column=True, is_name=True)
PHRASE = Shape(re.compile(r"\S+(?: \S+){0,5}"), _tidy, needs_column=True)
NUMBER = Shape(
    re.compile(r"(?:n ?[°ºo] ?)?[A-Z0-9]+(?:[ ./-][A-Z0-9]*\d[A-Z0-9]*){0,6}(?-i: [A-Z](?!\w))?", re.IGNORECASE),
    _compact,
)
DECIMAL = Shape(re.compile(rf"(?:{_DIGITS})(?:[.,]\d{{1,4}})?(?!\d)"), _plain)
YEAR = Shape(re.compile(r"(?:19|20)\d{2}(?!\d)(?: ?[-/] ?(?:19|20)?\d{2}(?!\d))?"), lambda text: text.replace(" ", ""))


def digits(count: int) -> Shape:
    """A number of exactly so many digits, in any groups."""
    pattern = re.compile(rf"\d(?:[ \u00a0.-]?\d){{{count - 1}}}(?!\d)")
    return Shape(pattern, lambda text: "".join(filter(str.isdigit, text)))
