"""Jobs: what is being read, what was; cancel and retry; the files in the watched folder."""

from typing import Annotated

from fastapi import APIRouter, Query

from lexo.document import JobState, PlaceState
from lexo.store import jobs, places
from lexo.web import present, schemas
from lexo.web.deps import CurrentLexo, JobId, Language
from lexo.web.openapi import problems

Before = Annotated[str | None, Query(pattern=r"^[0-9]{1,18}$", description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]

router = APIRouter(prefix="/api/v1", tags=["jobs"])


@router.get("/jobs")
def list_jobs(
    lexo: CurrentLexo,
    language: Language,
    state: Annotated[list[JobState] | None, Query(description="Only those in these states")] = None,
    limit: Limit = 50,
    cursor: Before = None,
) -> schemas.JobPage:
    """List jobs, newest first, with the totals of the queue."""
    before = int(cursor) if cursor else None
    found = jobs.list_jobs(lexo.db, state, limit=limit, before_id=before)
    return schemas.JobPage(
        items=tuple(present.job(each, language) for each in found),
        next=str(found[-1].id) if len(found) == limit else None,
        totals=present.totals(jobs.totals(lexo.db)),
    )


@router.get("/jobs/{job_id}", responses=problems(_404="There is no such job"))
def get_job(lexo: CurrentLexo, language: Language, job_id: JobId) -> schemas.JobShape:
    """One job: stage, pages done, pages in all."""
    return present.job(jobs.get_job(lexo.db, job_id), language)


@router.post("/jobs/{job_id}/cancel", responses=problems(_404="There is no such job", _409="It is over already"))
def cancel_job(lexo: CurrentLexo, language: Language, job_id: JobId) -> schemas.JobShape:
    """Stop reading; the pages that are read are kept."""
    jobs.cancel(lexo.db, job_id)
    return present.job(jobs.get_job(lexo.db, job_id), language)


@router.post(
    "/jobs/{job_id}/retry",
    status_code=202,
    responses=problems(_404="There is no such job", _409="It is being read already"),
)
def retry_job(lexo: CurrentLexo, language: Language, job_id: JobId) -> schemas.JobShape:
    """Read again what failed in the document of this job; the answer is the new job."""
    new_id = jobs.retry(lexo.db, job_id)
    lexo.worker.nudge()
    return present.job(jobs.get_job(lexo.db, new_id), language)


@router.get("/places")
def list_places(
    lexo: CurrentLexo,
    language: Language,
    state: Annotated[PlaceState | None, Query(description="Only those in this state")] = None,
    limit: Limit = 50,
    cursor: Before = None,
) -> schemas.PlacePage:
    """Every file seen in the watched folder: where it stands and why."""
    found = places.list_places(lexo.db, state, limit=limit, before_id=int(cursor) if cursor else None)
    counts = places.counts(lexo.db)
    return schemas.PlacePage(
        items=tuple(present.place(each, language) for each in found),
        next=str(found[-1].id) if len(found) == limit else None,
        total=counts[state] if state else sum(counts.values()),
    )
