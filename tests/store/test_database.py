"""The database: durable or not there, readers beside the writer, errors in LEXO's words."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from lexo.errors import DatabaseBusy, DatabaseDamaged, DatabaseNewer, DiskFull, SystemProblem
from lexo.store import pages, schema
from lexo.store.database import Database


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def add_row(connection: sqlite3.Connection, sha256: str) -> None:
    connection.execute(
        "INSERT INTO documents (sha256, filename, media_type, size_bytes, state, created_at, updated_at)"
        " VALUES (?, 'a.pdf', 'application/pdf', 1, 'queued', '', '')",
        (sha256,),
    )


def count(db: Database) -> int:
    with db.read() as connection:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


def test_open_new_file_applies_every_migration_once(tmp_path: Path) -> None:
    first = Database(tmp_path / "lexo.db")
    second = Database(tmp_path / "lexo.db")
    assert first.migrated == [name for name, _ in schema.MIGRATIONS]
    assert second.migrated == []
    first.close()
    second.close()


def test_open_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lexo.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(DatabaseNewer):
        Database(path)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_open_damaged_file_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lexo.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        Database(path)
    assert path.read_bytes() == content


def test_failed_migration_leaves_the_old_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database(tmp_path / "lexo.db").close()
    broken = (*schema.MIGRATIONS, ("m999_broken", "CREATE TABLE extra (id INTEGER) STRICT;\nSELECT nothing_there;\n"))
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError):
        Database(tmp_path / "lexo.db")
    connection = sqlite3.connect(tmp_path / "lexo.db")
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'extra'").fetchone() is None
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(broken) - 1
    connection.close()


def test_write_that_raises_leaves_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError), db.write() as connection:
        add_row(connection, "a" * 64)
        raise RuntimeError
    assert count(db) == 0


def test_read_during_a_write_sees_the_state_before(db: Database) -> None:
    with db.write() as connection:
        add_row(connection, "a" * 64)
        seen: list[int] = []
        reader = threading.Thread(target=lambda: seen.append(count(db)))
        reader.start()
        reader.join()
    assert seen == [0]
    assert count(db) == 1


def test_writes_of_many_threads_all_arrive(db: Database) -> None:
    def write(number: int) -> None:
        for index in range(10):
            with db.write() as connection:
                add_row(connection, f"{number:032d}{index:032d}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(db) == 40


def test_write_while_another_program_holds_the_database_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lexo.store.database.PRAGMAS", ("busy_timeout = 50", "journal_mode = WAL"))
    db = Database(tmp_path / "lexo.db")
    other = sqlite3.connect(tmp_path / "lexo.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseBusy), db.write() as connection:
        add_row(connection, "a" * 64)
    assert count(db) == 0
    other.execute("ROLLBACK")
    other.close()
    db.close()


def test_write_on_a_full_disk_says_so_and_keeps_what_was_there(db: Database) -> None:
    with db.write() as connection:
        add_row(connection, "a" * 64)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull), db.write() as connection:
        for number in range(10_000):
            add_row(connection, f"{number:064d}")
    assert count(db) == 1
    with db.write() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
        add_row(connection, "b" * 64)
    assert count(db) == 2


def test_durability_pragmas_are_in_force(db: Database) -> None:
    with db.write() as connection:
        values = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "fullfsync")
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "fullfsync": 1}


def test_reader_cannot_write(db: Database) -> None:
    with pytest.raises(SystemProblem), db.read() as connection:
        add_row(connection, "a" * 64)


def test_library_of_the_first_version_is_brought_up_to_date_with_all_it_holds(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "lexo.db"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        old = Database(path)
        with old.write() as connection:
            add_row(connection, "a" * 64)
            connection.execute(
                "INSERT INTO pages (document_id, number, state, width_pt, height_pt, text)"
                " VALUES (1, 1, 'done', 595, 842, 'Bonjour')"
            )
        old.close()
    new = Database(path)
    assert new.migrated == [name for name, _ in schema.MIGRATIONS[1:]]
    page = pages.get_page(new, 1, 1)
    assert page.content.tried == ()
    assert pages.document_text(new, 1) == "Bonjour"
    new.close()


def test_older_database_is_kept_as_it_was_before_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", every[:3])
    Database(tmp_path / "lexo.db").close()
    monkeypatch.setattr(schema, "MIGRATIONS", every)
    Database(tmp_path / "lexo.db").close()
    Database(tmp_path / "lexo.db").close()
    (kept,) = (tmp_path / "backups").iterdir()
    assert kept.name.startswith("before-m004_read-")
    with closing(sqlite3.connect(kept)) as old:
        assert old.execute("PRAGMA user_version").fetchone()[0] == 3


def test_read_inside_a_read_sees_the_same_state(db: Database) -> None:
    with db.read() as outer:
        with db.read() as inner:
            assert inner is outer
        assert outer.in_transaction
    assert not outer.in_transaction
