"""Search: papers by their words."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from lexo.web import render
from lexo.web.deps import CurrentLexo
from lexo.web.views.find import find

router = APIRouter(include_in_schema=False)


@router.get("/search")
def show_search(
    request: Request,
    lexo: CurrentLexo,
    q: Annotated[str, Query(max_length=20_000)] = "",
    offset: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The search and what it found; as a fragment, only what it found."""
    view = find(lexo, q, offset)
    if render.wants_fragment(request):
        return render.fragment(request, "search/_results.html", view=view)
    return render.page(request, "search/index.html", view=view)
