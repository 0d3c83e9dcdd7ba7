"""The remote engine: a vision model on a server that a person named. The one engine that lets a page leave the machine.

It is what a vision model's engine is, with another model behind it; what is added here is that every page says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from lexo.document import PageImage, PageText
from lexo.errors import ReadRemotely
from lexo.inference.base import Role
from lexo.inference.manifest import ModelSpec
from lexo.ocr.engine import EngineStatus, OcrEngine, Segmentation
from lexo.ocr.vision.families import FAMILIES

NAME = "remote"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_GENERAL = "qwen-vl"  # asked in plain words


class RemoteEngine:
    """The engine "remote". Made only where a person has set a server."""

    name = NAME

    def __init__(self, inner: OcrEngine, label: str) -> None:
        """`inner` asks the server's model and reads its answer; `label` says which and where, "model@host"."""
        self._inner, self._label = inner, label

    def status(self) -> EngineStatus:
        """Asks nobody: whether the server runs shows at the first page."""
        return EngineStatus(self.name, True, self._label, self._inner.status().languages)

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        """What the server's model reads, with the warning "read_remotely". A blank page is not sent.

        Raises RemoteFailed, and what engines of vision models raise.
        """
        found = self._inner.recognize(page, languages, segmentation)
        sent = (ReadRemotely.code,) if found.blocks else ()
        return replace(found, engine=self.name, engine_version=self._label, warnings=(*found.warnings, *sent))

    def orientation(self, page: PageImage) -> int | None:
        """Pages are turned before they are sent."""
        return None

    def close(self) -> None:
        self._inner.close()


def spec_of(model: str) -> ModelSpec:
    """What is known of a server's model by its name: the family decides how it is asked and its answer is read."""
    return ModelSpec(name=model, role=Role.OCR, repo="", family=_family(model), licence="", engine=NAME)


def _family(model: str) -> str:
    """The longest family name that stands in the model's, "deepseek-ocr" in "deepseek-ai/DeepSeek-OCR"."""
    said = _NOT_IN_NAMES.sub("", model.lower())
    named = [family for family in FAMILIES if _NOT_IN_NAMES.sub("", family) in said]
    return max(named, key=len, default=_GENERAL)
