"""The database's shape: append-only migrations, applied in order, each in one transaction."""

import sqlite3
from collections.abc import Callable

from lexo.errors import DatabaseNewer

M001_FIRST = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    filename TEXT NOT NULL,                -- the name it first came under, NFC
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'reading', 'ready', 'ready_with_warnings', 'failed')),
    reason_code TEXT,                      -- of lexo/errors; NULL where all is well
    reason_details TEXT,
    title TEXT NOT NULL DEFAULT '',
    kind TEXT,
    kind_confidence REAL,
    language TEXT,                         -- ISO 639-3
    sender TEXT,
    date TEXT,
    page_count INTEGER,                    -- NULL until inspected
    is_encrypted INTEGER NOT NULL DEFAULT 0,
    is_signed INTEGER NOT NULL DEFAULT 0,
    warnings TEXT NOT NULL DEFAULT '[]',  -- [[code, details], ...]
    created_at TEXT NOT NULL,              -- UTC, ISO 8601
    updated_at TEXT NOT NULL,
    deleted_at TEXT                        -- in the trash since
) STRICT;
CREATE INDEX documents_by_state ON documents (deleted_at, state);  -- in the order of ids, as lists want it
CREATE INDEX documents_by_kind ON documents (deleted_at, state, kind);  -- all that counting needs

CREATE TABLE places (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    raw_path BLOB NOT NULL UNIQUE,         -- as the file system spells it
    path TEXT NOT NULL,                    -- the same for people, NFC
    device INTEGER,
    inode INTEGER,
    size_bytes INTEGER,
    mtime_ns INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'failed', 'ignored')),  -- taken: see its document
    reason_code TEXT,
    reason_details TEXT,
    document_id INTEGER REFERENCES documents (id) ON DELETE SET NULL,
    first_seen_at TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    missing_since TEXT                     -- the file is no longer there; its document stays
) STRICT;
CREATE INDEX places_by_document ON places (document_id);
CREATE INDEX places_by_state ON places (state);
CREATE INDEX places_by_inode ON places (device, inode);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'waiting', 'done', 'failed', 'cancelled')),
    stage TEXT NOT NULL DEFAULT 'queued' CHECK (stage IN ('queued', 'inspecting', 'reading', 'finishing', 'finished')),
    priority INTEGER NOT NULL DEFAULT 0,   -- higher first
    attempts INTEGER NOT NULL DEFAULT 0,   -- at opening the file; raised and committed before each
    boot_id TEXT,                          -- of the machine's run in which the file was last being opened
    options TEXT NOT NULL DEFAULT '{}',  -- ReadingOptions that differ from the settings
    reason_code TEXT,
    reason_details TEXT,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
) STRICT;
CREATE INDEX jobs_open ON jobs (priority DESC, id) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_by_document ON jobs (document_id);
CREATE INDEX jobs_by_state ON jobs (state);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    state TEXT NOT NULL CHECK (state IN ('queued', 'reading', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,   -- raised and committed before the work starts
    kills INTEGER NOT NULL DEFAULT 0,      -- readers that were killed from outside on it
    boot_id TEXT,
    width_pt REAL NOT NULL,
    height_pt REAL NOT NULL,
    rotation INTEGER NOT NULL DEFAULT 0,
    engine TEXT NOT NULL DEFAULT '',
    engine_version TEXT NOT NULL DEFAULT '',
    dpi INTEGER,
    languages TEXT NOT NULL DEFAULT '',    -- the engine was told to expect, joined by '+'
    language TEXT,                         -- the text is in, ISO 639-3; NULL where nobody looked or it is unclear
    confidence REAL,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    read_count INTEGER NOT NULL DEFAULT 0, -- finished readings, to prove that none is done twice
    text TEXT NOT NULL DEFAULT '',         -- as printed: a line break after each line, an empty line between blocks
    joined TEXT NOT NULL DEFAULT '',       -- words that were broken over two lines, whole, for the search
    warnings TEXT NOT NULL DEFAULT '[]',  -- [code, ...]
    reason_code TEXT,
    reason_details TEXT,
    UNIQUE (document_id, number)
) STRICT;
CREATE INDEX pages_open ON pages (document_id, attempts + kills, number) WHERE state = 'queued';

CREATE TABLE page_layouts (
    page_id INTEGER PRIMARY KEY REFERENCES pages (id) ON DELETE CASCADE,
    layout BLOB NOT NULL,  -- boxes of the words of `pages.text`: see store/layout.py
    tables TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE identifiers (                 -- numbers as people hold them against the paper: no spaces, capitals
    value TEXT NOT NULL,                   -- first, as in the key: SQLite 3.40's quick_check sees damage else
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    PRIMARY KEY (value, page_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifiers_by_page ON identifiers (page_id);

-- What the index stands for: its check wants every row of its content to be in it.
CREATE VIEW indexed_pages AS SELECT id, text, joined FROM pages WHERE text <> '';
-- Kept in step by `store/pages.py`, not by triggers: SQLite lets none touch a virtual table under trusted_schema = 0.
CREATE VIRTUAL TABLE pages_fts USING fts5 (
    text, joined, content = 'indexed_pages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE pages_vocabulary USING fts5vocab (pages_fts, row);

CREATE VIRTUAL TABLE names_fts USING fts5 (  -- titles and file names, any part of them; accents folded when written
    names, tokenize = 'trigram'
);
"""

M002_MODELS = """
ALTER TABLE pages ADD COLUMN tried TEXT NOT NULL DEFAULT '[]';  -- all readings: [[engine, version, confidence, ...]]

CREATE TABLE looks (                       -- pages that wait for a model's reading; gone once it is done
    page_id INTEGER PRIMARY KEY REFERENCES pages (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    engine TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,   -- raised and committed before the work starts
    boot_id TEXT                           -- of the machine's run in which it is being done
) STRICT;
CREATE INDEX looks_by_document ON looks (document_id);

CREATE TABLE readings (                    -- what engines read, so that the same page is never read twice the same way
    key TEXT PRIMARY KEY,                  -- file, page, engine, versions, options
    page BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    used_at TEXT NOT NULL
) STRICT;
CREATE INDEX readings_by_use ON readings (used_at);
"""

M003_FACTS = """
ALTER TABLE documents ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN kind_reasons TEXT NOT NULL DEFAULT '[]';  -- [[code, details], ...]: why this kind
ALTER TABLE documents ADD COLUMN metadata_title TEXT NOT NULL DEFAULT '';  -- as the file says it
ALTER TABLE documents ADD COLUMN keep_until TEXT;      -- ISO date; 'for life'; NULL where nothing is known
ALTER TABLE documents ADD COLUMN keep_reasons TEXT NOT NULL DEFAULT '[]';  -- [[code, details]]: why so long
ALTER TABLE documents ADD COLUMN understood_at TEXT;

CREATE TABLE understandings (              -- documents whose facts are to be looked for; gone once it is done
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    stage TEXT NOT NULL DEFAULT 'rules' CHECK (stage IN ('rules', 'model')),
    attempts INTEGER NOT NULL DEFAULT 0,   -- raised and committed before the work starts
    kills INTEGER NOT NULL DEFAULT 0,      -- readers that were killed from outside on it
    boot_id TEXT                           -- of the machine's run in which it is being done
) STRICT;

CREATE TABLE insights (                    -- what was made of a paper, before people spoke: all else follows from it
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    rules TEXT NOT NULL,                   -- see store/insights.py
    model TEXT                             -- the same, of a text model
) STRICT;

CREATE TABLE fields (                      -- those of the insights, as people corrected them
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    rank INTEGER NOT NULL,                 -- order in the document; the first of a name is the one to use
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    normalized TEXT NOT NULL,
    rows TEXT NOT NULL DEFAULT '[]',       -- [{column: text}, ...] of table-like facts
    page INTEGER,                          -- NULL: not printed (XML inside the file)
    boxes TEXT NOT NULL DEFAULT '[]',      -- [[left, top, right, bottom], ...]
    text TEXT NOT NULL DEFAULT '',         -- verbatim
    engine TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source IN ('person', '2d-doc', 'xml', 'mrz', 'qr', 'rule', 'model')),
    verdict TEXT NOT NULL CHECK (verdict IN ('verified', 'plausible', 'contradicted', 'unverified')),
    confidence REAL NOT NULL,
    rule TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX fields_by_document ON fields (document_id, rank);
CREATE INDEX fields_by_value ON fields (name, normalized);

CREATE TABLE corrections (                 -- what people said; never changed but for `undone_at`
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    what TEXT NOT NULL CHECK (what IN ('field', 'kind', 'title', 'date', 'sender', 'word')),
    name TEXT NOT NULL DEFAULT '',         -- of the field
    page INTEGER,                          -- of the word
    box TEXT,                              -- of the word: [left, top, right, bottom]
    before TEXT,                           -- NULL: there was nothing
    after TEXT,                            -- NULL: there is none
    made_at TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX corrections_by_document ON corrections (document_id, id);

CREATE TABLE deadlines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    date TEXT NOT NULL,
    field TEXT NOT NULL,                   -- name of the field that proves it
    normalized TEXT NOT NULL,              -- and its value
    amount TEXT NOT NULL DEFAULT '',
    remind_days INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'dismissed', 'done')),
    is_current INTEGER NOT NULL DEFAULT 1, -- 0: the paper no longer says so; kept, as a person decided on it
    UNIQUE (document_id, what, date)
) STRICT;
CREATE INDEX deadlines_by_date ON deadlines (date);

CREATE TABLE features (                    -- by which the sender of a paper is known
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    feature TEXT NOT NULL,
    PRIMARY KEY (document_id, feature)
) STRICT, WITHOUT ROWID;
CREATE INDEX features_by_feature ON features (feature);

CREATE TABLE likenesses (                  -- for finding the same paper again
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    band INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    PRIMARY KEY (document_id, band)
) STRICT, WITHOUT ROWID;
CREATE INDEX likenesses_by_hash ON likenesses (band, hash);

CREATE TABLE twins (                       -- papers that say (nearly) the same; the smaller id first
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    likeness REAL NOT NULL,                -- 0-1
    what TEXT NOT NULL CHECK (what IN ('copy', 'version')),
    is_dismissed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (document_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX twins_by_other ON twins (other_id);

CREATE TABLE splits (                      -- pages at which another paper begins
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    confidence REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'dismissed')),
    PRIMARY KEY (document_id, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (                       -- documents that were cut out of another
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    whole_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    first_page INTEGER NOT NULL,
    last_page INTEGER NOT NULL
) STRICT;
CREATE INDEX parts_by_whole ON parts (whole_id);
"""

M004_READ = """
ALTER TABLE page_layouts ADD COLUMN read_text TEXT;    -- as the engine read the page; NULL where nobody corrected it
ALTER TABLE page_layouts ADD COLUMN read_layout BLOB;
ALTER TABLE page_layouts ADD COLUMN read_tables TEXT;
"""

Migration = tuple[str, str | Callable[[sqlite3.Connection], None]]
MIGRATIONS: tuple[Migration, ...] = (
    ("m001_first", M001_FIRST),
    ("m002_models", M002_MODELS),
    ("m003_facts", M003_FACTS),
    ("m004_read", M004_READ),
)


def migrate(connection: sqlite3.Connection) -> list[str]:
    """Bring the database to this version; return the names applied. Raises DatabaseNewer, and then changes nothing."""
    done = connection.execute("PRAGMA user_version").fetchone()[0]
    if done > len(MIGRATIONS):
        raise DatabaseNewer()
    applied = []
    for number, (name, change) in enumerate(MIGRATIONS[done:], start=done + 1):
        _apply(connection, change, number)
        applied.append(name)
    return applied


def _apply(connection: sqlite3.Connection, change: str | Callable[[sqlite3.Connection], None], number: int) -> None:
    """Run one change and count it, in one transaction; `executescript` would commit on its own."""
    connection.execute("BEGIN EXCLUSIVE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] >= number:
            connection.execute("ROLLBACK")  # another process was faster
            return
        if isinstance(change, str):
            for statement in _statements(change):
                connection.execute(statement)
        else:
            change(connection)
        connection.execute(f"PRAGMA user_version = {number:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """Split a script at the semicolons that end a statement (triggers hold some that do not)."""
    statements, begun = [], ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            statements.append(begun)
            begun = ""
    return statements
