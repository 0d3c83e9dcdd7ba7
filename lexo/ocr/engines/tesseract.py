"""Tesseract inside the process through tesserocr: the model is loaded once and reused, pixels are handed over raw."""

import importlib.metadata
import importlib.util
import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lexo.document import PageImage, PageText
from lexo.errors import PAGE_TIMEOUT_S, EngineError, EngineMissing, PageTimedOut
from lexo.ocr import tessdata
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.ocr.tsv import page_of_tsv

os.environ["OMP_THREAD_LIMIT"] = "1"  # read when the library loads; its threads only get in each other's way

log = logging.getLogger(__name__)

_MODES = {Segmentation.AUTOMATIC: 3, Segmentation.ONE_BLOCK: 6}  # page segmentation modes
_ORIENTATION_ONLY = 0
_MIN_ORIENTATION_CONFIDENCE = 1.0


class Tesseract:
    """The engine "tesseract"; one per reader process."""

    name = "tesseract"

    def __init__(self) -> None:
        self._api: Any = None
        self._languages: tuple[str, ...] = ()
        self._orientation_api: Any = None

    def status(self) -> EngineStatus:
        if importlib.util.find_spec("tesserocr") is None:
            return EngineStatus(self.name, False, hint="The Python package tesserocr is not installed.")
        languages = tessdata.installed()
        hint = "" if languages else EngineMissing.hint
        return EngineStatus(self.name, bool(languages), importlib.metadata.version("tesserocr"), languages, hint)

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        found = tessdata.usable(languages)
        api = self._ready(found)
        try:
            api.SetPageSegMode(_MODES[segmentation])
            _show(api, page)
            if not api.Recognize(int(PAGE_TIMEOUT_S * 1000)):
                raise PageTimedOut(seconds=int(PAGE_TIMEOUT_S))
            tsv = api.GetTSVText(0)
        except RuntimeError as error:
            raise EngineError(engine=self.name) from error
        finally:
            api.Clear()
        return replace(page_of_tsv(tsv, page), engine=self.name, engine_version=api.Version())

    def orientation(self, page: PageImage) -> int | None:
        if not tessdata.has_orientation_data():
            return None
        if self._orientation_api is None:
            library = _library()
            self._orientation_api = library.PyTessBaseAPI(
                path=_path(), lang="osd", psm=_ORIENTATION_ONLY, oem=library.OEM.TESSERACT_ONLY
            )
        try:
            _show(self._orientation_api, page)
            found = self._orientation_api.DetectOrientationScript()
        except RuntimeError:
            return None
        finally:
            self._orientation_api.Clear()
        if not found or found["orient_conf"] < _MIN_ORIENTATION_CONFIDENCE:
            return None
        return int(-found["orient_deg"] % 360)

    def close(self) -> None:
        for api in (self._api, self._orientation_api):
            if api is not None:
                api.End()
        self._api = self._orientation_api = None

    def _ready(self, languages: tuple[str, ...]) -> Any:
        """The library with its model loaded: 0.3 CPU-s the first time. Raises EngineMissing, EngineError."""
        if self._api is not None and self._languages == languages:
            return self._api
        self.close()
        library = _library()
        try:
            self._api = library.PyTessBaseAPI(path=_path(), lang="+".join(languages), oem=library.OEM.LSTM_ONLY)
        except RuntimeError as error:
            log.exception("Tesseract does not start with %s", "+".join(languages))
            raise EngineError(engine=self.name) from error
        self._languages = languages
        return self._api


def _library() -> Any:
    try:
        import tesserocr  # 29 MB of libraries, and Pillow
    except ImportError as error:
        raise EngineMissing() from error
    library: Any = tesserocr
    library.set_leptonica_log_level(library.LeptLogLevel.NONE)  # it has a line on stderr for every empty box
    return library


def _path() -> str:
    folder = tessdata.find()
    if folder is None:
        raise EngineMissing()
    return f"{folder}/"


def _show(api: Any, page: PageImage) -> None:
    api.SetImageBytes(page.pixels, page.width_px, page.height_px, page.channels, page.width_px * page.channels)
    api.SetSourceResolution(max(page.dpi, 70))
