"""What an OCR engine is, and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from lexo.document import PageImage, PageText


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine can be used here, which version, with which languages (ISO 639-3), and what to do if not."""

    name: str
    available: bool
    version: str = ""
    languages: tuple[str, ...] = ()
    hint: str = ""


class Segmentation(StrEnum):
    """How an engine cuts a page: by what it sees, or as one block of lines, which holds up where print is poor."""

    AUTOMATIC = "automatic"
    ONE_BLOCK = "one_block"


class OcrEngine(Protocol):
    """Reads one upright page. Must not touch the database. Used by one thread at a time."""

    name: str

    def status(self) -> EngineStatus:
        """Say whether the engine can be used. Cheap: loads no model and no library."""
        ...

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        """Read a page: boxes are fractions of the given image, confidence 0-1. A blank page gives no blocks.

        The result names the engine and its version.

        Raises EngineError when the engine fails, EngineMissing and LanguageMissing when it is not all there.
        """
        ...

    def orientation(self, page: PageImage) -> int | None:
        """Degrees clockwise (0, 90, 180, 270) that make the page upright, or None where the engine cannot say."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class LineEngine(OcrEngine, Protocol):
    """An engine that reads single lines, and so can read again those of a page that were read with doubt."""

    def read_again(self, first: PageText, picture: PageImage) -> PageText:
        """The first reading with the lines replaced that are read more surely here; `first` itself if none is."""
        ...


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a person may set for a model's engine; None = as the model's manifest says. `dpi` is of the pictures."""

    temperature: float | None = None
    max_tokens: int | None = None  # a page, or a part of a page too large for one look
    dpi: int | None = None
    timeout_s: float | None = None  # the same


class CutShort(Exception):
    """A model was stopped from outside, because LEXO stops or somebody cancelled: no fault of page or model."""
