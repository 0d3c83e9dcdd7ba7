"""What models need: readings that were tried, pages that wait for a look, kept readings."""

SQL = """
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
