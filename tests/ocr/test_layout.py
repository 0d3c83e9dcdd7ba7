"""Reading order: columns of prose one after the other, forms and tables row by row, paragraphs kept together."""

import math

from lexo.document import BBox, Line, Word
from lexo.ocr.layout import in_reading_order, is_sideways

ROW = 0.02  # height of a printed row
LEFT = "alpha beta gamma delta epsilon".split()
RIGHT = "uno due tre quattro cinque".split()


def line(words: list[str], left: float, top: float, right: float, slope: float = 0.0) -> Line:
    """Words evenly spread between `left` and `right`."""
    step = (right - left) / len(words)
    boxes = [
        BBox(left + k * step, top + slope * (left + k * step), left + k * step + step * 0.9, top + ROW * 0.7)
        for k in range(len(words))
    ]
    tall = [BBox(b.left, b.top, b.right, b.top + ROW * 0.7) for b in boxes]
    return Line(tuple(Word(text, box) for text, box in zip(words, tall, strict=True)))


def text_of(lines: list[Line], slant: float = 0.0) -> list[str]:
    return [found.text for block in in_reading_order(lines, 1.0, slant) for found in block.lines]


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [line([f"L{row}", *LEFT], 0.05, 0.1 + row * ROW, 0.45) for row in range(10)]
    right = [line([f"R{row}", *RIGHT], 0.55, 0.1 + row * ROW, 0.95) for row in range(10)]
    mixed = [piece for pair in zip(left, right, strict=True) for piece in pair]
    assert [text.split()[0] for text in text_of(mixed)] == [f"{side}{row}" for side in "LR" for row in range(10)]


def test_columns_read_across_by_the_engine_are_taken_apart() -> None:
    across = [
        Line(
            line([f"L{row}", *LEFT], 0.05, 0.1 + row * ROW, 0.45).words
            + line([f"R{row}", *RIGHT], 0.55, 0.1 + row * ROW, 0.95).words
        )
        for row in range(10)
    ]
    assert [text.split()[0] for text in text_of(across)] == [f"{side}{row}" for side in "LR" for row in range(10)]


def test_title_over_columns_is_read_first_and_the_note_under_them_last() -> None:
    title = line("A title that runs over both of the columns".split(), 0.1, 0.02, 0.9)
    note = line("A note that runs under both of the columns".split(), 0.1, 0.5, 0.9)
    left = [line([f"L{row}", *LEFT], 0.05, 0.1 + row * ROW, 0.45) for row in range(10)]
    right = [line([f"R{row}", *RIGHT], 0.55, 0.1 + row * ROW, 0.95) for row in range(10)]
    found = [text.split()[0] + text.split()[1][0] for text in text_of([note, *right, *left, title])]
    assert found == ["At", *(f"L{row}a" for row in range(10)), *(f"R{row}u" for row in range(10)), "An"]


def test_labels_and_values_stay_in_one_row() -> None:
    labels = [line([f"label{row}"], 0.05, 0.1 + row * ROW, 0.2) for row in range(8)]
    values = [line([f"{row},00"], 0.8, 0.1 + row * ROW, 0.9) for row in range(8)]
    assert text_of([*labels, *values]) == [f"label{row} {row},00" for row in range(8)]


def test_table_with_long_texts_beside_figures_is_read_by_rows() -> None:
    texts = [line([f"T{row}", *LEFT], 0.05, 0.1 + row * ROW, 0.6) for row in range(12)]
    sums = [line([f"{row}0,00"], 0.85, 0.1 + row * ROW, 0.95) for row in range(12)]
    assert [text.split()[-1] for text in text_of([*texts, *sums])] == [f"{row}0,00" for row in range(12)]


def test_slanting_rows_stay_rows() -> None:
    slope = math.tan(math.radians(2.5))
    labels = [line([f"label{row}"], 0.05, 0.1 + row * ROW, 0.15, slope) for row in range(8)]
    values = [line([f"{row},00"], 0.8, 0.1 + row * ROW, 0.9, slope) for row in range(8)]
    assert text_of([*labels, *values], slant=2.5) == [f"label{row} {row},00" for row in range(8)]


def test_paragraphs_are_parted_by_white_space() -> None:
    first = [line(LEFT, 0.1, 0.1 + row * ROW, 0.9) for row in range(3)]
    second = [line(RIGHT, 0.1, 0.2 + row * ROW, 0.9) for row in range(2)]
    assert [len(block.lines) for block in in_reading_order([*first, *second], 0.7)] == [3, 2]


def test_no_lines_no_blocks() -> None:
    assert in_reading_order([], 0.7) == ()


def test_is_sideways_words_that_stand_upright_are_not() -> None:
    lying = Line((Word("facture", BBox(0.1, 0.1, 0.3, 0.12)), Word("de", BBox(0.3, 0.1, 0.31, 0.12))))
    standing = Line((Word("facture", BBox(0.1, 0.1, 0.12, 0.3)),))
    assert not is_sideways([lying], 0.7)
    assert is_sideways([standing], 0.7)
    assert not is_sideways([], 0.7)
