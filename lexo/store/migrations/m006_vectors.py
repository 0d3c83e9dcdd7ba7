"""Pieces of pages with what a sentence model makes of them. Pages that were read before wait for one too."""

SQL = """
CREATE TABLE unembedded (                  -- pages whose vectors are to be made; gone once it is done
    page_id INTEGER PRIMARY KEY REFERENCES pages (id) ON DELETE CASCADE
) STRICT;
INSERT INTO unembedded (page_id) SELECT id FROM pages WHERE text <> '' ORDER BY id;

CREATE TABLE embedders (                   -- sentence models that made vectors
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,                 -- of its files, and of how pages are cut for it
    UNIQUE (name, version)
) STRICT;

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: vectors in memory are those up to one
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    embedder_id INTEGER NOT NULL REFERENCES embedders (id),
    first_char INTEGER NOT NULL,           -- of `pages.text`
    end_char INTEGER NOT NULL,             -- one behind the last
    first_line INTEGER NOT NULL,           -- of the page, from 1
    last_line INTEGER NOT NULL,
    vector BLOB NOT NULL                   -- float16, little-endian, of length 1
) STRICT;
CREATE INDEX chunks_by_page ON chunks (page_id);
CREATE INDEX chunks_by_embedder ON chunks (embedder_id);
"""
