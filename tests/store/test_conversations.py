"""Conversations are kept, bounded, listed by when they were last asked, and erased with their turns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.document import BBox, Reason
from lexo.errors import ConversationNotFound
from lexo.library.asking import kept_answers
from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.store import conversations
from lexo.store.database import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def test_conversation_has_its_turns_in_order(db: Database) -> None:
    made = conversations.begin(db, "  Quel\nloyer ? ", (3, 5))
    for question in ("un", "deux"):
        conversations.add_turn(db, made, question, "{}")
    kept = conversations.get(db, made)
    assert (kept.title, kept.document_ids) == ("Quel loyer ?", (3, 5))
    assert [turn.question for turn in kept.turns] == ["un", "deux"]


def test_list_begins_with_the_last_asked(db: Database) -> None:
    first, second = conversations.begin(db, "un", ()), conversations.begin(db, "deux", ())
    for conversation_id in (first, second, first):
        conversations.add_turn(db, conversation_id, "encore", "{}")
    assert [each.id for each in conversations.list_conversations(db).items] == [first, second]


def test_list_is_paged_through_by_its_cursor(db: Database) -> None:
    made = [conversations.begin(db, str(number), ()) for number in range(5)]
    seen, cursor = [], None
    while True:
        page = conversations.list_conversations(db, 2, cursor)
        seen += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert (sorted(seen), page.total) == (made, 5)


def test_oldest_conversations_and_turns_go(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "MAX_CONVERSATIONS", 2)
    monkeypatch.setattr(conversations, "MAX_TURNS", 2)
    made = [conversations.begin(db, str(number), ()) for number in range(3)]
    for number in range(3):
        conversations.add_turn(db, made[2], str(number), "{}")
    with pytest.raises(ConversationNotFound):
        conversations.get(db, made[0])
    assert [turn.question for turn in conversations.get(db, made[2]).turns] == ["1", "2"]


def test_deleted_conversation_takes_its_turns_with_it(db: Database) -> None:
    made = conversations.begin(db, "un", ())
    conversations.add_turn(db, made, "un", "{}")
    conversations.delete(db, made)
    with db.read() as connection:
        assert connection.execute("SELECT count(*) FROM turns").fetchone()[0] == 0
    for act in (conversations.get, conversations.delete):
        with pytest.raises(ConversationNotFound):
            act(db, made)
    with pytest.raises(ConversationNotFound):
        conversations.add_turn(db, made, "un", "{}")


def test_answer_comes_back_as_it_was_kept() -> None:
    answer = Answer(
        How.COMPUTED,
        (Sentence("Dépensé : 12 €.", is_proven=True, citations=(1,)), Sentence("x", is_proven=False)),
        (Citation(1, 7, "Titre “é”", None, "12 €"), Citation(2, 8, "t", 3, "q", (BBox(0.1, 0.2, 0.3, 0.4),))),
        "eng",
        "m",
        (Reason("prompt_too_long", {"model": "m", "tokens": 9}),),
    )
    assert kept_answers.decode(kept_answers.encode(answer)) == answer
