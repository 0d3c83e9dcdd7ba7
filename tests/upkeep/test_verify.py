"""Verify finds what is wrong and is silent where nothing is; repair mends the search index."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.document import MediaType, PageSize
from lexo.errors import DatabaseDamaged
from lexo.library.searching.search import search
from lexo.store import documents, pages
from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.upkeep.verify import verify
from made_papers import page_of


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.fixture
def files(tmp_path: Path, db: Database) -> FileStore:
    """A store with the copies of two papers; the second has a page that is not read yet."""
    store = FileStore(tmp_path / "files")
    for content, texts in ((b"one", ["Facture hippopotame", ""]), (b"two", ["Bulletin"])):
        path = tmp_path / content.decode()
        path.write_bytes(content)
        with path.open("rb") as file:
            kept = store.keep(file.fileno())
        new = documents.NewDocument(kept.sha256, f"{content.decode()}.pdf", MediaType.PDF, kept.size_bytes)
        document_id = documents.add(db, new).document_id
        with db.write() as connection:
            pages.lay_out(connection, document_id, (PageSize(595, 842),) * len(texts))
        for number, text in enumerate(texts, start=1):
            pages.save_page(db, document_id, number, pages.packed(page_of(text)))
    return store


def codes(db: Database, files: FileStore, *, read_data: bool = False) -> list[str]:
    return [finding.code for finding in verify(db, files, read_data=read_data).findings]


def copy_of(db: Database, files: FileStore, document_id: int) -> Path:
    return files.path(documents.get(db, document_id).sha256)


def change(db: Database, statement: str) -> None:
    with db.write() as connection:
        connection.execute(statement)


def test_verify_sound_library_finds_nothing(db: Database, files: FileStore) -> None:
    found = verify(db, files, read_data=True)
    assert found.is_sound
    assert (found.documents, found.bytes_read) == (2, 6)


def test_verify_changes_nothing(db: Database, files: FileStore, tmp_path: Path) -> None:
    def dump() -> list[tuple[object, ...]]:
        with db.read() as connection:
            return [tuple(row) for row in connection.execute("SELECT * FROM pages_fts_docsize").fetchall()]

    before = dump()
    verify(db, files)
    assert dump() == before


def test_verify_text_changed_behind_the_index_is_drift_and_repaired(db: Database, files: FileStore) -> None:
    change(db, "UPDATE pages SET text = 'Facture girafe' WHERE text LIKE '%hippopotame%'")
    assert codes(db, files) == ["search_index_drift"]
    assert search(db, "girafe").total == 0
    found = verify(db, files, repair=True)
    assert found.is_sound
    assert found.repaired == ("search_index_drift",)
    assert search(db, "girafe").total == 1
    pages.save_page(db, 1, 2, pages.packed(page_of("une page relue")))
    assert codes(db, files) == []


def test_verify_name_changed_behind_the_index_is_drift_and_repaired(db: Database, files: FileStore) -> None:
    change(db, "UPDATE documents SET title = 'Loyer' WHERE id = 2")
    (finding,) = verify(db, files).findings
    assert (finding.code, finding.ids) == ("name_index_drift", (2,))
    assert verify(db, files, repair=True).is_sound
    assert search(db, "loyer").total == 1


def test_verify_missing_copy_names_the_document(db: Database, files: FileStore) -> None:
    copy_of(db, files, 1).unlink()
    (finding,) = verify(db, files).findings
    assert (finding.code, finding.ids) == ("copy_missing", (1,))


def test_verify_shorter_copy_is_seen_without_reading(db: Database, files: FileStore) -> None:
    copy_of(db, files, 1).write_bytes(b"on")
    assert codes(db, files) == ["copy_damaged"]


def test_verify_flipped_bit_is_seen_by_reading(db: Database, files: FileStore) -> None:
    copy_of(db, files, 2).write_bytes(b"twp")
    assert codes(db, files) == []
    assert codes(db, files, read_data=True) == ["copy_damaged"]


def test_verify_file_without_document_is_stray(db: Database, files: FileStore) -> None:
    (files.root / "ab").mkdir()
    (files.root / "ab" / ("ab" + "0" * 62)).write_bytes(b"x")
    (files.root / ".taking-1").write_bytes(b"on its way")
    (finding,) = verify(db, files).findings
    assert finding.code == "stray_copy"
    assert "ab0" in finding.sentence


def test_verify_page_without_places_is_found(db: Database, files: FileStore) -> None:
    change(db, "DELETE FROM page_layouts WHERE page_id = 1")
    assert codes(db, files) == ["stray_layout"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM jobs",
        "UPDATE documents SET page_count = 7",
        "UPDATE pages SET state = 'failed'; UPDATE documents SET state = 'ready'",
    ],
)
def test_verify_states_that_contradict_each_other_are_found(db: Database, files: FileStore, statement: str) -> None:
    for each in statement.split(";"):
        change(db, each)
    assert set(codes(db, files)) == {"state_contradiction"}


def test_verify_damaged_database_is_said(db: Database, files: FileStore, tmp_path: Path) -> None:
    db.close()
    path = tmp_path / "lexo.db"
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    try:
        damaged = Database(path)
    except DatabaseDamaged:
        return
    assert [finding.code for finding in verify(damaged, files).findings] == ["database_damaged"]
    damaged.close()
