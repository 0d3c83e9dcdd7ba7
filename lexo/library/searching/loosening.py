"""What a term may also be where no page has it as typed: a part of longer words, misspelt, broken, grown together.

Each gives a query with more alternatives; what was typed stays among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain

from lexo.library.searching import expression, stems
from lexo.library.searching.near_words import halves, near
from lexo.library.searching.query import Query, Term, Words, parse
from lexo.library.searching.scope import Scope
from lexo.store import index
from lexo.store.vocabulary import KnownWord, Vocabulary

MAX_WORDS = 40  # longer words that stand for a part of one
MAX_LOOKED_AT = 5000  # of them
MIN_PART = 3  # letters
MAX_HELD = 4  # words that signs hold together
MAX_LOOSENED = 6  # terms of one query: each costs 5 ms at 120,000 words


@dataclass(frozen=True, slots=True)
class Loosened:
    """A query with what its terms may also be; `respelt`: a word as it was typed, folded, and what stood for it."""

    query: Query
    respelt: tuple[tuple[str, str], ...] = ()


def with_family(query: Query, vocabulary: Vocabulary) -> Query | None:
    """Words of the same family beside each word; None where pages have none."""
    terms = tuple(_also(term, stems.forms(term.part, vocabulary)) if is_word(term) else term for term in query.terms)
    return None if terms == query.terms else replace(query, terms=terms)


def loosened(query: Query, scope: Scope) -> Loosened:
    """For each term that no page has: longer words that hold it; else words near to it, or two that it grew out of.

    Words that signs held together ("co-propriété", "client:Martin") may be one, or stand apart.
    """
    vocabulary = scope.vocabulary
    if vocabulary is None:
        return Loosened(query)
    query = replace(query, terms=tuple(chain.from_iterable(_let_go(scope, term, vocabulary) for term in query.terms)))
    is_missing = [is_word(term) and not _has_page(scope, term) for term in query.terms]
    allowed = [place for place, is_so in enumerate(is_missing) if is_so][:MAX_LOOSENED]
    is_missing = [place in allowed for place in range(len(is_missing))]
    terms: list[Term] = []
    respelt: list[tuple[str, str]] = []
    for place, term in enumerate(query.terms):
        joined = _joined(query.terms, place, is_missing, vocabulary)
        if joined:
            terms[-1] = joined
            respelt[:] = [each for each in respelt if each[0] != query.terms[place - 1].part]
            respelt.append((f"{query.terms[place - 1].part} {term.part}", joined.part))
            continue
        found, nearest = _instead(term, vocabulary) if is_missing[place] else (term, "")
        terms.append(found)
        if nearest:
            respelt.append((term.part, nearest))
    return Loosened(replace(query, terms=tuple(terms)), tuple(respelt))


def is_word(term: Term) -> bool:
    """Whether a term is one plain word, which may be another word too."""
    return not term.is_exact and len(term.part) >= MIN_PART and term.part.isalnum()


def _let_go(scope: Scope, term: Term, vocabulary: Vocabulary) -> list[Term]:
    """A term of several words that nowhere stand side by side: as one word, where pages have it, or each by itself."""
    words = term.alternatives[0][0].words if len(term.alternatives[0]) == 1 else ()
    if term.is_exact or term.identifier or not 1 < len(words) <= MAX_HELD or _has_page(scope, term):
        return [term]
    together = "".join(words)
    if vocabulary.pages(together):
        return [_also(term, [together])]
    return list(parse(" ".join(words) + " ").terms)


def _has_page(scope: Scope, term: Term) -> bool:
    return index.has_match(scope.connection, expression.one_term(term))


def _joined(terms: Sequence[Term], place: int, is_missing: Sequence[bool], vocabulary: Vocabulary) -> Term | None:
    """This word and the one before in one, where pages have that and not both of them."""
    if not place or not (is_missing[place] or is_missing[place - 1]):
        return None
    before, term = terms[place - 1], terms[place]
    together = before.part + term.part
    if (
        not together.isalnum()
        or together.isdigit()
        or before.is_exact
        or term.is_exact
        or not vocabulary.pages(together)
    ):
        return None
    return Term(((Words((together,)),),), together)


def _instead(term: Term, vocabulary: Vocabulary) -> tuple[Term, str]:
    """A term with what may stand for it, and the likeliest other spelling."""
    holding = vocabulary.holding(term.part, MAX_LOOKED_AT)
    longer = [each.word for each in nlargest(MAX_WORDS, holding, key=_by_pages)]
    if longer:
        return _also(term, longer), ""
    others = near(term.part, vocabulary)
    two = halves(term.part, vocabulary)
    if two and (not others or others[0].faults > 1):
        both = Words(two)
        return replace(term, alternatives=(*term.alternatives, (both,))), " ".join(two)
    return _also(term, [each.word for each in others]), others[0].word if others else ""


def _by_pages(known: KnownWord) -> int:
    return known.pages


def _also(term: Term, words: Sequence[str]) -> Term:
    others = tuple((Words((word,)),) for word in words)
    return replace(term, alternatives=tuple(dict.fromkeys((*term.alternatives, *others)))) if others else term
