"""Which pages wait for a sentence model, and what is kept of what it made."""

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.store import documents, pages, private, schema, vectors
from lexo.store.database import Database
from lexo.store.vectors import Embedded, Maker
from made_papers import add_paper, page_of
from word_embedder import vector_of


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.fixture
def maker(db: Database) -> Maker:
    return vectors.use(db, "words", "1")


def waiting(db: Database) -> list[int]:
    return [page.page_id for page in vectors.next_waiting(db, 100)]


def embed(db: Database, maker: Maker, limit: int = 100) -> int:
    found = vectors.next_waiting(db, limit)
    return vectors.save(db, maker, [(page, [chunk_of(page.text)]) for page in found])


def chunk_of(text: str) -> Embedded:
    return Embedded(0, len(text), 1, text.count("\n") + 1, vector_of(text))


def chunked(db: Database, maker: Maker) -> list[int]:
    with db.read() as connection:
        return sorted(vector.page_id for vector in vectors.vectors_after(connection, maker, 0, 1000))


def save_again(db: Database, document_id: int, text: str) -> None:
    pages.save_page(db, document_id, 1, pages.packed(page_of(text)))


def test_page_waits_from_the_commit_of_its_text_and_the_newest_comes_first(db: Database) -> None:
    add_paper(db, "a.pdf", "Un texte", "Un autre")
    assert waiting(db) == [2, 1]
    assert vectors.count_waiting(db) == 2


def test_page_without_text_never_waits(db: Database) -> None:
    add_paper(db, "a.pdf", "", "Un texte")
    assert waiting(db) == [2]


def test_page_that_is_done_no_longer_waits(db: Database, maker: Maker) -> None:
    add_paper(db, "a.pdf", "Un texte", "Un autre")
    assert embed(db, maker, 1) == 1
    assert waiting(db) == [1]
    assert chunked(db, maker) == [2]


def test_page_with_another_text_loses_its_vectors_and_waits_again(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    save_again(db, paper, "Un autre texte")
    assert (waiting(db), chunked(db, maker)) == ([1], [])


def test_page_that_is_read_again_with_the_same_text_keeps_its_vectors(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    save_again(db, paper, "Un texte")
    assert (waiting(db), chunked(db, maker)) == ([], [1])


def test_page_that_lost_its_text_has_no_vectors_and_does_not_wait(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    save_again(db, paper, "")
    assert (waiting(db), chunked(db, maker)) == ([], [])


def test_words_that_people_corrected_are_a_new_text(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    with db.write() as connection:
        pages.save_words(connection, paper, 1, pages.packed(page_of("Un test")), read=None)
    assert (waiting(db), chunked(db, maker)) == ([1], [])


def test_vectors_of_a_text_that_changed_meanwhile_are_not_kept(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte", "Un autre")
    found = vectors.next_waiting(db, 10)
    save_again(db, paper, "Un texte nouveau")
    assert vectors.save(db, maker, [(page, [chunk_of(page.text)]) for page in found]) == 1
    assert (waiting(db), chunked(db, maker)) == ([1], [2])


def test_vectors_of_a_paper_that_was_kept_from_models_meanwhile_are_not_kept(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    found = vectors.next_waiting(db, 10)
    private.set_private(db, paper, is_private=True)
    assert vectors.save(db, maker, [(page, [chunk_of(page.text)]) for page in found]) == 0
    assert (waiting(db), chunked(db, maker)) == ([], [])


def test_private_paper_never_waits_and_loses_its_vectors(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte", "Un autre")
    embed(db, maker)
    private.set_private(db, paper, is_private=True)
    assert chunked(db, maker) == []
    save_again(db, paper, "Un nouveau texte")
    assert waiting(db) == []
    private.set_private(db, paper, is_private=False)
    assert waiting(db) == [2, 1]


def test_papers_in_the_trash_wait_until_they_come_back(db: Database) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    add_paper(db, "b.pdf", "Un autre")
    documents.move_to_trash(db, paper)
    assert (waiting(db), vectors.count_waiting(db)) == ([2], 1)
    documents.restore(db, paper)
    assert (waiting(db), vectors.count_waiting(db)) == ([2, 1], 2)


def test_chunks_of_an_erased_paper_are_gone(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    with db.write() as connection:
        connection.execute("DELETE FROM documents WHERE id = :id", {"id": paper})
    assert (vectors.count_chunks(db), vectors.count_waiting(db)) == (0, 0)


def test_another_model_makes_all_anew_and_old_vectors_stay_until_then(db: Database, maker: Maker) -> None:
    add_paper(db, "a.pdf", "Un texte", "Un autre", "Encore un")
    embed(db, maker)
    better = vectors.use(db, "better", "1")
    assert waiting(db) == [3, 2, 1]
    embed(db, better, 1)
    assert (chunked(db, maker), chunked(db, better)) == ([1, 2], [3])
    assert vectors.use(db, "better", "1") == better
    assert waiting(db) == [2, 1]


def test_another_version_of_a_model_makes_all_anew(db: Database, maker: Maker) -> None:
    add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    vectors.use(db, "words", "2")
    assert waiting(db) == [1]


def test_back_at_the_model_from_before_only_what_it_lacks_is_made(db: Database, maker: Maker) -> None:
    add_paper(db, "a.pdf", "Un texte", "Un autre", "Encore un")
    embed(db, maker)
    embed(db, vectors.use(db, "better", "1"), 1)
    assert vectors.use(db, "words", "1") == maker
    assert waiting(db) == [3]
    embed(db, maker)
    assert (waiting(db), chunked(db, maker)) == ([], [1, 2, 3])


def test_model_whose_last_vector_is_gone_is_forgotten(db: Database, maker: Maker) -> None:
    add_paper(db, "a.pdf", "Un texte")
    embed(db, maker)
    better = vectors.use(db, "better", "1")
    embed(db, better)
    vectors.use(db, "better", "1")
    with db.read() as connection:
        assert vectors.find_maker(connection, "words", "1") is None
        assert vectors.latest_maker(connection) == better


def test_vectors_are_kept_in_half_of_their_size_and_hardly_less_exact(db: Database, maker: Maker) -> None:
    add_paper(db, "a.pdf", "Un texte de quelques mots")
    embed(db, maker)
    with db.read() as connection:
        stored = vectors.vectors_after(connection, maker, 0, 10)[0]
    given = struct.unpack("<64f", vector_of("Un texte de quelques mots"))
    kept = struct.unpack("<64e", stored.halves)
    assert max(abs(one - other) for one, other in zip(given, kept, strict=True)) < 0.0005


def test_vectors_after_an_id_come_in_order_and_ids_are_never_given_twice(db: Database, maker: Maker) -> None:
    paper = add_paper(db, "a.pdf", "Un texte", "Un autre")
    embed(db, maker)
    with db.read() as connection:
        first, second = vectors.vectors_after(connection, maker, 0, 10)
        assert vectors.vectors_after(connection, maker, first.chunk_id, 10) == [second]
    save_again(db, paper, "Un nouveau texte")
    save_again(db, paper, "Un texte")
    embed(db, maker)
    with db.read() as connection:
        assert vectors.chunk_ids(connection, maker)[-1] > second.chunk_id


def test_only_chunks_that_may_be_shown_are_found(db: Database, maker: Maker) -> None:
    trashed = add_paper(db, "a.pdf", "Un texte")
    add_paper(db, "b.pdf", "Un autre")
    embed(db, maker)
    documents.move_to_trash(db, trashed)
    with db.read() as connection:
        ids = vectors.chunk_ids(connection, maker)
        shown = vectors.shown_chunks(connection, [*ids, 999])
        assert [chunk.page_id for chunk in shown.values()] == [2]
        assert vectors.shown_documents(connection, [1, 2, 3]) == {2}


def test_pages_that_were_read_before_there_were_vectors_wait(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    kept, schema.MIGRATIONS = schema.MIGRATIONS, schema.MIGRATIONS[:5]
    try:
        schema.migrate(old)
    finally:
        schema.MIGRATIONS = kept
    old.execute(
        "INSERT INTO documents (sha256, filename, media_type, size_bytes, state, created_at, updated_at)"
        " VALUES (printf('%064d', 1), 'a.pdf', 'application/pdf', 1, 'ready', '2026', '2026')"
    )
    old.execute(
        "INSERT INTO pages (document_id, number, state, width_pt, height_pt, text)"
        " VALUES (1, 1, 'done', 1, 1, 'Un texte'), (1, 2, 'failed', 1, 1, '')"
    )
    old.close()
    db = Database(tmp_path / "old.db")
    assert waiting(db) == [1]
    db.close()
