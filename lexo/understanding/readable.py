"""Whether a text reads like words, or like what OCR makes of stains, tables and handwriting."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = frozenset("aeiouyœæ")
_LONGEST_CONSONANTS = 6
_ADDRESS = re.compile(
    r"https?://|www\.|\S@\S|\b(?:tel|tél|fax|phone|téléphone)\b|^\W*page \d|\bpage \d+ (?:of|sur|de|/) ?\d+|"
    r"^downloaded from|^\W*\d+ ?(?:/|of|sur) ?\d+\W*$|\.html?\b",
    re.IGNORECASE,
)


def is_readable(text: str) -> bool:
    """Whether most of a text's signs are letters, and most of its words can be said."""
    signs = [sign for sign in text if not sign.isspace()]
    letters = sum(map(str.isalpha, signs))
    if letters < 3 or 2 * letters < len(signs):
        return False
    words = _WORD.findall(text)
    sayable = sum(len(word) for word in words if can_be_said(word))
    return 4 * sayable >= 3 * letters and any(len(word) >= 3 for word in words)


@lru_cache(maxsize=4096)
def can_be_said(word: str) -> bool:
    """Whether a word has vowels among its consonants; words of other alphabets, and short ones, always."""
    plain = "".join(filter(str.isalpha, unicodedata.normalize("NFD", word.casefold())))
    if len(plain) <= 2 or not plain.isascii():
        return len(plain) > 1 or plain in ("a", "à", "y", "i", "o")
    if word.isupper() and len(plain) <= 5:
        return True
    consonants = 0
    for sign in plain:
        consonants = 0 if sign in _VOWELS else consonants + 1
        if consonants >= _LONGEST_CONSONANTS:
            return False
    return any(sign in _VOWELS for sign in plain) and not re.search(r"(.)\1\1", plain)


def is_furniture(text: str) -> bool:
    """A page's number, an address of the web, a telephone number: what stands on paper and says nothing."""
    return _ADDRESS.search(text[:200]) is not None
