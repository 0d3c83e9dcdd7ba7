"""PP-OCR's two networks run on onnxruntime: where lines of text stand on a page, and what each of them says.

The models are PP-OCRv6 "small", which lie inside the wheel of the package rapidocr (Apache 2.0); only its files are
used. Its own code reads lines without the spaces between words, answers with any of 18,000 signs, needs 1 GB, and
brings a downloader; none of that is wanted here. Sizes and limits that are not explained are those of its config.yaml.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lexo.ocr.ctc import Alphabet, Sign

Grey = NDArray[np.uint8]  # (H, W), 0 = black
Floats = NDArray[np.float32]

DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
MAX_SIDE_PX = 1600  # of the picture in which lines are looked for; they are read from the full one
_STEP_PX = 32  # sides of that picture are multiples of this
_TEXT, _BOX_SCORE = 0.3, 0.5  # a pixel belongs to text; the mean over a line's box
_GROW = 1.6  # the network marks the middle of a line: area / perimeter times this is added on each side
_MIN_BOX_PX = 3
_LINE_PX = 48  # a line is scaled to this height to be read
_MIN_WIDTH_PX = 320  # narrower ones are filled up: what the network was trained on
_MAX_WIDTH_PX = 3200  # 67 times as wide as high
_TALL = 1.5  # higher than wide by this: perhaps a line that runs up or down
_TURN_LINES = 8  # are read in both directions to see which is up
_TURN_SIGNS = 20  # fewer say nothing
_TURN_LEAD = 0.1  # of the mean chance


@dataclass(frozen=True, slots=True)
class Strip:
    """One line cut out of the page: its corners there (4, 2: clockwise from the top left), its pixels, its signs."""

    corners: Floats
    pixels: Grey  # (48, W)
    signs: tuple[Sign, ...]


class Networks:
    """Both networks, loaded. Used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Load from the folder of the models: 0.5 s, 150 MB. Raises what onnxruntime raises."""
        self._detector = _session(folder / DETECTOR)
        self._recogniser = _session(folder / RECOGNISER)
        metadata = self._recogniser.get_modelmeta().custom_metadata_map
        self._alphabet = Alphabet(metadata["character"].splitlines())

    def find(self, page: Grey) -> list[Floats]:
        """The corners of each line of text, in pixels of the page, from top to bottom."""
        scale = min(1.0, MAX_SIDE_PX / max(page.shape))
        height, width = (max(_STEP_PX, round(side * scale / _STEP_PX) * _STEP_PX) for side in page.shape)
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        picture = np.asarray(cv2.resize(page, (width, height), interpolation=way), np.uint8)
        chances = self._run(self._detector, picture)[0, 0]
        ratio = np.array([page.shape[1] / width, page.shape[0] / height], np.float32)
        found = [np.asarray(box * ratio, np.float32) for box in _boxes(chances)]
        return sorted(found, key=lambda corners: float(corners[:, 1].mean()))

    def weights(self, languages: Sequence[str]) -> Floats:
        """What `read` needs to know of the languages that are expected."""
        return self._alphabet.weights(languages)

    def read(self, page: Grey, corners: Floats, weights: Floats) -> Strip:
        """What stands between these corners."""
        width, height = _sides(corners)
        if height > _TALL * width and height > _LINE_PX:
            strips = [self._strip(page, np.roll(corners, turn, axis=0), weights) for turn in (1, -1, 0)]
            return max(strips, key=lambda strip: sum(sign.chance - 0.5 for sign in strip.signs))
        return self._strip(page, corners, weights)

    def turn(self, page: Grey, weights: Floats) -> int | None:
        """Degrees clockwise (0, 90, 180, 270) that make the page upright, by which way its longest lines make sense."""
        lines = sorted(self.find(page), key=lambda corners: -max(_sides(corners)))[:_TURN_LINES]
        tall = sum(height > width for width, height in map(_sides, lines)) * 2 > len(lines)
        read: dict[int, list[float]] = {}
        for turn in (90, 270) if tall else (0, 180):
            strips = [self._strip(page, np.roll(corners, turn // 90, axis=0), weights) for corners in lines]
            read[turn] = [sign.chance for strip in strips for sign in strip.signs]
        if min(map(len, read.values())) < _TURN_SIGNS:
            return None
        worse, better = sorted(read, key=lambda turn: float(np.mean(read[turn])))
        return better if np.mean(read[better]) - np.mean(read[worse]) >= _TURN_LEAD else None

    def _strip(self, page: Grey, corners: Floats, weights: Floats) -> Strip:
        pixels = _cut(page, corners)
        filled = np.full((_LINE_PX, max(pixels.shape[1], _MIN_WIDTH_PX)), 127, np.uint8)
        filled[:, : pixels.shape[1]] = pixels
        chances = self._run(self._recogniser, filled)[0]
        return Strip(corners, pixels, self._alphabet.signs(chances, weights, filled.shape[1]))

    @staticmethod
    def _run(network: Any, grey: Grey) -> Floats:
        values = (grey.astype(np.float32) / 127.5 - 1.0)[None, None]
        name = network.get_inputs()[0].name
        answer = network.run(None, {name: np.repeat(values, 3, axis=1)})[0]
        return np.asarray(answer, np.float32)


def _session(model: Path) -> Any:
    """One thread: there is one reader process a core. No arena: it keeps the peak of the largest page for ever."""
    import onnxruntime  # type: ignore[import-untyped]  # 40 MB: only once a page needs it

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _boxes(chances: Floats) -> Iterator[Floats]:
    """Corners of the lines in a map of chances that a pixel belongs to text (H, W), as DBNet's authors find them."""
    mask = cv2.dilate((chances > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        middle, size, angle = cv2.minAreaRect(contour)
        if min(size) < _MIN_BOX_PX or _mean_within(chances, cv2.boxPoints((middle, size, angle))) < _BOX_SCORE:
            continue
        more = _GROW * size[0] * size[1] / (size[0] + size[1])  # both sides: distance = area / perimeter * grow
        grown = cv2.boxPoints((middle, (size[0] + more, size[1] + more), angle))
        yield _clockwise(np.asarray(grown, np.float32))


def _mean_within(chances: Floats, corners: Any) -> float:
    height, width = chances.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], (1,))
    return float(cv2.mean(chances[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(corners: Floats) -> Floats:
    """From the top left."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _sides(corners: Floats) -> tuple[float, float]:
    """Width and height."""
    return (
        float(max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3]))),
        float(max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1]))),
    )


def _cut(page: Grey, corners: Floats) -> Grey:
    """The line, turned straight and scaled to the height that is read."""
    width, height = _sides(corners)
    size = (max(1, round(width)), max(1, round(height)))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    straight = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    wide = min(max(math.ceil(_LINE_PX * size[0] / size[1]), 8), _MAX_WIDTH_PX)
    way = cv2.INTER_AREA if size[1] > _LINE_PX else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(straight, (wide, _LINE_PX), interpolation=way), np.uint8)
