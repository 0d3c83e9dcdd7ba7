"""Activity: what is read, what waits, what needs a person; stop and try again."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from lexo.document import DocumentState
from lexo.errors import JobNotRunning
from lexo.store import documents, jobs
from lexo.store.documents import DocumentQuery
from lexo.web import render
from lexo.web.deps import CurrentLexo, JobId
from lexo.web.routes.forms import back_to
from lexo.web.views import papers, work

RETRY_AT_ONCE = 200

router = APIRouter(include_in_schema=False)


@router.get("/activity")
def show_activity(
    request: Request, lexo: CurrentLexo, seen: Annotated[str | None, Query(max_length=64)] = None
) -> Response:
    """What LEXO is doing; as a fragment, all but the title."""
    view, problem = work.activity(lexo), lexo.problem
    version = papers.version_of((view, problem))
    if render.wants_fragment(request):
        return render.live(request, "activity/_live.html", seen, version, view=view, problem=problem)
    return render.page(request, "activity/index.html", view=view, version=version, problem=problem)


@router.post("/activity/retry")
def retry_all(lexo: CurrentLexo) -> RedirectResponse:
    """Read again all papers that failed."""
    query = DocumentQuery(state=DocumentState.FAILED, limit=RETRY_AT_ONCE)
    for document in documents.list_documents(lexo.db, query).items:
        jobs.retry_document(lexo.db, document.id)
    lexo.worker.nudge()
    return back_to("/activity")


@router.post("/jobs/{job_id}/cancel")
def cancel_job(
    lexo: CurrentLexo, job_id: JobId, to: Annotated[str, Form(max_length=4096)] = "/activity"
) -> RedirectResponse:
    """Stop reading a paper; one that is done by now stays done."""
    with suppress(JobNotRunning):
        jobs.cancel(lexo.db, job_id)
    return back_to(to)
