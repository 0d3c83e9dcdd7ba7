"""The search index: pages by words, identifiers and parts of words; documents by parts of their names.

All functions take a connection, so that one search sees one state of the library. The trash is never searched.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from lexo.columns import words_in
from lexo.document import BBox
from lexo.store import layout as layouts

Connection = sqlite3.Connection  # the rooms above hand one on, and never look into it

# A small list for each query; looked up page by page, the trash took longer than ranking.
_KEPT = (
    " AND rowid NOT IN (SELECT pages.id FROM documents JOIN pages ON document_id = documents.id WHERE deleted_at > '')"
)
_PAGES = " AND +rowid IN (SELECT value FROM json_each(:pages))"  # "+": or each is looked for by itself
_DOCUMENTS = " AND +rowid IN (SELECT pages.id FROM json_each(:documents) JOIN pages ON document_id = value)"
_OF_MANY = (
    " AND (SELECT document_id FROM pages WHERE id = pages_fts.rowid) IN (SELECT value FROM json_each(:documents))"
)
BEGINNING = 400  # characters of a listed paper
MANY = 2000  # documents whose pages are not listed beforehand: what is found is looked up


class Scored(NamedTuple):
    """A page that matches; a higher score is a better match."""

    page_id: int
    score: float


class Ranked(NamedTuple):
    """The best pages, and how many match in all; without `is_complete` older ones match too and were not ranked."""

    total: int
    is_complete: bool
    pages: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look: on these pages, in these documents, or on those pages of these documents; None: everywhere."""

    pages: tuple[int, ...] | None = None
    documents: tuple[int, ...] | None = None

    @property
    def sql(self) -> str:
        """The conditions, beginning with AND."""
        documents = "" if self.documents is None else _DOCUMENTS if len(self.documents) <= MANY else _OF_MANY
        return (_KEPT if self.documents is None else "") + ("" if self.pages is None else _PAGES) + documents

    @property
    def values(self) -> dict[str, str]:
        given = {"pages": self.pages, "documents": self.documents}
        return {name: json.dumps(ids) for name, ids in given.items() if ids is not None}


EVERYWHERE = Within()


class PlacedWords:
    """The words of a stored page in reading order. Leaner than `layout.decode`: a search looks at many pages."""

    def __init__(self, text: str, layout: bytes) -> None:
        """None at all where the layout is missing; that it is of this very text is not looked at again."""
        self._text = text
        self._layout = layout

    @cached_property
    def texts(self) -> list[str]:
        return words_in(self._text) if layouts.word_count(self._layout) else []

    def box(self, index: int) -> BBox:
        """The box of a word, counted from 0."""
        return layouts.boxes_at(self._layout, (index,))[0]

    def boxes(self, stretches: Iterable[tuple[int, int]]) -> tuple[BBox, ...]:
        """The boxes of all words on stretches of the page's text, which are in order and apart."""
        text = self._text
        words: list[int] = []
        for start, end in stretches:
            first = text.count(" ", 0, start) + text.count("\n", 0, start) - text.count("\n\n", 0, start)
            stretch = text[start:end]
            last = first
            if " " in stretch or "\n" in stretch:
                last += stretch.count(" ") + stretch.count("\n") - stretch.count("\n\n")
            words.extend(range(max(first, words[-1] + 1) if words else first, last + 1))
        return tuple(layouts.boxes_at(self._layout, words))


class IndexedPage(NamedTuple):
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
    connection: Connection, match: str, *, candidates: int, limit: int, within: Within = EVERYWHERE
) -> Ranked:
    """The best of the newest `candidates` pages that match an FTS5 expression, best first.

    Ranking costs about a microsecond for each page that matches, so a word that stands on every page is ranked among
    the newest ones only.
    """
    rows = _tuples(
        connection,
        "WITH found AS MATERIALIZED ("
        f" SELECT rowid AS id, rank AS score FROM pages_fts WHERE pages_fts MATCH :match{within.sql}"
        " ORDER BY rowid DESC LIMIT :candidates)"
        " SELECT id, -score, (SELECT count(*) FROM found) FROM found ORDER BY score, id DESC LIMIT :limit",
        {"match": match, "candidates": candidates, "limit": limit, **within.values},
    )
    if not rows:
        return Ranked(0, True, ())
    return Ranked(rows[0][2], rows[0][2] < candidates, tuple(map(Scored, *list(zip(*rows, strict=True))[:2])))


def pages_having(connection: Connection, match: str, *, limit: int, within: Within = EVERYWHERE) -> list[int]:
    """The newest pages that match an FTS5 expression, newest first; a tenth of the cost of ranking them."""
    sql = f"SELECT rowid FROM pages_fts WHERE pages_fts MATCH :match{within.sql} ORDER BY rowid DESC LIMIT :limit"
    return [row[0] for row in _tuples(connection, sql, {"match": match, "limit": limit, **within.values})]


def those_having(connection: Connection, match: str, page_ids: Iterable[int]) -> list[int]:
    """Those of a few pages that match an FTS5 expression: each is looked up, however many others match."""
    sql = (
        "SELECT value FROM json_each(:ids)"
        " WHERE EXISTS (SELECT 1 FROM pages_fts WHERE pages_fts MATCH :match AND rowid = value)"
    )
    return [row[0] for row in _tuples(connection, sql, {"match": match, "ids": json.dumps(list(page_ids))})]


def _tuples(connection: Connection, sql: str, values: dict[str, object]) -> list[tuple[Any, ...]]:
    """Rows without names: hundreds of them."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, values).fetchall()


def newest_pages(connection: Connection, page_ids: Sequence[int], *, limit: int) -> Ranked:
    """Those of the pages that are not in the trash, newest first."""
    rows = _tuples(
        connection,
        "SELECT value, count(*) OVER () FROM json_each(:ids) JOIN pages ON pages.id = value"
        " JOIN documents ON documents.id = document_id WHERE deleted_at IS NULL ORDER BY value DESC LIMIT :limit",
        {"ids": json.dumps(list(page_ids)), "limit": limit},
    )
    return Ranked(rows[0][1] if rows else 0, True, tuple(Scored(row[0], 1.0) for row in rows))


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


def find_pages(connection: Connection, page_ids: Sequence[int]) -> dict[int, IndexedPage]:
    """Text and layout of these pages, by id."""
    rows = _tuples(
        connection,
        "SELECT pages.id, document_id, coalesce(nullif(title, ''), filename), number, text, coalesce(layout, x'')"
        " FROM pages JOIN documents ON documents.id = document_id LEFT JOIN page_layouts ON page_id = pages.id"
        " WHERE pages.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(page_ids))},
    )
    return {row[0]: IndexedPage(*row) for row in rows}


def documents_of(connection: Connection, page_ids: Iterable[int]) -> dict[int, int]:
    """The documents' ids by the pages'."""
    sql = "SELECT id, document_id FROM pages WHERE id IN (SELECT value FROM json_each(:ids))"
    return {row[0]: row[1] for row in _tuples(connection, sql, {"ids": json.dumps(list(page_ids))})}


def pages_of_documents(connection: Connection, document_ids: Iterable[int], limit: int) -> dict[int, int]:
    """Pages of documents: the documents' ids by the pages'."""
    sql = "SELECT pages.id, document_id FROM json_each(:ids) JOIN pages ON document_id = value LIMIT :limit"
    values = {"ids": json.dumps(list(document_ids)), "limit": limit}
    return {row[0]: row[1] for row in _tuples(connection, sql, values)}


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


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as a list shows it: its first page that has text, and how that begins; without any, no page."""

    document_id: int
    title: str
    page: int | None
    beginning: str


def newest_papers(connection: Connection, document_ids: Sequence[int], *, limit: int, offset: int = 0) -> list[Paper]:
    """These documents, the newest paper first; those without a date follow, the last added first."""
    rows = _tuples(
        connection,
        "WITH listed AS MATERIALIZED (SELECT id, coalesce(nullif(title, ''), filename) AS title, date FROM documents"
        " WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY date DESC, id DESC LIMIT :limit OFFSET :offset)"
        " SELECT listed.id, title, number, coalesce(substr(text, 1, :length), '') FROM listed"
        " LEFT JOIN pages ON pages.id = (SELECT id FROM pages WHERE document_id = listed.id AND text <> ''"
        " ORDER BY number LIMIT 1) ORDER BY date DESC, listed.id DESC",
        {"ids": json.dumps(list(document_ids)), "limit": limit, "offset": offset, "length": BEGINNING},
    )
    return [Paper(*row) for row in rows]
