"""Social benefits."""

from typed import typed
from typed_papers import made, normalized

from lexo.understanding.papers.benefits import find


def test_certificate_of_payment_states_what_and_when() -> None:
    said = normalized(find, made("benefits"))
    assert (said["beneficiary_number"], said["amount"]) == ("1234567", "214.00")
    assert said["benefit"] == "aide personnalisee au logement"
    assert (said["period_start"], said["period_end"]) == ("2025-01-01", "2025-01-31")


def test_time_left_to_object_is_found_in_its_sentence() -> None:
    assert normalized(find, made("benefits"))["appeal_period"] == "2 months"


def test_name_of_the_body_is_no_benefit() -> None:
    paper = typed(
        "Caisse d'Allocations Familiales\nNuméro allocataire : 1234567 A\nVotre droit au RSA\n"
        "Le montant de votre allocation est de 607,75 €"
    )
    said = normalized(find, paper)
    assert (said["benefit"], said["amount"]) == ("rsa", "607.75")
