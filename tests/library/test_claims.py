"""What a sentence says beside its quotes: denials, measures, numbers in words, pages of others, parts put together."""

import pytest

from lexo.library.asking.checking import Proofs, check
from lexo.library.asking.claims import denies, roman_numerals, spoken_numbers
from lexo.library.asking.passages import Passage
from lexo.library.asking.quotes import Sheet
from lexo.library.asking.said import sentences_of
from lexo.store.shown import ShownPaper

BILL = """Énergie du Lac, facture du 3 mars 2026
Le logement n'est pas assuré contre le vol.
Le locataire est assuré contre l'incendie.
Il est interdit de sous-louer le logement.
Consommation 320 kWh
Total TTC 1 080,50 EUR
Remise sans frais après 12 mois.
Délai de paiement : 30 jours
Article XIV : durée de deux ans, série A-12 / 3
Prime annuelle : douze cents euros"""
COVER = """Assurance Abri
Année 2024 Prime 480,00 EUR
Année 2025 Prime 510,00 EUR
Vous n'avez rien à payer.
Garantie valable jusqu'au 31 décembre 2027
Franchise 250 EUR"""


def _passage(number: int, text: str) -> Passage:
    return Passage(number, ShownPaper(number, "Made", None, None, None), 1, text, (), Sheet(text))


PASSAGES = (_passage(1, BILL), _passage(2, COVER))


def are_proven(text: str) -> list[bool]:
    return [check(said, PASSAGES, Proofs()).is_proven for said in sentences_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Le locataire n'est pas assuré : « assuré contre l'incendie » [1].",
        "Ce n'est pas « Total TTC 1 080,50 EUR » [1].",
        "No, the flat is not insured: « Le locataire est assuré contre l'incendie » [1].",
        "Il n'y a aucune franchise : « Franchise 250 EUR » [2].",
        "Le vol est couvert : « assuré contre le vol » [1].",
        "On peut sous-louer : « de sous-louer le logement » [1].",
        "Vous avez consommé 320 EUR [1].",
        "Le total est de 1 080,50 kWh [1].",
        "Le délai est de 30 mois [1].",
        "Vous devez 3 EUR [1].",
        "La facture date de 2027 [1].",
        "La facture est de 510,00 EUR [1].",
        "Selon « Article XIV », l'article XV vaut [1].",
        "La prime 2024 est de 510,00 EUR [2].",
        "La prime est de treize cents euros [1].",
        "Le préavis est de trois mois [1].",
        "« Le logement n'est … assuré contre l'incendie » [1].",
        "« Année 2024 … 510,00 EUR » [2].",
        "« Franchise 250 EUR … Année 2024 Prime » [2].",
    ],
)
def test_what_the_page_does_not_say_is_not_proven(text: str) -> None:
    assert not any(are_proven(text))


@pytest.mark.parametrize(
    "text",
    [
        "Non, le logement n’est pas assuré : « n’est pas assuré contre le vol » [1].",
        "Vous ne pouvez pas sous-louer : « Il est interdit de sous-louer » [1].",
        "Il n'y a pas de frais : « sans frais après 12 mois » [1].",
        "Vous n'avez rien à payer : « Vous n'avez rien à payer » [2].",
        "Vous avez consommé 320 kWh [1].",
        "Le délai est de 30 days [1].",
        "La durée est de deux ans [1].",
        "La prime est de douze cents euros [1].",
        "« Année 2024 Prime 480,00 EUR […] Franchise 250 EUR » [2].",
        "Selon l'extrait 1, page 1, le total est « Total TTC 1 080,50 EUR » [1].",
        "1. Le total est « Total TTC 1 080,50 EUR » [1].",
        "La prime de 2025 est de 510 €.",
        "La prime de 2024 est de 480,00 EUR [2].",
    ],
)
def test_what_the_page_says_is_proven(text: str) -> None:
    assert are_proven(text) == [True]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("mille deux cent cinquante euros", [1250]),
        ("quatre-vingt-dix-sept jours", [97]),
        ("two hundred and five pounds, thirty days", [30]),
        ("vingt et un pour cent", [21]),
        ("trois passages, un jour et deux", [1]),
    ],
)
def test_numbers_in_words_are_read(text: str, values: list[int]) -> None:
    assert [spoken.value for spoken in spoken_numbers(text)] == values


def test_roman_numerals_are_no_letters() -> None:
    assert list(roman_numerals("Article XIV, tome III, CIVIL, A.II.B, I")) == ["XIV", "III"]


@pytest.mark.parametrize("text", ["plus de 100 EUR", "Facture No 12", "des passages", "le maximum", "notable"])
def test_what_denies_nothing_is_no_denial(text: str) -> None:
    assert not denies(text)
