"""Two readings of one page: which is kept, and what is written down about both."""

from dataclasses import replace

import pytest
from scripted_model import ScriptedModel, engine_of, first_of, picture_of, spec_of

from lexo.document import BBox, BlockKind, PageText, Table, Tried
from lexo.errors import ModelAbsent, ModelFailed, ModelsUnavailable
from lexo.inference.base import Finish
from lexo.ocr.engine import EngineOptions
from lexo.ocr.engines.vlm import VisionEngine
from lexo.ocr.second_look import look

LINES = (
    "Dear customer we thank you for your order",
    "of the third of March which we received today",
    "Please pay the amount of 1 284,56 EUR before",
    "the end of the month to our account",
)
TEXT = "\n".join(LINES)
PICTURE = picture_of(LINES)
FIRST = replace(
    first_of(LINES, 0.7), rotation=90, languages=("fra", "eng"), language="eng", duration_ms=500, warnings=("repaired",)
)


def test_look_good_answer_is_kept_in_the_first_readings_frame() -> None:
    page = look(engine_of("glm-ocr", TEXT), FIRST, PICTURE, ("fra",))
    assert page.text.split() == TEXT.split()
    assert (page.engine, page.engine_version, page.dpi) == ("glm-ocr-mlx", "tiny-glm-ocr@main", 100)
    assert (page.width_pt, page.height_pt, page.rotation) == (FIRST.width_pt, FIRST.height_pt, 90)
    assert (page.languages, page.language, page.warnings) == (("fra", "eng"), "eng", ("repaired",))
    assert page.confidence is not None
    assert page.confidence > 0.9
    assert page.duration_ms >= 500
    assert [(item.engine, item.outcome) for item in page.tried] == [("tesseract", "worse"), ("glm-ocr-mlx", "kept")]
    assert [word.bbox for word in page.words] == [word.bbox for word in FIRST.words]


def test_look_words_the_model_left_out_make_it_a_merged_reading() -> None:
    page = look(engine_of("glm-ocr", "\n".join(LINES[:3])), FIRST, PICTURE, ("fra",))
    assert page.text.endswith(LINES[3])
    assert page.warnings == ("repaired", "words_left_out")
    assert [item.outcome for item in page.tried] == ["merged", "kept"]


def test_look_earlier_attempts_stay_on_record() -> None:
    before = (Tried("tesseract", "5", 0.5, 100, "worse"), Tried("rapidocr", "3", 0.7, 100, "kept"))
    page = look(engine_of("glm-ocr", TEXT), replace(FIRST, tried=before), PICTURE, ("fra",))
    assert [(item.engine, item.outcome) for item in page.tried] == [
        ("tesseract", "worse"),
        ("rapidocr", "worse"),
        ("glm-ocr-mlx", "kept"),
    ]


def test_look_invented_page_is_not_taken() -> None:
    story = "Once upon a time there lived a king in a castle far away, who had three daughters and no gold at all."
    page = look(engine_of("glm-ocr", story), replace(FIRST, confidence=0.93), PICTURE, ("fra",))
    assert page.blocks == FIRST.blocks
    assert page.engine == "tesseract"
    assert [(item.engine, item.outcome) for item in page.tried] == [("tesseract", "kept"), ("glm-ocr-mlx", "worse")]


def test_look_scrap_of_a_well_read_page_is_not_taken() -> None:
    page = look(engine_of("glm-ocr", LINES[0]), replace(FIRST, confidence=0.93), PICTURE, ("fra",))
    assert page.blocks == FIRST.blocks


def test_look_poor_first_reading_gives_way_to_a_model_with_little_support() -> None:
    scraps = first_of(["Dcar cvstamcr we thonk", "xq zz of March wh"], 0.45)
    page = look(engine_of("glm-ocr", TEXT), replace(scraps, warnings=("page_doubtful",)), PICTURE, ("fra",))
    assert page.engine == "glm-ocr-mlx"
    assert {"words_unseen", "page_doubtful"} <= set(page.warnings)


def test_look_number_against_sure_pixels_is_not_silently_taken() -> None:
    page = look(engine_of("glm-ocr", TEXT.replace("284,56", "234,56")), FIRST, PICTURE, ("fra",))
    assert {"words_unseen", "words_left_out"} <= set(page.warnings)
    assert {"234,56", "284,56"} <= {word.text for word in page.words}


@pytest.mark.parametrize(
    ("answer", "finish", "warning", "outcome"),
    [
        (TEXT, Finish.LOOP, "model_looped", "model_looped"),
        (TEXT, Finish.LENGTH, "model_gave_up", "model_gave_up"),
        (TEXT, Finish.TIMEOUT, "model_gave_up", "model_gave_up"),
        ("", Finish.STOP, "model_gave_up", "model_gave_up"),
        ("I cannot read this image.", Finish.STOP, "model_gave_up", "model_gave_up"),
        ("\ufffd" * 99, Finish.STOP, "model_gave_up", "model_gave_up"),
    ],
)
def test_look_model_that_fails_leaves_the_first(answer: str, finish: Finish, warning: str, outcome: str) -> None:
    page = look(engine_of("glm-ocr", answer, finish=finish), FIRST, PICTURE, ("fra",))
    assert (page.blocks, page.engine, page.confidence) == (FIRST.blocks, "tesseract", 0.7)
    assert page.warnings == ("repaired", warning)
    assert [(item.engine, item.outcome) for item in page.tried] == [("tesseract", "kept"), ("glm-ocr-mlx", outcome)]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ModelAbsent(model="x"), "model_absent"),
        (ModelFailed(model="x"), "model_failed"),
        (ModelsUnavailable(), "models_unavailable"),
        (MemoryError(), "engine_failed"),
        (RuntimeError("There is no Stream(gpu, 0) in current thread"), "engine_failed"),
    ],
)
def test_look_never_raises_for_the_engine(error: Exception, outcome: str) -> None:
    engine = VisionEngine(spec_of("glm-ocr"), ScriptedModel([""], error=error), EngineOptions())
    page = look(engine, FIRST, PICTURE, ("fra",))
    assert page.blocks == FIRST.blocks
    assert page.tried[-1].outcome == outcome
    assert page.warnings == ("repaired", "model_gave_up")


def test_look_stopped_from_outside_leaves_no_warning() -> None:
    page = look(engine_of("glm-ocr", "Dear", finish=Finish.CANCELLED), FIRST, PICTURE, ("fra",))
    assert page.warnings == ("repaired",)
    assert page.tried[-1].outcome == "cancelled"


def test_look_table_of_the_model_is_kept_with_boxes() -> None:
    lines = ("Item Price", "Pen 1,50", "Ink 9,90", "Total 11,40")
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line.split()) + "</tr>" for line in lines)
    first = first_of(lines, 0.7)
    page = look(engine_of("glm-ocr", f"<table>{rows}</table>"), first, picture_of(lines), ("fra",))
    (table,) = page.tables
    assert [cell.bbox for cell in table.cells] == [word.bbox for word in first.words]
    assert page.blocks[0].kind is BlockKind.TABLE


def test_look_invented_table_is_dropped_and_one_found_before_stays() -> None:
    own = Table.of_rows(BBox(0, 0.1, 1, 0.2), [("a", "b"), ("c", "d")])
    answer = f"{TEXT}\n\n<table><tr><td>Profit</td><td>999</td></tr><tr><td>Loss</td><td>888</td></tr></table>"
    page = look(engine_of("glm-ocr", answer), replace(FIRST, tables=(own,)), PICTURE, ("fra",))
    assert page.engine == "glm-ocr-mlx"
    assert page.tables == (own,)
    assert "words_unseen" in page.warnings


def test_look_table_is_taken_over_where_the_first_text_stands() -> None:
    lines = (*LINES, *LINES, "Item Price", "Pen 1,50")
    first = replace(first_of(lines, 0.95), warnings=())
    answer = "<table><tr><td>Item</td><td>Price</td></tr><tr><td>Pen</td><td>1,50</td></tr></table>"
    page = look(engine_of("glm-ocr", answer), first, picture_of(lines), ("fra",))
    assert page.blocks == first.blocks
    assert [table.rows for table in page.tables] == [(("Item", "Price"), ("Pen", "1,50"))]
    assert [item.outcome for item in page.tried] == ["kept", "merged"]


def test_look_page_with_nothing_read_before_takes_grounded_text_over_ink() -> None:
    answer = "<|ref|>text<|/ref|><|det|>[[30, 100, 970, 400]]<|/det|>\nDear customer we thank you"
    first = PageText(600, 259.2, warnings=("page_blank",), engine="tesseract")
    page = look(engine_of("deepseek-ocr", answer), first, PICTURE, ("fra",))
    assert page.text == "Dear customer we thank you"
    assert page.warnings == ("page_doubtful",)
    none = look(engine_of("deepseek-ocr", answer), first, picture_of([]), ("fra",))
    assert none.text == ""
    assert none.warnings == ("page_blank",)


def test_look_handwriting_that_only_the_model_reads_is_taken_and_marked() -> None:
    scraps = first_of(["Lhvn 12 ~ cvst", "xq zz"], 0.4)
    page = look(engine_of("glm-ocr", TEXT), scraps, PICTURE, ("fra",))
    assert page.engine == "glm-ocr-mlx"
    assert {"words_unseen", "page_doubtful"} <= set(page.warnings)


def test_look_again_after_a_model_gives_the_same() -> None:
    answer = f"{TEXT}\n\nThe unpaid balance attracts interest of nine percent."
    once = look(engine_of("glm-ocr", answer), FIRST, PICTURE, ("fra",))
    twice = look(engine_of("qwen-vl", answer), once, PICTURE, ("fra",))
    assert (twice.engine, twice.text) == ("qwen-vl-mlx", once.text)
    assert [word.bbox for word in twice.words] == [word.bbox for word in once.words]
    assert [
        word.text for word in twice.words if word.confidence == 0.3
    ] == "The unpaid balance attracts interest of nine percent.".split()
    assert [item.outcome for item in twice.tried] == ["worse", "worse", "kept"]


def test_look_more_text_than_there_is_ink_for_is_not_taken() -> None:
    story = " ".join(f"word{number}" for number in range(2000))
    page = look(engine_of("glm-ocr", story), first_of(["Lhvn"], 0.3), picture_of(["Lhvn"]), ("fra",))
    assert page.engine == "tesseract"
