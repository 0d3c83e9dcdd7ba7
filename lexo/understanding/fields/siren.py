"""SIREN: the nine digits of a French company, the last by Luhn.

Source: INSEE, Sirene; article R. 123-221 of the Code de commerce. Luhn finds every single wrong digit, and neighbours
that changed places but 0 and 9. Nine digits pass it by chance once in ten, so a label has to say what they are.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import (
    SPACES,
    Found,
    Judgement,
    after_label,
    bare,
    compact,
    distinct,
    found_at,
    in_groups,
)
from lexo.understanding.fields.repair import LOOK_ALIKE, digits
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:SIREN(?:E)?\b|n[°º]\s?d['’]identification\s+unique|num[ée]ro\s+unique\s+d['’]identification)", re.IGNORECASE
)
_SIRET_LABEL = re.compile(r"\bSIRET\b", re.IGNORECASE)
REGISTRY = r"(?:R\.?\s?C\.?\s?S\b\.?|registre\s+d[ue]\s+commerce(?:\s+et\s+des\s+soci[ée]t[ée]s)?)"
_REGISTRY_LABEL = re.compile(rf"\b(?:{REGISTRY}|R\.M\.)", re.IGNORECASE)
TOWN = r"(?:[^\W\d_][^\d|;:]{0,38}?[ .,:°º]\s?)??"  # of the registry
PART = r"(?:[ABCD]\s?)?"  # of the registry that holds a company: B for most


class Shape(NamedTuple):
    """How nine digits may be printed, on a page that is exact or on one that was read."""

    number: str
    after_label: re.Pattern[str]
    alone: re.Pattern[str]  # nothing follows that could be more of it
    after_registry: re.Pattern[str]
    before_registry: re.Pattern[str]


def _shape(digit: str) -> Shape:
    three, between = f"{digit}{{3}}", r"[ .\u00a0\u2009\u202f-]?"
    in_part = rf"(?P<number>{three}{between}{three}{between}{three})(?![0-9A-Za-z])"
    number = rf"(?<![0-9A-Za-z]){in_part}"
    return Shape(
        number,
        re.compile(number),
        re.compile(rf"{number}(?![ .\u00a0-]?[0-9])"),
        re.compile(rf"{TOWN}(?<![0-9A-Za-z]){PART}{in_part}"),
        re.compile(rf"{number}(?=[{SPACES},–—-]{{0,3}}(?:au\s)?{REGISTRY})", re.IGNORECASE),
    )


_EXACT = _shape("[0-9]")
_READ = _shape(r"[0-9OoIilBSsZz|]")
PROVEN = Judgement(Verdict.VERIFIED, 0.99, "luhn")
REPAIRED = Judgement(Verdict.VERIFIED, 0.85, "luhn+repaired")
FALSE = Judgement(Verdict.CONTRADICTED, 0.3, "check_digits")


def is_valid(text: str) -> bool:
    """Whether nine digits pass Luhn.

    >>> is_valid("404 833 048"), is_valid("404 833 047")
    (True, False)
    """
    from stdnum.fr import siren

    number = normalized(text)
    return number.isascii() and bool(siren.is_valid(number)) and number != "000000000"


def normalized(text: str) -> str:
    """Digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """In groups of three.

    >>> formatted("404833048")
    '404 833 048'
    """
    return in_groups(number, 3)


def find(paper: Paper) -> Iterator[Field]:
    """Every SIREN that a label or the registry's name stands beside."""
    return distinct(
        field for page in paper.pages for found in _candidates(page) if (field := judged(found, "siren")) is not None
    )


def judged(found: Found, name: str) -> Field | None:
    """What the check says of nine characters."""
    number = normalized(found.text)
    if is_valid(number):
        return found.field(name, number, formatted(number), PROVEN)
    if found.is_read:
        better = digits("".join(each for each in found.text if each.isalnum() or each == LOOK_ALIKE), 9, is_valid)
        return found.field(name, better, formatted(better), REPAIRED) if better else None
    if found.is_labelled and number.isdigit():
        return found.field(name, number, formatted(number), FALSE)
    return None


def unlabelled(page: PaperPage, known: frozenset[str]) -> Iterator[Field]:
    """Numbers that nothing names but that another proven number of the paper holds."""
    for strip, match in bare(page, _BARE):
        if compact(match[0]) in known:
            yield found_at(page, strip, *match.span()).field(
                "siren",
                compact(match[0]),
                formatted(compact(match[0])),
                PROVEN._replace(confidence=0.95, rule="agrees"),
            )


_BARE = re.compile(
    r"(?<![0-9A-Za-z.,-])(?<![0-9][ .\u00a0])[0-9]{3}([ .\u00a0\u202f]?)[0-9]{3}\1[0-9]{3}(?![0-9A-Za-z]|[ .,][0-9])"
)


def _candidates(page: PaperPage) -> Iterator[Found]:
    shape = _READ if page.is_read_from_pixels else _EXACT
    yield from after_label(page, LABEL, shape.after_label)
    yield from after_label(page, _SIRET_LABEL, shape.alone)
    yield from after_label(page, _REGISTRY_LABEL, shape.after_registry)
    if _REGISTRY_LABEL.search(page.text):
        for strip, match in bare(page, shape.before_registry):
            yield found_at(page, strip, *match.span("number"), is_labelled=True)
