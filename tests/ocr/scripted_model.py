"""A vision model that says what a test tells it to, and pages to show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.inference.base import Finish, Generated, Generation, Role
from lexo.inference.manifest import ModelSpec
from lexo.ocr.engine import EngineOptions
from lexo.ocr.engines.vlm import VisionEngine


@dataclass
class ScriptedStream:
    """One answer, or the error that ends it."""

    text: str
    finish: Finish
    error: Exception | None = None
    is_cancelled: bool = False

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self.text), 1000):
            if self.is_cancelled:
                return
            yield self.text[start : start + 1000]

    def result(self) -> Generated:
        if self.error is not None:
            raise self.error
        return Generated(self.text, Finish.CANCELLED if self.is_cancelled else self.finish, "scripted")

    def cancel(self) -> None:
        self.is_cancelled = True


@dataclass
class ScriptedModel:
    """Answers in order, the last one for ever; remembers what it was shown and asked."""

    answers: Sequence[str]
    finish: Finish = Finish.STOP
    error: Exception | None = None
    name: str = "scripted"
    shown: list[tuple[PageImage, str, Generation]] = field(default_factory=list)

    def look(self, picture: PageImage, prompt: str, limits: Generation) -> ScriptedStream:
        self.shown.append((picture, prompt, limits))
        answer = self.answers[min(len(self.shown), len(self.answers)) - 1] if self.answers else ""
        return ScriptedStream(answer, self.finish, self.error)


def spec_of(family: str, **values: object) -> ModelSpec:
    """A manifest entry for a family."""
    given = {"name": f"tiny-{family}", "repo": f"org/{family}", "licence": "MIT", "engine": f"{family}-mlx", **values}
    return ModelSpec(role=Role.OCR, family=family, **given)  # type: ignore[arg-type]


def engine_of(family: str, *answers: str, finish: Finish = Finish.STOP, **values: object) -> VisionEngine:
    """An engine whose model gives these answers."""
    return VisionEngine(spec_of(family, **values), ScriptedModel(answers, finish), EngineOptions())


def picture_of(lines: Sequence[str], width: int = 900, height: int = 0, dpi: int = 100) -> PageImage:
    """A page as the camera sees it: lines in the places of `first_of`, RGB."""
    height = height or 120 + 60 * len(lines)
    pixels = np.full((height, width), 255, np.uint8)
    for row, line in enumerate(lines):
        cv2.putText(pixels, line, (40, 90 + 60 * row), cv2.FONT_HERSHEY_DUPLEX, 0.8, 0, 2, cv2.LINE_AA)
    return PageImage(np.repeat(pixels[:, :, None], 3, axis=2).tobytes(), width, height, 3, dpi)


def first_of(lines: Sequence[str], confidence: float | None = 0.95) -> PageText:
    """A first reading with a box for each word, letters 0.02 of the page wide, as Tesseract would give it."""
    height = 120 + 60 * max(len(lines), 1)
    made = []
    for row, line in enumerate(lines):
        words, left = [], 0.04
        for text in line.split():
            right = min(left + 0.018 * len(text), 1.0)
            words.append(Word(text, BBox(left, (66 + 60 * row) / height, right, (96 + 60 * row) / height), confidence))
            left = min(right + 0.012, 0.99)
        made.append(Line(tuple(words)))
    blocks = (Block(BlockKind.TEXT, BBox.around(line.bbox for line in made), tuple(made)),) if made else ()
    return PageText(
        600, height * 0.72, blocks, engine="tesseract", engine_version="5.3", confidence=confidence, dpi=300
    )
