"""What every OCR engine must do; each engine's tests inherit this and give `make`."""

import cv2
import numpy as np
import pytest

from lexo.document import PageImage
from lexo.errors import LanguageMissing
from lexo.ocr.engine import OcrEngine, Segmentation

LINES = ("Please pay the amount of 1234 euros", "before the end of the month", "Yours faithfully")


def page_image(lines: tuple[str, ...] = LINES, dpi: int = 150) -> PageImage:
    """A small page with printed lines, drawn with OpenCV's own strokes."""
    pixels = np.full((420, 900), 255, np.uint8)
    for row, line in enumerate(lines):
        cv2.putText(pixels, line, (40, 90 + 90 * row), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2, cv2.LINE_AA)
    return PageImage(pixels.tobytes(), 900, 420, 1, dpi)


class EngineContract:
    """Inherit, and give the engine in `make`."""

    def make(self) -> OcrEngine:
        raise NotImplementedError

    @pytest.fixture
    def engine(self) -> OcrEngine:
        engine = self.make()
        if not engine.status().available:
            pytest.skip(engine.status().hint)
        yield engine
        engine.close()

    def test_status_names_itself_and_its_languages(self, engine: OcrEngine) -> None:
        status = engine.status()
        assert status.name == engine.name
        assert "eng" in status.languages
        assert "osd" not in status.languages
        assert status.hint == ""

    def test_recognize_gives_the_words_in_lines(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        assert [line.text for line in page.lines] == list(LINES)
        assert (page.engine, page.dpi) == (engine.name, 150)
        assert page.engine_version[0].isdigit()
        assert (page.width_pt, page.height_pt) == (432, 201.6)

    def test_recognize_boxes_lie_on_the_words(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        first = next(page.words)
        assert first.text == "Please"
        assert first.bbox.left == pytest.approx(40 / 900, abs=0.01)
        assert first.bbox.top < 80 / 420 < first.bbox.bottom
        assert all(0 <= edge <= 1 for word in page.words for edge in word.bbox)

    def test_recognize_confidence_is_a_share(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        assert page.confidence is not None
        assert 0.8 < page.confidence <= 1
        assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in page.words)

    def test_recognize_as_one_block_reads_the_same(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",), Segmentation.ONE_BLOCK)
        assert [line.text for line in page.lines] == list(LINES)

    def test_recognize_colour_reads_the_same(self, engine: OcrEngine) -> None:
        grey = page_image()
        colour = PageImage(bytes(value for value in grey.pixels for _ in range(3)), 900, 420, 3, 150)
        assert engine.recognize(colour, ("eng",)).text == engine.recognize(grey, ("eng",)).text

    def test_recognize_again_after_another_page_reads_the_same(self, engine: OcrEngine) -> None:
        first = engine.recognize(page_image(), ("eng",))
        engine.recognize(page_image(("Something else",)), ("eng",))
        assert engine.recognize(page_image(), ("eng",)).text == first.text

    def test_recognize_blank_page_has_no_blocks(self, engine: OcrEngine) -> None:
        page = engine.recognize(PageImage(b"\xff" * 300 * 200, 300, 200, 1, 150), ("eng",))
        assert page.blocks == ()
        assert page.confidence is None

    def test_recognize_leaves_out_languages_that_are_not_installed(self, engine: OcrEngine) -> None:
        assert engine.recognize(page_image(), ("xxx", "eng")).text.startswith("Please pay")

    def test_recognize_no_language_installed_is_said(self, engine: OcrEngine) -> None:
        with pytest.raises(LanguageMissing) as caught:
            engine.recognize(page_image(), ("xxx",))
        assert caught.value.details["language"] == "xxx"

    def test_orientation_of_too_little_text_is_unknown(self, engine: OcrEngine) -> None:
        assert engine.orientation(PageImage(b"\xff" * 300 * 200, 300, 200, 1, 150)) is None

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_orientation_says_how_to_turn_the_page_upright(self, engine: OcrEngine, turn: int) -> None:
        text = "The quick brown fox jumps over the lazy dog again"
        pixels = np.full((1200, 1200), 255, np.uint8)
        for row in range(20):
            cv2.putText(pixels, text, (60, 80 + 55 * row), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2, cv2.LINE_AA)
        lying = np.ascontiguousarray(np.rot90(pixels, turn // 90))  # counter-clockwise: clockwise brings it back
        assert engine.orientation(PageImage(lying.tobytes(), 1200, 1200, 1, 150)) == turn
