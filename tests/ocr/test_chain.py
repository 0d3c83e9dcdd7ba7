"""The chain of engines, the registry, and the number by which readings are compared."""

from collections.abc import Sequence

import pytest

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.errors import EngineError, EngineMissing, UnknownEngine
from lexo.ocr import chain, quality, registry
from lexo.ocr.engine import EngineStatus, Segmentation

PAGE = PageImage(b"\xff", 1, 1, 1, 72)


def reading(*words: tuple[str, float]) -> PageText:
    box = BBox(0, 0, 1, 1)
    line = Line(tuple(Word(text, box, confidence) for text, confidence in words))
    total = sum(len(text) for text, _ in words)
    mean = sum(len(text) * confidence for text, confidence in words) / total if total else None
    return PageText(10, 10, (Block(BlockKind.TEXT, box, (line,)),) if words else (), confidence=mean)


class FakeEngine:
    """Gives a reading, or raises."""

    name = "fake"

    def __init__(self, answer: PageText | Exception, turn: int | None = None) -> None:
        self._answer, self._turn = answer, turn

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, True)

    def recognize(self, page: PageImage, languages: Sequence[str], segmentation: Segmentation) -> PageText:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def orientation(self, page: PageImage) -> int | None:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._turn

    def close(self) -> None:
        return None


def read(*engines: FakeEngine) -> PageText:
    return chain.read(engines, PAGE, ("fra",), Segmentation.AUTOMATIC)


def test_read_falls_through_to_the_engine_that_works() -> None:
    good = reading(("bonjour", 0.9))
    assert read(FakeEngine(ValueError("boom")), FakeEngine(EngineError(engine="x")), FakeEngine(good)) is good


def test_read_nothing_works_says_what_went_wrong_last() -> None:
    with pytest.raises(EngineError) as caught:
        read(FakeEngine(EngineMissing()), FakeEngine(ValueError("boom")))
    assert caught.value.details == {"engine": "fake"}


def test_read_without_engines_is_a_missing_engine() -> None:
    with pytest.raises(EngineMissing):
        read()


def test_orientation_first_that_can_say() -> None:
    nothing = reading()
    engines = (FakeEngine(ValueError("boom")), FakeEngine(nothing), FakeEngine(nothing, 180))
    assert chain.orientation(engines, PAGE) == 180
    assert chain.orientation(engines[:2], PAGE) is None


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        (reading(), reading(("a", 0.9))),
        (reading(("facture", 0.95)), reading(("facture", 0.9), ("numéro", 0.9))),  # more that is sure
        (reading(("facture", 0.9), ("~xq|zz", 0.1)), reading(("facture", 0.9))),  # noise does not count as text
        (reading(("facture", 0.7)), reading(("facture", 0.9))),
    ],
)
def test_better_takes_the_fuller_and_surer(worse: PageText, better: PageText) -> None:
    assert chain.better(worse, better) is better
    assert chain.better(better, worse) is better


def test_quality_limits() -> None:
    assert quality.is_good(reading(("a", 0.9)))
    assert not quality.is_good(reading())
    assert quality.is_doubtful(reading(("a", 0.5)))
    assert quality.may_be_turned(reading(("a", 0.6)))
    assert not quality.may_be_turned(reading(("a", 0.8)))


def test_get_engine_unknown_names_the_known() -> None:
    with pytest.raises(UnknownEngine) as caught:
        registry.get_engine("abbyy")
    assert caught.value.details == {"engine": "abbyy", "known": "tesseract, tesseract-cli"}


def test_engines_for_a_name_is_that_engine_alone() -> None:
    assert [engine.name for engine in registry.engines_for("tesseract-cli")] == ["tesseract-cli"]
