"""Amounts of money as papers print them: found in text, read into Decimals, written for people.

Groups of three digits may be parted by a point, a comma, an apostrophe (Swiss) or any kind of space; a minus may stand
before, after (as in many ledgers), or be a pair of brackets around a whole cell.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

_SPACES = " \u00a0\u202f\u2009"
_MINUS = r"\-" "\u2212\u2013"  # inside a class of characters
_CENT = Decimal("0.01")
_LONGEST_TEXT = 40  # of one amount with its currency

# ISO 4217 codes, and the signs that people print instead. A dollar without a country is the American one.
_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "US$": "USD",
    "HK$": "HKD",
    "S$": "SGD",
    "C$": "CAD",
    "A$": "AUD",
    "RM": "MYR",
    "Rs.": "INR",
    "Rs": "INR",
    "SFr.": "CHF",
    "Fr.": "CHF",
    "FCFA": "XOF",
    "zł": "PLN",
    "Kč": "CZK",
}
_CODES = (
    "EUR USD GBP CHF MYR INR CAD AUD NZD SGD HKD JPY CNY SEK NOK DKK PLN CZK HUF RON MAD TND DZD XOF XAF XPF".split()
)
_EURO_WORDS = r"(?i:euros?)\b"
_CURRENCY = "|".join(
    [
        _EURO_WORDS,
        *(rf"{code}(?![a-z])" for code in _CODES),
        *(re.escape(each) for each in sorted(_SIGNS, key=len)[::-1]),
    ]
)

_NUMBER = rf"""
    \d{{1,6}}€\d\d
  | \d{{1,3}}(?:[{_SPACES}]\d{{3}}){{1,5}}(?:[.,]\d{{1,4}})?
  | \d{{1,3}}(?:\.\d{{3}}){{1,5}}(?:,\d{{1,4}})?
  | \d{{1,3}}(?:,\d{{3}}){{1,5}}(?:\.\d{{1,4}})?
  | \d{{1,3}}(?:['’]\d{{3}}){{1,5}}(?:[.,]\d{{1,4}})?
  | \d{{1,12}}(?:[.,]\d{{1,4}})?
"""
# A letter after two decimals is the code of a tax rate on receipts ("12.50A"); those that are units are not.
_AMOUNT = re.compile(
    rf"""
    (?<![\w.,/:'’\#@°*+{_MINUS}])
    (?P<open>\()?
    (?P<minus>[{_MINUS}](?=\S))?
    (?:(?P<before>{_CURRENCY})[{_SPACES}]?)?
    (?P<inner>[{_MINUS}])?
    (?P<number>{_NUMBER})
    (?:[{_SPACES}]?(?P<percent>%)|[{_SPACES}]?(?P<after>{_CURRENCY})(?!\w))?
    (?P<behind>[{_MINUS}](?![\w{_MINUS}]))?
    (?:(?<=[.,]\d\d)[A-FHSTZ]{{1,2}}(?![\w]))?
    (?![\w/'’°]|[:.,]\d|[{_MINUS}]\d)
    (?P<close>\))?
    """,
    re.VERBOSE,
)
_CURRENCY_ALONE = re.compile(rf"(?<![^\W\d_])(?:{_CURRENCY})(?![^\W\d_])")


class Amount(NamedTuple):
    """A number in a text, which may be money; `decimals` is how many are printed."""

    value: Decimal
    currency: str  # ISO 4217, or ""
    decimals: int
    start: int
    end: int
    is_rate: bool = False  # a percentage

    @property
    def is_money(self) -> bool:
        """Whether it looks like money by itself: with cents or a currency. The others are counts, years, numbers."""
        return not self.is_rate and (self.decimals == 2 or (bool(self.currency) and self.decimals != 1))


def find_all(text: str) -> Iterator[Amount]:
    """Every number of a text that may be an amount or a rate: no dates, times, phone numbers or measures."""
    if not any(map(str.isdigit, text)):
        return
    for found in _AMOUNT.finditer(text):
        value, decimals = _value(found["number"])
        currency = "EUR" if "€" in found["number"] else iso_code(found["before"] or found["after"] or "")
        start, end = found.span()
        if not (found["open"] and found["close"]):
            start += bool(found["open"])
            end -= bool(found["close"])
        is_negative = bool(found["minus"] or found["inner"] or found["behind"]) or _is_in_brackets(text, found)
        yield Amount(-value if is_negative else value, currency, decimals, start, end, found["percent"] is not None)


def parse(text: str) -> Decimal | None:
    """The amount that the whole text is, or None.

    >>> parse("1\u202f234,56 €"), parse("$1,234.56"), parse("1'234.56"), parse("8,79-"), parse("(8,79)")
    (Decimal('1234.56'), Decimal('1234.56'), Decimal('1234.56'), Decimal('-8.79'), Decimal('-8.79'))
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_TEXT:
        return None
    text = re.sub(rf"\A([{_MINUS}])\s+", r"\1", text)
    found = next(find_all(text), None)
    if found is None or found.is_rate or found.start > 0 or found.end < len(text):
        return None
    return found.value


def is_valid(text: str) -> bool:
    """Whether the whole text is an amount."""
    return parse(text) is not None


def normalized(amount: str | Decimal) -> str:
    """With a point and at least two decimals, "" where it is none.

    >>> normalized("1.234,5 €"), normalized("9,9000"), normalized("0.025")
    ('1234.50', '9.90', '0.025')
    """
    value = parse(amount) if isinstance(amount, str) else amount
    if value is None:
        return ""
    if value == 0:
        return "0.00"
    exact = value.normalize()
    exponent = exact.as_tuple().exponent
    return f"{exact.quantize(_CENT):f}" if isinstance(exponent, int) and exponent > -2 else f"{exact:f}"


def formatted(value: Decimal, currency: str = "EUR") -> str:
    """As a French reader writes it.

    >>> formatted(Decimal("-1234.5"))
    '-1\\u202f234,50\\xa0€'
    """
    digits = f"{Decimal(normalized(value)):,}".replace(",", "\u202f").replace(".", ",")
    sign = next((sign for sign, code in _SIGNS.items() if code == currency), currency)
    return f"{digits}\u00a0{sign}" if sign else digits


def iso_code(sign: str) -> str:
    """The ISO 4217 code of a currency's sign, word or code."""
    if sign[:4].lower() == "euro":
        return "EUR"
    return _SIGNS.get(sign, sign if sign in _CODES else "")


def currency_in(texts: Iterable[str]) -> str:
    """The currency that texts name most often, "" where they name none."""
    counted = Counter(iso_code(found[0]) for text in texts for found in _CURRENCY_ALONE.finditer(text))
    counted.pop("", None)
    return max(counted, key=lambda code: counted[code]) if counted else ""


def _is_in_brackets(text: str, found: re.Match[str]) -> bool:
    """Brackets mean less than nothing where they hold all of a cell; elsewhere they are an aside."""
    if not (found["open"] and found["close"]):
        return False
    start, end = found.span()
    return text[max(start - 2, 0) : start].strip() == "" == text[end : end + 2].strip() and (
        start < 1 or text[max(start - 2, 0) : start] == "  "
    )


def _value(number: str) -> tuple[Decimal, int]:
    """What a number says and how many decimals it prints.

    The last of two different marks is the decimal one. One mark alone, before exactly three digits, parts thousands:
    money has two decimals, and unit prices below one begin with a zero.
    """
    digits = re.sub(rf"[{_SPACES}'’]", "", number).replace("€", ".")  # "12€50", as on a blackboard
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return Decimal(digits), 0
    whole, _, rest = digits.rpartition(marks[-1])
    are_thousands = len(set(marks)) == 1 and len(rest) == 3 and (len(marks) > 1 or whole != "0") and digits == number
    if are_thousands and len(whole.replace(marks[-1], "")) <= 12:
        return Decimal(re.sub(r"[.,]", "", digits)), 0
    return Decimal(re.sub(r"[.,]", "", whole) + "." + rest), len(rest)
