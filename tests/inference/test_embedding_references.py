"""Sentence models against sentence-transformers: the families that LEXO knows, and the real all-MiniLM-L6-v2."""

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import tiny_encoders

from lexo.inference.base import Embedder, Purpose
from lexo.inference.host import ModelHost

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
    from lexo.inference.host import Limits

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
