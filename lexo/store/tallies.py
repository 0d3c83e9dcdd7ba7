"""How many documents there are of each year, sender, kind, size of amount, state, language; and with each field."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple


class By(StrEnum):
    """What documents are counted by."""

    YEAR = "year"
    SENDER = "sender"
    KIND = "kind"
    AMOUNT = "amount"
    FIELD = "field"
    STATE = "state"
    LANGUAGE = "language"


class Tally(NamedTuple):
    """A value, and how many documents have it."""

    value: str
    documents: int


# Sizes of amounts, each as it is typed, the smallest first, and the cents below which it ends.
_SIZES = {"<50.00": 50_00, "50.00..199.99": 200_00, "200.00..999.99": 1000_00, ">=1000.00": 1 << 62}
AMOUNTS = tuple(_SIZES)

_VALUES = {
    By.YEAR: "substr(date, 1, 4)",
    By.SENDER: "sender",
    By.KIND: "kind",
    By.AMOUNT: "CASE" + "".join(f" WHEN amount_cents < {end} THEN '{size}'" for size, end in _SIZES.items()) + " END",
    By.STATE: "state",
    By.LANGUAGE: "language",
}
# Of all documents, answered by `documents_filtered` alone; of some, each is looked up.
_OF_ALL = {
    by: f"SELECT {value} AS value, count(*) FROM documents WHERE deleted_at IS NULL AND value <> '' GROUP BY 1"
    for by, value in _VALUES.items()
}
_OF_SOME = {
    by: f"SELECT {value} AS found, count(*) FROM json_each(:ids) CROSS JOIN documents ON documents.id = json_each.value"
    " WHERE deleted_at IS NULL AND found <> '' GROUP BY 1"
    for by, value in _VALUES.items()
}


# A field counts once for a document, unless only a model says so.
_WITH_FIELD = (
    "SELECT name, count(DISTINCT document_id) FROM json_each(:ids)"
    " CROSS JOIN fields ON document_id = json_each.value WHERE verdict <> 'unverified' GROUP BY name"
)
_NEWEST = "SELECT id FROM documents WHERE deleted_at IS NULL ORDER BY id DESC LIMIT :limit"
MAX_WITH_FIELDS = 2000  # documents, the newest: each has some twenty facts


def tally(connection: sqlite3.Connection, by: By, document_ids: Collection[int] | None = None) -> tuple[Tally, ...]:
    """The values that documents have, the commonest first; of all that are not in the trash unless some are named."""
    if by is By.FIELD:
        return _tally_fields(connection, document_ids)
    if document_ids is None:
        rows = connection.execute(_OF_ALL[by]).fetchall()
    else:
        rows = connection.execute(_OF_SOME[by], {"ids": json.dumps(list(document_ids))}).fetchall()
    return _commonest_first(rows)


def _tally_fields(connection: sqlite3.Connection, document_ids: Collection[int] | None) -> tuple[Tally, ...]:
    """The names of fields, and how many of the newest documents have them."""
    if document_ids is None:
        newest = [row[0] for row in connection.execute(_NEWEST, {"limit": MAX_WITH_FIELDS}).fetchall()]
    else:
        newest = sorted(document_ids, reverse=True)[:MAX_WITH_FIELDS]
    return _commonest_first(connection.execute(_WITH_FIELD, {"ids": json.dumps(newest)}).fetchall())


def _commonest_first(rows: Iterable[sqlite3.Row]) -> tuple[Tally, ...]:
    return tuple(sorted((Tally(*row) for row in rows), key=lambda tally: (-tally.documents, tally.value)))
