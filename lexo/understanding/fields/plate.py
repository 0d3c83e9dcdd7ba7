"""Registration plates of French vehicles: AA-123-AA since 2009, 1234 AB 75 before.

Source: arrêté of 9 February 2009 on the registration of vehicles: the letters I, O and U are not used, nor SS and the
pair WW but for provisional plates. No check: the new form with its hyphens speaks for itself, all others need a
label.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import Judgement, after_label, bare, compact, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:immatricul(?:ation|[ée]e?)|plaque|v[ée]hicule|kennzeichen|kenteken|registration\s+(?:mark|plate)|matr[ií]cula|targa)\b",
    re.IGNORECASE,
)
_LETTERS = "[A-HJ-NP-TV-Z]"
_NEW = rf"{_LETTERS}{{2}}(?P<between>[ -]?)[0-9]{{3}}(?P=between){_LETTERS}{{2}}(?![0-9A-Za-z-])"
_OLD = r"[1-9][0-9]{0,3}[ -]?[A-HJ-NP-TV-Z]{1,3}[ -]?(?:2[AB]|[0-9]{2}|97[1-6])(?![0-9A-Za-z-])"
_HYPHENS = re.compile(rf"(?<![0-9A-Za-z-]){_LETTERS}{{2}}-[0-9]{{3}}-{_LETTERS}{{2}}(?![0-9A-Za-z-])")
_LABELLED = re.compile(rf"{_NEW}|{_OLD}")
FORM = Judgement(Verdict.PLAUSIBLE, 0.88, "form")


def is_valid(text: str) -> bool:
    """Whether it has the form of a plate of either system.

    >>> is_valid("AB-123-CD"), is_valid("1234 AB 75"), is_valid("AO-123-CD"), is_valid("SS-123-AB")
    (True, True, False, False)
    """
    number = normalized(text)
    if re.fullmatch(rf"{_LETTERS}{{2}}[0-9]{{3}}{_LETTERS}{{2}}", number):
        return number[:2] != "SS" and number[5:] != "SS" and number[2:5] != "000"
    return re.fullmatch(_OLD, number) is not None and len(number) >= 5


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """With the hyphens of the new system, or the spaces of the old.

    >>> formatted("AB123CD"), formatted("1234AB75")
    ('AB-123-CD', '1234 AB 75')
    """
    if number[0].isalpha():
        return f"{number[:2]}-{number[2:5]}-{number[5:]}"
    parts = re.fullmatch(r"([0-9]+)([A-Z]+)(\w+)", number)
    return " ".join(parts.groups()) if parts else number


def find(paper: Paper) -> Iterator[Field]:
    """Every plate with hyphens, and every one that a label names."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    hyphens = (found_at(page, strip, *match.span()) for strip, match in bare(page, _HYPHENS))
    for found in (*after_label(page, LABEL, _LABELLED), *hyphens):
        number = normalized(found.text)
        if is_valid(number):
            judgement = FORM if found.is_labelled else FORM._replace(confidence=0.75)
            yield found.field("plate", number, formatted(number), judgement)
