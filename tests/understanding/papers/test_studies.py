"""Diplomas and certificates of enrolment."""

from typed import typed
from typed_papers import found, made, normalized

from lexo.understanding.papers.studies import find


def test_certificate_of_enrolment_states_student_school_and_year() -> None:
    said = normalized(find, made("diploma"))
    assert (said["student"], said["degree"]) == ("EXEMPLE Paul", "Licence de droit")
    assert (said["school"], said["year"], said["ine"]) == ("UNIVERSITÉ DE VILLE-EXEMPLE", "2024/2025", "1234567890A")


def test_diploma_without_labels_states_degree_and_honours() -> None:
    said = found(find, typed("UNIVERSITÉ DE VILLE-EXEMPLE\nDiplôme national de master de droit\nMention bien"))
    assert said["degree"].value == "Diplôme national de master de droit"
    assert said["honours"].value == "Mention bien"
