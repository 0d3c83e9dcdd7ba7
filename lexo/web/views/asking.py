"""Questions and their answers, as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import Document
from lexo.library.asking import kept_answers
from lexo.store import conversations, documents
from lexo.store.conversations import Conversation, Turn
from lexo.web.i18n import N_
from lexo.web.views.answers import AnswerView, answer_view

if TYPE_CHECKING:
    from lexo.app import Lexo

PAST = 20  # conversations beside the one in hand
NAMED = 12  # papers that a conversation is about, by their titles
EXAMPLES = (
    N_("What do I have to pay this month?"),
    N_("How much did I pay for electricity last year?"),
    N_("When does my identity card expire?"),
    N_("What is my tax number?"),
)


@dataclass(frozen=True, slots=True)
class TurnView:
    """One question with its answer."""

    id: int
    question: str
    answer: AnswerView


@dataclass(frozen=True, slots=True)
class AskedView:
    """What was asked of one paper; `id` of the conversation that goes on, None where none was begun."""

    id: int | None
    turns: tuple[TurnView, ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """The whole page; without `id` nothing was asked yet."""

    id: int | None
    title: str
    question: str  # that stands in the form
    page: int | None
    document_ids: tuple[int, ...]
    about: tuple[Document, ...]
    turns: tuple[TurnView, ...]
    past: tuple[Conversation, ...]
    can_write: bool
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a new question is about."""

    question: str = ""
    document_ids: tuple[int, ...] = ()
    page: int | None = None


def new_question(lexo: "Lexo", begun: Begun) -> AskView:
    """The page before anything is asked."""
    return AskView(
        id=None,
        title="",
        question=begun.question,
        page=begun.page,
        document_ids=begun.document_ids,
        about=_papers(lexo, begun.document_ids),
        turns=(),
        past=conversations.list_conversations(lexo.db, PAST).items,
        can_write=lexo.text_model() is not None,
        examples=() if begun.document_ids else EXAMPLES,
    )


def conversation(lexo: "Lexo", conversation_id: int) -> AskView:
    """What was asked and answered. Raises ConversationNotFound."""
    known = conversations.get(lexo.db, conversation_id)
    return AskView(
        id=known.id,
        title=known.title,
        question="",
        page=None,
        document_ids=(),
        about=_papers(lexo, known.document_ids),
        turns=tuple(_turn(lexo, turn) for turn in known.turns),
        past=conversations.list_conversations(lexo.db, PAST).items,
        can_write=lexo.text_model() is not None,
        examples=(),
    )


def of_document(lexo: "Lexo", document_id: int) -> AskedView:
    """What was last asked of this paper alone."""
    found = conversations.last_about(lexo.db, document_id)
    return AskedView(found.id, tuple(_turn(lexo, turn) for turn in found.turns)) if found else AskedView(None, ())


def _turn(lexo: "Lexo", turn: Turn) -> TurnView:
    answer = kept_answers.as_shown(lexo.db, kept_answers.decode(turn.answer))
    return TurnView(turn.id, turn.question, answer_view(lexo, answer))


def _papers(lexo: "Lexo", document_ids: Sequence[int]) -> tuple[Document, ...]:
    known = documents.get_many(lexo.db, document_ids[:NAMED])  # those deleted since are left out
    return tuple(known[document_id] for document_id in document_ids if document_id in known)
