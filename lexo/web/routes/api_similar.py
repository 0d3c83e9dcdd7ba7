"""Papers like one, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query

from lexo.web import schemas
from lexo.web.deps import CurrentLexo, DocumentId
from lexo.web.openapi import problems
from lexo.web.views import similar

router = APIRouter(prefix="/api/v1", tags=["documents"], responses=problems(_404="There is no such document"))


@router.get("/documents/{document_id}/similar")
def list_similar(
    lexo: CurrentLexo, document_id: DocumentId, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> schemas.SimilarPage:
    """The likest papers, and what they have in common with this one. Copies of it are left out."""
    found = similar.likest(lexo, document_id, limit)
    items = tuple(
        schemas.SimilarShape(
            document_id=paper.document_id,
            title=paper.title,
            sender=paper.sender,
            date=paper.date,
            kind=paper.kind,
            score=paper.score,
            why=tuple(schemas.LikenessShape(what=reason.what, detail=reason.detail) for reason in paper.why),
        )
        for paper in found
    )
    return schemas.SimilarPage(items=items, total=len(items))
