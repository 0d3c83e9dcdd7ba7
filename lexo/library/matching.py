"""Where a query's terms stand in a text: as the search index sees words, so that what is found can be shown."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from lexo.document import BBox
from lexo.library.folding import fold_in_place
from lexo.library.query import Query, Words
from lexo.store.index import PlacedWords

Span = tuple[int, int]  # first character, and one behind the last

_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "oe": "œ", "ae": "æ", "ss": "ß", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}
_TWO_LETTERS = re.compile("|".join(_LIGATURES))
_BETWEEN_WORDS = r"[\W_]{1,3}"
_BETWEEN_DIGITS = r"[ \u00a0\u202f./_-]?"
_BREAK = r"(?:[-\u00ad\u2010]\s)?"
_ENDS = r"(?![^\W_])"


class Matcher:
    """Finds a query's terms in texts, and parts of identifiers."""

    def __init__(self, query: Query, parts_of_identifiers: Iterable[str] = ()) -> None:
        self._words = [words for term in query.terms for every in term.alternatives for words in every]
        identifiers = [term.identifier for term in query.terms if term.identifier]
        self._whole = _any_of([*map(_of_words, self._words), *map(_of_digits, identifiers)])
        self._part = _any_of(map(_of_digits, parts_of_identifiers))

    def spans(self, text: str) -> list[Span]:
        """Where something stands, in order, never overlapping; words broken over two lines if there is nothing else."""
        folded = fold_in_place(text)
        return (
            _at_beginnings(self._whole, folded)
            or [found.span() for found in self._part.finditer(folded)]
            or _at_beginnings(self._broken, folded)
        )

    def boxes(self, words: PlacedWords) -> tuple[BBox, ...]:
        """The boxes of all words that are hit; a phrase or a spaced number gives one for each of its words."""
        spans = self.spans(" ".join(words.texts))
        if not spans:
            return ()
        ends = list(accumulate([len(text) + 1 for text in words.texts]))
        hit: dict[int, None] = {}
        for start, end in spans:
            hit.update(dict.fromkeys(range(bisect_right(ends, start), bisect_right(ends, end - 1) + 1)))
        return tuple(map(words.box, hit))

    @cached_property
    def _broken(self) -> re.Pattern[str]:
        """Words with a hyphen and a line break in them; costly to make and to look for, and rarely asked for."""
        broken = [_of_broken_word(words.words[0]) for words in self._words if len(words.words) == 1]
        return _any_of([pattern for pattern in broken if pattern])


def _at_beginnings(pattern: re.Pattern[str], text: str) -> list[Span]:
    """Where a pattern matches at the beginning of a word. Looking back in the pattern itself is four times as slow."""
    spans = [found.span() for found in pattern.finditer(text)]
    return [span for span in spans if not span[0] or not text[span[0] - 1].isalnum()]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(patterns), key=len, reverse=True)
    return re.compile("|".join(longest_first) or r"(?!)")


def _of_words(words: Words) -> str:
    pattern = _BETWEEN_WORDS.join(_of_word(word) for word in words.words)
    return pattern + (r"[^\W_]*" if words.is_prefix else _ENDS)


def _of_word(word: str) -> str:
    return _TWO_LETTERS.sub(lambda two: f"(?:{two[0]}|{_LIGATURES[two[0]]})", re.escape(word))


def _of_digits(value: str) -> str:
    return _BETWEEN_DIGITS.join(value.lower())


def _of_broken_word(word: str) -> str:
    """A word with a hyphen and a line break anywhere in it, two letters from its ends at least."""
    if len(word) < 4 or not word.isalpha():
        return ""
    return word[0] + _BREAK.join(map(re.escape, word[1:])) + _ENDS
