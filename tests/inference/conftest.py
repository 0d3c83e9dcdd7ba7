"""A models folder with tiny models, built once a session, and hosts for it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_room import GROUND, GROUNDED, PAGE, READ, TOTAL, Hosts
from tiny_models import install, tiny_sam

from lexo.inference.host import Limits, ModelHost


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Models by name: `chat`, `deepseek` and `glm` know one answer each; `rambler` and `gazer` write rubbish."""
    folder = tmp_path_factory.mktemp("models")
    with tiny_sam():
        install(folder, "tiny/chat", "qwen3", {"What is the total?": TOTAL})
        install(folder, "tiny/rambler", "llama")
        install(folder, "tiny/gazer", "glm-ocr")
        install(folder, "tiny/glm", "glm-ocr", {READ: PAGE})
        install(folder, "tiny/deepseek", "deepseek-ocr", {GROUND: GROUNDED})
        install(folder, "tiny/sentences", "bert")
        install(folder, "tiny/mpnet", "mpnet")
        yield folder


@pytest.fixture
def hosts(models: Path) -> Iterator[Hosts]:
    """Makes hosts, and stops them."""
    with contextlib.ExitStack() as made:

        def make(folder: Path = models, **limits: object) -> ModelHost:
            host = ModelHost(folder, Limits(**limits))  # type: ignore[arg-type]
            made.callback(host.stop, 20)
            return host

        yield make


@pytest.fixture
def host(hosts: Hosts) -> ModelHost:
    return hosts()
