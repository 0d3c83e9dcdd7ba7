"""What pages for people read of the library at a glance."""

from pathlib import Path

from lexo.document import JobState, PageState, Reason
from lexo.store import claims, glance, pages
from lexo.store.database import Database
from made_papers import add_paper


def test_pages_of_gives_states_notices_and_engines(tmp_path: Path) -> None:
    db = Database(tmp_path / "lexo.db")
    document_id = add_paper(db, "a.pdf", "un", "deux")
    with db.write() as connection:
        connection.execute("UPDATE pages SET warnings = '[\"page_doubtful\"]' WHERE number = 2")
        pages.lay_out(connection, document_id, (pages.PageSize(595, 842),) * 3)
    pages.fail_page(db, document_id, 3, Reason("page_damaged"))
    seen = glance.pages_of(db, document_id)
    assert seen.states == (PageState.DONE, PageState.DONE, PageState.FAILED)
    assert seen.noticed == (2,)
    assert [(engine.name, engine.version, engine.pages) for engine in seen.engines] == [("made", "1", 2)]
    db.close()


def test_jobs_in_and_next_jobs_leave_out_other_states_and_the_trash(tmp_path: Path) -> None:
    db = Database(tmp_path / "lexo.db")
    first, second = add_paper(db, "a.pdf", "un"), add_paper(db, "b.pdf", "deux")
    assert [job.document_id for job in glance.next_jobs(db, 10)] == [first, second]
    claim = claims.claim_opening(db, "boot")
    assert claim is not None
    claims.fail(db, claim, Reason("damaged"))
    assert [job.document_id for job in glance.next_jobs(db, 10)] == [second]
    assert [job.document_id for job in glance.jobs_in(db, JobState.FAILED, 10)] == [first]
    assert [document.id for document in glance.failed_documents(db, 10)] == [first]
    with db.write() as connection:
        connection.execute("UPDATE documents SET deleted_at = '2026-01-01'")
    assert glance.next_jobs(db, 10) == ()
    assert glance.failed_documents(db, 10) == ()
    db.close()
