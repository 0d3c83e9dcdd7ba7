"""What LEXO is doing: the papers in hand, how far each is, about how long it takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import Document, Job, JobState, Place, PlaceState, Reason
from lexo.store import documents, glance, jobs, looks, places
from lexo.store.documents import DocumentQuery
from lexo.store.jobs import QueueTotals
from lexo.web.i18n import N_
from lexo.web.views.papers import Paper, paper, picture

if TYPE_CHECKING:
    from lexo.app import Lexo

STAGES = (
    ("inspecting", N_("Open")),
    ("reading", N_("Pages")),
    ("finishing", N_("Finish")),
)
LOOK_AGAIN = N_("Look again")
SHOWN_RUNNING = 4
SHOWN_WAITING = 20
SHOWN_DONE = 12
SHOWN_FAILED = 20
SHOWN_RECENT = 12
SHOWN_IGNORED = 50
BUSY_POLL_S, CALM_POLL_S = 2, 4


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the reading; `state` is `done`, `now` or `ahead`."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A paper that is read, while models look again at `pages` of its pages.

    `engine` and `page` say which one is at work on which, `waits_for` why none is.
    """

    pages: int
    engine: str
    page: int | None
    waits_for: Reason | None


@dataclass(frozen=True, slots=True)
class Running:
    """A paper that is being read; `seconds_left` None before anything was measured."""

    job_id: int
    document_id: int
    filename: str
    thumb: str | None
    pages_done: int
    pages_total: int | None
    seconds_left: float | None
    stages: tuple[Stage, ...]
    look: SecondLook | None

    @property
    def is_opening(self) -> bool:
        """Whether the file is being opened; before that it waits."""
        return self.stages[0].state == "now"

    @property
    def page(self) -> int:
        """The page in hand, for people: the one after those that are done."""
        return min(self.pages_done + 1, self.pages_total or 1)


@dataclass(frozen=True, slots=True)
class Case:
    """Something that a person has to do: a paper that failed, or waits for its password."""

    document_id: int | None
    name: str
    reason: Reason | None
    is_protected: bool


@dataclass(frozen=True, slots=True)
class HomeView:
    """Home, except for the search."""

    totals: QueueTotals
    running: tuple[Running, ...]
    waiting: int
    recent: tuple[Paper, ...]
    papers: int
    poll_s: int

    @property
    def needs_person(self) -> bool:
        """Whether anything waits for a person."""
        return self.totals.failed + self.totals.waiting_password > 0


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Activity, all of it."""

    totals: QueueTotals
    running: tuple[Running, ...]
    seconds_left: float | None
    queued: tuple[Job, ...]
    copying: tuple[Place, ...]
    cases: tuple[Case, ...]
    done: tuple[Job, ...]
    ignored: tuple[Place, ...]
    temporary: tuple[Place, ...]
    failed: int
    waiting: int
    poll_s: int


def home(lexo: "Lexo") -> HomeView:
    """Home as it is now."""
    totals = jobs.totals(lexo.db)
    recent = documents.list_documents(lexo.db, DocumentQuery(limit=SHOWN_RECENT))
    running = _running(lexo, totals)
    return HomeView(
        totals=totals,
        running=running,
        waiting=totals.queued,
        recent=tuple(paper(each) for each in recent.items),
        papers=recent.total,
        poll_s=BUSY_POLL_S if running or totals.queued or totals.waiting_files else CALM_POLL_S,
    )


def activity(lexo: "Lexo") -> ActivityView:
    """Activity as it is now."""
    totals = jobs.totals(lexo.db)
    running = _running(lexo, totals)
    queued = glance.next_jobs(lexo.db, SHOWN_WAITING)
    cases = _cases(lexo)
    ignored = places.list_places(lexo.db, PlaceState.IGNORED, limit=SHOWN_IGNORED)
    return ActivityView(
        totals=totals,
        running=running,
        seconds_left=_seconds(lexo, totals, totals.pages_left) if running else None,
        queued=queued,
        copying=_without_document(lexo, PlaceState.WAITING),
        cases=cases,
        done=glance.jobs_in(lexo.db, JobState.DONE, SHOWN_DONE),
        ignored=tuple(place for place in ignored if not _is_temporary(place)),
        temporary=tuple(place for place in ignored if _is_temporary(place)),
        failed=max(totals.failed + totals.waiting_password, len(cases)),
        waiting=totals.queued + totals.waiting_files,
        poll_s=BUSY_POLL_S if running or queued or totals.waiting_files else CALM_POLL_S,
    )


def progress_of(lexo: "Lexo", document: Document) -> Running | None:
    """How far a document that is not final is."""
    job = jobs.latest_job(lexo.db, document.id)
    if job is None or document.state.is_final:
        return None
    return _one(lexo, job, jobs.totals(lexo.db), document)


def _running(lexo: "Lexo", totals: QueueTotals) -> tuple[Running, ...]:
    found = glance.jobs_in(lexo.db, JobState.RUNNING, SHOWN_RUNNING)
    return tuple(
        _one(lexo, job, totals, documents.get(lexo.db, job.document_id, include_deleted=True))
        for job in reversed(found)
    )


def _one(lexo: "Lexo", job: Job, totals: QueueTotals, document: Document) -> Running:
    left = (job.pages_total or 0) - job.pages_done
    look = _look(lexo, job.document_id) if job.stage == "finishing" else None
    return Running(
        job_id=job.id,
        document_id=job.document_id,
        filename=job.filename,
        thumb=picture(document, 1, "thumb") if document.page_count else None,
        pages_done=job.pages_done,
        pages_total=job.pages_total,
        seconds_left=_seconds(lexo, totals, left) if job.pages_total else None,
        stages=_stages(job.stage, has_look=look is not None),
        look=look,
    )


def _look(lexo: "Lexo", document_id: int) -> SecondLook | None:
    """What models do with a paper whose pages are all read."""
    at_work = lexo.looker.page
    here = at_work if at_work and at_work[0] == document_id else None
    pages = looks.pending(lexo.db, document_id)
    if not pages:
        return None
    return SecondLook(pages, here[2] if here else "", here[1] if here else None, lexo.looker.waits_for)


def _stages(stage: str, *, has_look: bool) -> tuple[Stage, ...]:
    """Where the reading is; a model's second look, where there is one, is the last step."""
    names = [name for name, _ in STAGES]
    here = names.index(stage) if stage in names else -1
    states = ("done", "now", "ahead")
    labels = [*(label for _, label in STAGES[:-1]), LOOK_AGAIN if has_look else STAGES[-1][1]]
    return tuple(Stage(label, states[1 + (at > here) - (at < here)]) for at, label in enumerate(labels))


def _seconds(lexo: "Lexo", totals: QueueTotals, pages: int) -> float | None:
    """About how long so many pages take, by what the last ones took and how many are read side by side."""
    if not totals.ms_per_page or pages <= 0:
        return None
    side_by_side = min(lexo.readers.count, pages)
    return pages * totals.ms_per_page / 1000 / side_by_side


def _cases(lexo: "Lexo") -> tuple[Case, ...]:
    protected = glance.jobs_in(lexo.db, JobState.WAITING, SHOWN_FAILED)
    failed = glance.failed_documents(lexo.db, SHOWN_FAILED)
    return (
        *(Case(job.document_id, job.filename, job.reason, is_protected=True) for job in protected),
        *(Case(document.id, document.title, document.reason, is_protected=False) for document in failed),
        *(
            Case(None, place.path.rpartition("/")[2], place.reason, is_protected=False)
            for place in _without_document(lexo, PlaceState.FAILED)
        ),
    )


def _without_document(lexo: "Lexo", state: PlaceState) -> tuple[Place, ...]:
    """Files in this state that no document stands for, which would be shown twice otherwise."""
    found = places.list_places(lexo.db, state, limit=SHOWN_WAITING)
    return tuple(place for place in found if place.document_id is None)


def _is_temporary(place: Place) -> bool:
    return place.reason is not None and place.reason.code == "temporary_file"
