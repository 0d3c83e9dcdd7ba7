"""How many documents there are of each year, sender, kind, state, language."""

import json
import sqlite3
from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple


class By(StrEnum):
    """What documents are counted by."""

    YEAR = "year"
    SENDER = "sender"
    KIND = "kind"
    STATE = "state"
    LANGUAGE = "language"


class Tally(NamedTuple):
    """A value, and how many documents have it."""

    value: str
    documents: int


_VALUES = {
    By.YEAR: "substr(date, 1, 4)",
    By.SENDER: "sender",
    By.KIND: "kind",
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


def tally(connection: sqlite3.Connection, by: By, document_ids: Collection[int] | None = None) -> tuple[Tally, ...]:
    """The values that documents have, the commonest first; of all that are not in the trash unless some are named."""
    if document_ids is None:
        rows = connection.execute(_OF_ALL[by]).fetchall()
    else:
        rows = connection.execute(_OF_SOME[by], {"ids": json.dumps(list(document_ids))}).fetchall()
    return tuple(sorted((Tally(*row) for row in rows), key=lambda tally: (-tally.documents, tally.value)))
