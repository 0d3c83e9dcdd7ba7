"""Papers: the list, one of them, and what a person can do with it."""

from dataclasses import dataclass
from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Form, Query, Request
from pydantic import SecretStr
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from lexo.app import Lexo
from lexo.document import ReadingOptions, Reason, Strategy
from lexo.errors import LexoError
from lexo.intake.add import upload_name
from lexo.store import documents, jobs
from lexo.web import render
from lexo.web.address import address
from lexo.web.deps import CurrentLexo, DocumentId
from lexo.web.routes.forms import back_to
from lexo.web.views import papers, shelf, show
from lexo.web.views.facts import Asked

FILES_AT_ONCE = 1000

router = APIRouter(prefix="/documents", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one uploaded file."""

    name: str
    document_id: int | None
    is_duplicate: bool
    reason: Reason | None


@router.get("")
def list_papers(
    request: Request,
    lexo: CurrentLexo,
    state: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    deleted: Annotated[int | None, Query(ge=1, lt=1 << 63)] = None,
) -> Response:
    """The papers, newest first."""
    view = shelf.shelf(lexo, state, page, deleted)
    return render.page(request, "documents/index.html", view=view, papers=view.papers)


@router.post("")
async def add_papers(request: Request, lexo: CurrentLexo) -> Response:
    """Take uploaded files in, as a browser without scripts sends them."""
    async with request.form(max_files=FILES_AT_ONCE) as form:
        files = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
        added = [await to_thread.run_sync(_add, lexo, each) for each in files]
    if len(added) == 1 and added[0].document_id is not None:
        return back_to(f"/documents/{added[0].document_id}")
    return await to_thread.run_sync(lambda: render.page(request, "documents/added.html", added=added))


@router.get("/{document_id}")
def show_paper(
    request: Request,
    lexo: CurrentLexo,
    document_id: DocumentId,
    page: Annotated[int, Query(ge=1, lt=1 << 31)] = 1,
    zoom: int = 100,
    q: Annotated[str, Query(max_length=2000)] = "",
    tab: Annotated[str, Query(max_length=20)] = "",
    quote: Annotated[str, Query(max_length=2000)] = "",
    fact: Annotated[int | None, Query(ge=1, lt=1 << 63)] = None,
    of: Annotated[str, Query(max_length=60)] = "",
    done: Annotated[int | None, Query(ge=1, lt=1 << 63)] = None,
    seen: Annotated[str | None, Query(max_length=64)] = None,
    shape: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """One paper at one page; as a fragment, how far its reading is, or all of it once there is more to show."""
    if not render.wants_fragment(request):
        lexo.viewer.settle_tables(document_id, page)
    wanted = show.Request(document_id, page, zoom, q.strip(), tab, Asked(fact, of, done), quote.strip())
    found = _found(lexo, wanted)
    view = show.show(lexo, wanted, found)
    now_shape, version = show.shape_of(view), papers.version_of(view.progress)
    if not render.wants_fragment(request):
        return render.page(request, "documents/show.html", view=view, shape=now_shape, version=version)
    if shape == now_shape:
        return render.live(request, "documents/_status.html", seen, version, view=view, shape=now_shape)
    whole = render.fragment(request, "documents/_document.html", view=view, shape=now_shape, version=version)
    whole.headers.update({"HX-Retarget": "#main", "HX-Reswap": "outerHTML"})
    return whole


def _found(lexo: Lexo, wanted: show.Request) -> show.Found:
    """Where the paper has what a search asked for."""
    if not wanted.query:
        return {}
    from lexo.library.searching.search import (
        find_in_document,  # the first page does not search: the server starts quickly
    )

    return find_in_document(lexo.db, wanted.document_id, wanted.query, near=wanted.number)


@router.post("/{document_id}/delete")
def delete_paper(lexo: CurrentLexo, document_id: DocumentId) -> RedirectResponse:
    """Put a paper into the trash, and offer the way back."""
    documents.move_to_trash(lexo.db, document_id)
    return back_to(f"/documents?deleted={document_id}")


@router.post("/{document_id}/restore")
def restore_paper(lexo: CurrentLexo, document_id: DocumentId) -> RedirectResponse:
    """Take a paper out of the trash."""
    if documents.get(lexo.db, document_id, include_deleted=True).deleted_at is not None:
        documents.restore(lexo.db, document_id)
        lexo.worker.nudge()
    return back_to(f"/documents/{document_id}")


@router.post("/{document_id}/retry")
def retry_paper(
    lexo: CurrentLexo, document_id: DocumentId, to: Annotated[str, Form(max_length=4096)] = ""
) -> RedirectResponse:
    """Read again what failed."""
    documents.get(lexo.db, document_id)
    jobs.retry_document(lexo.db, document_id)
    lexo.worker.nudge()
    return back_to(to, f"/documents/{document_id}")


@router.post("/{document_id}/reread")
def reread_paper(
    lexo: CurrentLexo,
    document_id: DocumentId,
    page: Annotated[int, Form(ge=1, lt=1 << 31)],
    engine: Annotated[str, Form(max_length=100)] = "auto",
    strategy: Annotated[Strategy, Form()] = Strategy.AUTO,
    scope: Annotated[Literal["page", "document"], Form()] = "page",
) -> RedirectResponse:
    """Read a page or all of a paper again, with the engine and the work that were chosen."""
    documents.get(lexo.db, document_id)
    options = ReadingOptions(lexo.options.languages, engine, strategy)
    lexo.reread(document_id, options, page if scope == "page" else None)
    return back_to(address(f"/documents/{document_id}", page=page if page > 1 else None, tab=show.TEXT))


@router.post("/{document_id}/password")
def give_password(
    lexo: CurrentLexo, document_id: DocumentId, password: Annotated[SecretStr, Form(max_length=1024)]
) -> RedirectResponse:
    """Open a protected paper; the password stays in memory."""
    lexo.give_password(document_id, password.get_secret_value())
    return back_to(f"/documents/{document_id}")


def _add(lexo: Lexo, file: UploadFile) -> Outcome:
    name = upload_name(file.filename or "")
    try:
        added = lexo.add_upload(file.file.fileno(), file.filename or "")
    except LexoError as error:
        return Outcome(name, None, is_duplicate=False, reason=Reason(error.code, error.details))
    return Outcome(name, added.document_id, added.is_duplicate, reason=None)
