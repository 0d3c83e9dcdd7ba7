"""Where an upright page's lines are, and a line's words, by their ink alone: for engines that read single lines.

Made for plain pages of print or writing; where another engine has read the page, its lines are the better ones.
"""

from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from lexo.document import BBox, PageImage

Ink = NDArray[np.bool_]
Run = tuple[int, int]  # from, to (not included)

_MIN_HEIGHT_PX = 6
_MIN_INK = 0.0015  # of a row's pixels; less is dust
_MIN_CONTRAST = 40  # of 255, between paper and ink; less is a blank page
_ACCENT = 0.45  # a run of rows lower than this part of the usual height belongs to the line beside it
_FAR = 3.0  # heights of white between two texts that stand in one row


def ink_of(page: PageImage) -> Ink:
    """(H, W): where the page is written on, dark on light or light on dark; nowhere on a blank page."""
    pixels = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px, page.channels)
    grey = pixels[..., 0] if page.channels == 1 else pixels.mean(axis=2)
    low, high = np.percentile(grey, (0.2, 99.8))
    if high - low < _MIN_CONTRAST:
        return np.zeros(grey.shape, np.bool_)
    dark = grey < (float(low) + float(high)) / 2
    return np.asarray(dark if dark.mean() < 0.5 else ~dark, np.bool_)


def find_lines(page: PageImage) -> list[BBox]:
    """Boxes of the lines from top to bottom, and from left to right where several texts stand in one row."""
    ink = ink_of(page)
    boxes = []
    for top, bottom in _rows(ink):
        for left, right in _far_apart(_shadow(ink[top:bottom]), _FAR * (bottom - top)):
            inked = np.flatnonzero(ink[top:bottom, left:right].any(axis=1))
            high, low = top + int(inked[0]), top + int(inked[-1]) + 1
            if low - high >= _MIN_HEIGHT_PX:
                boxes.append(BBox.of_pixels((left, high, right, low), page.width_px, page.height_px))
    return boxes


def cut_words(line: PageImage, texts: Sequence[str]) -> list[tuple[float, float]]:
    """Left and right of each word as fractions of a line's picture: cut at its widest gaps, else by letters."""
    columns = np.flatnonzero(_shadow(ink_of(line)))
    if not len(columns):
        return _by_letters(texts, 0.0, 1.0)
    left, right = int(columns[0]), int(columns[-1]) + 1
    gaps = sorted(_gaps(columns), key=lambda gap: gap[0] - gap[1])[: len(texts) - 1]
    if len(gaps) < len(texts) - 1:
        return _by_letters(texts, left / line.width_px, right / line.width_px)
    starts = [left, *(end for _, end in sorted(gaps))]
    ends = [*(begin for begin, _ in sorted(gaps)), right]
    return [(start / line.width_px, end / line.width_px) for start, end in zip(starts, ends, strict=True)]


def _rows(ink: Ink) -> list[Run]:
    """Runs of rows with ink, each a line; the dots and accents above one are put to it."""
    runs = list(_runs(ink.sum(axis=1) > _MIN_INK * ink.shape[1]))
    heights = [bottom - top for top, bottom in runs if bottom - top >= _MIN_HEIGHT_PX]
    if not heights:
        return []
    usual = median(heights)
    joined: list[Run] = []
    for top, bottom in runs:
        before = joined[-1] if joined else None
        is_part = before is not None and min(bottom - top, before[1] - before[0]) < _ACCENT * usual
        if before is not None and is_part and top - before[1] < _ACCENT * usual:
            joined[-1] = (before[0], bottom)
        else:
            joined.append((top, bottom))
    return joined


def _shadow(ink: Ink) -> Ink:
    """(W,): the columns with ink."""
    return np.asarray(ink.any(axis=0), np.bool_)


def _runs(is_inked: NDArray[np.bool_]) -> Iterator[Run]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_inked.astype(np.int8), [0]))))
    return ((int(start), int(end)) for start, end in edges.reshape(-1, 2))


def _far_apart(is_inked: NDArray[np.bool_], far: float) -> Iterator[Run]:
    begun: Run | None = None
    for start, end in _runs(is_inked):
        if begun is not None and start - begun[1] > far:
            yield begun
            begun = None
        begun = (begun[0] if begun else start, end)
    if begun is not None:
        yield begun


def _gaps(columns: NDArray[np.intp]) -> Iterator[Run]:
    """White between two neighbouring columns with ink, from and to."""
    for at in np.flatnonzero(np.diff(columns) > 1):
        yield int(columns[at]) + 1, int(columns[at + 1])


def _by_letters(texts: Sequence[str], left: float, right: float) -> list[tuple[float, float]]:
    """Shares of a width, as if all letters and the blanks between words were of one size."""
    letters = sum(map(len, texts)) + len(texts) - 1
    size = (right - left) / max(letters, 1)
    shares = []
    for text in texts:
        shares.append((left, left + len(text) * size))
        left += (len(text) + 1) * size
    return shares
