"""A model's words on the places of the print: what agrees, what is invented, what is left out."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_model import first_of, picture_of

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.ocr.align import Alignment, align
from lexo.ocr.vision.fold import fold, number_in, only_lacks_separators, same_number
from lexo.ocr.vision.ink import Ink
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.pieces import Piece, page_of
from lexo.ocr.vision.words import SURE

LINES = (
    "Dear customer we thank you for your order",
    "of the third of March which we received today",
    "Please pay the amount of 1 284,56 EUR before",
    "the end of the month to our account",
)


def told_of(text: str) -> PageText:
    """What a model without boxes says."""
    return page_of(pieces_of_markdown(text), picture_of(LINES))


def aligned(text: str, lines: Sequence[str] = LINES, confidence: float | None = 0.95) -> Alignment:
    return align(told_of(text), first_of(lines, confidence))


def word(page: PageText, text: str) -> Word:
    return next(item for item in page.words if item.text == text)


def seen(text: str, lines: Sequence[str] = LINES) -> Word:
    return word(first_of(lines), text)


def test_align_same_text_gives_each_word_its_own_box() -> None:
    result = aligned("\n".join(LINES))
    assert [(item.text, item.bbox) for item in result.page.words] == [
        (item.text, item.bbox) for item in first_of(LINES).words
    ]
    assert all(item.confidence is not None and item.confidence > 0.95 for item in result.page.words)
    assert (result.support, result.found, result.page.warnings) == (1, 1, ())


def test_align_paragraph_on_one_line_is_broken_where_the_print_breaks() -> None:
    result = aligned(" ".join(LINES))
    assert [line.text for line in result.page.lines] == list(LINES)


def test_align_other_reading_order_finds_the_same_boxes() -> None:
    result = aligned("\n\n".join(reversed(LINES)))
    assert {(item.text, item.bbox) for item in result.page.words} == {
        (item.text, item.bbox) for item in first_of(LINES).words
    }
    assert [line.text for line in result.page.lines] == list(reversed(LINES))


def test_align_case_accents_and_punctuation_do_not_part_words() -> None:
    result = align(told_of("Élève, très «sage»."), first_of(["ELEVE tres sage"]))
    assert [item.bbox for item in result.page.words] == [item.bbox for item in first_of(["ELEVE tres sage"]).words]
    assert result.unseen == result.left_out == 0


def test_align_joined_and_split_words_share_the_print() -> None:
    result = align(told_of("the nineteen seventies werefun ok"), first_of(["thenineteen seventies were fun ok"]))
    first = first_of(["thenineteen seventies were fun ok"])
    the, nineteen = word(result.page, "the"), word(result.page, "nineteen")
    whole = word(first, "thenineteen").bbox
    assert whole.left == the.bbox.left < the.bbox.right <= nineteen.bbox.left < nineteen.bbox.right
    assert nineteen.bbox.right == pytest.approx(whole.right)
    assert word(result.page, "werefun").bbox == pytest.approx(
        BBox.around([word(first, "were").bbox, word(first, "fun").bbox])
    )
    assert (result.unseen, result.left_out) == (0, 0)


def test_align_word_that_was_hyphenated_stands_on_one_of_its_lines() -> None:
    first = first_of(["this is a continu-", "ation of the text"])
    result = align(told_of("this is a continuation of the text"), first)
    box = word(result.page, "continuation").bbox
    assert box == word(first, "continu-").bbox
    assert (result.unseen, result.left_out) == (0, 0)


def test_align_misread_word_takes_the_models_letters_and_less_confidence() -> None:
    result = align(told_of("Rechnung vom Montag"), first_of(["Rechnunq vom Montag"]))
    read = word(result.page, "Rechnung")
    assert read.bbox == seen("Rechnunq", ["Rechnunq vom Montag"]).bbox
    assert read.confidence is not None
    assert 0.3 < read.confidence < 0.7
    assert "Rechnunq" not in result.page.text


def test_align_number_that_differs_is_kept_twice_and_marked() -> None:
    result = aligned("\n".join(LINES).replace("284,56", "234,56"))
    mine = word(result.page, "234,56")
    assert mine.confidence == 0.3
    assert mine.bbox == seen("284,56").bbox
    assert word(result.page, "284,56") == seen("284,56")
    assert result.page.warnings == ("words_unseen", "words_left_out")


def test_align_number_that_the_first_reading_was_unsure_of_is_taken_with_doubt() -> None:
    result = aligned("\n".join(LINES).replace("284,56", "234,56"), confidence=0.4)
    assert word(result.page, "234,56").confidence == 0.5
    assert "284,56" not in result.page.text


def test_align_number_without_its_point_is_a_doubt_only_where_the_model_lost_it() -> None:
    lost_by_print = align(told_of("Rate was 5.9% then"), first_of(["Rate was 59% then"]))
    assert word(lost_by_print.page, "5.9%").confidence == 0.5
    assert lost_by_print.page.warnings == ()
    lost_by_model = align(told_of("Rate was 59% then"), first_of(["Rate was 5.9% then"]))
    assert word(lost_by_model.page, "59%").confidence == 0.3
    assert "words_unseen" in lost_by_model.page.warnings


def test_align_invented_sentence_is_kept_and_marked() -> None:
    result = aligned(
        f"{LINES[0]}\n{LINES[1]}\nThe unpaid balance attracts interest of nine percent.\n{LINES[2]}\n{LINES[3]}"
    )
    marked = [item.text for item in result.page.words if item.confidence is not None and item.confidence <= 0.3]
    assert " ".join(marked) == "The unpaid balance attracts interest of nine percent."
    assert "words_unseen" in result.page.warnings
    assert result.left_out == 0


def test_align_left_out_words_come_at_the_end() -> None:
    result = aligned("\n".join(LINES[:3]))
    assert result.page.blocks[-1].text == LINES[3]
    assert result.page.warnings == ("words_left_out",)
    assert result.left_out == 8


def test_align_unsure_scraps_are_not_put_at_the_end() -> None:
    first = first_of(LINES)
    scrap = Block(BlockKind.TEXT, BBox(0.8, 0.9, 0.9, 0.95), (Line((Word("~wq", BBox(0.8, 0.9, 0.9, 0.95), 0.2),)),))
    result = align(told_of("\n".join(LINES)), PageText(600, 300, (*first.blocks, scrap)))
    assert result.left_out == 0


def test_align_text_layer_keeps_its_letters() -> None:
    result = align(told_of("Rechnung Nr. 234,56"), first_of(["Rechnunq Nr. 284,56"], confidence=None))
    assert [item.text for item in result.page.words] == ["Rechnunq", "Nr.", "284,56"]


def test_align_word_missing_in_the_line_stands_in_its_gap_only_with_ink() -> None:
    lines = ("we met old friends here", "and had a good long talk together")
    picture = picture_of(lines)
    first = first_of(lines)
    gappy = PageText(600, 200, tuple(_without(block, "old") for block in first.blocks))
    told = page_of(pieces_of_markdown("\n".join(lines)), picture)
    dark = align(told, gappy, _AllInk())
    assert word(dark.page, "old").confidence == 0.5
    assert word(first, "met").bbox.right <= word(dark.page, "old").bbox.left
    assert word(dark.page, "old").bbox.right <= word(first, "friends").bbox.left + 1e-9
    assert word(align(told, gappy, None).page, "old").confidence == 0.3


class _AllInk:
    def is_in(self, box: BBox) -> bool:
        return True


def _without(block: Block, text: str) -> Block:
    lines = tuple(Line(tuple(item for item in line.words if item.text != text)) for line in block.lines)
    return Block(block.kind, block.bbox, lines)


def test_align_table_gives_cells_their_boxes() -> None:
    first = first_of(["Item Price", "Pen 1,50", "Ink 9,90"])
    html = "<table><tr><th>Item<th>Price<tr><td>Pen<td>1,50<tr><td>Ink<td>9,90</table>"
    result = align(told_of(html), first)
    (table,) = result.page.tables
    assert [cell.bbox for cell in table.cells] == [item.bbox for item in first.words]
    assert [cell.is_header for cell in table.cells] == [True, True, False, False, False, False]
    assert table.bbox == BBox.around(item.bbox for item in first.words)


def test_align_repeated_numbers_of_a_table_stay_in_their_rows() -> None:
    rows = ["North 0,00 12 0,00", "South 0,00 12 0,00", "East 0,00 12 0,00", "West 0,00 12 0,00"]
    first = first_of(rows)
    html = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row.split()) + "</tr>" for row in rows)
    result = align(told_of(f"<table>{html}</table>"), first)
    assert [item.bbox for item in result.page.words] == [item.bbox for item in first.words]


def test_align_formula_with_its_own_box_takes_the_scraps_within() -> None:
    first = first_of(["Energy is", "E=mcA2", "as we know"])
    box = BBox.around(line.bbox for line in list(first.lines)[1:2])
    pieces = [
        Piece(BlockKind.TEXT, "Energy is"),
        Piece(BlockKind.FORMULA, "E = mc^{2}", box),
        Piece(BlockKind.TEXT, "as we know"),
    ]
    result = align(page_of(pieces, picture_of(LINES)), first)
    formula = result.page.blocks[1]
    assert (formula.kind, formula.text, formula.bbox) == (BlockKind.FORMULA, "E = mc^{2}", box)
    assert all(item.confidence == 0.5 for item in formula.lines[0].words)
    assert result.left_out == 0


def test_align_grounded_block_over_print_nobody_read_is_doubtful_but_not_unseen() -> None:
    lines = ("typed words above", "Andree Jung")
    first = first_of(lines[:1])
    box = BBox(0.03, 0.5, 0.6, 0.8)
    told = page_of([Piece(BlockKind.TEXT, lines[0]), Piece(BlockKind.TEXT, lines[1], box)], picture_of(lines))
    result = align(told, PageText(600, 200, first.blocks), Ink(picture_of(lines)))
    assert [(item.confidence, item.bbox) for item in result.page.blocks[1].lines[0].words] == [(0.5, box)] * 2
    assert align(told, PageText(600, 200, first.blocks), None).page.warnings == ("words_unseen",)


def test_align_words_on_a_picture_are_kept_without_a_warning() -> None:
    first = first_of(["ACME Ltd", "Dear customer"])
    logo = BBox.around(item.bbox for item in list(first.words)[:2])
    told = page_of([Piece(BlockKind.PICTURE, box=logo), Piece(BlockKind.TEXT, "Dear customer")], picture_of(LINES))
    result = align(told, first)
    assert [block.kind for block in result.page.blocks] == [BlockKind.PICTURE, BlockKind.TEXT, BlockKind.TEXT]
    assert result.page.blocks[-1].text == "ACME Ltd"
    assert (result.left_out, result.found, result.page.warnings) == (0, 1, ())


def test_align_without_any_first_word_keeps_and_marks_everything() -> None:
    result = align(told_of("\n".join(LINES)), PageText(600, 300))
    assert result.support == 0
    assert all(item.confidence == 0.3 for item in result.page.words)


@pytest.mark.parametrize(
    ("said", "print_", "same"),
    [
        ("1 234,56", "1.234,56", False),
        ("1,234.56", "1.234,56", True),
        ("1'234.56", "1,234.56", True),
        ("-5,00", "5,00", False),
        ("12.", "12", True),
        ("O123", "0123", True),
        ("l2", "12", True),
        ("abc", "abd", True),
        ("FR76 3000", "FR7630O0", True),
    ],
)
def test_same_number(said: str, print_: str, same: bool) -> None:
    assert same_number(said, print_) is same


def test_numbers_and_folds() -> None:
    assert number_in("-1.234,56 €") == "-1.234.56"
    assert number_in("no. 7.") == "7"
    assert only_lacks_separators("170.00", "17000")
    assert not only_lacks_separators("17000", "170.00")
    assert fold("Œuvre-d’Été") == "oeuvredete"
    assert fold("\\alpha_{1}") == "α1"
    assert fold("—") == ""


VOCABULARY = "the of and invoice total 12 12,50 1.284,56 2024 Straße été l'eau — . x A-13B co-operate montant à".split()
texts = st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=8)
confidences = st.sampled_from([None, 0.2, 0.59, 0.6, 0.9])


@given(texts, texts, confidences)
@settings(max_examples=200)
def test_align_anything_loses_no_sure_word_and_stays_on_the_page(
    told: list[str], lines: list[str], confidence: float | None
) -> None:
    first = first_of(lines, confidence)
    result = align(page_of([Piece(BlockKind.TEXT, "\n".join(told))], picture_of(["x"])), first)
    boxes = [item.bbox for item in result.page.words]
    assert all(0 <= box.left <= box.right <= 1 and 0 <= box.top <= box.bottom <= 1 for box in boxes)
    own = [item.text for line in told for item in [*map(Word, line.split(), [boxes[0]] * 99)]]
    if confidence is not None:
        assert [item.text for item in result.page.words][: len(own)] == own
    if confidence is None or confidence >= SURE:
        for item in first.words:
            if fold(item.text):
                assert any(_covers(box, item.bbox) for box in boxes), item
    assert 0 <= result.support <= 1
    assert 0 <= result.found <= 1


def _covers(box: BBox, print_: BBox) -> bool:
    """Whether a box stands on a printed word, or on a part of it."""
    return (
        min(box.right, print_.right) > max(box.left, print_.left) - 1e-9
        and min(box.bottom, print_.bottom) > max(box.top, print_.top) - 1e-9
    )


@given(texts, confidences)
@settings(max_examples=100)
def test_align_equal_texts_is_identity(lines: list[str], confidence: float | None) -> None:
    first = first_of(lines, confidence)
    result = align(page_of([Piece(BlockKind.TEXT, "\n".join(lines))], picture_of(["x"])), first)
    letters = [(item.text, item.bbox) for item in result.page.words if fold(item.text)]
    assert letters == [(item.text, item.bbox) for item in first.words if fold(item.text)]
    assert result.unseen == result.left_out == 0
