"""Papers: once per content, listed newest first, in the trash and out of it."""

from pathlib import Path

import pytest

from lexo.document import DocumentState, JobState, MediaType
from lexo.errors import DocumentNotFound
from lexo.store import documents, jobs
from lexo.store.database import Database
from lexo.store.documents import DocumentQuery, NewDocument


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def paper(number: int, name: str = "facture.pdf") -> NewDocument:
    return NewDocument(f"{number:064x}", name, MediaType.PDF, 1000 + number)


def test_add_new_content_queues_it_for_reading(db: Database) -> None:
    added = documents.add(db, paper(1))
    assert (added.is_duplicate, added.state) == (False, DocumentState.QUEUED)
    assert [job.state for job in jobs.list_jobs(db)] == [JobState.QUEUED]


def test_add_known_content_is_a_duplicate_under_the_first_name(db: Database) -> None:
    first = documents.add(db, paper(1, "a.pdf"))
    second = documents.add(db, paper(1, "b.pdf"))
    assert (second.document_id, second.is_duplicate, second.job_id) == (first.document_id, True, None)
    assert documents.get(db, first.document_id).filename == "a.pdf"


def test_get_shows_the_file_name_until_there_is_a_title(db: Database) -> None:
    added = documents.add(db, paper(1, "reçu.pdf"))
    assert documents.get(db, added.document_id).title == "reçu.pdf"


def test_get_unknown_document_is_not_found(db: Database) -> None:
    with pytest.raises(DocumentNotFound):
        documents.get(db, 7)


def test_list_pages_through_all_newest_first_without_gap_or_repeat(db: Database) -> None:
    ids = [documents.add(db, paper(number)).document_id for number in range(7)]
    seen: list[int] = []
    cursor = None
    while True:
        page = documents.list_documents(db, DocumentQuery(limit=3, cursor=cursor))
        seen += [document.id for document in page.items]
        assert page.total == 7
        cursor = page.next
        if cursor is None:
            break
    assert seen == ids[::-1]


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 40, "٣"])
def test_list_with_a_cursor_that_is_none_begins_at_the_start(db: Database, cursor: str) -> None:
    documents.add(db, paper(1))
    assert len(documents.list_documents(db, DocumentQuery(cursor=cursor)).items) == 1


def test_trash_hides_a_document_and_stops_its_reading(db: Database) -> None:
    added = documents.add(db, paper(1))
    documents.move_to_trash(db, added.document_id)
    with pytest.raises(DocumentNotFound):
        documents.get(db, added.document_id)
    assert documents.list_documents(db, DocumentQuery()).total == 0
    assert documents.list_documents(db, DocumentQuery(in_trash=True)).total == 1
    assert jobs.totals(db).queued == 0


def test_trash_is_not_emptied_by_the_same_file_seen_again_but_by_an_upload(db: Database) -> None:
    added = documents.add(db, paper(1))
    documents.move_to_trash(db, added.document_id)
    documents.add(db, paper(1))
    assert documents.get(db, added.document_id, include_deleted=True).deleted_at is not None
    documents.add(db, paper(1), restore=True)
    assert documents.get(db, added.document_id).deleted_at is None


def test_restore_queues_what_was_not_read_yet(db: Database) -> None:
    added = documents.add(db, paper(1))
    documents.move_to_trash(db, added.document_id)
    documents.restore(db, added.document_id)
    assert jobs.totals(db).queued == 1


def test_counts_leave_the_trash_out(db: Database) -> None:
    documents.add(db, paper(1))
    documents.move_to_trash(db, documents.add(db, paper(2)).document_id)
    assert documents.counts(db)[DocumentState.QUEUED] == 1
