"""Models that come as Python packages, taken in by `lexo models add`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lexo.cli import app
from lexo.inference import packages
from model_files import model_files, write_plain


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package named after a known model, with a model and a program in it."""
    site = tmp_path / "site"
    folder = write_plain(site / "some_all_minilm_l6_v2" / "weights", model_files() | {"evil.py": b"1"})
    info = site / "some_all_minilm_l6_v2-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-all-minilm-l6-v2\nVersion: 1.0\n")
    files = [path.relative_to(site).as_posix() for path in folder.rglob("*")]
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in files))
    monkeypatch.syspath_prepend(site)
    return site


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEXO_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("LEXO_HOME", str(tmp_path / "home"))
    return tmp_path / "models"


def add(source: object) -> Result:
    return CliRunner().invoke(app, ["models", "add", str(source)])


def test_model_of_an_installed_package_is_found_without_running_it(site: Path) -> None:
    assert packages.find("some-all-minilm-l6-v2") == site / "some_all_minilm_l6_v2" / "weights"
    assert packages.model_name("some_all-minilm-l6-v2") == "all-MiniLM-L6-v2"


@pytest.mark.parametrize("name", ["no-such-package", "pytest", "", "../nowhere", "a b"])
def test_what_is_no_package_with_a_model_is_not_found(name: str) -> None:
    assert packages.find(name) is None
    assert packages.model_name(name) is None


def test_add_takes_a_model_out_of_a_package_under_its_known_name(site: Path, models: Path) -> None:
    ran = add("some-all-MiniLM-L6-v2")
    assert (ran.exit_code, ran.stdout) == (0, "all-MiniLM-L6-v2\n")
    taken = models / "all-MiniLM-L6-v2"
    assert sorted(path.name for path in taken.iterdir()) == sorted([*model_files(), "lexo.json"])


def test_add_of_what_is_neither_folder_nor_package_says_so(models: Path) -> None:
    ran = add("no-such-package")
    assert ran.exit_code == 2
    assert "no such folder" in ran.stderr
