"""How a query is spelt otherwise: "facutre edf" → "facture edf", with the accents that the papers have."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lexo.library.searching import expression, loosening
from lexo.library.searching.finding import Found
from lexo.library.searching.matching import Matcher
from lexo.library.searching.near_words import NearWord, near
from lexo.library.searching.query import Query, Term, Words
from lexo.library.searching.scope import Scope
from lexo.store import index
from lexo.store.folding import fold
from lexo.store.vocabulary import Vocabulary

MAX_SLIPS = 6  # terms of one query that are looked at
FEW = 2  # pages: what so few have may be a slip
COMMON = 20  # times as many pages have what was meant
_WORD = re.compile(r"[^\W_]+")


def suggested(scope: Scope, text: str, query: Query, found: Found) -> str | None:
    """The whole text spelt otherwise, where that finds more; None where there is nothing to say."""
    respelt = found.respelt or (_slips(scope, query) if found.total <= FEW else ())
    if not respelt:
        return None
    other = _respelt(query, respelt)
    ranked = scope.rank(expression.all_terms(other))
    if ranked.total <= (0 if found.respelt else found.total):
        return None
    page = index.find_pages(scope.connection, [ranked.pages[0].page_id])[ranked.pages[0].page_id]
    return _with(text, [(typed, _as_printed(page.text, word)) for typed, word in respelt])


def _slips(scope: Scope, query: Query) -> Sequence[tuple[str, str]]:
    """Words that hardly any page has, beside one that many have."""
    vocabulary = scope.vocabulary
    if vocabulary is None:
        return ()
    pairs = [(term.part, _meant(term.part, vocabulary)) for term in query.terms[:MAX_SLIPS] if loosening.is_word(term)]
    return [(typed, meant) for typed, meant in pairs if meant]


def _meant(word: str, vocabulary: Vocabulary) -> str:
    pages = vocabulary.pages(word)
    if pages > FEW:
        return ""
    likely = [each for each in near(word, vocabulary) if _is_far_commoner(each, pages)]
    return likely[0].word if likely else ""


def _is_far_commoner(other: NearWord, pages: int) -> bool:
    return other.faults <= 1 and other.pages >= COMMON * max(pages, 1)


def _respelt(query: Query, respelt: Sequence[tuple[str, str]]) -> Query:
    """The query with these words alone in the place of those that were typed."""
    instead = dict(respelt)
    instead |= {part: word for typed, word in respelt for part in typed.split()}
    terms = tuple(
        replace(term, alternatives=((Words(tuple(instead[term.part].split())),),)) if term.part in instead else term
        for term in query.terms
    )
    return replace(query, terms=terms)


def _with(text: str, respelt: Sequence[tuple[str, str]]) -> str:
    """A text with words put in the place of others, and all else as it was."""
    for typed, word in respelt:
        parts = typed.split()
        found = list(_WORD.finditer(text))
        for place in range(len(found) - len(parts) + 1):
            if [fold(each[0]) for each in found[place : place + len(parts)]] == parts:
                text = text[: found[place].start()] + word + text[found[place + len(parts) - 1].end() :]
                break
    return text


def _as_printed(text: str, word: str) -> str:
    """A folded word with the accents of a page, in small letters."""
    spans = Matcher(Query((Term(((Words(tuple(word.split())),),), word),))).spans(text)
    return text[slice(*spans[0])].lower() if spans else word
