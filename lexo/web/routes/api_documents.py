"""Documents: add, list, get, text, original, delete, restore, retry, password."""

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Form, Query, Response
from starlette.responses import FileResponse, PlainTextResponse

from lexo.app import Lexo
from lexo.document import DocumentState
from lexo.library.export.markdown import to_markdown
from lexo.library.typed.parts import combined
from lexo.store import documents, facts, jobs, pages, places
from lexo.store.documents import Added, DocumentQuery
from lexo.web import download, present, schemas
from lexo.web.asked_filters import DayAndAmount, SenderAndFields
from lexo.web.deps import CurrentLexo, CurrentThreads, DocumentId, Language, Password, Upload
from lexo.web.openapi import problems

PREFIX = "/api/v1/documents"
NOT_FOUND = problems(_404="There is no such document")
REFUSED = problems(
    _413="The file is larger than LEXO takes at once",
    _415="LEXO does not read this kind of file",
    _507="The disk is full",
)


Private = Annotated[bool, Form(description="Never show it to a model or an assistant, from the first moment on")]


class MarkdownResponse(PlainTextResponse):
    """Text of the type that RFC 7763 names."""

    media_type = "text/markdown"


router = APIRouter(prefix=PREFIX, tags=["documents"])


@router.post(
    "",
    status_code=201,
    responses={200: {"model": schemas.DocumentAdded, "description": "LEXO had it already"}, **REFUSED},
)
def add_document(
    lexo: CurrentLexo, response: Response, file: Upload, password: Password = None, private: Private = False
) -> schemas.DocumentAdded:
    """Add a paper; it is read as soon as its turn comes. The same bytes are never added twice."""
    added = _add(lexo, file, password, is_private=private)
    response.status_code = 200 if added.is_duplicate else 201
    response.headers["Location"] = f"{PREFIX}/{added.document_id}"
    return schemas.DocumentAdded(id=added.document_id, state=added.state, duplicate=added.is_duplicate)


@router.post(
    "/upload-and-process",
    responses={202: {"model": schemas.DocumentRead, "description": "Not read in time; it goes on"}, **REFUSED},
)
async def add_and_wait(
    *,
    lexo: CurrentLexo,
    threads: CurrentThreads,
    language: Language,
    response: Response,
    file: Upload,
    password: Password = None,
    private: Private = False,
    timeout: Annotated[float, Form(ge=0, le=600, description="Seconds to wait")] = 120,
) -> schemas.DocumentRead:
    """Add a paper, wait until it is read and return it with its text and its fields."""
    added = await to_thread.run_sync(lambda: _add(lexo, file, password, is_private=private))
    document = await threads.read(lexo.wait_until_read, added.document_id, timeout)
    response.status_code = 200 if document.state.is_final else 202
    return await to_thread.run_sync(_with_text, lexo, added, language)


@router.get("")
def list_documents(
    *,
    lexo: CurrentLexo,
    language: Language,
    state: Annotated[DocumentState | None, Query(description="Only those in this state")] = None,
    kind: Annotated[str | None, Query(max_length=100, description="Only those of this kind")] = None,
    sender_and_fields: SenderAndFields,
    day_and_amount: DayAndAmount,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=100, description="`next` of the page before")] = None,
    trash: Annotated[bool, Query(description="Those in the trash instead")] = False,
) -> schemas.DocumentPage:
    """List documents, newest first. Filters other than state and kind find nothing in the trash."""
    filters = combined((*sender_and_fields, *day_and_amount))
    query = DocumentQuery(state=state, kind=kind, limit=limit, cursor=cursor, in_trash=trash, filters=filters)
    found = documents.list_documents(lexo.db, query)
    items = tuple(present.document_summary(each, language) for each in found.items)
    return schemas.DocumentPage(items=items, next=found.next, total=found.total)


@router.get("/{document_id}", responses=NOT_FOUND)
def get_document(lexo: CurrentLexo, language: Language, document_id: DocumentId) -> schemas.DocumentShape:
    """One document, with the files in the watched folder that hold it."""
    return _document(lexo, document_id, language)


@router.delete("/{document_id}", status_code=204, responses=NOT_FOUND)
def delete_document(lexo: CurrentLexo, document_id: DocumentId) -> None:
    """Put a document into the trash. The file in the watched folder stays as it is."""
    documents.get(lexo.db, document_id, include_deleted=True)
    documents.move_to_trash(lexo.db, document_id)


@router.post("/{document_id}/restore", responses=NOT_FOUND)
def restore_document(lexo: CurrentLexo, language: Language, document_id: DocumentId) -> schemas.DocumentShape:
    """Take a document out of the trash; what was not read yet is queued again."""
    if documents.get(lexo.db, document_id, include_deleted=True).deleted_at is not None:
        documents.restore(lexo.db, document_id)
        lexo.worker.nudge()
    return _document(lexo, document_id, language)


@router.post("/{document_id}/retry", status_code=202, responses=NOT_FOUND)
def retry_document(
    lexo: CurrentLexo,
    language: Language,
    document_id: DocumentId,
    pages: Annotated[Literal["failed", "all"], Query(description="Which pages to read again")] = "failed",
) -> schemas.JobShape:
    """Read a document again: its failed pages, or all of them."""
    documents.get(lexo.db, document_id)
    job_id = jobs.retry_document(lexo.db, document_id, everything=pages == "all")
    lexo.worker.nudge()
    return present.job(jobs.get_job(lexo.db, job_id), language)


@router.post("/{document_id}/password", status_code=202, responses=NOT_FOUND)
def give_password(
    lexo: CurrentLexo, language: Language, document_id: DocumentId, body: schemas.PasswordBody
) -> schemas.DocumentShape:
    """Open a protected PDF. The password stays in memory; a wrong one shows as the document's `reason_code`."""
    lexo.give_password(document_id, body.password.get_secret_value())
    return _document(lexo, document_id, language)


@router.get("/{document_id}/text", response_class=PlainTextResponse, responses=NOT_FOUND)
def get_text(lexo: CurrentLexo, document_id: DocumentId) -> str:
    """The text of all pages that are read, a form feed between them."""
    documents.get(lexo.db, document_id)
    return pages.document_text(lexo.db, document_id)


@router.get("/{document_id}/markdown", response_class=MarkdownResponse, responses=NOT_FOUND)
def get_markdown(lexo: CurrentLexo, document_id: DocumentId) -> str:
    """All pages that are read, as Markdown: headings, paragraphs made whole, tables."""
    documents.get(lexo.db, document_id)
    lexo.viewer.settle_tables(document_id)
    numbers = [page.number for page in pages.list_pages(lexo.db, document_id)]
    return to_markdown([pages.get_page(lexo.db, document_id, number).content for number in numbers])


@router.get("/{document_id}/original", response_class=FileResponse, responses=NOT_FOUND)
def get_original(lexo: CurrentLexo, document_id: DocumentId) -> FileResponse:
    """The file as it came. Takes Range."""
    document = documents.get(lexo.db, document_id)
    return download.original(document, lexo.files.path(document.sha256))


def _add(lexo: Lexo, file: Upload, password: str | None, *, is_private: bool) -> Added:
    added = lexo.add_upload(file.file.fileno(), file.filename or "", is_private=is_private)
    if password and not added.state.is_final:
        lexo.give_password(added.document_id, password)
    return added


def _document(lexo: Lexo, document_id: int, language: str) -> schemas.DocumentShape:
    document = documents.get(lexo.db, document_id)
    return present.document(document, places.by_document(lexo.db, document_id), language)


def _with_text(lexo: Lexo, added: Added, language: str) -> schemas.DocumentRead:
    said = present.Said(
        pages.document_text(lexo.db, added.document_id),
        facts.list_fields(lexo.db, added.document_id),
        added.is_duplicate,
    )
    document = documents.get(lexo.db, added.document_id)
    return present.document_read(document, places.by_document(lexo.db, added.document_id), said, language)
