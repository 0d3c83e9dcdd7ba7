"""The worker: one thread that keeps the readers busy and writes down what they answer."""

import logging
import queue
import threading
import time

from lexo import log as logging_context
from lexo.document import Reason
from lexo.errors import LexoError
from lexo.pipeline import facts, process, tasks
from lexo.pipeline.facts import Looking
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers, Ticket
from lexo.store import claims, due
from lexo.store.claims import Claim

log = logging.getLogger(__name__)

POLL_S = 1.0  # another process (`lexo add`) may have queued something
AHEAD = 1  # tasks beyond the readers' number, so that none waits for a commit
WHEN_IDLE = -1  # nothing waits for it, and nobody is told
RETRY_S = 5.0  # when the disk is full or the database is held


class Worker:
    """Takes work from the queue as readers become free. `problem` says why it stands still, if it does."""

    def __init__(self, reading: Reading, readers: Readers) -> None:
        self.problem: Reason | None = None
        self._reading = reading
        self._readers = readers
        self._answers: queue.SimpleQueue[tuple[Ticket, tasks.Answer] | None] = queue.SimpleQueue()
        self._claims: dict[Ticket, Claim | Looking] = {}
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lexo-worker", daemon=True)

    def start(self) -> None:
        """Void what a dead process had claimed, finish what only lacked its end, then work."""
        count = claims.recover(self._reading.db, self._reading.boot_id)
        due.recover(self._reading.db, self._reading.boot_id)
        if count:
            log.info("resumed: %s pages or files were in hand when LEXO ended", count)
        for claim in claims.running(self._reading.db):
            if claims.is_read(self._reading.db, claim.document_id):
                process.finish(self._reading, claim)
        self._thread.start()

    def nudge(self) -> None:
        """There may be something new in the queue."""
        self._answers.put(None)

    def give_password(self, document_id: int, password: str) -> None:
        """Try a document again with its password, which is kept in memory only: pictures of its pages need it too."""
        self._reading.passwords[document_id] = password
        claims.reopen(self._reading.db, document_id)
        self.nudge()

    def stop(self, grace_s: float) -> None:
        """Claim nothing more, let the readers finish the page in hand, write everything down."""
        self._is_stopping.set()
        self.nudge()
        self._readers.stop(grace_s)
        self.nudge()
        if self._thread.is_alive():
            self._thread.join(timeout=grace_s)

    def _run(self) -> None:
        while not (self._is_stopping.is_set() and not self._claims):
            try:
                self._fill()
                self._take_answer()
            except LexoError as error:
                self._stand_still(error)
            except Exception:  # one document's trouble must not end the worker
                log.exception("the worker stumbled")
                time.sleep(1)

    def _fill(self) -> None:
        """Hand out work until the readers have one task more than they can do at once."""
        while not self._is_stopping.is_set() and len(self._claims) < self._readers.count + AHEAD:
            work = self._next()
            if work is None:
                return
            claim, task = work
            ticket = self._readers.submit(task, self._receive)
            self._claims[ticket] = claim

    def _next(self) -> tuple[Claim | Looking, tasks.Task] | None:
        """What ends a document first, then pages and files, then what is to be understood anew."""
        ending = facts.next_task(self._reading, only_open=True)
        work = (ending, ending.task) if ending else process.next_task(self._reading)
        if work is None and (again := facts.next_task(self._reading, only_open=False)):
            return again, again.task
        return work

    def _receive(self, ticket: Ticket, answer: tasks.Answer) -> None:
        self._answers.put((ticket, answer))

    def _take_answer(self) -> None:
        try:
            item = self._answers.get(timeout=POLL_S)
        except queue.Empty:
            return
        if item is None:
            return
        ticket, answer = item
        claim = self._claims.get(ticket)
        if claim is None:
            log.error("an answer came twice")
            return
        if isinstance(answer, tasks.Done | tasks.Failed | tasks.Lost):
            del self._claims[ticket]
            self._fill_quietly()  # the reader goes on while this is written down
        self._settle(claim, answer)
        self._readers.acknowledge(ticket)

    def _fill_quietly(self) -> None:
        try:
            self._fill()
        except LexoError as error:
            log.warning("no new work: %s", error.code)

    def _settle(self, claim: Claim | Looking, answer: tasks.Answer) -> None:
        """Write an answer down; while the disk is full or the database held, try again: no page is read twice."""
        logging_context.document_id.set(claim.document_id)
        logging_context.page_number.set(getattr(answer, "number", None))
        while True:
            try:
                finished = self._write_down(claim, answer)
                if finished is not None:
                    self._readers.submit(process.begin_thumbnail(self._reading, finished), _nowhere, priority=WHEN_IDLE)
                self.problem = None
                return
            except LexoError as error:
                self._stand_still(error)
                if self._is_stopping.is_set():
                    return
            except Exception:  # a mistake of ours must not leave the document between two states for ever
                log.exception("the answer could not be written down")
                self._give_up(claim)
                return
            finally:
                logging_context.document_id.set(None)
                logging_context.page_number.set(None)

    def _write_down(self, claim: Claim | Looking, answer: tasks.Answer) -> Claim | None:
        """The claim on the document that this ended, if it ended one."""
        if not isinstance(claim, Looking):
            return claim if process.settle(self._reading, claim, answer) else None
        facts.settle(self._reading, claim, answer)
        waiting = claims.waiting(self._reading.db, claim.document_id)
        return waiting if waiting and process.finish(self._reading, waiting) else None

    def _give_up(self, claim: Claim | Looking) -> None:
        if isinstance(claim, Looking):
            facts.give_up(self._reading, claim.document_id)
        else:
            claims.fail(self._reading.db, claim, Reason(LexoError.code))

    def _stand_still(self, error: LexoError) -> None:
        log.error("standing still: %s", error.code)
        self.problem = Reason(error.code, error.details)
        self._is_stopping.wait(RETRY_S)


def _nowhere(_: Ticket, __: tasks.Answer) -> None:
    """A thumbnail that could not be drawn is tried again when somebody looks."""
