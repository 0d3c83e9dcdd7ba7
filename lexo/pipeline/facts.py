"""From what is read to what is understood: a reader looks, the server concludes and keeps it. The worker calls this."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from lexo.document import PageText, Reason
from lexo.errors import UnderstandingFailed
from lexo.facts import Understanding
from lexo.pipeline import tasks
from lexo.pipeline.asking import ask
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers
from lexo.store import due, facts, looks, understandings
from lexo.store.pages import ReadPage, packed
from lexo.store.understandings import Due

log = logging.getLogger(__name__)

CODE_PAGES = 3  # codes stand on the first pages, or on the last one


@dataclass(frozen=True, slots=True)
class Looking:
    """A document in a reader's hands."""

    due: Due
    task: tasks.Understand

    @property
    def document_id(self) -> int:
        return self.due.document_id


def next_task(reading: Reading, *, only_open: bool) -> Looking | None:
    """The next document to understand, claimed; `only_open`: of those whose reading somebody may wait for."""
    if not reading.understands:
        return None
    awaits_looks = looks.count(reading.db) > 0 and reading.must_wait() is None
    which = understandings.Which(only_open, awaits_looks)
    claimed = understandings.claim(reading.db, reading.boot_id, which)
    if claimed is None:
        return None
    return Looking(claimed, begin(reading, claimed))


def begin(reading: Reading, claimed: Due) -> tasks.Understand:
    """Ask what a paper is and says."""
    pages = understandings.read_pages(reading.db, claimed)
    target = reading.scratch()
    tasks.write_pages(target, pages)
    return tasks.Understand(
        reading.files.path(claimed.sha256),
        claimed.media_type,
        reading.passwords.get(claimed.document_id),
        target,
        _with_codes(pages, claimed.page_count),
        claimed.page_count,
        claimed.language,
        claimed.title,
        reading.trust,
    )


def understand_now(reading: Reading, readers: Readers, task: tasks.Inspect, pages: Sequence[PageText]) -> Understanding:
    """Say what a file that is not kept is and says. Raises what the reader says of it."""
    read = [(number, packed(page)) for number, page in enumerate(pages, start=1)]
    read = [*read[: understandings.FIRST_PAGES], *read[understandings.FIRST_PAGES :][-understandings.LAST_PAGES :]]
    target = reading.scratch()
    try:
        tasks.write_pages(target, read)
        language = next((page.language for page in pages if page.language), None)
        asked = tasks.Understand(
            task.path,
            task.media_type,
            task.password,
            target,
            _with_codes(read, len(pages)),
            len(pages),
            language,
            trust=reading.trust,
        )
        return ask(readers, asked, tasks.Understood).understanding
    finally:
        target.unlink(missing_ok=True)


def _with_codes(pages: Sequence[tuple[int, ReadPage]], page_count: int) -> tuple[tuple[int, int], ...]:
    """The pages on which codes stand, with their rotation."""
    return tuple(
        (number, page.content.rotation) for number, page in pages if number <= CODE_PAGES or number == page_count
    )


def settle(reading: Reading, looking: Looking, answer: tasks.Answer) -> None:
    """Write down what a reader answered."""
    document_id = looking.due.document_id
    match answer:
        case tasks.Understood():
            understood(reading, document_id, answer)
        case tasks.Failed():
            log.error("a paper was not understood: %s\n%s", answer.reason.code, answer.trace)
            give_up(reading, document_id)
        case tasks.Lost():
            lost(reading, document_id, answer)
    if isinstance(answer, tasks.Done | tasks.Failed | tasks.Lost):
        looking.task.pages.unlink(missing_ok=True)


def understood(reading: Reading, document_id: int, answer: tasks.Understood) -> None:
    """Keep what was made of a paper, and what follows from it, in one commit."""
    from lexo.pipeline import concluding  # not before there is something to conclude: the server starts quickly

    with reading.db.write() as connection:
        if not due.end(connection, document_id):
            return  # its text changed meanwhile: it will be looked at again
        facts.save_rules(connection, document_id, answer.understanding)
        concluding.conclude_within(connection, document_id)
        if reading.has_text_model():
            due.want(connection, document_id, due.Stage.MODEL)
    log.info("understood: %s facts", len(answer.understanding.fields))


def give_up(reading: Reading, document_id: int) -> None:
    """The text is there all the same; the document says that it was not understood."""
    with reading.db.write() as connection:
        if due.end(connection, document_id):
            facts.warn(connection, document_id, Reason(UnderstandingFailed.code))


def lost(reading: Reading, document_id: int, answer: tasks.Lost) -> None:
    """The reader is gone: the document is tried again, or given up."""
    match answer.cause:
        case tasks.Cause.STOPPED:
            due.hand_back(reading.db, document_id)
        case tasks.Cause.CRASHED | tasks.Cause.KILLED:
            was_killed = answer.cause is tasks.Cause.KILLED
            if not understandings.may_try_again(reading.db, document_id, was_killed=was_killed):
                give_up(reading, document_id)
        case _:
            give_up(reading, document_id)
