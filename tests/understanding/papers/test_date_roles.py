"""What a date is, by where it stands."""

import pytest
from typed import typed

from lexo.facts import Verdict
from lexo.understanding.papers import dates


def roles(text: str, **more: object) -> dict[str, str]:
    return {field.name: field.normalized for field in dates.find(typed(text, **more))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Date de facture : 12/03/2024", "issue_date"),
        ("Facture n° 12 du 12 mars 2024", "issue_date"),
        ("Lyon, le 12 mars 2024", "issue_date"),
        ("Rechnungsdatum 12.03.2024", "issue_date"),
        ("Handelsrechnung (380) Nr. 471 vom 12.03.2024", "issue_date"),
        ("Date limite de paiement : 12/03/2024", "due_date"),
        ("À payer avant le 12 mars 2024", "due_date"),
        ("Prélèvement à partir du 12/03/2024", "due_date"),
        ("Zahlbar innerhalb 30 Tagen netto bis 12.03.2024", "due_date"),
        ("Please remit until 2024-03-12.", "due_date"),
        ("A été prélevé sur votre compte le 12/03/2024", "payment_date"),
        ("Née à Lyon le 12/03/2024", "birth_date"),
        ("Valable jusqu'au 12/03/2024", "expiry_date"),
        ("Livré le 12/03/2024", "delivery_date"),
        ("Commande n° 7 du 12/03/2024", "order_date"),
        ("Votre rendez-vous du mardi 12 mars 2024", "appointment_date"),
        ("Pièces à fournir avant le 12/03/2024", "documents_before"),
        ("Coupon à retourner au plus tard le 12/03/2024", "documents_before"),
        ("Recours possible avant le 12/03/2024", "appeal_before"),
        ("Résiliation possible avant le 12/03/2024", "notice_before"),
        ("Fin du bail : 12/03/2024", "contract_end"),
        ("Date d'effet : 12/03/2024", "effective_date"),
    ],
)
def test_label_gives_a_date_its_role(text: str, role: str) -> None:
    assert roles(text) == {role: "2024-03-12"}


@pytest.mark.parametrize(
    "text",
    [
        "en vertu de la loi du 12/03/2024",
        "Date de facture associée : 12/03/2024",
        "3% Skonto innerhalb 10 Tagen bis 12.03.2024",
        "Relevé précédent 12/03/2024",
        "Un vin récolté le 12/03/2024 sur la colline",
    ],
)
def test_date_without_a_role_of_this_paper_is_no_fact(text: str) -> None:
    assert roles(text) == {}


def test_day_of_signing_is_the_papers_date_where_there_is_no_other() -> None:
    assert roles("Fait à Lyon, le 12/03/2024") == {"signature_date": "2024-03-12", "issue_date": "2024-03-12"}


def test_label_in_the_row_above_counts() -> None:
    text = "Invoice Date:        Due Date:\n21/09/2022           21/10/2022"
    assert roles(text) == {"issue_date": "2022-09-21", "due_date": "2022-10-21"}


def test_column_of_dates_is_not_the_date_of_the_paper() -> None:
    text = "Date         Libellé\n02/03/2024   Carte\n05/03/2024   Virement\n09/03/2024   Carte"
    assert "issue_date" not in roles(text)


@pytest.mark.parametrize(
    "text",
    [
        "Période du 01/05 au 31/05/2014",
        "Abonnement du 1er au 31 mai 2014",
        "Abonnement 01.05.14-31.05.14",
        "billing period May 1 - May 31, 2014",
        "Quittance de loyer - mai 2014",
    ],
)
def test_period_has_a_first_and_a_last_day(text: str) -> None:
    assert roles(text) == {"period_start": "2014-05-01", "period_end": "2014-05-31"}


def test_period_over_new_year_begins_in_the_old_one() -> None:
    assert roles("Période du 15/12 au 14/01/2024")["period_start"] == "2023-12-15"


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("Conditions de règlement : 30 jours", "2024-02-09"),
        ("Conditions de règlement : 30 jours fin de mois", "2024-02-29"),
        ("Payment terms: net 30 days", "2024-02-09"),
        ("Paiement à réception de facture", "2024-01-10"),
        ("Zahlbar innerhalb 14 Tagen", "2024-01-24"),
    ],
)
def test_terms_of_payment_give_a_day_that_is_only_plausible(terms: str, due: str) -> None:
    found = next(field for field in dates.find(typed(f"Date : 10/01/2024\n{terms}")) if field.name == "due_date")
    assert (found.normalized, found.rule, found.verdict) == (due, "payment_terms", Verdict.PLAUSIBLE)
    assert found.proof.text


def test_printed_due_date_outdoes_terms() -> None:
    text = "Date : 10/01/2024\nÉchéance : 15/01/2024\nConditions de règlement : 30 jours"
    assert roles(text)["due_date"] == "2024-01-15"


def test_penalties_for_late_payment_are_no_terms() -> None:
    text = "Date : 10/01/2024\nPénalités de retard exigibles 30 jours après réception"
    assert "due_date" not in roles(text)


def test_expiry_of_a_quote_is_the_end_of_its_validity() -> None:
    assert roles("DEVIS n° 7\nValable jusqu'au 12/03/2024") == {"valid_until": "2024-03-12"}


@pytest.mark.parametrize(
    ("text", "name", "length"),
    [
        ("avec un préavis de trois mois", "notice_period", "3 months"),
        ("upon thirty (30) days prior written notice", "notice_period", "30 days"),
        ("Vous pouvez former un recours dans un délai de deux mois", "appeal_period", "2 months"),
        ("Délai de 15 jours pour contester cette amende", "appeal_period", "15 days"),
    ],
)
def test_lengths_of_time_are_read(text: str, name: str, length: str) -> None:
    assert roles(text) == {name: length}


def test_date_of_a_slip_without_strokes_is_found_but_hardly_sure() -> None:
    text = "BAR DU TEST\nTax Invoice\n27032018      No. 12\nTOTAL 4,00\nCASH 4,00\nTHANK YOU"
    (found,) = [field for field in dates.find(typed(text, dpi=150)) if field.name == "issue_date"]
    assert found.normalized == "2018-03-27"
    assert found.confidence <= 0.4


def test_confidence_is_no_better_than_the_reading() -> None:
    (found,) = dates.find(typed("Date de facture : 12/03/2024", confidence=0.5, dpi=200))
    assert found.confidence < 0.5


def test_the_next_bills_date_is_not_this_ones() -> None:
    text = "Votre facture du 27 juin 2022\n\nVotre prochaine facture sera éditée le 27/07/2022."
    assert roles(text)["issue_date"] == "2022-06-27"


def test_one_date_of_invoice_and_delivery_is_that_of_issue() -> None:
    text = "Date de la facture/Date de la livraison   17 décembre 2020\nDate de la commande 23 octobre 2020"
    assert roles(text)["issue_date"] == "2020-12-17"


def test_date_behind_the_number_and_a_dash_is_that_of_issue() -> None:
    assert roles("Facture n°118 – 16 avril 2021")["issue_date"] == "2021-04-16"


def test_first_registration_of_a_car_is_no_issue() -> None:
    assert "issue_date" not in roles("FACTURE\n1ère MEC : 14/05/2015")


def test_signature_of_the_quote_gives_way_to_the_bills_own_date() -> None:
    letter = "FACTURE D'ACOMPTE\nN° FAC/2023/02144\nLe 24/01/2023\n\nMairie\n82 quai Neuf\n59800 LILLE\n"
    text = f"{letter}Devis n° DE2992 signé le 27/11/2022"
    assert roles(text)["issue_date"] == "2023-01-24"
