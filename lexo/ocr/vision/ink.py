"""Where there is ink on a picture, so that words can be held against pixels, and quiet rows be found to cut at."""

import numpy as np
from numpy.typing import NDArray

from lexo.document import BBox, PageImage

_WORK_PX = 1_600  # longest side of the copy that is looked at
_WINDOW_PX = 49  # of the copy, for the brightness around each pixel
_DARKER = 18  # grey levels below its surroundings
_MIN_SHARE = 0.012  # of a box; the thinnest print has about 0.04, dust less than 0.005
_LETTER_PX = 10  # of the copy, where a letter of 10-point print on A4 has about 40
_BLANK_SHARE = 0.00002


class Ink:
    """The ink of one picture. Costs about 40 ms for a page of two million pixels."""

    def __init__(self, picture: PageImage) -> None:
        self._dark = _dark(grey_of(picture))
        counts = np.cumsum(np.cumsum(self._dark, axis=0, dtype=np.int64), axis=1)
        self._sums: NDArray[np.int64] = np.pad(counts, ((1, 0), (1, 0)))

    @property
    def is_blank(self) -> bool:
        """Whether there is so little ink that no word can be on the page."""
        return int(self._sums[-1, -1]) <= _BLANK_SHARE * self._dark.size + 8

    @property
    def most_letters(self) -> int:
        """How many letters there can be at most, by the ink: 10-point print has four times as much of it."""
        return int(self._sums[-1, -1]) // _LETTER_PX

    def share(self, box: BBox) -> float:
        """The part of a box (fractions of the page) that is ink; 0 for one without size."""
        height, width = self._dark.shape
        left, right = round(box.left * width), round(box.right * width)
        top, bottom = round(box.top * height), round(box.bottom * height)
        if right <= left or bottom <= top:
            return 0.0
        total = self._sums[bottom, right] - self._sums[top, right] - self._sums[bottom, left] + self._sums[top, left]
        return float(total) / float((right - left) * (bottom - top))

    def is_in(self, box: BBox) -> bool:
        """Whether a box holds enough ink for print."""
        return self.share(box) >= _MIN_SHARE


def grey_of(picture: PageImage) -> NDArray[np.uint8]:
    """Pixels as (H, W) uint8; green alone stands for the colours, it carries most of the brightness."""
    pixels = np.frombuffer(picture.pixels, np.uint8)
    if picture.channels == 1:
        return pixels.reshape(picture.height_px, picture.width_px)
    return pixels.reshape(picture.height_px, picture.width_px, picture.channels)[:, :, 1]


def _dark(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a copy is darker than its surroundings."""
    step = max(1, -(-max(grey.shape) // _WORK_PX))
    small = _darkest(grey, step) if step > 1 else grey
    values = small.astype(np.int32)
    return values < _local_mean(values) - _DARKER


def _darkest(grey: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Each square of pixels as its darkest, so that thin strokes stay."""
    height, width = grey.shape[0] // step * step, grey.shape[1] // step * step
    if not height or not width:
        return grey
    rows = grey[:height:step]
    for k in range(1, step):
        rows = np.minimum(rows, grey[k:height:step])
    result = rows[:, :width:step]
    for k in range(1, step):
        result = np.minimum(result, rows[:, k:width:step])
    return result


def _local_mean(values: NDArray[np.int32]) -> NDArray[np.int32]:
    """The mean of the window around each pixel; windows are cut off at the edges."""
    height, width = values.shape
    sums = np.pad(np.cumsum(np.cumsum(values, axis=0, dtype=np.int64), axis=1), ((1, 0), (1, 0)))
    half = _WINDOW_PX // 2
    top = np.clip(np.arange(height) - half, 0, height)
    bottom = np.clip(np.arange(height) + half + 1, 0, height)
    left = np.clip(np.arange(width) - half, 0, width)
    right = np.clip(np.arange(width) + half + 1, 0, width)
    rows = sums[bottom] - sums[top]
    total = rows[:, right] - rows[:, left]
    areas = (bottom - top)[:, None] * (right - left)[None, :]
    return (total // areas).astype(np.int32)
