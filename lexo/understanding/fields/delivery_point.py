"""Points of delivery of electricity (PDL, PRM: fourteen digits) and gas (PCE: fourteen digits, or GI and six).

Source: Enedis and GRDF, who number them. No published check digit: a number is known by its label and its form alone.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, after_label, compact, distinct, in_groups
from lexo.understanding.paper import Paper, PaperPage

_ELECTRICITY = re.compile(
    r"\b(?:P\.?D\.?L\b\.?|P\.?R\.?M\b\.?|point\s+de\s+livraison|point\s+(?:de\s+)?r[ée]f[ée]rence\s+(?:de\s+)?mesure)"
    r"(?:\s*\(?(?:PDL|PRM|[ée]lectricit[ée])\)?)?(?:\s*/\s*P(?:DL|RM))?",
    re.IGNORECASE,
)
_GAS = re.compile(
    r"\b(?:P\.?C\.?E\b\.?|point\s+de\s+comptage(?:\s+et\s+d['’]estimation)?)(?:\s*\(?(?:PCE|gaz)\)?)?", re.IGNORECASE
)
_FOURTEEN = r"[0-9](?:[ .\u00a0]?[0-9]){13}(?![0-9A-Za-z])"
_POINT = re.compile(_FOURTEEN)
_GAS_POINT = re.compile(rf"{_FOURTEEN}|GI ?(?:[0-9] ?){{5}}[0-9](?![0-9A-Za-z])")
FORM = Judgement(Verdict.PLAUSIBLE, 0.9, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of one of them.

    >>> is_valid("0123 4567 8901 23"), is_valid("GI123456"), is_valid("0123 4567 8901 2")
    (True, True, False)
    """
    return re.fullmatch(r"[0-9]{14}|GI[0-9]{6}", normalized(text)) is not None


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In groups, as bills print it.

    >>> formatted("01234567890123")
    '01 234 567 890 123'
    """
    return number if number.startswith("GI") else in_groups(number, 2, 3)


def find(paper: Paper) -> Iterator[Field]:
    """Every point of delivery that a label names."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for name, label, value in (("pdl", _ELECTRICITY, _POINT), ("pce", _GAS, _GAS_POINT)):
        for found in after_label(page, label, value):
            number = normalized(found.text)
            if number.strip("0"):
                yield found.field(name, number, formatted(number), FORM)
