"""Conversations: questions that people asked, what they were about, and what was answered, as the library wrote it."""

import json
import sqlite3
from dataclasses import dataclass

from lexo.errors import ConversationNotFound
from lexo.store.database import Database, now

MAX_CONVERSATIONS = 500  # the oldest go
MAX_TURNS = 200  # of one conversation; its first go
LONGEST_TITLE = 120  # characters
LONGEST_ANSWER = 1 << 20

# By what was written last, never by the clock; one that was just begun has no turn yet.
_LAST_ASKED = (
    "ORDER BY coalesce((SELECT max(turns.id) FROM turns WHERE conversation_id = conversations.id),"
    " 9223372036854775807) DESC, conversations.id DESC"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer as JSON text (`library/asking/kept_answers.py`)."""

    id: int
    question: str
    answer: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was asked one after the other; `document_ids` are the papers it is about, none: all."""

    id: int
    title: str
    document_ids: tuple[int, ...]
    created_at: str
    updated_at: str
    turns: tuple[Turn, ...] = ()  # left out of lists


@dataclass(frozen=True, slots=True)
class ConversationList:
    """One page of a list, the last asked first; `next` is None at its end."""

    items: tuple[Conversation, ...]
    next: str | None
    total: int


def begin(db: Database, question: str, document_ids: tuple[int, ...]) -> int:
    """Make a conversation; its first question names it. Too many, and the oldest go."""
    title = " ".join(question.split())[:LONGEST_TITLE]
    with db.write() as connection:
        row = connection.execute(
            "INSERT INTO conversations (title, document_ids, created_at, updated_at)"
            " VALUES (:title, :document_ids, :time, :time) RETURNING id",
            {"title": title, "document_ids": json.dumps(list(document_ids)), "time": now()},
        ).fetchone()
        connection.execute(
            f"DELETE FROM conversations WHERE id NOT IN (SELECT id FROM conversations {_LAST_ASKED} LIMIT :most)",
            {"most": MAX_CONVERSATIONS},
        )
    return int(row["id"])


def add_turn(db: Database, conversation_id: int, question: str, answer: str) -> int:
    """Keep a question with its answer; return the turn's id. Raises ConversationNotFound."""
    with db.write() as connection:
        changed = connection.execute(
            "UPDATE conversations SET updated_at = :time WHERE id = :id", {"id": conversation_id, "time": now()}
        )
        if not changed.rowcount or len(answer) > LONGEST_ANSWER:
            raise ConversationNotFound(id=conversation_id)
        row = connection.execute(
            "INSERT INTO turns (conversation_id, question, answer, created_at)"
            " VALUES (:id, :question, :answer, :time) RETURNING id",
            {"id": conversation_id, "question": question, "answer": answer, "time": now()},
        ).fetchone()
        connection.execute(
            "DELETE FROM turns WHERE conversation_id = :id AND id NOT IN"
            " (SELECT id FROM turns WHERE conversation_id = :id ORDER BY id DESC LIMIT :most)",
            {"id": conversation_id, "most": MAX_TURNS},
        )
    return int(row["id"])


def get(db: Database, conversation_id: int) -> Conversation:
    """One conversation with its turns, in order. Raises ConversationNotFound."""
    with db.read() as connection:
        row = connection.execute("SELECT * FROM conversations WHERE id = :id", {"id": conversation_id}).fetchone()
        if row is None:
            raise ConversationNotFound(id=conversation_id)
        turns = connection.execute(
            "SELECT id, question, answer, created_at FROM turns WHERE conversation_id = :id ORDER BY id",
            {"id": conversation_id},
        ).fetchall()
    return _conversation(row, tuple(Turn(*turn) for turn in turns))


def last_about(db: Database, document_id: int) -> Conversation | None:
    """The conversation about that paper alone that was last gone on with, with its turns."""
    with db.read() as connection:
        row = connection.execute(
            f"SELECT id FROM conversations WHERE document_ids = :ids {_LAST_ASKED} LIMIT 1",
            {"ids": json.dumps([document_id])},
        ).fetchone()
    return get(db, row["id"]) if row else None


def list_conversations(db: Database, limit: int = 50, cursor: str | None = None) -> ConversationList:
    """The last asked first. An unknown cursor begins at the start."""
    offset = int(cursor) if cursor and cursor.isascii() and cursor.isdigit() and len(cursor) < 10 else 0
    with db.read() as connection:
        total = connection.execute("SELECT count(*) FROM conversations").fetchone()[0]
        rows = connection.execute(
            f"SELECT * FROM conversations {_LAST_ASKED} LIMIT :limit OFFSET :offset",
            {"limit": limit, "offset": offset},
        ).fetchall()
    items = tuple(_conversation(row) for row in rows)
    end = offset + len(items)
    return ConversationList(items, str(end) if items and end < total else None, total)


def delete(db: Database, conversation_id: int) -> None:
    """Erase a conversation with its turns. Raises ConversationNotFound."""
    with db.write() as connection:
        changed = connection.execute("DELETE FROM conversations WHERE id = :id", {"id": conversation_id})
        if not changed.rowcount:
            raise ConversationNotFound(id=conversation_id)


def _conversation(row: sqlite3.Row, turns: tuple[Turn, ...] = ()) -> Conversation:
    document_ids = tuple(int(each) for each in json.loads(row["document_ids"]))
    return Conversation(row["id"], row["title"], document_ids, row["created_at"], row["updated_at"], turns)
