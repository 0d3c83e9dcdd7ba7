"""The engines against the contract, and what only one of them does."""

import importlib.util
import subprocess
import sys

import pytest
from engine_contract import EngineContract, page_image

from lexo.errors import EngineMissing, PageTimedOut
from lexo.ocr import tessdata
from lexo.ocr.engines import tesseract_cli
from lexo.ocr.engines.tesseract import Tesseract
from lexo.ocr.engines.tesseract_cli import TesseractCli


class TestTesseract(EngineContract):
    """tesserocr, in the process."""

    def make(self) -> Tesseract:
        return Tesseract()


class TestTesseractCli(EngineContract):
    """The command."""

    def make(self) -> TesseractCli:
        return TesseractCli()


def test_status_loads_no_library() -> None:
    code = (
        "import sys; from lexo.ocr import registry; print([s.name for s in registry.statuses()]);"
        "heavy = ('tesserocr', 'rapidocr', 'onnxruntime', 'PIL', 'numpy', 'cv2', 'pymupdf');"
        "print([m for m in heavy if m in sys.modules])"
    )
    names, loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert names == "['tesseract', 'tesseract-cli', 'apple-vision', 'rapidocr']"
    assert loaded == "[]"


def test_status_without_tesserocr_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    status = Tesseract().status()
    assert not status.available
    assert "tesserocr" in status.hint


def test_recognize_without_language_data_says_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tessdata, "installed", lambda: ())
    for engine in (Tesseract(), TesseractCli()):
        assert not engine.status().available
        with pytest.raises(EngineMissing):
            engine.recognize(page_image(), ("eng",))


def test_recognize_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract_cli, "PAGE_TIMEOUT_S", 0.001)
    with pytest.raises(PageTimedOut):
        TesseractCli().recognize(page_image(), ("eng",))
