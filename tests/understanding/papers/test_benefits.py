"""Social benefits."""

from typed_papers import made, normalized

from lexo.understanding.papers.benefits import find


def test_certificate_of_payment_states_what_and_when() -> None:
    said = normalized(find, made("benefits"))
    assert (said["beneficiary_number"], said["amount"]) == ("1234567", "214.00")
    assert said["benefit"] == "aide personnalisee au logement"
    assert (said["period_start"], said["period_end"]) == ("2025-01-01", "2025-01-31")


def test_time_left_to_object_is_found_in_its_sentence() -> None:
    assert normalized(find, made("benefits"))["appeal_period"] == "2 months"
