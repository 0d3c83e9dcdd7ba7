"""Payslips: gross, net, and the tax between them."""

from typed import typed
from typed_papers import found, made, normalized, text_of

from lexo.facts import Verdict
from lexo.understanding.papers.payslip import find


def test_payslip_states_its_month_and_amounts() -> None:
    said = normalized(find, made("payslip"))
    assert said["gross_pay"] == "2153.71"
    assert said["net_social"] == "1721.93"
    assert said["net_taxable"] == "1748.22"
    assert said["net_taxable_year"] == "3496.44"
    assert (said["period_start"], said["period_end"]) == ("2025-02-01", "2025-02-28")
    assert (said["payment_date"], said["hours"]) == ("2025-02-28", "151.67")


def test_payslip_names_employer_and_employee() -> None:
    said = found(find, made("payslip"))
    assert said["employer_name"].value == "MENUISERIE DURAND SARL"
    assert said["employee_name"].value == "Claire MARTIN-EXEMPLE"
    assert said["employer_siret"].verdict is Verdict.VERIFIED
    assert said["job_title"].value == "Menuisière"


def test_net_pay_that_makes_the_sum_is_verified() -> None:
    said = found(find, made("payslip"))
    assert (said["net_pay"].normalized, said["net_pay"].verdict, said["net_pay"].rule) == (
        "1647.70",
        Verdict.VERIFIED,
        "sum",
    )
    assert (said["income_tax_withheld"].normalized, said["income_tax_rate"].normalized) == ("50.70", "2.90")


def test_net_pay_that_misses_the_sum_stays_plausible() -> None:
    paper = typed(text_of("payslip").replace("1 647,70", "1 747,70"))
    assert found(find, paper)["net_pay"].verdict is Verdict.PLAUSIBLE


def test_siret_with_a_wrong_digit_is_no_field() -> None:
    paper = typed(text_of("payslip").replace("732 829 320 00074", "732 829 320 00075"))
    assert "employer_siret" not in found(find, paper)


def test_payslip_without_accents_and_colons_says_the_same() -> None:
    plain = text_of("payslip").translate(str.maketrans("éèàÉ:", "eeaE "))
    said = normalized(find, typed(plain, confidence=0.9, dpi=200))
    assert (said["net_pay"], said["income_tax_withheld"], said["period_end"]) == ("1647.70", "50.70", "2025-02-28")


def test_month_alone_is_a_period() -> None:
    paper = typed("BULLETIN DE SALAIRE   Période : février 2024\nNet à payer : 1 200,00 €")
    said = normalized(find, paper)
    assert (said["period_start"], said["period_end"]) == ("2024-02-01", "2024-02-29")


def test_yearly_total_is_not_the_month() -> None:
    paper = typed("BULLETIN DE SALAIRE\nCumul net imposable : 9 000,00\nNet à payer : 1 200,00 €")
    said = normalized(find, paper)
    assert "net_taxable" not in said
    assert said["net_taxable_year"] == "9000.00"


def test_letter_that_mentions_a_payslip_says_nothing() -> None:
    assert not found(find, typed("Merci de joindre votre dernier bulletin de paie à ce courrier."))


def test_month_in_a_cell_of_its_own_is_the_period() -> None:
    text = """
ATELIER EXEMPLE          BULLETIN DE SALAIRE
                         Mars 2024
NET A PAYER (EUROS)      1 380,50
"""
    said = normalized(find, typed(text))
    assert (said["period_start"], said["period_end"], said["net_pay"]) == ("2024-03-01", "2024-03-31", "1380.50")


def test_heading_of_another_column_is_no_name() -> None:
    paper = typed("BULLETIN DE SALAIRE\nSalarié          Employeur          Montant\nNet à payer : 1 200,00 €")
    said = found(find, paper)
    assert "employee_name" not in said
