"""Pages: what was read on each, and its picture."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import FileResponse

from lexo.store import documents, pages
from lexo.web import download, present, schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, DocumentId, Language, PageNumber
from lexo.web.openapi import problems

router = APIRouter(
    prefix="/api/v1/documents/{document_id}/pages",
    tags=["pages"],
    responses=problems(_404="There is no such document or page"),
)


@router.get("")
def list_pages(lexo: CurrentLexo, language: Language, document_id: DocumentId) -> schemas.PageListing:
    """All pages of a document, in order, without their text."""
    documents.get(lexo.db, document_id)
    items = tuple(present.page_summary(page, language) for page in pages.list_pages(lexo.db, document_id))
    return schemas.PageListing(items=items, total=len(items))


@router.get("/{number}")
def get_page(lexo: CurrentLexo, language: Language, document_id: DocumentId, number: PageNumber) -> schemas.PageShape:
    """What was read on a page: text, words with their places, blocks, tables."""
    documents.get(lexo.db, document_id)
    lexo.viewer.settle_tables(document_id, number)
    return present.page(pages.get_page(lexo.db, document_id, number), language)


@router.get(
    "/{number}/image",
    response_class=FileResponse,
    responses={200: {"content": {"image/jpeg": {}}}, 304: {"description": "The picture with this ETag is still right"}},
)
async def get_page_image(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    request: Request,
    document_id: DocumentId,
    number: PageNumber,
    size: Annotated[Literal["thumb", "full"], Query(description="300 or 1600 pixels wide")] = "full",
    v: Annotated[str | None, Query(max_length=100, description="Given, the answer may be kept for ever")] = None,
) -> Response:
    """The upright picture of a page."""
    path = await threads.draw(lexo.viewer.page_image, document_id, number, size)
    return download.picture(request, path)
