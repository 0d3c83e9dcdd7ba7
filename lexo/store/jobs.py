"""The queue as people see it: list, totals, retry, cancel. What the worker does with it is in `store/claims.py`."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from lexo.document import DocumentState, Job, JobState, ReadingOptions, Reason
from lexo.errors import DocumentNotFound, JobNotFound, JobNotRunning, PageNotFound
from lexo.store import looks
from lexo.store.database import Database, now
from lexo.store.rows import job_of, reason_columns

_SELECT = """
    SELECT jobs.*, filename,
           (SELECT count(*) FROM pages WHERE pages.document_id = jobs.document_id AND pages.state IN ('done', 'failed'))
               AS pages_done,
           page_count AS pages_total
    FROM jobs JOIN documents ON documents.id = jobs.document_id
"""


@dataclass(frozen=True, slots=True)
class QueueTotals:
    """How much is where. Files count places in the watched folder, the rest counts documents out of the trash."""

    waiting_files: int
    ignored: int
    queued: int
    running: int
    waiting_password: int
    done: int
    failed: int
    pages_left: int
    ms_per_page: int | None  # mean over the last 50 pages read; None before the first


def list_jobs(
    db: Database, states: Collection[JobState] | None = None, *, limit: int = 50, before_id: int | None = None
) -> tuple[Job, ...]:
    """Jobs, newest first."""
    values = {
        "states": json.dumps(list(states)) if states is not None else None,
        "before": before_id,
        "limit": limit,
    }
    with db.read() as connection:
        rows = connection.execute(
            _SELECT + " WHERE deleted_at IS NULL"
            " AND (:states IS NULL OR jobs.state IN (SELECT value FROM json_each(:states)))"
            " AND (:before IS NULL OR jobs.id < :before) ORDER BY jobs.id DESC LIMIT :limit",
            values,
        ).fetchall()
    return tuple(job_of(row) for row in rows)


def get_job(db: Database, job_id: int) -> Job:
    """One job. Raises JobNotFound."""
    with db.read() as connection:
        row = connection.execute(_SELECT + " WHERE jobs.id = :id", {"id": job_id}).fetchone()
    if row is None:
        raise JobNotFound(id=job_id)
    return job_of(row)


def latest_job(db: Database, document_id: int) -> Job | None:
    """The newest job of a document."""
    with db.read() as connection:
        row = connection.execute(
            _SELECT + " WHERE document_id = :id ORDER BY jobs.id DESC LIMIT 1", {"id": document_id}
        ).fetchone()
    return job_of(row) if row else None


def totals(db: Database) -> QueueTotals:
    """The counts that Home and Activity show, in one snapshot."""
    with db.read() as connection:
        jobs = dict(
            connection.execute(
                "SELECT jobs.state, count(*) FROM jobs JOIN documents ON documents.id = document_id"
                " WHERE deleted_at IS NULL AND jobs.state IN ('queued', 'running', 'waiting') GROUP BY jobs.state"
            ).fetchall()
        )
        documents = dict(
            connection.execute(
                "SELECT state, count(*) FROM documents WHERE deleted_at IS NULL GROUP BY state"
            ).fetchall()
        )
        places = dict(
            connection.execute(
                "SELECT state, count(*) FROM places WHERE missing_since IS NULL GROUP BY state"
            ).fetchall()
        )
        pages_left = connection.execute(
            "SELECT count(*) FROM pages JOIN jobs ON jobs.document_id = pages.document_id"
            " WHERE jobs.state = 'running' AND pages.state IN ('queued', 'reading')"
        ).fetchone()[0]
        ms_per_page = connection.execute(
            "SELECT avg(duration_ms) FROM"
            " (SELECT duration_ms FROM pages WHERE state = 'done' ORDER BY id DESC LIMIT 50)"
        ).fetchone()[0]
    return QueueTotals(
        waiting_files=places.get("waiting", 0),
        ignored=places.get("ignored", 0),
        queued=jobs.get("queued", 0),
        running=jobs.get("running", 0),
        waiting_password=jobs.get("waiting", 0),
        done=documents.get("ready", 0) + documents.get("ready_with_warnings", 0),
        failed=documents.get("failed", 0),
        pages_left=pages_left,
        ms_per_page=None if ms_per_page is None else round(ms_per_page),
    )


def retry(db: Database, job_id: int) -> int:
    """Read again what failed in this job's document; return the new job's id. Raises JobNotFound, JobNotRunning."""
    job = get_job(db, job_id)
    if job.state in (JobState.QUEUED, JobState.RUNNING):
        raise JobNotRunning(state=job.state)
    return retry_document(db, job.document_id)


def retry_document(
    db: Database,
    document_id: int,
    options: ReadingOptions | None = None,
    *,
    everything: bool = False,
    number: int | None = None,
) -> int:
    """Queue a document again: its failed pages, all, or one by number; return the job's id.

    A job that is still open stays as it is. Raises DocumentNotFound, PageNotFound.
    """
    with db.write() as connection:
        if connection.execute("SELECT 1 FROM documents WHERE id = :id", {"id": document_id}).fetchone() is None:
            raise DocumentNotFound(id=document_id)
        open_job = connection.execute(
            "SELECT id FROM jobs WHERE document_id = :id AND state IN ('queued', 'running')", {"id": document_id}
        ).fetchone()
        if open_job is not None:
            return int(open_job["id"])
        which = {"id": document_id, "everything": everything, "number": number}
        if (
            number is not None
            and not connection.execute(
                "SELECT 1 FROM pages WHERE document_id = :id AND number = :number", which
            ).fetchone()
        ):
            raise PageNotFound(number=number)
        return _queue_again(connection, which, options)


def _queue_again(connection: sqlite3.Connection, which: dict[str, int | None], options: ReadingOptions | None) -> int:
    values = {**which, "time": now(), "options": _options(options)}
    connection.execute(
        "DELETE FROM looks WHERE document_id = :id AND (:number IS NULL OR page_id ="
        " (SELECT id FROM pages WHERE document_id = :id AND number = :number))",
        values,
    )
    connection.execute(
        "UPDATE pages SET state = 'queued', attempts = 0, kills = 0, reason_code = NULL, reason_details = NULL"
        " WHERE document_id = :id AND CASE WHEN :number IS NULL THEN :everything OR state = 'failed'"
        " ELSE number = :number END",
        values,
    )
    connection.execute(
        "UPDATE documents SET state = 'queued', reason_code = NULL, reason_details = NULL, updated_at = :time"
        " WHERE id = :id",
        values,
    )
    connection.execute(
        "UPDATE jobs SET state = 'cancelled', stage = 'finished', finished_at = :time"
        " WHERE document_id = :id AND state = 'waiting'",
        values,
    )
    row = connection.execute(
        "INSERT INTO jobs (document_id, state, priority, options, created_at)"
        " VALUES (:id, 'queued', 1, :options, :time) RETURNING id",
        values,
    ).fetchone()
    return int(row["id"])


def cancel(db: Database, job_id: int) -> None:
    """Stop reading; pages that were read stay. Raises JobNotFound, JobNotRunning."""
    job = get_job(db, job_id)
    with db.write() as connection:
        looks.forget(connection, job.document_id)
        if job.stage == "finishing":  # all pages are read: the document only no longer waits for a model
            return
        stopped = connection.execute(
            "UPDATE jobs SET state = 'cancelled', stage = 'finished', finished_at = :time"
            " WHERE id = :id AND state IN ('queued', 'running', 'waiting') RETURNING document_id",
            {"id": job_id, "time": now()},
        ).fetchone()
        if stopped is None:
            raise JobNotRunning(state=job.state)
        settle_cancelled(connection, job.document_id)


def settle_cancelled(connection: sqlite3.Connection, document_id: int) -> None:
    """Give a document whose reading was cancelled its state: what is read is kept, the rest says why it is not."""
    reason = reason_columns(Reason("cancelled"))
    connection.execute(
        "UPDATE pages SET state = 'failed', boot_id = NULL, reason_code = :reason_code,"
        " reason_details = :reason_details"
        " WHERE document_id = :id AND state IN ('queued', 'reading')",
        {"id": document_id, **reason},
    )
    has_text = connection.execute(
        "SELECT 1 FROM pages WHERE document_id = :id AND state = 'done' LIMIT 1", {"id": document_id}
    ).fetchone()
    connection.execute(
        "UPDATE documents SET state = :state, reason_code = :reason_code, reason_details = :reason_details,"
        " updated_at = :time WHERE id = :id",
        {
            "id": document_id,
            "state": DocumentState.READY_WITH_WARNINGS if has_text else DocumentState.FAILED,
            "time": now(),
            **reason,
        },
    )


def _options(options: ReadingOptions | None) -> str:
    """What differs from the settings: engine, strategy, dpi."""
    if options is None:
        return "{}"
    return json.dumps({"engine": options.engine, "strategy": options.strategy, "dpi": options.dpi})
