"""Words of the index that look like one that it has not: mistyped by a person, or misread by an engine.

A letter wrong, missing, doubled or out of place, two of them in longer words; signs that look alike (l 1 i, o 0, rn m);
a word that broke in two or two that grew together.
"""

from collections.abc import Iterator
from math import log10
from typing import NamedTuple

from lexo.store.vocabulary import KnownWord, Vocabulary

MIN_LETTERS = 4
TWO_WRONG = 6  # letters of a word that may have two wrong
MAX_NEAR = 6
MAX_LOOKED_AT = 200_000  # words that begin alike
MAX_ENDING_ALIKE = 300
PER_FAULT = 2.5  # a fault more is worth that many powers of ten of pages: misread words are rare, and of no use alone
_ALIKE = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o", "5": "s", "8": "b", "6": "b", "9": "g", "v": "u"})
_ALIKE_GROUPS = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ri", "n"), ("nn", "m"), ("li", "h"))
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
    most = 2 if len(word) >= TWO_WRONG else 1
    found = {each.word: NearWord(*each, faults=0.5) for each in _misread(word, vocabulary)}
    for other, faults in _beginning_alike(word, vocabulary, most):
        found.setdefault(other, NearWord(other, vocabulary.pages(other), faults))
    for known in _ending_alike(word, vocabulary):
        found.setdefault(known.word, NearWord(*known, faults=_faults(word, known.word)))
    likely = sorted((each for each in found.values() if each.word != word and each.faults <= most), key=_unlikely)
    return [each for each in likely[:MAX_NEAR] if _unlikely(each) <= _unlikely(likely[0]) + PER_FAULT]


def _unlikely(near_word: NearWord) -> float:
    return near_word.faults * PER_FAULT - log10(near_word.pages)


def _faults(one: str, other: str) -> float:
    """Letters wrong, missing, too many or swapped; half of one where only signs that look alike differ."""
    from rapidfuzz.distance import OSA  # 20 ms to import, for a search that would else find nothing

    plain = OSA.distance(one, other)
    return 0.5 if plain and _look(one) == _look(other) else float(plain)


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
    """The two words that grew together in one, where pages have both; those that most pages have."""
    cuts = [(word[:at], word[at:]) for at in range(2, len(word) - 1)] if 5 <= len(word) <= 40 else []
    both = [(min(vocabulary.pages(one), vocabulary.pages(other)), one, other) for one, other in cuts]
    pages, one, other = max(both, default=(0, "", ""))
    return (one, other) if pages else None
