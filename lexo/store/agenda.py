"""Small reads about deadlines that only the pages for people need: how many are near, and in which currency."""

import json
from collections.abc import Iterable
from datetime import date

from lexo.store.database import Database


def count_between(db: Database, first: date, last: date) -> int:
    """How many open deadlines fall on these days, of papers that are not in the trash."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT count(*) FROM deadlines JOIN documents ON documents.id = deadlines.document_id"
            " WHERE deadlines.date BETWEEN :first AND :last AND deleted_at IS NULL"
            " AND (deadlines.state = 'confirmed' OR (deadlines.state = 'proposed' AND is_current))",
            {"first": first.isoformat(), "last": last.isoformat()},
        ).fetchone()
    return int(row[0])


def currencies(db: Database, document_ids: Iterable[int]) -> dict[int, str]:
    """The currency in which each of these papers counts, where it says so."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT document_id, normalized FROM fields WHERE name = 'currency' AND verdict <> 'unverified'"
            " AND document_id IN (SELECT value FROM json_each(:ids)) ORDER BY rank DESC",
            {"ids": json.dumps(sorted(set(document_ids)))},
        ).fetchall()
    return {row["document_id"]: row["normalized"] for row in rows}
