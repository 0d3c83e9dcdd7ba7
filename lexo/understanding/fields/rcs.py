"""RCS: where a French company is registered, in which part, under which SIREN: "Paris B 404 833 048".

Source: articles R. 123-237 and R. 123-220 of the Code de commerce: what a trader's papers have to name. The SIREN's
Luhn digit is the check.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields import siren
from lexo.understanding.fields.candidates import Found, Judgement, bare, compact, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage

PROVEN = Judgement(Verdict.VERIFIED, 0.97, "luhn")
_DIGITS = r"[0-9]{3}[ .\u00a0\u202f]?[0-9]{3}[ .\u00a0\u202f]?[0-9]{3}(?![0-9A-Za-z])"
_TOWN = r"(?P<town>[^\W\d_](?:[^\W\d_]|[ '’-]){1,30}?)(?:\s+cedex)?(?:\s[0-9]{1,2})?"
_WORD = r"[^\W\d_][^\W\d_'’]{1,24}"
_PREFIX = rf"\b(?i:{siren.REGISTRY})(?:\s?(?i:de|d['’]|du|:))*\s?"
_AFTER = re.compile(
    rf"{_PREFIX}{_TOWN}\s?(?:,?\s?(?i:sous\s+le\s+(?:n[°ºo]|num[ée]ro)|n[°ºo]|num[ée]ro))?[\s:.]{{0,3}}"
    rf"(?:\b(?P<part>[ABCD])\s?)?(?<![0-9])(?P<number>{_DIGITS})"
)
_BEFORE = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?P<part>[ABCD])\s?)?(?P<number>{_DIGITS})[\s,–—-]{{0,3}}(?:au\s)?{_PREFIX}"
    rf"(?P<town>(?:(?i:la|le|les|saint|st|sainte)[ -])?{_WORD}"
    rf"(?:-{_WORD}| (?i:en|de|du|sur|le|la|les|lès)[ -]{_WORD}){{0,4}})"
)


def is_valid(text: str) -> bool:
    """Whether a town and a valid SIREN stand in it.

    >>> is_valid("RCS Paris B 404 833 048"), is_valid("RCS Paris B 404 833 047")
    (True, False)
    """
    match = _AFTER.search(text) or _AFTER.search(f"RCS {text}") or _BEFORE.search(text)
    return match is not None and siren.is_valid(match["number"])


def normalized(text: str) -> str:
    """Capitals and digits without spaces or dots: what tells two registrations apart.

    >>> normalized("Paris B 404 833 048")
    'PARISB404833048'
    """
    return "".join(each for each in text if each.isalnum()).upper()


def formatted(town: str, part: str = "", number: str = "") -> str:
    """As the law wants it printed.

    >>> formatted("Paris", "B", "404833048")
    'Paris B 404 833 048'
    """
    return " ".join(each for each in (town, part, siren.formatted(number)) if each)


def find(paper: Paper) -> Iterator[Field]:
    """Every registration that names its town, with a SIREN that is right."""
    return distinct(field for page in paper.pages for field in _fields(page))


def _fields(page: PaperPage) -> Iterator[Field]:
    for pattern in (_AFTER, _BEFORE):
        for strip, match in bare(page, pattern):
            if siren.is_valid(match["number"]):
                yield _field(found_at(page, strip, *match.span()), match)


def _field(found: Found, match: re.Match[str]) -> Field:
    town = " ".join(match["town"].split()).strip(" -'’")
    value = formatted(town, match["part"] or "", compact(match["number"]))
    return found.field("rcs", normalized(value), value, PROVEN)
