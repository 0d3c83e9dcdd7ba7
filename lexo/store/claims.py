"""How the worker takes work from the queue and gives results back. An attempt is committed before it begins."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from lexo.document import DocumentState, Inspection, MediaType, Reason, Strategy
from lexo.store import looks
from lexo.store.database import Database, now
from lexo.store.documents import name_within
from lexo.store.pages import MAX_ATTEMPTS, MAX_KILLS, lay_out
from lexo.store.rows import encode_reasons, reason_columns


@dataclass(frozen=True, slots=True)
class Claim:
    """Work on one document: pages to read, or the file to open where `numbers` is empty."""

    job_id: int
    document_id: int
    sha256: str
    media_type: MediaType
    options: dict[str, Any]  # what the job asks for beyond the settings
    numbers: tuple[int, ...] = ()


def claim_opening(db: Database, boot_id: str) -> Claim | None:
    """Take the next file to open."""
    with db.write() as connection:
        row = connection.execute(
            "UPDATE jobs SET state = 'running', stage = 'inspecting', attempts = attempts + 1, boot_id = :boot_id,"
            " started_at = coalesce(started_at, :time)"
            " WHERE id = (SELECT id FROM jobs WHERE state = 'queued' ORDER BY priority DESC, id LIMIT 1)"
            " RETURNING id, document_id, options",
            {"boot_id": boot_id, "time": now()},
        ).fetchone()
        return _claim(connection, row, ()) if row else None


def claim_pages(db: Database, boot_id: str, limits: dict[int, int]) -> Claim | None:
    """Take pages of the first open document that has any; `limits` says how many at once, by document id (else one)."""
    with db.write() as connection:
        job = connection.execute(
            "SELECT id, document_id, options FROM jobs WHERE state = 'running' AND stage = 'reading' AND EXISTS"
            " (SELECT 1 FROM pages WHERE pages.document_id = jobs.document_id AND pages.state = 'queued')"
            " ORDER BY priority DESC, id LIMIT 1"
        ).fetchone()
        if job is None:
            return None
        rows = connection.execute(
            "UPDATE pages SET state = 'reading', attempts = attempts + 1, boot_id = :boot_id"
            " WHERE id IN (SELECT id FROM pages WHERE document_id = :document_id AND state = 'queued'"
            "              ORDER BY attempts + kills, number LIMIT :limit) RETURNING number",
            {
                "boot_id": boot_id,
                "document_id": job["document_id"],
                "limit": limits.get(job["document_id"], 1),
            },
        ).fetchall()
        return _claim(connection, job, tuple(sorted(row["number"] for row in rows)))


def opened(db: Database, claim: Claim, inspection: Inspection, title: str) -> None:
    """The file opened: lay out its pages and let them be read."""
    values = {
        "id": claim.document_id,
        "title": title,
        "page_count": len(inspection.pages),
        "is_encrypted": inspection.is_encrypted,
        "is_signed": inspection.is_signed,
        "warnings": encode_reasons(Reason(code) for code in inspection.warnings),
        "time": now(),
    }
    with db.write() as connection:
        if not _is_running(connection, claim.job_id):
            return
        connection.execute(
            "UPDATE documents SET state = 'reading', page_count = :page_count, is_encrypted = :is_encrypted,"
            " is_signed = :is_signed, metadata_title = :title, updated_at = :time,"
            " title = CASE WHEN understood_at IS NULL THEN :title ELSE title END,"
            " reason_code = NULL, reason_details = NULL,"
            " warnings = (SELECT json_group_array(json(value)) FROM ("
            "   SELECT value FROM json_each(documents.warnings) UNION SELECT value FROM json_each(:warnings)))"
            " WHERE id = :id",
            values,
        )
        name_within(connection, claim.document_id)
        lay_out(connection, claim.document_id, inspection.pages)
        connection.execute("UPDATE jobs SET stage = 'reading', boot_id = NULL WHERE id = :id", {"id": claim.job_id})


def fail(db: Database, claim: Claim, reason: Reason) -> None:
    """The document cannot be read; it says why."""
    _end(db, claim, "failed", reason)


def wait_for_password(db: Database, claim: Claim, reason: Reason) -> None:
    """Only a person can go on: the document stays queued and says what it needs."""
    _end(db, claim, "waiting", reason)


def _end(db: Database, claim: Claim, job_state: str, reason: Reason) -> None:
    is_failed = job_state == "failed"
    with db.write() as connection:
        if not _is_running(connection, claim.job_id):
            return
        connection.execute(
            "UPDATE jobs SET state = :state, stage = 'finished', boot_id = NULL, finished_at = :time,"
            " attempts = CASE WHEN :state = 'waiting' THEN 0 ELSE attempts END,"
            " reason_code = :reason_code, reason_details = :reason_details WHERE id = :id",
            {"id": claim.job_id, "state": job_state, "time": now(), **reason_columns(reason)},
        )
        connection.execute(
            "UPDATE documents SET state = :state, reason_code = :reason_code, reason_details = :reason_details,"
            " updated_at = :time WHERE id = :id",
            {
                "id": claim.document_id,
                "state": DocumentState.FAILED if is_failed else DocumentState.QUEUED,
                "time": now(),
                **reason_columns(reason),
            },
        )


def reopen(db: Database, document_id: int) -> None:
    """Somebody gave the password: queue the job that waits for it."""
    with db.write() as connection:
        connection.execute(
            "UPDATE jobs SET state = 'queued', stage = 'queued', priority = 1, finished_at = NULL, reason_code = NULL,"
            " reason_details = NULL WHERE document_id = :id AND state = 'waiting'",
            {"id": document_id},
        )


def opening_interrupted(db: Database, claim: Claim, reason: Reason, *, was_killed: bool) -> None:
    """The reader ended while it opened the file: try again, or give the file up."""
    with db.write() as connection:
        attempts = connection.execute("SELECT attempts FROM jobs WHERE id = :id", {"id": claim.job_id}).fetchone()[0]
        if attempts < (MAX_KILLS if was_killed else MAX_ATTEMPTS):
            connection.execute(
                "UPDATE jobs SET state = 'queued', stage = 'queued', boot_id = NULL"
                " WHERE id = :id AND state = 'running'",
                {"id": claim.job_id},
            )
            return
    fail(db, claim, reason)


def hand_back_opening(db: Database, claim: Claim) -> None:
    """The file was not looked at: its attempt does not count."""
    with db.write() as connection:
        connection.execute(
            "UPDATE jobs SET state = 'queued', stage = 'queued', boot_id = NULL, attempts = attempts - 1"
            " WHERE id = :id AND state = 'running'",
            {"id": claim.job_id},
        )


def hold_pages(db: Database, document_id: int) -> None:
    """Queue claimed pages again: the file cannot be opened without its password."""
    with db.write() as connection:
        connection.execute(
            "UPDATE pages SET state = 'queued', boot_id = NULL, attempts = 0"
            " WHERE document_id = :id AND state = 'reading'",
            {"id": document_id},
        )


def is_read(db: Database, document_id: int) -> bool:
    """Whether no page of the document is left to read."""
    with db.read() as connection:
        left = connection.execute(
            "SELECT 1 FROM pages WHERE document_id = :id AND state IN ('queued', 'reading') LIMIT 1",
            {"id": document_id},
        ).fetchone()
    return left is None


def finish(db: Database, claim: Claim, state: DocumentState, reason: Reason | None, language: str | None) -> bool:
    """Every page is done or failed: the document gets its state. False where the job had ended already."""
    with db.write() as connection:
        if not _is_running(connection, claim.job_id):
            return False
        connection.execute(
            "UPDATE documents SET state = :state, reason_code = :reason_code, reason_details = :reason_details,"
            " language = coalesce(:language, language), updated_at = :time WHERE id = :id",
            {
                "id": claim.document_id,
                "state": state,
                "language": language,
                "time": now(),
                **reason_columns(reason),
            },
        )
        connection.execute(
            "UPDATE jobs SET state = :state, stage = 'finished', finished_at = :time, reason_code = :reason_code,"
            " reason_details = :reason_details WHERE id = :id",
            {
                "id": claim.job_id,
                "state": "failed" if state is DocumentState.FAILED else "done",
                "time": now(),
                **reason_columns(reason),
            },
        )
    return True


def running(db: Database) -> tuple[Claim, ...]:
    """The jobs whose pages are being read, for example after a restart."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT id, document_id, options FROM jobs WHERE state = 'running' AND stage = 'reading' ORDER BY id"
        ).fetchall()
        return tuple(_claim(connection, row, ()) for row in rows)


def await_looks(db: Database, claim: Claim) -> bool:
    """All pages have their first reading; models still look at some. Return whether the job still ran."""
    with db.write() as connection:
        if not _is_running(connection, claim.job_id):
            return False
        connection.execute("UPDATE jobs SET stage = 'finishing' WHERE id = :id", {"id": claim.job_id})
    return True


def looked_at(db: Database) -> tuple[Claim, ...]:
    """The jobs that waited for models, and no longer do."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT id, document_id, options FROM jobs WHERE state = 'running' AND stage = 'finishing' AND NOT EXISTS"
            " (SELECT 1 FROM looks WHERE looks.document_id = jobs.document_id AND engine <> :layout) ORDER BY id",
            {"layout": looks.LAYOUT},
        ).fetchall()
        return tuple(_claim(connection, row, ()) for row in rows)


def waiting(db: Database, document_id: int) -> Claim | None:
    """The job of a document whose pages all have their first reading, and that is not finished."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT id, document_id, options FROM jobs WHERE document_id = :id AND state = 'running'"
            " AND stage = 'finishing' ORDER BY id LIMIT 1",
            {"id": document_id},
        ).fetchone()
        return _claim(connection, row, ()) if row else None


def recover(db: Database, boot_id: str) -> int:
    """Void the claims of a process that is gone; return how many pages and files were in hand.

    A process that died while the machine ran on did so by itself or was killed: pages are read in other processes, so
    none of them is to blame and the attempt is given back. If the machine went down, the attempt stays counted.
    """
    with db.write() as connection:
        values = {"boot_id": boot_id, "limit": MAX_ATTEMPTS}
        pages = connection.execute(
            "UPDATE pages SET"
            " state = CASE WHEN boot_id <> :boot_id AND attempts >= :limit THEN 'failed' ELSE 'queued' END,"
            " reason_code = CASE WHEN boot_id <> :boot_id AND attempts >= :limit THEN 'page_crashed' END,"
            " attempts = attempts - (boot_id = :boot_id), boot_id = NULL WHERE state = 'reading'",
            values,
        ).rowcount
        files = connection.execute(
            "UPDATE jobs SET state = 'queued', stage = 'queued', attempts = attempts - (boot_id = :boot_id),"
            " boot_id = NULL WHERE state = 'running' AND stage = 'inspecting'",
            values,
        ).rowcount
    return int(pages + files)


def _is_running(connection: sqlite3.Connection, job_id: int) -> bool:
    """A person may have cancelled the job or deleted its document meanwhile."""
    row = connection.execute("SELECT state FROM jobs WHERE id = :id", {"id": job_id}).fetchone()
    return row is not None and row["state"] == "running"


def _claim(connection: sqlite3.Connection, job: sqlite3.Row, numbers: tuple[int, ...]) -> Claim:
    document = connection.execute(
        "SELECT sha256, media_type FROM documents WHERE id = :id", {"id": job["document_id"]}
    ).fetchone()
    return Claim(
        job["id"],
        job["document_id"],
        document["sha256"],
        MediaType(document["media_type"]),
        _options(json.loads(job["options"])),
        numbers,
    )


def _options(kept: dict[str, Any]) -> dict[str, Any]:
    """What a job asks for, as `ReadingOptions` has it."""
    return {**kept, "strategy": Strategy(kept["strategy"])} if "strategy" in kept else kept
