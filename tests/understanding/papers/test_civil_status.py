"""Acts of civil status."""

from typed import typed
from typed_papers import found, made, normalized

from lexo.understanding.papers.civil_status import find


def test_act_of_birth_states_whose_and_where() -> None:
    said = normalized(find, made("civil_status"))
    assert (said["act_type"], said["act_number"], said["commune"]) == ("acte de naissance", "142", "VILLE-EXEMPLE")
    assert (said["surname"], said["birth_date"]) == ("EXEMPLE", "1982-06-15")
    assert (said["father"], said["mother"]) == ("Louis EXEMPLE", "Anne MODÈLE")


def test_letter_that_asks_for_an_act_says_nothing() -> None:
    assert not found(find, typed("Merci de fournir un extrait d'acte de naissance de moins de trois mois."))
