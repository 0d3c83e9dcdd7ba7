"""Text for reading, and words over the picture."""

from lexo.document import BBox, Block, BlockKind, Cell, Line, PageText, Table, Tried, Word
from lexo.web.views.again import attempts
from lexo.web.views.models import fit
from lexo.web.views.overlay import overlay
from lexo.web.views.page_parts import parts_of


def line(top: float, *words: tuple[str, float, float]) -> Line:
    """A line of words, each with its left and right edge."""
    return Line(tuple(Word(text, BBox(left, top, right, top + 0.02)) for text, left, right in words))


def page(*lines: Line, right: float = 0.9) -> PageText:
    """A page with one block from 0.1 to `right`."""
    return PageText(600, 800, (Block(BlockKind.TEXT, BBox(0.1, 0.1, right, 0.3), lines),))


def said(content: PageText) -> str:
    """The text of the only paragraph."""
    (part,) = parts_of(content)
    return "".join(piece.text for piece in part.pieces)


def test_lines_that_are_full_go_on_and_short_ones_end() -> None:
    full = page(line(0.1, ("Le", 0.1, 0.2), ("long", 0.2, 0.88)), line(0.2, ("texte", 0.1, 0.3)))
    assert said(full) == "Le long texte"
    short = page(line(0.1, ("Madame", 0.1, 0.3)), line(0.2, ("Exemple", 0.1, 0.3)))
    assert said(short) == "Madame\nExemple"


def test_lines_of_a_narrow_block_stand_for_themselves() -> None:
    address = page(line(0.1, ("Rue", 0.1, 0.3)), line(0.2, ("Ville", 0.1, 0.2)), right=0.3)
    assert said(address) == "Rue\nVille"


def test_broken_word_is_joined_and_hyphen_of_a_name_is_kept() -> None:
    broken = page(line(0.1, ("admi-", 0.1, 0.89)), line(0.2, ("nistration", 0.1, 0.4)))
    assert said(broken) == "administration"
    dash = page(line(0.1, ("Seine-", 0.1, 0.89)), line(0.2, ("Maritime", 0.1, 0.4)))
    assert said(dash) == "Seine-Maritime"


def test_found_words_are_lit_without_the_space_behind() -> None:
    content = page(line(0.1, ("le", 0.1, 0.2), ("gaz", 0.2, 0.3), ("bleu", 0.3, 0.4)))
    (part,) = parts_of(content, (BBox(0.2, 0.1, 0.3, 0.12),))
    assert [(piece.text, piece.is_hit) for piece in part.pieces] == [
        ("le ", False),
        ("gaz", True),
        (" bleu", False),
    ]


def test_overlay_is_in_thousandths_of_the_width() -> None:
    drawn = overlay(page(line(0.5, ("mot", 0.1, 0.2))), (BBox(0.1, 0.5, 0.2, 0.52),))
    assert (drawn.width, drawn.height) == (1000, 1333.3)
    (placed,) = drawn.lines
    assert placed.words[0].x == 100
    assert placed.words[0].width == 100
    assert 0.5 * 1333.3 < placed.y < 0.52 * 1333.4
    assert drawn.hits[0].x == 98


def test_doubtful_words_are_dotted_and_counted() -> None:
    unsure = Line((Word("m0t", BBox(0.1, 0.1, 0.2, 0.12), 0.3), Word("sûr", BBox(0.3, 0.1, 0.4, 0.12), 0.95)))
    drawn = overlay(page(unsure))
    assert drawn.unsure_count == 1
    assert drawn.unsure.startswith("M100.0 ")
    assert drawn.unsure.count("M") == 1


def block(kind: BlockKind, top: float, *words: str) -> Block:
    """A block of one line."""
    box = BBox(0.1, top, 0.9, top + 0.05)
    return Block(kind, box, (Line(tuple(Word(word, box, 0.9) for word in words)),))


def test_table_stands_where_its_text_does_and_its_blocks_are_not_said_twice() -> None:
    table = Table.of_rows(BBox(0, 0.2, 1, 0.4), (("Date", "Montant"), ("03/11", "12,00")), header_rows=1)
    blocks = (
        block(BlockKind.TITLE, 0.1, "Relevé"),
        block(BlockKind.TABLE, 0.22, "Date"),
        block(BlockKind.TEXT, 0.3, "03/11"),
        block(BlockKind.TEXT, 0.5, "Total"),
    )
    parts = parts_of(PageText(600, 800, blocks, (table,)))

    assert [part.kind for part in parts] == ["title", "table", "text"]
    made = parts[1].table
    assert made is not None
    assert [[cell.text for cell in row] for row in made.rows] == [["Date", "Montant"], ["03/11", "12,00"]]
    assert [[cell.scope for cell in row] for row in made.rows] == [["col", "col"], ["", ""]]
    assert [[cell.is_figure for cell in row] for row in made.rows] == [[False, True], [False, True]]
    assert made.csv.splitlines()[1] == '03/11,"12,00"'


def test_table_without_blocks_stands_above_what_lies_below_it() -> None:
    table = Table.of_rows(BBox(0, 0.2, 1, 0.4), (("a",),))
    blocks = (block(BlockKind.TEXT, 0.1, "avant"), block(BlockKind.TEXT, 0.6, "après"))

    assert [part.kind for part in parts_of(PageText(600, 800, blocks, (table,)))] == ["text", "table", "text"]


def test_table_with_spans_has_a_place_for_every_column_and_none_twice() -> None:
    cells = (Cell(0, 0, "Total", column_span=2), Cell(0, 2, "9", row_span=2), Cell(1, 1, "x"))
    (part,) = parts_of(PageText(600, 800, (), (Table(BBox(0, 0, 1, 1), cells),)))

    assert part.table is not None
    assert [[cell.text for cell in row] for row in part.table.rows] == [["Total", "9"], ["", "x"]]
    assert part.table.rows[0][0].column_span == 2


def test_found_words_light_the_cell_they_lie_in() -> None:
    cells = (Cell(0, 0, "gaz", bbox=BBox(0, 0, 0.5, 1)), Cell(0, 1, "eau", bbox=BBox(0.5, 0, 1, 1)))
    content = PageText(600, 800, (), (Table(BBox(0, 0, 1, 1), cells),))
    (part,) = parts_of(content, (BBox(0.1, 0.4, 0.2, 0.5),))

    assert part.table is not None
    assert [cell.is_hit for cell in part.table.rows[0]] == [True, False]


def test_formula_and_code_are_left_as_they_are() -> None:
    blocks = (block(BlockKind.FORMULA, 0.1, "\\frac{a}{b}", "=", "2-"), block(BlockKind.CODE, 0.3, "x=1"))
    formula, code = parts_of(PageText(600, 800, blocks))

    assert (formula.kind, formula.pieces[0].text) == ("formula", "\\frac{a}{b} = 2-")
    assert code.kind == "code"


def test_formula_lies_over_the_page_once() -> None:
    drawn = overlay(PageText(600, 800, (block(BlockKind.FORMULA, 0.1, "a", "=", "b"),)))

    assert [[word.text for word in line.words] for line in drawn.lines] == [["a = b"]]


def test_attempts_say_what_became_of_each_reading() -> None:
    tried = (Tried("tesseract", "5", 0.6, 640, "merged"), Tried("made-mlx", "8bit", None, 14_240, "model_looped"))
    first, second = attempts(PageText(600, 800, tried=tried))

    assert (first.seconds, first.outcome, first.problem) == (0.6, "joined with the one before", None)
    assert second.problem is not None
    assert (second.seconds, second.problem.code) == (14.2, "model_looped")


def test_model_fits_by_the_memory_that_is_allowed() -> None:
    assert [fit(needed, 10_000) for needed in (None, 8000, 8001, 10_000, 10_001)] == [
        "unknown",
        "yes",
        "tight",
        "tight",
        "no",
    ]
