"""A question as words to compare: folded, without signs, and how near a mistyped word is to one that is known."""

import re
from collections.abc import Collection
from functools import lru_cache

from lexo.store.folding import fold

_WORD = re.compile(r"[^\W_]+")


def tokens_of(text: str) -> list[str]:
    """`Combien ai-je payé à l'EDF ?` is combien, ai, je, paye, a, l, edf."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=65536)
def tokens_of_name(name: str) -> tuple[str, ...]:
    """The same of a sender's name; kept, as every question looks at all of them."""
    return tuple(tokens_of(name))


def nearest(word: str, known: Collection[str]) -> str | None:
    """The one known word that `word` is a slip of: same first letter, one edit, two in ten letters or more.

    None where it is short, or where two are as near.
    """
    from rapidfuzz.distance import OSA  # 50 ms to load: only where a word is not known
    from rapidfuzz.process import extract

    if len(word) < 5 or len(word) > 30 or word.isdigit():
        return None
    bound = 1 if len(word) < 10 else 2
    found = extract(word, known, scorer=OSA.distance, score_cutoff=bound, limit=3)
    found = [each for each in found if each[0][:1] == word[:1] and len(each[0]) > 3]
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return str(found[0][0])
