"""Papers given away in open formats: one, a page of one, several or all as a ZIP."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse

from lexo.app import Lexo
from lexo.document import Document
from lexo.errors import NothingChosen, TooManyChosen
from lexo.library.export import formats, gather
from lexo.library.export.bundle import Source, Wish, stream
from lexo.library.export.formats import Format
from lexo.library.export.naming import name_of
from lexo.store import documents
from lexo.web import schemas
from lexo.web.accept import preferred
from lexo.web.deps import CurrentLexo, CurrentThreads, DocumentId, PageNumber
from lexo.web.download import SANDBOX, attachment
from lexo.web.openapi import problems

MAX_CHOSEN = 10_000
ZIP = "application/zip"
PageFormat = StrEnum("PageFormat", {each.name: each.value for each in formats.WRITTEN})  # type: ignore[misc]
DocumentFormat = StrEnum("DocumentFormat", {**{each.name: each.value for each in Format}, "ZIP": "zip"})  # type: ignore[misc]

_KINDS: dict[str, Any] = {each.media_type: {} for each in Format}
_NOT_READ = "It is not read yet, or protected"

router = APIRouter(prefix="/api/v1", tags=["export"])


@router.get(
    "/documents/{document_id}/export",
    response_class=Response,
    responses={
        200: {"content": {**_KINDS, ZIP: {}}},
        **problems(_404="There is no such document", _409=_NOT_READ),
    },
)
async def export_document(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    request: Request,
    document_id: DocumentId,
    format: Annotated[DocumentFormat | None, Query(description="Instead of what Accept says")] = None,
) -> Response:
    """A paper in the format that `format` names, else `Accept`, else as JSON; `zip` is all formats and the original."""
    if format == "zip":
        wish = Wish(tuple(Format), with_original=True)
        document = await to_thread.run_sync(documents.get, lexo.db, document_id)
        return zipped(lexo, [document_id], wish, f"{name_of(document)}.zip")
    accept = preferred(request.headers.get("accept", ""), tuple(Format), Format.JSON)
    shape = Format(format) if format else accept
    if shape is Format.PDF:
        return await _searchable(lexo, threads, document_id)
    return await threads.read(_written, lexo, document_id, shape)


@router.get(
    "/documents/{document_id}/pages/{number}/export",
    response_class=Response,
    responses={200: {"content": _KINDS}, **problems(_404="There is no such document or page")},
)
def export_page(
    *,
    lexo: CurrentLexo,
    request: Request,
    document_id: DocumentId,
    number: PageNumber,
    format: Annotated[PageFormat | None, Query(description="Instead of what Accept says")] = None,
) -> Response:
    """One page in the format that `format` names, else `Accept`, else as JSON."""
    accept = preferred(request.headers.get("accept", ""), formats.WRITTEN, Format.JSON)
    shape = Format(format) if format else accept
    lexo.viewer.settle_tables(document_id, number)
    paper = gather.page_of(lexo.db, document_id, number)
    assert paper.document is not None
    return _attached(formats.write(paper, shape), shape, f"{name_of(paper.document)} p. {number}.{shape}")


@router.post(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {ZIP: {}}}, **problems(_422="Nothing was chosen, or too many papers")},
)
def export_many(lexo: CurrentLexo, body: schemas.ExportBody) -> StreamingResponse:
    """A ZIP of some papers, or of all that are not in the trash; `manifest.json` at its end has every checksum."""
    if not body.all and not body.ids:
        raise NothingChosen()
    if len(body.ids) > MAX_CHOSEN:
        raise TooManyChosen(limit=MAX_CHOSEN)
    ids = documents.all_ids(lexo.db) if body.all else list(dict.fromkeys(body.ids))
    wish = Wish(tuple(dict.fromkeys(body.formats)), with_original=body.originals)
    return zipped(lexo, ids, wish, "LEXO.zip")


def zipped(lexo: Lexo, ids: list[int], wish: Wish, name: str) -> StreamingResponse:
    """The ZIP, made while it is sent."""
    source = Source(lexo.db, lexo.files.path, lexo.write_searchable, lexo.viewer.settle_tables)
    headers = {"Content-Disposition": attachment(name), "Cache-Control": "private, no-store"}
    return StreamingResponse(_pieces(source, ids, wish), media_type=ZIP, headers=headers)


def _pieces(source: Source, ids: list[int], wish: Wish) -> Iterator[bytes]:
    return (piece for piece in stream(source, ids, wish) if piece)


def _written(lexo: Lexo, document_id: int, shape: Format) -> Response:
    documents.get(lexo.db, document_id)
    lexo.viewer.settle_tables(document_id)
    paper = gather.paper_of(lexo.db, document_id)
    assert paper.document is not None
    return _attached(formats.write(paper, shape), shape, _file_name(paper.document, shape))


async def _searchable(lexo: Lexo, threads: CurrentThreads, document_id: int) -> FileResponse:
    """The file is deleted once it is sent."""
    path = await threads.draw(lexo.write_searchable, document_id)
    document = await to_thread.run_sync(documents.get, lexo.db, document_id)
    headers = {
        "Content-Disposition": attachment(_file_name(document, Format.PDF)),
        "Content-Security-Policy": SANDBOX,
    }
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=Format.PDF.media_type, headers=headers, background=gone)


def _file_name(document: Document, shape: Format) -> str:
    return f"{name_of(document)}.{shape}"


def _attached(data: bytes, shape: Format, name: str) -> Response:
    """Downloaded, never opened in LEXO's origin."""
    headers = {"Content-Disposition": attachment(name), "Content-Security-Policy": SANDBOX, "Vary": "Accept"}
    return Response(data, media_type=shape.media_type, headers=headers)
