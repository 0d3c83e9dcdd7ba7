"""The best of two readings, place by place: made readings in which every rule shows alone."""

import pytest

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.ocr.merge import merged, unsure_lines

Made = tuple[str, float, float, float]  # text, left, right, confidence


def line(*words: Made, top: float = 0.1) -> Line:
    return Line(tuple(Word(text, BBox(left, top, right, top + 0.02), sure) for text, left, right, sure in words))


def page(*lines: Line) -> PageText:
    blocks = (Block(BlockKind.TEXT, BBox(0, 0, 1, 1), lines),) if lines else ()
    return PageText(595, 842, blocks, engine="first")


def texts(first: PageText, second: PageText) -> list[str]:
    return [found.text for found in merged(first, second).page.lines]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("I2.5O", 0.4), ("12.50", 0.98), "12.50"),  # the surer one
        (("12.50", 0.95), ("12.5O", 0.7), "12.50"),
        (("12.5O", 0.95), ("12.50", 0.98), "12.50"),  # both are sure: the second is right three times in four
        (("12,5O", 0.5), ("12,50", 0.4), "12,50"),  # and where none is
        (("l’école", 0.9), ("l'école", 0.99), "l’école"),  # it does not know one apostrophe from another
    ],
)
def test_merged_different_words_in_one_place(first: tuple[str, float], second: tuple[str, float], kept: str) -> None:
    one, other = page(line((first[0], 0.1, 0.2, first[1]))), page(line((second[0], 0.1, 0.2, second[1])))
    assert texts(one, other) == [kept]


def test_merged_same_signs_take_the_second_readings_spaces_and_the_higher_confidence() -> None:
    first = page(line(("09/02/201811:40", 0.1, 0.4, 0.96)))
    second = page(line(("09/02/2018", 0.1, 0.28, 0.9), ("11:40", 0.3, 0.4, 0.9)))
    found = merged(first, second)
    assert found.page.text == "09/02/2018 11:40"
    assert [word.confidence for word in found.page.words] == [0.96, 0.96]
    assert found.second_share == 1.0


def test_merged_each_place_of_a_line_by_itself() -> None:
    first = page(line(("Total", 0.1, 0.2, 0.96), ("I2.5O", 0.6, 0.7, 0.3)))
    second = page(line(("Totai", 0.1, 0.2, 0.6), ("12.50", 0.6, 0.7, 0.98)))
    found = merged(first, second)
    assert found.page.text == "Total 12.50"
    assert found.second_share == 0.5
    assert [(word.bbox.left, word.bbox.right) for word in found.page.words] == [(0.1, 0.2), (0.6, 0.7)]


def test_merged_word_whose_box_is_too_high_stands_in_its_line() -> None:
    first = page(Line((Word("EUR", BBox(0.2, 0.06, 0.3, 0.12), 0.96),)))
    second = page(line(("TOTAL", 0.1, 0.19, 0.99), ("EUR", 0.2, 0.3, 0.99)))
    assert texts(first, second) == ["TOTAL EUR"]


def test_merged_line_that_only_the_second_sees_is_added() -> None:
    first, added = page(line(("Facture", 0.1, 0.2, 0.95))), line(("Merci", 0.1, 0.2, 0.9), top=0.5)
    assert texts(first, page(added)) == ["Merci", "Facture"]


def test_merged_words_that_only_one_sees_must_be_sure() -> None:
    first = page(line(("Facture", 0.1, 0.2, 0.95), ("~|", 0.8, 0.9, 0.3)), line(("oe", 0.1, 0.2, 0.4), top=0.6))
    second = page(line(("Facture", 0.1, 0.2, 0.99)), line(("#y", 0.1, 0.2, 0.1), top=0.8))
    assert texts(first, second) == ["Facture"]


def test_merged_with_an_empty_reading_is_the_other() -> None:
    full = page(line(("Facture", 0.1, 0.2, 0.5)))
    assert merged(full, page()).page.text == "Facture"
    assert merged(full, page()).second_share == 0.0
    assert merged(page(), full).page.text == "Facture"
    assert merged(page(), page()).page.blocks == ()


def test_merged_words_without_confidence_count_as_sure() -> None:
    words = Line((Word("Facture", BBox(0.1, 0.1, 0.2, 0.12)),))
    assert texts(page(words), page(line(("Fadure", 0.1, 0.2, 0.6)))) == ["Facture"]


@pytest.mark.parametrize(
    ("words", "is_unsure"),
    [
        ((("Montant", 0.1, 0.3, 0.97), ("total", 0.31, 0.49, 0.97)), False),
        ((("Montant", 0.1, 0.3, 0.97), ("tota1", 0.31, 0.49, 0.8)), True),  # a word is not sure
        ((("Montant", 0.1, 0.3, 0.97),), True),  # half of the line is not read
        ((), True),
    ],
)
def test_unsure_lines(words: tuple[Made, ...], is_unsure: bool) -> None:
    first = page(line(*words)) if words else page()
    assert unsure_lines(first)(BBox(0.09, 0.095, 0.5, 0.125)) is is_unsure


def test_unsure_lines_do_not_count_words_of_the_next_line() -> None:
    first = page(line(("Montant", 0.1, 0.5, 0.97), top=0.13))
    assert unsure_lines(first)(BBox(0.1, 0.1, 0.5, 0.12))
