"""The pool of reader processes: hands tasks out, times them, replaces readers that die, grow old or hang."""

import heapq
import itertools
import logging
import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from lexo.document import Reason
from lexo.errors import ReadersCannotStart
from lexo.pipeline import tasks

log = logging.getLogger(__name__)

RECYCLE_TASKS = 400  # a reader is replaced after so many: Tesseract's memory grows with pages
RECYCLE_PEAK_MB = 1200
COMMAND = [sys.executable, "-m", "lexo.pipeline.reader"]
FAILED_STARTS = 3  # in a row, before it is called a problem
MAX_PAUSE_S = 10  # between two starts that fail
IDLE_S = 120.0  # readers without work end after this
STALL_S = 0.5  # how often deadlines are looked at

READER_MB = RECYCLE_PEAK_MB


def default_readers() -> int:
    """One for each core, but no more than half of the memory holds."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return max(1, min(os.cpu_count() or 1, memory_mb // 2 // READER_MB))


Sink = Callable[["Ticket", tasks.Answer], None]


@dataclass(eq=False)
class Ticket:
    """A task that was handed in; `sink` runs in the pool's thread, and must only put the answer somewhere."""

    task: tasks.Task
    sink: Sink
    unread: list[int] = field(default_factory=list)  # page numbers not answered yet


@dataclass(eq=False)
class _Reader:
    process: subprocess.Popen[bytes]
    connection: Connection
    ticket: Ticket | None = None
    deadline: float = 0.0
    is_ready: bool = False
    tasks_done: int = 0
    idle_since: float = 0.0


class Readers:
    """Up to `count` reader processes, started with the first task, and the thread `name` that looks after them."""

    def __init__(self, count: int, *, page_timeout_s: float, name: str = "lexo-readers") -> None:
        self.count = count
        self._timeout_s = page_timeout_s
        self._readers: list[_Reader] = []
        self._heap: list[tuple[int, int, Ticket]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_sender.setblocking(False)
        self._stopping = False
        self._draining = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started = False
        self._failed_starts = 0
        self._next_start_at = 0.0

    @property
    def problem(self) -> Reason | None:
        """Why nothing is read: reader processes end before they have started. Tasks wait meanwhile."""
        return Reason(ReadersCannotStart.code) if self._failed_starts >= FAILED_STARTS else None

    @property
    def has_begun(self) -> bool:
        """Whether a task was ever handed in."""
        return self._started

    @property
    def pids(self) -> tuple[int, ...]:
        """The reader processes that live now."""
        return tuple(reader.process.pid for reader in list(self._readers))

    def submit(self, task: tasks.Task, sink: Sink, *, priority: int = 0) -> Ticket:
        """Queue a task; higher priority first, then in order. After `stop` the answer is Lost at once."""
        numbers = list(task.numbers) if isinstance(task, tasks.Read) else []
        ticket = Ticket(task, sink, numbers)
        with self._lock:
            refused = self._stopping or self._draining
            if not refused:
                heapq.heappush(self._heap, (-priority, next(self._order), ticket))
                if not self._started:
                    self._started = True
                    self._thread.start()
        if refused:
            self._lose(ticket, None, tasks.Cause.STOPPED)
        else:
            self._wake()
        return ticket

    def acknowledge(self, ticket: Ticket) -> None:
        """A page of a task with more to come is saved: the reader, which waits for this, begins the next one."""
        reader = next((reader for reader in list(self._readers) if reader.ticket is ticket), None)
        if reader is not None and ticket.unread:
            reader.deadline = time.monotonic() + self._timeout_s
            with suppress(OSError):  # a dead reader shows at the next receive
                reader.connection.send_bytes(tasks.SAVED)

    def stop(self, grace_s: float) -> None:
        """Let each reader finish the page in hand, at most for `grace_s`, then end all of them."""
        with self._lock:
            self._draining = True
            waiting = [ticket for _, _, ticket in self._heap]
            self._heap.clear()
        for ticket in waiting:
            self._lose(ticket, None, tasks.Cause.STOPPED)
        deadline = time.monotonic() + grace_s
        while time.monotonic() < deadline and any(reader.ticket for reader in list(self._readers)):
            time.sleep(0.02)
        self._stopping = True
        self._wake()
        if self._started:
            self._thread.join(timeout=5)
        self._wake_sender.close()
        self._wake_receiver.close()

    def _wake(self) -> None:
        with suppress(OSError):  # full: it is awake; closed: it has ended
            self._wake_sender.send(b"x")

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._turn()
            except Exception:  # the pool must outlive anything one reader does
                log.exception("the pool of readers stumbled")
                time.sleep(STALL_S)
        for reader in list(self._readers):
            self._end(reader, tasks.Cause.STOPPED)

    def _turn(self) -> None:
        self._assign()
        by_connection = {reader.connection: reader for reader in self._readers}
        for ready in wait([self._wake_receiver, *by_connection], timeout=STALL_S):
            if ready is self._wake_receiver:
                self._wake_receiver.recv(4096)
            elif isinstance(ready, Connection):
                self._receive(by_connection[ready])
        now = time.monotonic()
        for reader in list(self._readers):
            if reader.ticket is not None and now > reader.deadline:
                self._end(reader, tasks.Cause.TIMED_OUT)
            elif reader.ticket is None and now - reader.idle_since > IDLE_S:
                self._end(reader, tasks.Cause.STOPPED)  # too long without work, or without having started

    def _assign(self) -> None:
        while True:
            with self._lock:
                if not self._heap:
                    return
                reader = next((reader for reader in self._readers if reader.is_ready and not reader.ticket), None)
                ticket = heapq.heappop(self._heap)[2] if reader else None
                starting = sum(not reader.is_ready for reader in self._readers)
                may_start = len(self._readers) < self.count and starting < len(self._heap)
            if reader and ticket:
                self._give(reader, ticket)
            elif may_start and time.monotonic() >= self._next_start_at:
                self._start()
            else:
                return

    def _give(self, reader: _Reader, ticket: Ticket) -> None:
        reader.ticket = ticket
        reader.deadline = time.monotonic() + self._timeout_s
        with suppress(OSError):  # a dead reader shows at the next receive
            reader.connection.send_bytes(tasks.encode_task(ticket.task))

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        process = subprocess.Popen(
            [*COMMAND, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # libraries talk, and may quote the paper
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # one signal ends it and what it started
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONUTF8": "1"},
        )
        theirs.close()
        self._readers.append(_Reader(process, Connection(ours.detach()), idle_since=time.monotonic()))

    def _receive(self, reader: _Reader) -> None:
        try:
            message = reader.connection.recv_bytes()
            if message == tasks.READY:
                reader.is_ready, reader.idle_since, self._failed_starts = True, time.monotonic(), 0
                return
            answer = tasks.decode_answer(message)
        except (EOFError, OSError):
            self._bury(reader)
            return
        except (ValueError, KeyError, TypeError):
            log.error("reader %s sent what no reader sends; replacing it", reader.process.pid)
            self._end(reader, tasks.Cause.CRASHED)
            return
        ticket = reader.ticket
        if ticket is None:
            return
        if isinstance(answer, tasks.PageRead | tasks.PageFailed) and answer.number in ticket.unread:
            ticket.unread.remove(answer.number)
        waits = tasks.awaits_saving(ticket.task, answer)  # for the disk, perhaps: no clock runs against it
        reader.deadline = math.inf if waits else time.monotonic() + self._timeout_s
        if isinstance(answer, tasks.Done | tasks.Failed):
            self._release(reader, answer)
        was_draining = self._draining  # a stop that the answer leads to is for the next page
        ticket.sink(ticket, answer)
        if was_draining and ticket.unread:  # stop after the page in hand
            self._end(reader, tasks.Cause.STOPPED)

    def _release(self, reader: _Reader, answer: tasks.Done | tasks.Failed) -> None:
        reader.ticket = None
        reader.tasks_done += 1
        reader.idle_since = time.monotonic()
        peak_mb = answer.peak_mb if isinstance(answer, tasks.Done) else 0
        if reader.tasks_done >= RECYCLE_TASKS or peak_mb > RECYCLE_PEAK_MB:
            self._end(reader, tasks.Cause.STOPPED)

    def _bury(self, reader: _Reader) -> None:
        """The reader ended by itself, or something outside killed it."""
        with suppress(subprocess.TimeoutExpired):
            reader.process.wait(timeout=5)
        status = reader.process.returncode
        log.warning("reader %s ended with %s", reader.process.pid, status)
        if not reader.is_ready:
            self._failed_starts += 1
            self._next_start_at = time.monotonic() + min(self._failed_starts, MAX_PAUSE_S)
        self._end(reader, tasks.Cause.KILLED if status in (-signal.SIGKILL, -signal.SIGTERM) else tasks.Cause.CRASHED)

    def _end(self, reader: _Reader, cause: tasks.Cause) -> None:
        """End a reader and all that it started; what it had not answered goes back."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(reader.process.pid, signal.SIGKILL)
        reader.process.wait()
        reader.connection.close()
        self._readers.remove(reader)
        ticket, reader.ticket = reader.ticket, None
        if ticket is not None:
            in_hand = ticket.unread.pop(0) if ticket.unread and cause is not tasks.Cause.STOPPED else None
            self._lose(ticket, in_hand, cause)

    def _lose(self, ticket: Ticket, number: int | None, cause: tasks.Cause) -> None:
        ticket.sink(ticket, tasks.Lost(number, tuple(ticket.unread), cause))
