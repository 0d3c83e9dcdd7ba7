"""Tesseract as a command: used where the tesserocr wheel is missing, and to check the other engine against."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from lexo.document import PageImage, PageText
from lexo.errors import PAGE_TIMEOUT_S, EngineError, EngineMissing, PageTimedOut
from lexo.ocr import tessdata
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.ocr.tsv import page_of_tsv

os.environ["OMP_THREAD_LIMIT"] = "1"  # inherited by the command

_MODES = {Segmentation.AUTOMATIC: 3, Segmentation.ONE_BLOCK: 6}  # page segmentation modes


class TesseractCli:
    """The engine "tesseract-cli"; grey pixels go through a pipe as PGM, which costs 6 ms where PNG costs 500."""

    name = "tesseract-cli"

    def status(self) -> EngineStatus:
        command = shutil.which("tesseract")
        languages = tessdata.installed() if command else ()
        hint = "" if languages else EngineMissing.hint
        return EngineStatus(self.name, bool(languages), _version() if command else "", languages, hint)

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        found = tessdata.usable(languages)
        tsv = self._run(page, ["-l", "+".join(found), "--psm", str(_MODES[segmentation]), "--oem", "1", "tsv"])
        return replace(page_of_tsv(tsv, page), engine=self.name, engine_version=_version())

    def orientation(self, page: PageImage) -> int | None:
        if not tessdata.has_orientation_data():
            return None
        try:
            answer = self._run(page, ["-l", "osd", "--psm", "0"])
        except EngineError:
            return None  # too few characters, says Tesseract
        turns = [line.partition(":")[2] for line in answer.splitlines() if line.startswith("Rotate:")]
        return int(turns[0]) % 360 if turns else None

    def close(self) -> None:
        return None

    def _run(self, page: PageImage, arguments: Sequence[str]) -> str:
        command = shutil.which("tesseract")
        if command is None:
            raise EngineMissing()
        magic = b"P5" if page.channels == 1 else b"P6"
        data = b"%s %d %d 255\n%s" % (magic, page.width_px, page.height_px, page.pixels)
        data_path = ["--tessdata-dir", str(tessdata.find())]
        line = [command, "-", "-", *data_path, "--dpi", str(max(page.dpi, 70)), *arguments]
        try:
            done = subprocess.run(line, input=data, capture_output=True, timeout=PAGE_TIMEOUT_S, check=True)
        except subprocess.TimeoutExpired as error:
            raise PageTimedOut(seconds=int(PAGE_TIMEOUT_S)) from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise EngineError(engine=self.name) from error
        return done.stdout.decode("utf-8", "replace")


@cache
def _version() -> str:
    """`tesseract --version` begins with "tesseract 5.3.0"."""
    answer = subprocess.run(["tesseract", "--version"], capture_output=True, encoding="utf-8", timeout=20, check=False)
    return (answer.stdout or answer.stderr).partition("\n")[0].removeprefix("tesseract").strip()
