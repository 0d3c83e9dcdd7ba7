"""A stand-in for the macOS frameworks that Apple Vision's engine calls, with Tesseract behind it.

Same names, same shapes of what goes in and comes out as pyobjc gives them: out-arguments as second values, CGRects with
their origin at the bottom left, ranges in UTF-16 units, one confidence a line, nil as None.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest

from lexo.document import BBox, Line, PageImage
from lexo.ocr.engines.tesseract import Tesseract

TAGS = ("en-US", "fr-FR", "de-DE")
FROM_TAG = {"en-US": "eng", "fr-FR": "fra", "de-DE": "deu"}


class State:
    """What a test sets, and what it may look at afterwards."""

    def __init__(self) -> None:
        self.open_pools = 0
        self.pools = 0
        self.fails = False
        self.gives_nothing = False  # `results` is nil
        self.has_boxes = True  # of ranges
        self.request: Any = None
        self.image: Any = None
        self.texts: dict[str, str] = {}  # what Tesseract said -> what Vision is to say


def rectangle(box: BBox) -> SimpleNamespace:
    """A CGRect in Vision's fractions."""
    origin = SimpleNamespace(x=box.left, y=1.0 - box.bottom)
    return SimpleNamespace(origin=origin, size=SimpleNamespace(width=box.right - box.left, height=box.bottom - box.top))


class RecognizedText:
    """VNRecognizedText."""

    def __init__(self, state: State, line: Line) -> None:
        self._state, self._line = state, line
        self._text = state.texts.get(line.text, line.text)

    def string(self) -> str:
        return self._text

    def confidence(self) -> float:
        return 1.0

    def boundingBoxForRange_error_(self, span: tuple[int, int], error: None) -> tuple[Any, Any]:
        if not self._state.has_boxes:
            return None, SimpleNamespace(code=lambda: 1)
        units = self._text.encode("utf-16-le")
        location, length = span
        before = units[: location * 2].decode("utf-16-le")
        asked = units[location * 2 : (location + length) * 2].decode("utf-16-le")  # raises for half a character
        assert asked == asked.strip() != ""
        box = self._line.words[len(before.split())].bbox
        return SimpleNamespace(boundingBox=lambda: rectangle(box)), None


class Observation:
    """VNRecognizedTextObservation."""

    def __init__(self, state: State, line: Line) -> None:
        self._state, self._line = state, line

    def topCandidates_(self, count: int) -> list[RecognizedText]:
        return [RecognizedText(self._state, self._line)][:count]

    def boundingBox(self) -> SimpleNamespace:
        return rectangle(self._line.bbox)


class Request:
    """VNRecognizeTextRequest; setters as pyobjc names them."""

    state: State

    @classmethod
    def alloc(cls) -> Self:
        return cls()

    def init(self) -> Self:
        assert self.state.open_pools == 1, "made outside of an autorelease pool"
        self.state.request = self
        self.level: int | None = None
        self.languages: list[str] = []
        self.detects = self.corrects = None
        self.smallest = 1 / 32
        self.found: list[Observation] | None = None
        return self

    def setRecognitionLevel_(self, level: int) -> None:
        self.level = level

    def setRecognitionLanguages_(self, tags: list[str]) -> None:
        assert all(tag in TAGS for tag in tags), "Vision fails for a language it does not know"
        self.languages = tags

    def setAutomaticallyDetectsLanguage_(self, detects: bool) -> None:
        self.detects = detects

    def setUsesLanguageCorrection_(self, corrects: bool) -> None:
        self.corrects = corrects

    def setMinimumTextHeight_(self, height: float) -> None:
        assert 0 <= height <= 1
        self.smallest = height

    def supportedRecognitionLanguagesAndReturnError_(self, error: None) -> tuple[tuple[str, ...], None]:
        return TAGS, None

    def revision(self) -> int:
        return 3

    def results(self) -> list[Observation] | None:
        return self.found


class Handler:
    """VNImageRequestHandler."""

    state: State

    @classmethod
    def alloc(cls) -> Self:
        return cls()

    def initWithCGImage_options_(self, image: PageImage, options: dict[str, Any]) -> Self:
        assert options == {}
        self.image = self.state.image = image
        return self

    def performRequests_error_(self, requests: list[Request], error: None) -> tuple[bool, Any]:
        (request,) = requests
        if self.state.fails:
            return False, SimpleNamespace(code=lambda: 11, localizedDescription=lambda: "CANARI")
        if not self.state.gives_nothing:
            languages = [FROM_TAG[tag] for tag in request.languages if tag != "de-DE"] or ["eng"]
            read = Tesseract().recognize(self.image, languages)
            request.found = [Observation(self.state, line) for line in read.lines]
        return True, None


def modules(state: State) -> dict[str, ModuleType]:
    @contextmanager
    def autorelease_pool() -> Iterator[None]:
        state.open_pools += 1
        state.pools += 1
        yield
        state.open_pools -= 1

    def image(width: int, height: int, *rest: Any) -> PageImage | None:
        component, pixel, row, space, alpha, provider, decode, interpolate, intent = rest
        channels = {"grey": 1, "rgb": 3}[space]
        assert (component, pixel, row, alpha, decode, interpolate, intent) == (
            8, 8 * channels, width * channels, 0, None, False, 0
        )  # fmt: skip
        return PageImage(provider, width, height, channels, 150) if len(provider) == row * height else None

    def data(content: bytes, length: int) -> bytes:
        assert len(content) == length
        return content

    given: dict[str, dict[str, Any]] = {
        "objc": {"autorelease_pool": autorelease_pool},
        "Foundation": {"NSData": SimpleNamespace(dataWithBytes_length_=data)},
        "Quartz": {
            "CGColorSpaceCreateDeviceGray": lambda: "grey",
            "CGColorSpaceCreateDeviceRGB": lambda: "rgb",
            "CGDataProviderCreateWithCFData": lambda data: data,
            "CGImageCreate": image,
            "kCGImageAlphaNone": 0,
            "kCGRenderingIntentDefault": 0,
        },
        "Vision": {
            "VNRecognizeTextRequest": type("VNRecognizeTextRequest", (Request,), {"state": state}),
            "VNImageRequestHandler": type("VNImageRequestHandler", (Handler,), {"state": state}),
            "VNRequestTextRecognitionLevelAccurate": 0,
        },
    }
    made = {}
    for name, content in given.items():
        made[name] = ModuleType(name)
        made[name].__spec__ = ModuleSpec(name, None)
        vars(made[name]).update(content)
    return made


def install(monkeypatch: pytest.MonkeyPatch, macos: str = "15.1") -> State:
    """Make this machine look like a Mac to the engine, until the test ends."""
    state = State()
    for name, module in modules(state).items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("platform.mac_ver", lambda: (macos, ("", "", ""), "arm64"))
    return state
