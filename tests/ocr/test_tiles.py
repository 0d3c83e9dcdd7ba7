"""Large pages in parts: cut between lines, joined without doubling or losing any."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_model import picture_of

from lexo.document import BBox, BlockKind, PageImage, Table
from lexo.ocr.tiles import Tile, cut, is_too_large, join, on_page
from lexo.ocr.vision.pieces import Piece

RECEIPT = [f"item number {row} costs {row * 7 % 90},{row % 10}0" for row in range(60)]


def texts(*paragraphs: str) -> list[Piece]:
    return [Piece(BlockKind.TEXT, text, BBox(0, 0, 1, 0.5)) for text in paragraphs]


def lines_of(pieces: list[Piece]) -> list[str]:
    return [line for piece in pieces for line in piece.text.split("\n")]


def test_small_page_needs_no_parts() -> None:
    assert not is_too_large(picture_of(["a"]), 1_000_000)
    assert is_too_large(picture_of(["a"]), 1000)
    assert is_too_large(PageImage(bytes(100 * 400), 100, 400, 1, 100), 1_000_000)


def test_cut_parts_cover_the_page_overlap_and_are_small_enough() -> None:
    page = picture_of(RECEIPT)
    parts = cut(page, 600_000)
    assert len(parts) > 3
    assert parts[0].box.top == 0
    assert parts[-1].box.bottom == 1
    for part in parts:
        assert part.picture.width_px * part.picture.height_px <= 600_000
        assert len(part.picture.pixels) == part.picture.width_px * part.picture.height_px * 3
    for above, below in pairwise(parts):
        assert above.box.top < below.box.top < above.box.bottom < below.box.bottom


def test_cut_runs_through_no_line() -> None:
    page = picture_of(RECEIPT)
    grey = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px, 3)[:, :, 0]
    for part in cut(page, 600_000)[:-1]:
        row = round(part.box.bottom * page.height_px)
        assert grey[row - 1 : row + 1].min() > 200


def test_cut_page_without_quiet_rows_still_ends() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (3000, 200), dtype=np.uint8)
    parts = cut(PageImage(noise.tobytes(), 200, 3000, 1, 100), 50_000)
    assert parts[-1].box.bottom == 1


def test_cut_enormous_page_is_bounded() -> None:
    assert len(cut(PageImage(bytes(20 * 200_000), 20, 200_000, 1, 100), 5_000)) <= 70


def test_join_leaves_what_both_read_only_once() -> None:
    first = texts("one two three\nfour five six\nseven eight nine")
    second = texts("four five six\nseven eight nine\nten eleven twelve")
    assert lines_of(join([first, second])) == [
        "one two three",
        "four five six",
        "seven eight nine",
        "ten eleven twelve",
    ]


def test_join_forgives_small_differences() -> None:
    first = texts("alpha beta gamma delta", "Total amount: 1 284,56 EUR")
    second = texts("Total amount 1 284.56 EUR", "Thank you very much")
    assert lines_of(join([first, second])) == [
        "alpha beta gamma delta",
        "Total amount: 1 284,56 EUR",
        "Thank you very much",
    ]


def test_join_without_anything_in_common_keeps_both() -> None:
    assert lines_of(join([texts("alpha beta"), texts("gamma delta")])) == ["alpha beta", "gamma delta"]


def test_join_paragraph_that_goes_on_becomes_one() -> None:
    first = texts("the first sentence of a long paragraph\nwhich goes on in the next part")
    second = texts("which goes on in the next part\nand ends here")
    (piece,) = join([first, second])
    assert piece.text.split("\n")[-2:] == ["which goes on in the next part", "and ends here"]


def test_join_table_that_goes_on_has_its_rows_once() -> None:
    rows = [(f"item {row}", f"{row},50") for row in range(10)]
    first = Piece(BlockKind.TABLE, "", BBox(0, 0, 1, 0.6), Table.of_rows(BBox(0, 0, 1, 0.6), rows[:6], header_rows=1))
    second = Piece(BlockKind.TABLE, "", BBox(0, 0.5, 1, 1), Table.of_rows(BBox(0, 0.5, 1, 1), rows[4:]))
    (piece,) = join([[first], [second]])
    assert piece.table is not None
    assert list(piece.table.rows) == rows
    assert piece.box == BBox(0, 0, 1, 1)


def test_join_two_tables_stay_two() -> None:
    first = Piece(BlockKind.TABLE, "", None, Table.of_rows(BBox(0, 0, 1, 1), [("a", "b"), ("c", "d")]))
    second = Piece(BlockKind.TABLE, "", None, Table.of_rows(BBox(0, 0, 1, 1), [("x", "y"), ("z", "w")]))
    assert len(join([[first], [second]])) == 2


def test_on_page_boxes_are_those_of_the_page() -> None:
    tile = Tile(picture_of(["a"]), BBox(0, 0.5, 1, 0.75))
    inside, whole = on_page([Piece(BlockKind.TEXT, "a", BBox(0.1, 0.5, 0.2, 1)), Piece(BlockKind.TEXT, "b")], tile)
    assert inside.box == BBox(0.1, 0.625, 0.2, 0.75)
    assert whole.box == tile.box


@given(st.integers(0, 39), st.integers(1, 8), st.sampled_from(["\n", " "]))
@settings(max_examples=100)
def test_join_of_any_two_overlapping_stretches_is_the_whole(start: int, overlap: int, separator: str) -> None:
    start = max(start, overlap)
    first, second = RECEIPT[:start], RECEIPT[start - overlap :]
    joined = join([texts(separator.join(first)), texts(separator.join(second))])
    assert " ".join(lines_of(joined)).split() == " ".join(RECEIPT).split()


def test_join_similar_lines_are_matched_at_their_place() -> None:
    parts = [texts("\n".join(RECEIPT[start : start + 14])) for start in range(0, 60, 10)]
    assert lines_of(join(parts)) == RECEIPT


@pytest.mark.parametrize("parts", [[], [[]], [[], []], [texts("a b c"), []], [[], texts("a b c")]])
def test_join_of_little(parts: list[list[Piece]]) -> None:
    assert len(join(parts)) == sum(map(len, parts))
