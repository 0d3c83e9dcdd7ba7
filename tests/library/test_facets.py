"""Facets: what is counted, what a choice types, and which filter leaves nothing."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import pytest

from lexo.document import MediaType
from lexo.facts import Conclusion, Field, Source, Verdict
from lexo.library.searching.facets import MAX_CHOICES, Choice, Facet, emptied_by, facets
from lexo.library.typed.reading import read
from lexo.store import documents, facts
from lexo.store.database import Database
from lexo.store.filtering import matching
from lexo.store.tallies import By
from made_papers import add_paper

TODAY = date(2026, 3, 31)
PAPERS = (  # ids from 1
    ("invoice", "Électricité Brume", "2024-05-31", "193.48"),
    ("invoice", "Électricité Brume", "2023-05-31", "120.00"),
    ("quote", 'Toits "& Fils"', "2024-02-01", "5000.00"),
    ("payslip", "Agence du Petit-Pont", "2022-12-31", "1820.07"),
    ("lease", None, None, "700.00"),
    ("invoice", "Électricité Brume SA", "2024-07-01", "80.00"),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Six papers, and one like the first in the trash."""
    database = Database(tmp_path_factory.mktemp("facets") / "lexo.db")
    for number, (kind, sender, day, amount) in enumerate((*PAPERS, PAPERS[0]), start=1):
        document_id = add_paper(database, f"{number}.pdf", "texte")
        field = Field("grand_total", amount, amount, Source.RULE, Verdict.PLAUSIBLE, 0.9)
        with database.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion((field,), kind, sender=sender, date=day))
    documents.move_to_trash(database, 7)
    yield database
    database.close()


def counted(db: Database, text: str, found: Collection[int] | None = None) -> dict[By, Facet]:
    with db.read() as connection:
        return {facet.by: facet for facet in facets(connection, read(text, TODAY), found, is_french=True)}


def counts(facet: Facet) -> list[tuple[str, int]]:
    return [(choice.value, choice.count) for choice in facet.choices]


def found_by(db: Database, text: str) -> tuple[int, ...]:
    with db.read() as connection:
        found = matching(connection, read(text, TODAY).filters)
        return tuple(range(6, 0, -1)) if found is None else found


def choice_of(facet: Facet, value: str) -> Choice:
    return next(choice for choice in facet.choices if choice.value == value)


def test_facets_without_filters_count_all_papers(db: Database) -> None:
    found = counted(db, "")
    assert counts(found[By.YEAR]) == [("2024", 3), ("2023", 1), ("2022", 1)]
    assert counts(found[By.KIND]) == [("invoice", 3), ("lease", 1), ("payslip", 1), ("quote", 1)]
    assert counts(found[By.SENDER])[0] == ("=Électricité Brume", 2)
    assert counts(found[By.STATE]) == [("queued", 6)]


def test_facets_without_any_value_are_left_out(db: Database) -> None:
    assert By.LANGUAGE not in counted(db, "")


def test_facets_count_only_what_has_the_words(db: Database) -> None:
    assert counts(counted(db, "eau", found=(1, 4))[By.YEAR]) == [("2024", 1), ("2022", 1)]


def test_facets_of_nothing_found_are_none(db: Database) -> None:
    assert counted(db, "eau", found=()) == {}


def test_facet_lifts_its_own_filter_and_keeps_the_others(db: Database) -> None:
    found = counted(db, "date:2024 type:invoice")
    assert counts(found[By.YEAR]) == [("2024", 2), ("2023", 1)]
    assert counts(found[By.KIND]) == [("invoice", 2), ("quote", 1)]
    assert counts(found[By.SENDER]) == [("=Électricité Brume", 1), ("=Électricité Brume SA", 1)]


def test_facet_of_years_keeps_bounds_and_what_is_left_out(db: Database) -> None:
    assert counts(counted(db, "avant:2024-06 -date:2022")[By.YEAR]) == [("2024", 2), ("2023", 1)]


@pytest.mark.parametrize(
    ("text", "by", "value", "query"),
    [
        ("date:2024 eau", By.YEAR, "2024", "eau"),
        ("eau 2024", By.YEAR, "2024", "eau"),
        ("date:2023..2024", By.YEAR, "2023", ""),
        ("type:invoice eau", By.KIND, "invoice", "eau"),
        ("de:brume eau", By.SENDER, "=Électricité Brume SA", "eau"),
        ("état:queued", By.STATE, "queued", ""),
    ],
)
def test_chosen_value_is_marked_and_taken_out(db: Database, text: str, by: By, value: str, query: str) -> None:
    choice = choice_of(counted(db, text)[by], value)
    assert (choice.is_chosen, choice.query) == (True, query)


def test_month_does_not_choose_its_year(db: Database) -> None:
    assert not choice_of(counted(db, "date:2024-05")[By.YEAR], "2024").is_chosen


def test_choice_is_typed_in_front_so_that_the_last_word_stays_unfinished(db: Database) -> None:
    choice = choice_of(counted(db, "fact")[By.SENDER], "=Agence du Petit-Pont")
    assert choice.typed == 'de:"=Agence du Petit-Pont"'
    assert read(choice.query, TODAY).words == "fact"


@pytest.mark.parametrize("text", ["", "type:invoice", "date:2024", "de:brume > 50 €", "-type:invoice"])
def test_typing_a_choice_finds_as_many_as_it_says(db: Database, text: str) -> None:
    for facet in counted(db, text).values():
        if any(choice.is_chosen for choice in facet.choices):
            continue  # adding to it widens
        for choice in facet.choices:
            assert len(found_by(db, choice.query)) == choice.count, choice.query


def test_adding_a_second_year_finds_both(db: Database) -> None:
    choice = choice_of(counted(db, "date:2024")[By.YEAR], "2023")
    assert found_by(db, choice.query) == (6, 3, 2, 1)


def test_taking_a_choice_out_brings_the_others_back(db: Database) -> None:
    choice = choice_of(counted(db, "date:2024 type:invoice")[By.KIND], "invoice")
    assert found_by(db, choice.query) == (6, 3, 1)


def test_facet_lists_ten_values_the_chosen_one_among_them_and_counts_the_rest(tmp_path: Path) -> None:
    db = Database(tmp_path / "lexo.db")
    for number in range(MAX_CHOICES + 3):
        new = documents.NewDocument(f"{number:064}", "a.pdf", MediaType.PDF, 1)
        with db.write() as connection:
            document_id = documents.add_within(connection, new).document_id
            facts.save_conclusion(connection, document_id, Conclusion(sender=f"Maison {number:02}"))
    facet = counted(db, "de:=maison-12")[By.SENDER]
    assert (len(facet.choices), facet.more) == (MAX_CHOICES, 3)
    assert [choice.value for choice in facet.choices if choice.is_chosen] == ["=Maison 12"]
    db.close()


@pytest.mark.parametrize(
    ("text", "found", "lifted"),
    [
        ("eau 2022", (1, 2), [("2022", 2)]),
        ("type:quote date:2023", None, [("quote", 1), ("2023", 1)]),
        ("type:invoice date:2022", None, [("2022", 3), ("invoice", 1)]),
        ("type:quote date:2022 de:brume", None, []),
        ("eau date:2022", (), []),
        ("type:invoice", None, []),
        ("eau", (1,), []),
        ("type:passport", None, [("passport", 6)]),
        ("-type:invoice de:brume", None, [("invoice", 3), ("brume", 3)]),
    ],
)
def test_emptied_by_names_the_single_filters_in_the_way(
    db: Database, text: str, found: tuple[int, ...] | None, lifted: list[tuple[str, int]]
) -> None:
    with db.read() as connection:
        parts = emptied_by(connection, read(text, TODAY), found)
    assert [(each.part.value, each.count) for each in parts] == lifted


def test_amounts_are_told_apart_by_size_the_smallest_first(db: Database) -> None:
    assert counts(counted(db, "")[By.AMOUNT]) == [("50.00..199.99", 3), ("200.00..999.99", 1), (">=1000.00", 2)]


def test_another_size_takes_the_place_of_the_one_that_is_chosen(db: Database) -> None:
    facet = counted(db, "2024 montant:50.00..199.99")[By.AMOUNT]
    assert counts(facet) == [("50.00..199.99", 2), (">=1000.00", 1)]
    assert choice_of(facet, "50.00..199.99").is_chosen
    assert found_by(db, choice_of(facet, ">=1000.00").query) == (3,)
    assert choice_of(facet, "50.00..199.99").query == "2024"


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Two papers with a day to pay by, one of them with an account too, and one with neither."""
    database = Database(tmp_path_factory.mktemp("fields") / "lexo.db")
    for names in (("due_date",), ("due_date", "iban"), ("currency",)):
        document_id = add_paper(database, f"{len(names)}{names[0]}.pdf", "texte")
        told = tuple(Field(name, "x", "2024-01-01", Source.RULE, Verdict.PLAUSIBLE, 0.9) for name in names)
        with database.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion(told))
    yield database
    database.close()


def test_papers_are_told_apart_by_the_fields_they_have(dated: Database) -> None:
    assert counts(counted(dated, "")[By.FIELD]) == [("due_date", 2), ("iban", 1)]


def test_one_field_more_narrows_and_can_be_taken_back(dated: Database) -> None:
    first = choice_of(counted(dated, "")[By.FIELD], "due_date")
    assert (first.typed, found_by(dated, first.query)) == ("due_date:*", (2, 1))
    facet = counted(dated, first.query)[By.FIELD]
    assert choice_of(facet, "due_date").is_chosen
    assert found_by(dated, choice_of(facet, "iban").query) == (2,)
    assert choice_of(facet, "due_date").query == ""
