"""Dossiers: papers that somebody asks for, and which of ours they are."""

SQL = """
CREATE TABLE dossiers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    template TEXT NOT NULL,                -- "location", "pret", ..., "" for an own list
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
"""
