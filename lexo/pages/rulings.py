"""Ruling lines: the straight lines that a table is drawn with, found in the pixels of a page and wiped out of them."""

import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from lexo.document import BBox, PageImage

_Grey = NDArray[np.uint8]
_Box = tuple[float, float, float, float]

_LENGTH_IN = 0.35  # inches; shorter strokes are letters and underlined words
_THICK_IN = 0.05  # a thicker bar is a picture or a filled row
_PAPER_IN = 0.04  # around what is cut out; an engine wants some
_MAX_CUT_PX = 40_000_000
_MAX_PX = 2000  # the longer side at which lines are looked for; finer pixels show no more of them
_SLANT = 0.02  # a line that falls more is a drawing's
_MAX_LINES = 2000  # of each direction, the longest first; a hatched drawing has more


def rulings(page: PageImage) -> tuple[BBox, ...]:
    """The horizontal and vertical lines on a grey page; each box is long on one side and thin on the other."""
    grey = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px)
    scale = min(1.0, _MAX_PX / max(grey.shape))
    if scale < 1.0:
        grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    per_inch = max(page.dpi * scale, 1.0)
    ink = _ink(grey)
    length = max(round(_LENGTH_IN * per_inch), 15)
    thick = max(round(_THICK_IN * per_inch), 3)
    found = _boxes(ink, length, thick) + [
        (top, left, bottom, right) for left, top, right, bottom in _boxes(np.ascontiguousarray(ink.T), length, thick)
    ]
    height, width = grey.shape
    return tuple(BBox.of_pixels(box, width, height) for box in found)


def without(page: PageImage, lines: Iterable[BBox]) -> PageImage:
    """A grey page with these lines painted over in the colour beside them, so that no engine reads them as letters."""
    grey = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px).copy()
    for line in lines:
        left, top = math.floor(line.left * page.width_px), math.floor(line.top * page.height_px)
        right, bottom = math.ceil(line.right * page.width_px), math.ceil(line.bottom * page.height_px)
        if right - left > bottom - top:
            _wipe(grey, left, max(top - 1, 0), right, bottom + 1)
        else:
            _wipe(grey.T, top, max(left - 1, 0), bottom, right + 1)
    return PageImage(grey.tobytes(), page.width_px, page.height_px, 1, page.dpi)


def cut_out(page: PageImage, box: BBox, dpi: int) -> tuple[PageImage, BBox]:
    """A part of a grey page with some paper around it, enlarged to `dpi` where the page has less, and its true box."""
    grey = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px)
    edge = round(_PAPER_IN * page.dpi)
    left, top = max(math.floor(box.left * page.width_px) - edge, 0), max(math.floor(box.top * page.height_px) - edge, 0)
    right, bottom = math.ceil(box.right * page.width_px) + edge, math.ceil(box.bottom * page.height_px) + edge
    part = np.ascontiguousarray(grey[top:bottom, left:right])
    height, width = part.shape
    true = BBox.of_pixels((left, top, left + width, top + height), page.width_px, page.height_px)
    scale = min(max(dpi / page.dpi, 1.0), math.sqrt(_MAX_CUT_PX / max(part.size, 1)))
    if scale > 1.0:
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    return PageImage(part.tobytes(), part.shape[1], part.shape[0], 1, round(page.dpi * max(scale, 1.0))), true


def _wipe(grey: _Grey, left: int, top: int, right: int, bottom: int) -> None:
    """Paint over rows `top` to `bottom` with the lighter of what is above and below, place by place."""
    above, below = grey[max(top - 2, 0) : top, left:right], grey[bottom : bottom + 2, left:right]
    beside = np.concatenate((above, below))
    if beside.size:
        grey[top:bottom, left:right] = beside.max(axis=0)


def _ink(grey: _Grey) -> _Grey:
    """255 where it is darker than around, also along the edges of a filled row."""
    blurred = cv2.GaussianBlur(grey, (3, 3), 0)
    side = max(15, (min(grey.shape) // 40) | 1)
    return np.asarray(
        cv2.adaptiveThreshold(blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 8), np.uint8
    )


def _boxes(ink: _Grey, length: int, thick: int) -> list[_Box]:
    """Left, top, right, bottom of the strokes that are at least `length` wide and thin, a little slant allowed."""
    pieces = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length * 2 // 3), np.uint8))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((3, length // 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lines = stats[1:]
    width, height = lines[:, cv2.CC_STAT_WIDTH], lines[:, cv2.CC_STAT_HEIGHT]
    lines = lines[(width >= length) & (height <= np.maximum(thick, width * _SLANT))]
    lines = lines[np.argsort(-lines[:, cv2.CC_STAT_WIDTH], kind="stable")][:_MAX_LINES]
    return [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in lines.tolist()]
