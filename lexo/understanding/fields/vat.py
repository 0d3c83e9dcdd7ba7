"""VAT numbers of the European Union, Great Britain, Northern Ireland, Norway and Switzerland.

Sources: Council Directive 2006/112/EC, article 215; the check digits by python-stdnum (`stdnum.eu.vat`,
`stdnum.gb.vat`, `stdnum.ch.uid`, `stdnum.no.orgnr`). France: the SIREN after a key of two digits, (12 + 3 · (SIREN
mod 97)) mod 97, or the newer key with letters (article 286 ter of the Code général des impôts): Luhn and key together
find every single wrong digit where the key is of digits. Other countries' rules differ, and not all of them find
every single wrong digit.
"""

import re
from collections.abc import Iterator

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
from lexo.understanding.fields.repair import repaired
from lexo.understanding.paper import Paper, PaperPage

LABEL = re.compile(
    r"\b(?:T\.?V\.?A\b\.?|V\.?A\.?T\b\.?|U\.?St\.?[\s-]?-?Id(?:ent)?[\w.-]*(?:\s?-?\s?Nr\b\.?)?|"
    r"Umsatzsteuer-?ID\w*|Mw\.?St\b\.?|UID\b|B\.?T\.?W\b\.?|I\.?V\.?A\b\.?|N\.?I\.?F\b\.?|C\.?I\.?F\b\.?|moms\b|"
    r"intracom\w*|intra-?communautaire|tax\s+id)(?:\s?(?:reg(?:istration)?|ident\w*)\b\.?)?",
    re.IGNORECASE,
)
LENGTHS = {  # characters after the country's two letters, the longest first
    "AT": (9,), "BE": (10,), "BG": (10, 9), "CY": (9,), "CZ": (10, 9, 8), "DE": (9,), "DK": (8,), "EE": (9,),
    "EL": (9,), "ES": (9,), "FI": (8,), "FR": (11,), "GB": (12, 9), "HR": (11,), "HU": (8,), "IE": (9, 8),
    "IT": (11,), "LT": (12, 9), "LU": (8,), "LV": (11,), "MT": (8,), "NL": (12,), "PL": (10,),
    "PT": (9,), "RO": (10, 9, 8, 7, 6), "SE": (12,),
    "SI": (8,), "SK": (10,), "XI": (12, 9), "NO": (12, 9),
}  # fmt: skip
_GROUPS = {"FR": (2, 2, 3), "BE": (2, 4, 3), "GB": (2, 3, 4, 2), "XI": (2, 3, 4, 2), "DE": (2, 3)}
_PLACES = {"FR": "aa" + "n" * 11, "NL": "aa" + "n" * 9 + "ann", "AT": "aaa" + "n" * 8, "BE": "aa" + "n" * 10}
_PLACES |= {country: "aa" + "n" * LENGTHS[country][0] for country in ("DE", "IT", "LU", "PL", "PT")}
_ONE, _BETWEEN = "[0-9A-Z]", f"[{SPACES}.-]{{0,2}}"


def _shape(which: int) -> str:
    """Of every country the longest (0) or shortest (-1) number, with its country's letters."""
    shapes = (f"{country}(?:{_BETWEEN}{_ONE}){{{lengths[which]}}}" for country, lengths in LENGTHS.items())
    return f"(?:{'|'.join(shapes)}|CHE(?:{_BETWEEN}[0-9]){{9}})(?![0-9A-Za-z])"


_VALUES = tuple(re.compile(_shape(which)) for which in (0, -1))  # "no" and "si" in small letters are words
_BARE = re.compile(
    rf"(?<![0-9A-Za-z])(?:FR(?:{_BETWEEN}{_ONE}){{2}}(?:{_BETWEEN}[0-9]){{9}}"
    rf"|NL(?:{_BETWEEN}[0-9]){{9}}{_BETWEEN}B[0-9]{{2}}|ATU(?:{_BETWEEN}[0-9]){{8}}|CHE(?:{_BETWEEN}[0-9]){{9}})(?![0-9A-Za-z])"
)
_DOUBTFUL_KEY = re.compile(r"FR(?:[SBZ].|.[SBZ])")  # such a key is weak, and far rarer than digits read for letters
_AT_HOME = {  # numbers that are printed without their country's letters, in papers of a language
    "fra": ("FR", LABEL, r"[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}"),
    "eng": (
        "GB",
        re.compile(r"\bVAT\b(?:\s?reg(?:istration)?\b\.?)?", re.IGNORECASE),
        r"(?:[0-9]{9}|[0-9]{3} [0-9]{4} [0-9]{2})",
    ),
    "nld": ("NL", LABEL, r"[0-9]{9}B[0-9]{2}"),
    "ita": ("IT", re.compile(r"\b(?:P\.\s?IVA|partita\s+IVA)\b", re.IGNORECASE), r"[0-9]{11}"),
    "spa": ("ES", re.compile(r"\b[NC]\.?I\.?F\b\.?", re.IGNORECASE), r"[A-Z]?-?[0-9]{7,8}-?[0-9A-Z]"),
}
_HOME_VALUES = {
    language: re.compile(rf"{value}(?![0-9A-Za-z]|[ .,][0-9])") for language, (_, _, value) in _AT_HOME.items()
}
PROVEN = Judgement(Verdict.VERIFIED, 0.99, "vat_check_digits")
REPAIRED = Judgement(Verdict.VERIFIED, 0.88, "vat_check_digits+repaired")
FALSE = Judgement(Verdict.CONTRADICTED, 0.3, "check_digits")


def is_valid(text: str) -> bool:
    """Whether it is the VAT number of a country, which its first letters name.

    >>> is_valid("FR 83 404 833 048"), is_valid("FR 84 404 833 048"), is_valid("K7399859412")
    (True, False, False)
    >>> is_valid("FRK7399859412"), is_valid("DE 136 695 976"), is_valid("DE 136 695 977")
    (True, True, False)
    >>> is_valid("NL4495445B01"), is_valid("CHE-107.787.577 TVA")
    (True, True)
    """
    number = normalized(text)
    country = number[:2]
    if country == "CH":
        return _is_swiss(number)
    if country in ("GB", "XI", "NO"):
        return _is_outside(country, number[2:])
    from stdnum.eu import vat

    return country in LENGTHS and bool(vat.is_valid(number)) and number[2:].strip("0") != ""


def _is_swiss(number: str) -> bool:
    from stdnum.ch import uid

    return re.fullmatch(r"CHE[0-9]{9}", number[:12]) is not None and bool(uid.is_valid(number[:12]))


def _is_outside(country: str, rest: str) -> bool:
    from stdnum.gb import vat
    from stdnum.no import orgnr

    if country == "NO":
        return bool(orgnr.is_valid(rest.removesuffix("MVA")))
    return rest.isdigit() and bool(vat.is_valid(rest))


def normalized(text: str) -> str:
    """Capitals and digits alone, with the country's letters."""
    return compact(text)


def formatted(number: str) -> str:
    """As its country prints it where LEXO knows, otherwise in one.

    >>> formatted("FR83404833048"), formatted("NL810433941B01"), formatted("CHE107787577")
    ('FR 83 404 833 048', 'NL810433941B01', 'CHE-107.787.577')
    """
    if number.startswith("CHE"):
        return f"CHE-{number[3:6]}.{number[6:9]}.{number[9:12]}"
    sizes = _GROUPS.get(number[:2])
    return in_groups(number, *sizes) if sizes else number


def siren_of(number: str) -> str:
    """The SIREN in a French number, "" in others.

    >>> siren_of("FR83404833048"), siren_of("DE136695976")
    ('404833048', '')
    """
    return number[4:] if number.startswith("FR") and len(number) == 13 else ""


def find(paper: Paper) -> Iterator[Field]:
    """Every VAT number that a label names, and bare ones whose form no other number has."""
    return distinct(field for page in paper.pages for field in _fields(page, paper.language))


def _fields(page: PaperPage, language: str | None) -> Iterator[Field]:
    for value in _VALUES:
        for found in after_label(page, LABEL, value):
            field = _judged(found)
            if field is not None:
                yield field
    for strip, match in bare(page, _BARE):
        number = normalized(match[0])
        if is_valid(number) and not (page.is_read_from_pixels and _DOUBTFUL_KEY.match(number)):
            yield found_at(page, strip, *match.span()).field("vat_id", number, formatted(number), PROVEN)
    yield from _at_home(page, language or "")


def _at_home(page: PaperPage, language: str) -> Iterator[Field]:
    if language not in _AT_HOME:
        return
    country, label, _ = _AT_HOME[language]
    for found in after_label(page, label, _HOME_VALUES[language]):
        number = country + normalized(found.text)
        if is_valid(number):
            yield found.field("vat_id", number, formatted(number), PROVEN._replace(confidence=0.95))


def _judged(found: Found) -> Field | None:
    number = normalized(found.text)
    if is_valid(number) and not (found.is_read and _DOUBTFUL_KEY.match(number)):
        return found.field("vat_id", number, formatted(number), PROVEN)
    if found.is_read:
        better = repaired("".join(filter(str.isalnum, found.text)), _PLACES.get(number[:2], ""), is_valid, most=8)
        return found.field("vat_id", better, formatted(better), REPAIRED) if better else None
    if len(LENGTHS.get(number[:2], ())) == 1 and sum(map(str.isdigit, number)) >= 7:
        return found.field("vat_id", number, formatted(number), FALSE)
    return None
