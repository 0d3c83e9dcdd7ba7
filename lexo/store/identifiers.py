"""What the search needs beside the words as printed: numbers without their separators, broken words made whole."""

import re

from lexo.store.folding import fold

MIN_LENGTH = 5
MAX_LENGTH = 40

_SPACE = r"[ \u00a0\u202f]"
_GROUP = r"(?=\d|[A-Za-z][A-Za-z./_-]{0,40}+\d)[A-Za-z0-9]+(?:[./_-][A-Za-z0-9]+)*(?!\w)"  # A-1312/B, 01.23.45
_BANK = rf"[A-Z]{{4}}(?={_SPACE}\d{{4}})"  # GB29 NWBK 6016 1331 9268 19
_RUN = re.compile(rf"(?<!\w)(?:([A-Z]{{2}}){_SPACE})?({_GROUP}(?:{_SPACE}(?:{_GROUP}|{_BANK}))*)")
_IBAN_BEGINS = re.compile(rf"{_SPACE}(?=[A-Z]{{2}}\d{{2}}(?:{_SPACE}|\Z))")
_HAS_DIGITS = re.compile(r"(?:\D*\d){4}")
_SEPARATORS = re.compile(r"[^A-Z0-9]+")
_HYPHEN = re.compile(r"[-\u00ad\u2010]\n([^\W\d_]{2,})")
_BEFORE_HYPHEN = re.compile(r"[^\W\d_]{2,}\Z")
_LIGATURE = re.compile(r"[œŒæÆß\ufb00-\ufb06]")  # the index keeps them as they are, people type two letters
_WITH_LIGATURE = re.compile(r"\w{0,60}[œŒæÆß\ufb00-\ufb06]\w{0,60}")
_LONGEST_WORD = 60  # bounds keep every pattern linear on hostile text


def identifiers_in(text: str) -> set[str]:
    """Numbers as `FR7630006000011234567890189`: capitals and digits only, 5 to 40 of them, at least 4 digits.

    Groups that stand on one line with a space between them are taken together and each alone. A longer run is cut.
    """
    found: set[str] = set()
    lines = [line for line in text.split("\n") if _HAS_DIGITS.match(line)]  # a fifth of the time for prose
    for country, run in _RUN.findall("\n".join(lines)):
        if _HAS_DIGITS.match(run):
            for part in _IBAN_BEGINS.split(run):
                groups = part.upper().split()
                if len(groups) > 1:
                    found.update(map(compact, groups))
                whole = compact(part)
                found.update((whole, country + whole))
    return {value[:MAX_LENGTH] for value in found if _is_identifier(value)}


def compact(text: str) -> str:
    """What a person typed, in the form identifiers are kept in."""
    return _SEPARATORS.sub("", text.upper())


def joined_words(text: str) -> str:
    """Words that the index would not find as people type them, folded.

    Those that a line break cut in two ("adminis-\\ntration" gives "administration"), and those with ligatures.
    """
    found = []
    for hyphen in _HYPHEN.finditer(text):
        first = _BEFORE_HYPHEN.search(text[max(0, hyphen.start() - _LONGEST_WORD) : hyphen.start()])
        if first:
            found.append(first[0] + hyphen[1])
    if _LIGATURE.search(text):
        found += _WITH_LIGATURE.findall(text)
    return " ".join(map(fold, found))


def _is_identifier(value: str) -> bool:
    return len(value) >= MIN_LENGTH and _HAS_DIGITS.match(value) is not None
