"""What holds for all finders of papers: they survive any text, prove what they say, and cost little."""

import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed
from typed_papers import NAMES, made

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers import FINDERS

Find = Callable[[Paper], Iterable[Field]]
WORDS = st.sampled_from(
    "bulletin de paie net à payer avant impôt 1 234,56 € du 01/02/2024 au 28/02/2024 n° : ( ) solde loyer avis d'impôt "
    "permis de conduire 1. 9. AM nom prénom contrat de travail CDI 45 jours FR kWh m² \n \n Débit Crédit".split(" ")
)
GATES = (
    "bulletin de paie net a payer avis d'impot impot sur le revenu releve de compte solde facture electricite bailleur "
    "loyer assurance contrat mutuelle droits caf allocation carte d'identite nom certificat d'immatriculation diplome "
    "universite acte de naissance mairie amende payer kbis siren contrat de travail employeur\n"
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=80).map(" ".join))
def test_finders_survive_any_text(text: str) -> None:
    paper = typed(GATES + text)
    for find in FINDERS:
        for field in find(paper):
            assert field.normalized or field.rows
            assert 0 <= field.confidence <= 1


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "1.",
        "net à payer ",
        "A ",
        "Mme A ",
        "du 01/02/2024 ",
        "(",
        "n°",
        "Nom : ",
        "l'",
        "M. Ab ",
        "logement situé 1 ",
    ],
)
def test_finders_take_linear_time(unit: str) -> None:
    paper = typed(GATES + unit * (40_000 // len(unit)))
    started = time.process_time()
    for find in FINDERS:
        list(find(paper))
    assert time.process_time() - started < 3


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_proved_by_words_on_the_page(name: str) -> None:
    paper = made(name)
    fields = [field for find in FINDERS for field in find(paper)]
    assert fields
    assert all(
        field.proof.page == 1 and field.proof.boxes and field.proof.text in paper.text
        for field in fields
        if not field.rows
    )


@pytest.mark.parametrize("find", FINDERS, ids=lambda find: find.__module__.rpartition(".")[2])
def test_finder_says_nothing_about_a_recipe(find: Find) -> None:
    paper = typed("Soupe de lentilles\n4 personnes, 500 g de lentilles, 3 oignons\nLaisser cuire 45 minutes.")
    assert not list(find(paper))


def test_all_finders_together_take_a_moment() -> None:
    paper = made("payslip")
    for find in FINDERS:
        list(find(paper))
    started = time.process_time()
    for _ in range(10):
        for find in FINDERS:
            list(find(paper))
    assert (time.process_time() - started) / 10 < 0.03
