"""Smaller copies of models: made by the real libraries, loaded and asked by the real host."""

import json
from pathlib import Path

import pytest
from tiny_models import install

from lexo.document import PageImage
from lexo.errors import ModelAbsent, ModelFailed
from lexo.inference import cache, quantize
from lexo.inference.base import Generation, Message, Role
from lexo.inference.host import Limits, ModelHost
from lexo.inference.manifest import get
from model_files import model_files, write_plain, write_tiny_llama

QUESTION, ANSWER = "What is the total?", "The total is 42 euros."
PROMPT, READ = "Text Recognition:", "# Invoice 42"
TEXT, VISION = get("qwen3-1.7b-4bit"), get("glm-ocr-8bit")


def test_quantize_a_text_model_makes_a_smaller_one_that_still_answers(tmp_path: Path) -> None:
    install(tmp_path, TEXT.repo, "qwen3", {QUESTION: ANSWER})
    made = quantize.quantize(tmp_path, TEXT, 8)
    assert (made.name, made.role, made.family) == ("qwen3-1.7b-4bit-8bit", Role.TEXT, "chat")
    snapshot = cache.locate(tmp_path, made)
    assert cache.check(snapshot, deep=True) == ()
    assert cache.size_bytes(snapshot) < cache.size_bytes(cache.locate(tmp_path, TEXT))
    host = ModelHost(tmp_path, Limits())
    try:
        said = host.text(made.name).write([Message("user", QUESTION)], Generation(max_tokens=40)).result()
    finally:
        host.stop(5.0)
    assert said.text == ANSWER


def test_quantize_a_vision_model_makes_one_that_still_reads(tmp_path: Path) -> None:
    install(tmp_path, VISION.repo, "glm-ocr", {PROMPT: READ})
    made = quantize.quantize(tmp_path, VISION, 8)
    config = json.loads((cache.locate(tmp_path, made) / "config.json").read_text("utf-8"))
    assert config["quantization"]["bits"] == 8
    assert (made.engine, made.prompts, made.dpi) == (VISION.engine, VISION.prompts, VISION.dpi)
    white = PageImage(b"\xff" * (450 * 640 * 3), 450, 640, 3, 150)
    host = ModelHost(tmp_path, Limits())
    try:
        said = host.vision(made.name).look(white, PROMPT, Generation(max_tokens=40)).result()
    finally:
        host.stop(5.0)
    assert said.text == READ


def test_quantize_a_quantized_model_makes_it_smaller_again(tmp_path: Path) -> None:
    write_tiny_llama(tmp_path / "tiny")
    spec = cache.get(tmp_path, "tiny")
    eight = quantize.quantize(tmp_path, spec, 8)
    four = quantize.quantize(tmp_path, eight, 4)
    sizes = [(cache.locate(tmp_path, each) / "model.safetensors").stat().st_size for each in (spec, eight, four)]
    assert sizes[2] < 0.6 * sizes[1] < 0.4 * sizes[0]
    assert json.loads((cache.locate(tmp_path, four) / "config.json").read_text("utf-8"))["quantization"]["bits"] == 4


def test_quantize_what_no_library_knows_leaves_nothing(tmp_path: Path) -> None:
    config = b'{"model_type": "unheard_of", "architectures": ["UnheardOfForCausalLM"]}'
    write_plain(tmp_path / "strange", model_files() | {"config.json": config})
    spec = cache.get(tmp_path, "strange")
    with pytest.raises(ModelFailed):
        quantize.quantize(tmp_path, spec, 4)
    assert not cache.is_installed(tmp_path, quantize.named(spec, 4))
    assert list((tmp_path / ".lexo" / "incoming").iterdir()) == []


def test_quantize_what_is_not_here_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelAbsent):
        quantize.quantize(tmp_path, TEXT, 4)


@pytest.mark.parametrize(("name", "bits"), [("all-MiniLM-L6-v2", 4), ("trocr-base-printed", 8), ("glm-ocr-8bit", 3)])
def test_obstacle_says_what_cannot_be_made(tmp_path: Path, name: str, bits: int) -> None:
    assert quantize.obstacle(cache.get(tmp_path, name), bits)
    assert quantize.obstacle(TEXT, 4) is None
