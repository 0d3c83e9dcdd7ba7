"""The whole way with a real, tiny model: loaded over the API, asked for a page, named in what it read."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from PIL import Image, ImageDraw, ImageFont
from tiny_models import install

from lexo import settings
from lexo.app import Lexo
from lexo.web.server import create_app
from shown_papers import ENGLISH, text_of

WORDS = "Facture acquittee EDF 2024"
MODEL = "glm-ocr-8bit"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with one vision model, which says the same words of every page."""
    folder = tmp_path_factory.mktemp("models")
    install(folder, "mlx-community/GLM-OCR-8bit", "glm-ocr", {"Text Recognition:": WORDS})
    return folder


@pytest.fixture
def client(models: Path, tmp_path: Path, client_type: type) -> Iterator[Any]:
    """The app of a Lexo that reads, with that model."""
    engines = {"glm-mlx": {"dpi": 60, "max_tokens": 60}}
    loaded = settings.load(
        home=tmp_path / "home", watch=tmp_path / "OCR", models=models, port=8000, readers=1, engines=engines
    )
    app = create_app(Lexo.build(loaded))
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
        client_type(app, portal) as made,
    ):
        yield made


def scan() -> bytes:
    """A picture of the words, PNG."""
    image = Image.new("L", (1240, 600), 255)
    ImageDraw.Draw(image).text((80, 200), WORDS, fill=0, font=ImageFont.load_default(size=64))
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(150, 150))
    return file.getvalue()


def test_model_is_loaded_reads_a_page_is_named_and_unloaded(client: Any) -> None:
    assert client.get("/api/v1/health/ocr").json()["ocr_engines_initialized"] is False
    assert client.post(f"/api/v1/models/{MODEL}/load").json() == {"name": MODEL, "is_loaded": True}
    assert client.get("/api/v1/health/ocr").json()["ocr_engines_initialized"] is True
    listed = client.get("/api/v1/models").json()
    assert listed["memory"]["used_mb"] >= 0
    assert [item["name"] for item in listed["items"] if item["is_loaded"]] == [MODEL]
    assert f"/models/{MODEL}/unload" in client.get("/models", headers=ENGLISH).text

    answer = client.post("/api/v1/ocr/advanced", files={"file": ("scan.png", scan())}).json()
    (page,) = answer["pages"]
    assert "glm-mlx" in [tried["engine"] for tried in page["tried"]]
    assert "Facture" in answer["text"]

    document = client.post(
        "/api/v1/documents/upload-and-process", files={"file": ("scan.png", scan())}, data={"timeout": "60"}
    ).json()
    at = f"/api/v1/documents/{document['id']}"
    job = client.post(f"{at}/pages/1/reread", json={"engine": "glm-mlx"}).json()
    client.app.state.lexo.wait_until_read(document["id"], 60)
    assert client.get(f"/api/v1/jobs/{job['id']}").json()["state"] == "done"
    tried = client.get(f"{at}/pages/1").json()["tried"]
    assert tried[-1]["engine"] == "glm-mlx"
    said = text_of(client.get(f"/documents/{document['id']}", headers=ENGLISH).text)
    assert "readings of this page" in said

    assert client.post(f"/api/v1/models/{MODEL}/unload").json() == {"name": MODEL, "is_loaded": False}
    assert not any(item["is_loaded"] for item in client.get("/api/v1/models").json()["items"])
