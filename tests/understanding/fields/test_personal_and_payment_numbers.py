"""NIR, numéro fiscal, creditor identifiers and references."""

import pytest
from typed import typed

from lexo.facts import Verdict
from lexo.understanding.fields import creditor_id, nir, rf_reference, tax_number

NIR = "295109912611193"


@pytest.mark.parametrize(
    "text",
    [
        "N° de Sécurité sociale : 2 95 10 99 126 111 93",
        "NIR 295109912611193",
        "Immatriculation : 2 95 10 99 126 111 clé 93",
        "Assuré 2 95 10 99 126 111 93",
    ],
)
def test_nir_is_proven_by_its_key(text: str) -> None:
    assert [(field.normalized, field.verdict) for field in nir.find(typed(text))] == [(NIR, Verdict.VERIFIED)]


def test_nir_of_corsica_is_proven() -> None:
    (field,) = nir.find(typed("N° de sécurité sociale 2 53 07 2B 073 004 70"))
    assert (field.normalized, field.verdict) == ("253072B07300470", Verdict.VERIFIED)


def test_provisional_nir_is_only_plausible() -> None:
    key = 97 - 7951099126111 % 97
    (field,) = nir.find(typed(f"N° de sécurité sociale 7 95 10 99 126 111 {key:02d}"))
    assert (field.verdict, field.rule) == (Verdict.PLAUSIBLE, "nir_key_provisional")


def test_nir_without_key_is_plausible_after_its_label_and_nothing_without() -> None:
    assert [field.verdict for field in nir.find(typed("NIR : 2 95 10 99 126 111"))] == [Verdict.PLAUSIBLE]
    assert list(nir.find(typed("Réf 2 95 10 99 126 111"))) == []


def test_fifteen_digits_with_a_month_that_there_is_not_are_no_nir() -> None:
    key = 97 - 2951599126111 % 97
    assert list(nir.find(typed(f"Réf 2951599126111{key:02d}"))) == []


def test_nir_is_repaired_on_pixels_only() -> None:
    text = "N° de Sécurité sociale : 2 95 lO 99 126 111 93"
    assert [field.rule for field in nir.find(typed(text, dpi=300, confidence=0.9))] == ["nir_key+repaired"]
    assert list(nir.find(typed(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Numéro fiscal : 30 23 217 600 053",
        "N° fiscal 3023217600053",
        "Numéro fiscal (déclarant 1) :   30 23 217 600 053",
        "Identifiant fiscal (SPI)\n30 23 217 600 053",
    ],
)
def test_tax_number_is_proven(text: str) -> None:
    assert [(field.normalized, field.verdict) for field in tax_number.find(typed(text))] == [
        ("3023217600053", Verdict.VERIFIED)
    ]


def test_tax_number_without_label_is_nothing() -> None:
    assert list(tax_number.find(typed("Référence 30 23 217 600 053"))) == []


def test_creditor_identifier_is_proven_with_and_without_label() -> None:
    for text in ("Identifiant créancier SEPA : FR72ZZZ123456", "ICS FR72 ZZZ 123456", "FR72 ZZZ 123456"):
        assert [field.normalized for field in creditor_id.find(typed(text))] == ["FR72ZZZ123456"]


def test_creditor_identifier_of_germany_needs_its_label() -> None:
    assert [field.normalized for field in creditor_id.find(typed("Gläubiger-ID: DE98ZZZ09999999999"))] == [
        "DE98ZZZ09999999999"
    ]
    assert list(creditor_id.find(typed("DE98ZZZ09999999999"))) == []


def test_vat_number_is_no_creditor_identifier() -> None:
    assert list(creditor_id.find(typed("N° TVA : FR32 123 456 789 - FR83404833048"))) == []


def test_reference_with_check_digits_is_proven() -> None:
    assert [field.normalized for field in rf_reference.find(typed("RF18 5390 0754 7034"))] == ["RF18539007547034"]


def test_short_reference_needs_a_word_about_references() -> None:
    assert list(rf_reference.find(typed("RF04 00A1"))) == []


def test_reference_with_wrong_check_digits_is_nothing() -> None:
    assert list(rf_reference.find(typed("Référence : RF19 5390 0754 7034"))) == []
