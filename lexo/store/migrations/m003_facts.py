"""What papers say: facts, corrections, deadlines, likenesses, twins, splits."""

SQL = """
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
