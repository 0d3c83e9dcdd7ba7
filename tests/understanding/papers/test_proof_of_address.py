"""Proofs of address."""

from typed import typed
from typed_papers import made, normalized

from lexo.understanding.papers.proof_of_address import find


def test_certificate_states_holder_address_and_day() -> None:
    said = normalized(find, made("proof_of_address"))
    assert (said["holder"], said["issue_date"]) == ("Paul EXEMPLE", "2024-03-05")
    assert said["address"] == "3 rue des Tilleuls 99000 VILLE-EXEMPLE"


def test_certified_person_is_the_holder() -> None:
    paper = typed("ATTESTATION D'HÉBERGEMENT\nJe soussignée certifie que Monsieur Paul Exemple habite chez moi.")
    assert normalized(find, paper)["holder"] == "Paul Exemple"
