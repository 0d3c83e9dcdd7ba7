"""docs/models.md says what the manifest says, and its settings can be used as they stand there."""

import re
import tomllib
from pathlib import Path

import pytest

from lexo.cli.model_words import mb
from lexo.cli.models import app
from lexo.inference import cache, manifest
from lexo.settings import Settings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "models.md").read_text("utf-8")
TEXTS = re.findall(r"### A Mac with (\d+) GB\n.*?```toml\n(.*?)```\n\nModels: (.*?)\n", PAGE, re.DOTALL)
SHARE, MOST_MB = 2 / 3, 16_000  # of the memory that models may take (docs/settings.md)


def test_page_lists_every_model_of_the_manifest() -> None:
    rows = re.findall(r"^\| `(\S+)` \| (\S+) \| (\S+) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert rows == [
        (spec.name, spec.repo, spec.licence, mb(spec.size_mb), mb(spec.memory_mb)) for spec in manifest.known()
    ]


@pytest.mark.parametrize(("size", "text", "models"), TEXTS, ids=[size for size, _, _ in TEXTS])
def test_settings_of_the_page_can_be_used_and_their_models_fit(
    tmp_path: Path, size: str, text: str, models: str
) -> None:
    settings = Settings(**tomllib.loads(text))
    named = [cache.get(tmp_path, name) for name in re.findall(r"`(.+?)`", models)]
    chosen = {engine: cache.get(tmp_path, chosen.model or "") for engine, chosen in settings.engines.items()}
    assert {spec.engine: spec for spec in named if spec.engine} == chosen
    assert set(settings.engine_order) <= set(chosen)
    allowed = min(int(size) * 1000 * SHARE, MOST_MB)
    assert settings.model_memory_mb <= allowed
    assert [spec.name for spec in named if spec.memory_mb > settings.model_memory_mb] == []


def test_page_has_settings_for_each_size_of_mac() -> None:
    assert [size for size, _, _ in TEXTS] == ["8", "16", "24"]


def test_page_of_commands_says_what_each_does() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")
    assert [command.name for command in app.registered_commands if f"`lexo models {command.name}" not in page] == []
