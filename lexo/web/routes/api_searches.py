"""Searches that are kept under names: list, keep, change, forget."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from lexo.store import saved_searches
from lexo.store.saved_searches import SavedSearch
from lexo.web import schemas
from lexo.web.deps import CurrentLexo
from lexo.web.openapi import problems

PREFIX = "/api/v1/searches"
Id = Annotated[int, Path(ge=1, lt=1 << 63, description="Id of a saved search")]
NOT_FOUND = problems(_404="There is no such saved search")

router = APIRouter(prefix=PREFIX, tags=["search"])


@router.get("")
def list_searches(lexo: CurrentLexo) -> schemas.SavedSearchPage:
    """All saved searches, by name."""
    kept = saved_searches.list_searches(lexo.db)
    return schemas.SavedSearchPage(items=tuple(map(_shape, kept)), total=len(kept))


@router.post("", status_code=201, responses=problems(_409="There are too many already"))
def save_search(lexo: CurrentLexo, response: Response, body: schemas.SavedSearchBody) -> schemas.SavedSearchShape:
    """Keep a search, in the place of one of that name."""
    kept = saved_searches.save(lexo.db, body.name, body.query)
    response.headers["Location"] = f"{PREFIX}/{kept.id}"
    return _shape(kept)


@router.get("/{search_id}", responses=NOT_FOUND)
def get_search(lexo: CurrentLexo, search_id: Id) -> schemas.SavedSearchShape:
    """One saved search."""
    return _shape(saved_searches.get(lexo.db, search_id))


@router.patch("/{search_id}", responses={**NOT_FOUND, **problems(_409="Another one has this name")})
def change_search(lexo: CurrentLexo, search_id: Id, body: schemas.SavedSearchChange) -> schemas.SavedSearchShape:
    """Rename a saved search, or put another in its place."""
    return _shape(saved_searches.change(lexo.db, search_id, name=body.name, query=body.query))


@router.delete("/{search_id}", status_code=204, responses=NOT_FOUND)
def delete_search(lexo: CurrentLexo, search_id: Id) -> None:
    """Forget a saved search."""
    saved_searches.delete(lexo.db, search_id)


def _shape(kept: SavedSearch) -> schemas.SavedSearchShape:
    return schemas.SavedSearchShape(id=kept.id, name=kept.name, query=kept.query, created_at=kept.created_at)
