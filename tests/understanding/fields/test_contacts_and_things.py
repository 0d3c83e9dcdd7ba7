"""Telephone numbers, addresses of the net, vehicles, meters, codes: known by their form and their label."""

import pytest
from typed import typed

from lexo.facts import Verdict
from lexo.understanding.fields import ape_code, delivery_point, email, ine, phone, plate, vin, website


def phones(text: str, language: str = "fra") -> list[tuple[str, str]]:
    return [(field.name, field.normalized) for field in phone.find(typed(text, language=language))]


@pytest.mark.parametrize(
    "text", ["01 99 00 12 34", "01.99.00.12.34", "+33 1 99 00 12 34", "Tél : 0199001234", "+33 (0)1 99 00 12 34"]
)
def test_french_number_is_found(text: str) -> None:
    assert phones(text) == [("phone", "+33199001234")]


def test_number_after_fax_is_one() -> None:
    assert phones("Tél. 01 99 00 12 34 - Fax 01 99 00 12 35") == [("phone", "+33199001234"), ("fax", "+33199001235")]


def test_german_number_needs_a_label_or_its_country() -> None:
    assert phones("Telefon: 030 23125 000", "deu") == [("phone", "+493023125000")]
    assert phones("Nr. 030 23125 000", "deu") == []


@pytest.mark.parametrize(
    "text",
    [
        "0199001234",
        "le 05.06.2018 12.30",
        "FR14 2004 1010 0505 0001 3M02 606",
        "SIRET 404 833 048 00022",
        "Total 01 99 00 12 34,50 €",
        "001-2018-03-18 13",
        "04 01 99 00 12 34",
    ],
)
def test_other_digits_are_no_telephone_number(text: str) -> None:
    assert phones(text) == []


def test_email_is_found_between_signs() -> None:
    found = email.find(typed("Contact : <Service.Client@Example.fr>, merci."))
    assert [(field.value, field.normalized) for field in found] == [
        ("Service.Client@Example.fr", "service.client@example.fr")
    ]


def test_email_with_a_gap_beside_its_sign_is_found_on_pixels_only() -> None:
    assert [field.normalized for field in email.find(typed("info@ example.fr", dpi=300, confidence=0.9))] == [
        "info@example.fr"
    ]
    assert list(email.find(typed("info@ example.fr"))) == []


def test_website_is_known_by_its_host() -> None:
    found = website.find(typed("www.example.fr - https://www.Example.fr/aide. contact@example.com"))
    assert [field.normalized for field in found] == ["example.fr"]


def test_website_after_a_word_that_names_it_is_found() -> None:
    assert [(field.value, field.normalized) for field in website.find(typed("Site internet : example.fr"))] == [
        ("example.fr", "example.fr")
    ]


def test_point_of_delivery_needs_its_label() -> None:
    found = delivery_point.find(typed("Point de livraison (PDL) : 01 234 567 890 123\nRéf 01 234 567 890 124"))
    assert [(field.name, field.normalized, field.verdict) for field in found] == [
        ("pdl", "01234567890123", Verdict.PLAUSIBLE)
    ]


def test_point_of_gas_is_named_so() -> None:
    found = delivery_point.find(typed("Votre PCE : GI123456"))
    assert [(field.name, field.normalized) for field in found] == [("pce", "GI123456")]


def test_plate_with_hyphens_speaks_for_itself() -> None:
    assert [field.normalized for field in plate.find(typed("Véhicule loué AB-123-CD"))] == ["AB123CD"]


def test_old_plate_needs_a_label() -> None:
    assert [field.value for field in plate.find(typed("Immatriculation : 1234 AB 75"))] == ["1234 AB 75"]
    assert list(plate.find(typed("Réf 1234 AB 75"))) == []


def test_letters_that_plates_do_not_have_make_no_plate() -> None:
    assert list(plate.find(typed("OU-123-IO  SS-123-AB"))) == []


def test_vin_needs_a_label() -> None:
    assert [field.verdict for field in vin.find(typed("VIN : VF1AA000000000000"))] == [Verdict.PLAUSIBLE]
    assert list(vin.find(typed("VF1AA000000000000"))) == []


def test_vin_of_north_america_is_proven_by_its_digit() -> None:
    assert [field.verdict for field in vin.find(typed("E. 1M8GDM9AXKP042788"))] == [Verdict.VERIFIED]


def test_ape_code_needs_a_label() -> None:
    assert [(field.value, field.normalized) for field in ape_code.find(typed("Code APE : 6201Z"))] == [
        ("62.01Z", "6201Z")
    ]
    assert list(ape_code.find(typed("Réf 6201Z"))) == []


def test_ine_needs_a_label() -> None:
    assert [field.normalized for field in ine.find(typed("N° INE : 123456789AB"))] == ["123456789AB"]
    assert list(ine.find(typed("N° 123456789AB"))) == []


def test_serial_number_of_a_thing_is_no_vin() -> None:
    assert list(vin.find(typed("N° de série : AB1CD234567890123"))) == []
