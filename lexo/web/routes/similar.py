"""Papers like one: a part of its page that comes later, and a page of its own."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from lexo.web import render
from lexo.web.deps import CurrentLexo, DocumentId
from lexo.web.views import similar

router = APIRouter(include_in_schema=False)


@router.get("/documents/{document_id}/similar")
def show_similar(request: Request, lexo: CurrentLexo, document_id: DocumentId) -> Response:
    """The likest papers, and why."""
    view = similar.view_of(lexo, document_id)
    if render.wants_fragment(request):
        return render.fragment(request, "documents/_similar.html", view=view)
    return render.page(request, "documents/similar.html", view=view)
