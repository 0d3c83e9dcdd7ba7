"""A word that a person corrected stands at its place, whatever an engine reads there."""

from dataclasses import replace

import pytest
from typed import typed_page

from lexo.document import BBox, Cell, PageText, Table
from lexo.store.words import CorrectedWord, corrected

PRINTED = """
Facture n° FA-17     Miel
Total 1OO,00 €
"""


def place_of(page: PageText, text: str) -> BBox:
    return next(word.bbox for word in page.words if word.text == text)


def test_corrected_word_takes_the_place_of_the_one_that_was_read() -> None:
    page = typed_page(PRINTED)
    mended = corrected(page, [CorrectedWord(place_of(page, "1OO,00"), "100,00")])
    assert mended.text == "Facture n° FA-17 Miel\nTotal 100,00 €"
    assert place_of(mended, "100,00") == pytest.approx(place_of(page, "1OO,00"))


def test_corrected_word_of_two_words_stands_side_by_side() -> None:
    page = typed_page(PRINTED)
    mended = corrected(page, [CorrectedWord(place_of(page, "1OO,00"), "1 00,00")])
    assert mended.text.splitlines()[1] == "Total 1 00,00 €"
    assert place_of(mended, "1").right < place_of(mended, "00,00").left


def test_words_that_a_new_reading_split_are_one_again() -> None:
    page = typed_page(PRINTED)
    box = BBox(place_of(page, "Facture").left, place_of(page, "Facture").top, *place_of(page, "n°")[2:])
    assert corrected(page, [CorrectedWord(box, "Avoir")]).text.startswith("Avoir FA-17")


def test_word_that_is_none_is_taken_out_and_its_empty_line_with_it() -> None:
    page = typed_page("Bonjour\n\nx")
    assert corrected(page, [CorrectedWord(place_of(page, "x"), "")]).text == "Bonjour"


def test_word_where_the_new_reading_saw_nothing_joins_its_line() -> None:
    page = typed_page(PRINTED)
    gap = BBox(0.18, place_of(page, "Facture").top, 0.2, place_of(page, "Facture").bottom)
    assert corrected(page, [CorrectedWord(gap, "bis")]).text.startswith("Facture n° FA-17 bis Miel")


def test_word_far_from_every_line_stands_for_itself() -> None:
    page = typed_page(PRINTED)
    assert corrected(page, [CorrectedWord(BBox(0.8, 0.9, 0.9, 0.92), "signé")]).text.endswith("\n\nsigné")


def test_later_correction_of_the_same_place_wins() -> None:
    page = typed_page(PRINTED)
    box = place_of(page, "1OO,00")
    assert "200,00" in corrected(page, [CorrectedWord(box, "100,00"), CorrectedWord(box, "200,00")]).text


def in_table(*cells: Cell) -> PageText:
    return replace(typed_page(PRINTED), tables=(Table(BBox(0, 0, 1, 1), cells),))


def test_word_of_a_table_is_corrected_in_its_cell() -> None:
    page = in_table(Cell(0, 0, "Total"), Cell(0, 1, "1OO,00 €"))
    mended = corrected(page, [CorrectedWord(place_of(page, "1OO,00"), "100,00")])
    assert mended.tables[0].rows == (("Total", "100,00 €"),)


def test_word_that_several_cells_say_is_corrected_at_its_place_only() -> None:
    here = place_of(typed_page(PRINTED), "1OO,00")
    page = in_table(Cell(0, 0, "1OO,00", bbox=BBox(0, 0.9, 0.1, 1)), Cell(0, 1, "1OO,00", bbox=here))
    assert corrected(page, [CorrectedWord(here, "100,00")]).tables[0].rows == (("1OO,00", "100,00"),)


def test_word_that_several_cells_without_a_place_say_is_left_in_the_table() -> None:
    page = in_table(Cell(0, 0, "1OO,00"), Cell(0, 1, "1OO,00"))
    box = place_of(page, "1OO,00")
    assert corrected(page, [CorrectedWord(box, "100,00")]).tables[0].rows == (("1OO,00", "1OO,00"),)
