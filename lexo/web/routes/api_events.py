"""The queue as it changes, as server-sent events: one stream a window, a handful in all."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from lexo.web import present, schemas
from lexo.web.deps import Language
from lexo.web.live import Queue, Snapshot, one_stream
from lexo.web.openapi import problems

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


def _event(snapshot: Snapshot, language: str) -> schemas.JobPage:
    items = tuple(present.job(job, language) for job in snapshot.jobs)
    return schemas.JobPage(items=items, next=None, totals=present.totals(snapshot.totals))
