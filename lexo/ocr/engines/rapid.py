"""RapidOCR: the models inside its wheel, read by onnxruntime. A second opinion, for what Tesseract is not sure of.

On receipts, forms, tables and poor scans it reads far better than Tesseract, at two to four times the CPU time.
"""

import importlib.metadata
import importlib.util
import logging
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.errors import PAGE_TIMEOUT_S, EngineError, EngineMissing, LanguageMissing, PageTimedOut
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.ocr.tsv import confidence_of

if TYPE_CHECKING:
    from lexo.ocr.ppocr import Grey, Networks
    from lexo.ocr.strips import ReadWord

log = logging.getLogger(__name__)

_MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
_LANGUAGES = tuple(
    "afr bos cat ces cym dan deu eng est eus fin fra gle glg hrv hun ind isl ita lat lav lit ltz msa mlt nld nor oci"
    " pol por que roh ron slk slv spa sqi swa swe tgl tur".split()
)  # of those the models were trained on, the ones in letters that `ctc` keeps
_CALIBRATION = 5  # a mean chance of 0.90 a sign was a right word in 45-60 of 100 cases, 0.95 in 75, 0.98 in 85


class RapidOcr:
    """The engine "rapidocr"; one per reader process."""

    name = "rapidocr"

    def __init__(self) -> None:
        self._networks: Networks | None = None

    def status(self) -> EngineStatus:
        folder = _models()
        if folder is None or importlib.util.find_spec("onnxruntime") is None:
            return EngineStatus(
                self.name, False, hint="The Python packages rapidocr and onnxruntime are not installed."
            )
        if not all((folder / model).is_file() for model in _MODELS):
            return EngineStatus(self.name, False, hint="This version of the Python package rapidocr has other models.")
        return EngineStatus(self.name, True, importlib.metadata.version("rapidocr"), _LANGUAGES)

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        """Read every line; `segmentation` makes no difference, as lines are found one by one."""
        return self.recognize_where(page, languages, lambda box: True)

    def recognize_where(self, page: PageImage, languages: Sequence[str], is_wanted: Callable[[BBox], bool]) -> PageText:
        """Read those lines whose box `is_wanted`: finding lines takes a third of the time, reading them the rest."""
        known = _usable(languages)
        networks = self._ready()
        try:
            lines = _lines(networks, page, known, is_wanted)
        except (PageTimedOut, MemoryError):
            raise
        except Exception as error:  # onnxruntime has its own kinds, none of them public
            raise EngineError(engine=self.name) from error
        block = (Block(BlockKind.TEXT, BBox.around(line.bbox for line in lines), lines),) if lines else ()
        return PageText(
            width_pt=page.width_px / page.dpi * 72,
            height_pt=page.height_px / page.dpi * 72,
            blocks=block,
            engine=self.name,
            engine_version=importlib.metadata.version("rapidocr"),
            dpi=page.dpi,
            confidence=confidence_of(word for line in lines for word in line.words),
        )

    def orientation(self, page: PageImage) -> int | None:
        """By reading the longest lines in both directions that they may run."""
        networks = self._ready()
        return networks.turn(_grey(page), networks.weights(("eng",)))

    def close(self) -> None:
        self._networks = None

    def _ready(self) -> "Networks":
        """The models, loaded: 0.6 CPU-s and 150 MB the first time. Raises EngineMissing, EngineError."""
        if self._networks is None:
            folder = _models()
            if folder is None or not self.status().available:
                raise EngineMissing()
            try:
                from lexo.ocr.ppocr import Networks  # OpenCV and onnxruntime

                self._networks = Networks(folder)
            except Exception as error:
                log.exception("RapidOCR's models do not load")
                raise EngineError(engine=self.name) from error
        return self._networks


@cache
def _models() -> Path | None:
    """The folder of the wheel's models; the package itself is never imported: it brings a downloader and a logger."""
    spec = importlib.util.find_spec("rapidocr")
    return Path(spec.origin).parent / "models" if spec is not None and spec.origin else None


def _usable(languages: Sequence[str]) -> tuple[str, ...]:
    """Those of `languages` that the models know. Raises LanguageMissing without any."""
    found = tuple(language for language in languages if language in _LANGUAGES)
    if not found:
        raise LanguageMissing(language=", ".join(languages) or "–", installed=", ".join(_LANGUAGES))
    return found


def _lines(
    networks: "Networks", page: PageImage, languages: Sequence[str], is_wanted: Callable[[BBox], bool]
) -> tuple[Line, ...]:
    """The wanted lines from top to bottom. Raises PageTimedOut."""
    from lexo.ocr import strips

    deadline = time.monotonic() + PAGE_TIMEOUT_S
    grey, weights = _grey(page), networks.weights(languages)
    lines = []
    for corners in networks.find(grey):
        if time.monotonic() > deadline:
            raise PageTimedOut(seconds=int(PAGE_TIMEOUT_S))
        edges = (*corners.min(axis=0), *corners.max(axis=0))
        if is_wanted(BBox.of_pixels(edges, page.width_px, page.height_px)):
            found = strips.words_of(networks.read(grey, corners, weights))
            lines += [Line(tuple(_word(word, page) for word in found))] if found else []
    return tuple(lines)


def _word(word: "ReadWord", page: PageImage) -> Word:
    box = BBox.of_pixels(word.box, page.width_px, page.height_px)
    return Word(word.text, box, min(max(word.confidence, 0.0), 1.0) ** _CALIBRATION)


def _grey(page: PageImage) -> "Grey":
    import numpy as np

    pixels = np.frombuffer(page.pixels, np.uint8).reshape(page.height_px, page.width_px, page.channels)
    if page.channels == 1:
        return pixels[:, :, 0]
    return np.asarray(pixels @ np.array([0.299, 0.587, 0.114]), np.uint8)
