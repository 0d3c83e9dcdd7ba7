"""Filters typed among the words of a search: what they leave, when a guess is a word, which of them empties it."""

from collections.abc import Iterator
from datetime import date

import pytest

from lexo.library.searching.search import Matched, SearchResults, find_in_document, found_documents, search
from lexo.store.database import Database
from lexo.store.filtering import Filters
from made_papers import add_paper

TODAY = date(2025, 6, 1)
PAPERS = (
    ("a.pdf", "invoice", "Verdurin Énergie", "2024-03-05", "Facture du printemps\nhorloge"),
    ("b.pdf", "invoice", "Verdurin Énergie", "2023-03-05", "Facture de l'hiver"),
    ("c.pdf", "payslip", "Glycine SARL", "2024-04-05", "Bulletin de paie\nmillésime 2019"),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("typed") / "lexo.db")
    for name, kind, sender, day, text in PAPERS:
        document_id = add_paper(database, name, text)
        with database.write() as connection:
            connection.execute(
                "UPDATE documents SET kind = ?, sender = ?, date = ? WHERE id = ?", (kind, sender, day, document_id)
            )
    yield database
    database.close()


def titles(results: SearchResults) -> list[str]:
    return [hit.title for hit in results.items]


def test_search_typed_filter_narrows(db: Database) -> None:
    assert titles(search(db, "facture avant:2024", today=TODAY)) == ["b.pdf"]


def test_search_says_what_it_understood(db: Database) -> None:
    understood = search(db, "facture avant:2024", today=TODAY).understood
    assert understood.words.strip() == "facture"
    assert [part.what for part in understood.parts] == ["date"]


def test_search_filters_alone_list_newest_paper_first(db: Database) -> None:
    results = search(db, "type:facture", today=TODAY)
    assert titles(results) == ["a.pdf", "b.pdf"]
    assert (results.total, results.matched, results.items[0].page) == (2, Matched.ALL, 1)


def test_search_typed_and_given_filters_hold_together(db: Database) -> None:
    assert titles(search(db, "type:facture", filters=Filters(document_ids=(2, 3)), today=TODAY)) == ["b.pdf"]


def test_search_year_is_a_filter_where_that_finds_something(db: Database) -> None:
    results = search(db, "facture 2024", today=TODAY)
    assert titles(results) == ["a.pdf"]
    assert results.understood.parts


def test_search_year_is_a_word_where_only_that_finds_something(db: Database) -> None:
    results = search(db, "millésime 2019", today=TODAY)
    assert (titles(results), results.matched) == (["c.pdf"], Matched.ALL)
    assert results.understood.parts == ()


def test_search_names_the_filter_that_empties_it(db: Database) -> None:
    results = search(db, "horloge type:facture avant:2024", today=TODAY)
    assert results.total == 0
    assert [part.what for part in results.emptied_by] == ["date"]


def test_search_no_filter_is_blamed_where_nothing_has_the_words(db: Database) -> None:
    assert search(db, "xylophone avant:2024", today=TODAY).emptied_by == ()


def test_search_filters_alone_that_leave_nothing_name_each_that_would_do_without(db: Database) -> None:
    results = search(db, "type:payslip avant:2024", today=TODAY)
    assert results.total == 0
    assert [part.what for part in results.emptied_by] == ["kind", "date"]


def test_search_suggestion_keeps_typed_filters(db: Database) -> None:
    assert search(db, "fatcure avant:2024", today=TODAY).suggestion == "facture avant:2024"


def test_found_documents_reads_typed_filters_too(db: Database) -> None:
    assert found_documents(db, "facture avant:2024", today=TODAY) == (2,)
    assert found_documents(db, "type:facture", Filters(document_ids=(2, 3)), today=TODAY) == (2,)


def test_find_in_document_looks_for_the_words_alone(db: Database) -> None:
    assert set(find_in_document(db, 2, "facture avant:2030")) == {1}
