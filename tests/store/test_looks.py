"""Pages that wait for a model's reading: the first reading stands until a better one is saved in its place."""

from pathlib import Path

import pytest

from lexo.document import (
    BBox,
    Block,
    BlockKind,
    Inspection,
    Line,
    MediaType,
    PageSize,
    PageState,
    PageText,
    ReadingOptions,
    Tried,
    Word,
)
from lexo.errors import PageNotFound
from lexo.store import claims, documents, jobs, looks, pages
from lexo.store.claims import Claim
from lexo.store.database import Database
from lexo.store.documents import NewDocument

BOOT = "boot-1"


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def page(text: str, *warnings: str, tried: tuple[Tried, ...] = ()) -> pages.ReadPage:
    words = tuple(Word(word, BBox(0.1, 0.1, 0.2, 0.2), 0.5) for word in text.split())
    block = Block(BlockKind.TEXT, BBox(0.1, 0.1, 0.2, 0.2), (Line(words),))
    return pages.packed(PageText(595, 842, (block,), engine="tesseract", dpi=300, warnings=warnings, tried=tried))


def opened(db: Database, page_count: int = 1, number: int = 1) -> Claim:
    documents.add(db, NewDocument(f"{number:064x}", f"{number}.pdf", MediaType.PDF, 10))
    claim = claims.claim_opening(db, BOOT)
    assert claim is not None
    claims.opened(db, claim, Inspection(MediaType.PDF, (PageSize(595, 842),) * page_count), "")
    return claim


def waiting(db: Database, page_count: int = 1, number: int = 1) -> Claim:
    claim = opened(db, page_count, number)
    for each in range(1, page_count + 1):
        looks.save_and_want(db, claim.document_id, each, page("premier"), "deepseek-mlx")
    return claim


def text_of(db: Database, claim: Claim, number: int = 1) -> str:
    return pages.get_page(db, claim.document_id, number).content.text


def test_page_that_waits_is_read_and_found_meanwhile(db: Database) -> None:
    claim = waiting(db)
    assert text_of(db, claim) == "premier"
    assert pages.list_pages(db, claim.document_id)[0].state is PageState.DONE
    assert looks.pending(db, claim.document_id) == 1


def test_look_is_claimed_once(db: Database) -> None:
    waiting(db, 2)
    numbers = [look.number if look else None for look in (looks.claim(db, BOOT) for _ in range(3))]
    assert numbers == [1, 2, None]


def test_save_replaces_text_and_what_was_tried_and_ends_the_wait(db: Database) -> None:
    claim = waiting(db)
    look = looks.claim(db, BOOT)
    assert look is not None
    tried = (Tried("tesseract", "5", 0.5, 900, "worse"), Tried("deepseek-mlx", "8bit", None, 4000))
    looks.save(db, look, page("second", tried=tried))
    assert text_of(db, claim) == "second"
    assert pages.get_page(db, claim.document_id, 1).content.tried == tried
    assert looks.pending(db, claim.document_id) == 0
    with db.read() as connection:
        found = [
            connection.execute("SELECT count(*) FROM pages_fts WHERE pages_fts MATCH ?", (word,)).fetchone()[0]
            for word in ("premier", "second")
        ]
    assert found == [0, 1]


def test_look_whose_page_is_queued_again_is_not_saved(db: Database) -> None:
    claim = waiting(db)
    look = looks.claim(db, BOOT)
    assert look is not None
    claims.finish(db, claim, documents.get(db, claim.document_id).state, None, None)
    jobs.retry_document(db, claim.document_id, everything=True)
    looks.save(db, look, page("late"))
    assert text_of(db, claim) == "premier"


def test_give_up_keeps_first_reading_and_says_so_once(db: Database) -> None:
    claim = waiting(db)
    look = looks.claim(db, BOOT)
    assert look is not None
    looks.give_up(db, look, "model_gave_up")
    looks.give_up(db, look, "model_gave_up")
    content = pages.get_page(db, claim.document_id, 1).content
    assert (content.text, content.warnings) == ("premier", ("model_gave_up",))


def test_look_handed_back_does_not_count(db: Database) -> None:
    claim = waiting(db)
    for _ in range(5):
        look = looks.claim(db, BOOT)
        assert look is not None
        looks.hand_back(db, look)
    looks.recover(db, "model_gave_up")
    assert looks.pending(db, claim.document_id) == 1


def test_look_that_lexo_goes_down_with_twice_is_given_up(db: Database) -> None:
    claim = waiting(db)
    looks.claim(db, BOOT)
    looks.recover(db, "model_gave_up")
    assert looks.pending(db, claim.document_id) == 1
    looks.claim(db, BOOT)
    looks.recover(db, "model_gave_up")
    assert looks.pending(db, claim.document_id) == 0
    assert pages.get_page(db, claim.document_id, 1).content.warnings == ("model_gave_up",)


def test_job_waits_for_its_looks_and_no_longer(db: Database) -> None:
    claim = waiting(db)
    assert claims.await_looks(db, claim)
    assert claims.looked_at(db) == ()
    look = looks.claim(db, BOOT)
    assert look is not None
    looks.save(db, look, page("second"))
    assert [each.document_id for each in claims.looked_at(db)] == [claim.document_id]


def test_cancel_of_a_job_that_waits_for_looks_only_ends_the_wait(db: Database) -> None:
    claim = waiting(db)
    claims.await_looks(db, claim)
    jobs.cancel(db, claim.job_id)
    assert looks.pending(db, claim.document_id) == 0
    assert [each.job_id for each in claims.looked_at(db)] == [claim.job_id]
    assert text_of(db, claim) == "premier"


def test_one_page_is_queued_again_alone_with_its_options(db: Database) -> None:
    claim = waiting(db, 3)
    claims.finish(db, claim, documents.get(db, claim.document_id).state, None, None)
    jobs.retry_document(db, claim.document_id, ReadingOptions(engine="rapidocr"), number=2)
    states = [each.state for each in pages.list_pages(db, claim.document_id)]
    assert states == [PageState.DONE, PageState.QUEUED, PageState.DONE]
    again = claims.claim_opening(db, BOOT)
    assert again is not None
    assert again.options["engine"] == "rapidocr"
    assert looks.pending(db, claim.document_id) == 2


def test_page_that_is_not_there_is_not_queued_again(db: Database) -> None:
    claim = waiting(db)
    claims.finish(db, claim, documents.get(db, claim.document_id).state, None, None)
    with pytest.raises(PageNotFound):
        jobs.retry_document(db, claim.document_id, number=2)


def test_page_that_fails_when_read_again_keeps_what_was_read(db: Database) -> None:
    claim = waiting(db)
    claims.finish(db, claim, documents.get(db, claim.document_id).state, None, None)
    jobs.retry_document(db, claim.document_id, everything=True)
    pages.fail_page(db, claim.document_id, 1, pages.Reason("page_crashed"))
    kept = pages.get_page(db, claim.document_id, 1)
    assert (kept.state, kept.content.text, kept.content.warnings) == (PageState.DONE, "premier", ("page_crashed",))
