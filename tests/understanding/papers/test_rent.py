"""Leases and rent receipts."""

from typed import typed
from typed_papers import found, made, normalized, text_of

from lexo.facts import Verdict
from lexo.understanding.papers.rent import find


def test_rent_receipt_adds_up() -> None:
    said = found(find, made("rent_receipt"))
    assert {name: said[name].normalized for name in ("rent", "charges", "total")} == {
        "rent": "650.00",
        "charges": "50.00",
        "total": "700.00",
    }
    assert said["total"].verdict is Verdict.VERIFIED
    assert (said["period_start"].normalized, said["period_end"].normalized) == ("2024-03-01", "2024-03-31")


def test_rent_receipt_that_does_not_add_up_is_plausible() -> None:
    said = found(find, typed(text_of("rent_receipt").replace("700,00", "710,00")))
    assert said["total"].verdict is Verdict.PLAUSIBLE


def test_lease_states_parties_terms_and_days() -> None:
    said = normalized(find, made("lease"))
    assert (said["landlord"], said["tenant"]) == ("Mme Claire MARTIN-EXEMPLE", "M. Paul EXEMPLE")
    assert (said["rent"], said["charges"], said["deposit"]) == ("650.00", "50.00", "650.00")
    assert (said["lease_start"], said["lease_end"]) == ("2023-09-01", "2026-08-31")
    assert (said["surface_m2"], said["notice_period"], said["lease_duration"]) == ("42.5", "3 months", "3 years")
    assert said["property_address"] == "12 rue des Lilas 69003 LYON"


def test_parties_of_a_receipt_are_found_in_its_sentence() -> None:
    paper = typed(
        "QUITTANCE DE LOYER\nJe soussigné M. Louis Modèle, propriétaire du logement, déclare avoir reçu de\n"
        "Monsieur Paul Exemple la somme de 700,00 euros.\nLoyer : 650,00 euros"
    )
    said = normalized(find, paper)
    assert (said["landlord"], said["tenant"]) == ("M. Louis Modèle", "Monsieur Paul Exemple")


def test_lease_in_prose_names_its_parties_and_its_place() -> None:
    said = normalized(find, made("lease_prose"))
    assert (said["landlord"], said["tenant"]) == ("Madame Claire MODÈLE", "Monsieur Paul EXEMPLE")
    assert (said["property_address"], said["rent"]) == ("12 rue des Lilas, 69003 Lyon", "650.00")


def test_name_after_a_lost_colon_is_found_on_a_scan() -> None:
    text = "QUITTANCE DE LOYER\nBailleur Mme Claire Modèle\nLocataire est prié de payer\nLoyer 650,00"
    said = normalized(find, typed(text, confidence=0.9, dpi=300))
    assert said["landlord"] == "Mme Claire Modèle"
    assert "tenant" not in said
    assert "landlord" not in normalized(find, typed(text))


def test_charges_are_not_the_rent_without_them() -> None:
    receipt = (
        "QUITTANCE DE LOYER\nBailleur : Henri MODÈLE\n\n"
        "Loyer hors charges                702,00 €\n"
        "Provision pour charges             83,00 €\n"
        "Total payé le 4 mars 2026         785,00 €"
    )
    said = found(find, typed(receipt))
    assert {name: said[name].normalized for name in ("rent", "charges", "total")} == {
        "rent": "702.00",
        "charges": "83.00",
        "total": "785.00",
    }
    assert said["total"].verdict is Verdict.VERIFIED
