"""How totals are proven, doubted, mended and left out."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed

from lexo.facts import Field, Verdict
from lexo.understanding.paper import Paper
from lexo.understanding.papers.totals import find

INVOICE = """
FACTURE
Total HT      100,00 €
TVA 20 %       20,00 €
Total TTC     120,00 €
"""


def fields(paper: Paper) -> dict[str, Field]:
    return {field.name: field for field in reversed(list(find(paper)))}


def test_totals_whose_sum_holds_are_verified() -> None:
    found = fields(typed(INVOICE))
    assert {found[name].verdict for name in ("tax_basis_total", "tax_total", "grand_total")} == {Verdict.VERIFIED}
    assert found["grand_total"].rule == "sum"


def test_total_alone_is_plausible() -> None:
    total = fields(typed("FACTURE\nTotal TTC     120,00 €"))["grand_total"]
    assert (total.verdict, total.rule) == (Verdict.PLAUSIBLE, "")


def test_clear_totals_that_do_not_add_up_are_contradicted() -> None:
    found = fields(typed("FACTURE\nTotal HT      100,00 €\nTotal TVA      20,00 €\nTotal TTC     130,00 €"))
    assert {found[name].verdict for name in ("tax_basis_total", "tax_total", "grand_total")} == {Verdict.CONTRADICTED}


def test_total_whose_difference_a_printed_charge_explains_is_not_contradicted() -> None:
    text = "FACTURE\nTotal HT      100,00 €\nTVA 20 %       20,00 €\nConsigne       10,00 €\nTotal TTC     130,00 €"
    assert fields(typed(text))["grand_total"].verdict is Verdict.VERIFIED


def test_proof_of_a_total_is_its_amount_on_its_page() -> None:
    total = fields(typed("Page sans montant", INVOICE))["grand_total"]
    assert (total.proof.page, total.proof.text, len(total.proof.boxes)) == (2, "120,00 €", 1)


def test_value_of_a_total_is_written_with_its_currency() -> None:
    assert fields(typed(INVOICE))["grand_total"].value == "120,00\u00a0€"


def test_tax_breakdown_has_a_row_for_each_rate() -> None:
    text = """
FACTURE
TVA 20 %      100,00     20,00
TVA 5,5 %      50,00      2,75
Total HT      150,00
Total TTC     172,75
"""
    rows = fields(typed(text))["tax_breakdown"].rows
    assert [dict(row) for row in rows] == [
        {"rate": "20", "basis": "100.00", "amount": "20.00"},
        {"rate": "5.5", "basis": "50.00", "amount": "2.75"},
    ]


def test_tax_total_that_is_not_printed_is_the_sum_of_its_rates() -> None:
    text = "FACTURE\nTVA 20 %   100,00   20,00\nTVA 10 %   50,00   5,00\nTotal HT   150,00\nTotal TTC   175,00"
    tax = fields(typed(text))["tax_total"]
    assert (tax.normalized, tax.verdict, len(tax.proof.boxes)) == ("25.00", Verdict.VERIFIED, 2)


@pytest.mark.parametrize("read", ["12O,OO €", "120 ,00 €", "12 0,00 €", "12000 €", "l20,00 €"])
def test_misread_total_is_mended_where_the_sum_proves_it(read: str) -> None:
    total = fields(typed(INVOICE.replace("120,00 €", read), confidence=0.8, dpi=200))["grand_total"]
    assert (total.normalized, total.verdict) == ("120.00", Verdict.VERIFIED)


def test_misread_total_that_no_sum_proves_is_not_mended() -> None:
    found = fields(typed("FACTURE\nTotal TTC     12O,OO €", confidence=0.8, dpi=200))
    assert "grand_total" not in found or found["grand_total"].normalized != "120.00"


def test_text_layer_is_never_mended() -> None:
    found = fields(typed(INVOICE.replace("120,00 €", "12O,OO €")))
    assert found.get("grand_total") is None or found["grand_total"].verdict is not Verdict.VERIFIED


def test_payslip_has_no_totals_of_an_invoice() -> None:
    assert not fields(typed("BULLETIN DE PAIE\nTotal brut   2 500,00\nNet à payer   1 950,00 €"))


def test_table_of_figures_that_is_no_bill_has_no_totals() -> None:
    assert not fields(typed("Population by region\nNorth   12.50\nSouth   13.50\nTotal   26.00", language="eng"))


def test_letter_without_amounts_has_no_totals() -> None:
    assert not fields(typed("Madame, Monsieur,\nle total de votre facture vous sera communiqué."))


def test_numbers_that_are_no_money_are_not_taken_for_totals() -> None:
    text = """
FACTURE N° 20250118
Total TTC                 le 12/03/2025 : 89,90 €
Tél. 01 70 00 00 00       SIRET 000 000 000 00000
"""
    assert fields(typed(text))["grand_total"].normalized == "89.90"


def test_due_and_prepaid_are_verified_by_the_total() -> None:
    found = fields(typed(INVOICE + "Acompte versé   50,00 €\nReste à payer   70,00 €"))
    assert [found[name].verdict for name in ("due_payable", "prepaid")] == [Verdict.VERIFIED] * 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="0123456789,. €%TOTALHTVnetàpayersous-()", max_size=60), min_size=1, max_size=12).map(
        "\n".join
    )
)
def test_totals_of_any_text_never_raise(text: str) -> None:
    for dpi in (None, 200):
        list(find(typed("Facture\n" + text, dpi=dpi, confidence=0.5)))


@pytest.mark.parametrize("run", ["Total ", "1 234 ", "TVA 20 % ", "montant net ", "1", "(", "a payer 1,00 "])
def test_totals_of_long_runs_take_little_time(run: str) -> None:
    started = time.process_time()
    list(find(typed("Facture Total TTC 12,00 €\n" + run * (20_000 // len(run)), confidence=0.5, dpi=200)))
    assert time.process_time() - started < 2
