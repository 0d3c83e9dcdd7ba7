"""Words of the index that look like one that it has not: mistyped by a person, or misread by an engine.

A letter wrong, missing, doubled or out of place, two of them in long words; signs that look alike (l 1 i, o 0, rn m),
letters that sound alike (y i, ss t, an en); two words that grew together. Most words that a letter tells apart are two
words: a wrong letter at the beginning, or in a short word, is taken for a slip only where the two are easily mistaken.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import log10
from typing import NamedTuple

from lexo.store.vocabulary import KnownWord, Vocabulary

MIN_LETTERS = 4
SHORT = 6  # letters; in a shorter word one letter more tells two words apart (loyer, lower)
TWO_WRONG = 8  # letters of a word that may have two wrong, its first letter not among them
TWO_ALIKE = 6  # letters of a word that may have two which only look or sound alike
FAR = 9.0  # faults: another word
MISREAD = 3  # times as many pages have a word as have it misread
MAX_NEAR = 6
MAX_LOOKED_AT = 200_000  # words that begin alike
MAX_ENDING_ALIKE = 300
PER_FAULT = 2.5  # a fault more is worth that many powers of ten of pages: misread words are rare, and of no use alone
_ALIKE = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o", "5": "s", "8": "b", "6": "b", "9": "g", "v": "u"})
_ALIKE_GROUPS = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ri", "n"), ("nn", "m"), ("li", "h"))
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(frozenset(two) for row in _ROWS for two in pairwise(row))
_VOWELS = frozenset("aeiouy")
_SOUNDS = (("ph", "f"), ("qu", "k"), ("ti", "si"), ("eau", "o"), ("au", "o"), ("en", "an"), ("em", "am"), ("ai", "e"))
_SOFT = re.compile("c(?=[eiy])")
_TWICE = re.compile(r"(.)\1+")
_SOUND_ALIKE = str.maketrans({"y": "i", "z": "s", "c": "k", "h": ""})
_READ_AS = (*_ALIKE_GROUPS, *((right, left) for left, right in _ALIKE_GROUPS))


class NearWord(NamedTuple):
    """A word that pages have; `faults` lie between it and the one that was typed."""

    word: str
    pages: int
    faults: float


def near(word: str, vocabulary: Vocabulary) -> list[NearWord]:
    """Words near to a folded one, the likeliest first."""
    if len(word) < MIN_LETTERS or len(word) > 40 or sum(map(str.isdigit, word)) * 2 > len(word):
        return []
    most = 2 if len(word) >= TWO_ALIKE else 1
    found = {each.word: NearWord(*each, faults=0.5) for each in _misread(word, vocabulary)}
    for other, faults in _beginning_alike(word, vocabulary, most):
        found.setdefault(other, NearWord(other, vocabulary.pages(other), faults))
    for known in _ending_alike(word, vocabulary):
        found.setdefault(known.word, NearWord(*known, faults=_faults(word, known.word)))
    likely = sorted((each for each in found.values() if each.word != word and each.faults <= most), key=_unlikely)
    return [each for each in likely[:MAX_NEAR] if _is_as_likely(each, likely[0])]


def _is_as_likely(other: NearWord, likeliest: NearWord) -> bool:
    """As near as the likeliest, or so rare that it may be the same misread: not another word that many pages have."""
    if _unlikely(other) > _unlikely(likeliest) + PER_FAULT:
        return False
    return other.faults <= likeliest.faults or other.pages * MISREAD <= likeliest.pages


def _unlikely(near_word: NearWord) -> float:
    return near_word.faults * PER_FAULT - log10(near_word.pages)


def _faults(one: str, other: str) -> float:
    """Letters wrong, missing, too many or swapped; half of one where they look or sound alike; `FAR`: another word."""
    from rapidfuzz.distance import OSA  # 20 ms to import, for a search that would else find nothing

    if one[-1] != other[-1] and "s" in (one[-1], other[-1]):
        one, other = one.removesuffix("s"), other.removesuffix("s")  # its plural is the same word
    plain = OSA.distance(one, other)
    if not plain:
        return 0.5
    if _look(one) == _look(other) or _sound(one) == _sound(other):
        return 0.5
    if plain == 1:
        return 1.0 if _is_slip(one, other) else FAR
    is_long = min(len(one), len(other)) >= TWO_WRONG - 1 and max(len(one), len(other)) >= TWO_WRONG
    return float(plain) if is_long and one[0] == other[0] else FAR


def _is_slip(one: str, other: str) -> bool:
    """Whether the one fault between two words is easily made: what differs decides, where it is, how long they are."""
    start = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), None)
    if start is None:
        return min(len(one), len(other)) >= SHORT - 1  # the last letter is one too many
    shorter, longer = sorted((one, other), key=len)
    is_telling = start > 0 and len(shorter) >= SHORT
    if len(shorter) < len(longer):
        is_twice = start > 0 and longer[start] in (longer[start - 1], longer[start + 1 : start + 2])
        return is_twice or len(shorter) >= SHORT - (start > 0)
    if one[start + 1 : start + 2] == other[start] and one[start] == other[start + 1 : start + 2]:
        return True
    letters = frozenset((one[start], other[start]))
    return is_telling or letters in _BESIDE or (start > 0 and letters <= _VOWELS)


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """A word as it is spoken in French, roughly: attestassion, attestation."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return _TWICE.sub(r"\1", _SOFT.sub("s", word).translate(_SOUND_ALIKE))


def _look(word: str) -> str:
    for two, single in _ALIKE_GROUPS:
        word = word.replace(two, single)
    return word.translate(_ALIKE)


def _misread(word: str, vocabulary: Vocabulary) -> Iterator[KnownWord]:
    """The word with one group of letters read as another, however short the word."""
    for wrong, right in _READ_AS:
        at = word.find(wrong)
        while at >= 0:
            other = word[:at] + right + word[at + len(wrong) :]
            pages = vocabulary.pages(other)
            if pages:
                yield KnownWord(other, pages)
            at = word.find(wrong, at + 1)


def _beginning_alike(word: str, vocabulary: Vocabulary, most: int) -> Iterator[tuple[str, float]]:
    """Words that begin with the same letter, or with the first two swapped or the first one lost."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract_iter

    for first in dict.fromkeys((word[0], word[1])):
        alike = vocabulary.beginning(first, MAX_LOOKED_AT)
        for other, _, _ in extract_iter(word, alike, scorer=OSA.distance, score_cutoff=most):
            yield other, _faults(word, other)


def _ending_alike(word: str, vocabulary: Vocabulary) -> Iterator[KnownWord]:
    """Words whose second half is the same: the fault is in the first."""
    half = len(word) // 2
    for known in vocabulary.holding(word[half:] + "\n", MAX_ENDING_ALIKE):
        if abs(len(known.word) - len(word)) <= 2:
            yield known


def halves(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The two words that grew together in one, or their plurals, where pages have both; those that most pages have."""
    cuts = [(word[:at], word[at:]) for at in range(2, len(word) - 1)] if 5 <= len(word) <= 40 else []
    both = [(_known(one, vocabulary), _known(other, vocabulary)) for one, other in cuts]
    one, other = max(both, key=lambda two: min(two[0].pages, two[1].pages), default=(KnownWord("", 0),) * 2)
    return (one.word, other.word) if one.pages and other.pages else None


def _known(word: str, vocabulary: Vocabulary) -> KnownWord:
    """A word, or where pages have its plural alone, that."""
    pages = vocabulary.pages(word)
    if pages or len(word) < MIN_LETTERS:
        return KnownWord(word, pages)
    return KnownWord(word + "s", vocabulary.pages(word + "s"))
