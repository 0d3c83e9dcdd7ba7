"""SIRET: the fourteen digits of a French company's establishment: its SIREN, then five digits.

Source: INSEE, Sirene. Luhn over all fourteen and over the first nine; La Poste's establishments (356 000 000, but for
its seat) may instead have a sum of digits that five divides. Luhn finds every single wrong digit; La Poste's sum does
not find one that is wrong by five, as 0 for 5.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Verdict
from lexo.understanding.fields.candidates import (
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
    r"\b(?:SIRET\b|SIREN(?:E)?\b|R\.?C\.?S\b\.?(?=[\s:]*[0-9])|n[°º]\s?d['’](?:identification|[ée]tablissement)\b"
    r"|num[ée]ro\s+d['’](?:identification|[ée]tablissement)\b)",
    re.IGNORECASE,
)
LA_POSTE = "356000000"
PROVEN = Judgement(Verdict.VERIFIED, 0.99, "luhn")
REPAIRED = Judgement(Verdict.VERIFIED, 0.88, "luhn+repaired")
FALSE = Judgement(Verdict.CONTRADICTED, 0.3, "check_digits")
_BETWEEN = r"[ .\u00a0\u2009\u202f-]{0,3}"
_NUMBER = re.compile(rf"(?:[0-9]{_BETWEEN}){{13}}[0-9](?![0-9A-Za-z])")
_READ = re.compile(rf"(?:[0-9OoIilBSsZz|]{_BETWEEN}){{13}}[0-9OoIilBSsZz|](?![0-9A-Za-z])")
_BARE = re.compile(
    r"(?<![0-9A-Za-z.,-])(?<![0-9][ .])[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{5}(?![0-9A-Za-z]|[ .,][0-9])"
)


def is_valid(text: str) -> bool:
    """Whether fourteen digits are a SIRET, La Poste's among them.

    >>> is_valid("732 829 320 00074"), is_valid("732 829 320 00075")
    (True, False)
    >>> is_valid("356 000 000 00048"), is_valid("356 000 000 49837")
    (True, True)
    """
    from stdnum.fr import siret

    number = normalized(text)
    return number.isascii() and bool(siret.is_valid(number)) and not number.startswith("000000000")


def normalized(text: str) -> str:
    """Digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """The SIREN in groups of three, then the establishment.

    >>> formatted("40483304800022")
    '404 833 048 00022'
    """
    return in_groups(number, 3, 3, 3, 5)


def find(paper: Paper) -> Iterator[Field]:
    """Every SIRET that a label stands beside."""
    return distinct(
        field for page in paper.pages for found in _candidates(page) if (field := _judged(found)) is not None
    )


def unlabelled(page: PaperPage, sirens: frozenset[str]) -> Iterator[Field]:
    """Numbers that nothing names but that are those of a company that the paper names."""
    for strip, match in bare(page, _BARE):
        number = compact(match[0])
        if number[:9] in sirens and is_valid(number):
            found = found_at(page, strip, *match.span())
            yield found.field("siret", number, formatted(number), Judgement(Verdict.VERIFIED, 0.97, "luhn"))


def _candidates(page: PaperPage) -> Iterator[Found]:
    return after_label(page, LABEL, _READ if page.is_read_from_pixels else _NUMBER)


def _judged(found: Found) -> Field | None:
    number = normalized(found.text)
    if is_valid(number):
        return found.field("siret", number, formatted(number), PROVEN)
    if found.is_read:
        better = digits("".join(each for each in found.text if each.isalnum() or each == LOOK_ALIKE), 14, is_valid)
        return found.field("siret", better, formatted(better), REPAIRED) if better else None
    return found.field("siret", number, formatted(number), FALSE)
