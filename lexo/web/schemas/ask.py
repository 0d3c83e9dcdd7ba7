"""Questions put to the papers, and answers."""

from typing import Annotated, Literal

from pydantic import Field

from lexo.web.schemas.base import Box, Notice, Shape

How = Literal["computed", "model", "picture", "passages", "refused"]
Id = Annotated[int, Field(ge=1, lt=1 << 63)]


class AskBody(Shape):
    """A question: of all papers, of some, or of one page of one; with `conversation_id` it goes on with others."""

    question: str = Field(max_length=2_000, examples=["Combien ai-je payé à EDF en 2024 ?"])
    document_ids: tuple[Id, ...] = Field((), max_length=200)
    conversation_id: Id | None = None
    page: int | None = Field(None, ge=1, lt=1 << 31, description="Of the one document that is asked about")


class CitationShape(Shape):
    """A place on a paper: `quote` is what stands there, `boxes` where. `page` is null for data inside the file."""

    number: int
    document_id: int
    title: str
    page: int | None
    quote: str
    boxes: tuple[Box, ...]


class SentenceShape(Shape):
    """A sentence. `is_proven`: all that it quotes, and every number in it, stands on a cited page."""

    text: str
    is_proven: bool
    citations: tuple[int, ...]


class AnswerShape(Shape):
    """An answer in plain text, each sentence with the numbers of its citations."""

    how: How
    text: str
    sentences: tuple[SentenceShape, ...]
    citations: tuple[CitationShape, ...]
    language: str
    model: str | None
    reasons: tuple[Notice, ...]


class AskResult(AnswerShape):
    """An answer, and the conversation that it is kept in."""

    conversation_id: int
    turn_id: int
    question: str


class TokenShape(Shape):
    """The next words of an answer that is being written, before they are checked."""

    text: str


class TurnShape(Shape):
    """A question of a conversation, with its answer."""

    id: int
    question: str
    created_at: str
    answer: AnswerShape


class ConversationSummary(Shape):
    """A conversation in a list; `document_ids` are the papers it is about, none: all."""

    id: int
    title: str
    document_ids: tuple[int, ...]
    created_at: str
    updated_at: str


class ConversationShape(ConversationSummary):
    """A conversation with all its turns."""

    turns: tuple[TurnShape, ...]


class ConversationPage(Shape):
    """Conversations, the last asked first."""

    items: tuple[ConversationSummary, ...]
    next: str | None
    total: int
