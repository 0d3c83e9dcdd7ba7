"""A real Lexo in a temporary home, its app asked directly: no socket, no browser, nothing faked but the network."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from lexo import settings
from lexo.app import Lexo
from lexo.web.server import create_app
from stand_in_models import Models

PORT = 8000
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class Client:
    """httpx over ASGI, called from plain functions. Redirects are shown, not followed."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self.app = app
        self.portal = portal
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{PORT}")

    def request(self, method: str, path: str, **more: object) -> httpx.Response:
        """Send one request."""
        return self.portal.call(lambda: self.http.request(method, path, **more))  # type: ignore[arg-type]

    def get(self, path: str, **more: object) -> httpx.Response:
        """GET."""
        return self.request("GET", path, **more)

    def post(self, path: str, **more: object) -> httpx.Response:
        """POST."""
        return self.request("POST", path, **more)

    def patch(self, path: str, **more: object) -> httpx.Response:
        """PATCH."""
        return self.request("PATCH", path, **more)

    def delete(self, path: str, **more: object) -> httpx.Response:
        """DELETE."""
        return self.request("DELETE", path, **more)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.portal.call(self.http.aclose)


@pytest.fixture(scope="session")
def client_type() -> type[Client]:
    """What asks an app, for tests that make an app of their own."""
    return Client


@pytest.fixture
def loaded(tmp_path: Path) -> settings.Loaded:
    """Settings for a library of its own, where one upload may have one megabyte."""
    return settings.load(
        home=tmp_path / "home",
        watch=tmp_path / "OCR",
        models=tmp_path / "models",
        port=PORT,
        readers=1,
        max_upload_mb=1,
        watch_events=False,
    )


@pytest.fixture
def lexo(loaded: settings.Loaded) -> Iterator[Lexo]:
    """A Lexo that is opened but does not read: what is queued stays queued."""
    opened = Lexo.build(loaded)
    yield opened
    if "models" in opened.__dict__:
        opened.models.stop(3)
    opened.readers.stop(0)
    opened._viewers.stop(0)
    opened.db.close()


@pytest.fixture
def models(lexo: Lexo, monkeypatch: pytest.MonkeyPatch) -> Models:
    """That Lexo's models, replaced by a stand-in in which a test says what is installed and loaded."""
    stand_in = Models()
    monkeypatch.setattr(lexo, "models", stand_in)
    return stand_in


@pytest.fixture
def app(lexo: Lexo) -> FastAPI:
    """The app of that Lexo."""
    return create_app(lexo)


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    """Asks that app, without its start: no watching, no reading."""
    with start_blocking_portal() as portal, Client(app, portal) as made:
        yield made


@pytest.fixture
def reading_client(loaded: settings.Loaded) -> Iterator[Client]:
    """The app of a Lexo that watches and reads."""
    app = create_app(Lexo.build(loaded))
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
        Client(app, portal) as made,
    ):
        yield made


@pytest.fixture
def add(client: Client) -> Callable[..., int]:
    """Upload a small PDF that nobody reads; return its id."""

    def add_document(name: str = "facture.pdf", content: bytes = PDF) -> int:
        answer = client.post("/api/v1/documents", files={"file": (name, content)})
        return int(answer.json()["id"])

    return add_document
