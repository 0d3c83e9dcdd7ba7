"""Ruling lines of pixels and of drawings, and pictures with words as PDFs."""

from pathlib import Path

import pytest

from lexo.document import BBox, MediaType, PageImage, Word
from lexo.pages.document_file import open_file
from lexo.pages.drawn_lines import crossings
from lexo.pages.picture_pdf import picture_pdf
from lexo.pages.rulings import cut_out, rulings, without
from made_tables import PROSE, SALES, as_picture, draw
from papers import pymupdf


def rendered(path: Path, dpi: int = 150) -> PageImage:
    with open_file(path, MediaType.PDF) as source:
        return source.render(1, dpi, grey=True)


def test_rulings_of_a_ruled_table_are_found_and_wiped_out(tmp_path: Path) -> None:
    image = rendered(draw(tmp_path / "a.pdf", SALES, ruled=True))
    lines = rulings(image)
    across = [line for line in lines if line.right - line.left > line.bottom - line.top]
    assert len(across) == len(SALES) + 1
    assert len(lines) - len(across) == len(SALES[0]) + 1
    assert all(line.right - line.left == pytest.approx(460 / 595, abs=0.01) for line in across)
    assert rulings(without(image, lines)) == ()


def test_rulings_of_prose_are_none(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page(width=595, height=842).insert_textbox((60, 60, 530, 780), PROSE * 20, fontsize=11)
        document.save(tmp_path / "a.pdf")
    assert rulings(rendered(tmp_path / "a.pdf")) == ()


def test_rulings_of_drawings_are_those_of_the_page(tmp_path: Path) -> None:
    with open_file(draw(tmp_path / "a.pdf", SALES, ruled=True), MediaType.PDF) as source:
        lines = source.rulings(1)
    assert {round(line.left * 595) for line in lines} >= {60, 175, 290, 405, 520}
    assert 0 < crossings(lines) < 100
    with open_file(as_picture(tmp_path / "a.png", tmp_path / "a.pdf"), MediaType.PNG) as source:
        assert source.rulings(1) == ()


def test_cut_out_enlarges_and_knows_its_place() -> None:
    part, true = cut_out(PageImage(bytes(200 * 100), 200, 100, 1, 100), BBox(0.25, 0.5, 0.5, 0.75), 400)
    assert part.dpi == 400
    assert true.left < 0.25
    assert true.right > 0.5
    assert part.width_px == round((true.right - true.left) * 200 * 4)


def test_picture_pdf_has_the_words_where_they_were_read() -> None:
    words = [
        Word("Total(1)", BBox(0.1, 0.2, 0.3, 0.25)),
        Word("5,4", BBox(0.6, 0.2, 0.7, 0.25)),
        Word("", BBox(0, 0, 1, 1)),
    ]
    made = picture_pdf(PageImage(b"\xff" * 20_000, 100, 200, 1, 72), words, [BBox(0.1, 0.3, 0.9, 0.301)])
    with pymupdf.open(stream=made) as document:
        page = document[0]
        found = page.get_text("words")
        assert [word[4] for word in found] == ["Total(1)", "5,4"]
        assert found[0][0] == pytest.approx(10, abs=1)
        assert found[0][2] == pytest.approx(30, abs=1)
        assert 38 < (found[0][1] + found[0][3]) / 2 < 52
        assert page.get_image_info()
