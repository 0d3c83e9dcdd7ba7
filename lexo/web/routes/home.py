"""Home: the search, what is being read, the latest papers."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from lexo.web import render
from lexo.web.deps import CurrentLexo
from lexo.web.views import papers, shell, work

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_home(
    request: Request, lexo: CurrentLexo, seen: Annotated[str | None, Query(max_length=64)] = None
) -> Response:
    """The first page; as a fragment, all of it but the search."""
    view = work.home(lexo)
    version, folder = papers.version_of(view), shell.for_people(lexo.settings.watch)
    if render.wants_fragment(request):
        return render.live(request, "home/_live.html", seen, version, view=view, folder=folder)
    values: dict[str, Any] = {"view": view, "version": version, "folder": folder, "problems": lexo.problems}
    return render.page(request, "home/index.html", papers=view.papers, **values)
