"""What must hold after every fault: one function an invariant. Each raises AssertionError with what it found."""

import hashlib
import sqlite3
from pathlib import Path


def originals(folder: Path) -> dict[str, tuple[str, int, int, int]]:
    """Content, size, time and mode of every file: compare before and after (nothing LEXO does may change one)."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_size,
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def none_lost(database: Path, folder: Path) -> None:
    """Every file of the folder has exactly one place, and a state with a document or a reason."""
    files = {bytes(path) for path in folder.rglob("*") if path.is_file()}
    with _open(database) as connection:
        rows = connection.execute(
            "SELECT raw_path, state, document_id, reason_code FROM places WHERE missing_since IS NULL"
        ).fetchall()
    assert {row[0] for row in rows} == files
    for _, state, document_id, reason in rows:
        assert document_id is not None if state == "taken" else reason is not None


def none_twice(database: Path) -> None:
    """No content is there twice, and no page's reading was written down twice."""
    with _open(database) as connection:
        assert connection.execute("SELECT count(*) - count(DISTINCT sha256) FROM documents").fetchone()[0] == 0
        again = connection.execute("SELECT document_id, number FROM pages WHERE read_count > 1").fetchall()
    assert again == []


def consistent(database: Path) -> None:
    """The database is whole: structure, references, search index against content, a layout for each page read."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO pages_fts (pages_fts, rank) VALUES ('integrity-check', 1)")
        missing = connection.execute(
            "SELECT count(*) FROM pages WHERE state = 'done' AND id NOT IN (SELECT page_id FROM page_layouts)"
        ).fetchone()[0]
        assert missing == 0
    finally:
        connection.close()


def copies_whole(database: Path, files: Path) -> None:
    """Every document's own copy is there and has its content; nothing half-written lies about."""
    with _open(database) as connection:
        for (sha256,) in connection.execute("SELECT sha256 FROM documents"):
            assert hashlib.sha256((files / sha256[:2] / sha256).read_bytes()).hexdigest() == sha256


def dump(database: Path) -> list[tuple[object, ...]]:
    """What was read, without ids, times and attempts: equal for equal papers, whatever happened on the way."""
    with _open(database) as connection:
        return connection.execute(
            "SELECT documents.sha256, documents.state, documents.language, number, pages.state, engine, dpi, text,"
            " layout FROM documents LEFT JOIN pages ON document_id = documents.id"
            " LEFT JOIN page_layouts ON page_id = pages.id ORDER BY sha256, number"
        ).fetchall()


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)
