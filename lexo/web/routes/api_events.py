"""The queue as it changes, as server-sent events: one stream a window, a handful in all."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from lexo.app import Lexo
from lexo.document import Job, JobState
from lexo.errors import TooManyStreams
from lexo.store import jobs
from lexo.store.jobs import QueueTotals
from lexo.web import present, schemas
from lexo.web.deps import Language
from lexo.web.openapi import problems

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


router = APIRouter(prefix="/api/v1", tags=["jobs"])


@router.get("/events", response_class=EventSourceResponse, responses=problems(_503="Too many streams are open"))
async def follow_queue(
    queue: Annotated[Queue, Depends(one_stream)],
    language: Language,
    last_event_id: Annotated[str | None, Header(description="Sent by browsers that come back")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Follow the queue: an event `queue` with totals and open jobs at the start and whenever something changed."""
    known = last_event_id
    while not queue.is_over.is_set():
        snapshot = await queue.current()
        if snapshot.version != known:
            known = snapshot.version
            yield ServerSentEvent(data=_event(snapshot, language), event="queue", id=known, retry=2000)
        await queue.wait()


def _look(lexo: Lexo) -> Snapshot:
    return Snapshot(jobs.totals(lexo.db), jobs.list_jobs(lexo.db, OPEN, limit=SHOWN_JOBS))


def _event(snapshot: Snapshot, language: str) -> schemas.JobPage:
    items = tuple(present.job(job, language) for job in snapshot.jobs)
    return schemas.JobPage(items=items, next=None, totals=present.totals(snapshot.totals))
