"""Each family's answers: as they should be, and as they are on a bad day."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.document import BBox, BlockKind
from lexo.ocr.vision.doctags import pieces_of_doctags
from lexo.ocr.vision.families import FAMILIES
from lexo.ocr.vision.grounding import pieces_of_deepseek, pieces_of_unlimited
from lexo.ocr.vision.layout_json import pieces_of_layout, seen_size
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.pieces import Piece

DEEPSEEK = """<|ref|>title<|/ref|><|det|>[[100, 50, 899, 99]]<|/det|>
# Invoice 42

<|ref|>text<|/ref|><|det|>[[100, 120, 500, 180]]<|/det|>
Dear **customer**,
please pay.

<|ref|>table<|/ref|><|det|>[[100, 200, 900, 400]]<|/det|>
<table><tr><td>Pen</td><td>1,50</td></tr></table>

<|ref|>equation<|/ref|><|det|>[[100, 450, 900, 500]]<|/det|>
\\[ x \\coloneqq \\frac{a}{b} \\]

<|ref|>image<|/ref|><|det|>[[100, 600, 400, 800]]<|/det|>

<|ref|>page_number<|/ref|><|det|>[[480, 950, 520, 970]]<|/det|>
7<｜end▁of▁sentence｜>"""


def kinds(pieces: list[Piece]) -> list[BlockKind]:
    return [piece.kind for piece in pieces]


def test_deepseek_blocks_have_kinds_and_boxes() -> None:
    pieces = pieces_of_deepseek(DEEPSEEK)
    assert kinds(pieces) == [
        BlockKind.TITLE,
        BlockKind.TEXT,
        BlockKind.TABLE,
        BlockKind.FORMULA,
        BlockKind.PICTURE,
        BlockKind.FOOTER,
    ]
    assert [piece.text for piece in pieces] == [
        "Invoice 42",
        "Dear customer,\nplease pay.",
        "",
        "x := \\frac{a}{b}",
        "",
        "7",
    ]
    assert pieces[0].box == pytest.approx(BBox(100 / 999, 50 / 999, 899 / 999, 99 / 999))
    assert pieces[2].table is not None
    assert pieces[2].table.rows == (("Pen", "1,50"),)


@pytest.mark.parametrize(
    ("numbers", "box"),
    [
        ("[[-50, -3, 2000, 999999]]", BBox(0, 0, 1, 1)),
        ("[[500, 500, 100, 100]]", BBox(100 / 999, 100 / 999, 500 / 999, 500 / 999)),
        ("[[0, 0, 100, 100], [200, 300, 999, 999]]", BBox(0, 0, 1, 1)),
        ("[[[0, 0, 999, 999]]]", BBox(0, 0, 1, 1)),
        ("[[5, 5, 5, 5]]", None),
        ("[[1, 2, 3]]", None),
        ("[[1e9, nan, inf, 4]]", None),
        ("__import__('os').system('true')", None),
        ("", None),
    ],
)
def test_deepseek_odd_boxes_are_cut_or_left_out(numbers: str, box: BBox | None) -> None:
    (piece,) = pieces_of_deepseek(f"<|ref|>text<|/ref|><|det|>{numbers}<|/det|>\nHello")
    assert piece.text == "Hello"
    assert piece.box == (pytest.approx(box) if box else None)


def test_deepseek_lines_as_labels_are_text() -> None:
    pieces = pieces_of_deepseek(
        "<|ref|>Total 12,50<|/ref|><|det|>[[0, 0, 500, 20]]<|/det|>\n"
        "<|ref|>Thank you<|/ref|><|det|>[[0, 30, 500, 50]]<|/det|>"
    )
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (BlockKind.TEXT, "Total 12,50"),
        (BlockKind.TEXT, "Thank you"),
    ]


def test_deepseek_without_boxes_is_markdown() -> None:
    pieces = pieces_of_deepseek("# Title\n\nText")
    assert [(piece.kind, piece.text, piece.box) for piece in pieces] == [
        (BlockKind.TITLE, "Title", None),
        (BlockKind.TEXT, "Text", None),
    ]


def test_unlimited_blocks() -> None:
    pieces = pieces_of_unlimited(
        "<PAGE><|det|>title [99, 99, 499, 199]<|/det|>Report\n<|det|>text [0, 300, 999, 400]<|/det|>All is well."
    )
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (BlockKind.TITLE, "Report"),
        (BlockKind.TEXT, "All is well."),
    ]
    assert pieces[1].box == pytest.approx(BBox(0, 300 / 999, 1, 400 / 999))


def test_doctags_elements() -> None:
    pieces = pieces_of_doctags(
        "<doctag><page_header><loc_15><loc_10><loc_400><loc_20>ACME</page_header>\n"
        "<section_header_level_1><loc_50><loc_50><loc_450><loc_60>Prices</section_header_level_1>\n"
        "<unordered_list><list_item><loc_50><loc_70><loc_450><loc_80>first</list_item></unordered_list>\n"
        "<otsl><loc_50><loc_100><loc_450><loc_200><ched>Item<ched>Price<nl><fcel>Pen<fcel>2<nl></otsl>\n"
        "<formula><loc_50><loc_210><loc_450><loc_220>E = mc^{2}</formula>\n"
        "<code><loc_50><loc_230><loc_450><loc_240><_Python_>x = 1</code>\n"
        "<picture><loc_50><loc_300><loc_450><loc_400><logo></picture></doctag><|end_of_text|>"
    )
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (BlockKind.HEADER, "ACME"),
        (BlockKind.TITLE, "Prices"),
        (BlockKind.TEXT, "first"),
        (BlockKind.TABLE, ""),
        (BlockKind.FORMULA, "E = mc^{2}"),
        (BlockKind.CODE, "x = 1"),
        (BlockKind.PICTURE, ""),
    ]
    assert pieces[3].table is not None
    assert pieces[3].table.rows == (("Item", "Price"), ("Pen", "2"))
    assert pieces[1].box == pytest.approx(BBox(0.1, 0.1, 0.9, 0.12))


def test_dots_layout_boxes_are_those_of_the_picture_it_saw() -> None:
    answer = [
        {"bbox": [0, 0, 560, 280], "category": "Section-header", "text": "# Lease"},
        {"bbox": [0, 280, 1120, 560], "category": "Table", "text": "<table><tr><td>a</td><td>b</td></tr></table>"},
        {"bbox": [0, 600, 1120, 700], "category": "Formula", "text": "$$a^2$$"},
        {"bbox": [0, 700, 1120, 800], "category": "Picture"},
    ]
    assert seen_size(1125, 1405) == (1120, 1400)
    pieces = pieces_of_layout(json.dumps(answer), (1125, 1405))
    assert kinds(pieces) == [BlockKind.TITLE, BlockKind.TABLE, BlockKind.FORMULA, BlockKind.PICTURE]
    assert pieces[0].box == pytest.approx(BBox(0, 0, 0.5, 0.2))
    assert [piece.text for piece in pieces] == ["Lease", "", "a^2", ""]


def test_dots_layout_cut_off_keeps_the_whole_parts() -> None:
    answer = '[{"bbox": [0,0,9,9], "category": "Text", "text": "one"}, {"bbox": [0,0,9,9], "category": "Text", "te'
    assert [piece.text for piece in pieces_of_layout(answer, (1000, 1000))] == ["one"]


@pytest.mark.parametrize("bomb", ["[" * 100_000, '{"a":' * 100_000, '[{"bbox": [1,2,3], "text": {"x": 1}}]', "{}"])
def test_dots_layout_hostile_json_gives_nothing(bomb: str) -> None:
    assert pieces_of_layout(bomb, (1000, 1000)) == []


def test_dots_layout_large_and_small_pictures_are_scaled_within_limits() -> None:
    for size in ((10_000, 10_000), (10, 10), (20_000, 30), (1, 1)):
        width, height = seen_size(*size)
        assert width % 28 == height % 28 == 0
        assert width * height <= 11_289_600


def test_markdown_signs_of_form_go_and_print_stays() -> None:
    text = (
        "## 1. *Payment* terms ##\n\nSee [our site](http://x.example/y), **due** `now` \\* 5\\_000 &amp; more<br>next\n"
        "> quoted\n\n---\n\n- item\n\n![logo](a.png)\n\n<center>Figure 1</center>\n\nwrite to <info@acme.example>\n"
    )
    assert [(piece.kind, piece.text) for piece in pieces_of_markdown(text)] == [
        (BlockKind.TITLE, "1. Payment terms"),
        (BlockKind.TEXT, "See our site, due now * 5_000 & more\nnext\nquoted"),
        (BlockKind.TEXT, "- item"),
        (BlockKind.PICTURE, ""),
        (BlockKind.TEXT, "Figure 1"),
        (BlockKind.TEXT, "write to <info@acme.example>"),
    ]


def test_markdown_formulas_of_every_kind() -> None:
    pieces = pieces_of_markdown("We have \\(x_1 * y_1\\) and\n\n$$a \\eqqcolon b$$\n\n\\[\\sqrt{2\\]\n\nfor $5 and $6.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (BlockKind.TEXT, "We have \\(x_1 * y_1\\) and"),
        (BlockKind.FORMULA, "a =: b"),
        (BlockKind.FORMULA, "\\sqrt{2}"),
        (BlockKind.TEXT, "for $5 and $6."),
    ]


def test_markdown_code_keeps_its_lines() -> None:
    (piece,) = pieces_of_markdown("```python\nx = 1\n  # no title\n```")
    assert (piece.kind, piece.text) == (BlockKind.CODE, "x = 1\n  # no title")


def test_markdown_text_around_a_table_stays_in_order() -> None:
    pieces = pieces_of_markdown("before\n<table><tr><td>a</td></tr></table>\nafter")
    assert kinds(pieces) == [BlockKind.TEXT, BlockKind.TABLE, BlockKind.TEXT]


SCRAPS = (
    "<|ref|> <|/ref|> <|det|> <|/det|> [[1,2,3,4]] <table> <td> </table> <fcel> <nl> <loc_5> <text> </text> <otsl> "
    "$$ \\[ \\] ``` ** [ ] { <!-- --> &amp; x".split()
)
answers = st.lists(
    st.sampled_from(
        [*SCRAPS, "| a | b |\n", "| --- |", "# ", "\n", "\n\n", "é 1,5", '{"text": "a"}', '"bbox": [1]', "\0"]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("family", FAMILIES)
@given(answers)
def test_any_answer_gives_pieces_within_the_page(family: str, answer: str) -> None:
    for piece in FAMILIES[family].parse(answer, (1000, 1400)):
        assert piece.box is None or all(0 <= edge <= 1 for edge in piece.box)
        assert not piece.says_nothing
