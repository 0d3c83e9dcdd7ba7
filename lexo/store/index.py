"""The search index: pages by words, identifiers and parts of words; documents by parts of their names.

All functions take a connection, so that one search sees one state of the library. The trash is never searched.
"""

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lexo.columns import box_at, words_in
from lexo.document import BBox
from lexo.store import layout as layouts

STEPS_BETWEEN_LOOKS = 2000  # of SQLite's machine, between two looks at the clock

Connection = sqlite3.Connection  # the rooms above hand one on, and never look into it

# Looked up page by page: two microseconds each, where a list of the trash needs a look at every document.
_KEPT = " (SELECT deleted_at IS NULL FROM pages JOIN documents ON documents.id = document_id WHERE pages.id = {})"
_FOUND_KEPT, _LISTED_KEPT = _KEPT.format("found.id"), _KEPT.format("value")


class Scored(NamedTuple):
    """A page that matches; a higher score is a better match."""

    page_id: int
    score: float


class Ranked(NamedTuple):
    """The best pages, and how many match in all; without `is_complete` older ones match too and were not ranked."""

    total: int
    is_complete: bool
    pages: tuple[Scored, ...]


class PlacedWords:
    """The words of a stored page in reading order. Leaner than `layout.decode`: a search looks at many pages."""

    def __init__(self, text: str, layout: bytes) -> None:
        """None at all where the layout is missing."""
        columns = layouts.columns(text, layout)
        self._edges = columns.edges
        self.texts: list[str] = words_in(columns.text)

    def box(self, index: int) -> BBox:
        """The box of a word, counted from 0."""
        return box_at(self._edges, index)


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """What the search shows of a page; `layout` is as stored, see `PlacedWords`."""

    page_id: int
    document_id: int
    title: str
    number: int
    text: str
    layout: bytes


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document whose title or file name matches; `names` are both, folded."""

    document_id: int
    title: str
    filename: str
    names: str


def rank_pages(
    connection: Connection, match: str, *, candidates: int, limit: int, within: Sequence[int] | None = None
) -> Ranked:
    """The best of the newest `candidates` pages that match an FTS5 expression, best first; `within`: only these pages.

    Ranking costs about a microsecond for each page that matches, so a word that stands on every page is ranked among
    the newest ones only.
    """
    values = {
        "match": match,
        "candidates": candidates,
        "limit": limit,
        "within": None if within is None else json.dumps(list(within)),
    }
    rows = connection.execute(
        "WITH found AS MATERIALIZED ("
        " SELECT rowid AS id, rank AS score FROM pages_fts WHERE pages_fts MATCH :match"
        "  AND (:within IS NULL OR rowid IN (SELECT value FROM json_each(:within)))"
        " ORDER BY rowid DESC LIMIT :candidates)"
        " SELECT id, -score, count(*) OVER (), (SELECT count(*) FROM found) < :candidates"
        f" FROM found WHERE {_FOUND_KEPT} ORDER BY score, id DESC LIMIT :limit",
        values,
    ).fetchall()
    return _ranked(rows)


def newest_pages(connection: Connection, page_ids: Sequence[int], *, limit: int) -> Ranked:
    """Those of the pages that are not in the trash, newest first."""
    rows = connection.execute(
        f"SELECT value, 1.0, count(*) OVER (), 1 FROM json_each(:ids) WHERE {_LISTED_KEPT}"
        " ORDER BY value DESC LIMIT :limit",
        {"ids": json.dumps(list(page_ids)), "limit": limit},
    ).fetchall()
    return _ranked(rows)


def _ranked(rows: Sequence[sqlite3.Row]) -> Ranked:
    if not rows:
        return Ranked(0, True, ())
    return Ranked(rows[0][2], bool(rows[0][3]), tuple(Scored(row[0], row[1]) for row in rows))


def pages_with_identifier(connection: Connection, value: str, limit: int) -> list[int]:
    """Pages with an identifier that begins so; `value` is compact (`store/identifiers.py`)."""
    rows = connection.execute(
        "SELECT DISTINCT page_id FROM identifiers WHERE value >= :value AND value < :end LIMIT :limit",
        {"value": value, "end": value + "~", "limit": limit},  # "~" sorts behind every letter and digit
    ).fetchall()
    return [row[0] for row in rows]


def pages_with_part_of_identifier(connection: Connection, part: str, limit: int) -> list[int]:
    """Pages with an identifier that holds `part`. Looks at every identifier: for when nothing else is found."""
    rows = connection.execute(
        "SELECT DISTINCT page_id FROM identifiers WHERE instr(value, :part) LIMIT :limit",
        {"part": part, "limit": limit},
    ).fetchall()
    return [row[0] for row in rows]


def has_match(connection: Connection, match: str) -> bool:
    """Whether any page matches an FTS5 expression, in the trash or not."""
    return (
        connection.execute("SELECT 1 FROM pages_fts WHERE pages_fts MATCH :match LIMIT 1", {"match": match}).fetchone()
        is not None
    )


def words_with(connection: Connection, part: str, limit: int, time_s: float) -> list[str]:
    """The commonest indexed words that hold `part`, folded; none if they cannot be had in time.

    Looks at every word with all its places: 240 ms of CPU for 60,000 words on 50,000 pages. For when nothing is found.
    """
    deadline = time.monotonic() + time_s
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
    try:
        rows = connection.execute(
            "SELECT term FROM pages_vocabulary WHERE instr(term, :part) ORDER BY doc DESC LIMIT :limit",
            {"part": part, "limit": limit},
        ).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return []
    finally:
        connection.set_progress_handler(None, 0)
    return [row[0] for row in rows]


def find_pages(connection: Connection, page_ids: Sequence[int]) -> dict[int, IndexedPage]:
    """Text and layout of these pages, by id."""
    rows = connection.execute(
        "SELECT pages.id, document_id, coalesce(nullif(title, ''), filename) AS title, number, text,"
        " coalesce(layout, x'') AS layout"
        " FROM pages JOIN documents ON documents.id = document_id LEFT JOIN page_layouts ON page_id = pages.id"
        " WHERE pages.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(page_ids))},
    ).fetchall()
    return {
        row["id"]: IndexedPage(row["id"], row["document_id"], row["title"], row["number"], row["text"], row["layout"])
        for row in rows
    }


def documents_of(connection: Connection, page_ids: Sequence[int]) -> dict[int, int]:
    """The documents' ids by the pages'."""
    rows = connection.execute(
        "SELECT id, document_id FROM pages WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(page_ids))},
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def pages_of(connection: Connection, document_id: int) -> list[int]:
    """The pages of a document, in order."""
    rows = connection.execute(
        "SELECT id FROM pages WHERE document_id = :document_id ORDER BY number", {"document_id": document_id}
    ).fetchall()
    return [row[0] for row in rows]


def find_by_name(connection: Connection, parts: Sequence[str], limit: int) -> list[NamedDocument]:
    """The newest documents whose title or file name holds every part; parts are folded, three letters or more."""
    match = " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)
    if not match:
        return []
    rows = connection.execute(
        "SELECT documents.id, coalesce(nullif(title, ''), filename), filename, names"
        " FROM names_fts JOIN documents ON documents.id = names_fts.rowid"
        " WHERE names_fts MATCH :match AND deleted_at IS NULL ORDER BY names_fts.rowid DESC LIMIT :limit",
        {"match": match, "limit": limit},
    ).fetchall()
    return [NamedDocument(*row) for row in rows]
