"""Identity cards and driving licences without their machine-readable zone."""

from typed import typed
from typed_papers import found, made, normalized

from lexo.understanding.papers.identity import find


def test_identity_card_states_its_holder() -> None:
    said = normalized(find, made("identity_card"))
    assert (said["surname"], said["given_names"], said["sex"]) == ("EXEMPLE", "Paul, Louis", "M")
    assert (said["birth_date"], said["birth_place"]) == ("1982-06-15", "VILLE-EXEMPLE")
    assert (said["document_number"], said["expiry_date"]) == ("050995201874", "2031-02-02")


def test_driving_licence_is_read_by_its_numbers() -> None:
    said = normalized(find, made("driving_licence"))
    assert (said["surname"], said["given_names"], said["birth_date"]) == ("EXEMPLE", "Paul", "1982-06-15")
    assert (said["issue_date"], said["expiry_date"]) == ("2021-02-03", "2036-02-02")
    assert (said["document_number"], said["categories"]) == ("21AB12345", "AM B1 B")


def test_form_that_asks_for_a_card_says_nothing() -> None:
    assert not found(find, typed("Pièces à fournir : copie de la carte d'identité\nNom :\nPrénom :"))


def test_passport_is_read_below_its_labels_in_two_languages() -> None:
    said = normalized(find, made("passport"))
    assert (said["surname"], said["given_names"], said["nationality"]) == ("EXEMPLE", "PAUL, LOUIS", "FRANÇAISE")
    assert (said["birth_date"], said["expiry_date"]) == ("1982-06-15", "2031-02-02")
