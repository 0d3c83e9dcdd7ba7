"""Searches that people keep under a name; names are told apart without accents and capitals."""

import sqlite3
from dataclasses import dataclass

from lexo.errors import SavedSearchInvalid, SavedSearchNameTaken, SavedSearchNotFound, TooManySavedSearches
from lexo.store.database import Database, now
from lexo.store.folding import fold

MAX_SEARCHES = 200
MAX_NAME = 100  # characters
MAX_QUERY = 1000  # as much as a search looks at


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it was typed, filters and all."""

    id: int
    name: str
    query: str
    created_at: str


def save(db: Database, name: str, query: str) -> SavedSearch:
    """Keep a search, in the place of one of that name. Raises SavedSearchInvalid, TooManySavedSearches."""
    name = _checked(name, MAX_NAME)
    values = {
        "name": name,
        "folded": fold(name),
        "query": _checked(query, MAX_QUERY),
        "time": now(),
        "max": MAX_SEARCHES,
    }
    with db.write() as connection:
        row = connection.execute(
            "INSERT INTO saved_searches (name, folded, query, created_at)"
            " SELECT :name, :folded, :query, :time WHERE (SELECT count(*) FROM saved_searches) < :max"
            " OR EXISTS (SELECT 1 FROM saved_searches WHERE folded = :folded)"
            " ON CONFLICT (folded) DO UPDATE SET name = excluded.name, query = excluded.query RETURNING *",
            values,
        ).fetchone()
    if row is None:
        raise TooManySavedSearches(limit=MAX_SEARCHES)
    return _search(row)


def list_searches(db: Database) -> tuple[SavedSearch, ...]:
    """All of them, by name."""
    with db.read() as connection:
        rows = connection.execute("SELECT * FROM saved_searches ORDER BY folded").fetchall()
    return tuple(map(_search, rows))


def get(db: Database, search_id: int) -> SavedSearch:
    """One search. Raises SavedSearchNotFound."""
    with db.read() as connection:
        row = connection.execute("SELECT * FROM saved_searches WHERE id = :id", {"id": search_id}).fetchone()
    return _found(row)


def named(db: Database, name: str) -> SavedSearch:
    """The search of that name. Raises SavedSearchNotFound."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT * FROM saved_searches WHERE folded = :folded", {"folded": fold(_plain(name))}
        ).fetchone()
    return _found(row)


def change(db: Database, search_id: int, *, name: str | None = None, query: str | None = None) -> SavedSearch:
    """Rename a search, or put another in its place.

    Raises SavedSearchNotFound, SavedSearchNameTaken, SavedSearchInvalid.
    """
    values = {
        "id": search_id,
        "name": None if name is None else _checked(name, MAX_NAME),
        "folded": None if name is None else fold(_plain(name)),
        "query": None if query is None else _checked(query, MAX_QUERY),
    }
    try:
        with db.write() as connection:
            row = connection.execute(
                "UPDATE saved_searches SET name = coalesce(:name, name), folded = coalesce(:folded, folded),"
                " query = coalesce(:query, query) WHERE id = :id RETURNING *",
                values,
            ).fetchone()
    except sqlite3.IntegrityError as error:
        raise SavedSearchNameTaken() from error
    return _found(row)


def delete(db: Database, search_id: int) -> None:
    """Forget a search. Raises SavedSearchNotFound."""
    with db.write() as connection:
        row = connection.execute("DELETE FROM saved_searches WHERE id = :id RETURNING *", {"id": search_id}).fetchone()
    _found(row)


def _plain(text: str) -> str:
    """On one line, without signs that cannot be shown or stored."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())


def _checked(text: str, longest: int) -> str:
    plain = _plain(text)
    if not plain or len(plain) > longest:
        raise SavedSearchInvalid(name=MAX_NAME, query=MAX_QUERY)
    return plain


def _found(row: sqlite3.Row | None) -> SavedSearch:
    if row is None:
        raise SavedSearchNotFound()
    return _search(row)


def _search(row: sqlite3.Row) -> SavedSearch:
    return SavedSearch(row["id"], row["name"], row["query"], row["created_at"])
