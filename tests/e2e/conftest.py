"""A LEXO in a process of its own, and a browser that notes everything it should not have seen."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(__file__).resolve().parent / "out"
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_WITHIN_S = 60


@dataclass(frozen=True)
class Served:
    """A LEXO that answers at `url` and watches `watch`."""

    url: str
    watch: Path
    home: Path

    def drop(self, name: str, content: bytes) -> Path:
        """Put a file into the watched folder, whole at once."""
        hidden = self.watch / f".{name}.part"
        hidden.write_bytes(content)
        return hidden.rename(self.watch / name)

    def paper(self, name: str, within_s: float = 60) -> str:
        """The address of a dropped paper once it is read and understood; its title is another than its name by then."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            with urllib.request.urlopen(f"{self.url}/api/v1/documents?limit=100", timeout=10) as answer:
                listed = json.load(answer)["items"]
            known = [each for each in listed if each["filename"] == name and each["state"].startswith("ready")]
            if known and known[0]["kind"]:
                return f"/documents/{known[0]['id']}"
            time.sleep(0.2)
        raise AssertionError(f"{name} is not read")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One LEXO for the tests of a module; each brings papers of its own."""
    base = tmp_path_factory.mktemp("lexo")
    (base / "OCR").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "LEXO_HOME": str(base / "home"),
        "LEXO_WATCH": str(base / "OCR"),
        "LEXO_PORT": str(port),
        "LEXO_READERS": "1",
        "LEXO_STABLE_AFTER_S": "0.3",
        "LEXO_RESCAN_EVERY_S": "2",
        "PYTHONPATH": str(ROOT),
    }
    with (base / "log").open("wb") as log:
        child = subprocess.Popen([sys.executable, "-m", "lexo", "serve"], env=environment, stdout=log, stderr=log)
        try:
            _wait_until_up(f"http://127.0.0.1:{port}", child, base / "log")
            yield Served(f"http://127.0.0.1:{port}", base / "OCR", base / "home")
        finally:
            child.terminate()
            child.wait(20)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium; closed with the module, since Playwright's loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open pages in a context with these options. No error, no foreign request, nothing stored may come of it."""
    contexts: list[BrowserContext] = []
    noted: list[str] = []

    def open_page(path: str = "/", **options: object) -> Page:
        settings: dict[str, object] = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", lambda route: _only_own(route, served.url, noted))
        page = context.new_page()
        page.on("console", lambda message: _note(message, noted))
        page.on("pageerror", lambda error: noted.append(f"page error: {error}"))
        page.on("requestfailed", lambda failed: _note_failed(failed, noted))
        page.goto(served.url + path)
        return page

    yield open_page
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            OUT.mkdir(exist_ok=True)
            for page in context.pages:
                page.screenshot(path=OUT / f"{request.node.name}-{number}.png")
        context.close()
    assert noted == []


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember that a test failed, so that its page is kept as a picture."""
    report = yield
    if call.when == "call" and report.failed:  # type: ignore[attr-defined]
        item.stash[FAILED] = True
    return report  # type: ignore[return-value]


def _wait_until_up(url: str, child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/api/v1/health/live", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"LEXO did not start: {log.read_text()[-2000:]}")


def _only_own(route: Route, url: str, noted: list[str]) -> None:
    if route.request.url.startswith((url + "/", "data:", "blob:")):
        route.continue_()
    else:
        noted.append(f"foreign request: {route.request.url}")
        route.abort()


def _note(message: ConsoleMessage, noted: list[str]) -> None:
    if message.type in ("error", "warning") and "status of 422" not in message.text:  # a form that was given back
        noted.append(f"console: {message.text}")


def _note_failed(failed: Request, noted: list[str]) -> None:
    if failed.failure not in (None, "net::ERR_ABORTED"):  # a page that is left ends its requests
        noted.append(f"failed: {failed.url} {failed.failure}")
