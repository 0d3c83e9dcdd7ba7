"""A question as a part of a conversation: what was asked before goes with it, and its answer is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from lexo.errors import ModelFailed
from lexo.library.asking import kept_answers
from lexo.library.asking.answers import Answer, Done, Event
from lexo.library.asking.ask import Asker, Asking, Question
from lexo.library.asking.followups import MAX_TURNS, Exchange
from lexo.store import conversations, shown
from lexo.store.conversations import Conversation
from lexo.store.database import Database


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says; without a conversation a new one begins with the first answer."""

    text: str
    document_ids: tuple[int, ...] = ()
    page: int | None = None
    conversation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an answer is kept."""

    conversation_id: int
    turn_id: int
    question: str


class Talking(Iterator[Event]):
    """An answer that is being made and kept. Iterate over it in one thread at a time."""

    def __init__(self, db: Database, asking: Asking, said: Said) -> None:
        self._db, self._asking, self._said = db, asking, said
        self._kept: Kept | None = None

    @property
    def kept(self) -> Kept:
        """Where it is kept, once `Done` came. Raises ModelFailed before."""
        if self._kept is None:
            raise ModelFailed(model="")
        return self._kept

    def __next__(self) -> Event:
        event = next(self._asking)
        if isinstance(event, Done):
            self._kept = self._keep(event.answer)
        return event

    @property
    def conversation_id(self) -> int:
        """The conversation, once `Done` came. Raises ModelFailed before."""
        return self.kept.conversation_id

    def answer(self) -> Answer:
        """Wait for the end. Raises ModelFailed where it was cancelled meanwhile."""
        for event in self:
            if isinstance(event, Done):
                return event.answer
        raise ModelFailed(model="")

    def cancel(self) -> None:
        """Nobody waits any more; nothing is kept. For any thread."""
        self._asking.cancel()

    def _keep(self, answer: Answer) -> Kept:
        conversation_id = self._said.conversation_id
        if conversation_id is None:
            conversation_id = conversations.begin(self._db, self._said.text, self._said.document_ids)
        turn_id = conversations.add_turn(self._db, conversation_id, self._said.text, kept_answers.encode(answer))
        return Kept(conversation_id, turn_id, self._said.text)


def talk(db: Database, asker: Asker, said: Said) -> Talking:
    """Begin to answer what a person says. Raises ConversationNotFound, DocumentNotFound."""
    known = conversations.get(db, said.conversation_id) if said.conversation_id is not None else None
    document_ids = said.document_ids or (_still_there(db, known) if known else ())
    question = Question(said.text, document_ids, said.page, history_of(db, known) if known else ())
    return Talking(db, asker.ask(question), said)


def history_of(db: Database, conversation: Conversation) -> tuple[Exchange, ...]:
    """What was asked last in a conversation, with its answers as they are shown now."""
    return tuple(
        Exchange(turn.question, kept_answers.as_shown(db, kept_answers.decode(turn.answer)))
        for turn in conversation.turns[-MAX_TURNS:]
    )


def _still_there(db: Database, conversation: Conversation) -> tuple[int, ...]:
    """The papers a conversation is about, those left out that were deleted since; all of them if none is left."""
    with db.read() as connection:
        gone = shown.missing(connection, conversation.document_ids)
    left = tuple(each for each in conversation.document_ids if each not in gone)
    return left or conversation.document_ids
