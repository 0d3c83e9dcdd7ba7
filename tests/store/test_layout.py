"""The stored form of a page: what goes in comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.columns import SCALE, columns_of, words_count, words_in
from lexo.document import BBox, Block, BlockKind, Line, PageText, Table, Word
from lexo.store import layout

edges = st.integers(0, SCALE).map(lambda value: value / SCALE)
boxes = st.builds(BBox, edges, edges, edges, edges)
confidences = st.none() | st.integers(0, 100).map(lambda value: value / 100)
words = st.builds(Word, st.text(st.characters(exclude_characters=" \n"), min_size=1, max_size=12), boxes, confidences)
lines = st.builds(Line, st.lists(words, min_size=1, max_size=4).map(tuple))
blocks = st.builds(Block, st.sampled_from(BlockKind), boxes, st.lists(lines, max_size=3).map(tuple))
pages = st.lists(blocks, max_size=4).map(tuple)


@given(pages)
def test_decode_of_encode_gives_the_same_blocks(page: tuple[Block, ...]) -> None:
    columns = columns_of(page)
    assert layout.decode(columns.text, layout.encode(columns)) == page


@given(pages)
def test_text_of_columns_is_the_pages(page: tuple[Block, ...]) -> None:
    columns = columns_of(page)
    assert columns.text == PageText(595, 842, page).text
    assert words_in(columns.text) == [word.text for word in PageText(595, 842, page).words]
    assert words_count(columns) == words_count(page) == len(words_in(columns.text))


def test_columns_keep_a_word_with_a_space_together_and_leave_empty_ones_out() -> None:
    box = BBox(0, 0, 1, 1)
    page = (Block(BlockKind.TEXT, box, (Line((Word("1 234\n€", box), Word("", box))), Line((Word("", box),)))),)
    assert columns_of(page).text == "1\u00a0234\u00a0€"
    assert [len(line.words) for block in columns_of(page) for line in block.lines] == [1]


def test_columns_cut_boxes_off_at_the_pages_edges() -> None:
    page = (Block(BlockKind.TEXT, BBox(-1, 0, 2, 1), (Line((Word("a", BBox(-0.1, 0.5, 9, 1), 1.2),)),)),)
    (block,) = layout.decode("a", layout.encode(columns_of(page)))
    assert (block.bbox, block.lines[0].words[0]) == (BBox(0, 0, 1, 1), Word("a", BBox(0, 0.5, 1, 1), 1.0))


def test_columns_are_equal_to_the_blocks_they_hold() -> None:
    page = (Block(BlockKind.PICTURE, BBox(0, 0, 1, 1)),)
    assert columns_of(page) == page
    assert hash(columns_of(page)) == hash(page)
    assert columns_of(page)[0] == page[0]
    assert columns_of(page) != ()


def test_layout_is_short() -> None:
    word = Word("Reçu", BBox(0.1, 0.2, 0.3, 0.4), 0.93)
    page = (Block(BlockKind.TEXT, BBox(0, 0, 1, 1), (Line((word,) * 1000),)),)
    assert len(layout.encode(columns_of(page))) == 9 + 13 + 9 * 1000


WORD = Word("a", BBox(0, 0, 1, 1))
STORED = layout.encode(columns_of((Block(BlockKind.TEXT, BBox(0, 0, 1, 1), (Line((WORD, WORD)),)),)))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a", STORED),
        ("a a a", STORED),
        ("", STORED),
        ("a a", STORED[:-1]),
        ("a a", b"[]"),
        ("a a", b"\x02" + STORED[1:]),
        ("a a", STORED[:9] + b"\x63" + STORED[10:]),
        ("a\n\na", STORED),
    ],
)
def test_decode_what_is_no_layout_of_that_text_is_refused(text: str, stored: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        layout.decode(text, stored)


def test_decode_without_layout_has_no_blocks() -> None:
    assert layout.decode("a page whose places are lost", b"") == ()


def test_decode_of_encode_gives_the_same_tables() -> None:
    tables = (Table.of_rows(BBox(0.1, 0.2, 0.3, 0.4), (("a", ""), ("«", "1 234,56 €"))),)
    assert layout.decode_tables(layout.encode_tables(tables)) == tables
