"""Dossiers: papers that somebody asks for, and which of ours they are."""

SQL = """
CREATE TABLE dossiers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    template TEXT NOT NULL,                -- "location", "pret", ..., "" for an own list
    name TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '',       -- whose papers; empty: whoever most of them name
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT                        -- kept, so that deleting can be undone; papers are never touched
) STRICT;

CREATE TABLE dossier_pieces (              -- those that a person added; the others are the template's
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier_id INTEGER NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    kinds TEXT NOT NULL DEFAULT '[]',      -- ids of understanding.kinds; none: only what a person chooses
    count INTEGER NOT NULL DEFAULT 1 CHECK (count >= 1),
    max_age_months INTEGER,                -- NULL: of any age
    is_removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX dossier_pieces_by_dossier ON dossier_pieces (dossier_id, id);

CREATE TABLE dossier_choices (             -- what a person said of a paper for a piece
    dossier_id INTEGER NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    piece TEXT NOT NULL,                   -- the template's id of it, or "own-" and the id above
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    choice TEXT NOT NULL CHECK (choice IN ('added', 'excluded')),
    made_at TEXT NOT NULL,
    PRIMARY KEY (dossier_id, piece, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_choices_by_document ON dossier_choices (document_id);

CREATE TABLE dossier_waived (              -- pieces that a person said are not needed
    dossier_id INTEGER NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    piece TEXT NOT NULL,
    PRIMARY KEY (dossier_id, piece)
) STRICT, WITHOUT ROWID;
"""
