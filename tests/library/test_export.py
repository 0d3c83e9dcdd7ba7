"""Pages as text, Markdown and JSON."""

import json

import pytest

from lexo.document import BBox, Block, BlockKind, Line, PageText, Table, Word
from lexo.library.export.json import to_json
from lexo.library.export.markdown import to_markdown
from lexo.library.export.paper import Paper
from lexo.library.export.text import to_text

LETTER = 0.01  # width of a letter, as a fraction of the page


def block(*rows: str, kind: BlockKind = BlockKind.TEXT, top: float = 0.1, height: float = 0.02) -> Block:
    """Rows of words, each letter as wide as the others, flush left."""
    lines = []
    for index, row in enumerate(rows):
        left, words = 0.1, []
        for word in row.split():
            right = left + len(word) * LETTER
            words.append(Word(word, BBox(left, top + index * height, right, top + (index + 0.9) * height), 0.5))
            left = right + LETTER
        lines.append(Line(tuple(words)))
    return Block(kind, BBox.around(line.bbox for line in lines), tuple(lines))


def page(*blocks: Block, tables: tuple[Table, ...] = ()) -> PageText:
    return PageText(595, 842, blocks, tables, engine="made", warnings=("page_doubtful",))


def test_to_text_keeps_printed_lines_and_separates_pages() -> None:
    assert to_text([page(block("un deux", "trois")), page(block("quatre"))]) == "un deux\ntrois\n\f\nquatre"


def test_to_markdown_joins_what_the_margin_broke() -> None:
    text = block("Nous vous prions de trouver ci-joint", "le relevé de vos consommations du mois")
    assert to_markdown([page(text)]) == (
        "Nous vous prions de trouver ci-joint le relevé de vos consommations du mois\n"
    )


def test_to_markdown_makes_broken_words_whole() -> None:
    text = block("les services de notre adminis-", "tration vous saluent bien bas")
    assert to_markdown([page(text)]) == "les services de notre administration vous saluent bien bas\n"


def test_to_markdown_keeps_the_hyphen_before_a_capital() -> None:
    text = block("voyage organisé de Paris-Saint-", "Denis jusqu'à Marseille en été")
    assert "Paris-Saint-Denis" in to_markdown([page(text)])


def test_to_markdown_keeps_lines_that_somebody_ended() -> None:
    address = block("Madame Marie-Claude Dupont-Lefebvre", "12 rue X", "75001 Paris")
    assert to_markdown([page(address)]) == "Madame Marie-Claude Dupont-Lefebvre  \n12 rue X  \n75001 Paris\n"


def test_to_markdown_titles_are_headings_by_their_size() -> None:
    large = block("FACTURE", kind=BlockKind.TITLE, height=0.04)
    small = block("Détail", kind=BlockKind.TITLE, height=0.02, top=0.3)
    assert to_markdown([page(large, small)]) == "# FACTURE\n\n### Détail\n"


def test_to_markdown_lists_have_items() -> None:
    assert to_markdown([page(block("• un", "• deux"))]) == "- un\n- deux\n"


def test_to_markdown_table_stands_where_its_words_do() -> None:
    table = Table.of_rows(BBox(0, 0.28, 1, 0.4), (("Nom", "Prix"), ("A|B", "1")))
    found = to_markdown([page(block("avant"), block("Nom Prix", top=0.3), block("après", top=0.6), tables=(table,))])
    assert found == "avant\n\n| Nom | Prix |\n| --- | --- |\n| A\\|B | 1 |\n\naprès\n"


def test_to_markdown_table_without_words_stands_by_its_place() -> None:
    table = Table.of_rows(BBox(0, 0.2, 1, 0.4), (("a",),))
    found = to_markdown([page(block("avant"), block("après", top=0.6), tables=(table,))])
    assert found.index("avant") < found.index("| a |") < found.index("après")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("<script>", "\\<script>"),
        ("# 12", "\\# 12"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_to_markdown_signs_stay_signs(text: str, expected: str) -> None:
    assert to_markdown([page(block(text))]) == expected + "\n"


def test_to_markdown_names_pages_when_there_are_several() -> None:
    found = to_markdown([page(block("un")), page(block("deux"))])
    assert found == "<!-- page 1 -->\n\nun\n\n<!-- page 2 -->\n\ndeux\n"


def test_to_markdown_of_blank_page_is_empty() -> None:
    assert to_markdown([PageText(595, 842)]) == ""


def test_to_json_has_words_with_boxes_and_warnings_in_words() -> None:
    read = page(block("été"), tables=(Table.of_rows(BBox(0, 0, 1, 1), (("x",),)),))
    found = json.loads(to_json(Paper("a.pdf", (read,))))
    assert found["filename"] == "a.pdf"
    assert found["page_count"] == 1
    (only,) = found["pages"]
    assert only["words"] == [{"text": "été", "bbox": [0.1, 0.1, 0.13, 0.118], "confidence": 0.5}]
    assert only["blocks"][0]["kind"] == "text"
    (table,) = only["tables"]
    assert (table["bbox"], table["rows"]) == ([0, 0, 1, 1], [["x"]])
    assert table["cells"][0] | {"bbox": None} == {
        "row": 0,
        "column": 0,
        "text": "x",
        "row_span": 1,
        "column_span": 1,
        "is_header": False,
        "bbox": None,
    }
    assert only["warnings"][0]["code"] == "page_doubtful"
    assert "uncertain" in only["warnings"][0]["message"]
