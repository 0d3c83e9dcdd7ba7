"""Slips of tills: which papers are some, and what their heads and misread amounts say."""

import pytest
from typed import typed

from lexo.facts import Verdict
from lexo.understanding.papers import dates, totals, trade_parties
from lexo.understanding.papers.tickets import is_ticket

_REST = "TAX INVOICE\n12/03/2018 14:05\nTOTAL 4.00\nCASH 5.00\nTHANK YOU"

_BILL = "Test SARL\nTel 0102030405\nFacture 12\nArticles   Total TTC\nNet a payer   12,00\nEcheance 12/04/2018\nIBAN"


def head(text: str) -> dict[str, str]:
    return {field.name: field.value for field in trade_parties.find(typed(f"{text}\n{_REST}", dpi=200))}


@pytest.mark.parametrize(
    "text",
    [
        "KEDAI TEST\nBill# 12   PAX: 2\nKOPI 4.00\nNett Total 4.00\nVISA 4.00",
        "STATION DU TEST\nPOMPE 3 CARBURANT\nTOTAL TTC 40,00\nCB 40,00",
        "KEDAI TEST\n26.07.18 13:40\nROTI 4.00\nTOTAL RM 4.00\nTERIMA KASIH",
    ],
)
def test_slip_is_known_by_few_words_of_tills(text: str) -> None:
    assert is_ticket(typed(text, dpi=200))


@pytest.mark.parametrize("text", ["Fiche de poste\nTel 0102030405\nAgent : Test", "Note\nSubtotal 12\nA suivre", _BILL])
def test_sheet_with_one_word_of_tills_is_no_slip(text: str) -> None:
    assert not is_ticket(typed(text, dpi=200))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TEST HARDWARE\nENTERPRISE (SETIA\nMAJU) SDN BHD\n822737-X", "TEST HARDWARE ENTERPRISE (SETIA MAJU) SDN BHD"),
        ("TEST BOOKS\nTRADING SDN BHD\n(812345-W)", "TEST BOOKS TRADING SDN BHD"),
        ("TEST MOTOR PARTS\n& ACCESSORIES SDN BHD\n(234567-K)", "TEST MOTOR PARTS & ACCESSORIES SDN BHD"),
        ("TEST STORES\nSON BHD", "TEST STORES SON BHD"),  # as the engine misread it
        ("RECEIPT\nCUSTOMER COPY\nTEST COFFEE ROOM", "TEST COFFEE ROOM"),
        ("CARTE BANCAIRE\nCB SANS CONTACT\nCAFE DU TEST", "CAFE DU TEST"),
    ],
)
def test_shops_name_is_whole_and_no_title(text: str, name: str) -> None:
    assert head(f"{text}\nNO.5 JALAN SAGU 18\n43200 CHERAS")["seller_name"] == name


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ("(TEST VILLAGE)\nNO.5 JALAN SAGU 18\n43200 CHERAS", "NO.5 JALAN SAGU 18, 43200 CHERAS"),
        ("Centre commercial du Test\n75001 PARIS", "Centre commercial du Test, 75001 PARIS"),
        ("VAT No 123 4567 82\n4 Mill Lane\nYork YO1 7HH", "4 Mill Lane, York YO1 7HH"),
    ],
)
def test_address_stands_below_branch_and_numbers(lines: str, address: str) -> None:
    assert head(f"TEST COFFEE ROOM\n{lines}")["seller_address"] == address


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Total (incl GST)   51, 86\nTotal rounded   51, 85\nCash   100. 00\nChange   48. 15", "51.85"),
        ("Total   RM 102 .25\nVisa   102 .25", "102.25"),
        ("SUB TTL   54.41\nRND   -0.01\nTTL   54.40\nCASH   60.00\nCHG   5.60", "54.40"),
        ("BOUCHERIE DU TEST\nMerci de votre confiance\nCouverts 2\nCaisse 4\nTOTAL €   88,04", "88.04"),
        ("TOTAL TTC   23; 40 €\nCB   23,40 €", "23.40"),
    ],
)
def test_total_has_the_short_words_and_broken_amounts_of_tills(text: str, total: str) -> None:
    found = [each for each in totals.find(typed(text, confidence=0.9, dpi=200)) if each.name == "grand_total"]
    assert [each.normalized for each in found] == [total]


def test_amounts_in_two_are_no_amounts_of_a_text_layer() -> None:
    assert not list(totals.find(typed("Total   rooms 51, 86")))


def test_wares_from_america_leave_the_day_first() -> None:
    paper = typed(
        "KEDAI TEST\nJALAN SAGU\n06/12/2016 14:05\nNASI USA 4.00\nCASH 4.00\nTHANK YOU", dpi=200, language="eng"
    )
    assert [each.normalized for each in dates.find(paper) if each.name == "issue_date"] == ["2016-12-06"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Restaurant\nCHEZ LE TEST\n15 rue du Test\n75005 PARIS", "CHEZ LE TEST"),
        ("REÇU DE COURSE TAXI\nTAXI TEST\n8 rue du Test\n74000 ANNECY", "TAXI TEST"),
        ("LE 12/03/2018 A 11:52\nLAVERIE DU TEST\n06000 NICE", "LAVERIE DU TEST"),
    ],
)
def test_line_that_says_what_shop_or_slip_it_is_names_none(text: str, name: str) -> None:
    assert head(text)["seller_name"] == name


def test_branch_in_brackets_is_no_part_of_the_address() -> None:
    lines = "RESTORAN TEST\nNO.7, JALAN TEST 2/3\n47100 PUCHONG\n(Test Branch)"
    assert head(lines)["seller_address"] == "NO.7, JALAN TEST 2/3, 47100 PUCHONG"


@pytest.mark.parametrize("printed", ["Paid 25 Oct 18 09:09 PM", "Date: 25-0ct-2018", "25-OCT-18"])
def test_slips_date_may_be_of_its_payment_or_misread(printed: str) -> None:
    paper = typed(f"PARKING TEST\n{printed}\nTotal   RM 6.00\nCash   RM 6.00\nThank you", dpi=200)
    assert [each.normalized for each in dates.find(paper) if each.name == "issue_date"] == ["2018-10-25"]


def test_amount_that_was_rounded_is_what_was_paid() -> None:
    rows = ["Total Amount (RM)   106.32", "Rounding Adjustment   -0.02", "Round Amount (RM)   106.30"]
    text = "\n".join([*rows, "Cash   116.30", "Change   10.00"])
    found = [each for each in totals.find(typed(text, dpi=200)) if each.name == "grand_total"]
    assert [each.normalized for each in found] == ["106.30"]


def test_total_whose_tax_is_a_cent_off_is_not_proven() -> None:
    text = "PARKING\nTotal TTC   18,96 EUR\ndont TVA 20%   3,15 EUR\nCB"
    found = next(each for each in totals.find(typed(text, dpi=200)) if each.name == "grand_total")
    assert found.verdict is Verdict.PLAUSIBLE


def test_slogan_above_the_shop_is_not_its_name() -> None:
    assert head("Votre magasin de proximité\nPRESSE DU TEST\n1 place du Test\n31000 TOULOUSE")["seller_name"] == (
        "PRESSE DU TEST"
    )


def test_owner_of_the_licence_is_no_part_of_the_address() -> None:
    lines = "RESTORAN TEST\nBR NO.: (124525-H)\nNO.7, JALAN TEST 2/3\n47100 PUCHONG\nLicensee of Test Foods Inc"
    assert head(lines)["seller_address"] == "NO.7, JALAN TEST 2/3, 47100 PUCHONG"


def test_date_that_runs_into_its_time_is_read() -> None:
    paper = typed("KEDAI TEST\n02/09/201809:12  CT01\nTotal   RM 6.00\nCash   RM 6.00\nThank you", dpi=200)
    assert [each.normalized for each in dates.find(paper) if each.name == "issue_date"] == ["2018-09-02"]


def test_amount_of_a_card_slip_stands_a_row_below_its_label() -> None:
    text = "CARTE BANCAIRE\nCAFE DU TEST\nMONTANT REEL\n                    12,43 EUR\nDEBIT\nTICKET CLIENT"
    found = [each for each in totals.find(typed(text, dpi=200)) if each.name == "grand_total"]
    assert [each.normalized for each in found] == ["12.43"]


def test_total_a_row_off_is_the_amount_without_a_ware() -> None:
    text = "KEDAI TEST SDN BHD\nMILO 1KG           34.95\nTOTAL\n                   87.65\nVISA\nTERIMA KASIH"
    found = [each for each in totals.find(typed(text, dpi=200)) if each.name == "grand_total"]
    assert [each.normalized for each in found] == ["87.65"]
