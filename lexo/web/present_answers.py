"""Answers and conversations as the shapes of the API."""

from lexo.document import Reason
from lexo.library.asking import kept_answers
from lexo.library.asking.answers import Answer, Citation, Sentence
from lexo.library.asking.conversing import Kept
from lexo.store.conversations import Conversation, ConversationList, Turn
from lexo.store.database import Database
from lexo.web import schemas
from lexo.web.language import say


def answer(value: Answer, language: str) -> schemas.AnswerShape:
    """An answer; sentences of its reasons in the language asked for."""
    return schemas.AnswerShape(
        how=value.how.value,
        text=value.text,
        sentences=tuple(map(_sentence, value.sentences)),
        citations=tuple(map(citation, value.citations)),
        language=value.language,
        model=value.model,
        reasons=tuple(_notice(reason, language) for reason in value.reasons),
    )


def result(value: Answer, kept: Kept, language: str) -> schemas.AskResult:
    """An answer with the conversation it is kept in."""
    shape = answer(value, language)
    return schemas.AskResult(
        **dict(shape), conversation_id=kept.conversation_id, turn_id=kept.turn_id, question=kept.question
    )


def citation(value: Citation) -> schemas.CitationShape:
    """A place on a paper."""
    return schemas.CitationShape(
        number=value.number,
        document_id=value.document_id,
        title=value.title,
        page=value.page,
        quote=value.quote,
        boxes=value.boxes,
    )


def conversation(db: Database, value: Conversation, language: str) -> schemas.ConversationShape:
    """A conversation; places on papers that became private or are gone since are left out."""
    turns = tuple(_turn(db, turn, language) for turn in value.turns)
    return schemas.ConversationShape(**dict(_summary(value)), turns=turns)


def conversations(value: ConversationList) -> schemas.ConversationPage:
    """A page of the list."""
    return schemas.ConversationPage(items=tuple(map(_summary, value.items)), next=value.next, total=value.total)


def _summary(value: Conversation) -> schemas.ConversationSummary:
    return schemas.ConversationSummary(
        id=value.id,
        title=value.title,
        document_ids=value.document_ids,
        created_at=value.created_at,
        updated_at=value.updated_at,
    )


def _turn(db: Database, turn: Turn, language: str) -> schemas.TurnShape:
    shown = answer(kept_answers.as_shown(db, kept_answers.decode(turn.answer)), language)
    return schemas.TurnShape(id=turn.id, question=turn.question, created_at=turn.created_at, answer=shown)


def _sentence(value: Sentence) -> schemas.SentenceShape:
    return schemas.SentenceShape(text=value.text, is_proven=value.is_proven, citations=value.citations)


def _notice(reason: Reason, language: str) -> schemas.Notice:
    return schemas.Notice(code=reason.code, message=say(reason, language))
