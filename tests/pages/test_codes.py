"""Two-dimensional codes on pages made for the purpose: sizes, angles, resolutions, several at once."""

import time
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from lexo.document import BBox, PageImage
from lexo.facts import Code
from lexo.pages.codes import MAX_CODES, find_codes

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "2ddoc"
DATA_MATRIX, QR = zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.QRCode
# As long as the 2D-Doc of a bill: 48 modules a side, with separators and an unsigned tail.
BILL = (
    b"DC04FR00TEST24CE24CE0101FR247500010MME/EXEMPLE/ALICE\x1d221 RUE DES ESSAIS\x1d25PARIS\x1d18F-2026-0042\x1d1D84.20"
    b"\x1d\x1f" + b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 3 + b"ABCDEFG"
)
TRANSFER = b"BCD\n002\n1\nSCT\n\nSOCIETE FICTIVE\nFR1420041010050500013M02606\nEUR12.34"


def drawn(content: bytes, shape: zxingcpp.BarcodeFormat = DATA_MATRIX) -> Image.Image:
    pixels = memoryview(zxingcpp.create_barcode(content, shape).to_image(scale=8))
    return Image.frombuffer("L", (pixels.shape[1], pixels.shape[0]), bytes(pixels))


def put(
    page: Image.Image, code: Image.Image, millimetres: float, dpi: int, *, degrees: float, at: tuple[float, float]
) -> None:
    """Print a code, with a side of so many millimetres, at that fraction of the page."""
    turned = code.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    scale = millimetres / 25.4 * dpi / code.width
    small = turned.resize((round(turned.width * scale), round(turned.height * scale)), Image.Resampling.LANCZOS)
    page.paste(small, (round(at[0] * page.width), round(at[1] * page.height)))


def sheet(dpi: int) -> Image.Image:
    """A4 with grey bars where lines of print would be."""
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    for line in range(30, 60):
        top = page.height * line // 64
        page.paste(40, (page.width // 10, top, page.width * (5 + line % 4) // 9, top + max(page.height // 160, 1)))
    return page


def image(page: Image.Image, dpi: int) -> PageImage:
    return PageImage(page.tobytes(), page.width, page.height, 1 if page.mode == "L" else 3, dpi)


def with_bill(dpi: int, degrees: float = 0.0, millimetres: float = 22.0) -> PageImage:
    page = sheet(dpi)
    put(page, drawn(BILL), millimetres, dpi, degrees=degrees, at=(0.6, 0.08))
    return image(page, dpi)


@pytest.mark.parametrize("degrees", [0, 7, 90, 180, 270])
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_find_codes_reads_a_code_of_usual_size_at_any_angle(dpi: int, degrees: float) -> None:
    assert [code.content for code in find_codes(with_bill(dpi, degrees), 1)] == [BILL]


@pytest.mark.parametrize("degrees", [7, 90, 180])
def test_find_codes_thorough_reads_at_100_dpi_what_the_first_pass_cannot(degrees: float) -> None:
    page = with_bill(100, degrees, millimetres=17)
    assert find_codes(page, 1) == ()
    assert [code.content for code in find_codes(page, 1, thorough=True)] == [BILL]


def test_find_codes_thorough_says_each_code_once() -> None:
    assert [code.content for code in find_codes(with_bill(200), 1, thorough=True)] == [BILL]


def test_find_codes_thorough_keeps_the_place_of_what_only_the_enlarged_page_shows() -> None:
    (code,) = find_codes(with_bill(100, millimetres=17), 1, thorough=True)
    assert code.bbox == pytest.approx(BBox(0.6, 0.08, 0.6 + 17 / 210, 0.08 + 17 / 297), abs=0.01)


def test_find_codes_several_kinds_in_the_order_of_the_page() -> None:
    page = sheet(200)
    put(page, drawn(TRANSFER, QR), 30, 200, degrees=0, at=(0.1, 0.8))
    put(page, drawn(BILL), 22, 200, degrees=90, at=(0.6, 0.05))
    put(page, drawn(b"second"), 12, 200, degrees=0, at=(0.1, 0.2))
    found = find_codes(image(page, 200), 3)
    assert [(code.symbology, code.content) for code in found] == [
        ("datamatrix", BILL),
        ("datamatrix", b"second"),
        ("qr", TRANSFER),
    ]
    assert {code.page for code in found} == {3}


def test_find_codes_box_is_where_the_code_is_printed() -> None:
    (code,) = find_codes(with_bill(200), 1)
    assert code.bbox == pytest.approx(BBox(0.6, 0.08, 0.6 + 22 / 210, 0.08 + 22 / 297), abs=0.008)


def test_find_codes_the_same_content_twice_is_two_codes() -> None:
    page = sheet(150)
    for top in (0.05, 0.3):
        put(page, drawn(b"same"), 15, 150, degrees=0, at=(0.5, top))
    assert len(find_codes(image(page, 150), 1)) == 2


def test_find_codes_keeps_bytes_that_are_no_text() -> None:
    raw = bytes(range(0, 256, 3))
    page = sheet(150)
    put(page, drawn(raw), 30, 150, degrees=0, at=(0.5, 0.1))
    assert [code.content for code in find_codes(image(page, 150), 1)] == [raw]


def test_find_codes_reads_colours() -> None:
    page = sheet(150)
    put(page, drawn(BILL), 25, 150, degrees=0, at=(0.5, 0.1))
    coloured = Image.merge("RGB", (page, page, page.point(lambda grey: max(grey, 90))))
    assert [code.content for code in find_codes(image(coloured, 150), 1)] == [BILL]
    assert [code.content for code in find_codes(image(coloured, 150), 1, thorough=True)] == [BILL]


def test_find_codes_count_is_bounded() -> None:
    page = Image.new("L", (1240, 1754), 255)
    for index in range(MAX_CODES + 8):
        put(page, drawn(b"%d" % index), 12, 150, degrees=0, at=(0.05 + index % 8 * 0.11, 0.05 + index // 8 * 0.1))
    assert len(find_codes(image(page, 150), 1)) == MAX_CODES


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (1, 40), (40, 1), (5, 5)])
@pytest.mark.parametrize("thorough", [False, True])
def test_find_codes_smallest_pictures_hold_none(size: tuple[int, int], *, thorough: bool) -> None:
    assert find_codes(PageImage(b"\0" * (size[0] * size[1]), *size, 1, 72), 1, thorough=thorough) == ()


def test_find_codes_noise_holds_none_and_takes_its_time_from_the_page_only() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (1754, 1240), np.uint8)
    begun = time.monotonic()
    assert find_codes(PageImage(noise.tobytes(), 1240, 1754, 1, 150), 1) == ()
    assert time.monotonic() - begun < 5


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
@pytest.mark.parametrize("name", ["barcode_c40_v2", "barcode_c40_v3", "barcode_c40_mrz_v3"])
def test_find_codes_reads_the_sample_pictures(name: str) -> None:
    with Image.open(CORPUS / f"{name}.png") as picture:
        found: tuple[Code, ...] = find_codes(image(picture.convert("L"), 150), 1)
    assert [code.content[:3] for code in found] == [b"DC0"]
