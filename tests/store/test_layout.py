"""The stored form of a page: what goes in comes out."""

from hypothesis import given
from hypothesis import strategies as st

from lexo.document import BBox, Block, BlockKind, Line, Table, Word
from lexo.store import layout

edges = st.integers(0, layout.SCALE).map(lambda value: value / layout.SCALE)
boxes = st.builds(BBox, edges, edges, edges, edges)
confidences = st.none() | st.integers(0, 100).map(lambda value: value / 100)
words = st.builds(Word, st.text(min_size=1, max_size=12), boxes, confidences)
lines = st.builds(Line, st.lists(words, min_size=1, max_size=4).map(tuple))
blocks = st.builds(Block, st.sampled_from(BlockKind), boxes, st.lists(lines, max_size=3).map(tuple))


@given(st.lists(blocks, max_size=4).map(tuple))
def test_decode_of_encode_gives_the_same_blocks(page: tuple[Block, ...]) -> None:
    assert layout.decode(layout.encode(page)) == page


def test_decode_of_encode_gives_the_same_tables() -> None:
    tables = (Table(BBox(0.1, 0.2, 0.3, 0.4), (("a", ""), ("«", "1 234,56 €"))),)
    assert layout.decode_tables(layout.encode_tables(tables)) == tables


def test_encode_keeps_text_readable_and_short() -> None:
    page = (Block(BlockKind.TEXT, BBox(0, 0, 1, 1), (Line((Word("Reçu", BBox(0.1, 0.2, 0.3, 0.4), 0.93),)),)),)
    assert layout.encode(page) == '[["text",[0,0,10000,10000],[[["Reçu",1000,2000,3000,4000,93]]]]]'
