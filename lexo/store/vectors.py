"""What sentence models made of pages: which pages wait for one, their chunks, and the vectors of these.

A page waits from the commit that changed its text; its chunks are of the text that it has. Papers that no model may
see never wait. Vectors are kept as float16: of texts' vectors that costs less than 0.001 of a cosine.
"""

import json
import sqlite3
import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lexo.store.database import Connection, Database

NONE_BELOW = 1 << 62  # of ids: there is none so large


@dataclass(frozen=True, slots=True)
class Maker:
    """A sentence model as its vectors name it; `version` says which files of it, and how pages were cut for it."""

    id: int
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page whose vectors are to be made."""

    page_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """A chunk with its vector: float32, little-endian, of length 1."""

    first_char: int
    end_char: int
    first_line: int
    last_line: int
    vector: bytes


class StoredVector(NamedTuple):
    """A vector as it is kept, and what it is of; `halves` are float16, little-endian."""

    chunk_id: int
    page_id: int
    document_id: int
    halves: bytes


class ShownChunk(NamedTuple):
    """Where a chunk stands, of a paper that models may see and that is not in the trash."""

    page_id: int
    first_char: int
    end_char: int


# Which pages wait


def text_changed(connection: Connection, page_id: int) -> None:
    """A page has another text than before: the vectors of the old one go, and those of the new one are waited for."""
    values = {"id": page_id}
    connection.execute("DELETE FROM chunks WHERE page_id = :id", values)
    connection.execute("DELETE FROM unembedded WHERE page_id = :id", values)
    connection.execute(
        "INSERT INTO unembedded (page_id) SELECT pages.id FROM pages JOIN documents ON documents.id = document_id"
        " WHERE pages.id = :id AND text <> '' AND NOT is_private",
        values,
    )


def count_waiting(db: Database) -> int:
    """How many pages wait; those in the trash are not counted."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM unembedded) - (SELECT count(*) FROM documents"
            " JOIN pages ON document_id = documents.id JOIN unembedded ON page_id = pages.id"
            " WHERE deleted_at IS NOT NULL)"
        ).fetchone()
    return int(row[0])


def count_chunks(db: Database) -> int:
    """How many vectors there are, whoever made them."""
    with db.read() as connection:
        return int(connection.execute("SELECT count(*) FROM chunks").fetchone()[0])


def next_waiting(db: Database, limit: int, below: int = NONE_BELOW) -> tuple[WaitingPage, ...]:
    """The newest pages that wait, with ids below one; not those in the trash. They wait until they are saved."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT page_id, text FROM unembedded JOIN pages ON pages.id = page_id"
            " JOIN documents ON documents.id = document_id"
            " WHERE page_id < :below AND deleted_at IS NULL AND NOT is_private ORDER BY page_id DESC LIMIT :limit",
            {"below": below, "limit": limit},
        ).fetchall()
    return tuple(WaitingPage(*row) for row in rows)


# Who makes vectors


def use(db: Database, name: str, version: str) -> Maker:
    """The model that makes vectors from now on. Pages with another one's wait again, and keep those meanwhile.

    Cheap where nothing changed. Interrupted and resumed, or back at the model from before, no page is done twice.
    """
    with db.read() as connection:
        made = find_maker(connection, name, version)
        if made is not None and _is_alone(connection, made):
            return made
    with db.write() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO embedders (name, version) VALUES (:name, :version)",
            {"name": name, "version": version},
        )
        maker = find_maker(connection, name, version)
        assert maker is not None
        connection.execute(
            "INSERT OR IGNORE INTO unembedded (page_id) SELECT page_id FROM chunks WHERE embedder_id <> :id",
            {"id": maker.id},
        )
        connection.execute(
            "DELETE FROM unembedded WHERE page_id IN (SELECT page_id FROM chunks WHERE embedder_id = :id)",
            {"id": maker.id},
        )
        connection.execute(
            "DELETE FROM embedders WHERE id <> :id AND id NOT IN (SELECT embedder_id FROM chunks)", {"id": maker.id}
        )
    return maker


def _is_alone(connection: Connection, maker: Maker) -> bool:
    others = connection.execute("SELECT 1 FROM embedders WHERE id <> :id LIMIT 1", {"id": maker.id}).fetchone()
    return others is None


def find_maker(connection: Connection, name: str, version: str) -> Maker | None:
    """The model of that name and version, if it made any vector here."""
    row = connection.execute(
        "SELECT id, name, version FROM embedders WHERE name = :name AND version = :version",
        {"name": name, "version": version},
    ).fetchone()
    return Maker(*row) if row else None


def latest_maker(connection: Connection) -> Maker | None:
    """The model of the newest vector."""
    row = connection.execute(
        "SELECT embedders.id, name, version FROM chunks JOIN embedders ON embedders.id = embedder_id"
        " ORDER BY chunks.id DESC LIMIT 1"
    ).fetchone()
    return Maker(*row) if row else None


# What was made


def save(db: Database, maker: Maker, done: Sequence[tuple[WaitingPage, Sequence[Embedded]]]) -> int:
    """Keep the chunks of pages, all of a page in one commit; return of how many.

    A page whose text changed meanwhile, that was erased or that no model may see any more is left as it is.
    """
    saved = 0
    with db.write() as connection:
        for page, chunks in done:
            row = connection.execute(
                "DELETE FROM unembedded WHERE page_id = :id"
                " AND EXISTS (SELECT 1 FROM pages WHERE id = :id AND text = :text) RETURNING page_id",
                {"id": page.page_id, "text": page.text},
            ).fetchone()
            if row is None:
                continue
            saved += 1
            _replace(connection, maker, page.page_id, chunks)
    return saved


def _replace(connection: Connection, maker: Maker, page_id: int, chunks: Sequence[Embedded]) -> None:
    connection.execute("DELETE FROM chunks WHERE page_id = :id", {"id": page_id})
    connection.executemany(
        "INSERT INTO chunks (page_id, embedder_id, first_char, end_char, first_line, last_line, vector)"
        " VALUES (:page_id, :embedder_id, :first_char, :end_char, :first_line, :last_line, :vector)",
        [
            {
                "page_id": page_id,
                "embedder_id": maker.id,
                "first_char": chunk.first_char,
                "end_char": chunk.end_char,
                "first_line": chunk.first_line,
                "last_line": chunk.last_line,
                "vector": _halves(chunk.vector),
            }
            for chunk in chunks
        ],
    )


def _halves(vector: bytes) -> bytes:
    """float32 as float16; LEXO's server has no NumPy until it looks through vectors."""
    count = len(vector) // 4
    return struct.pack(f"<{count}e", *struct.unpack(f"<{count}f", vector))


# To look through them


def count_of(connection: Connection, maker: Maker) -> int:
    """How many vectors a model made."""
    row = connection.execute("SELECT count(*) FROM chunks WHERE embedder_id = :id", {"id": maker.id}).fetchone()
    return int(row[0])


def vectors_after(connection: Connection, maker: Maker, chunk_id: int, limit: int) -> list[StoredVector]:
    """A model's next vectors behind an id, in the order of their ids."""
    rows: list[sqlite3.Row] = connection.execute(
        "SELECT chunks.id, page_id, document_id, vector FROM chunks JOIN pages ON pages.id = page_id"
        " WHERE embedder_id = :maker AND chunks.id > :after ORDER BY chunks.id LIMIT :limit",
        {"maker": maker.id, "after": chunk_id, "limit": limit},
    ).fetchall()
    return [StoredVector(*row) for row in rows]


def newest_but(connection: Connection, maker: Maker, count: int) -> int:
    """The id of the newest of a model's vectors that is older than the newest `count`; 0 where there is none."""
    row = connection.execute(
        "SELECT id FROM chunks WHERE embedder_id = :maker ORDER BY id DESC LIMIT 1 OFFSET :count",
        {"maker": maker.id, "count": count},
    ).fetchone()
    return int(row[0]) if row else 0


def chunk_ids(connection: Connection, maker: Maker) -> list[int]:
    """The ids of all vectors of a model, in order."""
    rows = connection.execute("SELECT id FROM chunks WHERE embedder_id = :id ORDER BY id", {"id": maker.id})
    return [row[0] for row in rows]


def shown_chunks(connection: Connection, ids: Collection[int]) -> dict[int, ShownChunk]:
    """Those of the chunks that are still there and may be shown, by their ids."""
    rows = connection.execute(
        "SELECT chunks.id, page_id, first_char, end_char FROM chunks JOIN pages ON pages.id = page_id"
        " JOIN documents ON documents.id = document_id"
        " WHERE chunks.id IN (SELECT value FROM json_each(:ids)) AND deleted_at IS NULL AND NOT is_private",
        {"ids": json.dumps(list(ids))},
    ).fetchall()
    return {row[0]: ShownChunk(*row[1:]) for row in rows}


def shown_documents(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those of the documents that are not in the trash, and that models may see."""
    rows = connection.execute(
        "SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(:ids))"
        " AND deleted_at IS NULL AND NOT is_private",
        {"ids": json.dumps(list(ids))},
    ).fetchall()
    return {row[0] for row in rows}
