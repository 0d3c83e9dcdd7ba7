"""`lexo ask`: beside a server and without one, for people and for programs."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lexo.cli import app, running
from lexo.cli.running import Server
from lexo.errors import DocumentNotFound
from lexo.store.database import Database
from made_papers import add_paper

DONE = {
    "how": "model", "text": "x", "language": "fra", "model": "m", "reasons": [], "conversation_id": 1, "turn_id": 1,
    "sentences": [
        {"text": "Le total est « 12 € ».", "is_proven": True, "citations": [1]},
        {"text": "Payez \x1b[31mtout.", "is_proven": False, "citations": []},
    ],
    "citations": [{"number": 1, "document_id": 7, "title": "Facture", "page": 2, "quote": "12 €", "boxes": []}],
}  # fmt: skip


class Answering(BaseHTTPRequestHandler):
    """Answers as the API does; remembers what it was asked."""

    asked: list[Any] = []
    status, kind, body = 200, "text/event-stream", ""

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        content = self.body.encode()
        self.send_response(self.status)
        self.send_header("content-type", self.kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Answering]]:
    """A server that serves the library, as far as `lexo` can tell."""
    handler = type("Handler", (Answering,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{http.server_address[1]}"
        monkeypatch.setattr(running, "find_server", lambda home: Server(1, url, ""))
        monkeypatch.setenv("LEXO_HOME", str(tmp_path))
        yield handler
        http.shutdown()
        thread.join()


def stream(*events: tuple[str, Any]) -> str:
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)


def test_ask_by_a_server_puts_sentences_with_their_proofs(server: type[Answering]) -> None:
    server.body = stream(("token", {"text": "Le"}), ("citation", DONE["citations"]), ("done", DONE))
    result = CliRunner().invoke(app, ["ask", "Quel", "total ?", "--document", "7", "--document", "8"])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Le total est « 12 € ». [1]",
        "Payez \ufffd[31mtout.  (not proven by your papers)",
        "[1] 7, p. 2  Facture: 12 €",
    ]
    assert server.asked[0]["question"] == "Quel total ?"
    assert server.asked[0]["document_ids"] == [7, 8]


def test_ask_for_programs_puts_the_whole_answer(server: type[Answering]) -> None:
    server.body = stream(("done", DONE))
    assert json.loads(CliRunner().invoke(app, ["ask", "Quel total ?", "--json"]).stdout) == DONE


def test_ask_that_the_papers_do_not_say_has_an_exit_code_of_its_own(server: type[Answering]) -> None:
    server.body = stream(("done", {**DONE, "how": "refused"}))
    assert CliRunner().invoke(app, ["ask", "Quoi ?"]).exit_code == 11


@pytest.mark.parametrize("is_streaming", [True, False])
def test_ask_raises_what_the_server_says(server: type[Answering], is_streaming: bool) -> None:
    problem = {"code": "document_not_found", "id": 99, "title": "x", "detail": "x", "status": 404, "type": "x"}
    server.body = stream(("error", problem)) if is_streaming else json.dumps(problem)
    server.status = 200 if is_streaming else 404
    error = CliRunner().invoke(app, ["ask", "Quoi ?"]).exception
    assert isinstance(error, DocumentNotFound)
    assert error.details == {"id": 99}


def test_ask_without_a_server_opens_the_library(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    db = Database(tmp_path / "home" / "lexo.db")
    add_paper(db, "bail.pdf", "Bail de location\nLoyer mensuel 650,00 EUR")
    db.close()
    environment = {"LEXO_HOME": str(tmp_path / "home"), "LEXO_WATCH": str(tmp_path / "OCR"), "PATH": "/usr/bin:/bin"}
    environment["LEXO_MODELS"] = str(tmp_path / "models")
    command = [sys.executable, "-m", "lexo", "ask", "--json", "Loyer mensuel du bail ?"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "650,00 EUR" in json.loads(done.stdout)["text"]
