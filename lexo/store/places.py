"""The files seen in the watched folder: where each lies, what became of it, and which document holds its content."""

import posixpath
import sqlite3
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from lexo.document import Place, PlaceState, Reason
from lexo.store.database import Database, now
from lexo.store.documents import name_within
from lexo.store.rows import reason_columns, reason_of

TAKEN = "taken"
MAX_INTEGER = (1 << 63) - 1  # SQLite's; inode numbers and far-off times can be larger

# What a person is shown: a taken file stands where its document stands.
SHOWN = """
WITH shown AS (
    SELECT p.id, p.path, p.raw_path, p.document_id, p.size_bytes, p.mtime_ns, p.missing_since,
        CASE
            WHEN p.state <> 'taken' THEN p.state
            WHEN d.id IS NULL OR d.deleted_at IS NOT NULL THEN 'ignored'
            WHEN d.state = 'failed' THEN 'failed'
            WHEN d.state IN ('ready', 'ready_with_warnings') THEN 'done'
            WHEN j.id IS NOT NULL THEN 'waiting'
            ELSE 'queued'
        END AS state,
        CASE
            WHEN p.state <> 'taken' THEN p.reason_code
            WHEN d.id IS NULL OR d.deleted_at IS NOT NULL THEN 'in_trash'
            WHEN d.state = 'failed' THEN d.reason_code
            WHEN d.state IN ('ready', 'ready_with_warnings') THEN NULL
            ELSE j.reason_code
        END AS reason_code,
        CASE
            WHEN p.state <> 'taken' THEN p.reason_details
            WHEN d.deleted_at IS NULL AND d.state = 'failed' THEN d.reason_details
            WHEN d.deleted_at IS NULL THEN j.reason_details
        END AS reason_details
    FROM places p
    LEFT JOIN documents d ON p.state = 'taken' AND d.id = p.document_id
    LEFT JOIN jobs j ON j.id = (
        SELECT max(id) FROM jobs WHERE document_id = d.id AND state = 'waiting' AND d.state IN ('queued', 'reading')
    )
)
"""


class SeenFile(NamedTuple):
    """A file as lstat(2) shows it. Two that are equal are, as far as that tells, the same file unchanged."""

    raw_path: bytes
    device: int
    inode: int
    size_bytes: int
    mtime_ns: int


class KnownFile(NamedTuple):
    """A row of `places` as the scan needs it; `state` is the stored one."""

    id: int
    file: SeenFile
    state: str
    reason_code: str | None
    document_id: int | None
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at a file said: it waits, failed or is left alone, and why."""

    file: SeenFile
    state: PlaceState
    reason: Reason


@dataclass(slots=True)
class Changes:
    """All that one scan found, to be written in one transaction."""

    verdicts: list[Verdict] = field(default_factory=list)
    moved: list[tuple[int, SeenFile]] = field(default_factory=list)  # the same file under another name
    refreshed: list[tuple[int, SeenFile]] = field(default_factory=list)  # there (again), its content known
    missing: list[int] = field(default_factory=list)  # no longer there; what was read of them stays
    gone: list[int] = field(default_factory=list)  # no longer there, and never read
    forgotten: list[int] = field(default_factory=list)  # rows of no further interest

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.moved or self.refreshed or self.missing or self.gone or self.forgotten)


def for_people(raw_path: bytes) -> str:
    """A path or name as text that can be stored and shown: NFC, bytes that are not UTF-8 as U+FFFD."""
    return unicodedata.normalize("NFC", raw_path.decode("utf-8", "replace"))


def list_known(db: Database, folder: bytes) -> dict[bytes, KnownFile]:
    """Every file known below `folder` (without a slash at its end), missing ones too, by raw path."""
    prefix = folder.rstrip(b"/")
    with db.read() as connection:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM places WHERE raw_path >= :first AND raw_path < :past",
            {"first": prefix + b"/", "past": prefix + b"0"},  # "0" follows "/"
        ).fetchall()
    return {known.file.raw_path: known for known in map(_known_of, rows)}


def save_changes(db: Database, changes: Changes) -> None:
    """Write what a scan found, in one transaction."""
    if not changes:
        return
    with db.write() as connection:
        time = now()
        for statement, ids in ((_FORGET, changes.forgotten), (_MISS, changes.missing), (_GONE, changes.gone)):
            connection.executemany(statement, [{"id": place_id, "time": time} for place_id in ids])
        for place_id, file in changes.moved:
            _move(connection, place_id, file, time)
        connection.executemany(_REFRESH, [_stored(file, id=number, time=time) for number, file in changes.refreshed])
        connection.executemany(_UPSERT, [_verdict_row(verdict, time) for verdict in changes.verdicts])


def take_within(connection: sqlite3.Connection, file: SeenFile, document_id: int) -> None:
    """Say, inside the caller's transaction, that this file's content is that document."""
    row = {"state": TAKEN, "reason_code": None, "reason_details": None, "document_id": document_id, "time": now()}
    connection.execute(_UPSERT, _stored(file, path=for_people(file.raw_path), **row))


def forget_gone(db: Database, kept_s: float) -> int:
    """Drop files that vanished unread longer ago than that; return how many."""
    before = datetime.now(UTC) - timedelta(seconds=kept_s)
    with db.write() as connection:
        return connection.execute(
            "DELETE FROM places WHERE reason_code = 'gone' AND missing_since < :before",
            {"before": before.isoformat(timespec="milliseconds").replace("+00:00", "Z")},
        ).rowcount


def list_places(
    db: Database, state: PlaceState | None = None, *, limit: int = 50, before_id: int | None = None
) -> tuple[Place, ...]:
    """Files that are there or vanished unread, newest first; `before_id` is the last id of the page before."""
    with db.read() as connection:
        rows = connection.execute(
            f"{SHOWN} SELECT * FROM shown WHERE {_PRESENT} AND (:state IS NULL OR state = :state)"
            " AND (:before_id IS NULL OR id < :before_id) ORDER BY id DESC LIMIT :limit",
            {"state": state, "before_id": before_id, "limit": limit},
        ).fetchall()
    return tuple(_place_of(row) for row in rows)


def counts(db: Database) -> dict[PlaceState, int]:
    """How many of the files that are there (or vanished unread) stand in each state."""
    with db.read() as connection:
        rows = connection.execute(
            f"{SHOWN} SELECT state, count(*) FROM shown WHERE {_PRESENT} GROUP BY state"
        ).fetchall()
    found = {PlaceState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in PlaceState}


def by_document(db: Database, document_id: int) -> tuple[Place, ...]:
    """Where a document's content lies or lay, oldest first; missing ones are marked."""
    with db.read() as connection:
        rows = connection.execute(
            f"{SHOWN} SELECT * FROM shown WHERE document_id = :document_id ORDER BY id", {"document_id": document_id}
        ).fetchall()
    return tuple(_place_of(row) for row in rows)


def find_by_path(db: Database, raw_path: bytes) -> Place | None:
    """The file at this path, as the file system spells it; one that is missing too."""
    with db.read() as connection:
        row = connection.execute(
            f"{SHOWN} SELECT * FROM shown WHERE raw_path = :raw_path", {"raw_path": raw_path}
        ).fetchone()
    return _place_of(row) if row else None


_PRESENT = "(missing_since IS NULL OR reason_code = 'gone')"
_COLUMNS = (
    "id, raw_path, device, inode, size_bytes, mtime_ns, state, reason_code, document_id,"
    " missing_since IS NOT NULL AS is_missing"
)
_UPSERT = """
INSERT INTO places (raw_path, path, device, inode, size_bytes, mtime_ns, state, reason_code, reason_details,
    document_id, first_seen_at, checked_at)
VALUES (:raw_path, :path, :device, :inode, :size_bytes, :mtime_ns, :state, :reason_code, :reason_details,
    :document_id, :time, :time)
ON CONFLICT (raw_path) DO UPDATE SET device = excluded.device, inode = excluded.inode,
    size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns, state = excluded.state,
    reason_code = excluded.reason_code, reason_details = excluded.reason_details,
    document_id = excluded.document_id, checked_at = excluded.checked_at, missing_since = NULL
"""
_MOVE = """
UPDATE places SET raw_path = :raw_path, path = :path, device = :device, inode = :inode, size_bytes = :size_bytes,
    mtime_ns = :mtime_ns, checked_at = :time, missing_since = NULL WHERE id = :id
"""
_FORGET = "DELETE FROM places WHERE id = :id"
_MISS = "UPDATE places SET missing_since = :time, checked_at = :time WHERE id = :id AND missing_since IS NULL"
_GONE = """
UPDATE places SET state = 'ignored', reason_code = 'gone', reason_details = NULL, missing_since = :time,
    checked_at = :time WHERE id = :id
"""
_REFRESH = """
UPDATE places SET device = :device, inode = :inode, size_bytes = :size_bytes, mtime_ns = :mtime_ns,
    checked_at = :time, missing_since = NULL WHERE id = :id
"""

Value = str | int | bytes | None


def _stored(file: SeenFile, **more: Value) -> dict[str, Value]:
    """A file as named parameters."""
    return {**file._asdict(), **more}


def _verdict_row(verdict: Verdict, time: str) -> dict[str, Value]:
    return _stored(
        verdict.file,
        path=for_people(verdict.file.raw_path),
        state=verdict.state.value,
        document_id=None,
        time=time,
        **reason_columns(verdict.reason),
    )


def _move(connection: sqlite3.Connection, place_id: int, file: SeenFile, time: str) -> None:
    """Give a known file its new path, and its document the new name if it went by the old one."""
    old = connection.execute("SELECT path, document_id FROM places WHERE id = :id", {"id": place_id}).fetchone()
    connection.execute("DELETE FROM places WHERE raw_path = :raw_path AND id <> :id", _stored(file, id=place_id))
    connection.execute(_MOVE, _stored(file, id=place_id, path=for_people(file.raw_path), time=time))
    names = {"old": posixpath.basename(old["path"]), "new": posixpath.basename(for_people(file.raw_path))}
    renamed = connection.execute(
        "UPDATE documents SET filename = :new WHERE id = :id AND filename = :old AND :new <> :old",
        {"id": old["document_id"], **names},
    )
    if renamed.rowcount:
        name_within(connection, old["document_id"])


def _known_of(row: sqlite3.Row) -> KnownFile:
    place_id, raw_path, device, inode, size_bytes, mtime_ns, state, reason_code, document_id, is_missing = row
    file = SeenFile(raw_path, device, inode, size_bytes, mtime_ns)
    return KnownFile(place_id, file, state, reason_code, document_id, bool(is_missing))


def _place_of(row: sqlite3.Row) -> Place:
    return Place(
        id=row["id"],
        path=row["path"],
        raw_path=row["raw_path"],
        state=PlaceState(row["state"]),
        reason=reason_of(row),
        document_id=row["document_id"],
        size_bytes=row["size_bytes"],
        mtime_ns=row["mtime_ns"],
        is_missing=row["missing_since"] is not None,
    )
