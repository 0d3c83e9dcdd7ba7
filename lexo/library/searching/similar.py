"""Papers like one: of the same sender and kind, with the same numbers, with the same telling words, near in meaning.

Each of these counts by itself, so that it works without understanding, without a model, and for scans nobody could
read well. Copies and other versions of the paper are left out: they are shown as such elsewhere.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from lexo.library.searching import keywords
from lexo.library.searching.folding import fold_in_place
from lexo.library.searching.meaning import Meaning
from lexo.store import hints, index, similar, vocabulary
from lexo.store.database import Connection, Database
from lexo.store.similar import PaperText

PAGES, CHARS = 2, 4000  # of the paper, whose words are looked at: its beginning tells most
SAME_SENDER = 100  # newest papers of the sender
SAME_VALUE = 100  # papers with a value
MIN_NUMBER = 9  # characters of a number that is shared by no accident: amounts and dates have fewer
COMMON_NUMBER = 300  # a number on so many pages is one's own, or a form's
LOOKED_UP = 200  # different words, the first and the most frequent
WORDS = 12  # telling words
SAME_WORD = 150  # newest pages with a telling word
RARE = 0.02  # of all pages: words that stand on more tell nothing
RARE_PAGES = 20  # but words on so few always do
LIKE = 60  # papers near in meaning
LEAST_LIKE, MOST_LIKE = 0.55, 0.95  # cosines of papers: nothing in common, and all
LEAST = 0.2  # of a score, to be shown
MOST = 100  # papers that are looked at more closely
SHOWN_WORDS = 3

# Of a score of 1; the sum is cut there.
SENDER, KIND, NUMBER, PARTY, WORD, NEAR = 0.25, 0.1, 0.4, 0.15, 0.5, 0.4

OF_ONE_MATTER = (
    "contract_number", "customer_number", "subscriber_id", "policy_number", "member_number", "file_number",
    "account_reference", "mandate_reference", "meter_number", "line_number", "pdl", "pce", "case_number",
    "fine_number", "notice_reference", "order_reference", "preceding_invoice_number", "invoice_number",
    "quote_number", "plate", "vin", "beneficiary_number", "student_number", "tax_number",
)  # fmt: skip
OF_A_PARTY = ("iban", "siren", "siret", "seller_siren", "seller_siret", "seller_vat_id", "vat_id", "employer_siret")

_WORD = re.compile(r"[^\W\d_]{4,30}")


class Why(StrEnum):
    """What two papers have in common."""

    SENDER = "sender"
    KIND = "kind"
    NUMBER = "number"  # of a contract, a customer, a file; the detail is the number
    PARTY = "party"  # a bank account or a company's number; the detail too
    WORDS = "words"  # the detail are some of them
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper is shown; `detail` as it stands on the papers, else empty."""

    what: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SimilarPaper:
    """A paper like another; `score` from 0 to 1. The reasons are in order of their weight."""

    document_id: int
    title: str
    sender: str | None
    date: str | None
    kind: str | None
    score: float
    why: tuple[Reason, ...]


class Telling(NamedTuple):
    """A word of a paper that few others have."""

    folded: str
    printed: str  # in small letters
    weight: float


@dataclass(slots=True)
class _Candidate:
    """What speaks for a paper: weights by reason."""

    weights: dict[Reason, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)  # that it shares, with their part of all

    @property
    def weight(self) -> float:
        """Of all of it, but the kind, which is not known yet."""
        return sum(self.weights.values()) + WORD * sum(self.words.values())

    def add(self, what: Why, weight: float, detail: str = "") -> None:
        """One reason of each sort: the first."""
        if all(reason.what is not what for reason in self.weights):
            self.weights[Reason(what, detail)] = weight


_Candidates = defaultdict[int, _Candidate]


def similar_papers(
    db: Database, document_id: int, meaning: Meaning | None = None, limit: int = 10
) -> tuple[SimilarPaper, ...]:
    """The likest papers, the likest first. Asks no model. Raises DocumentNotFound."""
    found: _Candidates = defaultdict(_Candidate)
    near = meaning.like(document_id, LIKE) if meaning is not None else ()
    for each in near:
        if each.score > LEAST_LIKE:
            found[each.document_id].add(Why.MEANING, NEAR * _share(each.score))
    left_out = {document_id, *(twin.other_id for twin in hints.of_document(db, document_id).twins)}
    with db.read() as connection:
        own = similar.get(connection, document_id, PAGES, CHARS)
        _by_numbers(connection, own, found)
        _by_words(db, connection, own, found)
        if own.paper.sender:
            for other in similar.of_sender(connection, own.paper.sender, SAME_SENDER):
                found[other].add(Why.SENDER, SENDER)
        return _best(connection, own, found, left_out, limit)


def _share(score: float) -> float:
    return min(max(score - LEAST_LIKE, 0.0) / (MOST_LIKE - LEAST_LIKE), 1.0)


def _by_numbers(connection: Connection, own: PaperText, found: _Candidates) -> None:
    document_id = own.paper.document_id
    for shared in similar.sharing_fields(connection, document_id, OF_ONE_MATTER, SAME_VALUE):
        found[shared.document_id].add(Why.NUMBER, NUMBER, shared.value)
    for shared in similar.sharing_fields(connection, document_id, OF_A_PARTY, SAME_VALUE):
        found[shared.document_id].add(Why.PARTY, PARTY, shared.value)
    for shared in similar.sharing_numbers(connection, document_id, own.pages, MIN_NUMBER, COMMON_NUMBER):
        found[shared.document_id].add(Why.PARTY, PARTY, shared.value)


def _by_words(db: Database, connection: Connection, own: PaperText, found: _Candidates) -> None:
    """The share of the telling words that another paper has on its best page, each by its rarity."""
    told = telling_words(db, connection, own)
    whole = sum(each.weight for each in told)
    pages: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for word in told:
        for page_id in index.pages_having(connection, f'"{word.folded}"', limit=SAME_WORD):
            pages[page_id][word.printed] = word.weight / whole
    for page_id, other in index.documents_of(connection, pages).items():
        if sum(pages[page_id].values()) > sum(found[other].words.values()):
            found[other].words = pages[page_id]


def telling_words(db: Database, connection: Connection, own: PaperText) -> list[Telling]:
    """The words of a paper that few others have, the most telling first; none while the index's words are listed."""
    known = vocabulary.of(db, connection)
    if known is None:
        return []
    pages = [Counter(_WORD.findall(fold_in_place(text))) for text in own.pages.values()]
    count = max(similar.page_count(connection), 2)
    most = max(RARE_PAGES, RARE * count)
    weights: dict[str, float] = {}
    for word, times in sum(pages, Counter[str]()).most_common(LOOKED_UP):
        having = known.pages(word)
        if sum(word in page for page in pages) < having <= most and not keywords.is_plain(word):
            weights[word] = (1 + math.log(times)) * math.log(1 + count / having)
    printed = {
        found[0]: text[found.start() : found.end()].lower()  # folding keeps every letter in its place
        for text in own.pages.values()
        for found in _WORD.finditer(fold_in_place(text))
        if found[0] in weights
    }
    return [Telling(word, printed[word], weight) for word, weight in Counter(weights).most_common(WORDS)]


def _best(
    connection: Connection, own: PaperText, found: _Candidates, left_out: Iterable[int], limit: int
) -> tuple[SimilarPaper, ...]:
    others = sorted(found.keys() - set(left_out), key=lambda each: -found[each].weight)
    papers = similar.find(connection, others[:MOST])
    likes = []
    for paper in papers.values():
        candidate = found[paper.document_id]
        if candidate.words:
            words = sorted(candidate.words, key=lambda word: -candidate.words[word])[:SHOWN_WORDS]
            candidate.add(Why.WORDS, WORD * sum(candidate.words.values()), ", ".join(words))
        if paper.kind and paper.kind == own.paper.kind:
            candidate.add(Why.KIND, KIND)
        score = round(min(sum(candidate.weights.values()), 1.0), 3)
        why = tuple(sorted(candidate.weights, key=lambda reason: -candidate.weights[reason]))
        if score >= LEAST:
            likes.append(SimilarPaper(paper.document_id, paper.title, paper.sender, paper.date, paper.kind, score, why))
    likes.sort(key=lambda each: (each.date or "", each.document_id), reverse=True)  # of equal ones the newest first
    likes.sort(key=lambda each: -each.score)
    return tuple(likes[:limit])
