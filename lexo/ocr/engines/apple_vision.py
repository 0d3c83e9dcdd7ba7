"""Apple's text recognition, a part of macOS: no download, and it runs on the Neural Engine. In reader processes.

Called through pyobjc, which turns an Objective-C message into a method with an underscore for each colon, and an
`NSError **` argument into a second value that is returned. What each call gives is said where it is used; the words are
those of Apple's documentation of VNRecognizeTextRequest and VNRecognizedText. The tests use a stand-in with the same
calls; on a Mac it has not been run yet.
"""

import importlib
import importlib.util
import logging
import platform
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.errors import EngineError, LanguageMissing, MacOnly
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.ocr.tsv import confidence_of

log = logging.getLogger(__name__)

_TITLE = "Apple Vision"
_PACKAGES = ("objc", "Foundation", "Quartz", "Vision")
_SMALLEST_PX = 6  # letters below are not read; Apple's default leaves out what is under a 32nd of the page
# Apple's names of the languages its accurate level reads, and the macOS each came with, by Tesseract's and ISO's codes.
_TAGS = {
    "eng": ("en-US", 13),
    "fra": ("fr-FR", 13),
    "ita": ("it-IT", 13),
    "deu": ("de-DE", 13),
    "spa": ("es-ES", 13),
    "por": ("pt-BR", 13),
    "chi_sim": ("zh-Hans", 13),
    "chi_tra": ("zh-Hant", 13),
    "kor": ("ko-KR", 13),
    "jpn": ("ja-JP", 13),
    "rus": ("ru-RU", 13),
    "ukr": ("uk-UA", 13),
    "tha": ("th-TH", 13),
    "vie": ("vi-VT", 13),
    "ara": ("ar-SA", 14),
    "tur": ("tr-TR", 15),
    "ind": ("id-ID", 15),
    "ces": ("cs-CZ", 15),
    "dan": ("da-DK", 15),
    "nld": ("nl-NL", 15),
    "nor": ("no-NO", 15),
    "msa": ("ms-MY", 15),
    "pol": ("pl-PL", 15),
    "ron": ("ro-RO", 15),
    "swe": ("sv-SE", 15),
}


class AppleVision:
    """The engine "apple-vision"; one per reader process."""

    name = "apple-vision"

    def __init__(self) -> None:
        self._supported: tuple[str, ...] | None = None  # tags, as this Mac says

    def status(self) -> EngineStatus:
        macos = _macos()
        if not macos:
            return EngineStatus(self.name, False, hint=f"{_TITLE} is part of macOS: macOS only.")
        if any(importlib.util.find_spec(package) is None for package in _PACKAGES):
            return EngineStatus(self.name, False, hint="The Python package pyobjc-framework-Vision is not installed.")
        return EngineStatus(self.name, True, macos, _languages(macos))

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        """Read a page. It is cut as Vision sees fit, whatever `segmentation` says; each line is a block."""
        macos = _macos()
        if not macos:
            raise MacOnly(engine=_TITLE)
        objc, vision = _library("objc"), _library("Vision")
        with objc.autorelease_pool():  # else what Vision makes stays until the process ends
            request = vision.VNRecognizeTextRequest.alloc().init()
            tags = self._tags(request, languages, macos)
            _set_up(request, tags, vision, page)
            observations = _perform(request, vision, page)
            lines = tuple(line for seen in observations if (line := _line(seen)) is not None)
            revision = int(request.revision())
        return PageText(
            width_pt=page.width_px / page.dpi * 72,
            height_pt=page.height_px / page.dpi * 72,
            blocks=tuple(Block(BlockKind.TEXT, line.bbox, (line,)) for line in lines),
            engine=self.name,
            engine_version=f"{macos} revision {revision}",
            confidence=confidence_of(word for line in lines for word in line.words),
            dpi=page.dpi,
        )

    def orientation(self, page: PageImage) -> int | None:
        """Vision reads turned pages too, but says nothing about it."""
        return None

    def close(self) -> None:
        return None

    def _tags(self, request: Any, languages: Sequence[str], macos: str) -> list[str]:
        """Apple's names of those of `languages` that it reads. Raises LanguageMissing when it reads none of them."""
        if self._supported is None:
            # `supportedRecognitionLanguagesAndReturnError:` gives the tags for the request's level and revision.
            tags, _ = request.supportedRecognitionLanguagesAndReturnError_(None)
            self._supported = tuple(str(tag) for tag in tags or ())
        known = [_TAGS[language][0] for language in languages if language in _TAGS]
        found = [tag for tag in dict.fromkeys(known) if tag in self._supported]
        if not found:
            raise LanguageMissing(language=", ".join(languages) or "–", installed=", ".join(_languages(macos)))
        return found


def _macos() -> str:
    """The version of macOS, "15.1"; "" on another system."""
    return platform.mac_ver()[0]


def _languages(macos: str) -> tuple[str, ...]:
    major = int(macos.partition(".")[0])
    return tuple(sorted(language for language, (_, since) in _TAGS.items() if since <= major))


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)  # 0.1-0.3 s and some 30 MB, on macOS only
    except ImportError as error:
        raise EngineError(engine=_TITLE) from error


def _set_up(request: Any, tags: list[str], vision: Any, page: PageImage) -> None:
    """The newest revision is what a new request has; nothing is guessed about the language."""
    request.setRecognitionLevel_(vision.VNRequestTextRecognitionLevelAccurate)
    request.setRecognitionLanguages_(tags)
    request.setAutomaticallyDetectsLanguage_(False)
    request.setUsesLanguageCorrection_(True)
    request.setMinimumTextHeight_(min(_SMALLEST_PX / page.height_px, 1.0))


def _perform(request: Any, vision: Any, page: PageImage) -> Sequence[Any]:
    """The VNRecognizedTextObservations of a page, one for each line. Raises EngineError."""
    image = _cg_image(page)
    handler = vision.VNImageRequestHandler.alloc().initWithCGImage_options_(image, {})
    # `performRequests:error:` gives whether it went well, and an NSError where not.
    is_done, error = handler.performRequests_error_([request], None)
    if not is_done:
        log.warning("Apple Vision failed with error %s", error.code() if error is not None else "without a number")
        raise EngineError(engine=_TITLE)
    return request.results() or ()


def _cg_image(page: PageImage) -> Any:
    """The pixels as they are: 8 bits a channel, no alpha, rows without padding. NSData takes a copy of its own."""
    foundation, quartz = _library("Foundation"), _library("Quartz")
    data = foundation.NSData.dataWithBytes_length_(page.pixels, len(page.pixels))
    is_grey = page.channels == 1
    space = quartz.CGColorSpaceCreateDeviceGray() if is_grey else quartz.CGColorSpaceCreateDeviceRGB()
    image = quartz.CGImageCreate(
        page.width_px,
        page.height_px,
        8,
        8 * page.channels,
        page.width_px * page.channels,
        space,
        quartz.kCGImageAlphaNone,
        quartz.CGDataProviderCreateWithCFData(data),
        None,
        False,
        quartz.kCGRenderingIntentDefault,
    )
    if image is None:  # a NULL reference: Core Graphics does not take the sizes
        raise EngineError(engine=_TITLE)
    return image


def _line(observation: Any) -> Line | None:
    """The best candidate's words with their boxes; None where there is no text.

    `topCandidates:` gives VNRecognizedText with `string` and `confidence`, which is one for the whole line.
    """
    candidates = observation.topCandidates_(1)
    if not candidates:
        return None
    candidate = candidates[0]
    text, whole = str(candidate.string()), _box(observation.boundingBox())
    confidence = min(max(float(candidate.confidence()), 0.0), 1.0)
    words = tuple(
        Word(
            text[start:end], _word_box(candidate, text, start, end) or _share(whole, start, end, len(text)), confidence
        )
        for start, end in _spans(text)
    )
    return Line(words) if words else None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in re.finditer(r"\S+", text))


def _word_box(candidate: Any, text: str, start: int, end: int) -> BBox | None:
    """`boundingBoxForRange:error:` takes an NSRange in UTF-16 units; a VNRectangleObservation, or nil, comes back."""
    location = _utf16_units(text[:start])
    observation, _ = candidate.boundingBoxForRange_error_((location, _utf16_units(text[start:end])), None)
    return _box(observation.boundingBox()) if observation is not None else None


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _box(rectangle: Any) -> BBox:
    """A CGRect in fractions with its origin at the bottom left -> ours, cut off at the page's edges."""
    left, bottom = float(rectangle.origin.x), float(rectangle.origin.y)
    right, top = left + float(rectangle.size.width), bottom + float(rectangle.size.height)
    return BBox.of_pixels((left, 1.0 - top, right, 1.0 - bottom), 1.0, 1.0)


def _share(line: BBox, start: int, end: int, length: int) -> BBox:
    """The part of a line's box that some of its characters take, as if all were of one width."""
    width = line.right - line.left
    return BBox(line.left + width * start / length, line.top, line.left + width * end / length, line.bottom)
