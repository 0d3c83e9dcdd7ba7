"""Search: papers by their words, by what they are, and by what they say."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from lexo.store import saved_searches
from lexo.web import render
from lexo.web.address import address
from lexo.web.deps import CurrentLexo
from lexo.web.routes.forms import back_to
from lexo.web.views.find import facets_of, find

Words = Annotated[str, Query(max_length=20_000)]
SearchId = Annotated[int, Path(ge=1, lt=1 << 63)]

router = APIRouter(prefix="/search", include_in_schema=False)


@router.get("")
def show_search(
    request: Request,
    lexo: CurrentLexo,
    q: Words = "",
    offset: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
    facets: Annotated[bool, Query(description="Count what it may be narrowed by at once")] = False,
) -> Response:
    """The search and what it found; as a fragment, only what it found. Facets come after it, unless asked for."""
    language = render.language_of(request)
    view = find(lexo, q, offset, language)
    counted = facets_of(lexo, q, language) if facets else None
    if render.wants_fragment(request):
        return render.fragment(request, "search/_results.html", view=view, facets=counted)
    return render.page(request, "search/index.html", view=view, facets=counted)


@router.get("/facets")
def show_facets(request: Request, lexo: CurrentLexo, q: Words = "") -> Response:
    """What a search may be narrowed by."""
    counted = facets_of(lexo, q, render.language_of(request))
    return render.fragment(request, "search/_facets.html", facets=counted)


@router.post("/saved")
def save_search(
    lexo: CurrentLexo,
    query: Annotated[str, Form(min_length=1, max_length=1000)],
    name: Annotated[str, Form(max_length=100)] = "",
) -> RedirectResponse:
    """Keep a search under a name, its own words where none is given."""
    saved_searches.save(lexo.db, name.strip() or query, query)
    return back_to(address("/search", q=query))


@router.post("/saved/{search_id}/delete")
def forget_search(
    lexo: CurrentLexo, search_id: SearchId, to: Annotated[str, Form(max_length=4096)] = "/search"
) -> RedirectResponse:
    """Forget a saved search."""
    saved_searches.delete(lexo.db, search_id)
    return back_to(to, "/search")
