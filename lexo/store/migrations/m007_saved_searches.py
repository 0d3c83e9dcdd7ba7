"""Searches that people want to ask again."""

SQL = """
CREATE TABLE saved_searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,           -- the name without accents and capitals
    query TEXT NOT NULL,                   -- as typed, filters and all
    created_at TEXT NOT NULL
) STRICT;
"""
