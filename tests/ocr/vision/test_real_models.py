"""The real mlx-vlm with tiny models that learnt their answers by heart: loaded, asked, read, aligned."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from model_room import GROUND, GROUNDED, PAGE, READ  # the same answers, so that one session teaches them once
from scripted_model import first_of, picture_of
from tiny_models import install, tiny_sam

from lexo.document import BlockKind, PageImage
from lexo.inference import manifest
from lexo.inference.host import Limits, ModelHost
from lexo.ocr.engine import EngineOptions
from lexo.ocr.engines.vlm import VisionEngine
from lexo.ocr.second_look import look

LINES = ("Invoice 42", "Item Price", "Widget 10.00")  # what both answers say
PICTURE = picture_of(LINES, 450, 640)  # of a shape that the models are taught with
DEEPSEEK, GLM = manifest.get("deepseek-ocr-8bit"), manifest.get("glm-ocr-8bit")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelHost]:
    """Both models, and one that learnt nothing, in one folder."""
    folder = tmp_path_factory.mktemp("models")
    with tiny_sam():
        install(folder, DEEPSEEK.repo, "deepseek-ocr", {GROUND: GROUNDED})
        install(folder, GLM.repo, "glm-ocr", {READ: PAGE})
        host = ModelHost(folder, Limits())
        yield host
        host.stop(20)


def engine_of(host: ModelHost, spec: manifest.ModelSpec) -> VisionEngine:
    return VisionEngine(spec, host.vision(spec.name), EngineOptions(max_tokens=200))


def test_deepseek_gives_a_block_with_its_box(host: ModelHost) -> None:
    page = engine_of(host, DEEPSEEK).recognize(PICTURE, ("eng",))
    (block,) = page.blocks
    assert (block.kind, block.text) == (BlockKind.TITLE, "Invoice 42")
    assert block.bbox == pytest.approx((10 / 999, 20 / 999, 500 / 999, 60 / 999))


def test_deepseek_second_look_stands_on_the_print(host: ModelHost) -> None:
    first = first_of(LINES[:1], 0.7)
    page = look(engine_of(host, DEEPSEEK), first, PICTURE, ("eng",))
    assert (page.engine, page.warnings) == ("deepseek-mlx", ())
    assert page.blocks[0].kind is BlockKind.TITLE
    assert [(word.text, word.bbox) for word in page.words] == [(word.text, word.bbox) for word in first.words]


def test_glm_second_look_gives_title_and_table_on_the_print(host: ModelHost) -> None:
    first = first_of(LINES, 0.7)
    page = look(engine_of(host, GLM), first, PICTURE, ("eng",))
    assert (page.engine, page.warnings) == ("glm-mlx", ())
    assert [block.kind for block in page.blocks] == [BlockKind.TITLE, BlockKind.TABLE]
    assert [(word.text, word.bbox) for word in page.words] == [(word.text, word.bbox) for word in first.words]
    (table,) = page.tables
    assert table.rows == (("Item", "Price"), ("Widget", "10.00"))
    assert [cell.is_header for cell in table.cells] == [True, True, False, False]


def test_glm_page_to_markdown(host: ModelHost) -> None:
    assert engine_of(host, GLM).page_to_markdown(PICTURE) == PAGE.strip()


def test_model_that_learnt_nothing_leaves_the_first_reading(tmp_path: Path) -> None:
    install(tmp_path, GLM.repo, "glm-ocr")
    first = first_of(LINES, 0.9)
    host = ModelHost(tmp_path, Limits())
    try:
        page = look(engine_of(host, GLM), first, PICTURE, ("eng",))
    finally:
        host.stop(20)
    assert page.blocks == first.blocks
    assert page.tried[-1].outcome in ("model_looped", "model_gave_up", "worse")


def test_model_that_is_not_here_leaves_the_first_reading(tmp_path: Path) -> None:
    first = first_of(LINES, 0.9)
    grey = PageImage(PICTURE.pixels[::3], PICTURE.width_px, PICTURE.height_px, 1, PICTURE.dpi)
    host = ModelHost(tmp_path, Limits())
    try:
        page = look(engine_of(host, DEEPSEEK), first, grey, ("eng",))
    finally:
        host.stop(20)
    assert page.blocks == first.blocks
    assert page.tried[-1].outcome == "model_absent"
