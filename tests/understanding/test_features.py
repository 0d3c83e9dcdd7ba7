"""By what the sender of a paper is known again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed

from lexo.facts import Field, Source, Verdict
from lexo.understanding.features import sender_features

LETTER = """
Énergie du Midi                                   Camille Durand
Service client                                    12 rue des Lilas
BP 100, 31000 Toulouse                            69003 Lyon

Facture n° 12345 du 12/03/2024
Écrivez-nous : contact@energie-du-midi.fr ou sur www.energie-du-midi.fr
"""


def fact(name: str, normalized: str, verdict: Verdict = Verdict.VERIFIED) -> Field:
    return Field(name, normalized, normalized, Source.RULE, verdict, 0.99)


@pytest.mark.parametrize(
    ("name", "normalized", "feature"),
    [
        ("seller_siren", "552081317", "siren:552081317"),
        ("seller_siret", "55208131766522", "siren:552081317"),
        ("seller_vat_id", "FR03552081317", "siren:552081317"),
        ("seller_vat_id", "DE123456789", "vat:DE123456789"),
        ("creditor_id", "FR72ZZZ123456", "ics:FR72ZZZ123456"),
        ("iban", "FR7630006000011234567890189", "iban:FR7630006000011234567890189"),
        ("siren", "552081317", "siren:552081317"),
    ],
)
def test_sender_features_come_from_registered_numbers(name: str, normalized: str, feature: str) -> None:
    assert feature in sender_features(typed("Bonjour"), [fact(name, normalized)])


def test_sender_features_numbers_that_fail_their_check_are_left_out() -> None:
    facts = [fact("seller_siren", "552081318", Verdict.CONTRADICTED)]
    assert sender_features(typed("12"), facts) == ()


def test_sender_features_two_companies_without_a_role_tell_nobody() -> None:
    facts = [fact("siren", "552081317"), fact("siren", "404833048")]
    assert sender_features(typed("12"), facts) == ()


def test_sender_features_hold_the_domain_once() -> None:
    found = [each for each in sender_features(typed(LETTER)) if each.startswith("domain:")]
    assert found == ["domain:energie-du-midi.fr"]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("voir https://espace-client.edf.fr/aide", "edf.fr"),
        ("www.impots.gouv.fr", "impots.gouv.fr"),
        ("https://www.thames.co.uk", "thames.co.uk"),
    ],
)
def test_sender_features_domain_is_the_registered_part(text: str, domain: str) -> None:
    assert f"domain:{domain}" in sender_features(typed(text))


@pytest.mark.parametrize("address", ["a.durand@gmail.com", "durand@orange.fr", "x@free.fr", "moi@laposte.net"])
def test_sender_features_mail_providers_are_nobodys_domain(address: str) -> None:
    assert [each for each in sender_features(typed(address)) if each.startswith("domain:")] == []


def test_sender_features_letterhead_is_the_senders() -> None:
    heads = [each for each in sender_features(typed(LETTER)) if each.startswith("head:")]
    assert "head:energie midi" in heads
    assert not any("durand" in head or "lila" in head for head in heads)


@pytest.mark.parametrize("line", ["FACTURE", "Madame Camille Durand", "12 mars 2024", "12 rue des Lilas", "69003 Lyon"])
def test_sender_features_titles_persons_dates_and_addresses_are_no_letterhead(line: str) -> None:
    assert sender_features(typed(line)) == ()


def test_sender_features_are_the_same_on_the_next_paper() -> None:
    next_one = LETTER.replace("12345 du 12/03/2024", "67890 du 12/04/2024")
    assert sender_features(typed(LETTER)) == sender_features(typed(next_one))


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_sender_features_survive_any_text(text: str) -> None:
    assert all(":" in feature for feature in sender_features(typed(text)))


@pytest.mark.parametrize("text", ["a." * 20_000, "www." * 10_000, "@" * 30_000, "-" * 40_000])
def test_sender_features_survive_long_runs(text: str) -> None:
    assert len(sender_features(typed(text))) <= 12
