"""What a search found, grouped by paper; how what was typed was understood; what it may be narrowed by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import BBox, Document
from lexo.library.searching import keywords, narrowing
from lexo.library.searching.facets import Choice, Lifted
from lexo.library.searching.search import Matched, SearchHit, SearchResults, search
from lexo.library.typed.reading import Part, What, without
from lexo.store import agenda, documents, known_values, saved_searches
from lexo.store.filtering import FAMILIES
from lexo.store.identifiers import compact
from lexo.store.known_values import KnownValue
from lexo.store.saved_searches import SavedSearch
from lexo.web.address import address, page_address
from lexo.web.filters_said import part_said, value_said
from lexo.web.views import papers
from lexo.web.views.show import TWO_LETTERS

if TYPE_CHECKING:
    from lexo.app import Lexo

PAGES_AT_ONCE = 30  # hits; several of them are often pages of one paper
SNIPPETS = 4  # of one paper; the rest is a click away
KNOWN = (  # facts that are numbers of somebody: whose, is said above the results
    *(name for family in ("iban", "siren", "siret", "vat_id") for name in FAMILIES[family]),
    *("bban", "nir", "tax_number", "creditor_id", "rcs", "phone", "plate", "pdl", "pce"),
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One page that holds the words; `page` is None where the name of the file matched."""

    page: int | None
    snippet: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """One paper; `boxes` are where the words lie on the page that `picture` shows; `more` pages have hits too."""

    document_id: int
    title: str
    language: str | None
    kind: str | None
    sender: str | None
    date: str | None
    amount: str | None  # decimal
    currency: str
    is_private: bool
    pages: int | None
    created_at: str
    picture: str | None
    boxes: tuple[BBox, ...]
    href: str
    hits: tuple[Snippet, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that was understood; `href` is the search without it."""

    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search that finds more: spelt otherwise, or without a filter, and then how many papers."""

    said: str
    href: str
    papers: int = 0


@dataclass(frozen=True, slots=True)
class SearchView:
    """Everything that the page of results says; `more` is where the next hits begin."""

    query: str
    total: int = 0
    groups: tuple[Group, ...] = ()
    more: int | None = None
    unread: int = 0
    matched: Matched = Matched.NONE
    is_complete: bool = True
    chips: tuple[Chip, ...] = ()
    suggestion: Offer | None = None
    lifted: tuple[Offer, ...] = ()
    known: KnownValue | None = None
    is_question: bool = False
    saved: tuple[SavedSearch, ...] = ()
    is_saved: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A value that papers may be narrowed to, or widened by."""

    said: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """What papers may be told apart by."""

    by: str
    choices: tuple[ChoiceView, ...]
    more: int


def find(lexo: "Lexo", query: str, offset: int, language: str) -> SearchView:
    """Look for words; any text is taken, none is an error."""
    wanted = query.strip()
    saved = saved_searches.list_searches(lexo.db)
    if not wanted:
        return SearchView("", saved=saved)
    meaning = lexo.search_meaning if lexo.has_models else None
    found = search(lexo.db, query.lstrip(), limit=PAGES_AT_ONCE, offset=offset, meaning=meaning)
    end = offset + len(found.items)
    counted = documents.counts(lexo.db) if not found.items else {}
    return SearchView(
        query=wanted,
        total=found.total,
        groups=_groups(lexo, wanted, found),
        more=end if found.items and end < found.total else None,
        unread=sum(count for state, count in counted.items() if not state.is_final),
        matched=found.matched,
        is_complete=found.is_complete,
        chips=tuple(_chip(wanted, part, language) for part in found.understood.parts),
        suggestion=Offer(found.suggestion, _search_address(found.suggestion)) if found.suggestion else None,
        lifted=_lifted(lexo, wanted, found, language),
        known=_known(lexo, wanted),
        is_question=keywords.read(wanted).is_question,
        saved=saved,
        is_saved=any(each.query == wanted for each in saved),
    )


def facets_of(lexo: "Lexo", query: str, language: str) -> tuple[FacetView, ...]:
    """What a search may be narrowed by, with counts."""
    understood = search(lexo.db, query.lstrip(), limit=1).understood  # it may have taken a year for a word
    counted = narrowing.facets_of(lexo.db, understood, is_french=language == "fr")
    return tuple(
        FacetView(facet.by, tuple(_choice(facet.what, choice, language) for choice in facet.choices), facet.more)
        for facet in counted
    )


def _choice(what: What, choice: Choice, language: str) -> ChoiceView:
    said = value_said(what, choice.value, language)
    return ChoiceView(said, choice.count, _search_address(choice.query), choice.is_chosen)


def _chip(query: str, part: Part, language: str) -> Chip:
    return Chip(part_said(part, language), _search_address(without(query, part)))


def _lifted(lexo: "Lexo", query: str, found: SearchResults, language: str) -> tuple[Offer, ...]:
    """The searches without one filter, where that is all that stands between the words and their papers."""
    lifted: tuple[Lifted, ...] = narrowing.hindrances(lexo.db, found.understood) if not found.items else ()
    return tuple(
        Offer(part_said(each.part, language), _search_address(without(query, each.part)), each.count) for each in lifted
    )


def _search_address(query: str) -> str:
    return address("/search", q=query)


def _known(lexo: "Lexo", query: str) -> KnownValue | None:
    """The fact that the whole query is, where it is a number that papers say."""
    normalized = compact(query.rpartition(":")[2])
    if len(normalized) < 7 or sum(char.isdigit() for char in normalized) < 5:
        return None
    return known_values.find_known(lexo.db, KNOWN, normalized)


def _groups(lexo: "Lexo", query: str, found: SearchResults) -> tuple[Group, ...]:
    by_document: dict[int, list[SearchHit]] = {}
    for hit in found.items:
        by_document.setdefault(hit.document_id, []).append(hit)
    known = documents.get_many(lexo.db, by_document)  # those deleted between the two looks are left out
    currencies = agenda.currencies(lexo.db, known)
    return tuple(
        _group(known[document_id], query, hits, currencies.get(document_id, ""))
        for document_id, hits in by_document.items()
        if document_id in known
    )


def _group(document: Document, query: str, hits: Sequence[SearchHit], currency: str) -> Group:
    first = hits[0]
    shown = first.page or 1
    snippets = (Snippet(hit.page, hit.snippet, page_address(document.id, query, hit.page)) for hit in hits[:SNIPPETS])
    return Group(
        document_id=document.id,
        title=document.title,
        language=TWO_LETTERS.get(document.language or ""),
        kind=papers.sure_kind(document),
        sender=document.sender,
        date=document.date,
        amount=_amount(document),
        currency=currency,
        is_private=document.is_private,
        pages=document.page_count,
        created_at=document.created_at,
        picture=papers.picture(document, shown, "thumb") if document.page_count else None,
        boxes=first.boxes,
        href=page_address(document.id, query, first.page),
        hits=tuple(snippets),
        more=max(len(hits) - SNIPPETS, 0),
    )


def _amount(document: Document) -> str | None:
    if document.amount_cents is None:
        return None
    sign, cents = "-" if document.amount_cents < 0 else "", abs(document.amount_cents)
    return f"{sign}{cents // 100}.{cents % 100:02}"
