"""Saved searches: kept under names, bounded, changed and forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.errors import SavedSearchInvalid, SavedSearchNameTaken, SavedSearchNotFound, TooManySavedSearches
from lexo.store import saved_searches
from lexo.store.database import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def names(db: Database) -> list[str]:
    return [search.name for search in saved_searches.list_searches(db)]


def test_saved_searches_are_listed_by_name_whatever_their_accents(db: Database) -> None:
    for name in ("Zinc", "Électricité", "factures"):
        saved_searches.save(db, name, "de:brume")
    assert names(db) == ["Électricité", "factures", "Zinc"]


def test_save_keeps_the_query_as_typed(db: Database) -> None:
    kept = saved_searches.save(db, " Mes \n factures ", "type:facture > 100 €")
    assert (kept.name, kept.query) == ("Mes factures", "type:facture > 100 €")
    assert saved_searches.get(db, kept.id) == kept


def test_save_under_a_known_name_takes_its_place(db: Database) -> None:
    first = saved_searches.save(db, "Électricité", "de:brume")
    second = saved_searches.save(db, "electricite", "de:toits")
    assert (second.id, second.query) == (first.id, "de:toits")
    assert names(db) == ["electricite"]


def test_named_finds_without_accents_and_capitals(db: Database) -> None:
    kept = saved_searches.save(db, "Électricité", "de:brume")
    assert saved_searches.named(db, "ELECTRICITE ") == kept


@pytest.mark.parametrize(("name", "query"), [("", "a"), (" \0 ", "a"), ("a", ""), ("a" * 101, "b"), ("a", "b" * 1001)])
def test_save_without_name_or_query_or_too_long_is_refused(db: Database, name: str, query: str) -> None:
    with pytest.raises(SavedSearchInvalid):
        saved_searches.save(db, name, query)


def test_save_takes_any_text_that_can_be_shown(db: Database) -> None:
    assert saved_searches.save(db, "a\ud800b", 'de:"').name == "a b"


def test_save_refuses_more_than_the_limit_but_still_changes_known_ones(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_searches, "MAX_SEARCHES", 1)
    saved_searches.save(db, "a", "x")
    with pytest.raises(TooManySavedSearches):
        saved_searches.save(db, "b", "x")
    assert saved_searches.save(db, "A", "y").query == "y"


def test_change_renames_and_keeps_what_is_not_said(db: Database) -> None:
    kept = saved_searches.save(db, "a", "x")
    assert saved_searches.change(db, kept.id, name="b").query == "x"
    assert saved_searches.change(db, kept.id, query="y").name == "b"


def test_change_to_the_name_of_another_is_refused(db: Database) -> None:
    kept = saved_searches.save(db, "a", "x")
    saved_searches.save(db, "b", "y")
    with pytest.raises(SavedSearchNameTaken):
        saved_searches.change(db, kept.id, name="B")
    assert names(db) == ["a", "b"]


def test_change_of_its_own_capitals_is_allowed(db: Database) -> None:
    kept = saved_searches.save(db, "a", "x")
    assert saved_searches.change(db, kept.id, name="A").name == "A"


def test_delete_forgets_and_a_second_time_says_so(db: Database) -> None:
    kept = saved_searches.save(db, "a", "x")
    saved_searches.delete(db, kept.id)
    assert names(db) == []
    for ask in (saved_searches.delete, saved_searches.get, saved_searches.change):
        with pytest.raises(SavedSearchNotFound):
            ask(db, kept.id)
    with pytest.raises(SavedSearchNotFound):
        saved_searches.named(db, "a")
