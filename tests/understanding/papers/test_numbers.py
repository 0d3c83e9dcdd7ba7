"""The numbers that papers go by, and what is none."""

import pytest
from typed import typed

from lexo.understanding.papers import numbers


def found(text: str, **more: object) -> dict[str, str]:
    fields = sorted(numbers.find(typed(text, **more)), key=lambda field: field.confidence)  # type: ignore[arg-type]
    return {field.name: field.normalized for field in fields}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Facture n° 2024-0117", "2024-0117"),
        ("FACTURE N° : F20260023", "F20260023"),
        ("N° de facture : VT/2022/0001", "VT/2022/0001"),
        ("Numéro de facture 00045", "00045"),
        ("Réf. facture : FA 2024 17".replace(" 2024 17", "-2024-17"), "FA-2024-17"),
        ("Facture FA-2017-0010", "FA-2017-0010"),
        ("Avoir AV-2017-0005", "AV-2017-0005"),
        ("Facture n°562044387 du 02 Juillet 2015", "562044387"),
        ("Invoice # RE-20190610/507 issued at 2019-06-10", "RE-20190610/507"),
        ("Invoice No.: 10-88213", "10-88213"),
        ("Invoice VT/2022/0001", "VT/2022/0001"),
        ("Rechnungsnr. 30064443", "30064443"),
        ("Handelsrechnung (380) Nr. 471102 vom 05.03.2018", "471102"),
        ("Factuurnummer: 993548900", "993548900"),
        ("Fattura n. 55/2022 del 10/01/2022", "55/2022"),
        ("Bill No    BM-161113", "BM-161113"),
        ("Invoice No    CS 24399", "CS24399"),
        ("FACTURE\nN° 2024-0117", "2024-0117"),
        ("Facture n°      Date          Client\n2024-17         03/04/2024    C12", "2024-17"),
    ],
)
def test_invoice_number_is_found(text: str, number: str) -> None:
    assert found(text)["invoice_number"] == number


@pytest.mark.parametrize(
    "text",
    [
        "Facture du 12/03/2024",
        "Facture n° 12/03/2024",
        "Facture 2024",
        "Facture : 123,45 €",
        "Facture n° 04 72 00 00 00",
        "Facture FR11999999998",
        "Facture : FR76 3000 6000 0112 3456 7890 189",
        "La facture vous sera envoyée sous 30 jours",
        "Facture d'eau",
    ],
)
def test_dates_amounts_phones_and_accounts_are_no_invoice_number(text: str) -> None:
    assert "invoice_number" not in found(text)


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("N° client : 6 012 345 678", "customer_number", "6012345678"),
        ("Code client : CLI0042", "customer_number", "CLI0042"),
        ("Kundennr. 47774", "customer_number", "47774"),
        ("Klantnummer: 6669263", "customer_number", "6669263"),
        ("Contrat n° 7654321", "contract_number", "7654321"),
        ("N° de police : 778899-A", "policy_number", "778899-A"),
        ("N° de dossier : 2023/1187", "file_number", "2023/1187"),
        ("N° de sociétaire : 4521879", "member_number", "4521879"),
        ("Devis n° D-2024-089", "quote_number", "D-2024-089"),
        ("N° de commande : 408-1234567-7654321", "order_reference", "408-1234567-7654321"),
        ("Votre référence      PO445", "order_reference", "PO445"),
        ("Bestellung:    2013-471331", "order_reference", "2013-471331"),
        ("Compteur n° C12BA034567", "meter_number", "C12BA034567"),
        ("Référence à rappeler : 7788 9900", "payment_reference", "77889900"),
        ("RUM : ABC123456", "mandate_reference", "ABC123456"),
        ("Ticket n° 004512", "receipt_number", "004512"),
        ("Bon de livraison n° BL-5567", "delivery_note_number", "BL-5567"),
        ("Sur facture n° F24-113", "preceding_invoice_number", "F24-113"),
    ],
)
def test_number_has_the_name_of_its_label(text: str, name: str, number: str) -> None:
    assert found(text) == {name: number}


def test_row_of_labels_has_its_values_below() -> None:
    text = """
Facture n°        Date             Code client      N° commande
FC240391          18/07/2024       CLI0042          PO-99
"""
    assert found(text) == {"invoice_number": "FC240391", "customer_number": "CLI0042", "order_reference": "PO-99"}


def test_value_right_of_its_label_comes_before_one_below() -> None:
    assert found("Facture n°   FC-17   Client n°   C-25\nFX-33        FX-44   FX-55   FX-66") == {
        "invoice_number": "FC-17",
        "customer_number": "C-25",
    }


def test_number_of_a_booking_stands_in_on_a_receipt_without_one() -> None:
    field = next(each for each in numbers.find(typed("PAYMENT RECEIPT\nBooking ID: IBZ2087")) if "invoice" in each.name)
    assert (field.normalized, field.confidence) == ("IBZ2087", 0.4)


def test_town_beside_a_label_is_no_number() -> None:
    assert found("N° de compte :      06000 NICE") == {}


def test_number_stands_in_the_cell_beside_the_title() -> None:
    text = "Facture      : F999004\nDate         : 17/11/2020"
    assert found(text)["invoice_number"] == "F999004"


def test_box_with_a_date_in_it_holds_the_bills_number() -> None:
    text = """
            FACTURE
            Numéro          Date         Code client
            2023-206        03/10/23     C059399
Votre commande CDE19127 du 27/08/2023
"""
    assert found(text)["invoice_number"] == "2023-206"


def test_rules_of_a_table_part_its_cells() -> None:
    text = """
FACTURE
Numéro | Date | Code client
2023-206 | 03/10/23 | C059399
"""
    assert found(text, dpi=200)["invoice_number"] == "2023-206"


def test_label_over_two_printed_lines_is_one() -> None:
    text = """
Numéro de      Date de        Réf. de
facture        facturation    commande
#FC8786085     13/08/2024     OHSATSERP
"""
    assert found(text)["invoice_number"] == "FC8786085"


def test_title_over_its_number_in_a_row_of_labels() -> None:
    text = """
Facture        Émise le       À payer avant le
202408-011     13/08/2024     13/09/2024
"""
    assert found(text)["invoice_number"] == "202408-011"


def test_the_customers_own_order_is_no_number_of_the_bill() -> None:
    assert "invoice_number" not in found("FACTURE\nVotre commande CDE19127 du 27/08/2023")
