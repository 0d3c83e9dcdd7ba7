"""The verdict on a text layer: what is taken, what is looked at twice, what is thrown away."""

import pytest

from lexo.document import BBox, Block, BlockKind, Line, Word
from lexo.pages.document_file import TextLayer
from lexo.pages.text_layer import Verdict, judge, page_of

FRENCH = "Le montant de votre consommation est calculé sur la base des relevés de compteur transmis par le distributeur"
SHIFTED = "".join(chr((ord(letter) - 97 + 1) % 26 + 97) if letter.isascii() and letter.isalpha() else letter
                  for letter in FRENCH.lower())  # fmt: skip


def layer(text: str = FRENCH, rows: int = 20, **evidence: float) -> TextLayer:
    """A page with that text in so many lines, evenly from top to bottom."""
    lines = [
        Line(tuple(Word(word, BBox(0.1, row / rows, 0.9, (row + 0.5) / rows)) for word in text.split()))
        for row in range(rows)
    ]
    block = Block(BlockKind.TEXT, BBox(0, 0, 1, 1), tuple(lines))
    sample = text.replace(" ", "") * rows
    values = {"characters": len(text.replace(" ", "")) * rows, **evidence}
    return TextLayer(595, 842, (block,), sample=sample, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (None, Verdict.ABSENT),
        (layer(), Verdict.GOOD),
        (layer("x", rows=1), Verdict.DOUBTFUL),  # one stray letter
        (layer("Page 3 sur 12", rows=1), Verdict.DOUBTFUL),  # a number on an otherwise drawn page
        (layer(unreadable=300), Verdict.REJECTED),  # no map to Unicode
        (layer(unreadable=20), Verdict.GOOD),  # a few bullets
        (layer(SHIFTED), Verdict.REJECTED),  # a map to Unicode that is shifted by one
        (layer(characters=0, hidden=900, picture_share=1.0), Verdict.ABSENT),  # an invisible OCR layer
        (layer(characters=0, hidden=900), Verdict.REJECTED),  # hidden text on a page without pictures
        (layer(characters=300, hidden=900), Verdict.REJECTED),  # more is hidden than shown
        (layer("Reçu le 12 mai 2026 au greffe du tribunal de commerce", rows=1, picture_share=1.0), Verdict.ABSENT),
        (layer(picture_share=1.0), Verdict.DOUBTFUL),  # a full page of text over a picture
        (layer(picture_share=0.3), Verdict.GOOD),  # a page with a photo
    ],
)
def test_judge(found: TextLayer | None, verdict: Verdict) -> None:
    assert judge(found) is verdict


def test_judge_codes_without_vowels_are_text() -> None:
    assert judge(layer("12-04 83,20 EUR XK-200 7719 000 345 REF BN 22", rows=30)) is Verdict.GOOD


def test_page_of_names_the_text_layer() -> None:
    page = page_of(layer(rows=2))
    assert (page.engine, page.dpi, page.confidence) == ("text-layer", None, None)
    assert page.text == f"{FRENCH}\n{FRENCH}"
