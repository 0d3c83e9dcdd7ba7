"""Postal addresses: street, code and town, and the names above them."""

import pytest
from typed import typed

from lexo.understanding.fields.addresses import Address, addresses_on, is_street, town_in
from lexo.understanding.fields.flow import Sheet


def addresses(text: str) -> list[Address]:
    return list(addresses_on(Sheet(typed(text).pages[0])))


@pytest.mark.parametrize(
    ("text", "code", "town"),
    [
        ("69001 Lyon", "69001", "lyon"),
        ("F-75008 PARIS CEDEX 08", "75008", "paris cedex 08"),
        ("D-63571 Gelnhausen", "63571", "gelnhausen"),
        ("1015 CV Amsterdam", "1015 cv", "amsterdam"),
        ("1000 Bruxelles", "1000", "bruxelles"),
        ("Seattle, WA 98109-5210, US", "wa 98109-5210", "seattle"),
        ("81200 JOHOR BAHRU", "81200", "johor bahru"),
    ],
)
def test_code_and_town_are_found(text: str, code: str, town: str) -> None:
    found = town_in(text)
    assert found is not None
    assert (found["code"], found["town"]) == (code, town)


@pytest.mark.parametrize("text", ["42 183 kWh", "1200 Market Street", "Facture 12345", "12345 euros", "Lyon"])
def test_other_figures_are_no_code_with_a_town(text: str) -> None:
    assert town_in(text) is None


@pytest.mark.parametrize(
    "text", ["35 rue de la République", "Bahnstr. 42", "LIEU-DIT LES GRANGES", "BP 1234", "NO.59 JALAN PERMAS 9/5"]
)
def test_streets_are_known(text: str) -> None:
    assert is_street(text)


def test_address_has_its_names_above_its_street() -> None:
    (found,) = addresses("Ma jolie boutique\nAlice Modèle\n35 rue du Test\n69001 Lyon\nFrance")
    assert [name.text for name in found.names] == ["Ma jolie boutique", "Alice Modèle"]
    assert found.text == "35 rue du Test, 69001 Lyon, France"


def test_address_in_one_line_begins_with_the_name() -> None:
    (found,) = addresses("Au bon exemple SARL - 1242 chemin du Test - 84340 Malaucène - France")
    assert (found.name, found.is_one_line) == ("Au bon exemple SARL", True)
    assert found.text == "1242 chemin du Test - 84340 Malaucène - France"


def test_addresses_side_by_side_keep_apart() -> None:
    text = """
Jean Essai                  Léa Essai
1 rue Haute                 2 rue Basse
75001 Paris                 13002 Marseille
"""
    assert [each.text for each in addresses(text)] == ["1 rue Haute, 75001 Paris", "2 rue Basse, 13002 Marseille"]


def test_address_ends_where_other_lines_begin() -> None:
    (found,) = addresses("Facture n° 12 du 03/04/2024\nJean Essai\n1 rue Haute\n75001 Paris")
    assert [name.text for name in found.names] == ["Jean Essai"]


def test_address_abroad_is_known_by_its_country() -> None:
    (found,) = addresses("Test Labs Ltd.\n93B Some Road\nYuen Long, N.T.\nHong Kong")
    assert found.text == "93B Some Road, Yuen Long, N.T., Hong Kong"
