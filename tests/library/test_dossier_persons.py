"""Whose a paper is: names as papers print them."""

import pytest

from dossier_papers import paper, payslip
from lexo.library.dossiers.persons import is_same, may_be_of, names_on, persons_in, shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DUPREZ Marie", "Mme Marie Duprez", True),
        ("DUPREZ Marie", "Duprez M.", True),
        ("M. et Mme Duprez", "Marie Duprez", True),
        ("DUPREZ Marie Claire", "Marie Duprez", True),
        ("Marie Claire Duprez", "Marie Louise Duprez", True),
        ("MARTIN épouse DUPREZ Marie", "Marie Duprez", True),
        ("Maëlle Tournebise", "MAELLE TOURNEBISE", True),
        ("Maelle Tournebise", "Maelle Tournebize", True),
        ("DUPREZ Marie", "DUPREZ Jean", False),
        ("DUPREZ Marie", "VANNIER Marie", False),
        ("DUPREZ Marie", "Jean Vannier", False),
        ("", "Jean Vannier", True),
        ("漢字", "Jean Vannier", False),
    ],
)
def test_names_are_of_one_person(one: str, other: str, same: bool) -> None:
    assert (is_same(one, other), is_same(other, one)) == (same, same)


def test_identity_paper_is_named_by_its_parts() -> None:
    card = paper(1, "identity_card", surname="DUPREZ", given_names="Marie, Anne", used_name="MARTIN")
    assert [shown(name) for name in names_on(card)] == ["Marie Anne Duprez Martin"]


def test_shown_name_has_nothing_that_turns_text_around() -> None:
    assert shown("M. DUPREZ\u202e\u0000 Marie,\nAnne") == "Duprez Marie Anne"


def test_paper_of_both_is_of_each() -> None:
    notice = paper(1, "income_tax_notice", declarant_1="DUPREZ Marie", declarant_2="VANNIER Jean")
    assert may_be_of(notice, "Marie Duprez")
    assert may_be_of(notice, "Jean Vannier")
    assert not may_be_of(notice, "Paul Exemple")


def test_paper_that_names_nobody_may_be_anybodys() -> None:
    assert may_be_of(paper(1, "utility_bill"), "Marie Duprez")


def test_person_with_most_papers_is_first() -> None:
    papers = [payslip(1, "2026-08", "VANNIER Jean"), payslip(2, "2026-09", "VANNIER Jean"), payslip(3, "2026-10")]
    assert persons_in(papers) == ("Vannier Jean", "Duprez Marie")


def test_very_many_names_are_bounded() -> None:
    papers = [payslip(number, "2026-08", f"Nom{number:04} Prenom{number:04}") for number in range(600)]
    assert len(persons_in(papers)) <= 100


@pytest.mark.parametrize("name", ["M" * 5000, "a " * 5000, "\u202e\x00", "' OR 1=1 --", "😀"])
def test_odd_names_never_raise(name: str) -> None:
    assert isinstance(is_same(name, "Marie Duprez"), bool)
    assert len(shown(name)) <= 100
