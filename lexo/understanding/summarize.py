"""A summary in the paper's own sentences: those that stand early and speak of what the paper speaks of most."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from lexo.understanding.naming import cut
from lexo.understanding.paper import Paper
from lexo.understanding.readable import is_furniture, is_readable

LONGEST = 400
MOST_SENTENCES = 3
_CANDIDATES = 80
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = frozenset(
    "this that with from have been were will which their there these those such other into more than also shall upon "
    "under between about dans pour avec sont être cette nous vous leur leurs plus mais comme elle elles ainsi aussi "
    "entre sans tout tous toute toutes fait faire même dont celui celle ceux après avant lors était avait".split()
)
_BEST_LENGTH = 150
_LABELLED = re.compile(r"^([^\W\d_][^:]{2,30}?) ?:\s+(\S.{2,70})$")
_OPEN_END = re.compile(r"(?:;\s*(?:and|or|et|ou)?|[\s,:–-])[\s;,:.]*$", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"^(?:however|therefore|thus|moreover|furthermore|but|and|so|he|she|they|it|its|this|these|those|such|cependant|"
    r"toutefois|ainsi|mais|et|or|donc|il|elle|ils|elles|ce|cette|ces|celui-ci|celle-ci|de même|en effet|"
    r"par ailleurs)\b",
    re.IGNORECASE,
)


def summary_of(paper: Paper, sentences: Sequence[str], lead: str = "") -> str:
    """One to three of its sentences, 400 characters at most; a form's first answers where there is no prose; else "".

    `lead` is a sentence that comes first.
    """
    room = LONGEST - len(lead) - 1 if lead else LONGEST
    told = _told(sentences[:_CANDIDATES], room) if sentences else _answers(paper)
    return f"{lead} {told}".strip()


def _told(sentences: Sequence[str], longest: int) -> str:
    fitting = [each for each in sentences if len(each) <= longest]
    if not fitting:
        return cut(sentences[0], longest)
    return " ".join(_finished(fitting[place]) for place in _chosen(fitting, longest))


def _chosen(sentences: list[str], longest: int) -> list[int]:
    """Places of the sentences that fit, the best first chosen, in the paper's order."""
    scores = _scores(sentences)
    chosen: list[int] = []
    length = 0
    for place in sorted(range(len(sentences)), key=lambda each: -scores[each]):
        needed = len(sentences[place]) + 2
        if length + needed > longest or (chosen and _REFERS_BACK.search(sentences[place]) and place - 1 not in chosen):
            continue
        chosen.append(place)
        length += needed
        if len(chosen) == MOST_SENTENCES or length > 0.75 * longest:
            break
    return sorted(chosen)


def _scores(sentences: list[str]) -> list[float]:
    """Early sentences of a good length whose words are those of the whole."""
    words = [[word for word in _WORD.findall(each.casefold()) if word not in _EMPTY] for each in sentences]
    counts = Counter(word for each in words for word in set(each))
    most = max(counts.values(), default=1)
    scores = []
    for place, (sentence, own) in enumerate(zip(sentences, words, strict=True)):
        central = sum(counts[word] / most for word in set(own)) / math.sqrt(len(set(own)) or 1)
        early = 2.2 * math.exp(-place / 4)
        length = -abs(math.log((len(sentence) + 1) / _BEST_LENGTH))
        weak = (_REFERS_BACK.search(sentence) is not None) + sentence.startswith("(") + (sentence[-1].isalnum())
        scores.append(central + early + 0.6 * length - 1.2 * weak)
    return scores


def _finished(sentence: str) -> str:
    if sentence.endswith(("; and.", "; or.", "; et.", ";")) or sentence[-1].isalnum():
        return _OPEN_END.sub("", sentence) + "."
    return sentence


def _answers(paper: Paper) -> str:
    """What a form says after its labels: "Supplier: Kapuler Marketing Research. Description: ..."."""
    told: list[str] = []
    for row in islice(paper.rows, 200):
        for cell in row.cells:
            found = _LABELLED.match(cell.text)
            if found is None or cell.confidence < 0.6 or is_furniture(cell.text) or not is_readable(found[2]):
                continue
            told.append(f"{found[1].strip(' *-•')} : {found[2].strip(' .;,')}.")
            if len(told) == MOST_SENTENCES:
                return cut(" ".join(told), LONGEST)
    return cut(" ".join(told), LONGEST)
