"""Notices of income tax and property tax."""

from typed import typed
from typed_papers import found, made, normalized, text_of

from lexo.facts import Verdict
from lexo.understanding.papers.tax import find


def test_income_tax_notice_states_its_amounts() -> None:
    said = normalized(find, made("income_tax"))
    assert said["notice_reference"] == "2469123456789"
    assert (said["tax_year"], said["reference_tax_income"], said["household_parts"]) == ("2023", "28540.00", "2.50")
    assert (said["net_tax"], said["left_to_pay"], said["due_date"]) == ("1234.00", "312.00", "2024-09-16")
    assert (said["collection_date"], said["declarant_1"]) == ("2024-07-31", "EXEMPLE PAUL")


def test_tax_number_is_verified_by_its_check_digits() -> None:
    number = found(find, made("income_tax"))["tax_number"]
    assert (number.normalized, number.verdict) == ("3023217600053", Verdict.VERIFIED)


def test_tax_number_with_a_wrong_digit_is_no_field() -> None:
    paper = typed(text_of("income_tax").replace("30 23 217 600 053", "30 23 217 600 054"))
    assert "tax_number" not in found(find, paper)


def test_property_tax_notice_states_place_amount_and_day() -> None:
    said = normalized(find, made("property_tax"))
    assert (said["commune"], said["tax_year"], said["fip"]) == ("VILLE-EXEMPLE", "2024", "690123456789")
    assert (said["grand_total"], said["due_payable"], said["due_date"]) == ("1245.00", "1245.00", "2024-10-15")
