"""Papers that no model and no assistant is ever shown: the mark on a paper's page."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse

from lexo.store import documents, private
from lexo.web.address import address
from lexo.web.deps import CurrentLexo, DocumentId
from lexo.web.routes.forms import back_to
from lexo.web.views import show

router = APIRouter(include_in_schema=False)


@router.post("/documents/{document_id}/private")
def mark_paper(
    lexo: CurrentLexo,
    document_id: DocumentId,
    is_private: Annotated[bool, Form(alias="private")] = False,
    page: Annotated[int, Form(ge=1, lt=1 << 31)] = 1,
) -> RedirectResponse:
    """Keep a paper from models and assistants, or no longer: a box that is not ticked is not sent."""
    documents.get(lexo.db, document_id)
    private.set_private(lexo.db, document_id, is_private=is_private)
    lexo.looker.nudge()
    shown = address(f"/documents/{document_id}", page=page if page > 1 else None, tab=show.FILE)
    return back_to(shown + "#facts")
