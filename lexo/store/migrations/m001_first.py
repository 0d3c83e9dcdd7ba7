"""The library as it began: papers, places, jobs, pages, the search index."""

SQL = """
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
