"""What all tests share: a home of their own for each, the examples, the corpus where there is one."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine cannot run."""
    no_corpus = pytest.mark.skip(reason="no corpus beside the checkout")
    no_browser = pytest.mark.skip(reason="no Chromium on this machine")
    for item in items:
        if item.get_closest_marker("corpus") and not CORPUS.is_dir():
            item.add_marker(no_corpus)
        if item.get_closest_marker("browser") and find_chromium() is None:
            item.add_marker(no_browser)


def find_chromium() -> str | None:
    """The system's Chromium or Chrome; none is downloaded."""
    names = (os.environ.get("LEXO_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    found = (shutil.which(name) for name in (*names, mac) if name)
    return next((path for path in found if path), None)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the settings, the library or the watched folder of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("LEXO_") and name != "LEXO_CHROMIUM"]:
        monkeypatch.delenv(name)
    home = tmp_path / "own-home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LEXO_HOME", str(home / "library"))
    monkeypatch.setenv("LEXO_WATCH", str(home / "OCR"))
    return home


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; tests that use it are marked `browser`, so there is one."""
    path = find_chromium()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Folder of the corpus; tests that use it are marked `corpus`, so there is one."""
    return CORPUS


@pytest.fixture(scope="session")
def examples() -> Path:
    """Folder of the example papers."""
    return ROOT / "examples"
