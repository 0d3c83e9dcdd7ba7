"""Pixels made ready for reading: blank or not, skew, size of the print, cleaning; and the way back for the boxes."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lexo.document import BBox, Block, Line, PageImage, PageText, Table, Word

Grey = NDArray[np.uint8]  # (H, W), 0 = black

cv2.setNumThreads(1)  # one reader process a core is enough

_BLANK_CONTRAST = 25  # grey levels from the paper's own
_BLANK_INK_PX = 40  # at 150 dpi, after specks are gone; a thin "1" has about 80
_SKEW_WIDTH_PX = 1000  # the skew is measured on a copy of this width
_MAX_SKEW = 12.0  # degrees
_MIN_SKEW = 0.9  # below, Tesseract follows the lines by itself and turning blurs more than it mends
_MIN_SLANT = 0.15  # degrees; over the width of a page a row then falls by a third of its height
_SKEW_GAIN = 1.03  # the profile must be this much sharper than without turning
_SIDEWAYS_GAIN = 1.6
_PRINT_PX = 21  # small print is enlarged to this height of its letters
_MIN_SCALE = 1.6  # letters of 14 px and more are read better as they are: 0.955 word F1 against 0.937 at 192 dpi
_MAX_SCALE = 4.0
_MAX_SCALED_DPI = 300  # what looks small at a good resolution is noise
_CLEAN_DPI = 250  # from here on, cleaning helps more pages than it hurts; below, smoothing eats the strokes
_MIN_LETTERS = 30  # fewer measured letters say nothing of the size


@dataclass(frozen=True, slots=True)
class Prepared:
    """An image to read and how it was made from the page's: turned back by `skew` degrees, scaled, perhaps cleaned.

    `slant` is what is left: degrees by which the lines of the image still fall to the right.
    """

    image: PageImage
    skew: float
    slant: float
    is_clean: bool
    page_width_px: float
    page_height_px: float


def is_blank(page: PageImage) -> bool:
    """Whether nothing is printed on a grey page, specks aside."""
    grey = _array(page)
    scale = min(1.0, 150 / max(page.dpi, 1))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    calm = cv2.medianBlur(small, 3)
    ink = cv2.absdiff(calm, np.full_like(calm, int(np.median(calm)))) > _BLANK_CONTRAST
    return int(np.count_nonzero(ink)) < _BLANK_INK_PX


def turned(page: PageImage, rotation: int) -> PageImage:
    """The page turned clockwise by 0, 90, 180 or 270 degrees."""
    return _image(np.rot90(_array(page), -rotation // 90), page.dpi) if rotation % 360 else page


def is_sideways(page: PageImage) -> bool:
    """Whether the lines of print seem to run up or down the page."""
    x, y, _ = _ink(_array(page))
    return _sharpness(x, y, 0.0) * _SIDEWAYS_GAIN < _sharpness(y, x, 0.0)


def prepared(page: PageImage, *, clean: bool | None = None) -> Prepared:
    """Straighten, enlarge small print, and clean (smooth the print, even out the paper): None = by the resolution."""
    grey = _array(page)
    slant = _skew(grey)
    skew = slant if abs(slant) >= _MIN_SKEW else 0.0
    scale = _scale(grey, page.dpi)
    if clean is None:
        clean = page.dpi >= _CLEAN_DPI and scale == 1.0
    if clean:
        grey = _cleaned(grey)
    if skew or scale != 1.0:
        grey = _straight(grey, skew, scale)
    return Prepared(_image(grey, round(page.dpi * scale)), skew, slant - skew, clean, page.width_px, page.height_px)


def straightened(page: PageImage) -> Prepared:
    """The page turned back by the least slant that rows of a table, the page's width apart, would show."""
    grey = _array(page)
    skew = _skew(grey)
    if abs(skew) < _MIN_SLANT:
        return Prepared(page, 0.0, skew, False, page.width_px, page.height_px)
    return Prepared(_image(_straight(grey, skew, 1.0), page.dpi), skew, 0.0, False, page.width_px, page.height_px)


def on_image(text: PageText, made: Prepared) -> PageText:
    """The reading of a page with its boxes put on the image that was made from it; the way back is `on_page`."""
    if not made.skew:
        return text
    return replace(text, blocks=tuple(_turned_block(block, made, _box_on_image) for block in text.blocks))


def on_page(text: PageText, made: Prepared) -> PageText:
    """The reading of a prepared image with its boxes put back on the page as people see it."""
    if not made.skew:
        return text
    tables = tuple(_table_on_page(table, made) for table in text.tables)
    blocks = tuple(_turned_block(block, made, _box_on_page) for block in text.blocks)
    return replace(text, blocks=blocks, tables=tables)


def _array(page: PageImage) -> Grey:
    return np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px)


def _image(grey: Grey, dpi: int) -> PageImage:
    return PageImage(np.ascontiguousarray(grey).tobytes(), grey.shape[1], grey.shape[0], 1, dpi)


def _cleaned(grey: Grey) -> Grey:
    """A light blur, then division by the paper's brightness: the pair that mends noise, shadow and faint ink alike."""
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
    small = cv2.resize(smooth, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(smooth, paper, scale=255.0), np.uint8)


def _binary(grey: Grey) -> Grey:
    """1 where there is ink, by the mean of the surroundings."""
    side = max(15, (min(grey.shape) // 40) | 1)
    return np.asarray(
        cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 15), np.uint8
    )


def _ink(grey: Grey) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """Where the ink is, in pixels of a copy of about `_SKEW_WIDTH_PX`, and the copy's scale."""
    scale = min(1.0, _SKEW_WIDTH_PX / max(grey.shape[1], 1))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    y, x = np.nonzero(_binary(np.asarray(small, np.uint8)))
    return x.astype(np.float32), y.astype(np.float32), scale


def _sharpness(x: NDArray[np.float32], y: NDArray[np.float32], degrees: float) -> float:
    """How sharply the ink falls into rows when the page is turned back by `degrees` (sum of squared row counts)."""
    if y.size == 0:
        return 0.0
    rows = y - x * math.tan(math.radians(degrees))
    counts = np.bincount((rows - rows.min()).astype(np.int32))
    return float(np.sum(np.diff(counts.astype(np.float64)) ** 2))


def _skew(grey: Grey) -> float:
    """Degrees by which the lines of print fall to the right; 0 where they are straight or none can be seen."""
    x, y, _ = _ink(grey)
    if y.size < 200:
        return 0.0
    straight = _sharpness(x, y, 0.0)
    best = 0.0
    for step, reach in ((1.0, _MAX_SKEW), (0.25, 1.0), (0.05, 0.25)):
        around = best
        angles = [around + step * k for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: _sharpness(x, y, angle))
    if abs(best) > _MAX_SKEW or _sharpness(x, y, best) < _SKEW_GAIN * straight:
        return 0.0
    return best


def _scale(grey: Grey, dpi: int) -> float:
    """How much larger small print must be; 1 for print of a good size, and for pages with too little of it."""
    if _MAX_SCALED_DPI / dpi < _MIN_SCALE:
        return 1.0
    _, _, stats, _ = cv2.connectedComponentsWithStats(_binary(grey), connectivity=8)
    width, height, area = (stats[1:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    letters = (height >= 4) & (height <= 150) & (width <= 3 * height) & (width >= 0.2 * height) & (area >= 8)
    if np.count_nonzero(letters) < _MIN_LETTERS:
        return 1.0
    scale = min(_PRINT_PX / float(np.median(height[letters])), _MAX_SCALED_DPI / dpi)
    return 1.0 if scale < _MIN_SCALE else min(scale, _MAX_SCALE)


def _straight(grey: Grey, skew: float, scale: float) -> Grey:
    """The page turned back by `skew` about its middle and scaled, on paper of its own colour, nothing cut off."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, scale)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    new_width, new_height = math.ceil(width * cos + height * sin), math.ceil(width * sin + height * cos)
    matrix[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
    paper = float(np.percentile(grey[::16, ::16], 80))
    turned_back = cv2.warpAffine(grey, matrix, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned_back, np.uint8)


def _turned_block(block: Block, made: Prepared, turn: Callable[[BBox, Prepared], BBox]) -> Block:
    lines = tuple(
        Line(tuple(Word(word.text, turn(word.bbox, made), word.confidence) for word in line.words))
        for line in block.lines
    )
    return Block(block.kind, BBox.around(line.bbox for line in lines) if lines else turn(block.bbox, made), lines)


def _table_on_page(table: Table, made: Prepared) -> Table:
    cells = tuple(replace(cell, bbox=cell.bbox and _box_on_page(cell.bbox, made)) for cell in table.cells)
    return Table(_box_on_page(table.bbox, made), cells)


def _box_on_page(box: BBox, made: Prepared) -> BBox:
    """The box's middle turned forward again, its sides kept: a turned box would cover the lines beside it."""
    width, height = made.page_width_px, made.page_height_px
    cos, sin = math.cos(math.radians(made.skew)), math.sin(math.radians(made.skew))
    scale = (width * cos + height * abs(sin)) / made.image.width_px
    x = ((box.left + box.right) / 2 - 0.5) * made.image.width_px * scale
    y = ((box.top + box.bottom) / 2 - 0.5) * made.image.height_px * scale
    middle_x, middle_y = width / 2 + x * cos - y * sin, height / 2 + x * sin + y * cos
    half_x = (box.right - box.left) * made.image.width_px * scale / 2
    half_y = (box.bottom - box.top) * made.image.height_px * scale / 2
    corners = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
    return BBox.of_pixels(corners, width, height)


def _box_on_image(box: BBox, made: Prepared) -> BBox:
    """The box's middle turned back, its sides kept: the inverse of `_box_on_page`."""
    width, height = made.page_width_px, made.page_height_px
    cos, sin = math.cos(math.radians(made.skew)), math.sin(math.radians(made.skew))
    scale = (width * cos + height * abs(sin)) / made.image.width_px
    x, y = ((box.left + box.right) / 2 - 0.5) * width, ((box.top + box.bottom) / 2 - 0.5) * height
    new_width, new_height = made.image.width_px * scale, made.image.height_px * scale
    middle_x, middle_y = new_width / 2 + x * cos + y * sin, new_height / 2 - x * sin + y * cos
    half_x, half_y = (box.right - box.left) * width / 2, (box.bottom - box.top) * height / 2
    corners = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
    return BBox.of_pixels(corners, new_width, new_height)
