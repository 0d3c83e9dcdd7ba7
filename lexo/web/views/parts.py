"""A scan that was cut into papers: what became of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.store import documents, hints
from lexo.web.views.papers import Paper, paper

if TYPE_CHECKING:
    from lexo.app import Lexo


@dataclass(frozen=True, slots=True)
class PartsView:
    """The whole and its parts, in their order."""

    id: int
    title: str
    parts: tuple[Paper, ...]


def view_of(lexo: "Lexo", document_id: int) -> PartsView:
    """What was cut out of a paper. Raises DocumentNotFound."""
    whole = documents.get(lexo.db, document_id, include_deleted=True)
    cut = hints.of_document(lexo.db, document_id).parts
    parts = (documents.get(lexo.db, each, include_deleted=True) for each in cut)
    return PartsView(whole.id, whole.title, tuple(map(paper, parts)))
