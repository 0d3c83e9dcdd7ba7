"""What all windows that follow the queue share: one look at the database a second, and the end."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from anyio import to_thread
from fastapi import Request

from lexo.app import Lexo
from lexo.document import Job, JobState
from lexo.errors import TooManyStreams
from lexo.store import jobs
from lexo.store.jobs import QueueTotals

MAX_STREAMS = 8  # a browser keeps six connections to one host; two windows must not use them up for all others
EVERY_S = 1.0
OPEN = (JobState.QUEUED, JobState.RUNNING, JobState.WAITING)
SHOWN_JOBS = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The queue at one moment; `version` changes with what it says, across restarts too."""

    totals: QueueTotals
    jobs: tuple[Job, ...]

    @property
    def version(self) -> str:
        return hashlib.blake2s(repr((self.totals, self.jobs)).encode(), digest_size=8).hexdigest()


class Queue:
    """What all streams share: one look at the database a second, however many watch; and the end."""

    def __init__(self, lexo: Lexo) -> None:
        self._lexo = lexo
        self._lock = asyncio.Lock()
        self._taken_at = float("-inf")
        self._snapshot: Snapshot | None = None
        self.streams = 0
        self.is_over = asyncio.Event()

    async def current(self) -> Snapshot:
        """The queue, at most a second old."""
        async with self._lock:
            if self._snapshot is None or time.monotonic() - self._taken_at >= EVERY_S:
                self._snapshot = await to_thread.run_sync(_look, self._lexo)
                self._taken_at = time.monotonic()
            return self._snapshot

    async def wait(self) -> None:
        """Until it is worth looking again, or all is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.is_over.wait(), EVERY_S)


async def one_stream(request: Request) -> AsyncIterator[Queue]:
    """A place among the streams, given back at the end. Raises TooManyStreams."""
    queue: Queue = request.app.state.queue
    if queue.streams >= MAX_STREAMS:
        raise TooManyStreams()
    queue.streams += 1
    try:
        yield queue
    finally:
        queue.streams -= 1


def _look(lexo: Lexo) -> Snapshot:
    return Snapshot(jobs.totals(lexo.db), jobs.list_jobs(lexo.db, OPEN, limit=SHOWN_JOBS))
