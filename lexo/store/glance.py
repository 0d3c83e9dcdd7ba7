"""Small reads that only the pages for people need: what a whole document looks like, what is read next."""

from dataclasses import dataclass

from lexo.document import Document, Job, JobState, PageState
from lexo.store.database import Database
from lexo.store.rows import document_of, job_of


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What one engine did in a document; `dpi` are the lowest and the highest it was given, None for a text layer."""

    name: str
    version: str
    pages: int
    lowest_dpi: int | None
    highest_dpi: int | None
    ms_per_page: int


@dataclass(frozen=True, slots=True)
class PagesGlance:
    """A document's pages without their text: `states` in order of their numbers, so `states[0]` is page 1.

    `noticed` are the numbers of pages that were read with something to notice, the first hundred.
    """

    states: tuple[PageState, ...]
    noticed: tuple[int, ...]
    engines: tuple[EngineFacts, ...]


def pages_of(db: Database, document_id: int) -> PagesGlance:
    """Every page's state and what read it, in one snapshot; the text stays where it is."""
    with db.read() as connection:
        states = connection.execute(
            "SELECT state FROM pages WHERE document_id = :id ORDER BY number", {"id": document_id}
        ).fetchall()
        noticed = connection.execute(
            "SELECT number FROM pages WHERE document_id = :id AND state = 'done' AND warnings <> '[]'"
            " ORDER BY number LIMIT 100",
            {"id": document_id},
        ).fetchall()
        engines = connection.execute(
            "SELECT engine, engine_version, count(*), min(dpi), max(dpi), round(avg(duration_ms)) FROM pages"
            " WHERE document_id = :id AND state = 'done' AND engine <> '' GROUP BY engine, engine_version"
            " ORDER BY count(*) DESC",
            {"id": document_id},
        ).fetchall()
    return PagesGlance(
        tuple(PageState(state) for (state,) in states),
        tuple(number for (number,) in noticed),
        tuple(EngineFacts(row[0], row[1], row[2], row[3], row[4], int(row[5])) for row in engines),
    )


def jobs_in(db: Database, state: JobState, limit: int) -> tuple[Job, ...]:
    """The newest jobs in a state; quick however many others there are."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT jobs.*, filename, page_count AS pages_total, (SELECT count(*) FROM pages"
            "  WHERE pages.document_id = jobs.document_id AND pages.state IN ('done', 'failed')) AS pages_done"
            " FROM jobs JOIN documents ON documents.id = jobs.document_id"
            " WHERE jobs.state = :state AND deleted_at IS NULL ORDER BY jobs.id DESC LIMIT :limit",
            {"state": state, "limit": limit},
        ).fetchall()
    return tuple(job_of(row) for row in rows)


def failed_documents(db: Database, limit: int) -> tuple[Document, ...]:
    """The newest papers that could not be read."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT * FROM documents WHERE deleted_at IS NULL AND state = 'failed' ORDER BY id DESC LIMIT :limit",
            {"limit": limit},
        ).fetchall()
    return tuple(document_of(row) for row in rows)


def documents_at(db: Database, state: str | None, offset: int, limit: int) -> tuple[Document, ...]:
    """Documents out of the trash, newest first, without counting how many there are."""
    # "+": without a state the ids themselves are the quickest way, not an index that would have to be sorted
    matching = "+deleted_at IS NULL" if state is None else "deleted_at IS NULL AND state = :state"
    with db.read() as connection:
        rows = connection.execute(
            f"SELECT * FROM documents WHERE {matching} ORDER BY id DESC LIMIT :limit OFFSET :offset",
            {"state": state, "limit": limit, "offset": offset},
        ).fetchall()
    return tuple(document_of(row) for row in rows)


def next_jobs(db: Database, limit: int) -> tuple[Job, ...]:
    """The jobs that are read next, in the order in which the worker takes them."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT jobs.*, filename, 0 AS pages_done, page_count AS pages_total"
            " FROM jobs JOIN documents ON documents.id = jobs.document_id"
            " WHERE jobs.state = 'queued' AND deleted_at IS NULL ORDER BY priority DESC, jobs.id LIMIT :limit",
            {"limit": limit},
        ).fetchall()
    return tuple(job_of(row) for row in rows)
