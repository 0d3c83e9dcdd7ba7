"""What models may be shown: papers, pages and facts that are neither private nor in the trash. Nothing else.

All functions take a connection, so that one question sees one state of the library.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lexo.store.facts import KeptField, fields_of

_SHOWN = "deleted_at IS NULL AND is_private = 0"


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper; what is not known of it is None."""

    id: int
    title: str
    kind: str | None
    sender: str | None
    date: str | None  # ISO


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page that was read; `layout` is as stored, see `index.PlacedWords`."""

    id: int
    document_id: int
    number: int
    text: str
    layout: bytes


def papers(connection: sqlite3.Connection, document_ids: Collection[int]) -> dict[int, ShownPaper]:
    """Those of the papers that may be shown, by id."""
    rows = connection.execute(
        "SELECT id, coalesce(nullif(title, ''), filename) AS title, kind, sender, date FROM documents"
        f" WHERE {_SHOWN} AND id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(document_ids))},
    ).fetchall()
    return {row["id"]: ShownPaper(*row) for row in rows}


def missing(connection: sqlite3.Connection, document_ids: Collection[int]) -> list[int]:
    """Those of the ids that no paper has, in the trash or not at all; private ones are there."""
    rows = connection.execute(
        "SELECT value FROM json_each(:ids) WHERE value NOT IN (SELECT id FROM documents WHERE deleted_at IS NULL)",
        {"ids": json.dumps(list(document_ids))},
    ).fetchall()
    return [row[0] for row in rows]


def pages(connection: sqlite3.Connection, page_ids: Collection[int]) -> dict[int, ShownPage]:
    """Those of the pages that may be shown, by id."""
    rows = connection.execute(
        "SELECT pages.id, document_id, number, text, coalesce(layout, x'') AS layout"
        " FROM pages JOIN documents ON documents.id = document_id LEFT JOIN page_layouts ON page_id = pages.id"
        f" WHERE {_SHOWN} AND pages.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(page_ids))},
    ).fetchall()
    return {row["id"]: ShownPage(*row) for row in rows}


def pages_of(connection: sqlite3.Connection, document_ids: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Id and number of characters of the papers' pages that have text, in the order of papers and pages."""
    rows = connection.execute(
        "SELECT pages.id, length(text) FROM pages JOIN documents ON documents.id = document_id"
        " JOIN json_each(:ids) AS wanted ON wanted.value = document_id"
        f" WHERE {_SHOWN} AND text <> '' ORDER BY wanted.key, number LIMIT :limit",
        {"ids": json.dumps(list(document_ids)), "limit": limit},
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def page_of(connection: sqlite3.Connection, document_id: int, number: int) -> ShownPage | None:
    """One page, None where it may not be shown or is not there."""
    row = connection.execute(
        "SELECT pages.id FROM pages JOIN documents ON documents.id = document_id"
        f" WHERE {_SHOWN} AND document_id = :document_id AND number = :number",
        {"document_id": document_id, "number": number},
    ).fetchone()
    return None if row is None else pages(connection, [row[0]]).get(row[0])


def facts(connection: sqlite3.Connection, document_id: int) -> tuple[KeptField, ...]:
    """The facts of a paper, none where it may not be shown."""
    return fields_of(connection, document_id) if papers(connection, [document_id]) else ()
