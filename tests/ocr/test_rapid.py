"""RapidOCR against the contract, what only it does, and the receipts for which it is there."""

import importlib.util
import os
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from engine_contract import EngineContract, page_image

from lexo.document import MediaType, PageImage, ReadingOptions, Strategy
from lexo.errors import EngineError, EngineMissing, PageTimedOut
from lexo.ocr.ctc import Alphabet, Sign
from lexo.ocr.engines import rapid
from lexo.ocr.engines.rapid import RapidOcr
from lexo.ocr.ppocr import Strip
from lexo.ocr.strips import words_of
from lexo.pages.document_file import open_file
from lexo.pipeline.reading import read_page

RECEIPT = (
    ("CAFE DU MARCHE", ""),
    ("12 RUE DES LILAS", ""),
    ("2 CAFE CREME", "7.60"),
    ("1 CROISSANT", "1.90"),
    ("TOTAL EUR", "9.50"),
)


def receipt() -> PageImage:
    """A till receipt in faint, small print."""
    pixels = np.full((420, 560), 235, np.uint8)
    for row, (name, price) in enumerate(RECEIPT):
        for text, left in ((name, 30), (price, 420)):
            cv2.putText(pixels, text, (left, 60 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 120, 2, cv2.LINE_AA)
    return PageImage(cv2.GaussianBlur(pixels, (0, 0), 1.0).tobytes(), 560, 420, 1, 150)


class TestRapidOcr(EngineContract):
    """The models inside the wheel, on onnxruntime."""

    def make(self) -> RapidOcr:
        return RapidOcr()


@pytest.fixture(scope="module")
def engine() -> RapidOcr:
    return RapidOcr()


def test_recognize_receipt_gives_labels_and_prices_with_their_places(engine: RapidOcr) -> None:
    words = {word.text: word.bbox for word in engine.recognize(receipt(), ("fra",)).words}
    assert {"CAFE", "TOTAL", "CROISSANT", "7.60", "1.90", "9.50", "EUR"} <= words.keys()
    assert words["9.50"].left == pytest.approx(420 / 560, abs=0.02)
    assert words["9.50"].top < 330 / 420 < words["9.50"].bottom


def test_recognize_where_leaves_out_lines_that_are_not_wanted(engine: RapidOcr) -> None:
    page = engine.recognize_where(receipt(), ("fra",), lambda box: box.top > 0.7)
    assert page.text.split() == ["TOTAL", "EUR", "9.50"]


def test_recognize_takes_at_most_its_time(engine: RapidOcr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "PAGE_TIMEOUT_S", -1.0)
    with pytest.raises(PageTimedOut):
        engine.recognize(page_image(), ("eng",))


def test_recognize_library_that_fails_is_said_by_name(engine: RapidOcr, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("onnxruntime")

    engine.recognize(page_image(), ("eng",))
    monkeypatch.setattr(engine._networks, "find", fail)
    with pytest.raises(EngineError) as caught:
        engine.recognize(page_image(), ("eng",))
    assert caught.value.details == {"engine": "rapidocr"}


def test_status_without_the_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rapid._models.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    try:
        assert "rapidocr" in RapidOcr().status().hint
        with pytest.raises(EngineMissing):
            RapidOcr().recognize(page_image(), ("eng",))
    finally:
        rapid._models.cache_clear()


def test_recognize_imports_no_downloader_and_opens_no_socket() -> None:
    code = (
        "import socket, sys; socket.socket = socket.create_connection = None;"
        "from engine_contract import page_image; from lexo.ocr.engines.rapid import RapidOcr;"
        "print(next(RapidOcr().recognize(page_image(), ('eng',)).words).text);"
        "print([m for m in ('rapidocr', 'requests', 'urllib3', 'omegaconf') if m in sys.modules])"
    )
    here = Path(__file__).parent
    paths = os.pathsep.join((str(here), str(here.parent.parent)))
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.stdout.splitlines() == ["Please", "[]"]
    assert done.stderr == ""


def signs(*chances: Sequence[float], languages: tuple[str, ...] = ("fra",)) -> str:
    """What comes of the classes blank, "a", "é", "ń", "中" and the space."""
    alphabet = Alphabet(["a", "é", "ń", "中"])
    found = alphabet.signs(np.array(chances, np.float32), alphabet.weights(languages), 80)
    return "".join(sign.text for sign in found)


def test_signs_repeated_answers_are_one_sign_and_blanks_part_two() -> None:
    a, blank, space = (0.1, 0.9, 0, 0, 0, 0), (0.9, 0.1, 0, 0, 0, 0), (0.1, 0, 0, 0, 0, 0.9)
    assert signs(a, a, blank, a, space, a) == "aa a"


def test_signs_are_those_of_the_languages() -> None:
    assert signs((0.1, 0.0, 0.3, 0.0, 0.6, 0.0)) == "é"  # no Chinese
    assert signs((0.1, 0.2, 0.0, 0.7, 0.0, 0.0)) == "a"
    assert signs((0.1, 0.2, 0.0, 0.7, 0.0, 0.0), languages=("pol",)) == "ń"
    assert signs((0.0, 0.0, 0.0, 1.0, 0.0, 0.0)) == "ń"  # a foreign name


def strip(text: str, lefts: Sequence[int], space: float = 0.0) -> list[str]:
    """Words of a strip in which each sign is a bar 8 px wide."""
    pixels = np.full((48, 400), 240, np.uint8)
    for left in lefts:
        pixels[12:36, left : left + 8] = 20
    found = tuple(Sign(sign, 0.9, left + 4.0, space) for sign, left in zip(text, lefts, strict=True))
    corners = np.array([[0, 0], [400, 0], [400, 48], [0, 48]], np.float32)
    return [word.text for word in words_of(Strip(corners, pixels, found))]


def test_words_a_gap_much_wider_than_the_others_is_a_space() -> None:
    assert strip("ab12", (10, 20, 60, 70)) == ["ab", "12"]


def test_words_a_wider_gap_is_a_space_if_the_network_thinks_so_too() -> None:
    assert strip("abc12", (10, 20, 30, 48, 58), space=0.3) == ["abc", "12"]
    assert strip("abc12", (10, 20, 30, 48, 58), space=0.0) == ["abc12"]


def test_words_wide_set_print_is_not_cut_into_letters() -> None:
    assert strip("abcd", (10, 40, 70, 100), space=0.3) == ["abcd"]


def test_words_no_space_before_a_colon() -> None:
    assert strip("abc:", (10, 20, 30, 70)) == ["abc:"]


def test_words_boxes_lie_on_the_ink() -> None:
    pixels = np.full((48, 100), 240, np.uint8)
    pixels[12:36, 20:28] = pixels[12:36, 60:68] = 20
    corners = np.array([[100, 200], [200, 200], [200, 248], [100, 248]], np.float32)
    found = words_of(Strip(corners, pixels, (Sign("a", 0.9, 24), Sign("b", 0.8, 64))))
    assert [(word.text, word.box) for word in found] == [("a", (120, 212, 128, 236)), ("b", (160, 212, 168, 236))]


def words(text: str) -> Counter[str]:
    """The bag of words, without case and punctuation at their edges."""
    return Counter(filter(None, (word.strip(string.punctuation) for word in text.upper().split())))


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["receipt__sroie_109", "receipt__sroie_278"])
def test_balanced_reads_receipts_that_tesseract_cannot(corpus: Path, name: str) -> None:
    truth = words((corpus / "dev" / f"{name}.jpg.gt.txt").read_text("utf-8"))
    with open_file(corpus / "dev" / f"{name}.jpg", MediaType.JPEG) as source:
        page = read_page(source, 1, ReadingOptions(strategy=Strategy.BALANCED))
    found = words(page.text)
    assert 2 * (found & truth).total() / (found.total() + truth.total()) > 0.85
    assert {entry.engine for entry in page.tried} == {"tesseract", "rapidocr"}
