"""SIREN, SIRET, VAT numbers, RCS: proven with a label, nothing without, and whose they are."""

from dataclasses import replace

import pytest
from typed import typed

from lexo.facts import Field, Source, Verdict
from lexo.understanding.fields import companies, rcs, siren, siret, vat
from lexo.understanding.fields.agreement import checked


def numbers(text: str, **how: object) -> dict[str, str]:
    return {field.name: field.normalized for field in companies.find(typed(text, **how))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "SIREN : 404 833 048",
        "N° SIREN 404833048",
        "RCS Paris B 404 833 048",
        "RCS NANTERRE 404 833 048",
        "404 833 048 R.C.S. Paris",
        "B 404 833 048 RCS Paris",
        "immatriculée au Registre du Commerce et des Sociétés de Lyon sous le numéro 404 833 048",
        "Siret : 404 833 048",
        "SIREN       Capital\n404833048   10 000",
    ],
)
def test_siren_with_a_word_that_names_it_is_proven(text: str) -> None:
    assert [(field.normalized, field.verdict) for field in siren.find(typed(text))] == [("404833048", Verdict.VERIFIED)]


@pytest.mark.parametrize("text", ["Commande 404 833 048", "404833048", "Total 404 833 048 EUR", "Client 404833048"])
def test_siren_without_a_word_that_names_it_is_nothing(text: str) -> None:
    assert list(siren.find(typed(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 404 833 048 00022",
        "Siret : 40483304800022 - APE 6201Z",
        "N° SIREN / SIRET : 404 833 048 00022",
        "SIRET          Code APE\n40483304800022   6201Z",
    ],
)
def test_siret_with_its_label_is_proven(text: str) -> None:
    assert [(field.normalized, field.verdict) for field in siret.find(typed(text))] == [
        ("40483304800022", Verdict.VERIFIED)
    ]


def test_siret_of_la_poste_is_proven() -> None:
    assert [field.verdict for field in siret.find(typed("SIRET 356 000 000 49837"))] == [Verdict.VERIFIED]


def test_siret_that_fails_its_check_is_shown_as_contradicted() -> None:
    (field,) = siret.find(typed("SIRET : 999 999 998 00010"))
    assert (field.verdict, field.rule) == (Verdict.CONTRADICTED, "check_digits")
    assert field.confidence < 0.5


def test_siret_that_fails_its_check_is_nothing_on_pixels() -> None:
    assert list(siret.find(typed("SIRET : 999 999 998 00010", dpi=300, confidence=0.9))) == []


def test_siret_with_letters_for_digits_is_repaired_on_pixels() -> None:
    (field,) = siret.find(typed("SIRET : 4O4 833 048 OO022", dpi=300, confidence=0.9))
    assert (field.normalized, field.rule) == ("40483304800022", "luhn+repaired")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("N° de TVA intra communautaire: FR 834 048 330 48", "FR83404833048"),
        ("TVA FR83404833048", "FR83404833048"),
        ("N° TVA : 83 404 833 048", "FR83404833048"),
        ("USt-IdNr.: DE 136 695 976", "DE136695976"),
        ("USt.-Id.-Nr.:     DE136695976", "DE136695976"),
        ("BTW NL810433941B01", "NL810433941B01"),
        ("TVA BE 0404.616.494", "BE0404616494"),
        ("IDE CHE-107.787.577 TVA", "CHE107787577"),
    ],
)
def test_vat_number_is_proven(text: str, number: str) -> None:
    assert [(field.normalized, field.verdict) for field in vat.find(typed(text))] == [(number, Verdict.VERIFIED)]


def test_vat_number_without_country_is_found_in_english() -> None:
    found = vat.find(typed("VAT Reg No. 980 7806 84", language="eng"))
    assert [field.normalized for field in found] == ["GB980780684"]


def test_vat_number_that_fails_its_check_is_shown_as_contradicted() -> None:
    assert [field.verdict for field in vat.find(typed("USt-IdNr. DE123456789"))] == [Verdict.CONTRADICTED]


@pytest.mark.parametrize("text", ["TVA 20,00 % 1 234,56", "Lot DE136695976", "TVA 20% 83 404 83", "DE 99199 Muster"])
def test_other_numbers_are_no_vat_number(text: str) -> None:
    assert list(vat.find(typed(text))) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SA au capital de 1 000 € - RCS Paris B 404 833 048 - TVA", "Paris B 404 833 048"),
        ("B 404 833 048 RCS Paris − Siège social", "Paris B 404 833 048"),
        ("404 833 048 R.C.S. BOURG-EN-BRESSE Identifiant", "BOURG-EN-BRESSE 404 833 048"),
        ("inscrite au RCS de La Roche sur Yon sous le n° 404 833 048", "La Roche sur Yon 404 833 048"),
    ],
)
def test_registration_names_town_and_siren(text: str, value: str) -> None:
    assert [field.value for field in rcs.find(typed(text))] == [value]


def test_registration_with_a_wrong_siren_is_nothing() -> None:
    assert list(rcs.find(typed("RCS Paris B 404 833 047"))) == []


INVOICE = """
Exemple Plomberie                                   Facturé à
12 rue des Essais                                   SCI Fictive
75000 Paris                                         SIRET : 732 829 320 00074
                                                    TVA : FR 44 732 829 320


Exemple Plomberie - RCS Paris 404 833 048 - SIRET 404 833 048 00022 - TVA FR83404833048
"""


def test_numbers_are_named_for_seller_and_buyer() -> None:
    assert numbers(INVOICE) == {
        "seller_siren": "404833048",
        "seller_siret": "40483304800022",
        "seller_vat_id": "FR83404833048",
        "buyer_siret": "73282932000074",
        "buyer_vat_id": "FR44732829320",
    }


def test_words_beside_a_number_say_that_it_is_the_buyer_s() -> None:
    text = "TVA FR83404833048\n\nN° TVA client   FR44732829320"
    assert numbers(text) == {"seller_vat_id": "FR83404833048", "buyer_vat_id": "FR44732829320"}


def test_only_company_of_a_paper_is_its_seller() -> None:
    assert numbers("SIRET : 404 833 048 00022") == {"seller_siret": "40483304800022"}


def test_service_for_clients_is_no_client() -> None:
    assert numbers("Service client SIRET 404 833 048 00022") == {"seller_siret": "40483304800022"}


def test_two_companies_of_which_nothing_is_said_stay_without_an_owner() -> None:
    found = companies.find(typed("SIREN 404 833 048\nSIREN 732 829 320"))
    assert [field.name for field in found] == ["siren", "siren"]


def test_number_of_a_named_company_is_found_without_label() -> None:
    assert numbers("TVA FR83404833048\nEtablissement 404 833 048 00022")["seller_siret"] == "40483304800022"


def test_siren_inside_a_vat_number_is_not_told_apart() -> None:
    assert set(numbers("TVA FR 83 404 833 048")) == {"seller_vat_id"}


def test_buyer_heading_does_not_reach_the_other_column() -> None:
    text = (
        "SARL Exemple                                   Client\nSIRET 404 833 048 00022                       M. Fictif"
    )
    assert set(numbers(text)) == {"seller_siret"}


def field(name: str, normalized: str, confidence: float = 0.9, rule: str = "luhn") -> Field:
    return Field(name, normalized, normalized, Source.RULE, Verdict.VERIFIED, confidence, rule=rule)


def test_numbers_that_agree_are_surer() -> None:
    first, second = checked([field("seller_siret", "40483304800022"), field("seller_vat_id", "FR83404833048")])
    assert first.confidence > 0.99
    assert second.confidence > 0.99


def test_of_numbers_that_disagree_the_weaker_is_doubted() -> None:
    first, second = checked([field("seller_siret", "73282932000074"), field("seller_vat_id", "FR83404833048")])
    assert (first.verdict, first.rule) == (Verdict.CONTRADICTED, "siren_disagrees")
    assert second.verdict is Verdict.VERIFIED


def test_numbers_of_different_owners_do_not_contradict() -> None:
    fields = (field("seller_siret", "73282932000074"), field("buyer_vat_id", "FR83404833048"))
    assert checked(fields) == fields


def test_two_repaired_numbers_do_not_vouch_for_each_other() -> None:
    fields = (
        field("seller_siret", "40483304800022", rule="luhn+repaired"),
        field("seller_vat_id", "FR83404833048", rule="vat_check_digits+repaired"),
    )
    assert checked(fields) == fields


def test_embedded_number_is_not_doubted_for_a_printed_one() -> None:
    embedded = replace(field("seller_siret", "73282932000074"), source=Source.XML)
    printed = field("seller_vat_id", "FR83404833048", 0.99)
    assert [each.verdict for each in checked((embedded, printed))] == [Verdict.VERIFIED, Verdict.CONTRADICTED]


def test_letter_in_the_key_of_a_vat_number_is_taken_for_a_digit_on_pixels() -> None:
    number = next(
        f"FRS{other}{company}"
        for company in ("404833048", "732829320", "552081317", "421938861", "424761419", "380129866")
        for other in "0123456789"
        if vat.is_valid(f"FRS{other}{company}")
    )
    assert [field.normalized for field in vat.find(typed(f"TVA {number}"))] == [number]
    assert list(vat.find(typed(f"TVA {number}", dpi=300, confidence=0.9))) == []


def test_small_words_after_a_label_are_no_country() -> None:
    number = next(f"{number}" for number in range(404833000, 404833099) if vat.is_valid(f"NO{number}"))
    assert list(vat.find(typed(f"TVA facturée si no {number}"))) == []
    assert list(vat.find(typed(f"TVA no {number}"))) == []


def test_mail_address_heads_no_column_of_the_buyers() -> None:
    text = "Exemple SARL\nfacturation@exemple.example\nN° de TVA FR83404833048"
    assert numbers(text) == {"seller_vat_id": "FR83404833048"}


def test_vat_number_under_its_label_in_a_narrow_column_is_found() -> None:
    text = "Muster GmbH    USt-IdNr.\nLindenstr. 4   DE136695976"
    assert "DE136695976" in numbers(text, language="deu").values()
