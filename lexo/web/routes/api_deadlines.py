"""Deadlines: a list, what people decide on each, and a calendar to subscribe to."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from lexo.facts import DeadlineState
from lexo.store import deadlines
from lexo.web import present_facts, schemas
from lexo.web.deps import CurrentLexo, Language
from lexo.web.openapi import problems

OPEN = (DeadlineState.PROPOSED, DeadlineState.CONFIRMED)

router = APIRouter(prefix="/api/v1", tags=["facts"], responses=problems(_404="There is no such deadline"))


@router.get("/deadlines")
def list_deadlines(
    lexo: CurrentLexo,
    language: Language,
    state: Annotated[DeadlineState | None, Query(description="Left out: those that are open")] = None,
    since: Annotated[date | None, Query(description="From this day on")] = None,
) -> schemas.DeadlinePage:
    """Days by which something is to be done, the earliest first."""
    states = (state,) if state else OPEN
    kept = deadlines.list_deadlines(lexo.db, since=since.isoformat() if since else None, states=states)
    items = tuple(present_facts.deadline(each, today(), language) for each in kept)
    return schemas.DeadlinePage(items=items, total=len(items))


@router.get("/deadlines.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
def get_calendar(lexo: CurrentLexo, language: Language) -> Response:
    """The open deadlines as a calendar with alarms, for programs that subscribe to it."""
    from lexo.web.views.calendar import feed

    kept = deadlines.list_deadlines(lexo.db, states=OPEN)
    return Response(feed(kept, lexo.settings.url, language), media_type="text/calendar")


@router.patch("/deadlines/{deadline_id}")
def decide(
    lexo: CurrentLexo,
    language: Language,
    deadline_id: Annotated[int, Path(ge=1, lt=1 << 63)],
    body: schemas.DeadlineChange,
) -> schemas.DeadlineShape:
    """Confirm a deadline, dismiss it, say that it is done, or take that back (`proposed`)."""
    return present_facts.deadline(deadlines.decide(lexo.db, deadline_id, body.state), today(), language)


def today() -> date:
    """The day it is where this machine stands."""
    return datetime.now().astimezone().date()
