"""Fines and other claims of the law."""

from typed_papers import made, normalized

from lexo.understanding.papers.legal_notice import find


def test_fine_states_number_offence_and_amounts() -> None:
    said = normalized(find, made("fine"))
    assert (said["fine_number"], said["plate"]) == ("1234567890", "AB123CD")
    assert said["offence"] == "excès de vitesse inférieur à 20 km/h"
    assert (said["offence_date"], said["amount"], said["increased_amount"]) == ("2024-05-04", "68.00", "180.00")


def test_points_and_time_left_are_found_in_sentences() -> None:
    said = normalized(find, made("fine"))
    assert (said["points"], said["deadline"]) == ("1", "45 days")


def test_reduced_and_increased_fine_are_not_the_fine() -> None:
    said = normalized(find, made("fine_rows"))
    assert (said["reduced_amount"], said["amount"], said["increased_amount"]) == ("90.00", "135.00", "375.00")
    assert (said["fine_number"], said["points"]) == ("9876543210", "1")
