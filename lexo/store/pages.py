"""Pages: each is claimed, read and saved on its own, so that a crash costs at most the page in hand."""

import json
import sqlite3
from dataclasses import astuple, dataclass, replace

from lexo.columns import columns_of
from lexo.document import Page, PageSize, PageState, PageText, Reason, Tried
from lexo.errors import PageNotFound
from lexo.store import corrections, due, layout, vectors
from lexo.store.database import Database
from lexo.store.identifiers import identifiers_in, joined_words
from lexo.store.rows import reason_columns, reason_of
from lexo.store.words import corrected

MAX_ATTEMPTS = 2  # readings that ended in a crash of the reader, or of the machine
MAX_KILLS = 20  # readings whose reader was killed from outside: the memory killer, or a person; tried after all others


@dataclass(frozen=True, slots=True)
class PageSummary:
    """A page without its words' places."""

    number: int
    state: PageState
    reason: Reason | None
    width_pt: float
    height_pt: float
    rotation: int
    engine: str
    engine_version: str
    dpi: int | None
    languages: tuple[str, ...]
    confidence: float | None
    duration_ms: int
    warnings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a reader gives for one page, words already in the form they are stored in (`store/layout.py`)."""

    content: PageText  # without blocks and tables, once it has travelled
    text: str
    layout: bytes
    tables: str


def encode_tried(tried: tuple[Tried, ...]) -> str:
    """Readings as JSON text."""
    return json.dumps([astuple(reading) for reading in tried]) if tried else "[]"


def decode_tried(tried: str) -> tuple[Tried, ...]:
    """JSON text as readings."""
    return tuple(Tried(*values) for values in json.loads(tried))


def packed(content: PageText) -> ReadPage:
    """A page as it is stored."""
    columns = columns_of(content.blocks)
    return ReadPage(content, columns.text, layout.encode(columns), layout.encode_tables(content.tables))


def unpacked(page: ReadPage) -> PageText:
    """The page that `packed` was given."""
    blocks = layout.decode(page.text, page.layout)
    return replace(page.content, blocks=blocks, tables=layout.decode_tables(page.tables))


def lay_out(connection: sqlite3.Connection, document_id: int, sizes: tuple[PageSize, ...]) -> None:
    """Make the rows of a document's pages; those that are there stay as they are."""
    connection.executemany(
        "INSERT INTO pages (document_id, number, state, width_pt, height_pt)"
        " VALUES (:document_id, :number, 'queued', :width_pt, :height_pt) ON CONFLICT DO NOTHING",
        [
            {"document_id": document_id, "number": number, "width_pt": size.width_pt, "height_pt": size.height_pt}
            for number, size in enumerate(sizes, start=1)
        ],
    )


def save_page(db: Database, document_id: int, number: int, page: ReadPage) -> None:
    """Keep one page: text, places, search index and identifiers, in one commit."""
    with db.write() as connection:
        save_within(connection, document_id, number, page)


def save_within(connection: sqlite3.Connection, document_id: int, number: int, page: ReadPage) -> int | None:
    """`save_page` as a part of a larger commit; the page's id, None where its document was erased meanwhile."""
    read = page
    if words := corrections.words_of(connection, document_id, number):
        page = packed(corrected(unpacked(page), words))
    content = page.content
    before = connection.execute(
        "SELECT id, text, joined FROM pages WHERE document_id = :document_id AND number = :number",
        {"document_id": document_id, "number": number},
    ).fetchone()
    if before is None:
        return None
    _forget_words(connection, before)
    row = connection.execute(
        "UPDATE pages SET state = 'done', boot_id = NULL, reason_code = NULL, reason_details = NULL,"
        " width_pt = :width_pt, height_pt = :height_pt, rotation = :rotation, engine = :engine,"
        " engine_version = :engine_version, dpi = :dpi, languages = :languages, language = :language,"
        " confidence = :confidence,"
        " duration_ms = :duration_ms, warnings = :warnings, tried = :tried, text = :text, joined = :joined,"
        " read_count = read_count + 1"
        " WHERE document_id = :document_id AND number = :number RETURNING id, text, joined",
        {
            "document_id": document_id,
            "number": number,
            "width_pt": content.width_pt,
            "height_pt": content.height_pt,
            "rotation": content.rotation,
            "engine": content.engine,
            "engine_version": content.engine_version,
            "dpi": content.dpi,
            "languages": "+".join(content.languages),
            "language": content.language,
            "confidence": content.confidence,
            "duration_ms": content.duration_ms,
            "warnings": json.dumps(content.warnings),
            "tried": encode_tried(content.tried),
            "text": page.text,
            "joined": joined_words(page.text),
        },
    ).fetchone()
    _learn_words(connection, row, before)
    _save_places(connection, row["id"], page)
    _save_as_read(connection, row["id"], read if words else None)
    due.want(connection, document_id)
    return int(row["id"])


def as_read(connection: sqlite3.Connection, document_id: int, number: int) -> ReadPage | None:
    """A page as its engine read it, where people corrected words of it; else None. Raises PageNotFound."""
    row = _row(connection, document_id, number)
    page = _read_page(row)
    if row["read_text"] is None:
        return None
    return replace(page, text=row["read_text"], layout=row["read_layout"], tables=row["read_tables"])


def save_words(
    connection: sqlite3.Connection, document_id: int, number: int, page: ReadPage, *, read: ReadPage | None
) -> None:
    """Keep other words of a page that was read, as people corrected them; it does not count as a reading.

    `read` is the page as its engine read it, None where that is the page itself.
    """
    values = {"document_id": document_id, "number": number, "text": page.text, "joined": joined_words(page.text)}
    where = "WHERE document_id = :document_id AND number = :number"
    before = connection.execute(f"SELECT id, text, joined FROM pages {where}", values).fetchone()
    _forget_words(connection, before)
    row = connection.execute(
        f"UPDATE pages SET text = :text, joined = :joined {where} RETURNING id, text, joined", values
    ).fetchone()
    _learn_words(connection, row, before)
    _save_places(connection, row["id"], page)
    _save_as_read(connection, row["id"], read)
    due.want(connection, document_id)


def _save_as_read(connection: sqlite3.Connection, page_id: int, read: ReadPage | None) -> None:
    """Keep a page as its engine read it; after `_save_places`, which forgets what was kept before."""
    if read is not None:
        connection.execute(
            "UPDATE page_layouts SET read_text = :text, read_layout = :layout, read_tables = :tables"
            " WHERE page_id = :page_id",
            {"page_id": page_id, "text": read.text, "layout": read.layout, "tables": read.tables},
        )


def _forget_words(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    """Take a page out of the index; FTS5 needs the very words that went in."""
    if row["text"]:
        connection.execute(
            "INSERT INTO pages_fts (pages_fts, rowid, text, joined) VALUES ('delete', :id, :text, :joined)", dict(row)
        )


def _learn_words(connection: sqlite3.Connection, row: sqlite3.Row, before: sqlite3.Row) -> None:
    """Put a page into the index; what it means is to be found out again if it says something else than before."""
    if row["text"]:
        connection.execute("INSERT INTO pages_fts (rowid, text, joined) VALUES (:id, :text, :joined)", dict(row))
    if row["text"] != before["text"]:
        vectors.text_changed(connection, row["id"])


def _save_places(connection: sqlite3.Connection, page_id: int, page: ReadPage) -> None:
    connection.execute(
        "INSERT INTO page_layouts (page_id, layout, tables) VALUES (:page_id, :layout, :tables)"
        " ON CONFLICT (page_id) DO UPDATE SET layout = excluded.layout, tables = excluded.tables,"
        " read_text = NULL, read_layout = NULL, read_tables = NULL",
        {"page_id": page_id, "layout": page.layout, "tables": page.tables},
    )
    connection.execute("DELETE FROM identifiers WHERE page_id = :page_id", {"page_id": page_id})
    connection.executemany(
        "INSERT INTO identifiers (page_id, value) VALUES (:page_id, :value)",
        [{"page_id": page_id, "value": value} for value in identifiers_in(page.text)],
    )


def fail_page(db: Database, document_id: int, number: int, reason: Reason) -> None:
    """Give a page up, with the reason; the document goes on. One that is or was read stays read."""
    with db.write() as connection:
        connection.execute(
            "UPDATE pages SET state = CASE WHEN read_count > 0 THEN 'done' ELSE 'failed' END, boot_id = NULL,"
            " warnings = CASE WHEN read_count > 0 THEN json_insert(warnings, '$[#]', :reason_code) ELSE warnings END,"
            " reason_code = :reason_code,"
            " reason_details = :reason_details"
            " WHERE document_id = :document_id AND number = :number AND state <> 'done'",
            {"document_id": document_id, "number": number, **reason_columns(reason)},
        )


def hand_back(db: Database, document_id: int, numbers: list[int]) -> None:
    """Queue pages again that were claimed but never begun: their attempt does not count."""
    with db.write() as connection:
        connection.executemany(
            "UPDATE pages SET state = 'queued', boot_id = NULL, attempts = attempts - 1"
            " WHERE document_id = :document_id AND number = :number AND state = 'reading'",
            [{"document_id": document_id, "number": number} for number in numbers],
        )


def interrupted(db: Database, document_id: int, number: int, reason: Reason, *, was_killed: bool) -> bool:
    """The reader ended while on this page: queue it again, or give it up. Return whether it was given up."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE pages SET state = 'queued', boot_id = NULL, kills = kills + :killed, attempts = attempts - :killed"
            " WHERE document_id = :document_id AND number = :number AND state = 'reading' RETURNING attempts, kills",
            {"document_id": document_id, "number": number, "killed": int(was_killed)},
        ).fetchone()
    if row is None or (row["attempts"] < MAX_ATTEMPTS and row["kills"] < MAX_KILLS):
        return False
    fail_page(db, document_id, number, reason)
    return True


def get_page(db: Database, document_id: int, number: int) -> Page:
    """One page with blocks, words and tables. Raises PageNotFound."""
    with db.read() as connection:
        row = _row(connection, document_id, number)
    content = unpacked(_read_page(row))
    return Page(row["id"], document_id, number, PageState(row["state"]), reason_of(row), content)


def get_read_page(connection: sqlite3.Connection, document_id: int, number: int) -> ReadPage:
    """One page as it is kept. Raises PageNotFound."""
    return _read_page(_row(connection, document_id, number))


def all_read(db: Database, document_id: int) -> list[tuple[int, ReadPage]]:
    """All pages that were read, by number, as they are kept."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT pages.*, coalesce(layout, x'') AS layout, coalesce(tables, '[]') AS tables FROM pages"
            " LEFT JOIN page_layouts ON page_id = pages.id"
            " WHERE document_id = :document_id AND state = 'done' ORDER BY number",
            {"document_id": document_id},
        ).fetchall()
    return [(row["number"], _read_page(row)) for row in rows]


def _row(connection: sqlite3.Connection, document_id: int, number: int) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        "SELECT pages.*, coalesce(layout, x'') AS layout, coalesce(tables, '[]') AS tables, read_text, read_layout,"
        " read_tables FROM pages"
        " LEFT JOIN page_layouts ON page_id = pages.id WHERE document_id = :document_id AND number = :number",
        {"document_id": document_id, "number": number},
    ).fetchone()
    if row is None:
        raise PageNotFound(number=number)
    return row


def _read_page(row: sqlite3.Row) -> ReadPage:
    content = PageText(
        width_pt=row["width_pt"],
        height_pt=row["height_pt"],
        rotation=row["rotation"],
        engine=row["engine"],
        engine_version=row["engine_version"],
        dpi=row["dpi"],
        languages=_languages(row),
        language=row["language"],
        confidence=row["confidence"],
        duration_ms=row["duration_ms"],
        warnings=tuple(json.loads(row["warnings"])),
        tried=decode_tried(row["tried"]),
    )
    return ReadPage(content, row["text"], row["layout"], row["tables"])


def get_rotation(db: Database, document_id: int, number: int) -> int:
    """Degrees clockwise that make a page upright; 0 before it is read. Raises PageNotFound."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT rotation FROM pages WHERE document_id = :document_id AND number = :number",
            {"document_id": document_id, "number": number},
        ).fetchone()
    if row is None:
        raise PageNotFound(number=number)
    return int(row["rotation"])


def list_pages(db: Database, document_id: int) -> tuple[PageSummary, ...]:
    """All pages of a document, in order."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT * FROM pages WHERE document_id = :document_id ORDER BY number", {"document_id": document_id}
        ).fetchall()
    return tuple(_summary(row) for row in rows)


def document_text(db: Database, document_id: int) -> str:
    """The text of all pages, a form feed between them."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT text FROM pages WHERE document_id = :document_id ORDER BY number", {"document_id": document_id}
        ).fetchall()
    return "\n\f\n".join(row["text"] for row in rows)


def language_of(db: Database, document_id: int) -> str | None:
    """The language that most of a document's text is in, of the pages where somebody looked."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT language FROM pages WHERE document_id = :id AND language IS NOT NULL"
            " GROUP BY language ORDER BY sum(length(text)) DESC LIMIT 1",
            {"id": document_id},
        ).fetchone()
    return row["language"] if row else None


def outcomes(db: Database, document_id: int) -> tuple[int, int, bool]:
    """How many pages are read, how many failed, and whether any read one has a warning."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed'),"
            " count(*) FILTER (WHERE state = 'done' AND warnings <> '[]') FROM pages WHERE document_id = :id",
            {"id": document_id},
        ).fetchone()
    return row[0], row[1], row[2] > 0


def _summary(row: sqlite3.Row) -> PageSummary:
    return PageSummary(
        number=row["number"],
        state=PageState(row["state"]),
        reason=reason_of(row),
        width_pt=row["width_pt"],
        height_pt=row["height_pt"],
        rotation=row["rotation"],
        engine=row["engine"],
        engine_version=row["engine_version"],
        dpi=row["dpi"],
        languages=_languages(row),
        confidence=row["confidence"],
        duration_ms=row["duration_ms"],
        warnings=tuple(json.loads(row["warnings"])),
        text=row["text"],
    )


def _languages(row: sqlite3.Row) -> tuple[str, ...]:
    return tuple(row["languages"].split("+")) if row["languages"] else ()
