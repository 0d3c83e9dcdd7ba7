"""Creditors' references with check digits, which a payer is asked to give: "RF18 5390 0754 7034".

Source: ISO 11649: "RF", two check digits by mod 97, up to 21 letters and digits. Every single wrong digit is found.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, bare, compact, distinct, found_at, in_groups
from lexo.understanding.paper import Paper, PaperPage

_LABEL = re.compile(
    r"\b(?:r[ée]f[ée]rence|reference|ref|r[ée]f|referenz|communication|verwendungszweck)\b", re.IGNORECASE
)
_SHAPE = re.compile(r"(?<![0-9A-Za-z])RF ?[0-9]{2}(?:(?: ?[0-9A-Z]{4}){0,5}(?: ?[0-9A-Z]{1,4}))(?![0-9A-Za-z])")
_LONG = 12  # characters from which on mod 97 and the two letters say enough without a label
PROVEN = Judgement(Verdict.VERIFIED, 0.97, "rf_check_digits")


def is_valid(text: str) -> bool:
    """Whether mod 97 passes.

    >>> is_valid("RF18 5390 0754 7034"), is_valid("RF18 5390 0754 7035")
    (True, False)
    """
    from stdnum import iso11649

    number = normalized(text)
    return number.isascii() and 5 <= len(number) <= 25 and bool(iso11649.is_valid(number))


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In groups of four.

    >>> formatted("RF18539007547034")
    'RF18 5390 0754 7034'
    """
    return in_groups(number, 4)


def find(paper: Paper) -> Iterator[Field]:
    """Every reference of that form: long ones, or short ones in a line that speaks of a reference."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for strip, match in bare(page, _SHAPE):
        number = normalized(match[0])
        is_clear = len(number) >= _LONG or _LABEL.search(strip.text[: match.start()]) is not None
        if is_clear and is_valid(number):
            found = found_at(page, strip, *match.span())
            yield found.field("payment_reference", number, formatted(number), PROVEN)
