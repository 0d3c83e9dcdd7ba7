"""Read again: a document or one of its pages, with another engine or more work; and a page's tables as files."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from lexo.app import Lexo
from lexo.document import ReadingOptions
from lexo.errors import PageNotFound
from lexo.library.export import tables
from lexo.store import documents, jobs, pages
from lexo.web import present, schemas
from lexo.web.deps import CurrentLexo, DocumentId, Language, PageNumber
from lexo.web.download import attachment
from lexo.web.openapi import problems

TABLE_TYPES = {"csv": "text/csv", "html": "text/html", "md": "text/markdown"}
REFUSED = problems(
    _404="There is no such document or page", _409="The remote engine is off", _503="The engine is not here"
)

router = APIRouter(prefix="/api/v1/documents/{document_id}")


@router.post("/reread", status_code=202, tags=["documents"], responses=REFUSED)
def reread_document(
    lexo: CurrentLexo, language: Language, document_id: DocumentId, body: schemas.RereadBody
) -> schemas.JobShape:
    """Read all pages again, with another engine or strategy; what is there stays until it is replaced."""
    return _reread(lexo, language, document_id, body, None)


@router.post("/pages/{number}/reread", status_code=202, tags=["pages"], responses=REFUSED)
def reread_page(
    lexo: CurrentLexo, language: Language, document_id: DocumentId, number: PageNumber, body: schemas.RereadBody
) -> schemas.JobShape:
    """Read one page again, with another engine or strategy; what is there stays until it is replaced."""
    return _reread(lexo, language, document_id, body, number)


@router.get(
    "/pages/{number}/tables/{table}",
    tags=["pages"],
    response_class=Response,
    responses={
        200: {"content": {media_type: {} for media_type in TABLE_TYPES.values()}, "description": "The table"},
        **problems(_404="There is no such document, page or table"),
    },
)
def get_table(
    lexo: CurrentLexo,
    document_id: DocumentId,
    number: PageNumber,
    table: Annotated[int, Path(ge=1, lt=10_000, description="Number of the table on its page, from 1")],
    form: Annotated[Literal["csv", "html", "md"], Query(alias="format", description="How it is written")] = "csv",
) -> Response:
    """A table of a page as a file."""
    title = documents.get(lexo.db, document_id).title
    lexo.viewer.settle_tables(document_id, number)
    found = pages.get_page(lexo.db, document_id, number).content.tables
    if table > len(found):
        raise PageNotFound(number=number)
    write = {"csv": tables.to_csv, "html": tables.to_html, "md": tables.to_markdown}[form]
    name = attachment(f"{title}-{number}-{table}.{form}")
    media_type = f"{TABLE_TYPES[form]}; charset=utf-8"
    return Response(write(found[table - 1]), media_type=media_type, headers={"Content-Disposition": name})


def _reread(
    lexo: Lexo, language: str, document_id: int, body: schemas.RereadBody, number: int | None
) -> schemas.JobShape:
    documents.get(lexo.db, document_id)  # one in the trash is not read
    options = ReadingOptions(lexo.options.languages, body.engine, body.strategy, body.dpi)
    job_id = lexo.reread(document_id, options, number)
    return present.job(jobs.get_job(lexo.db, job_id), language)
