"""Models: which are here, what they take; load, unload, and forget the readings that are kept."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from lexo.document import Reason
from lexo.errors import LexoError
from lexo.web import render
from lexo.web.address import address
from lexo.web.deps import CurrentLexo, CurrentThreads
from lexo.web.routes.forms import back_to
from lexo.web.views import models, papers

ModelName = Annotated[str, Path(max_length=200, description="Name of a model")]
Done = Annotated[str, Query(max_length=200)]

router = APIRouter(prefix="/models", include_in_schema=False)


@router.get("")
def show_models(
    request: Request,
    lexo: CurrentLexo,
    seen: Annotated[str | None, Query(max_length=64)] = None,
    loaded: Done = "",
    unloaded: Done = "",
    cleared: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """What models there are and what they do; as a fragment, all but the title."""
    view = models.models(lexo)
    version = papers.version_of(view)
    if render.wants_fragment(request):
        return render.live(request, "models/_live.html", seen, version, view=view)
    names = {model.name for model in view.installed}
    done = {
        "loaded": loaded if loaded in names else "",
        "unloaded": unloaded if unloaded in names else "",
        "cleared": cleared,
    }
    return render.page(request, "models/index.html", view=view, version=version, failure=None, done=done)


@router.post("/readings/clear")
def clear_readings(lexo: CurrentLexo) -> Response:
    """Forget all readings that are kept; papers keep their text."""
    return back_to(address("/models", cleared=str(lexo.clear_cache())))


@router.post("/{name}/load")
async def load_model(request: Request, lexo: CurrentLexo, threads: CurrentThreads, name: ModelName) -> Response:
    """Load a model now, so that the first page does not wait for it."""
    return await threads.load(_load, request, lexo, name)


@router.post("/{name}/unload")
async def unload_model(lexo: CurrentLexo, threads: CurrentThreads, name: ModelName) -> Response:
    """Give a model's memory back; it is loaded again when it is needed."""
    await threads.load(lexo.models.unload, name)
    return back_to(address("/models", unloaded=name))


def _load(request: Request, lexo: CurrentLexo, name: str) -> Response:
    try:
        lexo.models.load(name)
    except LexoError as error:
        view, failure = models.models(lexo), Reason(error.code, error.details)
        values: dict[str, Any] = {"view": view, "version": papers.version_of(view), "failure": failure, "done": {}}
        return render.page(request, "models/index.html", status=error.status, **values)
    return back_to(address("/models", loaded=name))
