"""Documents wait to be understood, once, after their last page; what changes meanwhile voids what is being made."""

from pathlib import Path

import pytest

from lexo.document import BBox
from lexo.store import corrections, due, hints, lessons, understandings
from lexo.store.corrections import NewCorrection, What
from lexo.store.database import Database
from lexo.store.pages import packed, save_page
from lexo.store.understandings import Which
from made_papers import add_paper, box_of, page_of

BOOT = "this run"
ANY = Which()


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "lexo.db")


def test_read_document_is_claimed_once(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture")
    claimed = understandings.claim(db, BOOT, ANY)
    assert claimed is not None
    assert (claimed.document_id, [number for number, _ in understandings.read_pages(db, claimed)]) == (document_id, [1])
    assert understandings.claim(db, BOOT, ANY) is None


def test_page_that_changes_meanwhile_voids_the_claim(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture")
    understandings.claim(db, BOOT, ANY)
    save_page(db, document_id, 1, packed(page_of("Avoir")))
    with db.write() as connection:
        assert due.end(connection, document_id) is False
    assert understandings.claim(db, BOOT, ANY) is not None


def test_document_with_a_page_to_read_waits(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture", "Suite")
    with db.write() as connection:
        connection.execute("UPDATE pages SET state = 'queued' WHERE number = 2 AND document_id = ?", [document_id])
    assert understandings.claim(db, BOOT, ANY) is None


def test_document_in_the_trash_is_not_claimed(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture")
    with db.write() as connection:
        connection.execute("UPDATE documents SET deleted_at = 'now' WHERE id = ?", [document_id])
    assert understandings.claim(db, BOOT, ANY) is None


def test_claim_of_a_dead_process_is_taken_again(db: Database) -> None:
    add_paper(db, "a.pdf", "Facture")
    understandings.claim(db, "an older run", ANY)
    due.recover(db, BOOT)
    assert understandings.claim(db, BOOT, ANY) is not None


def test_reader_that_crashes_twice_on_it_ends_the_tries(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture")
    understandings.claim(db, BOOT, ANY)
    assert understandings.may_try_again(db, document_id, was_killed=False)
    understandings.claim(db, BOOT, ANY)
    assert not understandings.may_try_again(db, document_id, was_killed=False)
    with db.write() as connection:
        assert due.end(connection, document_id)


def test_reader_that_was_killed_from_outside_does_not_count(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture")
    for _ in range(5):
        understandings.claim(db, BOOT, ANY)
        assert understandings.may_try_again(db, document_id, was_killed=True)


def test_word_that_was_corrected_is_put_into_every_later_reading(db: Database) -> None:
    document_id = add_paper(db, "a.pdf", "Facture 1OO")
    new = NewCorrection(document_id, What.WORD, {"value": "1OO"}, {"value": "100"}, page=1, box=box_of(0, 1))
    with db.write() as connection:
        corrections.add(connection, new)
    save_page(db, document_id, 1, packed(page_of("Facture IOO")))
    with db.read() as connection:
        assert understandings.get_read_page(connection, document_id, 1).text == "Facture 100"
        assert corrections.words_of(connection, document_id, 1)[0].bbox == BBox(*box_of(0, 1))


def test_lessons_are_those_of_papers_that_share_a_feature(db: Database) -> None:
    taught, other = add_paper(db, "a.pdf", "Facture"), add_paper(db, "b.pdf", "Autre")
    with db.write() as connection:
        connection.executemany("INSERT INTO features VALUES (?, ?)", [(taught, "siren:1"), (other, "siren:2")])
        for kind in ("quote", "invoice"):
            corrections.add(connection, NewCorrection(taught, What.KIND, {"value": "other"}, {"value": kind}))
        (lesson,) = lessons.about(connection, ["siren:1", "domain:x"], other)
        assert (lesson.document_id, lesson.kind, lesson.guessed) == (taught, "invoice", "other")
        assert lessons.about(connection, ["siren:2"], taught) == ()


def test_likeness_is_the_share_of_equal_hashes(db: Database) -> None:
    first, second = add_paper(db, "a.pdf", "x"), add_paper(db, "b.pdf", "y")
    with db.write() as connection:
        for band in range(8):
            connection.execute("INSERT INTO likenesses VALUES (?, ?, ?)", [first, band, band])
            connection.execute("INSERT INTO likenesses VALUES (?, ?, ?)", [second, band, band if band < 6 else 99])
        assert hints.alike(connection, first) == ((second, 0.75),)


def test_papers_with_signed_codes_are_looked_at_anew_once_their_signer_is_known(db: Database) -> None:
    signed, plain = add_paper(db, "a.pdf", "Facture"), add_paper(db, "b.pdf", "Facture")
    with db.write() as connection:
        connection.execute("DELETE FROM understandings")
        for document_id, source in ((signed, "2d-doc"), (plain, "rule")):
            connection.execute(
                "INSERT INTO fields (document_id, rank, name, value, normalized, source, verdict, confidence)"
                " VALUES (?, 0, 'issue_date', '', '', ?, 'plausible', 1)",
                [document_id, source],
            )
    assert due.want_signed(db) == 1
    claimed = understandings.claim(db, BOOT, ANY)
    assert claimed is not None
    assert claimed.document_id == signed
