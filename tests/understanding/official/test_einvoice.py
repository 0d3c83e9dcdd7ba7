"""Electronic invoices: every profile and syntax gives its facts, and what does not add up is said."""

import doctest
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import made_einvoices as made
import pytest
from typed import typed

from lexo.facts import Attachment, Field, Source, Verdict
from lexo.pages.pdf import PdfFile
from lexo.understanding.official.einvoice import fields_of, profiles
from lexo.understanding.understand import understand


def facts_in(*contents: bytes, names: Sequence[str] = ("factur-x.xml",)) -> dict[str, Field]:
    files = [Attachment(name, content) for name, content in zip(names, contents, strict=True)]
    found: dict[str, Field] = {}
    for field in fields_of(files):
        found.setdefault(field.name, field)
    return found


def normalized(*contents: bytes) -> dict[str, str]:
    return {name: field.normalized for name, field in facts_in(*contents).items()}


@pytest.mark.parametrize("profile", made.GUIDELINES)
def test_every_profile_gives_what_all_have(profile: str) -> None:
    found = normalized(made.cii(profile))
    assert found["einvoice_profile"] == profile
    assert (found["invoice_number"], found["issue_date"], found["type_code"]) == ("F-2026-031", "2026-02-28", "380")
    assert (found["seller_name"], found["buyer_name"]) == ("Boulangerie Tournesol SARL", "Camille Exemple")
    assert (found["seller_vat_id"], found["seller_siren"]) == ("FR83404833048", "404833048")
    assert (found["tax_basis_total"], found["tax_total"], found["grand_total"]) == ("100.00", "8.40", "108.40")
    assert (found["due_payable"], found["currency"], found["order_reference"]) == ("108.40", "EUR", "CMD-9")


def test_a_full_profile_gives_how_to_pay() -> None:
    found = normalized(made.cii("BASIC WL"))
    assert (found["iban"], found["bic"]) == ("FR1420041010050500013M02606", "PSSTFRPPTOU")
    assert (found["due_date"], found["payment_terms"], found["customer_number"]) == (
        "2026-03-31",
        "30 jours net",
        "C-77",
    )


def test_a_profile_without_lines_gives_none() -> None:
    assert "lines" not in facts_in(made.cii("BASIC WL"))


def test_lines_come_as_rows_with_the_price_of_one() -> None:
    assert facts_in(made.cii("BASIC"))["lines"].rows == (
        {
            "name": "Pain de campagne",
            "quantity": "20",
            "unit_price": "4.00",
            "tax_rate": "5.5",
            "line_total": "80.00",
        },
        {
            "name": "Farine",
            "quantity": "2",
            "unit": "kg",
            "unit_price": "10.00",
            "tax_rate": "20",
            "line_total": "20.00",
        },
    )


def test_vat_comes_by_rate() -> None:
    assert facts_in(made.cii())["tax_breakdown"].rows == (
        {"rate": "5.5", "basis": "80.00", "amount": "4.40"},
        {"rate": "20", "basis": "20.00", "amount": "4.00"},
    )


def test_a_fact_is_verified_and_keeps_what_was_written() -> None:
    field = facts_in(made.cii())["issue_date"]
    assert (field.source, field.verdict, field.rule) == (Source.XML, Verdict.VERIFIED, "embedded")
    assert (field.value, field.proof.text, field.proof.page, field.proof.engine) == (
        "28/02/2026",
        "20260228",
        None,
        "factur-x",
    )


def test_the_address_reads_as_on_a_letter() -> None:
    assert facts_in(made.cii())["seller_address"].value == "3 rue des Essais, 31000 Toulouse"


def test_zugferd_1_gives_the_same_facts_under_its_own_names() -> None:
    fields = facts_in(made.zugferd_1(), names=("ZUGFeRD-invoice.xml",))
    found = {name: field.normalized for name, field in fields.items()}
    assert (found["invoice_number"], found["issue_date"], found["delivery_date"]) == (
        "R-77",
        "2016-04-15",
        "2016-04-14",
    )
    assert (found["seller_tax_number"], found["order_reference"], found["grand_total"]) == (
        "22/815/0815/4",
        "B-1",
        "11.90",
    )
    assert fields["lines"].rows == (
        {
            "name": "Beratung",
            "quantity": "2",
            "unit": "h",
            "unit_price": "5.00",
            "tax_rate": "19",
            "line_total": "10.00",
        },
    )
    assert (found["einvoice_profile"], fields["lines"].proof.engine) == ("COMFORT", "zugferd")


@pytest.mark.parametrize(("root", "type_code"), [("Invoice", "380"), ("CreditNote", "381")])
def test_ubl_gives_the_same_facts(root: str, type_code: str) -> None:
    fields = facts_in(made.ubl(root), names=("invoice.xml",))
    found = {name: field.normalized for name, field in fields.items()}
    assert (found["invoice_number"], found["type_code"]) == ("F-2026-032", type_code)
    assert (found["issue_date"], found["due_date"]) == ("2026-02-28", "2026-03-31")
    assert (found["period_start"], found["period_end"]) == ("2026-02-01", "2026-02-28")
    assert (found["seller_name"], found["seller_siret"]) == ("Boulangerie Tournesol SARL", "40483304800022")
    assert (found["seller_siren"], found["customer_number"]) == ("404833048", "C-77")
    assert (found["contract_number"], found["payment_reference"]) == ("CT-5", "F-2026-032/77")
    assert (found["prepaid"], found["due_payable"], found["iban"]) == (
        "50.00",
        "34.40",
        "FR1420041010050500013M02606",
    )
    assert fields["lines"].rows[0]["line_total"] == "80.00"
    assert {field.verdict for field in fields.values()} == {Verdict.VERIFIED}


def test_vat_in_another_currency_is_not_taken_for_the_invoices() -> None:
    assert normalized(made.ubl())["tax_total"] == "4.40"


def test_a_total_that_is_not_the_sum_is_contradicted() -> None:
    found = facts_in(made.cii(grand="118.40"))
    assert (found["grand_total"].verdict, found["grand_total"].rule) == (Verdict.CONTRADICTED, "sum")
    assert found["tax_total"].verdict is Verdict.VERIFIED


def test_what_was_paid_before_is_taken_off() -> None:
    found = facts_in(made.cii(extra="<ram:TotalPrepaidAmount>8.40</ram:TotalPrepaidAmount>"))
    assert (found["prepaid"].normalized, found["due_payable"].verdict) == ("8.40", Verdict.CONTRADICTED)


def test_an_identifier_with_a_wrong_check_digit_is_contradicted() -> None:
    found = facts_in(made.cii(seller=made.SELLER.replace("404833048<", "404833049<")))
    assert (found["seller_siren"].verdict, found["seller_siren"].rule) == (Verdict.CONTRADICTED, "check_digits")


def test_a_foreign_register_number_is_kept_as_it_is() -> None:
    seller = made.SELLER.replace("0002", "0088").replace(">FR<", ">DE<").replace("FR83404833048", "DE136695976")
    found = normalized(made.cii(seller=seller))
    assert found["seller_legal_id"] == "404833048"
    assert "seller_siren" not in found


def test_an_invoice_under_any_name_is_found() -> None:
    assert "grand_total" in facts_in(made.cii(), names=("daten.XML",))


def test_beside_the_papers_own_invoice_others_are_left_alone() -> None:
    other = made.ubl("CreditNote")
    files = [Attachment("annexe.xml", other), Attachment("FACTUR-X.XML", made.cii())]
    numbers = [field.normalized for field in fields_of(files) if field.name == "invoice_number"]
    assert numbers == ["F-2026-031"]


def test_examples_in_docstrings_are_true() -> None:
    assert doctest.testmod(profiles).failed == 0


def test_embedded_facts_outrank_printed_ones() -> None:
    paper = replace(typed("Facture"), attachments=(Attachment("factur-x.xml", made.cii()),))
    assert next(field for field in understand(paper).fields if field.name == "grand_total").source is Source.XML


TRUTH_NAMES = {"order_ref": "order_reference"}
AMOUNTS = ("line_total", "tax_basis_total", "tax_total", "grand_total", "due_payable")


@pytest.mark.corpus
def test_real_invoices_give_all_that_is_known_of_them(corpus: Path) -> None:
    seen = 0
    for path in sorted((corpus / "dev").glob("invoice__*.pdf")):
        with PdfFile(path) as pdf:
            found = {field.name: field for field in reversed(list(fields_of(pdf.attachments())))}
        if not found:
            continue
        seen += 1
        truth = json.loads(path.with_name(path.name + ".fields.json").read_text("utf-8"))
        for key in ("invoice_number", "type_code", "issue_date", "due_date", "seller_name", "buyer_name", "order_ref"):
            if key in truth:
                assert found[TRUTH_NAMES.get(key, key)].normalized == truth[key], (path.name, key)
        for key in AMOUNTS:
            assert float(found[key].normalized) == truth[key], (path.name, key)
        if "iban" in truth:
            assert found["iban"].normalized == truth["iban"].replace(" ", "")
        taxes = {found[name].normalized for name in ("seller_vat_id", "seller_tax_number") if name in found}
        assert taxes == set(truth["seller_tax_ids"]), path.name
        lines = [(row["name"], float(row["quantity"]), float(row["line_total"])) for row in found["lines"].rows]
        assert lines == [(row["name"], row["quantity"], row["line_total"]) for row in truth["lines"]], path.name
    assert seen == 7
