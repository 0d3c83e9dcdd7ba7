"""Extracts of the register of companies."""

from typed import typed
from typed_papers import found, made, normalized, text_of

from lexo.facts import Verdict
from lexo.understanding.papers.company import find


def test_kbis_states_the_firm() -> None:
    said = normalized(find, made("company"))
    assert (said["company_name"], said["capital"]) == ("ATELIER EXEMPLE", "8000.00")
    assert said["legal_form"] == "Société à responsabilité limitée"
    assert (said["manager"], said["issue_date"]) == ("Claire MARTIN-EXEMPLE", "2025-01-15")


def test_siren_is_verified_by_its_check_digit() -> None:
    assert found(find, made("company"))["siren"].verdict is Verdict.VERIFIED


def test_siren_with_a_wrong_digit_is_no_field() -> None:
    assert "siren" not in found(find, typed(text_of("company").replace("404 833 048", "404 833 049")))


def test_person_below_the_heading_is_the_manager() -> None:
    said = normalized(find, made("company_columns"))
    assert (said["manager"], said["company_name"], said["siren"]) == ("MODÈLE Anne", "EXEMPLE CONSEIL", "404833048")
