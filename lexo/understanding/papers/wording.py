"""The words papers use: whether they speak of something, and labels that survive what OCR does to French."""

import re
import unicodedata
from functools import lru_cache

from lexo.understanding.paper import Paper

MOST_CHARACTERS = 200_000  # of a paper that are looked at before its finders are asked

_VARIANTS = {"a": "[aàâä]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîï]", "o": "[oôö]", "u": "[uùûü]"}
_APOSTROPHE = r"(?:['’‘´`]\s?|\s)"
_NUMBER_SIGN = r"(?:[°ºo*0ᵒ.]\.?)"


def speaks_of(paper: Paper, *groups: tuple[str, ...]) -> bool:
    """Whether of each group at least one phrase (in small letters, no accents, one space) stands on the paper."""
    text = folded(paper.text)
    return all(any(phrase in text for phrase in group) for group in groups)


@lru_cache(maxsize=2)
def folded(text: str) -> str:
    """Small letters without accents, every gap one space. Kept for the next finder that asks for the same paper."""
    return " ".join(simple(text[:MOST_CHARACTERS]).split())


def simple(text: str) -> str:
    """Small letters without accents; apostrophes straight."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    plain = plain.translate({ord("œ"): "oe", ord("æ"): "ae", ord("’"): "'", ord("º"): "°"})
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def label(*wordings: str) -> re.Pattern[str]:
    """A pattern for any of these wordings, whole words, in any case, accents lost or not.

    A wording is a regular expression in small letters without accents; its spaces stand for gaps, its `'` for any
    apostrophe, its `°` for what OCR makes of that sign.
    """
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(tolerant, wordings))})(?![^\W_])", re.IGNORECASE)


def tolerant(wording: str) -> str:
    """The wording with all its variants."""
    parts: list[str] = []
    is_escaped = is_class = False
    for sign in wording:
        if is_escaped or is_class or sign in "\\[":
            parts.append(sign)
        elif sign == " ":
            parts.append(r"(?:\s+)")
        elif sign == "'":
            parts.append(_APOSTROPHE)
        elif sign == "°":
            parts.append(_NUMBER_SIGN)
        else:
            parts.append(_VARIANTS.get(sign, sign))
        is_class = not is_escaped and (sign == "[" or (is_class and sign != "]"))
        is_escaped = not is_escaped and sign == "\\"
    return "".join(parts)
