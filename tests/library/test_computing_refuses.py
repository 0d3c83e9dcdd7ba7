"""Questions whose sum would be right and whose answer wrong: other people's money, credit notes, prices of a month."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import money_papers as made
from lexo.library.asking.answers import Answer
from lexo.library.computing import compute
from lexo.store.database import Database
from lexo.store.filtering import Filters
from money_papers import Made

TODAY = date(2024, 11, 20)
PAPERS = (
    *made.ALL,
    made.bill("Sans Souci", "2024-02-01", "41.00"),
    made.bill("Rendu Vite", "2024-02-02", "43.00"),
    made.bill("Merle", "2024-02-03", "10.00"),
    made.bill("Garage Merle", "2024-02-04", "20.00"),
    Made("Facture d’acompte Faîtage", "invoice", "Faîtage", "2024-06-01",
         {"grand_total": "1000.00", "currency": "EUR", "invoice_number": "FT-1"}),
    Made("Facture Faîtage, solde", "invoice", "Faîtage", "2024-07-15",
         {"grand_total": "3500.00", "prepaid": "1000.00", "due_payable": "2500.00", "currency": "EUR",
          "invoice_number": "FT-2"}),
    Made("Facture Lumen", "invoice", "Lumen", "2024-09-01", {"grand_total": "77.00", "currency": "EUR"},
         due="2024-10-01"),
)  # fmt: skip


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("refusing") / "lexo.db"
    db = Database(path)
    made.keep(db, *PAPERS)
    yield db
    db.close()


def asked(db: Database, question: str) -> Answer | None:
    return compute(db, question, TODAY, Filters())


@pytest.mark.parametrize(
    "question",
    [
        "montant de l'avoir de Zenith Meubles",
        "Zenith Meubles m'a fait un avoir de combien ?",
        "combien d'avoir chez Zenith Meubles",
        "total sans avoir chez Zenith Meubles",
        "combien ai-je facturé en 2024 ?",
        "combien avons-nous facturé à EDF ?",
        "combien on a facturé à EDF",
        "how much did I invoice in 2024",
        "how much have I charged EDF",
        "combien EDF m'a payé en 2024 ?",
        "combien m'a versé Zenith Meubles",
        "combien EDF a payé",
        "how much has EDF paid me",
        "what did EDF pay",
        "total des paiements reçus en 2024",
        "total des paiements d'EDF",
        "combien ai-je reçu en 2024",
        "combien d'argent m'a envoyé EDF",
        "combien j'ai rendu à EDF",
        "combien gagne mon patron",
        "combien gagne Atelier Brume en 2024",
        "combien coûte un passeport",
        "how much rent did I get in 2024",
        "jusqu'à quand puis-je payer EDF",
        "how much will I pay EDF next month",
        "combien de taxe d'habitation ai-je payé en 2023 ?",
        "amendes à payer",
    ],
)
def test_what_papers_do_not_tell_is_left(household: Database, question: str) -> None:
    assert asked(household, question) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("puis-je avoir le total de mes factures EDF en 2024 ?", "339,75"),
        ("combien EDF m'a prélevé en 2024", "339,75"),
        ("combien EDF nous a facturé en 2024", "339,75"),
        ("combien a-t-on payé à EDF en 2024", "339,75"),
        ("combien a été payé à EDF en 2024", "339,75"),
        ("how much was paid to EDF in 2024", "339.75"),
        ("combien de taxe foncière ai-je payé en 2023 ?", "780,00"),
        ("combien ai-je payé à Sans Souci ?", "41,00"),
        ("combien ai-je payé à Rendu Vite ?", "43,00"),
    ],
)
def test_what_sounds_alike_is_still_answered(household: Database, question: str, said: str) -> None:
    answer = asked(household, question)

    assert answer is not None
    assert said in answer.text


def test_a_bill_with_its_day_gone_by_is_not_called_paid_without_a_word(household: Database) -> None:
    answer = asked(household, "combien ai-je payé à Lumen ?")

    assert answer is not None
    assert "Dont 1 papier (77,00 €) à échéance passée" in answer.text


def test_what_is_to_be_paid_for_electricity_is_not_that_for_all_bills(household: Database) -> None:
    answer = asked(household, "combien d'électricité dois-je payer ?")

    assert answer is not None
    assert answer.text == "Aucune échéance de paiement ouverte d’électricité parmi vos papiers."


def test_a_credit_note_is_no_bill_of_a_mean(household: Database) -> None:
    answer = asked(household, "moyenne des factures de Zenith Meubles")

    assert answer is not None
    assert answer.text.startswith("En moyenne 499,00 € par facture")


def test_a_credit_note_is_told_apart_from_bills(household: Database) -> None:
    answer = asked(household, "combien ai-je payé à Zenith Meubles ?")

    assert answer is not None
    assert answer.text.startswith("Vous avez payé 400,00 € à Zenith Meubles (1 facture et 1 avoir).")


def test_a_final_bill_is_told_with_its_own_amount(household: Database) -> None:
    answer = asked(household, "dernière facture Faîtage")

    assert answer is not None
    assert "3 500,00 €" in answer.text.replace("\u202f", " ")


def test_a_last_word_that_is_a_name_too_is_left(household: Database) -> None:
    assert asked(household, "tickets de caisse Total") is None
    assert asked(household, "mes tickets de caisse au total") is not None


def test_a_person_by_the_last_name_is_everybody_of_that_name(household: Database) -> None:
    answer = asked(household, "combien ai-je payé à M. Merle")

    assert answer is not None
    assert "En tout : 30,00 €" in answer.text


def test_what_is_owed_is_not_all_that_was_billed(household: Database) -> None:
    answer = asked(household, "montant total dû à Lumen")

    assert answer is not None
    assert answer.text.startswith("1 paiement à faire à Lumen : 77,00 €.")


def test_a_yearly_notice_is_no_price_of_a_month(household: Database) -> None:
    answer = asked(household, "combien me coûte mon assurance par mois ?")

    assert answer is None or "En moyenne" not in answer.text
