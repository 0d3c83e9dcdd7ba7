"""SEPA creditor identifiers (ICS): who may draw money by direct debit.

Source: European Payments Council, EPC262-08, AT-02: mod 97 over the country's own part, without the three characters
of the business code. Every single wrong digit outside of that code is found.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, after_label, bare, compact, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:I\.?C\.?S\b\.?|identifiant\s+(?:du\s+|de\s+)?cr[ée]ancier(?:\s+sepa)?|creditor\s+id\w*|"
    r"gl[äa]ubiger-?\s?(?:id\b|identifikations?\w*)(?:[-\s]?(?:nr\b\.?|nummer))?|incassant(?:en)?-?\s?id)",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"(?<![0-9A-Za-z])FR ?[0-9]{2} ?(?=[A-Z0-9]{0,2}[A-Z])[A-Z0-9]{3} ?(?:[0-9A-F]{6}|"
    r"[0-9]{3} [0-9]{3}|[0-9]{2} [0-9]{2} [0-9]{2})"
    r"(?![0-9A-Za-z]|[ .-]?[0-9])"
)
_ANY = re.compile(r"[A-Z]{2} ?[0-9]{2} ?[A-Z0-9]{3}(?: ?[0-9A-Z]){6,28}(?![0-9A-Za-z])")
PROVEN = Judgement(Verdict.VERIFIED, 0.97, "creditor_id_check_digits")


def is_valid(text: str) -> bool:
    """Whether mod 97 passes and, for France, the length is thirteen.

    >>> is_valid("FR72 ZZZ 123456"), is_valid("FR73 ZZZ 123456"), is_valid("DE98ZZZ09999999999")
    (True, False, True)
    """
    from stdnum.eu import at_02

    number = normalized(text)
    if number.startswith("FR") and len(number) != 13:
        return False
    return number.isascii() and 13 <= len(number) <= 35 and bool(at_02.is_valid(number))


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """Country and check digits, business code, the rest.

    >>> formatted("FR72ZZZ123456")
    'FR72 ZZZ 123456'
    """
    return f"{number[:4]} {number[4:7]} {number[7:]}"


def find(paper: Paper) -> Iterator[Field]:
    """Every creditor identifier that a label names, and bare French ones whose business code has a letter."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    founds = [found_at(page, strip, *match.span()) for strip, match in bare(page, _FRENCH)]
    for found in (*after_label(page, LABEL, _ANY), *after_label(page, LABEL, _FRENCH), *founds):
        number = normalized(found.text)
        if is_valid(number) and not _is_vat(number):
            yield found.field("creditor_id", number, formatted(number), PROVEN)


def _is_vat(number: str) -> bool:
    """A French VAT number has thirteen characters too."""
    from lexo.understanding.fields import vat

    return vat.is_valid(number)
