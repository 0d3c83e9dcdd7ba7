"""The chain of engines, the registry, and the number by which readings are compared."""

import dataclasses
from collections.abc import Sequence

import pytest

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Table, Tried, Word
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

    def __init__(self, answer: PageText | Exception, turn: int | None = None, name: str = "fake") -> None:
        self.name, self._answer, self._turn = name, answer, turn

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, True, "1.0", ("eng", "fra"))

    def recognize(self, page: PageImage, languages: Sequence[str], segmentation: Segmentation) -> PageText:
        if isinstance(self._answer, Exception):
            raise self._answer
        return dataclasses.replace(self._answer, engine=self.name, engine_version="1.0")

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
    page = read(
        FakeEngine(ValueError("boom"), name="a"), FakeEngine(MemoryError(), name="b"), FakeEngine(good, name="c")
    )
    assert page.blocks == good.blocks
    assert [(entry.engine, entry.outcome) for entry in page.tried] == [
        ("a", "engine_failed"),
        ("b", "page_out_of_memory"),
        ("c", "kept"),
    ]
    assert page.tried[-1].confidence == good.confidence


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
    assert chain.better(worse, better).blocks == better.blocks
    assert chain.better(better, worse).blocks == better.blocks


def test_better_remembers_the_reading_that_lost() -> None:
    worse = dataclasses.replace(reading(("a", 0.5)), tried=(Tried("x"), Tried("y", outcome="engine_failed")))
    better = dataclasses.replace(reading(("facture", 0.9)), tried=(Tried("z"),))
    assert [entry.outcome for entry in chain.better(worse, better).tried] == ["worse", "engine_failed", "kept"]
    assert [entry.outcome for entry in chain.better(better, worse).tried] == ["kept", "worse", "engine_failed"]


def line_at(top: float, *words: tuple[str, float, float, float]) -> Line:
    """Words as (text, left, right, confidence)."""
    return Line(tuple(Word(text, BBox(left, top, right, top + 0.02), sure) for text, left, right, sure in words))


def page_of(*lines: Line) -> PageText:
    block = Block(BlockKind.TEXT, BBox(0, 0, 1, 1), lines)
    confidences = [word.confidence or 0.0 for line in lines for word in line.words]
    return PageText(595, 842, (block,) if lines else (), confidence=sum(confidences) / max(len(confidences), 1) or None)


FIRST = page_of(line_at(0.1, ("Total", 0.1, 0.2, 0.95), ("I2.5O", 0.6, 0.7, 0.3)))
SECOND = page_of(line_at(0.1, ("Total", 0.1, 0.2, 0.99)), line_at(0.1, ("12.50", 0.6, 0.7, 0.98)))


def second(*engines: FakeEngine, first: PageText = FIRST) -> PageText:
    read_first = dataclasses.replace(first, engine="tesseract", tried=(Tried("tesseract"),))
    return chain.second_opinion(engines, PAGE, ("fra",), read_first)


def outcomes(page: PageText) -> list[tuple[str, str]]:
    return [(entry.engine, entry.outcome) for entry in page.tried]


def test_second_opinion_takes_the_surer_words() -> None:
    page = second(FakeEngine(SECOND, name="other"))
    assert page.text.split() == ["Total", "12.50"]
    assert outcomes(page) == [("tesseract", "worse"), ("other", "kept")]
    assert page.engine == "other"


def test_second_opinion_words_of_both_are_merged() -> None:
    doubtful = page_of(line_at(0.1, ("T0tal", 0.1, 0.2, 0.4)), line_at(0.1, ("12.50", 0.6, 0.7, 0.98)))
    page = second(FakeEngine(doubtful, name="other"))
    assert page.text.split() == ["Total", "12.50"]
    assert outcomes(page) == [("tesseract", "merged"), ("other", "merged")]


def test_second_opinion_of_an_engine_that_sees_nothing_changes_nothing() -> None:
    page = second(FakeEngine(page_of(), name="other"))
    assert page.blocks == FIRST.blocks
    assert outcomes(page) == [("tesseract", "kept"), ("other", "worse")]


def test_second_opinion_rubbish_does_not_replace_what_is_read() -> None:
    rubbish = page_of(line_at(0.1, ("~]x", 0.1, 0.2, 0.05), ("|||", 0.6, 0.7, 0.02)))
    page = second(FakeEngine(rubbish, name="other"), first=page_of(line_at(0.1, ("Total", 0.1, 0.2, 0.9))))
    assert page.text == "Total"


@pytest.mark.parametrize(
    ("error", "code"), [(ValueError("boom"), "engine_failed"), (MemoryError(), "page_out_of_memory")]
)
def test_second_opinion_engine_that_crashes_leaves_the_first_reading(error: Exception, code: str) -> None:
    page = second(FakeEngine(error, name="other"))
    assert page.blocks == FIRST.blocks
    assert outcomes(page) == [("tesseract", "kept"), ("other", code)]


def test_second_opinion_next_engine_is_asked_after_a_crash() -> None:
    page = second(FakeEngine(ValueError("boom"), name="a"), FakeEngine(SECOND, name="b"))
    assert page.text.split() == ["Total", "12.50"]
    assert chain.has_second(page, (FakeEngine(SECOND, name="b"),))
    assert not chain.has_second(page, (FakeEngine(SECOND, name="a"),))


def test_second_opinion_engine_without_the_language_is_not_asked() -> None:
    page = chain.second_opinion((FakeEngine(SECOND),), PAGE, ("fra", "rus"), FIRST)
    assert page == FIRST


def test_quality_limits() -> None:
    assert quality.is_good(reading(("a", 0.9)))
    assert not quality.is_good(reading())
    assert quality.is_doubtful(reading(("a", 0.5)))
    assert quality.is_sure(reading(("a", 0.95)))
    assert not quality.is_sure(reading(("a", 0.9)))
    assert not quality.is_sure(reading())
    assert not quality.is_sure(reading(("sure" * 20, 0.96), ("unsure", 0.6)))  # a part of the page is poor
    assert quality.may_be_turned(reading(("a", 0.6)))
    assert not quality.may_be_turned(reading(("a", 0.8)))


def test_get_engine_unknown_names_the_known() -> None:
    with pytest.raises(UnknownEngine) as caught:
        registry.get_engine("abbyy")
    assert caught.value.details == {"engine": "abbyy", "known": "tesseract, tesseract-cli, apple-vision, rapidocr"}


def test_engines_for_a_name_is_that_engine_alone() -> None:
    assert [engine.name for engine in registry.engines_for("tesseract-cli")] == ["tesseract-cli"]


def test_engines_for_auto_are_the_first_readers_with_the_second_apart() -> None:
    assert {engine.name for engine in registry.engines_for("auto")}.isdisjoint(registry.SECOND)
    assert {engine.name for engine in registry.seconds_for("auto")} <= set(registry.SECOND)
    assert registry.seconds_for("tesseract") == ()


@pytest.mark.parametrize("name", ["deepseek-mlx", "remote", "trocr"])
def test_engines_of_the_server_are_known_and_read_as_auto_here(name: str) -> None:
    registry.check(name)
    assert registry.engines_for(name) == registry.engines_for("auto")
    assert registry.seconds_for(name) == registry.seconds_for("auto")


def test_check_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownEngine):
        registry.check("abbyy")


def test_engines_for_auto_without_tesseract_are_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = FakeEngine(SECOND)
    monkeypatch.setattr(absent, "status", lambda: EngineStatus("fake", False))
    there = FakeEngine(SECOND, name="rapidocr")
    monkeypatch.setattr(registry, "get_engine", lambda name: there if name == "rapidocr" else absent)
    for ask in (registry.engines_for, registry.seconds_for):
        ask.cache_clear()
    try:
        assert registry.engines_for("auto") == (there,)
    finally:
        for ask in (registry.engines_for, registry.seconds_for):
            ask.cache_clear()


def test_needs_model_where_the_page_is_still_poor() -> None:
    assert quality.needs_model(reading(("testament", 0.6)))
    assert not quality.needs_model(reading(("facture", 0.95)))
    assert not quality.needs_model(reading())


def test_needs_model_for_a_table_read_with_doubt() -> None:
    words = line_at(0.5, ("12.50", 0.1, 0.2, 0.7))
    sure = tuple(line_at(0.1 + 0.01 * row, ("facture", 0.1, 0.2, 0.97)) for row in range(20))
    page = page_of(*sure, words)
    assert not quality.needs_model(page)
    assert quality.needs_model(dataclasses.replace(page, tables=(Table.of_rows(BBox(0, 0.45, 1, 0.6), [["12.50"]]),)))


def test_needs_model_for_formulas_that_are_not_latex() -> None:
    formulas = tuple(line_at(0.1 * row, ("f(x)=x^2+1", 0.1, 0.3, 0.97)) for row in range(3))
    page = page_of(*formulas)
    assert quality.needs_model(page)
    latex = Block(BlockKind.FORMULA, BBox(0, 0, 1, 1), formulas)
    assert not quality.needs_model(dataclasses.replace(page, blocks=(latex,)))
