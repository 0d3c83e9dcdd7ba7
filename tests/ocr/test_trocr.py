"""TrOCR's engine on a page of two lines, with a tiny model that was taught to read them; and where lines are found."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from engine_contract import LINES, EngineContract, page_image

import tiny_trocr
from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.errors import LanguageMissing
from lexo.inference.base import Priority, Role
from lexo.inference.manifest import ModelSpec
from lexo.inference.trocr import ReadLine, TrocrRunner, _grey, _resized
from lexo.ocr import line_boxes
from lexo.ocr.engine import OcrEngine
from lexo.ocr.engines import trocr
from lexo.ocr.engines.trocr import Trocr

pytest.importorskip("mlx.core")

TEXTS = ("Loyer du mois", "Total 42,50 EUR")
SPEC = ModelSpec("tiny-trocr", Role.OCR, "someone/tiny-trocr", "trocr", "MIT", "c0ffee", "trocr")


def page_of(texts: Sequence[str] = TEXTS, width: int = 700) -> PageImage:
    pixels = np.full((60 + 90 * len(texts), width), 255, np.uint8)
    for row, text in enumerate(texts):
        cv2.putText(pixels, text, (40, 80 + 90 * row), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2, cv2.LINE_AA)
    return PageImage(pixels.tobytes(), width, pixels.shape[0], 1, 150)


class Direct:
    """A LineReader that runs the model where it is called, and counts the lines it was shown."""

    name = "tiny-trocr"

    def __init__(self, runner: TrocrRunner) -> None:
        self._runner = runner
        self.shown = 0

    def read(self, lines: Sequence[PageImage], priority: Priority = Priority.PAGE) -> tuple[ReadLine, ...]:
        self.shown += len(lines)
        steps = self._runner.read(lines)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> TrocrRunner:
    """Taught the two lines, and those of the contract's pages."""
    pages = [page_of(), page_image(), page_image(("Something else",))]
    cuts = [trocr._cut(page, box) for page in pages for box in line_boxes.find_lines(page)]
    squares: Any = np.stack([_resized(_grey(cut), 64) for cut in cuts])[..., None] / 127.5 - 1
    texts = [*TEXTS, *LINES, "Something else"]
    weights = tiny_trocr.teach("base", np.repeat(squares, 3, axis=-1).astype(np.float32), texts)
    return TrocrRunner("tiny-trocr", tiny_trocr.write(tmp_path_factory.mktemp("trocr"), "base", weights))


@pytest.fixture
def reader(runner: TrocrRunner) -> Direct:
    return Direct(runner)


def first_reading(confidence: float) -> PageText:
    """The two lines as another engine read them: the first one surely, the second one as unsure as is said."""
    boxes = line_boxes.find_lines(page_of())
    lines = []
    for text, box, sure in zip(("Loyer du rnois", "Total 4Z50 FUR"), boxes, (0.97, confidence), strict=True):
        third = (box.right - box.left) / 3
        words = [
            Word(word, BBox(box.left + third * at, box.top, box.left + third * (at + 1), box.bottom), sure)
            for at, word in enumerate(text.split())
        ]
        lines.append(Line(tuple(words)))
    block = Block(BlockKind.TITLE, BBox.around(boxes), tuple(lines))
    return PageText(336, 115, (block,), engine="tesseract", engine_version="5.3", confidence=0.7, rotation=90)


class TestTrocr(EngineContract):
    """The contract, but for the way a page lies, of which a reader of lines knows nothing."""

    @pytest.fixture(autouse=True)
    def model(self, reader: Direct) -> None:
        self._reader = reader

    def make(self) -> Trocr:
        return Trocr(replace(SPEC, name="1-tiny"), self._reader)

    @pytest.mark.parametrize("turn", [90])
    def test_orientation_says_how_to_turn_the_page_upright(self, engine: OcrEngine, turn: int) -> None:
        assert engine.orientation(page_image()) is None


def test_recognize_gives_the_lines_with_boxes_and_confidence(reader: Direct) -> None:
    page = Trocr(SPEC, reader).recognize(page_of(), ("eng",))
    assert [line.text for line in page.lines] == list(TEXTS)
    assert (page.engine, page.engine_version, page.dpi) == ("trocr", "tiny-trocr@c0ffee", 150)
    assert page.confidence is not None
    assert page.confidence > 0.8
    first = next(page.words)
    assert first.bbox.left == pytest.approx(40 / 700, abs=0.01)
    assert all(0 <= edge <= 1 for word in page.words for edge in word.bbox)


def test_recognize_words_lie_one_after_the_other(reader: Direct) -> None:
    for line in Trocr(SPEC, reader).recognize(page_of(), ("eng",)).lines:
        assert all(a.bbox.right <= b.bbox.left for a, b in zip(line.words, line.words[1:], strict=False))


def test_recognize_blank_page_asks_no_model(reader: Direct) -> None:
    page = Trocr(SPEC, reader).recognize(PageImage(b"\xff" * 300 * 200, 300, 200, 1, 150), ("eng",))
    assert (page.blocks, page.confidence, reader.shown) == ((), None, 0)


def test_recognize_a_line_without_an_end_is_left_out(reader: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexo.inference.trocr.MAX_TOKENS", len(TEXTS[0]) + 1)  # the second line is longer
    assert [line.text for line in Trocr(SPEC, reader).recognize(page_of(), ("eng",)).lines] == [TEXTS[0]]


def test_recognize_language_nobody_taught_it_is_said(reader: Direct) -> None:
    with pytest.raises(LanguageMissing):
        Trocr(SPEC, reader).recognize(page_of(), ("rus",))


def test_recognize_lines_reads_the_boxes_it_is_given(reader: Direct) -> None:
    upper, lower = line_boxes.find_lines(page_of())
    read = Trocr(SPEC, reader).recognize_lines(page_of(), [lower, upper, lower])
    assert [text for text, _ in read] == [TEXTS[1], TEXTS[0], TEXTS[1]]


def test_read_again_replaces_only_what_was_in_doubt(reader: Direct) -> None:
    page = Trocr(SPEC, reader).read_again(first_reading(0.4), page_of())
    assert [line.text for line in page.lines] == ["Loyer du rnois", TEXTS[1]]
    assert reader.shown == 1
    assert (page.engine, page.blocks[0].kind, page.rotation) == ("trocr", BlockKind.TITLE, 90)
    assert [word.bbox for word in page.words] == [word.bbox for word in first_reading(0.4).words]


def test_read_again_of_a_sure_page_changes_nothing_and_asks_no_model(reader: Direct) -> None:
    assert Trocr(SPEC, reader).read_again(first_reading(0.95), page_of()) == first_reading(0.95)
    assert reader.shown == 0


def test_status_and_orientation_ask_no_model(reader: Direct) -> None:
    engine = Trocr(SPEC, reader)
    assert (engine.status().available, engine.status().version) == (True, "tiny-trocr@c0ffee")
    assert engine.orientation(page_of()) is None
    assert reader.shown == 0


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
def test_lines_are_found_whatever_the_colours(is_dark: bool, channels: int) -> None:
    page = page_of()
    pixels = np.frombuffer(page.pixels, np.uint8)
    shown = np.repeat(255 - pixels if is_dark else pixels, channels)
    boxes = line_boxes.find_lines(PageImage(shown.tobytes(), page.width_px, page.height_px, channels, 150))
    assert boxes == line_boxes.find_lines(page)
    assert len(boxes) == 2


def test_accents_and_dots_belong_to_their_line() -> None:
    pixels = np.full((300, 600), 255, np.uint8)
    for row in range(3):
        cv2.putText(pixels, "OOOO", (40, 80 + 80 * row), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2)
        cv2.line(pixels, (60, 43 + 80 * row), (90, 43 + 80 * row), 0, 3)  # an accent, with white below it
    assert len(line_boxes.find_lines(PageImage(pixels.tobytes(), 600, 300, 1, 150))) == 3


def test_texts_far_apart_in_one_row_are_two_lines() -> None:
    pixels = np.full((120, 1200), 255, np.uint8)
    cv2.putText(pixels, "Total", (40, 70), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2)
    cv2.putText(pixels, "42,50", (1000, 70), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2)
    left, right = line_boxes.find_lines(PageImage(pixels.tobytes(), 1200, 120, 1, 150))
    assert left.right < 0.25
    assert right.left > 0.8


def test_dust_and_faint_paper_make_no_lines() -> None:
    pixels = np.full((200, 300), 250, np.uint8)
    pixels[100, 150] = 225
    assert line_boxes.find_lines(PageImage(pixels.tobytes(), 300, 200, 1, 150)) == []
    pixels[50, 20] = 0
    assert line_boxes.find_lines(PageImage(pixels.tobytes(), 300, 200, 1, 150)) == []


def test_words_are_cut_at_the_widest_gaps() -> None:
    line = page_of(("am Ende",), 400)
    (box,) = line_boxes.find_lines(line)
    cut = trocr._cut(line, box)
    (a_left, a_right), (b_left, b_right) = line_boxes.cut_words(cut, ["am", "Ende"])
    ink = np.flatnonzero(line_boxes.ink_of(cut).any(axis=0)) / cut.width_px
    assert not ((ink > a_right) & (ink < b_left)).any()
    assert b_left - a_right > 0.04
    assert (a_left, b_right) == (0.0, 1.0)


def test_words_without_gaps_share_the_width_by_letters() -> None:
    line = PageImage(b"\xff" * 100 * 20, 100, 20, 1, 150)
    assert line_boxes.cut_words(line, ["ab", "c"]) == [(0.0, 0.5), (0.75, 1.0)]
