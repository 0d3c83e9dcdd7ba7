"""Rows of the database as values of the vocabulary."""

import json
import sqlite3
from collections.abc import Iterable

from lexo.document import Document, DocumentState, Job, JobState, MediaType, Reason


def reason_of(row: sqlite3.Row) -> Reason | None:
    """The reason that a row carries in `reason_code` and `reason_details`."""
    if row["reason_code"] is None:
        return None
    return Reason(row["reason_code"], json.loads(row["reason_details"] or "{}"))


def reason_columns(reason: Reason | None) -> dict[str, str | None]:
    """A reason as the two columns that carry it."""
    if reason is None:
        return {"reason_code": None, "reason_details": None}
    return {"reason_code": reason.code, "reason_details": json.dumps(reason.details, ensure_ascii=False)}


def encode_reasons(reasons: Iterable[Reason]) -> str:
    """Reasons as the JSON of a `warnings` column."""
    return json.dumps([[reason.code, reason.details] for reason in reasons], ensure_ascii=False)


def decode_reasons(reasons: str) -> tuple[Reason, ...]:
    """The JSON of a `warnings` column as reasons."""
    return tuple(Reason(code, details) for code, details in json.loads(reasons))


def document_of(row: sqlite3.Row) -> Document:
    """A row of `documents`."""
    return Document(
        id=row["id"],
        sha256=row["sha256"],
        filename=row["filename"],
        media_type=MediaType(row["media_type"]),
        size_bytes=row["size_bytes"],
        state=DocumentState(row["state"]),
        reason=reason_of(row),
        title=row["title"] or row["filename"],
        kind=row["kind"],
        kind_confidence=row["kind_confidence"],
        language=row["language"],
        sender=row["sender"],
        date=row["date"],
        page_count=row["page_count"],
        is_encrypted=bool(row["is_encrypted"]),
        is_signed=bool(row["is_signed"]),
        warnings=decode_reasons(row["warnings"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        deleted_at=row["deleted_at"],
        summary=row["summary"],
        kind_reasons=decode_reasons(row["kind_reasons"]),
        keep_until=row["keep_until"],
        keep_reasons=decode_reasons(row["keep_reasons"]),
        is_private=bool(row["is_private"]),
        amount_cents=row["amount_cents"],
    )


def job_of(row: sqlite3.Row) -> Job:
    """A row of `jobs` joined with its document's name and its pages' counts."""
    return Job(
        id=row["id"],
        document_id=row["document_id"],
        filename=row["filename"],
        state=JobState(row["state"]),
        stage=row["stage"],
        pages_done=row["pages_done"],
        pages_total=row["pages_total"],
        reason=reason_of(row),
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )
