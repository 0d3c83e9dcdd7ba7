"""NIR: the French number of social security, thirteen characters and a key of two.

Source: decree 82-103 of 22 January 1982; INSEE, "Numéro d'inscription au répertoire". The key is 97 − (number mod 97);
in Corsica 2A counts as 19 and 2B as 18. The key finds every single wrong digit. Numbers that begin with 3, 4, 7 or 8
are provisional: right as they stand, but replaced later.
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
from lexo.understanding.fields.repair import LOOK_ALIKE, repaired
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:N\.?I\.?R\b\.?|N\.?I\.?A\b\.?|s[ée]curit[ée]\s+sociale|s[ée]cu(?:rit[ée])?\.?\s+soc(?:iale)?\b|n[°º]?\s?s\.?s\b\.?|"
    r"immatriculation|n[°º]\s?insee|assur[ée]\s+social|matricule\s+s[ée]cu\w*)(?:\s?\(N\.?I\.?R\.?\))?",
    re.IGNORECASE,
)
_SHAPE = (
    r"[1-478][ .\u00a0]?[0-9]{2}[ .\u00a0]?[0-9]{2}[ .\u00a0]?(?:[0-9]{2}|2[AB])[ .\u00a0]?[0-9]{3}[ .\u00a0]?[0-9]{3}"
)
_END = r"(?![0-9A-Za-z]|[ .,]?[0-9])"
_FULL = rf"{_SHAPE}[ .\u00a0/|-]{{0,3}}(?:cl[ée]\s?:?\s?)?(?P<key>[0-9]{{2}}){_END}"
_BARE = re.compile(rf"(?<![0-9A-Za-z])(?<![0-9][ .,]){_FULL}")
_LABELLED = re.compile(rf"(?P<number>{_FULL}|{_SHAPE}{_END})")
_READ = re.compile(rf"(?:[0-9OoIilBSsZzAa|][ .\u00a0/-]{{0,3}}){{14}}[0-9OoIilBSsZz|]{_END}")
PROVEN = Judgement(Verdict.VERIFIED, 0.99, "nir_key")
BARE = Judgement(Verdict.VERIFIED, 0.93, "nir_key")
PROVISIONAL = Judgement(Verdict.PLAUSIBLE, 0.85, "nir_key_provisional")
REPAIRED = Judgement(Verdict.VERIFIED, 0.88, "nir_key+repaired")
WITHOUT_KEY = Judgement(Verdict.PLAUSIBLE, 0.6, "form")
FALSE = Judgement(Verdict.CONTRADICTED, 0.25, "check_digits")


def is_valid(text: str) -> bool:
    """Whether fifteen characters have the right key and a place of birth that there is.

    >>> is_valid("2 95 10 99 126 111 93"), is_valid("2 95 10 99 126 111 94")
    (True, False)
    >>> is_valid("1 84 12 2A 451 089 59"), is_valid("2 53 07 2B 073 004 70")
    (False, True)
    """
    from stdnum.fr import nir

    number = normalized(text)
    return number.isascii() and number[:1] in set("123478") and bool(nir.is_valid(number)) and number[5:7] != "00"


def has_usual_month(number: str) -> bool:
    """Whether the month of birth is one; 20 and more stand for one that nobody knows.

    >>> has_usual_month("295109912611193"), has_usual_month("295159912611193")
    (True, False)
    """
    return 1 <= int(number[3:5]) <= 12


def normalized(text: str) -> str:
    """Digits, and the letter of a department of Corsica."""
    return compact(text.casefold().replace("clé", "").replace("cle", ""))


def formatted(number: str) -> str:
    """As the Carte Vitale prints it.

    >>> formatted("295109912611193")
    '2 95 10 99 126 111 93'
    """
    return in_groups(number, 1, 2, 2, 2, 3, 3, 2)


def find(paper: Paper) -> Iterator[Field]:
    """Every NIR that a label names, and bare ones with key and month, in groups or on a page that speaks of them."""
    found = list(distinct(field for page in paper.pages for field in _fields(page)))
    whole = {field.normalized[:13] for field in found if len(field.normalized) == 15}
    return (field for field in found if len(field.normalized) == 15 or field.normalized not in whole)


def _fields(page: PaperPage) -> Iterator[Field]:
    says_so = LABEL.search(page.text) is not None
    for strip, match in bare(page, _BARE):
        if (says_so or not match[0].isalnum()) and is_valid(match[0]) and has_usual_month(normalized(match[0])):
            yield _field(found_at(page, strip, *match.span()), normalized(match[0]), BARE)
    for found in after_label(page, LABEL, _LABELLED):
        field = _judged(found)
        if field is not None:
            yield field
    if page.is_read_from_pixels:
        for found in after_label(page, LABEL, _READ):
            yield from _repaired(found)


def _judged(found: Found) -> Field | None:
    number = normalized(found.text)
    if len(number) == 13:
        return _field(found, number, WITHOUT_KEY) if has_usual_month(number) else None
    if is_valid(number):
        return _field(found, number, PROVEN)
    return None if found.is_read else _field(found, number, FALSE)


def _repaired(found: Found) -> Iterator[Field]:
    read = "".join(each for each in found.text if each.isalnum() or each == LOOK_ALIKE)
    places = "nnnnnncnnnnnnnn" if read[5:6] == "2" else "n" * 15
    number = repaired(read, places, lambda each: is_valid(each) and has_usual_month(each), most=8)
    if number and number != normalized(found.text):
        yield _field(found, number, REPAIRED)


def _field(found: Found, number: str, judgement: Judgement) -> Field:
    is_provisional = number[0] not in "12" and judgement.verdict is Verdict.VERIFIED
    return found.field("nir", number, formatted(number), PROVISIONAL if is_provisional else judgement)
