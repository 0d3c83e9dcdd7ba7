"""Search: the pages that hold given words."""

from typing import Annotated

from fastapi import APIRouter, Query

from lexo.library.search import SearchHit, search
from lexo.web import present, schemas
from lexo.web.deps import CurrentLexo

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get("/search")
def search_documents(
    lexo: CurrentLexo,
    q: Annotated[str, Query(max_length=20_000, description="Words; any text is taken, none is an error")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(pattern=r"^[0-9]{1,9}$", description="`next` of the page before")] = None,
) -> schemas.SearchPage:
    """Find pages, best first. Accents and capitals do not matter."""
    offset = int(cursor or 0)
    meaning = lexo.search_meaning if lexo.has_models else None
    found = search(lexo.db, q, limit=limit, offset=offset, meaning=meaning)
    end = offset + len(found.items)
    return schemas.SearchPage(
        items=tuple(_hit(each) for each in found.items),
        next=str(end) if found.items and end < found.total else None,
        total=found.total,
    )


def _hit(hit: SearchHit) -> schemas.HitShape:
    snippet, highlights = present.snippet(hit.snippet)
    return schemas.HitShape(
        document_id=hit.document_id,
        title=hit.title,
        page=hit.page,
        snippet=snippet,
        highlights=highlights,
        boxes=hit.boxes,
        score=hit.score,
    )
