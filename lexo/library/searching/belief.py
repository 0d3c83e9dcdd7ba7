"""How far a search believes a sentence model: the one place that says where meaning helps by itself."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from lexo.library.searching import keywords
from lexo.library.searching.keywords import FRENCH
from lexo.library.searching.meaning import LikeDocument, Meaning, Near

_BY_THE_LETTER = re.compile(r'["\u201c\u201d\u201e\u00ab\u00bb\uff02]|(?<!\S)[-\u2212\u2013][^\W\d_]')


@dataclass(frozen=True, slots=True)
class Belief:
    """The cosine from which on a page counts as near, by the question's language; None: the model is not asked."""

    french: float | None
    english: float | None

    def floor(self, language: str) -> float | None:
        """For a question in "fra" or "eng"."""
        return self.french if language == FRENCH else self.english


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model is believed where it was shown to help, and where people switch it on."""

    by_itself: Belief
    switched_on: Belief


NONE = Belief(french=None, english=None)
MEASURED = {"all-MiniLM-L6-v2": Measured(Belief(french=None, english=0.35), Belief(french=0.40, english=0.35))}
"""Models by their names in the manifest, as `scripts/bench_search.py` measured them: nDCG@10 by words -> with meaning.

all-MiniLM-L6-v2 (an English model), 120 questions that nothing was tuned on: English ones 0.78 -> 0.83 (a right page
among the first five: 0.82 -> 0.91), French ones 0.66 -> 0.65. So it is asked in English only.
"""

UNMEASURED = Belief(french=0.45, english=0.45)
"""Any other model, where people switch meaning on."""


def belief_in(model: str, choice: str) -> Belief | None:
    """What a search believes of a model; `choice` is "auto", "on" or "off". None: it does not ask it."""
    known = _measured(model)
    if choice == "auto":
        return known.by_itself if known else None
    if choice == "on":
        return known.switched_on if known else UNMEASURED
    return None


def _measured(model: str) -> Measured | None:
    """The same model under the name of a package, or as a smaller copy of it, is the same."""
    name = model.lower().replace("_", "-")
    return next((measured for known, measured in MEASURED.items() if known.lower() in name), None)


class Believed:
    """A `Meaning` as far as it is believed: pages that are too far are left out, as is what it cannot know."""

    def __init__(self, meaning_of: Callable[[], Meaning], belief: Belief | None) -> None:
        """Without belief it finds nothing, and needs no meaning: making one may be costly."""
        self._meaning_of, self._belief = meaning_of, belief or NONE

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        """See `Meaning`. Nothing for numbers alone, and for what is meant by the letter: quotes and exclusions."""
        read = keywords.read(text)
        floor = self._belief.floor(read.language)
        if floor is None or _BY_THE_LETTER.search(text) or not any(map(_is_word, read.words)):
            return ()
        return tuple(near for near in self._meaning_of().nearest(text, limit, within) if near.score >= floor)

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        """See `Meaning`."""
        return self._meaning_of().like(document_id, limit)


def _is_word(word: str) -> bool:
    return len(word) > 1 and sum(map(str.isalpha, word)) > sum(map(str.isdigit, word))
