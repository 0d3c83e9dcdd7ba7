"""Work taken and given back: every attempt counted before it begins, none lost when a process or the machine ends."""

from pathlib import Path

import pytest

from lexo.document import DocumentState, Inspection, JobState, MediaType, PageSize, PageState, PageText, Reason
from lexo.errors import JobNotRunning
from lexo.store import claims, documents, jobs, pages
from lexo.store.claims import Claim
from lexo.store.database import Database
from lexo.store.documents import NewDocument

BOOT = "boot-1"
CRASHED = Reason("page_crashed")


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def add(db: Database, number: int = 1) -> int:
    return documents.add(db, NewDocument(f"{number:064x}", f"{number}.pdf", MediaType.PDF, 10)).document_id


def open_next(db: Database, page_count: int) -> Claim:
    claim = claims.claim_opening(db, BOOT)
    assert claim is not None
    claims.opened(db, claim, Inspection(MediaType.PDF, (PageSize(595, 842),) * page_count), "")
    return claim


def take_pages(db: Database, limit: int = 1) -> Claim:
    job = jobs.list_jobs(db, [JobState.RUNNING])
    claim = claims.claim_pages(db, BOOT, {item.document_id: limit for item in job})
    assert claim is not None
    return claim


def save(db: Database, document_id: int, number: int) -> None:
    pages.save_page(db, document_id, number, pages.packed(PageText(595, 842, engine="test")))


def states(db: Database, document_id: int) -> list[PageState]:
    return [page.state for page in pages.list_pages(db, document_id)]


def test_file_is_claimed_once_and_in_order(db: Database) -> None:
    first, second = add(db, 1), add(db, 2)
    claimed = [claims.claim_opening(db, BOOT) for _ in range(3)]
    assert [claim.document_id if claim else None for claim in claimed] == [first, second, None]


def test_pages_are_claimed_of_the_oldest_document_that_has_any(db: Database) -> None:
    first, second = add(db, 1), add(db, 2)
    open_next(db, 2)
    open_next(db, 1)
    taken = [take_pages(db) for _ in range(3)]
    assert [(claim.document_id, claim.numbers) for claim in taken] == [(first, (1,)), (first, (2,)), (second, (1,))]
    assert claims.claim_pages(db, BOOT, {}) is None


def test_server_that_dies_gives_its_attempts_back(db: Database) -> None:
    document_id = add(db)
    open_next(db, 3)
    take_pages(db, 2)
    for _ in range(5):
        assert claims.recover(db, BOOT) == 2
        assert states(db, document_id) == [PageState.QUEUED] * 3
        take_pages(db, 2)


def test_page_that_takes_the_machine_down_twice_is_given_up(db: Database) -> None:
    document_id = add(db)
    open_next(db, 2)
    take_pages(db)
    claims.recover(db, "boot-2")
    assert states(db, document_id) == [PageState.QUEUED] * 2
    assert take_pages(db).numbers == (2,)  # the one that was not in hand goes first
    save(db, document_id, 2)
    assert take_pages(db).numbers == (1,)
    claims.recover(db, "boot-3")
    assert states(db, document_id) == [PageState.FAILED, PageState.DONE]


def test_page_that_crashes_its_reader_twice_is_given_up_and_the_others_go_on(db: Database) -> None:
    document_id = add(db)
    open_next(db, 2)
    assert take_pages(db).numbers == (1,)
    assert not pages.interrupted(db, document_id, 1, CRASHED, was_killed=False)
    assert take_pages(db).numbers == (2,)
    save(db, document_id, 2)
    assert take_pages(db).numbers == (1,)
    assert pages.interrupted(db, document_id, 1, CRASHED, was_killed=False)
    assert states(db, document_id) == [PageState.FAILED, PageState.DONE]


def test_reader_killed_from_outside_does_not_blame_the_page_at_once(db: Database) -> None:
    document_id = add(db)
    open_next(db, 1)
    for _ in range(pages.MAX_KILLS - 1):
        take_pages(db)
        assert not pages.interrupted(db, document_id, 1, CRASHED, was_killed=True)
    take_pages(db)
    assert pages.interrupted(db, document_id, 1, CRASHED, was_killed=True)


def test_page_whose_reader_was_killed_is_tried_after_the_others(db: Database) -> None:
    document_id = add(db)
    open_next(db, 3)
    assert take_pages(db).numbers == (1,)
    pages.interrupted(db, document_id, 1, CRASHED, was_killed=True)
    assert [take_pages(db).numbers for _ in range(3)] == [(2,), (3,), (1,)]


def test_page_that_is_read_stays_read_whatever_comes_after(db: Database) -> None:
    document_id = add(db)
    open_next(db, 1)
    take_pages(db)
    save(db, document_id, 1)
    pages.fail_page(db, document_id, 1, CRASHED)
    pages.interrupted(db, document_id, 1, CRASHED, was_killed=False)
    assert states(db, document_id) == [PageState.DONE]


def test_finish_of_a_cancelled_job_changes_nothing(db: Database) -> None:
    document_id = add(db)
    claim = open_next(db, 1)
    take_pages(db)
    jobs.cancel(db, claim.job_id)
    save(db, document_id, 1)
    assert not claims.finish(db, claim, DocumentState.READY, None, None)
    assert documents.get(db, document_id).reason == Reason("cancelled")


def test_cancel_keeps_what_was_read_and_says_so(db: Database) -> None:
    document_id = add(db)
    claim = open_next(db, 2)
    take_pages(db)
    save(db, document_id, 1)
    jobs.cancel(db, claim.job_id)
    assert documents.get(db, document_id).state is DocumentState.READY_WITH_WARNINGS
    assert states(db, document_id) == [PageState.DONE, PageState.FAILED]
    with pytest.raises(JobNotRunning):
        jobs.cancel(db, claim.job_id)


def test_retry_reads_again_only_what_failed(db: Database) -> None:
    document_id = add(db)
    claim = open_next(db, 2)
    take_pages(db)
    save(db, document_id, 1)
    jobs.cancel(db, claim.job_id)
    jobs.retry(db, claim.job_id)
    open_next(db, 2)
    assert take_pages(db).numbers == (2,)


def test_password_is_waited_for_and_then_the_file_is_opened_again(db: Database) -> None:
    document_id = add(db)
    claim = claims.claim_opening(db, BOOT)
    assert claim is not None
    claims.wait_for_password(db, claim, Reason("password_needed"))
    assert documents.get(db, document_id).reason == Reason("password_needed")
    assert claims.claim_opening(db, BOOT) is None
    claims.reopen(db, document_id)
    again = claims.claim_opening(db, BOOT)
    assert again is not None
    assert again.job_id == claim.job_id


def test_opening_that_crashes_twice_ends_the_document(db: Database) -> None:
    document_id = add(db)
    for _ in range(2):
        claim = claims.claim_opening(db, BOOT)
        assert claim is not None
        claims.opening_interrupted(db, claim, Reason("reader_crashed"), was_killed=False)
    assert documents.get(db, document_id).state is DocumentState.FAILED
    assert documents.get(db, document_id).reason == Reason("reader_crashed")
