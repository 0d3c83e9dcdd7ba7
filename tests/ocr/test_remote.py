"""The remote engine, over HTTP, against a server on loopback: what it reads, says of itself, and survives."""

import base64
import io
import threading
from collections.abc import Iterator

import PIL.Image
import pytest
from engine_contract import LINES, EngineContract, page_image

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word
from lexo.errors import ModelGaveUp, ModelLooped, RemoteFailed
from lexo.inference.endpoint import endpoint
from lexo.inference.remote import RemoteModel
from lexo.ocr import second_look
from lexo.ocr.engine import EngineOptions, OcrEngine
from lexo.ocr.engines.remote import RemoteEngine, spec_of
from lexo.ocr.engines.tesseract import Tesseract
from lexo.ocr.engines.vlm import VisionEngine
from remote_server import Handler, Server, endless, event, hanging, raw, serving, streamed

OPTIONS = EngineOptions(timeout_s=20)
MARKDOWN = "# " + "\n\n".join(LINES)


def engine(server: Server, options: EngineOptions = OPTIONS, model: str = "some-vl") -> RemoteEngine:
    where = endpoint(server.url, model, "sk-key")
    return RemoteEngine(VisionEngine(spec_of(model), RemoteModel(where), options), where.label)


def reading(handler: Handler) -> None:
    """A server that really looks at the picture it was sent, with Tesseract."""
    content = handler.server.asked[-1][2]["messages"][0]["content"]
    with PIL.Image.open(io.BytesIO(base64.b64decode(content[0]["image_url"]["url"].partition(",")[2]))) as image:
        grey = image.convert("L")
        picture = PageImage(grey.tobytes(), grey.width, grey.height, 1, 150)
    streamed("\n".join(line.text for line in Tesseract().recognize(picture, ("eng",)).lines))(handler)


class TestRemote(EngineContract):
    """The contract, but for what no vision model gives: boxes of words, confidence, and the way a page lies."""

    @pytest.fixture(autouse=True)
    def server(self) -> Iterator[None]:
        with serving(reading) as server:
            self._server = server
            yield

    def make(self) -> RemoteEngine:
        return engine(self._server)

    def test_recognize_gives_the_words_in_lines(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        assert [line.text for line in page.lines] == list(LINES)
        assert (page.engine, page.engine_version, page.dpi) == ("remote", "some-vl@127.0.0.1", 150)

    def test_recognize_boxes_lie_on_the_words(self, engine: OcrEngine) -> None:
        """They are given theirs by the first reading's; until then each has its block's."""
        page = engine.recognize(page_image(), ("eng",))
        assert {word.bbox for word in page.words} == {block.bbox for block in page.blocks}

    def test_recognize_confidence_is_a_share(self, engine: OcrEngine) -> None:
        assert engine.recognize(page_image(), ("eng",)).confidence is None

    @pytest.mark.parametrize("turn", [90])
    def test_orientation_says_how_to_turn_the_page_upright(self, engine: OcrEngine, turn: int) -> None:
        assert engine.orientation(page_image()) is None


def first_reading() -> PageText:
    """What Tesseract might have read of the page, unsure of it."""
    words = [
        Word(text, BBox(0.05 + 0.1 * column, 0.15 + 0.2 * row, 0.14 + 0.1 * column, 0.23 + 0.2 * row), 0.5)
        for row, line in enumerate(LINES)
        for column, text in enumerate(line.split())
    ]
    lines = [Line(tuple(word for word in words if round((word.bbox.top - 0.15) / 0.2) == row)) for row in range(3)]
    block = Block(BlockKind.TEXT, BBox(0, 0, 1, 1), tuple(lines))
    return PageText(432, 201.6, (block,), engine="tesseract", engine_version="5.3", dpi=150, confidence=0.5)


def test_page_says_who_read_it_and_where() -> None:
    with serving(streamed(MARKDOWN)) as server:
        page = engine(server).recognize(page_image(), ("eng",))
    assert [line.text for line in page.lines] == list(LINES)
    assert page.blocks[0].kind is BlockKind.TITLE
    assert (page.engine, page.engine_version) == ("remote", "some-vl@127.0.0.1")
    assert "read_remotely" in page.warnings
    assert (page.width_pt, page.height_pt, page.dpi) == (432, 201.6, 150)


def test_page_is_sent_once_with_the_picture_and_the_family_s_question() -> None:
    with serving(streamed(MARKDOWN)) as server:
        engine(server, EngineOptions(0.25, 321, None, 20), "deepseek-ocr:3b").recognize(page_image(), ("eng",))
        assert len(server.asked) == 1
        body = server.asked[0][2]
    picture, prompt = body["messages"][0]["content"]
    assert prompt["text"] == "<|grounding|>Convert the document to markdown."
    assert base64.b64decode(picture["image_url"]["url"].partition(",")[2]).startswith(b"\x89PNG")
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("deepseek-ocr:3b", 0.25, 321)


def test_blank_page_is_not_sent() -> None:
    with serving(streamed("I see nothing")) as server:
        page = engine(server).recognize(PageImage(b"\xff" * 300 * 200, 300, 200, 1, 150), ("eng",))
        assert server.asked == []
    assert (page.blocks, "read_remotely" in page.warnings) == ((), False)


def test_status_asks_nobody() -> None:
    with serving(streamed(MARKDOWN)) as server:
        status = engine(server).status()
        assert server.asked == []
    assert (status.name, status.available, status.version, status.hint) == ("remote", True, "some-vl@127.0.0.1", "")
    assert "fra" in status.languages


def test_second_look_keeps_the_better_reading_and_both_on_record() -> None:
    with serving(streamed(MARKDOWN)) as server:
        page = second_look.look(engine(server), first_reading(), page_image(), ("eng",))
    assert [line.text for line in page.lines] == list(LINES)
    assert [(tried.engine, tried.outcome) for tried in page.tried] == [("tesseract", "worse"), ("remote", "kept")]
    assert "read_remotely" in page.warnings
    assert page.tried[1].engine_version == "some-vl@127.0.0.1"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (raw(b"{}", 500), "remote_failed"),
        (raw(b"<html>", media_type="text/html"), "remote_failed"),
        (streamed("I'm sorry, but I can't read this image."), "model_gave_up"),
        (streamed("half of it", finish="length"), "model_gave_up"),
        (endless(event("again and again ")), "model_looped"),
    ],
)
def test_a_server_that_fails_leaves_the_first_reading(answer: object, code: str) -> None:
    with serving(answer) as server:  # type: ignore[arg-type]
        page = second_look.look(engine(server), first_reading(), page_image(), ("eng",))
    assert page.text == first_reading().text
    assert (page.tried[-1].engine, page.tried[-1].outcome) == ("remote", code)


def test_a_server_that_hangs_is_given_up() -> None:
    with serving(hanging(is_begun=False)) as server, pytest.raises(RemoteFailed) as caught:
        engine(server, EngineOptions(timeout_s=0.4)).recognize(page_image(), ("eng",))
    assert caught.value.details["host"] == "127.0.0.1"


def test_a_server_that_hangs_half_way_gives_no_half_page() -> None:
    with serving(hanging(event("# Please pay"))) as server, pytest.raises(ModelGaveUp):
        engine(server, EngineOptions(timeout_s=0.6)).recognize(page_image(), ("eng",))


def test_a_loop_is_no_reading() -> None:
    with serving(endless(event("round and round we go "))) as server, pytest.raises(ModelLooped):
        engine(server).recognize(page_image(), ("eng",))


def test_pages_read_at_once_do_not_mix() -> None:
    """Each answer names the length of its own picture."""

    def measure(handler: Handler) -> None:
        sent = next(body for _, headers, body in handler.server.asked if headers == dict(handler.headers))
        streamed(f"letters: {len(sent['messages'][0]['content'][0]['image_url']['url'])}")(handler)

    with serving(measure) as server:
        found: dict[int, str] = {}

        def read(number: int) -> None:
            found[number] = engine(server).recognize(page_image(("x" * (number + 1),)), ("eng",)).text

        threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(found.values())) == 4


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("mlx-community/DeepSeek-OCR-8bit", "deepseek-ocr"),
        ("deepseek-ocr:3b", "deepseek-ocr"),
        ("rednote-hilab/dots.ocr", "dots-ocr"),
        ("ibm-granite/granite-docling-258M", "granite-docling"),
        ("PaddlePaddle/PaddleOCR-VL", "paddleocr-vl"),
        ("zai-org/GLM-OCR", "glm-ocr"),
        ("qwen/qwen3-vl-8b-instruct", "qwen-vl"),
        ("default", "qwen-vl"),
    ],
)
def test_family_is_told_by_the_model_s_name(model: str, family: str) -> None:
    assert spec_of(model).family == family
