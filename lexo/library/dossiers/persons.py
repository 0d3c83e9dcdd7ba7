"""Whose a paper is: names as papers print them, and whether two may be of the same person."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lexo.store.dossier_papers import PaperFacts
from lexo.store.folding import fold

MOST_NAMES = 100  # of one library that are told apart; more are not offered
_OWNERS = (
    *("employee_name", "holder", "holder_name", "co_holder", "account_holder", "tenant", "declarant_1"),
    *("declarant_1_name", "declarant_2", "insured", "policyholder", "student", "student_name", "beneficiary"),
)
_BILLS = ("utility_bill", "insurance")  # whose customer is the person
_IDENTITIES = ("identity_card", "passport", "driving_licence")
_TITLES = frozenset("m mr mme mlle monsieur madame mademoiselle et ou epouse epoux nee ne dr me de du la le".split())
_WORD = re.compile(r"[^\W\d_]+")


def names_on(paper: PaperFacts) -> tuple[str, ...]:
    """The persons that a paper is of, as it prints them; none where it does not say."""
    names = list(paper.values(*_OWNERS))
    if paper.document.kind in _BILLS:
        names += paper.values("buyer_name")
    surnames = [*paper.values("surname")[:1], *paper.values("used_name")[:1]]
    if surnames:
        names.append(" ".join([*paper.values("given_names", "first_name")[:1], *surnames]))
    return tuple(dict.fromkeys(name for name in names if _tokens(name)))


def is_same(one: str, other: str) -> bool:
    """Whether two names may be of one person: `DUPONT Marie` and `Mme M. Dupont`, not `DUPONT Jean`."""
    mine, theirs = _tokens(one), _tokens(other)
    if not mine or not theirs:
        return True
    fewer, more = sorted((mine, theirs), key=len)
    shared = sum(any(_alike(word, each) for each in more) for word in fewer)
    return shared == len(fewer) or sum(len(word) > 1 and word in more for word in fewer) >= 2


def may_be_of(paper: PaperFacts, person: str) -> bool:
    """Whether a paper may be of a person; one that names nobody may be of anybody."""
    names = names_on(paper)
    return not person or not names or any(is_same(name, person) for name in names)


def persons_in(papers: Iterable[PaperFacts]) -> tuple[str, ...]:
    """The persons whose papers these are, those with most papers first; identity papers count for three."""
    weights: Counter[str] = Counter()
    for paper in papers:
        weight = 3 if paper.document.kind in _IDENTITIES else 1
        for name in names_on(paper):
            weights[shown(name)] += weight
    persons: Counter[str] = Counter()
    for name, weight in sorted(weights.items(), key=lambda each: (-len(_tokens(each[0])), each[0]))[: 4 * MOST_NAMES]:
        known = next((each for each in persons if is_same(each, name)), name)
        if known in persons or len(persons) < MOST_NAMES:
            persons[known] += weight
    return tuple(sorted(persons, key=lambda name: (-persons[name], name)))


def shown(name: str) -> str:
    """A name as people write it: without titles, `DUPONT` as `Dupont`; nothing in it turns text around."""
    visible = "".join(sign for sign in name.replace(",", " ") if unicodedata.category(sign)[0] != "C" or sign.isspace())
    words = [word for word in visible.split() if fold(word).strip(".") not in _TITLES_BEFORE]
    return " ".join(word.title() if word.isupper() and len(word) > 1 else word for word in words)[:100]


_TITLES_BEFORE = frozenset("m mr mme mlle monsieur madame mademoiselle".split())


@lru_cache(maxsize=4096)
def _tokens(name: str) -> frozenset[str]:
    words: Sequence[str] = _WORD.findall(fold(name[:200]))
    # "M." is a title at the beginning, an initial behind a surname
    kept = [word for at, word in enumerate(words) if word not in _TITLES or (word == "m" and at > 0)]
    return frozenset(kept[:8])


def _alike(one: str, other: str) -> bool:
    """The same word, its initial, or one letter misread in a long one."""
    if one == other:
        return True
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    if len(one) != len(other) or len(one) < 6:
        return False
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True)) == 1
