"""What the search needs beside the words as printed: numbers without their separators, broken words made whole."""

import re

from lexo.store.folding import fold

MIN_DIGITS = 4
MIN_LENGTH = 5
MAX_LENGTH = 40

# Groups of capitals and digits, held together by one space or separator, as people print IBAN, SIRET and phone numbers.
_RUN = re.compile(r"(?<![^\W_])[A-Z0-9]+(?:[ \u00a0\u202f./-][A-Z0-9]+)*(?![^\W_])")
_SEPARATORS = re.compile(r"[^A-Z0-9]+")
_BROKEN = re.compile(r"([^\W\d_]{2,})[-\u00ad\u2010]\n([^\W\d_]{2,})")


def identifiers_in(text: str) -> set[str]:
    """Numbers as `FR7630006000011234567890189`: capitals and digits only, 5 to 40 of them, at least 4 digits."""
    found = set()
    for run in _RUN.findall(text):
        groups = _SEPARATORS.split(run)
        compact = "".join(groups)
        found.update(value for value in (compact, *groups) if _is_identifier(value))
    return found


def compact(text: str) -> str:
    """What a person typed, in the form identifiers are kept in."""
    return _SEPARATORS.sub("", text.upper())


def joined_words(text: str) -> str:
    """Words that a line break cut in two, whole and folded: "adminis-\\ntration" gives "administration"."""
    return " ".join(fold(first + second) for first, second in _BROKEN.findall(text))


def _is_identifier(value: str) -> bool:
    return MIN_LENGTH <= len(value) <= MAX_LENGTH and sum(char.isdigit() for char in value) >= MIN_DIGITS
