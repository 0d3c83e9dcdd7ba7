"""An answer as the page shows it: paragraphs of sentences with their proofs, each proof with the way to its page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import BBox, Reason
from lexo.errors import DocumentNotFound
from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.store import documents
from lexo.web.address import page_address
from lexo.web.views import papers
from lexo.web.views.show import TWO_LETTERS

if TYPE_CHECKING:
    from lexo.app import Lexo

LIST_FROM = 5  # sentences of a computed answer: so many are a list


@dataclass(frozen=True, slots=True)
class CitationView:
    """A place on a paper; `href` opens the page with the quote's words lit, `picture` is the page's thumbnail."""

    number: int
    title: str
    page: int | None
    quote: str
    href: str
    picture: str | None
    boxes: tuple[BBox, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that is shown of an answer; `language` in two letters, `unproven` counts sentences."""

    how: How
    language: str
    model: str | None
    paragraphs: tuple[tuple[Sentence, ...], ...]
    citations: tuple[CitationView, ...]
    unproven: int
    reasons: tuple[Reason, ...]


def answer_view(lexo: "Lexo", answer: Answer) -> AnswerView:
    """An answer, ready to be shown; a paper that was erased meanwhile is only named."""
    return AnswerView(
        how=answer.how,
        language=TWO_LETTERS.get(answer.language, "fr"),
        model=answer.model,
        paragraphs=_paragraphs(answer),
        citations=tuple(_citation(lexo, each) for each in answer.citations),
        unproven=sum(not sentence.is_proven for sentence in answer.sentences),
        reasons=answer.reasons,
    )


def _paragraphs(answer: Answer) -> tuple[tuple[Sentence, ...], ...]:
    is_list = answer.how is How.PASSAGES or (answer.how is How.COMPUTED and len(answer.sentences) >= LIST_FROM)
    if is_list:
        return tuple((sentence,) for sentence in answer.sentences)
    return (answer.sentences,) if answer.sentences else ()


def _citation(lexo: "Lexo", citation: Citation) -> CitationView:
    href = page_address(citation.document_id, "", citation.page, quote=citation.quote)
    return CitationView(
        number=citation.number,
        title=citation.title,
        page=citation.page,
        quote=citation.quote,
        href=href,
        picture=_picture(lexo, citation),
        boxes=citation.boxes,
    )


def _picture(lexo: "Lexo", citation: Citation) -> str | None:
    if citation.page is None:
        return None
    try:
        return papers.picture(documents.get(lexo.db, citation.document_id), citation.page, "thumb")
    except DocumentNotFound:
        return None
