"""Pixels made ready: blank pages, skew, small print, cleaning, and boxes that find their way back."""

import cv2
import numpy as np
import pytest

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.pages import prepare

SIZE = (1240, 1754)  # A4 at 150 dpi


def printed(rows: int = 25, scale: float = 1.0) -> np.ndarray:
    """A page of printed lines."""
    pixels = np.full((SIZE[1], SIZE[0]), 255, np.uint8)
    for row in range(rows):
        words = ["Le", "montant", "de", "votre", "facture", "est", "de", "120", "euros"]
        text = " ".join(words[row % 5 :] + words[: row % 4])
        cv2.putText(pixels, text, (100, 120 + 60 * row), cv2.FONT_HERSHEY_DUPLEX, scale, 0, 2, cv2.LINE_AA)
    return pixels


def image(pixels: np.ndarray, dpi: int = 150) -> PageImage:
    return PageImage(np.ascontiguousarray(pixels).tobytes(), pixels.shape[1], pixels.shape[0], 1, dpi)


def fallen(pixels: np.ndarray, degrees: float) -> np.ndarray:
    """The page turned clockwise about its middle, as a crooked scan is."""
    matrix = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), -degrees, 1)
    return cv2.warpAffine(pixels, matrix, SIZE, flags=cv2.INTER_CUBIC, borderValue=255)


def test_is_blank_white_specks_and_shade_are_blank() -> None:
    noise = np.random.default_rng(7).normal(235, 4, (SIZE[1], SIZE[0])).clip(0, 255).astype(np.uint8)
    noise[100, 100] = 0
    assert prepare.is_blank(image(np.full_like(noise, 255)))
    assert prepare.is_blank(image(noise))


def test_is_blank_one_digit_is_print() -> None:
    pixels = np.full((SIZE[1], SIZE[0]), 255, np.uint8)
    cv2.putText(pixels, "1", (600, 1700), cv2.FONT_HERSHEY_DUPLEX, 1, 0, 3)
    assert not prepare.is_blank(image(pixels))
    assert not prepare.is_blank(image(255 - pixels))


@pytest.mark.parametrize("degrees", [-7.0, -2.0, 1.5, 4.0])
def test_prepared_straightens_a_crooked_page(degrees: float) -> None:
    made = prepare.prepared(image(fallen(printed(), degrees)))
    assert made.skew == pytest.approx(degrees, abs=0.2)
    assert prepare.prepared(made.image).skew == 0.0


def test_prepared_leaves_a_nearly_straight_page_and_says_its_slant() -> None:
    made = prepare.prepared(image(fallen(printed(), 0.6)))
    assert made.skew == 0.0
    assert made.slant == pytest.approx(0.6, abs=0.15)


def test_prepared_enlarges_small_print_only() -> None:
    small = cv2.resize(printed(), None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    assert prepare.prepared(image(small, 60)).image.dpi > 90
    assert prepare.prepared(image(printed(), 150)).image.dpi == 150
    assert prepare.prepared(image(small, 300)).image.dpi == 300  # at a good resolution it is no print but noise


def test_prepared_clean_takes_shadow_away() -> None:
    shade = np.linspace(1.0, 0.4, SIZE[0], dtype=np.float32)[None, :]
    dark = (printed() * shade).astype(np.uint8)
    made = prepare.prepared(image(dark), clean=True)
    grey = np.frombuffer(made.image.pixels, np.uint8).reshape(made.image.height_px, made.image.width_px)
    assert np.percentile(grey[:, -100:], 50) > 225
    assert np.percentile(dark[:, -100:], 50) < 120


def test_prepared_cleans_fine_scans_by_itself() -> None:
    fine = cv2.resize(printed(), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    assert prepare.prepared(image(fine, 300)).is_clean
    assert not prepare.prepared(image(printed(), 150)).is_clean


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_turns_clockwise(rotation: int) -> None:
    pixels = np.full((40, 30), 255, np.uint8)
    pixels[0, 0] = 0
    page = prepare.turned(image(pixels), rotation)
    grey = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px)
    corner = {0: (0, 0), 90: (0, -1), 180: (-1, -1), 270: (-1, 0)}[rotation]
    assert grey[corner] == 0


def test_is_sideways_tells_lines_that_run_up_the_page() -> None:
    assert not prepare.is_sideways(image(printed()))
    assert prepare.is_sideways(image(np.rot90(printed())))


@pytest.mark.parametrize("degrees", [-5.0, 3.0])
def test_on_page_box_lies_where_the_word_is_on_the_crooked_page(degrees: float) -> None:
    straight = printed()
    straight[1500:1530, 900:1000] = 0  # a bar to find again
    made = prepare.prepared(image(fallen(straight, degrees)))
    grey = np.frombuffer(made.image.pixels, np.uint8).reshape(made.image.height_px, made.image.width_px)
    bars = cv2.morphologyEx(255 - grey, cv2.MORPH_OPEN, np.ones((15, 60), np.uint8)) > 128
    y, x = np.nonzero(bars)
    box = BBox.of_pixels((x.min(), y.min(), x.max(), y.max()), made.image.width_px, made.image.height_px)
    line = Line((Word("bar", box, 1.0),))
    found = prepare.on_page(PageText(1, 1, (Block(BlockKind.TEXT, box, (line,)),)), made).blocks[0].bbox
    turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), -degrees, 1)
    true_x, true_y = turn @ (950, 1515, 1)
    assert (found.left + found.right) / 2 == pytest.approx(true_x / SIZE[0], abs=0.006)
    assert (found.top + found.bottom) / 2 == pytest.approx(true_y / SIZE[1], abs=0.006)
    assert found.right - found.left == pytest.approx(100 / SIZE[0], abs=0.01)
