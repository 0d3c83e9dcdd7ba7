"""Where a query's terms stand in a text: as the search index sees words, so that what is found can be shown.

Words are looked for with `str.find` and then compared at their ends: a pattern of the same took longer to compile than
twenty pages take to be looked through.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from lexo.library.searching.folding import fold_in_place
from lexo.library.searching.query import Query, Words

Span = tuple[int, int]  # first character, and one behind the last

MAX_SPANS = 300  # on one page
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "oe": "œ", "ae": "æ", "ss": "ß", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}
_TWO_LETTERS = re.compile("|".join(_LIGATURES))
_SIGNS = tuple(_LIGATURES.values())
_GAP = 3  # characters between the words of a phrase, at most
_BETWEEN_WORDS = r"[\W_]{1,3}"
_BETWEEN_DIGITS = r"[ \n\u00a0\u202f./_-]?"
_BREAK = r"(?:[-\u00ad\u2010]\s)?"
_ENDS = r"(?![^\W_])"


class Matcher:
    """Finds a query's terms in texts, and parts of identifiers."""

    def __init__(self, query: Query, parts_of_identifiers: Iterable[str] = ()) -> None:
        words = [words for term in query.terms for every in term.alternatives for words in every]
        self._words = list(dict.fromkeys(words))
        self._identifiers = [term.identifier for term in query.terms if term.identifier]
        self._parts = list(parts_of_identifiers)

    def spans(self, text: str) -> list[Span]:
        """Where something stands, in order, never overlapping; words broken over two lines if there is nothing else."""
        folded = fold_in_place(text)
        found = self._whole(folded)
        if not found and self._parts:
            found = _matches(self._part, folded)
        return _apart(found or _at_beginnings(_matches(self._broken, folded), folded))

    def _whole(self, folded: str) -> list[Span]:
        if not folded.isascii() and any([sign in folded for sign in _SIGNS]):  # noqa: C419 (twice as fast)
            found = _at_beginnings(_matches(self._with_ligatures, folded), folded)
        else:
            found = []
            for head, words in self._by_head.items():
                found += _stretches(folded, head, words)
        if self._identifiers:
            found += _at_beginnings(_matches(self._numbers, folded), folded)
        return found

    @cached_property
    def _by_head(self) -> dict[str, list[Words]]:
        """The words by the beginning that some have in common: a word and its plural are looked for at once."""
        heads: dict[str, list[Words]] = {}
        for words in sorted(self._words, key=lambda each: each.words[0]):
            last = next(reversed(heads), None)
            is_same = last is not None and words.words[0].startswith(last)
            heads.setdefault(last if last is not None and is_same else words.words[0], []).append(words)
        return {head: sorted(words, key=_longest) for head, words in heads.items()}

    @cached_property
    def _numbers(self) -> re.Pattern[str]:
        return _any_of(map(_of_digits, self._identifiers))

    @cached_property
    def _part(self) -> re.Pattern[str]:
        return _any_of(map(_of_digits, self._parts))

    @cached_property
    def _with_ligatures(self) -> re.Pattern[str]:
        return _any_of(map(_of_words, self._words))

    @cached_property
    def _broken(self) -> re.Pattern[str]:
        """Words with a hyphen and a line break in them; costly to make and to look for, and rarely asked for."""
        broken = [_of_broken_word(words.words[0]) for words in self._words if len(words.words) == 1]
        return _any_of([pattern for pattern in broken if pattern])


def _apart(spans: list[Span]) -> list[Span]:
    """In order, of those that overlap the longest that begins first."""
    if len(spans) < 2:
        return spans
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
            if len(kept) == MAX_SPANS:
                break
    return kept


def _longest(words: Words) -> int:
    return -len(" ".join(words.words)) - 100 * words.is_prefix


def _stretches(text: str, head: str, alternatives: Sequence[Words]) -> list[Span]:
    """Where words that all begin with `head` stand next to each other in a folded text; the first alternative wins."""
    spans: list[Span] = []
    at = text.find(head)
    while at >= 0 and len(spans) < MAX_SPANS:
        if not at or not text[at - 1].isalnum():
            for words in alternatives:
                end = _end(text, at, words)
                if end:
                    spans.append((at, end))
                    break
        at = text.find(head, at + 1)
    return spans


def _end(text: str, at: int, words: Words) -> int:
    """One behind the last of the words that stand at a place; 0 where they do not."""
    first, *others = words.words
    if not text.startswith(first, at):
        return 0
    end = at + len(first)
    for word in others:
        start = end
        while start < len(text) and start - end < _GAP and not text[start].isalnum():
            start += 1
        if start == end or not text.startswith(word, start):
            return 0
        end = start + len(word)
    if words.is_prefix:
        return _end_of_word(text, end)
    return end if end == len(text) or not text[end].isalnum() else 0


def _end_of_word(text: str, end: int) -> int:
    while end < len(text) and text[end].isalnum():
        end += 1
    return end


def _matches(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [found.span() for found in pattern.finditer(text)]


def _at_beginnings(spans: Iterable[Span], text: str) -> list[Span]:
    """Those at the beginning of a word. Looking back in the pattern itself is four times as slow."""
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
