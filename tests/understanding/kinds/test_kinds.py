"""The declarations of kinds: complete, found by code and by word."""

import pytest

from lexo.understanding import kinds
from lexo.understanding.kinds import reasons
from lexo.understanding.kinds.folding import folded, stemmed

FIXED = (
    "invoice utility_bill receipt quote payslip income_tax_notice property_tax_notice bank_details bank_statement "
    "identity_card passport driving_licence vehicle_registration proof_of_address lease employment_contract health "
    "insurance benefits diploma civil_status legal_notice company_registration other"
).split()


def test_kinds_keep_their_ids_and_order() -> None:
    assert list(kinds.IDS) == FIXED


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.id)
def test_kind_says_all_that_is_asked_of_it(kind: kinds.Kind) -> None:
    assert kind.name_fr
    assert kind.name_en
    assert kind.words
    assert len(kind.cues) >= 15
    assert kind.retention is not None
    assert kind.retention.source
    assert kind.wanted_fields or kind.id == "other"


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.id)
def test_cue_of_a_kind_is_never_empty_once_folded(kind: kinds.Kind) -> None:
    assert [cue.text for cue in kind.cues if not cue.form.strip()] == []


def test_retention_codes_have_a_sentence() -> None:
    codes = {kind.retention.code for kind in kinds.ALL if kind.retention and kind.retention.code}
    assert codes - reasons.SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("type_id", "kind"),
    [("01", "utility_bill"), ("04", "income_tax_notice"), ("28", "income_tax_notice"), ("b0", "diploma")],
)
def test_by_twod_doc_type_finds_the_kind_of_the_official_list(type_id: str, kind: str) -> None:
    found = kinds.by_twod_doc_type(type_id)
    assert found is not None
    assert found.id == kind


def test_by_twod_doc_type_knows_nothing_of_types_outside_the_list() -> None:
    assert kinds.by_twod_doc_type("ZZ") is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("facture", "invoice"),
        ("Factures", "invoice"),
        ("quittance", "lease"),
        ("fiche de paie", "payslip"),
        ("fiches de paie", "payslip"),
        ("Passport", "passport"),
        ("taxe foncière", "property_tax_notice"),
        ("RIB", "bank_details"),
        ("utility_bill", "utility_bill"),
    ],
)
def test_by_name_finds_what_people_call_a_kind(words: str, kind: str) -> None:
    assert kind in [found.id for found in kinds.by_name(words)]


def test_by_name_finds_nothing_for_an_unknown_word() -> None:
    assert kinds.by_name("parapluie") == ()


def test_folded_leaves_letters_and_digits_without_accents() -> None:
    assert folded("N° de l’Œuvre : 12kWh") == "n de l oeuvre 12 kwh"


def test_stemmed_takes_plurals_and_optional_feminines_away() -> None:
    assert stemmed("Prénom(s) : les revenus") == "prenom les revenu"
