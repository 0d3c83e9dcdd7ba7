"""Numéro fiscal (SPI): the thirteen digits by which the French tax office knows a person.

Source: European Commission, TIN portal, France: it begins with 0, 1, 2 or 3, and its last three digits are the first
ten mod 511. That finds every single wrong digit: no step of one to nine times a power of ten is a multiple of 511.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Found, Judgement, after_label, compact, distinct, in_groups
from lexo.understanding.fields.repair import LOOK_ALIKE, digits
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:(?:n[°ºo]|num[ée]ros?|identifiants?)\s*fisca(?:l|ux)|S\.?P\.?I\b\.?|N\.?I\.?F\b\.?|tax\s+(?:id\w*|number))"
    r"(?:\s*\((?:SPI|[12])\))?(?:\s*\(?(?:du\s+)?(?:d[ée]clarant|contribuable|propri[ée]taire|d[ée]biteur)\s*[12]?(?![0-9])\)?)?",
    re.IGNORECASE,
)
_BETWEEN = r"[ .\u00a0\u202f-]?"
_NUMBER = re.compile(
    rf"(?:d[ée]clarant\s*[12]?\s*(?:\([^)]{{0,30}}\))?\s*[:.-]?\s*)?"
    rf"(?P<number>[0-3](?:{_BETWEEN}[0-9]){{12}})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_READ = re.compile(rf"(?:[0-9OoIilBSsZz|]{_BETWEEN}){{12}}[0-9OoIilBSsZz|](?![0-9A-Za-z])")
PROVEN = Judgement(Verdict.VERIFIED, 0.98, "tax_number_check_digits")
REPAIRED = Judgement(Verdict.VERIFIED, 0.88, "tax_number_check_digits+repaired")
FALSE = Judgement(Verdict.CONTRADICTED, 0.25, "check_digits")


def is_valid(text: str) -> bool:
    """Whether thirteen digits end with the right key.

    >>> is_valid("30 23 217 600 053"), is_valid("30 23 217 600 054")
    (True, False)
    """
    from stdnum.fr import nif

    number = normalized(text)
    return number.isascii() and len(number) == 13 and bool(nif.is_valid(number)) and number.strip("0") != ""


def normalized(text: str) -> str:
    """Digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """As notices of tax print it.

    >>> formatted("3023217600053")
    '30 23 217 600 053'
    """
    return in_groups(number, 2, 2, 3)


def find(paper: Paper) -> Iterator[Field]:
    """Every numéro fiscal that a label names."""
    return distinct(field for page in paper.pages for found in _candidates(page) if (field := _judged(found)))


def _candidates(page: PaperPage) -> Iterator[Found]:
    yield from after_label(page, LABEL, _NUMBER)
    if page.is_read_from_pixels:
        yield from after_label(page, LABEL, _READ)


def _judged(found: Found) -> Field | None:
    number = normalized(found.text)
    if is_valid(number):
        return found.field("tax_number", number, formatted(number), PROVEN)
    if found.is_read:
        better = digits("".join(each for each in found.text if each.isalnum() or each == LOOK_ALIKE), 13, is_valid)
        return found.field("tax_number", better, formatted(better), REPAIRED) if better else None
    return found.field("tax_number", number, formatted(number), FALSE)
