"""The page of the deadlines, and what people decide there."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from lexo.facts import DeadlineState
from lexo.web import render
from lexo.web.address import address
from lexo.web.deps import CurrentLexo
from lexo.web.routes.forms import back_to
from lexo.web.views import deadlines

router = APIRouter(prefix="/deadlines", include_in_schema=False)


@router.get("")
def show_deadlines(
    request: Request,
    lexo: CurrentLexo,
    done: Annotated[int | None, Query(ge=1, lt=1 << 63)] = None,
    was: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Days by which something is to be done."""
    today = datetime.now().astimezone().date()
    view = deadlines.view_of(lexo, today, done, was)
    return render.page(request, "deadlines/index.html", view=view, states=DeadlineState)


@router.post("/{deadline_id}")
def decide(
    lexo: CurrentLexo,
    deadline_id: Annotated[int, Path(ge=1, lt=1 << 63)],
    state: Annotated[DeadlineState, Form()],
    is_undo: bool = Form(default=False),
) -> RedirectResponse:
    """Confirm a deadline, say that it is done, dismiss it, or take that back."""
    was = deadlines.decide(lexo, deadline_id, state)
    return back_to("/deadlines" if is_undo else address("/deadlines", done=deadline_id, was=was.value))
