"""Search: the pages that hold given words, and what they may be narrowed by."""

from typing import Annotated

from fastapi import APIRouter, Query

from lexo.library.searching.search import search
from lexo.library.typed.named import typed_with
from lexo.web import present_search, schemas
from lexo.web.asked_filters import DayAndAmount, KindAndState, SenderAndFields
from lexo.web.deps import CurrentLexo, Language

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get("/search")
def search_documents(
    *,
    lexo: CurrentLexo,
    language: Language,
    q: Annotated[str, Query(max_length=20_000, description="Words and filters; any text is taken")] = "",
    kind_and_state: KindAndState,
    sender_and_fields: SenderAndFields,
    day_and_amount: DayAndAmount,
    facets: Annotated[bool, Query(description="Count what the search may be narrowed by")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(pattern=r"^[0-9]{1,9}$", description="`next` of the page before")] = None,
) -> schemas.SearchPage:
    """Find pages, best first. Accents and capitals do not matter. Filters may be typed too, as docs/search.md says."""
    filters = (*kind_and_state, *sender_and_fields, *day_and_amount)
    asked = typed_with(filters, q)
    meaning = lexo.search_meaning if lexo.has_models else None
    found = search(lexo.db, asked, limit=limit, offset=int(cursor or 0), meaning=meaning)
    return present_search.page(lexo.db, found, int(cursor or 0), language, with_facets=facets)
