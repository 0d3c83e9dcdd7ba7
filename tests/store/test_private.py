"""Papers that no model is ever shown: what waits for one goes, and what is added so never waits."""

import struct
from pathlib import Path

import pytest

from lexo.document import MediaType, PageSize
from lexo.errors import DocumentNotFound, PaperIsPrivate
from lexo.intake.add import add_path
from lexo.store import documents, due, looks, pages, private, understandings
from lexo.store.database import Database
from lexo.store.documents import NewDocument
from lexo.store.files import FileStore
from made_papers import add_paper, page_of

BOOT = "boot-1"
MODEL = "deepseek-mlx"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def opened(db: Database, *, is_private: bool = False) -> int:
    """A document of one page that nobody has read."""
    added = documents.add(db, NewDocument("a" * 64, "a.pdf", MediaType.PDF, 1))
    with db.write() as connection:
        pages.lay_out(connection, added.document_id, (PageSize(595, 842),))
    private.set_private(db, added.document_id, is_private=is_private)
    return added.document_id


def rows(db: Database, table: str) -> int:
    with db.read() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def want_model(db: Database, document_id: int) -> None:
    with db.write() as connection:
        due.want(connection, document_id, due.Stage.MODEL)


def test_page_of_a_private_paper_never_waits_for_a_model(db: Database) -> None:
    document_id = opened(db, is_private=True)
    looks.save_and_want(db, document_id, 1, pages.packed(page_of("premier")), MODEL)
    assert pages.get_page(db, document_id, 1).content.text == "premier"
    assert looks.claim(db, BOOT) is None
    assert looks.pending(db, document_id) == 0


def test_tables_of_a_private_paper_are_looked_for_all_the_same(db: Database) -> None:
    document_id = opened(db, is_private=True)
    looks.save_and_want(db, document_id, 1, pages.packed(page_of("premier")), looks.LAYOUT)
    assert looks.claim_tables(db, BOOT, document_id, 1) is not None


def test_page_that_waits_for_a_model_no_longer_does_once_its_paper_is_private(db: Database) -> None:
    document_id = opened(db)
    looks.save_and_want(db, document_id, 1, pages.packed(page_of("premier")), MODEL)
    private.set_private(db, document_id, is_private=True)
    assert looks.claim(db, BOOT) is None


def test_look_that_waits_by_whatever_mistake_is_not_claimed(db: Database) -> None:
    document_id = opened(db)
    looks.save_and_want(db, document_id, 1, pages.packed(page_of("premier")), MODEL)
    with db.write() as connection:
        connection.execute("UPDATE documents SET is_private = 1")
    assert looks.claim(db, BOOT) is None


def test_what_a_model_just_reads_is_not_taken_once_the_paper_is_private(db: Database) -> None:
    document_id = opened(db)
    looks.save_and_want(db, document_id, 1, pages.packed(page_of("premier")), MODEL)
    look = looks.claim(db, BOOT)
    assert look is not None
    private.set_private(db, document_id, is_private=True)
    looks.save(db, look, pages.packed(page_of("du modèle")))
    assert pages.get_page(db, document_id, 1).content.text == "premier"


def test_text_model_is_not_asked_about_a_private_paper(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "texte")
    private.set_private(db, document_id, is_private=True)
    with db.write() as connection:
        connection.execute("DELETE FROM understandings")
    want_model(db, document_id)
    assert understandings.claim_model(db, BOOT) is None
    assert due.count(db, due.Stage.MODEL) == 0


def test_paper_that_waits_for_the_text_model_no_longer_does_once_it_is_private(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "texte")
    want_model(db, document_id)
    private.set_private(db, document_id, is_private=True)
    assert due.count(db, due.Stage.MODEL) == 0


def test_rules_look_at_a_private_paper_as_at_any_other(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "texte")
    private.set_private(db, document_id, is_private=True)
    assert due.is_pending(db, document_id)


def test_vectors_of_a_paper_go_once_it_is_private_and_are_wanted_again_after(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "un", "deux")
    with db.write() as connection:
        connection.execute("INSERT INTO embedders (id, name, version) VALUES (1, 'm', '1')")
        connection.execute(
            "INSERT INTO chunks (page_id, embedder_id, first_char, end_char, first_line, last_line, vector)"
            " VALUES (1, 1, 0, 2, 1, 1, :vector)",
            {"vector": struct.pack("<2e", 0.5, 0.5)},
        )
    private.set_private(db, document_id, is_private=True)
    assert (rows(db, "chunks"), rows(db, "unembedded")) == (0, 0)
    pages.save_page(db, document_id, 1, pages.packed(page_of("un autre")))
    assert rows(db, "unembedded") == 0
    private.set_private(db, document_id, is_private=False)
    assert rows(db, "unembedded") == 2


def test_mark_of_a_paper_that_is_not_there_is_refused(db: Database) -> None:
    with pytest.raises(DocumentNotFound):
        private.set_private(db, 9, is_private=True)


def test_private_paper_is_refused_to_who_asks_for_a_model(db: Database) -> None:
    document_id = opened(db, is_private=True)
    with pytest.raises(PaperIsPrivate) as refused:
        private.refuse_private(db, document_id)
    assert refused.value.details == {"id": document_id}
    assert private.private_of(db, "a" * 64) == document_id
    private.set_private(db, document_id, is_private=False)
    private.refuse_private(db, document_id)
    assert private.private_of(db, "a" * 64) is None


def test_paper_is_private_from_the_commit_that_adds_it(
    db: Database, files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(private, "set_within", fail)
        with pytest.raises(RuntimeError):
            add_path(db, files, path, is_private=True)
    assert rows(db, "documents") == 0
    added = add_path(db, files, path, is_private=True)
    assert documents.get(db, added.document_id).is_private


def test_known_paper_becomes_private_and_is_not_shown_again_by_being_added_again(
    db: Database, files: FileStore, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)
    known = add_path(db, files, path).document_id
    assert not documents.get(db, known).is_private
    assert add_path(db, files, path, is_private=True).is_duplicate
    assert documents.get(db, known).is_private
    add_path(db, files, path)
    assert documents.get(db, known).is_private
