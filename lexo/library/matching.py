"""Where a query's terms stand in a text: as the search index sees words, so that what is found can be shown."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from lexo.document import BBox
from lexo.library.folding import fold_in_place
from lexo.library.query import Query, Words
from lexo.store.index import PlacedWord

Span = tuple[int, int]  # first character, and one behind the last

_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "oe": "œ", "ae": "æ", "ss": "ß", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}
_TWO_LETTERS = re.compile("|".join(_LIGATURES))
_BETWEEN_WORDS = r"[\W_]{1,3}"
_BETWEEN_DIGITS = r"[ \u00a0\u202f./_-]?"
_BREAK = r"(?:[-\u00ad\u2010]\s)?"
_STARTS, _ENDS = r"(?<![^\W_])", r"(?![^\W_])"


class Matcher:
    """Finds a query's terms in texts, and parts of identifiers."""

    def __init__(self, query: Query, parts_of_identifiers: Iterable[str] = ()) -> None:
        wanted = [words for term in query.terms for every in term.alternatives for words in every]
        identifiers = [term.identifier for term in query.terms if term.identifier]
        patterns = [_of_words(words) for words in wanted] + [_STARTS + _of_digits(value) for value in identifiers]
        patterns += [_of_digits(part) for part in parts_of_identifiers]
        broken = [_of_broken_word(words.words[0]) for words in wanted if len(words.words) == 1]
        self._whole = _any_of(patterns)
        self._broken = _any_of([pattern for pattern in broken if pattern])

    def spans(self, text: str) -> list[Span]:
        """Where something stands, in order, never overlapping; words broken over two lines if there is nothing else."""
        folded = fold_in_place(text)
        return [found.span() for found in self._whole.finditer(folded)] or [
            found.span() for found in self._broken.finditer(folded)
        ]

    def boxes(self, words: Sequence[PlacedWord]) -> tuple[BBox, ...]:
        """The boxes of all words that are hit; a phrase or a spaced number gives one for each of its words."""
        ends = list(accumulate(len(word.text) + 1 for word in words))
        hit: dict[int, None] = {}
        for start, end in self.spans(" ".join(word.text for word in words)):
            hit.update(dict.fromkeys(range(bisect_right(ends, start), bisect_right(ends, end - 1) + 1)))
        return tuple(BBox(*words[index][1:]) for index in hit)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(patterns), key=len, reverse=True)
    return re.compile("|".join(longest_first) or r"(?!)")


def _of_words(words: Words) -> str:
    pattern = _BETWEEN_WORDS.join(_of_word(word) for word in words.words)
    return _STARTS + pattern + (r"[^\W_]*" if words.is_prefix else _ENDS)


def _of_word(word: str) -> str:
    return _TWO_LETTERS.sub(lambda two: f"(?:{two[0]}|{_LIGATURES[two[0]]})", re.escape(word))


def _of_digits(value: str) -> str:
    return _BETWEEN_DIGITS.join(value.lower())


def _of_broken_word(word: str) -> str:
    """A word with a hyphen and a line break anywhere in it, two letters from its ends at least."""
    if len(word) < 4 or not word.isalpha():
        return ""
    return _STARTS + word[0] + _BREAK.join(map(re.escape, word[1:])) + _ENDS
