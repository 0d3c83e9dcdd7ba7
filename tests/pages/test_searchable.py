"""Searchable copies: the same pixels, the words exactly over the printed ones, nothing claimed that does not hold."""

import io
from pathlib import Path

import pytest
from PIL import Image

from lexo.document import BBox, Block, BlockKind, Line, MediaType, PageText, Word
from lexo.errors import ProtectedCopy
from lexo.pages.blank_font import codes_of, font_file, meaning_of
from lexo.pages.document_file import Layer, open_file
from lexo.pages.unpainted import without_text
from papers import SENTENCES, picture, pymupdf, write_pdf, write_scan

WORDS = ("Reçu", "84,20", "€", "cœur", "à")


def read_page(*texts: str, rotation: int = 0, engine: str = "made") -> PageText:
    """Words in a row, each a tenth of the upright page wide, the row from 0.1 to 0.15 of its height."""
    words = tuple(Word(text, BBox(0.1 + at / 8, 0.1, 0.2 + at / 8, 0.15), 0.9) for at, text in enumerate(texts))
    block = Block(BlockKind.TEXT, BBox(0.1, 0.1, 0.9, 0.15), (Line(words),))
    return PageText(595, 842, (block,), rotation=rotation, engine=engine)


def copy_of(file: Path, pages: dict[int, PageText], kind: MediaType = MediaType.PDF, **about: str) -> Path:
    """The copy's path, beside the file."""
    target = file.with_name("copy.pdf")
    with open_file(file, kind) as source:
        source.write_searchable(Layer(pages, **about), target)
    return target


def pixels(path: Path, number: int = 1) -> bytes:
    """A page as it is shown."""
    with pymupdf.open(path) as document:
        return bytes(document[number - 1].get_pixmap(dpi=100).samples)


def text_words(path: Path, number: int = 1) -> list[tuple[object, ...]]:
    """The words of a page as PyMuPDF extracts them."""
    with pymupdf.open(path) as document:
        return list(document[number - 1].get_text("words"))


def test_a_scan_gets_words_in_their_places_and_keeps_its_pixels(tmp_path: Path) -> None:
    file = write_scan(tmp_path / "a.pdf", ["Reçu"], dpi=72)
    copy = copy_of(file, {1: read_page(*WORDS)})
    assert pixels(copy) == pixels(file)
    found = text_words(copy)
    assert tuple(word[4] for word in found) == WORDS
    assert found[1][:4] == pytest.approx((0.225 * 595, 84.2, 0.325 * 595, 126.3), abs=0.3)


def test_words_of_a_line_are_one_line_with_spaces(tmp_path: Path) -> None:
    copy = copy_of(write_scan(tmp_path / "a.pdf", ["x"], dpi=72), {1: read_page("Le", "reçu")})
    with pymupdf.open(copy) as document:
        assert document[0].get_text().strip() == "Le reçu"
        assert document[0].search_for("Le reçu")


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_follow_a_page_that_lies_on_its_side(tmp_path: Path, turned: int, rotation: int) -> None:
    file = write_scan(tmp_path / "a.pdf", ["x"], dpi=36)
    with pymupdf.open(file) as document:
        document[0].set_cropbox(pymupdf.Rect(40, 30, 540, 800))
        document[0].set_rotation(turned)
        document.saveIncr()
    copy = copy_of(file, {1: read_page("Reçu", rotation=rotation)})
    with pymupdf.open(copy) as document:
        page = document[0]
        word = page.get_text("words")[0]
        shown = pymupdf.Rect(word[:4]) * page.rotation_matrix
        upright = pymupdf.Rect(0.1, 0.1, 0.2, 0.15)  # of the page as people read it; turned back to what is displayed
        back = {
            0: upright,
            90: pymupdf.Rect(upright.y0, 1 - upright.x1, upright.y1, 1 - upright.x0),
            180: pymupdf.Rect(1 - upright.x1, 1 - upright.y1, 1 - upright.x0, 1 - upright.y0),
            270: pymupdf.Rect(1 - upright.y1, upright.x0, 1 - upright.y0, upright.x1),
        }[rotation]
        expected = back * pymupdf.Matrix(page.rect.width, page.rect.height)
        assert tuple(shown) == pytest.approx(tuple(expected), abs=0.5)
    assert pixels(copy) == pixels(file)


def test_a_page_with_good_text_gets_no_second_layer(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", ["Bonjour"])
    copy = copy_of(file, {1: read_page("Bonjour", engine="text-layer")})
    assert [word[4] for word in text_words(copy)] == ["Bonjour"]
    assert b"LexoBlank" not in copy.read_bytes()


def test_a_word_that_the_page_says_already_is_not_said_twice(tmp_path: Path) -> None:
    file = write_scan(tmp_path / "a.pdf", ["x"], dpi=36)
    with pymupdf.open(file) as document:
        document[0].insert_text((60, 120), "Reçu", fontsize=30)
        document.saveIncr()
    copy = copy_of(file, {1: read_page("Reçu", "signé")})
    assert sorted(str(word[4]) for word in text_words(copy)) == ["Reçu", "signé"]


def test_an_old_layer_that_nobody_sees_is_replaced(tmp_path: Path) -> None:
    file = write_scan(tmp_path / "a.pdf", ["x"], dpi=36)
    with pymupdf.open(file) as document:
        document[0].insert_text((60, 120), "Rccu (n1", fontsize=30, render_mode=3)
        document.saveIncr()
    copy = copy_of(file, {1: read_page("Reçu", "n°1")})
    assert [word[4] for word in text_words(copy)] == ["Reçu", "n°1"]
    assert pixels(copy) == pixels(file)


def test_text_under_a_picture_is_replaced_too(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((60, 120), "Rccu", fontsize=30)
        page.insert_image(page.rect, stream=picture("x", dpi=36))
        document.save(file)
    copy = copy_of(file, {1: read_page("Reçu")})
    assert [word[4] for word in text_words(copy)] == ["Reçu"]
    assert pixels(copy) == pixels(file)


def test_text_under_a_picture_is_replaced_where_the_page_shows_other_text(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((60, 120), "Rccu", fontsize=30)
        page.insert_image(page.rect, stream=picture("x", dpi=36))
        page.insert_text((60, 700), "Tampon", fontsize=30)
        document.save(file)
    copy = copy_of(file, {1: read_page("Reçu")})
    assert sorted(str(word[4]) for word in text_words(copy)) == ["Reçu", "Tampon"]
    assert pixels(copy) == pixels(file)


def test_a_copy_claims_no_signature_but_shows_its_drawing(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        drawing, field = document.get_new_xref(), document.get_new_xref()
        document.update_object(drawing, "<</Type/XObject/Subtype/Form/BBox[0 0 100 40]>>")
        document.update_stream(drawing, b"1 0 0 rg 0 0 100 40 re f", new=True)
        document.update_object(
            field,
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 4/Rect[50 50 150 90]"
            f"/V<</Type/Sig/Filter/Adobe.PPKLite>>/AP<</N {drawing} 0 R>>>>",
        )
        document.xref_set_key(page.xref, "Annots", f"[{field} 0 R]")
        form = f"<</SigFlags 3/Fields[{field} 0 R]>>"
        document.xref_set_key(document.pdf_catalog(), "AcroForm", form)
        document.save(file)
    with open_file(file, MediaType.PDF) as source:
        assert source.inspect().is_signed
    copy = copy_of(file, {1: read_page("Signé")})
    with open_file(copy, MediaType.PDF) as source:
        assert not source.inspect().is_signed
    with pymupdf.open(copy) as document:
        whole = "".join(document.xref_object(number) for number in range(1, document.xref_length()))
    assert "/Sig" not in whole.replace("/SigFlags", "")
    assert pixels(copy) == pixels(file)


@pytest.mark.parametrize("password", ["geheim"])
def test_a_protected_pdf_is_refused(tmp_path: Path, password: str) -> None:
    file = write_pdf(tmp_path / "a.pdf", ["x"], password=password)
    with open_file(file, MediaType.PDF, password) as source, pytest.raises(ProtectedCopy):
        source.write_searchable(Layer({1: read_page("x")}), tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


def test_pages_that_share_their_resources_keep_them(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    with pymupdf.open() as document:
        for text in ("une", "deux"):
            document.new_page().insert_text((72, 100), text)
        shared = document.xref_get_key(document[0].xref, "Resources")[1]
        parent = document.xref_get_key(document[0].xref, "Parent")[1].split()[0]
        document.xref_set_key(int(parent), "Resources", shared)
        for page in document:
            document.xref_set_key(page.xref, "Resources", "null")
        document.save(file)
    copy = copy_of(file, {1: read_page("trois"), 2: read_page("quatre")})
    assert [pixels(copy, number) for number in (1, 2)] == [pixels(file, number) for number in (1, 2)]
    assert sorted(str(word[4]) for word in text_words(copy, 2)) == ["deux", "quatre"]


def test_title_and_language_are_said(tmp_path: Path) -> None:
    file = write_scan(tmp_path / "a.pdf", ["x"], dpi=36)
    copy = copy_of(file, {}, title="Reçu (n° 1) ✓", language="fr")
    with pymupdf.open(copy) as document:
        assert document.metadata["title"] == "Reçu (n° 1) ✓"
        assert document.xref_get_key(document.pdf_catalog(), "Lang") == ("string", "fr")


@pytest.mark.parametrize("noise", [0, 90])
def test_a_jpeg_lies_in_the_copy_byte_for_byte(tmp_path: Path, noise: int) -> None:
    file = tmp_path / "a.jpg"
    if noise:
        Image.effect_noise((400, 300), noise).save(file, quality=90)
    else:
        file.write_bytes(picture("x", dpi=50, file_format="JPEG"))
    copy = copy_of(file, {1: read_page("Reçu")}, MediaType.JPEG)
    with pymupdf.open(copy) as document:
        assert document.extract_image(document[0].get_images()[0][0])["image"] == file.read_bytes()
    assert (file.read_bytes() in copy.read_bytes()) == bool(noise)
    assert [word[4] for word in text_words(copy)] == ["Reçu"]


@pytest.mark.parametrize(("orientation", "rotation"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_a_photo_is_shown_the_way_it_was_held(tmp_path: Path, orientation: int, rotation: int) -> None:
    file = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (300, 200), "red").save(file, exif=exif)
    copy = copy_of(file, {1: read_page("Reçu")}, MediaType.JPEG)
    with open_file(file, MediaType.JPEG) as source, pymupdf.open(copy) as document:
        size = source.inspect().pages[0]
        assert document[0].rotation == rotation
        assert (document[0].rect.width, document[0].rect.height) == pytest.approx((size.width_pt, size.height_pt), 0.01)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA"])
def test_other_pictures_keep_every_pixel(tmp_path: Path, mode: str) -> None:
    file = tmp_path / "a.png"
    noise = Image.effect_noise((61, 37), 80).convert("RGB")
    noise.putpixel((3, 3), (200, 10, 30))
    noise.convert(mode).save(file)
    copy = copy_of(file, {1: read_page("Reçu")}, MediaType.PNG)
    with open_file(file, MediaType.PNG) as source, pymupdf.open(copy) as document:
        held = pymupdf.Pixmap(document, document[0].get_images()[0][0])
        shown = source.render(1, source.native_dpi(1) or 72, grey=False)
        assert bytes(pymupdf.Pixmap(pymupdf.csRGB, held).samples) == shown.pixels


def test_black_and_white_is_packed_as_a_fax_without_a_pixel_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    Image.open(io.BytesIO(picture(" ".join(SENTENCES), dpi=201))).point(lambda value: 255 * (value > 128)).save(file)
    copy = copy_of(file, {1: read_page("Reçu")}, MediaType.PNG)
    assert b"CCITTFaxDecode" in copy.read_bytes()
    with open_file(file, MediaType.PNG) as source, pymupdf.open(copy) as document:
        held = pymupdf.Pixmap(document, document[0].get_images()[0][0])
        shown = source.render(1, source.native_dpi(1) or 72, grey=False)
        assert bytes(pymupdf.Pixmap(pymupdf.csRGB, held).samples) == shown.pixels


def test_every_page_of_a_tiff_is_there(tmp_path: Path) -> None:
    file, out = tmp_path / "a.tiff", io.BytesIO()
    pages = [Image.new("1", (80, 120), color) for color in (0, 1, 0)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    file.write_bytes(out.getvalue())
    copy = copy_of(file, {1: read_page("un"), 3: read_page("trois")}, MediaType.TIFF)
    assert [[word[4] for word in text_words(copy, number)] for number in (1, 2, 3)] == [["un"], [], ["trois"]]


def test_signs_beyond_the_first_plane_come_back(tmp_path: Path) -> None:
    copy = copy_of(write_scan(tmp_path / "a.pdf", ["x"], dpi=36), {1: read_page("𝄞", "ﬁn", "Ω")})
    assert [word[4] for word in text_words(copy)] == ["𝄞", "ﬁn", "Ω"]


def test_a_word_without_width_is_there_all_the_same(tmp_path: Path) -> None:
    block = Block(BlockKind.TEXT, BBox(0, 0, 1, 1), (Line((Word("mince", BBox(0.5, 0.5, 0.5, 0.5)),)),))
    copy = copy_of(write_scan(tmp_path / "a.pdf", ["x"], dpi=36), {1: PageText(595, 842, (block,), engine="made")})
    assert [word[4] for word in text_words(copy)] == ["mince"]


def test_the_font_is_small() -> None:
    assert len(font_file()) < 800
    assert b"<0002> <20AC>" in meaning_of(codes_of(["€"]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"BT 3 Tr (a) Tj ET", b"BT 3 Tr  ET"),
        (b"BT (a) Tj ET", b"BT (a) Tj ET"),
        (b"q 3 Tr Q BT (a) Tj ET", b"q 3 Tr Q BT (a) Tj ET"),
        (b"BT 3 Tr [(a\\)) -20 (b (c) d)] TJ 0 Tr (e) Tj ET", b"BT 3 Tr  0 Tr (e) Tj ET"),
        (b"BI /W 1 ID (Tj 3 Tr\nEI (a) Tj", b"BI /W 1 ID (Tj 3 Tr\nEI (a) Tj"),
        (b"3 Tr <61> Tj (% no comment) Tj % 0 Tr\n(b) '", b"3 Tr   % 0 Tr\n"),
        (b"3 Tr (never ends", b"3 Tr (never ends"),
    ],
)
def test_text_that_is_not_painted_is_taken_out(before: bytes, after: bytes) -> None:
    assert without_text(before) == after
