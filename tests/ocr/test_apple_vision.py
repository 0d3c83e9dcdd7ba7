"""Apple Vision's engine with a stand-in for the frameworks; that Apple reads well is not what is tested here."""

import platform
import subprocess
import sys

import apple_stand_in
import pytest
from engine_contract import EngineContract, page_image

from lexo.document import PageImage
from lexo.errors import EngineError, LanguageMissing, MacOnly
from lexo.ocr.engine import OcrEngine
from lexo.ocr.engines.apple_vision import AppleVision

BLANK = PageImage(b"\xff" * 300 * 200, 300, 200, 1, 150)


class TestAppleVision(EngineContract):
    """The contract, but for the orientation, of which Vision says nothing."""

    @pytest.fixture(autouse=True)
    def mac(self, monkeypatch: pytest.MonkeyPatch) -> apple_stand_in.State:
        return apple_stand_in.install(monkeypatch)

    def make(self) -> AppleVision:
        return AppleVision()

    @pytest.mark.parametrize("turn", [90])
    def test_orientation_says_how_to_turn_the_page_upright(self, engine: OcrEngine, turn: int) -> None:
        assert engine.orientation(page_image()) is None


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> apple_stand_in.State:
    return apple_stand_in.install(monkeypatch)


def test_request_is_accurate_and_takes_small_print(mac: apple_stand_in.State) -> None:
    AppleVision().recognize(page_image(), ("fra", "eng"))
    request = mac.request
    assert (request.level, request.languages) == (0, ["fr-FR", "en-US"])
    assert (request.corrects, request.detects) == (True, False)
    assert request.smallest == pytest.approx(6 / 420)


def test_pixels_are_handed_over_as_they_are(mac: apple_stand_in.State) -> None:
    page = page_image()
    AppleVision().recognize(page, ("eng",))
    assert (mac.image.pixels, mac.image.width_px, mac.image.height_px) == (page.pixels, 900, 420)


def test_version_names_the_system_and_the_request_s_revision(mac: apple_stand_in.State) -> None:
    assert AppleVision().recognize(page_image(), ("eng",)).engine_version == "15.1 revision 3"


def test_what_the_frameworks_make_is_let_go(mac: apple_stand_in.State) -> None:
    engine = AppleVision()
    for _ in range(3):
        engine.recognize(BLANK, ("eng",))
    assert (mac.pools, mac.open_pools) == (3, 0)


def test_words_beyond_the_basic_plane_get_their_own_boxes(mac: apple_stand_in.State) -> None:
    """Ranges count UTF-16 units; the stand-in raises for half a character."""
    mac.texts["Yours faithfully"] = "\U0001d49c\U0001d4b7\U0001d4b8 faithfully"
    words = list(AppleVision().recognize(page_image(("Yours faithfully",)), ("eng",)).words)
    assert [word.text for word in words] == ["\U0001d49c\U0001d4b7\U0001d4b8", "faithfully"]
    assert words[0].bbox.right < words[1].bbox.left


def test_words_without_boxes_share_their_line_s(mac: apple_stand_in.State) -> None:
    mac.has_boxes = False
    first, second = AppleVision().recognize(page_image(("Yours faithfully",)), ("eng",)).words
    assert first.bbox.left == pytest.approx(40 / 900, abs=0.01)
    assert first.bbox.right < second.bbox.left
    assert (first.bbox.top, first.bbox.bottom) == (second.bbox.top, second.bbox.bottom)


def test_no_results_make_a_blank_page(mac: apple_stand_in.State) -> None:
    mac.gives_nothing = True
    assert AppleVision().recognize(page_image(), ("eng",)).blocks == ()


def test_a_failure_is_the_engine_s_and_its_words_are_not_logged(
    mac: apple_stand_in.State, caplog: pytest.LogCaptureFixture
) -> None:
    mac.fails = True
    with pytest.raises(EngineError):
        AppleVision().recognize(page_image(), ("eng",))
    assert "error 11" in caplog.text
    assert "CANARI" not in caplog.text


def test_pixels_of_the_wrong_length_are_the_engine_s_failure(mac: apple_stand_in.State) -> None:
    with pytest.raises(EngineError):
        AppleVision().recognize(PageImage(b"\xff" * 10, 300, 200, 1, 150), ("eng",))


def test_a_language_this_mac_does_not_have_is_left_out_or_said(mac: apple_stand_in.State) -> None:
    """Turkish came with macOS 15, but this one says it has it not."""
    engine = AppleVision()
    engine.recognize(page_image(), ("tur", "eng"))
    assert mac.request.languages == ["en-US"]
    with pytest.raises(LanguageMissing):
        engine.recognize(page_image(), ("tur",))


@pytest.mark.parametrize(("macos", "has_turkish"), [("14.6.1", False), ("15.1", True), ("26.0", True)])
def test_status_lists_what_the_macos_reads(monkeypatch: pytest.MonkeyPatch, macos: str, has_turkish: bool) -> None:
    apple_stand_in.install(monkeypatch, macos)
    status = AppleVision().status()
    assert (status.available, status.version, "tur" in status.languages) == (True, macos, has_turkish)


def test_a_mac_without_the_packages_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "mac_ver", lambda: ("15.1", ("", "", ""), "arm64"))
    for package in ("objc", "Vision"):
        monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    status = AppleVision().status()
    assert not status.available
    assert "pyobjc" in status.hint
    with pytest.raises(EngineError):
        AppleVision().recognize(page_image(), ("eng",))


def test_elsewhere_it_is_macos_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "mac_ver", lambda: ("", ("", "", ""), ""))
    status = AppleVision().status()
    assert (status.available, status.languages) == (False, ())
    assert "macOS only" in status.hint
    with pytest.raises(MacOnly) as caught:
        AppleVision().recognize(page_image(), ("eng",))
    assert caught.value.details["engine"] == "Apple Vision"


def test_status_loads_nothing() -> None:
    code = (
        "import sys; from lexo.ocr.engines.apple_vision import AppleVision; AppleVision().status();"
        "print([name for name in ('objc', 'Vision', 'Quartz', 'numpy', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
