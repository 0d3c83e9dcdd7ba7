"""Several papers in one scan are told apart, and the pages of one paper stay together."""

from typed import typed

from lexo.understanding.stack import splits

BILL = """
LUMIÈRE DU SUD
12 rue des Forges, 13001 Marseille                        www.lumiere-du-sud.fr

FACTURE n° 2024-118                                 Date : 03/04/2024

Consommation d'électricité     320 kWh              62,40 €
Abonnement                                          12,10 €
Total TTC                                           74,50 €
"""
CONDITIONS = """
Conditions générales de vente

Le client s'engage à régler la facture à la date indiquée. Tout retard entraîne
des pénalités. www.lumiere-du-sud.fr
"""
PAYSLIP = """
ATELIERS BERTIN SARL                         www.ateliers-bertin.fr

BULLETIN DE SALAIRE                          Période : mars 2024
Salarié : Jeanne Exemple
Salaire brut                                 2 100,00
Net à payer avant impôt                      1 640,00
Net payé                                     1 600,00
"""


def numbered(body: str, foot: str) -> str:
    """A page with that at its foot."""
    lines = body.strip("\n").splitlines()
    return "\n".join([*lines, *[""] * (66 - len(lines)), f"{'':80}{foot}"])


def begins(*pages: str, dpi: int | None = 300) -> list[int]:
    paper = typed(*pages, dpi=dpi)
    return [split.page for split in splits(paper.pages, (), "fra")]


def test_bill_and_payslip_in_one_scan_are_two_papers() -> None:
    assert begins(numbered(BILL, ""), numbered(PAYSLIP, "")) == [2]


def test_pages_numbered_one_after_the_other_are_one_paper() -> None:
    assert begins(numbered(BILL, "Page 1 / 2"), numbered(CONDITIONS, "Page 2 / 2")) == []


def test_page_one_after_the_last_page_begins_another_paper() -> None:
    pages = (numbered(BILL, "Page 1/2"), numbered(CONDITIONS, "Page 2/2"), numbered(PAYSLIP, "Page 1/1"))
    assert begins(*pages) == [3]


def test_conditions_on_the_back_belong_to_their_bill() -> None:
    assert begins(numbered(BILL, ""), numbered(CONDITIONS, "")) == []


def test_two_bills_of_one_sender_numbered_alike_are_two_papers() -> None:
    assert begins(numbered(BILL, "Page 1/1"), numbered(BILL, "Page 1/1")) == [2]


def test_file_that_was_born_digital_is_not_split_on_a_mere_suspicion() -> None:
    assert begins(numbered(BILL, ""), numbered(CONDITIONS, ""), dpi=None) == []


def test_paper_of_one_page_and_one_of_hundreds_are_left_alone() -> None:
    assert begins(numbered(BILL, "")) == []
    assert begins(*[numbered(BILL, "Page 1/1")] * 61) == []
