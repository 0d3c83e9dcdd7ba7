"""The carte grise."""

from typed_papers import made, normalized

from lexo.understanding.papers.vehicle import find


def test_registration_is_read_by_its_letters() -> None:
    said = normalized(find, made("vehicle"))
    assert (said["plate"], said["first_registration"]) == ("AB123CD", "2018-03-14")
    assert (said["make"], said["model"], said["vin"]) == ("RENAULT", "CLIO", "VF1AAAAA512345678")
    assert (said["fuel"], said["co2"], said["fiscal_power"]) == ("GO", "109", "5")
