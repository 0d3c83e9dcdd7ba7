"""APE codes: what a French company mainly does, four digits and a letter of the nomenclature NAF.

Source: INSEE, NAF rév. 2 (decree 2007-1888): divisions 01 to 99. No check digit: the label says what it is.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, after_label, compact, distinct
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(r"\b(?:A\.?P\.?E\b\.?|N\.?A\.?F\b\.?)(?:\s*/\s*(?:APE|NAF)\b)?", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{2}[ .]?[0-9]{2}[ .]?[A-Z](?![0-9A-Za-z])")
FORM = Judgement(Verdict.PLAUSIBLE, 0.92, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of a code.

    >>> is_valid("62.01Z"), is_valid("0000A"), is_valid("6201")
    (True, False, False)
    """
    return re.fullmatch(r"(?!00)[0-9]{4}[A-Z]", normalized(text)) is not None


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(code: str) -> str:
    """With the point of the nomenclature.

    >>> formatted("6201Z")
    '62.01Z'
    """
    return f"{code[:2]}.{code[2:]}"


def find(paper: Paper) -> Iterator[Field]:
    """Every code that a label names."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for found in after_label(page, LABEL, _CODE):
        code = normalized(found.text)
        if is_valid(code):
            yield found.field("ape", code, formatted(code), FORM)
