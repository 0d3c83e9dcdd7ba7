"""Papers like one, as its page shows them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.library.searching.similar import SimilarPaper, Why, similar_papers
from lexo.store import documents
from lexo.web.i18n import N_

if TYPE_CHECKING:
    from lexo.app import Lexo

SHOWN = 6

SAID = {
    Why.SENDER: N_("same sender"),
    Why.KIND: N_("same kind"),
    Why.NUMBER: N_("same number %(detail)s"),
    Why.PARTY: N_("same number %(detail)s"),
    Why.WORDS: N_("words in common: %(detail)s"),
    Why.MEANING: N_("says something alike"),
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why a paper is shown: a message id, and what is filled in."""

    message: str
    detail: str


@dataclass(frozen=True, slots=True)
class Like:
    """A paper like another."""

    id: int
    title: str
    kind: str | None
    date: str | None
    why: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A paper and those like it, the likest first."""

    id: int
    title: str
    papers: tuple[Like, ...]


def view_of(lexo: "Lexo", document_id: int) -> SimilarView:
    """What the page of a paper says of others like it. Raises DocumentNotFound."""
    document = documents.get(lexo.db, document_id)
    found = likest(lexo, document_id, SHOWN)
    return SimilarView(document.id, document.title, tuple(map(_like, found)))


def likest(lexo: "Lexo", document_id: int, limit: int) -> tuple[SimilarPaper, ...]:
    """The likest papers, by their vectors too where there is a model. Raises DocumentNotFound."""
    return similar_papers(lexo.db, document_id, lexo.meaning if lexo.has_models else None, limit)


def _like(paper: SimilarPaper) -> Like:
    why = tuple(Likeness(SAID[reason.what], reason.detail) for reason in paper.why)
    return Like(paper.document_id, paper.title, paper.kind, paper.date, why)
