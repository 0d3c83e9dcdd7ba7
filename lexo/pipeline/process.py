"""How a document is read, told from top to bottom. Read this file first.

A document is a row with a job. The worker (`worker.py`) takes work whenever a reader process is free:

1. `begin_opening`: a reader opens the file and says how many pages it has, and of what size;
2. `opened`: the pages get their rows, and from now on each page is a piece of work of its own;
3. `begin_pages`: readers read pages, of this document and the next ones, in parallel; what was read before in the
   same way comes from the kept readings;
4. `page_read`, `page_failed`: each page is saved in its own commit, or says why it is not there, or that a model is
   to look at it too (`looker.py`);
5. `facts.py`: when no page is left, a reader looks at the whole paper and says what it is and what it says;
6. `finish`: the document gets its state and its language;
7. `begin_thumbnail`: a reader draws the first page small, for the lists that show it next.

Whatever goes wrong goes through `lost` (the reader died or hung) or `failed` (the file cannot be worked on).
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from lexo.document import DocumentState, ReadingOptions, Reason, Strategy
from lexo.errors import (
    AllPagesFailed,
    PageCrashed,
    PageTimedOut,
    PasswordNeeded,
    PasswordWrong,
    ReaderCrashed,
    ReaderTimedOut,
)
from lexo.pipeline import tasks
from lexo.pipeline.kept import keep, reading_key
from lexo.pipeline.looking import Looking
from lexo.store import claims, due, looks, pages
from lexo.store.claims import Claim
from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.store.pages import unpacked
from lexo.store.pictures import WIDTHS_PX, Pictures
from lexo.store.readings import Readings

log = logging.getLogger(__name__)

BATCH = 24  # pages given to a reader at once where they take milliseconds, not seconds
QUICK_MS = 50  # a page that took less came from a text layer
BAD_TITLE = re.compile(
    r"^(microsoft word|untitled|sans titre|document\d*$|scan|img)|\.(docx?|pdf|indd|odt|xlsx?|tmp)$", re.I
)


@dataclass(eq=False)
class Reading:
    """What the steps need, and what is known only while the process lives: passwords, and how quick a document is."""

    db: Database
    files: FileStore
    pictures: Pictures
    options: ReadingOptions
    page_timeout_s: float
    boot_id: str
    readings: Readings
    looking: Looking
    scratch: Callable[[], Path]
    trust: Path  # folder of the certificates that a person imported
    understands: bool = True
    must_wait: Callable[[], Reason | None] = lambda: None  # why models rest
    has_text_model: Callable[[], bool] = lambda: False
    passwords: dict[int, str] = field(default_factory=dict)
    batches: dict[int, int] = field(default_factory=dict)


def next_task(reading: Reading) -> tuple[Claim, tasks.Task] | None:
    """The next piece of work, claimed: pages of open documents first, else the next file to open."""
    while (claim := claims.claim_pages(reading.db, reading.boot_id, reading.batches)) is not None:
        known = kept(reading, claim)
        for answer in known:
            page_read(reading, claim, answer)
        unknown = tuple(set(claim.numbers) - {answer.number for answer in known})
        if unknown:
            claim = replace(claim, numbers=tuple(sorted(unknown)))
            return claim, begin_pages(reading, claim)
        if claims.is_read(reading.db, claim.document_id):
            finish(reading, claim)
    claim = claims.claim_opening(reading.db, reading.boot_id)
    return (claim, begin_opening(reading, claim)) if claim is not None else None


def begin_opening(reading: Reading, claim: Claim) -> tasks.Inspect:
    """Ask what the file is."""
    return tasks.Inspect(reading.files.path(claim.sha256), claim.media_type, reading.passwords.get(claim.document_id))


def begin_pages(reading: Reading, claim: Claim) -> tasks.Read:
    """Ask for the text of the claimed pages."""
    return tasks.Read(
        reading.files.path(claim.sha256),
        claim.media_type,
        reading.passwords.get(claim.document_id),
        claim.numbers,
        options_of(reading, claim),
    )


def options_of(reading: Reading, claim: Claim) -> ReadingOptions:
    """How a document is to be read: what its job asks for, the settings for the rest."""
    asked = {name: value for name, value in claim.options.items() if value != Strategy.AUTO}
    return replace(reading.options, **asked)


def kept(reading: Reading, claim: Claim) -> tuple[tasks.PageRead, ...]:
    """Those of the claimed pages that were read before in the same way."""
    if not reading.readings.knows(claim.sha256):
        return ()
    options = options_of(reading, claim)
    keys = {number: reading_key(claim.sha256, number, options) for number in claim.numbers}
    found = ((number, reading.readings.get(key)) for number, key in keys.items())
    return tuple(tasks.PageRead(number, page) for number, page in found if page is not None)


def settle(reading: Reading, claim: Claim, answer: tasks.Answer) -> bool:
    """Write down what a reader answered; return whether that ended the document."""
    if isinstance(answer, tasks.PageFailed | tasks.Failed) and answer.trace:
        log.error("the reader stumbled:\n%s", answer.trace)
    match answer:
        case tasks.Inspected():
            opened(reading, claim, answer)
        case tasks.PageRead():
            page_read(reading, claim, answer)
        case tasks.PageFailed():
            pages.fail_page(reading.db, claim.document_id, answer.number, answer.reason)
        case tasks.Failed():
            failed(reading, claim, answer)
        case tasks.Lost():
            lost(reading, claim, answer)
    if isinstance(answer, tasks.Done | tasks.Failed | tasks.Lost) and claims.is_read(reading.db, claim.document_id):
        return finish(reading, claim)
    return False


def opened(reading: Reading, claim: Claim, answer: tasks.Inspected) -> None:
    """Lay out the pages."""
    inspection = answer.inspection
    claims.opened(reading.db, claim, inspection, "" if BAD_TITLE.search(inspection.title) else inspection.title)
    log.info("opened, %s pages", len(inspection.pages))


def page_read(reading: Reading, claim: Claim, answer: tasks.PageRead) -> None:
    """Save one page, say whether a model is to look at it, and learn whether its document goes quickly."""
    options = options_of(reading, claim)
    engine = reading.looking.wanted(options, answer.page.content, lambda: unpacked(answer.page))
    if engine is None and answer.page.content.wants_layout:
        engine = looks.LAYOUT
    if engine is None:
        pages.save_page(reading.db, claim.document_id, answer.number, answer.page)
    else:
        looks.save_and_want(reading.db, claim.document_id, answer.number, answer.page, engine)
    if answer.page.content.dpi is not None:
        keep(reading.readings, reading_key(claim.sha256, answer.number, options), answer.page)
    is_quick = answer.page.content.duration_ms < QUICK_MS
    reading.batches[claim.document_id] = BATCH if is_quick else 1


def failed(reading: Reading, claim: Claim, answer: tasks.Failed) -> None:
    """The file itself is the matter: a password is asked for, anything else ends the document."""
    if answer.reason.code in (PasswordNeeded.code, PasswordWrong.code):
        reading.passwords.pop(claim.document_id, None)
        claims.hold_pages(reading.db, claim.document_id)
        claims.wait_for_password(reading.db, claim, answer.reason)
        return
    for number in claim.numbers:
        pages.fail_page(reading.db, claim.document_id, number, answer.reason)
    if not claim.numbers:
        claims.fail(reading.db, claim, answer.reason)


def lost(reading: Reading, claim: Claim, answer: tasks.Lost) -> None:
    """The reader is gone: what it had not begun goes back, what it had in hand is tried again or given up."""
    if answer.unread:
        pages.hand_back(reading.db, claim.document_id, list(answer.unread))
    was_killed = answer.cause is tasks.Cause.KILLED
    if not claim.numbers:
        _lost_opening(reading, claim, answer)
    elif answer.number is not None and answer.cause is tasks.Cause.TIMED_OUT:
        reason = Reason(PageTimedOut.code, {"seconds": round(reading.page_timeout_s)})
        pages.fail_page(reading.db, claim.document_id, answer.number, reason)
    elif answer.number is not None:
        reason = Reason(PageCrashed.code)
        pages.interrupted(reading.db, claim.document_id, answer.number, reason, was_killed=was_killed)


def _lost_opening(reading: Reading, claim: Claim, answer: tasks.Lost) -> None:
    match answer.cause:
        case tasks.Cause.STOPPED:
            claims.hand_back_opening(reading.db, claim)
        case tasks.Cause.TIMED_OUT:
            claims.fail(reading.db, claim, Reason(ReaderTimedOut.code, {"seconds": round(reading.page_timeout_s)}))
        case _:
            was_killed = answer.cause is tasks.Cause.KILLED
            claims.opening_interrupted(reading.db, claim, Reason(ReaderCrashed.code), was_killed=was_killed)


def finish(reading: Reading, claim: Claim) -> bool:
    """Give the document its state. Nothing happens (False) to one that has not been opened, or was cancelled."""
    done, failures, has_warnings = pages.outcomes(reading.db, claim.document_id)
    if done + failures == 0:
        return False
    reading.batches.pop(claim.document_id, None)
    if looks.pending(reading.db, claim.document_id) and reading.must_wait() is None:
        claims.await_looks(reading.db, claim)
        return False
    if reading.understands and due.is_pending(reading.db, claim.document_id):
        claims.await_looks(reading.db, claim)
        return False
    language = pages.language_of(reading.db, claim.document_id)
    state, reason = DocumentState.READY, None
    if done == 0:
        state, reason = DocumentState.FAILED, Reason(AllPagesFailed.code)
    elif failures or has_warnings:
        state = DocumentState.READY_WITH_WARNINGS
        reason = Reason("pages_failed", {"failed": failures, "pages": done + failures}) if failures else None
    if not claims.finish(reading.db, claim, state, reason, language):
        return False
    log.info("%s: %s pages read, %s failed", state, done, failures)
    return True


def begin_thumbnail(reading: Reading, claim: Claim) -> tasks.Render:
    """Ask for the small picture of the first page."""
    rotation = pages.get_rotation(reading.db, claim.document_id, 1)
    return tasks.Render(
        reading.files.path(claim.sha256),
        claim.media_type,
        reading.passwords.get(claim.document_id),
        1,
        rotation,
        WIDTHS_PX["thumb"],
        reading.pictures.path(claim.sha256, 1, rotation, "thumb"),
    )
