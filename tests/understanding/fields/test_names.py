"""Persons and organisations by what stands beside their names."""

import pytest
from typed import typed

from lexo.understanding.fields import organisations, persons
from lexo.understanding.fields.organisations import without_form


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Suivi par Mme Zoé EXEMPLE", "Zoé EXEMPLE"),
        ("Monsieur Jean-Marc de La Fiction", "Jean-Marc de La Fiction"),
        ("Maître Hélène PLUME, notaire", "Hélène PLUME"),
        ("Herrn Max Beispiel", "Max Beispiel"),
        ("Nom et prénom : Modèle Léa", "Modèle Léa"),
    ],
)
def test_person_is_named_after_a_title_or_label(text: str, name: str) -> None:
    assert [field.normalized for field in persons.find(typed(text))] == [name]


@pytest.mark.parametrize("text", ["Madame, Monsieur,", "Monsieur le Maire", "M. 12", "Bonjour Madame"])
def test_titles_alone_name_nobody(text: str) -> None:
    assert list(persons.find(typed(text))) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Au bon exemple SARL au capital de 1 000 €", "Au bon exemple SARL"),
        ("SCI LES GLYCINES", "SCI LES GLYCINES"),
        ("sold by Example Web Services, Inc.", "Example Web Services, Inc."),
        ("Bürobedarf Muster GmbH", "Bürobedarf Muster GmbH"),
        ("UNE FIRME TEST SDN BHD", "UNE FIRME TEST SDN BHD"),
    ],
)
def test_organisation_is_named_with_its_form(text: str, name: str) -> None:
    assert [field.normalized for field in organisations.find(typed(text))] == [name]


def test_organisation_named_twice_is_one() -> None:
    assert len(list(organisations.find(typed("Exemple SARL\nEXEMPLE SARL")))) == 1


@pytest.mark.parametrize(("name", "bare"), [("Exemple S.A.S.", "Exemple"), ("SARL Du Test", "Du Test")])
def test_legal_form_is_no_part_of_a_name(name: str, bare: str) -> None:
    assert without_form(name) == bare
