"""One ranking out of two: pages by their words, and pages by what they mean.

Reciprocal ranks rather than scores: they ask nothing of the scale of a model's cosines, nor of FTS5's, and did as well
as the best weights of scores. The figures are of all-MiniLM-L6-v2 on the odd half of scripts/search_questions.toml.
"""

import re
from collections.abc import Sequence

from lexo.library.searching import keywords
from lexo.library.searching.meaning import Near
from lexo.store.index import Scored

DEPTH = 50  # nearest pages that are taken in; 20 and 30 did 0.01 worse
SMOOTHING = 5  # of rank r, 1 / (SMOOTHING + r) counts; 2 to 20 did alike
WEIGHT = 0.7  # of meaning, where words have 1; 0.4 to 1.0 did alike, 1.2 helped English and harmed French
MIN_FIGURES = 3  # of a number that is meant exactly

_YEAR = re.compile(r"(?:19|20)\d\d\Z")


def fuse(ranked: Sequence[Scored], near: Sequence[Near], kept: int = 0) -> tuple[Scored, ...]:
    """Pages by words and by meaning as one ranking, best first, each once; the first `kept` stay where they are."""
    if not near:
        return tuple(ranked)
    first, rest = ranked[:kept], ranked[kept:]
    known = {page.page_id for page in first}
    scores = {page.page_id: 1 / (SMOOTHING + kept + place) for place, page in enumerate(rest, start=1)}
    for place, page in enumerate(near, start=1):
        if page.page_id not in known:
            scores[page.page_id] = scores.get(page.page_id, 0.0) + WEIGHT / (SMOOTHING + place)
    fused = sorted(scores.items(), key=lambda page: -page[1])  # stable: of equal ones those with the words first
    return (*first, *(Scored(page_id, score) for page_id, score in fused))


def exact_numbers(text: str) -> tuple[str, ...]:
    """Numbers, and names with numbers in them, that are meant exactly, as typed: three figures or more, and no year."""
    words = keywords.read(text).words
    return tuple(word for word in words if sum(map(str.isdigit, word)) >= MIN_FIGURES and not _YEAR.match(word))
