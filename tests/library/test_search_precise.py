"""A word that is nowhere finds no other word; what looks like a filter never hides a paper that has the words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lexo.library.searching.query import parse
from lexo.library.searching.search import Matched, search
from lexo.library.typed import reading as typed
from lexo.store.database import Database
from made_papers import add_paper

TODAY = date(2026, 3, 20)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.mark.parametrize(
    ("typed_word", "printed"),
    [
        ("loyer", "a lower rate"),
        ("banane", "la banque"),
        ("dupont", "un depot"),
        ("martin", "la main"),
        ("carton", "la carte"),
        ("donation", "la location"),
        ("naissance", "la puissance"),
        ("chat", "cha"),
        ("laine", "laire"),
        ("fondation", "des fonds"),
        ("courant", "la cour"),
    ],
)
def test_a_word_that_is_nowhere_finds_no_other(db: Database, typed_word: str, printed: str) -> None:
    add_paper(db, "scan.pdf", printed)
    assert search(db, typed_word).total == 0


@pytest.mark.parametrize(
    ("slip", "printed"),
    [
        ("loier", "le loyer"),
        ("bsil", "le bail"),
        ("alocation", "les allocations"),
        ("numéro fiscale", "le numéro fiscal"),
        ("accompte", "un acompte"),
        ("attestassion", "une attestation"),
        ("voletroulant", "des volets roulants"),
        ("co-propriété", "la copropriété"),
        ("lave-vaiselle", "un lave-vaisselle"),
        ("client:Martin", "Client : Monsieur Martin"),
        ("ab123cd", "AB-123-CD"),
    ],
)
def test_a_slip_is_forgiven(db: Database, slip: str, printed: str) -> None:
    add_paper(db, "scan.pdf", printed)
    assert search(db, slip).total == 1


def test_a_near_word_that_many_pages_have_is_no_misread_one(db: Database) -> None:
    add_paper(db, "first.pdf", "le loyer")
    add_paper(db, "second.pdf", "a lower rate")
    found = search(db, "loier")
    assert [hit.title for hit in found.items] == ["first.pdf"]
    assert found.suggestion == "loyer"


@pytest.mark.parametrize(
    "text", ["taux > 3 %", "< 18 ans", "> 50 kWh", "> 1 000 kWh", "> 200 m2", "< 30 jours", "< 5 °C", "> 12,5 points"]
)
def test_what_is_counted_otherwise_is_no_amount_of_money(text: str) -> None:
    assert typed.read(text, TODAY).parts == ()


def test_a_field_copied_from_a_paper_is_words_where_it_was_not_read(db: Database) -> None:
    add_paper(db, "scan.pdf", "SIRET : 40483304800022")
    found = search(db, "Siret:404 833 048 00022", today=TODAY)
    assert (found.total, found.matched, found.understood.parts) == (1, Matched.ALL, ())


def test_a_field_that_nothing_has_stays_a_filter(db: Database) -> None:
    add_paper(db, "scan.pdf", "SIRET : 40483304800022")
    found = search(db, "siret:9999 edf", today=TODAY)
    assert [part.name for part in found.understood.parts] == ["siret"]


def test_of_very_many_filters_none_is_said_to_be_why(db: Database) -> None:
    add_paper(db, "scan.pdf", "facture")
    few, many = (" ".join(f"number:{number}" for number in range(count)) for count in (1, 11))
    assert len(search(db, few, today=TODAY).emptied_by) == 1
    assert search(db, many, today=TODAY).emptied_by == ()


def test_a_long_row_of_digits_is_looked_for_once(db: Database) -> None:
    assert len(parse("1 " * 400).terms[0].alternatives[0]) == 1
