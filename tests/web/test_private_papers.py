"""Papers that are never shown to AI, as people mark them; and every way by which a model might be shown one."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lexo.app import Lexo
from lexo.cli import app
from lexo.document import MediaType, PageImage, PageText, ReadingOptions, Strategy
from lexo.errors import PaperIsPrivate
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.pipeline import splitting, tasks
from lexo.pipeline.engines import ModelEngine
from lexo.pipeline.looking import Looking
from lexo.store import documents, private
from lexo.store.database import Database
from papers import write_pdf
from shown_papers import ENGLISH, add_read

MODEL = "deepseek-mlx"


class Model:
    """An engine of a model that notes what it is shown."""

    name = MODEL

    def __init__(self) -> None:
        self.seen = 0

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, True, "tiny@1")

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        self.seen += 1
        return PageText(595, 842, (), engine=self.name, engine_version="1", dpi=page.dpi)

    def orientation(self, page: PageImage) -> int | None:
        return None

    def close(self) -> None: ...


class Engines:
    """`ModelEngines` with that engine alone."""

    def __init__(self, model: Model) -> None:
        self._engine = ModelEngine(model.name, 72, "1", lambda: model)

    def usable(self) -> tuple[ModelEngine, ...]:
        return (self._engine,)

    def get(self, name: str) -> ModelEngine | None:
        return self._engine if name == self._engine.name else None

    def names(self) -> tuple[str, ...]:
        return (MODEL, "remote")

    def model(self, name: str) -> str:
        return "deepseek-ocr-8bit"

    def statuses(self) -> tuple[EngineStatus, ...]:
        return ()


@pytest.fixture
def model(lexo: Lexo) -> Model:
    """A model that could look at every page of that Lexo."""
    made = Model()
    lexo.model_engines = Engines(made)  # type: ignore[assignment]
    lexo._reading.looking = Looking(lexo.model_engines, Strategy.BEST)
    return made


@pytest.fixture
def hidden(lexo: Lexo) -> int:
    """A paper that is private."""
    document_id = add_read(lexo, "secret.pdf", "Un texte secret")
    private.set_private(lexo.db, document_id, is_private=True)
    return document_id


def is_private(lexo: Lexo, document_id: int) -> bool:
    return documents.get(lexo.db, document_id).is_private


@pytest.mark.parametrize("where", ["", "/pages/1"])
def test_private_paper_is_not_read_again_by_a_model(client: Any, model: Model, hidden: int, where: str) -> None:
    address = f"/api/v1/documents/{hidden}{where}/reread"
    for engine in (MODEL,):
        answer = client.post(address, json={"engine": engine})
        assert (answer.status_code, answer.json()["code"]) == (409, "paper_is_private")
        assert answer.json()["id"] == hidden
    assert client.post(address, json={"strategy": "best"}).status_code == 202


def test_other_papers_are_read_again_by_a_model(client: Any, lexo: Lexo, model: Model) -> None:
    document_id = add_read(lexo, "a.pdf", "Bonjour")
    assert client.post(f"/api/v1/documents/{document_id}/reread", json={"engine": MODEL}).status_code == 202


def test_form_that_asks_for_a_model_says_why_not(client: Any, model: Model, hidden: int) -> None:
    answer = client.post(f"/documents/{hidden}/reread", data={"page": "1", "engine": MODEL}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "never to be shown to a model" in answer.text


def test_form_offers_no_model_for_a_private_paper(client: Any, lexo: Lexo, model: Model, hidden: int) -> None:
    shown = client.get(f"/documents/{add_read(lexo, 'a.pdf', 'Bonjour')}", headers=ENGLISH).text
    page = client.get(f"/documents/{hidden}", headers=ENGLISH).text
    assert (MODEL in shown, 'value="best"' in shown) == (True, True)
    assert (MODEL in page, 'value="best"' in page, 'value="tesseract"' in page) == (False, False, True)


def test_file_that_is_a_private_paper_is_shown_to_no_model_when_it_is_only_read(
    lexo: Lexo, model: Model, tmp_path: Path
) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["Facture du mois de mai"])
    with path.open("rb") as file:
        lexo.add_upload(file.fileno(), "a.pdf", is_private=True)
    task = tasks.Inspect(path, MediaType.PDF, None)
    with pytest.raises(PaperIsPrivate):
        lexo.read_now(task, ReadingOptions(engine=MODEL))
    (page,) = lexo.read_now(task, ReadingOptions(strategy=Strategy.BEST))
    assert (page.text, model.seen) == ("Facture du mois de mai", 0)


def test_parts_of_a_private_scan_are_private(lexo: Lexo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document_id = add_read(lexo, "pile.pdf", "Un", "Deux")
    private.set_private(lexo.db, document_id, is_private=True)
    kept = [write_pdf(tmp_path / name, [name]) for name in ("1.pdf", "2.pdf")]

    def write(*_: object) -> list[Path]:
        return [Path(shutil.copy(path, tmp_path / f"part-{path.name}")) for path in kept]

    monkeypatch.setattr(splitting, "write_parts", write)
    parts = lexo.split(document_id, (2,))
    assert [is_private(lexo, part) for part in parts] == [True, True]


@pytest.mark.parametrize("address", ["/api/v1/documents", "/api/v1/documents/upload-and-process"])
def test_upload_is_private_where_that_is_said(client: Any, lexo: Lexo, tmp_path: Path, address: str) -> None:
    for number, (said, kept) in enumerate((({"private": "true"}, True), ({"private": "false"}, False), ({}, False))):
        content = write_pdf(tmp_path / f"{number}.pdf", [f"Page {number}"]).read_bytes()
        answer = client.post(address, files={"file": ("a.pdf", content)}, data={**said, **_quickly(address)})
        assert is_private(lexo, answer.json()["id"]) is kept


def _quickly(address: str) -> dict[str, str]:
    return {"timeout": "0"} if address.endswith("process") else {}


def test_mark_is_set_and_taken_back_over_the_api(client: Any, lexo: Lexo, hidden: int) -> None:
    answer = client.patch(f"/api/v1/documents/{hidden}", json={"is_private": False})
    assert answer.json()["is_private"] is False
    assert client.patch(f"/api/v1/documents/{hidden}", json={"is_private": True}).json()["is_private"] is True
    assert client.patch(f"/api/v1/documents/{hidden}", json={"title": "Autre"}).json()["is_private"] is True


def test_box_on_the_file_tab_hides_a_paper_and_shows_it_again(client: Any, lexo: Lexo) -> None:
    document_id = add_read(lexo, "a.pdf", "Bonjour")
    address = f"/documents/{document_id}"
    page = client.get(f"{address}?tab=file", headers=ENGLISH).text
    assert f'action="{address}/private"' in page
    assert 'name="private" value="true">' in page
    assert "never shown to AI" not in page
    answer = client.post(f"{address}/private", data={"private": "true", "page": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}?tab=file#facts")
    page = client.get(address, headers=ENGLISH).text
    assert 'name="private" value="true" checked>' in page
    assert "never shown to AI" in page
    client.post(f"{address}/private", data={"page": "1"})
    assert not is_private(lexo, document_id)


def test_box_of_a_paper_that_is_not_there_is_not_found(client: Any) -> None:
    assert client.post("/documents/99/private", data={"private": "true"}).status_code == 404


def test_other_sites_cannot_show_a_paper_again(client: Any, lexo: Lexo, hidden: int) -> None:
    answer = client.post(f"/documents/{hidden}/private", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert is_private(lexo, hidden)


def test_person_finds_a_private_paper_as_before(client: Any, hidden: int) -> None:
    found = client.get("/api/v1/search?q=secret").json()
    assert [hit["document_id"] for hit in found["items"]] == [hidden]
    assert client.get(f"/api/v1/documents/{hidden}/text").text == "Un texte secret"


def test_assistants_question_keeps_nothing_and_knows_no_private_paper(client: Any, lexo: Lexo, hidden: int) -> None:
    address = "/api/v1/assistant/ask"
    absent = client.post(address, json={"question": "?", "document_ids": [99]})
    refused = client.post(address, json={"question": "?", "document_ids": [hidden]})
    assert (refused.status_code, refused.json()["code"]) == (404, "document_not_found")
    assert refused.json()["detail"].replace(str(hidden), "N") == absent.json()["detail"].replace("99", "N")
    answer = client.post(address, json={"question": "Que dit le texte secret ?"})
    assert answer.status_code == 200
    assert "Un texte secret" not in answer.text
    assert client.get("/api/v1/conversations").json()["total"] == 0


# The command line


@pytest.fixture
def paper(own_home: Path, tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "a.pdf", ["Bonjour"])


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def marked(own_home: Path) -> bool:
    db = Database(own_home / "library" / "lexo.db")
    try:
        return documents.get(db, 1).is_private
    finally:
        db.close()


def test_command_adds_marks_and_unmarks(own_home: Path, paper: Path) -> None:
    assert run("add", paper, "--private").exit_code == 0
    assert marked(own_home)
    assert run("private", 1, "--off").output == "1\tnot private\n"
    assert not marked(own_home)
    assert '"is_private": true' in run("private", 1, "--json").output
    assert marked(own_home)
    assert run("private", 99).exception.code == "document_not_found"


def test_command_refuses_to_let_a_model_read_a_private_paper(
    own_home: Path, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXO_REMOTE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("LEXO_REMOTE_MODEL", "m")
    run("add", paper, "--private")
    assert isinstance(run("reread", 1, "--engine", "remote").exception, PaperIsPrivate)
    assert run("reread", 1).exit_code == 0
    run("private", 1, "--off")
    assert run("reread", 1, "--engine", "remote").exit_code == 0
