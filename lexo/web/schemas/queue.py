"""Jobs, and how much is where."""

from lexo.document import JobState
from lexo.web.schemas.base import Shape


class JobShape(Shape):
    """The reading of one document."""

    id: int
    document_id: int
    filename: str
    state: JobState
    stage: str
    pages_done: int
    pages_total: int | None
    reason: str | None
    reason_code: str | None
    created_at: str
    started_at: str | None
    finished_at: str | None


class TotalsShape(Shape):
    """How much is where; files count places in the watched folder, the rest documents."""

    waiting_files: int
    ignored: int
    queued: int
    running: int
    waiting_password: int
    done: int
    failed: int
    pages_left: int


class JobPage(Shape):
    """Jobs, newest first, and the totals of the queue."""

    items: tuple[JobShape, ...]
    next: str | None
    totals: TotalsShape
