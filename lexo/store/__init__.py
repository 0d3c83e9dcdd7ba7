"""Tools: SQLite and the files on disk. The only floor that speaks SQL."""
