"""The PDF door: what a file says of itself, its text layer, its pixels, and what it refuses."""

from pathlib import Path

import pymupdf
import pytest

from lexo.document import MediaType
from lexo.errors import (
    DamagedFile,
    IncompleteFile,
    NoPages,
    PageDamaged,
    PasswordNeeded,
    PasswordWrong,
)
from lexo.pages.document_file import TextLayer, open_file
from lexo.pages.pdf import PdfFile
from lexo.pages.text_layer import Verdict, judge
from lexo.pages.visible import may_hide

SENTENCE = "La présente facture est payable à réception, sans escompte."


def made(path: Path, *texts: str, **save: object) -> Path:
    """A PDF with a page of twenty lines for each text."""
    document = pymupdf.open()
    for text in texts:
        page = document.new_page(width=595, height=842)
        for row in range(20):
            page.insert_text((60, 80 + 20 * row), text, fontsize=11)
    document.set_metadata({"title": "Facture  12\n"})
    document.save(path, **save)
    document.close()
    return path


def layer_of(path: Path) -> TextLayer:
    with PdfFile(path) as file:
        layer = file.text_layer(1)
    assert layer is not None
    return layer


def test_inspect_plain_file_gives_sizes_and_title(tmp_path: Path) -> None:
    with open_file(made(tmp_path / "a.pdf", SENTENCE, SENTENCE), MediaType.PDF) as file:
        found = file.inspect()
    assert [(page.width_pt, page.height_pt) for page in found.pages] == [(595, 842), (595, 842)]
    assert (found.title, found.is_encrypted, found.is_signed, found.warnings) == ("Facture 12", False, False, ())


def test_inspect_turned_page_gives_its_size_as_displayed(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page(width=595, height=842).set_rotation(90)
    document.save(tmp_path / "a.pdf")
    with PdfFile(tmp_path / "a.pdf") as file:
        size = file.inspect().pages[0]
    assert (size.width_pt, size.height_pt) == (842, 595)


def test_text_layer_gives_lines_words_and_boxes(tmp_path: Path) -> None:
    layer = layer_of(made(tmp_path / "a.pdf", SENTENCE))
    first = layer.blocks[0].lines[0]
    assert first.text == SENTENCE
    assert first.bbox.left == pytest.approx(60 / 595, abs=0.005)
    assert first.bbox.top < 80 / 842 < first.bbox.bottom
    assert judge(layer) is Verdict.GOOD


def test_text_layer_turned_page_has_boxes_as_displayed(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    page.insert_text((100, 700), "Bonjour", fontsize=20, rotate=90)
    page.set_rotation(90)
    document.save(tmp_path / "a.pdf")
    box = layer_of(tmp_path / "a.pdf").blocks[0].lines[0].bbox
    assert box.right - box.left > 2 * (box.bottom - box.top) * 600 / 800
    assert (box.left, box.bottom) == (pytest.approx(100 / 800, abs=0.02), pytest.approx(100 / 600, abs=0.02))


def test_text_layer_text_that_runs_up_the_page_is_turned_upright(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    for row in range(10):
        page.insert_text((100 + 30 * row, 700), "Relevé de compte trimestriel", fontsize=14, rotate=90)
    document.save(tmp_path / "a.pdf")
    layer = layer_of(tmp_path / "a.pdf")
    assert (layer.rotation, layer.width_pt, layer.height_pt) == (90, 800, 600)
    assert layer.blocks[0].lines[0].text == "Relevé de compte trimestriel"


def test_text_layer_invisible_text_is_left_out_and_counted(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 80), "Visible", fontsize=12)
    page.insert_text((60, 120), "caché", fontsize=12, render_mode=3)
    page.insert_text((60, 160), "blanc", fontsize=12, color=(1, 1, 1))
    document.save(tmp_path / "a.pdf")
    layer = layer_of(tmp_path / "a.pdf")
    assert [line.text for block in layer.blocks for line in block.lines] == ["Visible"]
    assert layer.hidden == len("cachéblanc")


@pytest.mark.parametrize(
    "hiding",
    [
        b"1 g (secret) Tj",
        b"1  1\n1 rg /F1 9 Tf (secret) Tj",
        b"0 0 0 0 k (secret) Tj",
        b"1.0 g q 0 g Q (secret) Tj",
        b"1 g q 0 g (seen) Tj Q 0 -20 Td (secret) Tj",
        b"1 g (\\) Q 0 g (0 g)) Tj 0 -20 Td (secret) Tj",
        b"1 g <30 0 g 31> Tj 0 -20 Td (secret) Tj",
        b"3\nTr (secret) Tj",
        b"7  Tr (secret) Tj",
        b"/Faint gs (secret) Tj",
        b"/F1 0.5 Tf (secret) Tj",
        b"ET 1 g /Form Do BT",
        b"ET /White Do BT",
    ],
)
def test_text_layer_hidden_text_is_found_however_it_is_written(tmp_path: Path, hiding: bytes) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 80), "Visible", fontsize=12)
    font = page.get_fonts()[0][0]
    forms = []
    for drawn in (b"BT /F1 9 Tf 60 300 Td (secret) Tj ET", b"1 g BT /F1 9 Tf 60 300 Td (secret) Tj ET"):
        forms.append(document.get_new_xref())
        resources = f"<</Font<</F1 {font} 0 R>>>>"
        document.update_object(forms[-1], f"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources{resources}>>")
        document.update_stream(forms[-1], drawn)
    document.xref_set_key(
        page.xref,
        "Resources",
        f"<</Font<</helv {font} 0 R/F1 {font} 0 R>>/ExtGState<</Faint<</ca 0>>>>"
        f"/XObject<</Form {forms[0]} 0 R/White {forms[1]} 0 R>>>>",
    )
    contents = page.read_contents() + b"\nBT /F1 9 Tf 60 500 Td " + hiding + b" ET"
    document.update_stream(page.get_contents()[0], contents)
    document.save(tmp_path / "a.pdf")
    layer = layer_of(tmp_path / "a.pdf")
    assert "secret" not in " ".join(word.text for block in layer.blocks for line in block.lines for word in line.words)
    assert layer.hidden >= len("secret")


@pytest.mark.parametrize("drawn", [b"q 1 g 0 0 9 9 re f Q", b"1 1 1 rg 0 0 9 9 re f 0 0 0 rg", b"0.1 g /GS1 gs"])
def test_may_hide_ordinary_drawing_is_not_looked_at(drawn: bytes) -> None:
    assert not may_hide(drawn + b" BT (Bonjour) Tj ET")


def test_text_layer_white_text_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.draw_rect((50, 60, 300, 100), fill=(0, 0, 0.4))
    page.insert_text((60, 85), "En-tête", fontsize=18, color=(1, 1, 1))
    document.save(tmp_path / "a.pdf")
    layer = layer_of(tmp_path / "a.pdf")
    assert (layer.characters, layer.hidden) == (len("En-tête"), 0)


def test_text_layer_text_under_a_scan_is_not_trusted(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 80), SENTENCE * 2, fontsize=8)
    picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 60, 80), False)
    picture.clear_with(200)
    page.insert_image(page.rect, pixmap=picture)
    document.save(tmp_path / "a.pdf")
    layer = layer_of(tmp_path / "a.pdf")
    assert layer.characters == 0
    assert judge(layer) is Verdict.ABSENT


def test_text_layer_empty_page_has_none(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page()
    document.save(tmp_path / "a.pdf")
    with PdfFile(tmp_path / "a.pdf") as file:
        assert file.text_layer(1) is None


def test_render_is_grey_or_colour_at_the_dpi_asked_for(tmp_path: Path) -> None:
    with PdfFile(made(tmp_path / "a.pdf", SENTENCE)) as file:
        grey, colour = file.render(1, 72, grey=True), file.render(1, 144, grey=False, rotation=90)
    assert (grey.width_px, grey.height_px, grey.channels, grey.dpi, len(grey.pixels)) == (595, 842, 1, 72, 595 * 842)
    assert (colour.width_px, colour.height_px, colour.channels) == (1684, 1190, 3)


def test_render_huge_page_lowers_the_dpi(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page(width=14_000, height=100)
    document.save(tmp_path / "a.pdf")
    with PdfFile(tmp_path / "a.pdf") as file:
        image = file.render(1, 300, grey=True)
    assert image.width_px <= 32_767
    assert image.dpi < 300


def test_native_dpi_is_that_of_the_scan(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=360, height=720)
    page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 1000, 2000), False))
    document.new_page().insert_text((60, 80), SENTENCE)
    document.save(tmp_path / "a.pdf")
    with PdfFile(tmp_path / "a.pdf") as file:
        assert (file.native_dpi(1), file.native_dpi(2)) == (200, None)


def test_open_password_wrong_and_right(tmp_path: Path) -> None:
    lock = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": "sésame", "owner_pw": "maître"}
    path = made(tmp_path / "a.pdf", SENTENCE, **lock)
    with pytest.raises(PasswordNeeded):
        PdfFile(path)
    with pytest.raises(PasswordWrong):
        PdfFile(path, "simsalabim")
    with PdfFile(path, "sésame") as file:
        assert file.inspect().is_encrypted


def test_open_owner_password_alone_opens_by_itself(tmp_path: Path) -> None:
    lock = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "owner_pw": "maître"}
    with PdfFile(made(tmp_path / "a.pdf", SENTENCE, **lock)) as file:
        assert file.inspect().is_encrypted


def test_open_broken_table_is_repaired_and_said(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", SENTENCE)
    path.write_bytes(path.read_bytes().replace(b"startxref\n", b"startxref\n9"))
    with PdfFile(path) as file:
        assert file.inspect().warnings == ("repaired",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7\n", IncompleteFile),
        (b"%PDF-1.7\nrubbish\n%%EOF\n", DamagedFile),
        (b"no such thing", DamagedFile),
    ],
)
def test_open_rubbish_says_why(tmp_path: Path, data: bytes, error: type[Exception]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(error):
        PdfFile(path)


def test_open_without_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    body = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    table = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (
        body.index(b"1 0 obj"),
        body.index(b"2 0 obj"),
    )
    end = b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    path.write_bytes(body + table + end)
    with pytest.raises(NoPages):
        PdfFile(path)


def test_page_whose_contents_are_a_picture_is_refused_unopened(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", SENTENCE)
    document = pymupdf.open(path)
    xref = document[0].get_contents()[0]
    document.xref_set_key(xref, "Filter", "/JBIG2Decode")
    document.save(tmp_path / "b.pdf")
    with PdfFile(tmp_path / "b.pdf") as file:
        with pytest.raises(PageDamaged):
            file.text_layer(1)
        with pytest.raises(PageDamaged):
            file.render(1, 100, grey=True)


def test_structure_names_titles_and_keeps_every_word(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 80), "Conditions générales de vente", fontsize=22, fontname="hebo")
    page.insert_textbox((60, 120, 530, 700), (SENTENCE + " ") * 25, fontsize=11)
    document.save(tmp_path / "a.pdf")
    with PdfFile(tmp_path / "a.pdf") as file:
        structure, layer = file.structure(1), file.text_layer(1)
    assert structure is not None
    assert layer is not None
    assert structure.blocks[0].kind == "title"
    assert sorted(word.text for word in structure.words) == sorted(
        word.text for block in layer.blocks for line in block.lines for word in line.words
    )
