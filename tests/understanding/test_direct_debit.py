"""Bills that the bank pays by itself, and lines that only sound so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import typed

from lexo.understanding.papers.direct_debit import find


@pytest.mark.parametrize(
    "text",
    [
        "La somme de 80,50 € sera prélevée le 12/04/2026",
        "Montant prélevé sur votre compte : 80,50 €",
        "Mode de paiement : Prélèvement SEPA",
        "Règlement par prélèvement automatique",
        "Date du prélèvement : 12/04/2026",
        "Avis de prélèvement",
        "Prélèvement à partir du : 05 juillet 2026",
        "Ce montant sera débité de votre compte",
        "Prélèvement automatique le 12 avril",
        "Votre facture sera prélevée à partir du 12/04/2026",
        "The amount will be debited on 12 April",
        "Der Betrag wird am 12.04. von Ihrem Konto abgebucht",
        "Het bedrag wordt automatisch van uw rekening afgeschreven",
    ],
)
def test_bill_that_is_debited_says_so(text: str) -> None:
    field, *_ = find(typed(f"Facture\n{text}\nMerci"))
    assert (field.name, field.normalized) == ("payment_method", "direct_debit")
    assert field.proof.text in text
    assert field.proof.boxes


@pytest.mark.parametrize(
    "text",
    [
        "Optez pour le règlement par prélèvement automatique !",
        "Paiement par prélèvement, chèque ou virement",
        "Prélèvement à la source",
        "Le montant prélevé à la source figure ci-dessous",
        "Frais de rejet si votre facture est prélevée sans provision",
        "Mandat de prélèvement SEPA",
        "Votre facture ne sera pas prélevée",
        "Vous pouvez choisir le paiement par prélèvement",
        "Prélèvements sociaux",
        "You may pay by direct debit or card",
    ],
)
def test_line_that_offers_or_denies_a_debit_says_nothing(text: str) -> None:
    assert list(find(typed(f"Facture\n{text}\nMerci"))) == []


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    assert len(list(find(typed(text or "x")))) <= 3
