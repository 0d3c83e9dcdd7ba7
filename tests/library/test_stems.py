"""Families of words and words that look alike, among those that an index has."""

from array import array

import pytest

from lexo.library.searching.near_words import halves, near
from lexo.library.searching.stems import forms, stem_of
from lexo.store.vocabulary import Vocabulary


def vocabulary(*words: str, pages: int = 3) -> Vocabulary:
    ordered = sorted(word.encode() for word in words)
    return Vocabulary(b"\n" + b"".join(word + b"\n" for word in ordered), array("I", [pages] * len(ordered)))


@pytest.mark.parametrize(
    "family",
    [
        "assurance assurances assure assuree assurer assureur assureurs",
        "resiliation resiliations resilier resilie resiliee",
        "facture factures facturer facturation facturee",
        "abonnement abonnements abonne abonnee abonner",
        "remboursement rembourser rembourse remboursements",
        "prelevement prelever preleve preleves",
        "declaration declarer declare declarations declarant",
        "attestation attester atteste attestations",
        "consommation consommer consomme",
        "cotisation cotiser cotisations",
        "electrique electricite electriques",
        "garantie garanties garantir garanti",
        "insurance insured insurances",
        "cancellation cancelled cancel cancelling",
    ],
)
def test_words_of_a_family_have_one_stem(family: str) -> None:
    assert len({stem_of(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("loyer", "lois"),
        ("contrat", "contraste"),
        ("total", "tota"),
        ("banque", "bancs"),
        ("carte", "carton"),
        ("cheque", "echec"),
        ("maison", "maire"),
    ],
)
def test_words_that_only_begin_alike_have_stems_of_their_own(word: str, other: str) -> None:
    assert stem_of(word) != stem_of(other)


def test_forms_are_those_that_the_index_has() -> None:
    known = vocabulary("resilier", "resiliee", "resistance", "assurer", "payer")
    assert set(forms("resiliation", known)) == {"resilier", "resiliee"}
    assert forms("xylophone", known) == []


def test_forms_of_an_irregular_family() -> None:
    assert set(forms("payer", vocabulary("paiement", "paye", "payer", "pays", "paix"))) == {"paiement", "paye"}


@pytest.mark.parametrize("word", ["", "a", "123456", "l'eau", "\ud800", "x" * 5000, "é" * 20])
def test_forms_of_anything(word: str) -> None:
    assert forms(word, vocabulary("eau")) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("facutre", "facture"),
        ("factre", "facture"),
        ("facturre", "facture"),
        ("faxture", "facture"),
        ("acture", "facture"),
        ("afcture", "facture"),
        ("facturr", "facture"),
        ("hippolyte", "hippoiyte"),
        ("moderne", "rnoderne"),
        ("bonjour", "b0nj0ur"),
        ("clair", "dair"),
        ("norn", "nom"),
        ("gazz", "gaz"),
    ],
)
def test_near_finds_slips_and_misread_words(typed: str, meant: str) -> None:
    known = vocabulary("facture", "hippoiyte", "rnoderne", "b0nj0ur", "dair", "nom", "gaz", "electricite", "papier")
    assert near(typed, known)[0].word == meant


def test_near_common_word_before_a_rare_one_that_is_as_near() -> None:
    known = Vocabulary(b"\nfactore\nfacture\n", array("I", [1, 5000]))
    assert near("facrure", known)[0].word == "facture"


@pytest.mark.parametrize("word", ["eau", "12345678", "", "\n\n\n\n", "x" * 50, "zzzzzzz", "\ud800abcd"])
def test_near_of_what_is_short_or_far_is_nothing(word: str) -> None:
    assert near(word, vocabulary("eaux", "facture", "1234567")) == []


def test_halves_of_words_that_grew_together() -> None:
    known = vocabulary("facture", "edf", "fact")
    assert halves("factureedf", known) == ("facture", "edf")
    assert halves("facturexyz", known) is None
