"""Who sends a paper and who is addressed: what counts as evidence."""

import pytest
from typed import typed

from lexo.understanding.papers import trade_parties


def parties(text: str, **more: object) -> dict[str, str]:
    return {field.name: field.value for field in trade_parties.find(typed(text, **more))}  # type: ignore[arg-type]


def test_legal_line_names_the_sender() -> None:
    text = "Bienvenue\n\n\nFictif SAS au capital de 3 441 812 € - RCS Paris B 123 456 789"
    assert parties(text) == {"seller_name": "Fictif SAS"}


def test_domain_of_the_paper_speaks_for_a_name() -> None:
    text = "Exemplaire\nFacture n° 12\nwww.exemplaire.example"
    assert parties(text) == {"seller_name": "Exemplaire"}


def test_first_line_alone_names_nobody() -> None:
    assert parties("Conclusion du chapitre\nLe texte va ici et là, sans plus.") == {}


def test_sections_with_labelled_names_name_both() -> None:
    text = """
Verkäufer
Nummer:            549910
Name:              Muster Lieferant GmbH
Anschrift:         Lieferstraße 20
Käufer
Nummer:            GE2020
Name:              Test Kunden AG
"""
    assert parties(text, language="deu") == {"seller_name": "Muster Lieferant GmbH", "buyer_name": "Test Kunden AG"}


@pytest.mark.parametrize("label", ["Facturé à :", "Client :", "Adresse de facturation", "Bill to:", "Destinataire"])
def test_block_below_its_label_is_the_addressee(label: str) -> None:
    found = parties(f"Exemple SARL\n\n{label}\nAlice Modèle\n1 rue du Test\n69001 Lyon")
    assert (found["buyer_name"], found["buyer_address"]) == ("Alice Modèle", "1 rue du Test, 69001 Lyon")


def test_address_to_deliver_to_is_not_the_senders() -> None:
    text = """
Exemple SARL - 1 rue du Nord - 59000 Lille



Adresse de livraison                                   Ma boutique
Ma boutique                                            2 rue du Sud
2 rue du Sud                                           13001 Marseille
13001 Marseille
"""
    found = parties(text)
    assert (found["seller_name"], found["buyer_name"]) == ("Exemple SARL", "Ma boutique")


def test_attention_line_gives_the_name_behind_it() -> None:
    assert parties("Exemple Inc.\nBill to Address:\nATTN: Test Labs Limited\n9 Some Road", language="eng")[
        "buyer_name"
    ] == ("Test Labs Limited")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "BAR DU TEST SDN BHD\n(789417-W)\nNO.5 JALAN SAGU 18\nTAX INVOICE\nTOTAL 4\nCASH 5\nTHANK YOU",
            "BAR DU TEST SDN BHD",
        ),
        (
            "A03041\nPERNIAGAAN TEST\nJM0325955-V\nNO.5 JALAN SAGU 18\nTAX INVOICE\nTOTAL 4\nCASH 5\nTHANK YOU",
            "PERNIAGAAN TEST",
        ),
        ("TEST & FILS\nTEL 0102030405\nTICKET 5\nTOTAL 4\nCB 4\nMERCI", "TEST & FILS"),
        ("DUPLICATA\nCAFE DU TEST\n1 RUE HAUTE\n75001 PARIS\nTICKET 5\nTOTAL 4\nCB 4\nMERCI", "CAFE DU TEST"),
        ("FUN N TEST\nSDN BHD\nNO.5 JALAN SAGU 18\nTAX INVOICE\nTOTAL 4\nCASH 5\nTHANK YOU", "FUN N TEST SDN BHD"),
    ],
)
def test_slip_has_its_shop_in_its_first_lines(text: str, name: str) -> None:
    assert parties(text, dpi=200)["seller_name"] == name


def test_slips_address_ends_at_the_phone() -> None:
    text = "CAFE DU TEST\n1 RUE HAUTE\n75001 PARIS\nTEL 0102030405\nTICKET 5\nTOTAL 4\nCB 4\nMERCI"
    assert parties(text, dpi=200)["seller_address"] == "1 RUE HAUTE, 75001 PARIS"


def test_logo_that_was_hardly_read_is_passed_over() -> None:
    lines = "Wory Catcrlng\nFIVE TEST STARS\nNO.5 JALAN SAGU 18\nTAX INVOICE\nTOTAL 4\nCASH 5\nTHANK YOU"
    paper = typed(lines, dpi=200, confidence=0.9)
    unsure = typed(lines.split("\n", 1)[0], dpi=200, confidence=0.3)
    page = paper.pages[0]
    mixed = type(paper)(
        (
            type(page)(
                1, page.content, (*unsure.pages[0].lines, *page.lines[1:]), (*unsure.pages[0].rows, *page.rows[1:])
            ),
        ),
        page_count=1,
    )
    assert next(trade_parties.find(mixed)).value == "FIVE TEST STARS"


def test_heading_alone_is_nobodys_name() -> None:
    text = """
Exemplaire Labs LLC        Bill to
404 Market Street          Julie Ferrand
                           12 rue des Lilas
                           69003 Lyon
"""
    assert parties(text, language="eng")["buyer_name"] == "Julie Ferrand"


def test_holder_of_the_account_is_no_buyer() -> None:
    text = """
Claire Vasseur
16 rue des Lilas
75011 Paris
SIRET : 353 156 193 00040

À l'attention de
Mairie de Trévignon
67 avenue Jean Jaurès
31200 Toulouse

Titulaire : Claire Vasseur
IBAN : FR76 8043 8408 5342 3155 5810 636
"""
    assert (parties(text)["seller_name"], parties(text)["buyer_name"]) == ("Claire Vasseur", "Mairie de Trévignon")


def test_capital_without_a_name_names_nobody() -> None:
    text = "Le Grand Large\n\nSAS au capital de 40 000 € - SIRET 374 715 043 00005"
    assert parties(text).get("seller_name") != "SAS au capital de 40 000 €"


def test_word_of_streets_within_a_name_is_no_street() -> None:
    text = """
Fictif SARL
3 rue des Lilas
35000 Rennes
SIRET : 353 156 193 00040
                                                Clinique du Parc SAS
                                                116 route de Lyon
                                                13006 Marseille
"""
    assert parties(text)["buyer_name"] == "Clinique du Parc SAS"
