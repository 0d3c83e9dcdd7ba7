"""INE: the national number of a pupil or student, eleven characters.

Source: Ministère de l'Éducation nationale, RNIE: nine digits and two letters; older numbers end with one letter. Its
check is not published: the label says what it is.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, after_label, compact, distinct
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:I\.?N\.?E\b\.?|INE-RNIE\b|N\.?N\.?E\b\.?|identifiant\s+national(?:\s+de\s+l['’])?(?:\s*[ée](?:tudiant|l[èe]ve))?)"
    r"(?:\s*\(?(?:INE|BEA|RNIE)\)?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=(?:[A-Z]*[0-9]){6})(?:[0-9]{9}[A-Z]{2}|[0-9A-Z]{10}[A-Z])(?![0-9A-Za-z])")
FORM = Judgement(Verdict.PLAUSIBLE, 0.9, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of a number.

    >>> is_valid("123456789AB"), is_valid("1234567890B"), is_valid("12345678901")
    (True, True, False)
    """
    return _NUMBER.fullmatch(normalized(text)) is not None


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In one."""
    return number


def find(paper: Paper) -> Iterator[Field]:
    """Every number that a label names."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for found in after_label(page, LABEL, _NUMBER):
        number = normalized(found.text)
        yield found.field("ine", number, formatted(number), FORM)
