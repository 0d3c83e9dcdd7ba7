"""VINs: the seventeen characters of a vehicle, without I, O and Q.

Source: ISO 3779; the check digit at the ninth place is asked for in North America alone (49 CFR 565.15), where the
first character is 1 to 5. It finds every single wrong digit. European makers do not keep it, so there only the form
counts.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, after_label, compact, distinct
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"(?:\bV\.?I\.?N\b\.?|\bE\.?(?=[\s:]+[A-HJ-NPR-Z0-9]{17}\b)|ch[âa]ssis|identification\s+du\s+v[ée]hicule|"
    r"s[ée]rie\s+(?:du\s+v[ée]hicule|\(?VIN\)?)|fahrgestell\w*|fahrzeug-?ident\w*|bastidor|telaio)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=[A-Z]*[0-9])[A-HJ-NPR-Z0-9]{17}(?![0-9A-Za-z])")
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
PROVEN = Judgement(Verdict.VERIFIED, 0.95, "vin_check_digit")
FORM = Judgement(Verdict.PLAUSIBLE, 0.9, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of a VIN.

    >>> is_valid("VF1AA000000000000"), is_valid("VF1AA00000000000O")
    (True, False)
    """
    return _NUMBER.fullmatch(normalized(text)) is not None


def has_check_digit(text: str) -> bool:
    """Whether the ninth character follows from the others.

    >>> has_check_digit("1M8GDM9AXKP042788"), has_check_digit("1M8GDM9AXKP042789")
    (True, False)
    """
    number = normalized(text)
    if not is_valid(number):
        return False
    total = sum(
        weight * (int(each) if each.isdigit() else _VALUES[each]) for each, weight in zip(number, _WEIGHTS, strict=True)
    )
    return number[8] == "0123456789X"[total % 11]


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In one.

    >>> formatted("1M8GDM9AXKP042788")
    '1M8GDM9AXKP042788'
    """
    return number


def find(paper: Paper) -> Iterator[Field]:
    """Every VIN that a label names."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for found in after_label(page, LABEL, _NUMBER):
        number = normalized(found.text)
        is_proven = number[0] in "12345" and has_check_digit(number)
        yield found.field("vin", number, formatted(number), PROVEN if is_proven else FORM)
