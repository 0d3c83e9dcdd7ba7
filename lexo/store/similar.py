"""What papers have in common: sender, numbers, and the words of the search index. The trash is never looked at."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lexo.errors import DocumentNotFound
from lexo.store.database import Connection

_KEPT = " JOIN documents ON documents.id = {} AND deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a list says of a paper."""

    document_id: int
    title: str
    sender: str | None
    date: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class PaperText:
    """A paper and the text of its first pages, by their ids."""

    paper: Paper
    pages: dict[int, str]


class Shared(NamedTuple):
    """Another document with the same value of a field, or the same number on a page (`name` is empty)."""

    document_id: int
    name: str
    value: str


def get(connection: Connection, document_id: int, max_pages: int, max_chars: int) -> PaperText:
    """A document with the first so many characters of each of its first pages. Raises DocumentNotFound."""
    papers = find(connection, (document_id,))
    if not papers:
        raise DocumentNotFound(id=document_id)
    rows = connection.execute(
        "SELECT id, substr(text, 1, :chars) FROM pages WHERE document_id = :id ORDER BY number LIMIT :pages",
        {"id": document_id, "pages": max_pages, "chars": max_chars},
    ).fetchall()
    return PaperText(papers[document_id], {row[0]: row[1] for row in rows})


def find(connection: Connection, document_ids: Collection[int]) -> dict[int, Paper]:
    """Those of the documents that are not in the trash."""
    rows = connection.execute(
        "SELECT id, coalesce(nullif(title, ''), filename) AS title, nullif(sender, '') AS sender, date, kind"
        " FROM documents WHERE id IN (SELECT value FROM json_each(:ids)) AND deleted_at IS NULL",
        {"ids": json.dumps(list(document_ids))},
    ).fetchall()
    return {row["id"]: Paper(row["id"], row["title"], row["sender"], row["date"], row["kind"]) for row in rows}


def of_sender(connection: Connection, sender: str, limit: int) -> list[int]:
    """The newest documents of a sender."""
    return _ids(
        connection,
        "SELECT id FROM documents WHERE deleted_at IS NULL AND sender = :sender ORDER BY id DESC LIMIT :limit",
        {"sender": sender, "limit": limit},
    )


def sharing_fields(connection: Connection, document_id: int, names: Sequence[str], limit: int) -> list[Shared]:
    """Documents with a field of one of these names that has the same value, at most `limit` for each field."""
    own = connection.execute(
        "SELECT DISTINCT name, normalized FROM fields WHERE document_id = :id AND verdict <> 'unverified'"
        " AND length(normalized) > 3 AND name IN (SELECT value FROM json_each(:names)) LIMIT 40",
        {"id": document_id, "names": json.dumps(list(names))},
    ).fetchall()
    found: list[Shared] = []
    for name, value in own:
        others = _ids(
            connection,
            f"SELECT document_id FROM fields{_KEPT.format('document_id')} WHERE name = :name AND normalized = :value"
            " AND verdict <> 'unverified' AND document_id <> :id LIMIT :limit",
            {"name": name, "value": value, "id": document_id, "limit": limit},
        )
        found += (Shared(other, name, value) for other in others)
    return found


def sharing_numbers(
    connection: Connection, document_id: int, page_ids: Iterable[int], min_length: int, limit: int
) -> list[Shared]:
    """Documents with the same long numbers; those that stand on `limit` pages or more say nothing, and are left out."""
    own = connection.execute(
        "SELECT DISTINCT value FROM identifiers WHERE page_id IN (SELECT value FROM json_each(:pages))"
        " AND length(value) >= :least ORDER BY length(value) DESC LIMIT 40",
        {"pages": json.dumps(list(page_ids)), "least": min_length},
    ).fetchall()
    found: list[Shared] = []
    for (value,) in own:
        others = _ids(
            connection,
            f"SELECT document_id FROM identifiers JOIN pages ON pages.id = page_id{_KEPT.format('document_id')}"
            " WHERE value = :value LIMIT :limit",
            {"value": value, "limit": limit},
        )
        if len(others) < limit:
            found += (Shared(other, "", value) for other in dict.fromkeys(others) if other != document_id)
    return found


def page_count(connection: Connection) -> int:
    """How many pages there are, about: those that were erased are counted too."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM pages").fetchone()[0])


def _ids(connection: Connection, sql: str, values: dict[str, object]) -> list[int]:
    rows: list[sqlite3.Row] = connection.execute(sql, values).fetchall()
    return [row[0] for row in rows]
