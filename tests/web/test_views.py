"""Text for reading, and words over the picture."""

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.web.views.overlay import overlay
from lexo.web.views.reading_text import paragraphs_of


def line(top: float, *words: tuple[str, float, float]) -> Line:
    """A line of words, each with its left and right edge."""
    return Line(tuple(Word(text, BBox(left, top, right, top + 0.02)) for text, left, right in words))


def page(*lines: Line, right: float = 0.9) -> PageText:
    """A page with one block from 0.1 to `right`."""
    return PageText(600, 800, (Block(BlockKind.TEXT, BBox(0.1, 0.1, right, 0.3), lines),))


def said(content: PageText) -> str:
    """The text of the only paragraph."""
    (paragraph,) = paragraphs_of(content)
    return "".join(piece.text for piece in paragraph.pieces)


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
    (paragraph,) = paragraphs_of(content, (BBox(0.2, 0.1, 0.3, 0.12),))
    assert [(piece.text, piece.is_hit) for piece in paragraph.pieces] == [
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
