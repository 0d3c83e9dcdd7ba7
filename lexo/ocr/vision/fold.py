"""Words reduced to what two readers of one page agree on, and numbers to what they must agree on."""

import re
import unicodedata
from functools import lru_cache

_GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
        "nu xi pi rho sigma tau phi chi psi omega".split(),
        "αβγδεζηθικλμνξπρστφχψω",
        strict=True,
    )
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SPLIT = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_GROUPING = re.compile(r"(?<=\d)[.,'’·](?=\d)")
_SIGN = re.compile(r"^[(\[]?[-–−](?=\d)")
_LOOKALIKE = str.maketrans("OoQDlIi|!SsBZz", "00001111155822")
_HAS_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Letters and digits of a word without case, accents, ligatures and LaTeX's commands; "" for mere punctuation."""
    if "\\" in word:
        word = _COMMAND.sub(lambda match: _GREEK.get(match.group(1), ""), word)
    if word.isascii():
        return "".join(filter(str.isalnum, word.lower()))
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_SPLIT))
    return "".join(sign for sign in plain if sign.isalnum())


@lru_cache(maxsize=20_000)
def number_in(text: str) -> str:
    """Digits with the separators between them and a sign before them, as "-1.234.56"; "" where there is no digit.

    Comma, point and apostrophe are one sign, since engines mix them up; blanks say nothing.
    """
    if not _HAS_DIGIT.search(text):
        return ""
    text = unicodedata.normalize("NFKC", text)
    sign = "-" if _SIGN.match(text) else ""
    return sign + "".join(re.findall(r"[\d.]", _GROUPING.sub(".", _without_loose_points(text))))


def _without_loose_points(text: str) -> str:
    return re.sub(r"\.(?!\d)|(?<!\d)\.", "", text)


def same_number(said: str, seen: str) -> bool:
    """Whether two readings hold the same number, or none; in a number a letter that looks like a digit is one."""
    if number_in(said) == number_in(seen):
        return True
    if not (_is_mostly_digits(said) or _is_mostly_digits(seen)):
        return False
    return number_in(said.translate(_LOOKALIKE)) == number_in(seen.translate(_LOOKALIKE))


def only_lacks_separators(said: str, seen: str) -> bool:
    """Whether the print was read as the same number without its points.

    Engines overlook small points, models do not make them up; the other way round it is a doubt.
    """
    mine, theirs = number_in(said), number_in(seen.translate(_LOOKALIKE))
    return "." not in theirs.removesuffix(".") and mine.replace(".", "") == theirs != ""


def _is_mostly_digits(text: str) -> bool:
    signs = [sign for sign in text if sign.isalnum()]
    return sum(sign.isdigit() for sign in signs) * 2 >= len(signs)
