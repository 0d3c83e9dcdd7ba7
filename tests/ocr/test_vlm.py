"""Vision models as engines: the shared contract, each family's questions, and models that misbehave."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from engine_contract import LINES, EngineContract, page_image
from scripted_model import ScriptedModel, ScriptedStream, engine_of, picture_of, spec_of

from lexo.document import BlockKind, PageImage
from lexo.errors import LanguageMissing, ModelAbsent, ModelFailed, ModelGaveUp, ModelLooped
from lexo.inference.base import Finish, Generation
from lexo.inference.manifest import known
from lexo.ocr.engine import CutShort, EngineOptions, OcrEngine
from lexo.ocr.engines import vlm
from lexo.ocr.engines.vlm import VisionEngine
from lexo.ocr.vision.families import FAMILIES, prompt_of
from lexo.ocr.vision.pieces import WHOLE_PAGE

PAGE = picture_of(["Invoice 42", "Total 12,50"])


class KnowingModel:
    """A model that knows some pictures by their pixels."""

    name = "knowing"

    def __init__(self, **texts: tuple[str, ...]) -> None:
        self._texts = {_grey(page_image(lines)): "\n".join(lines) for lines in texts.values()}

    def look(self, picture: PageImage, prompt: str, limits: Generation) -> ScriptedStream:
        return ScriptedStream(self._texts[_grey(picture)], Finish.STOP)


def _grey(picture: PageImage) -> bytes:
    return picture.pixels[:: picture.channels]


class TestVisionEngine(EngineContract):
    """The shared contract, but for what only an engine with boxes for words and a sense of direction can do."""

    def make(self) -> OcrEngine:
        model = KnowingModel(letter=LINES, other=("Something else",))
        return VisionEngine(spec_of("qwen-vl"), model, EngineOptions())

    def test_recognize_gives_the_words_in_lines(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        assert [line.text for line in page.lines] == list(LINES)
        assert (page.engine, page.dpi) == (engine.name, 150)
        assert page.engine_version == "tiny-qwen-vl@main"
        assert (page.width_pt, page.height_pt) == (432, 201.6)

    def test_recognize_boxes_lie_on_the_words(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        assert {word.bbox for word in page.words} == {WHOLE_PAGE}

    def test_recognize_confidence_is_a_share(self, engine: OcrEngine) -> None:
        page = engine.recognize(page_image(), ("eng",))
        assert page.confidence is None
        assert {word.confidence for word in page.words} == {None}

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_orientation_says_how_to_turn_the_page_upright(self, engine: OcrEngine, turn: int) -> None:
        assert engine.orientation(page_image()) is None


def test_module_loads_no_heavy_library() -> None:
    code = (
        "import sys; from lexo.ocr import second_look, align, tiles; from lexo.ocr.engines import vlm;"
        "heavy = ('mlx', 'mlx_vlm', 'numpy', 'PIL', 'cv2', 'transformers', 'huggingface_hub');"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_status_of_a_model_that_is_not_here_says_how_to_get_it() -> None:
    engine = VisionEngine(spec_of("glm-ocr"), ScriptedModel([]), EngineOptions(), lambda: False)
    status = engine.status()
    assert not status.available
    assert "lexo models download tiny-glm-ocr" in status.hint


@pytest.mark.parametrize("spec", [spec for spec in known() if spec.role == "ocr" and spec.family in FAMILIES])
def test_prompts_of_the_manifest_come_first(spec: object) -> None:
    assert prompt_of(spec, "page") == spec.prompts.get("page", prompt_of(spec, "page"))  # type: ignore[arg-type,attr-defined]
    assert all(prompt_of(spec, ability) for ability in ("page", "text", "table", "formula"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("family", "prompt"),
    [
        ("deepseek-ocr", "<|grounding|>Convert the document to markdown."),
        ("deepseek-ocr-2", "<|grounding|>Convert the document to markdown."),
        ("unlimited", "document parsing."),
        ("glm-ocr", "Text Recognition:"),
        ("paddleocr-vl", "OCR:"),
        ("granite-docling", "Convert this page to docling."),
    ],
)
def test_each_family_is_asked_in_its_own_words(family: str, prompt: str) -> None:
    model = ScriptedModel(["Invoice 42"])
    VisionEngine(spec_of(family), model, EngineOptions()).recognize(PAGE, ("eng",))
    assert [asked for _, asked, _ in model.shown] == [prompt]


def test_options_come_before_the_manifests_values() -> None:
    model = ScriptedModel(["a b"])
    options = EngineOptions(temperature=0.3, max_tokens=99, dpi=120, timeout_s=7)
    engine = VisionEngine(spec_of("glm-ocr", max_tokens=5000, dpi=200), model, options)
    engine.recognize(PAGE, ())
    (_, _, limits), *_ = model.shown
    assert (limits.temperature, limits.max_tokens, limits.timeout_s, engine.dpi) == (0.3, 99, 7, 120)


def test_manifests_values_hold_without_options() -> None:
    model = ScriptedModel(["a b"])
    engine = VisionEngine(spec_of("glm-ocr", max_tokens=5000, dpi=200), model, EngineOptions())
    engine.recognize(PAGE, ())
    (_, _, limits), *_ = model.shown
    assert (limits.temperature, limits.max_tokens, engine.dpi) == (0.0, 5000, 200)


def test_recognize_blocks_tables_and_formulas() -> None:
    answer = (
        "<|ref|>title<|/ref|><|det|>[[0, 0, 999, 99]]<|/det|>\n# Invoice 42\n"
        "<|ref|>table<|/ref|><|det|>[[0, 100, 999, 500]]<|/det|>\n"
        "<table><tr><td colspan=2>Items</td></tr><tr><td>Pen</td><td>1,50</td></tr></table>\n"
        "<|ref|>equation<|/ref|><|det|>[[0, 600, 999, 700]]<|/det|>\n\\[a = b\\]"
    )
    page = engine_of("deepseek-ocr", answer).recognize(PAGE, ("fra",))
    assert [block.kind for block in page.blocks] == [BlockKind.TITLE, BlockKind.TABLE, BlockKind.FORMULA]
    assert [block.text for block in page.blocks] == ["Invoice 42", "Items\nPen 1,50", "a = b"]
    (table,) = page.tables
    assert table.bbox == page.blocks[1].bbox
    assert table.cells[0].column_span == 2


@pytest.mark.parametrize("finish", [Finish.LENGTH, Finish.TIMEOUT])
def test_answer_that_was_cut_off_is_no_reading(finish: Finish) -> None:
    with pytest.raises(ModelGaveUp):
        engine_of("glm-ocr", "Invoice 42", finish=finish).recognize(PAGE, ("eng",))


def test_answer_that_loops_is_no_reading() -> None:
    with pytest.raises(ModelLooped):
        engine_of("glm-ocr", "Invoice 42", finish=Finish.LOOP).recognize(PAGE, ("eng",))
    with pytest.raises(ModelLooped):  # whoever ran it did not see it
        engine_of("glm-ocr", "Invoice 42\n" + "and so on. " * 50).recognize(PAGE, ("eng",))


def test_answer_that_was_stopped_from_outside_is_said_to_be() -> None:
    with pytest.raises(CutShort):
        engine_of("glm-ocr", "Invoice", finish=Finish.CANCELLED).recognize(PAGE, ("eng",))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "   \n\n",
        "I'm sorry, I cannot read this image.",
        "The image shows an invoice.",
        "<|im_end|><s></s>",
        "\ufffd" * 40,
        "\x00\x01\x02\x03\x04\x05",
        "```markdown\n```",
        "<table></table>",
        "---",
    ],
)
def test_answer_without_any_text_is_no_reading(answer: str) -> None:
    with pytest.raises(ModelGaveUp):
        engine_of("qwen-vl", answer).recognize(PAGE, ("eng",))


def test_malformed_layout_is_no_reading() -> None:
    with pytest.raises(ModelGaveUp):
        engine_of("dots-ocr", '[{"bbox": [1, 2, 3').recognize(PAGE, ("eng",))


def test_talk_and_special_tokens_are_no_text() -> None:
    answer = "Sure, here is the transcription:\n\n```markdown\n# Invoice 42<|im_end|>\n```"
    assert engine_of("qwen-vl", answer).recognize(PAGE, ("eng",)).text == "Invoice 42"


def test_what_fails_in_the_model_is_passed_on() -> None:
    for error in (ModelAbsent(model="x"), ModelFailed(model="x")):
        engine = VisionEngine(spec_of("glm-ocr"), ScriptedModel([""], error=error), EngineOptions())
        with pytest.raises(type(error)):
            engine.recognize(PAGE, ("eng",))


def test_answer_without_end_is_cut_off_and_cancelled() -> None:
    class Endless(ScriptedStream):
        def __iter__(self) -> Iterator[str]:
            while not self.is_cancelled:
                yield "word and other words " * 1000

    stream = Endless("", Finish.STOP)

    class Model:
        name = "endless"

        def look(self, picture: PageImage, prompt: str, limits: Generation) -> ScriptedStream:
            return stream

    with pytest.raises(ModelGaveUp):
        VisionEngine(spec_of("glm-ocr"), Model(), EngineOptions()).recognize(PAGE, ("eng",))
    assert stream.is_cancelled


def test_answer_that_outlives_its_time_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vlm, "_GRACE_S", -1000.0)
    with pytest.raises(ModelGaveUp):
        engine_of("glm-ocr", "Invoice 42").recognize(PAGE, ("eng",))


def test_html_bomb_is_read_within_bounds() -> None:
    bomb = "<table><tr>" + "<td rowspan=9999 colspan=9999>x1</td><td>y</td>" * 3000 + "</tr></table>"
    page = engine_of("glm-ocr", bomb).recognize(PAGE, ("eng",))
    (table,) = page.tables
    assert table.column_count <= 100


@pytest.mark.parametrize("scrap", ["\\[a", "\\(a", "<!--", " ", "**a ", "<|ref|>", "<table>", '[{"a":'])
@pytest.mark.timeout(30)  # a pattern that looks again and again to the end would take many minutes
def test_answer_made_to_be_slow_is_read_soon(scrap: str) -> None:
    answer = "Invoice 42\n" + "".join(f"{scrap}{number} " for number in range(6000)) + " " * 50_000 + "\nend"
    page = engine_of("deepseek-ocr", answer).recognize(PAGE, ("eng",))
    assert page.text.startswith("Invoice 42")


def test_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexo.ocr.vision.pieces.MAX_TEXT_CHARS", 50)
    page = engine_of("glm-ocr", "\n\n".join(f"paragraph number {n}" for n in range(9))).recognize(PAGE, ("eng",))
    assert len(page.text) <= 50
    assert "text_truncated" in page.warnings


def test_blank_page_is_not_shown_to_the_model() -> None:
    model = ScriptedModel(["The page is blank."])
    page = VisionEngine(spec_of("glm-ocr"), model, EngineOptions()).recognize(picture_of([]), ("eng",))
    assert page.blocks == ()
    assert model.shown == []


def test_large_page_is_read_in_parts() -> None:
    lines = [f"line {n} of the long list" for n in range(40)]
    answers = ["\n".join(lines[:18]), "\n".join(lines[16:34]), "\n".join(lines[32:])]
    model = ScriptedModel(answers)
    engine = VisionEngine(spec_of("glm-ocr", max_pixels=1_080_000), model, EngineOptions())
    page = engine.recognize(picture_of(lines), ("eng",))
    assert len(model.shown) == 3
    assert [line.text for line in page.lines] == lines
    assert page.warnings == ("read_in_tiles",)
    assert all(picture.width_px * picture.height_px <= 1_080_000 for picture, _, _ in model.shown)


def test_language_that_no_model_knows_is_said() -> None:
    with pytest.raises(LanguageMissing):
        engine_of("glm-ocr", "a").recognize(PAGE, ("xxx",))


def test_page_to_markdown() -> None:
    table = "<table><tr><td>Pen</td><td>1|50</td></tr></table>"
    answer = f"Here is the text:\n\n## Invoice\n\n{table}\n\n$$x$$\n\n```\na\n```\nbye"
    assert engine_of("qwen-vl", answer).page_to_markdown(PAGE) == (
        "# Invoice\n\n| Pen | 1\\|50 |\n| --- | --- |\n\n$$\nx\n$$\n\n```\na\n```\n\nbye"
    )


@pytest.mark.parametrize(
    ("family", "prompt", "answer"),
    [
        (
            "glm-ocr",
            "Table Recognition:",
            "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Pen</td><td>2</td></tr></table>",
        ),
        ("paddleocr-vl", "Table Recognition:", "<ched>Item<ched>Price<nl><fcel>Pen<fcel>2<nl>"),
        ("granite-docling", "Convert table to OTSL.", "<otsl><ched>Item<ched>Price<nl><fcel>Pen<fcel>2<nl></otsl>"),
        (
            "qwen-vl",
            prompt_of(spec_of("qwen-vl"), "table"),
            "Here is the table:\n| Item | Price |\n|---|---|\n| Pen | 2 |",
        ),
    ],
)
def test_table_to_markdown(family: str, prompt: str, answer: str) -> None:
    model = ScriptedModel([answer])
    engine = VisionEngine(spec_of(family), model, EngineOptions())
    assert engine.table_to_markdown(PAGE) == "| Item | Price |\n| --- | --- |\n| Pen | 2 |"
    assert model.shown[0][1] == prompt


def test_table_with_spans_stays_html() -> None:
    answer = "<table><tr><td colspan=2>a&lt;b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert engine_of("glm-ocr", answer).table_to_markdown(PAGE) == (
        '<table>\n<tr><td colspan="2">a&lt;b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>'
    )


def test_table_that_is_none_is_said() -> None:
    with pytest.raises(ModelGaveUp):
        engine_of("glm-ocr", "just words").table_to_markdown(PAGE)


@pytest.mark.parametrize("answer", ["E = mc^{2}", "$$E = mc^{2}$$", "\\[E = mc^{2\\]", "```latex\nE = mc^{2}\n```"])
def test_formula_to_latex(answer: str) -> None:
    assert engine_of("glm-ocr", answer).formula_to_latex(PAGE) == "E = mc^{2}"


def test_dots_boxes_reach_the_page() -> None:
    answer = json.dumps([{"bbox": [0, 0, 448, 112], "category": "Text", "text": "Invoice 42"}])
    page = engine_of("dots-ocr", answer).recognize(PAGE, ("eng",))
    assert page.blocks[0].bbox.right == pytest.approx(0.5, abs=0.01)
