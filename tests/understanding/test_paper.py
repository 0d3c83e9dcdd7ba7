"""A page as lines, rows and cells."""

import pytest
from typed import typed

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.understanding.paper import COLUMN_GAP, paper_of

INVOICE = """
Facture n° FA-17                     Date : 03/04/2024

Désignation          Quantité        Montant
Miel de sapin        2               18,00
                     Total TTC       18,00
Échéance
03/05/2024
"""


def test_row_of_two_columns_has_two_cells() -> None:
    row = typed(INVOICE).pages[0].rows[0]
    assert [cell.text for cell in row.cells] == ["Facture n° FA-17", "Date : 03/04/2024"]
    assert row.text == f"Facture n° FA-17{COLUMN_GAP}Date : 03/04/2024"


def test_proof_of_a_stretch_is_its_words_and_their_box() -> None:
    row = typed(INVOICE).pages[0].rows[0]
    start = row.text.index("FA-17")
    proof = row.proof(start, start + 5)
    assert (proof.page, proof.text) == (1, "FA-17")
    assert proof.boxes[0].left == pytest.approx(0.11)


def test_cell_at_a_position_is_the_one_that_holds_it() -> None:
    row = typed(INVOICE).pages[0].rows[0]
    assert row.cell_at(row.text.index("03/04")).text == "Date : 03/04/2024"
    assert row.cell_at(0).text == "Facture n° FA-17"


def test_line_confidence_is_that_of_its_worst_word() -> None:
    assert typed("Total 18,00", confidence=0.5).pages[0].rows[0].confidence == 0.5


def test_two_lines_beside_one_tall_heading_are_two_rows() -> None:
    heading = Line((Word("FACTURE", BBox(0.6, 0.05, 0.9, 0.09)),))
    name = Line((Word("Exemple", BBox(0.1, 0.05, 0.2, 0.065)),))
    street = Line((Word("Rue", BBox(0.1, 0.07, 0.15, 0.085)), Word("Haute", BBox(0.16, 0.07, 0.25, 0.085))))
    block = Block(BlockKind.TEXT, BBox(0.1, 0.05, 0.9, 0.09), (heading, name, street))
    rows = paper_of([(1, PageText(595.0, 842.0, (block,), engine="text-layer"))]).pages[0].rows
    assert not any("Exemple" in row.text and "Rue" in row.text for row in rows)
