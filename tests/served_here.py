"""A LEXO that is served by this very process, so that a test can give it a model or look into its library."""

import json
import os
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from lexo import settings
from lexo.app import Lexo
from lexo.store import documents
from lexo.web.server import create_app

READ_WITHIN_S = 60


@dataclass(frozen=True)
class Here:
    """A Lexo that answers at `url`, and reads."""

    url: str
    lexo: Lexo

    def add(self, path: Path, *, is_private: bool = False) -> int:
        """Take a file in, wait until it is read and understood, and return the paper's id."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            added = self.lexo.add_upload(descriptor, path.name, is_private=is_private)
        finally:
            os.close(descriptor)
        deadline = time.monotonic() + READ_WITHIN_S
        while time.monotonic() < deadline:
            document = documents.get(self.lexo.db, added.document_id)
            if document.state.is_final and document.kind:
                return document.id
            time.sleep(0.05)
        raise AssertionError(f"{path.name} is not read")

    def ask(self, question: str, *document_ids: int) -> dict[str, Any]:
        """The answer, as the JSON API gives it."""
        body = json.dumps({"question": question, "document_ids": document_ids}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Language": "fr"}
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/api/v1/ask", body, headers)) as answer:
            return dict(json.load(answer))

    def words(self, document_id: int, number: int = 1) -> list[dict[str, Any]]:
        """The words of a page with their boxes."""
        with urllib.request.urlopen(f"{self.url}/api/v1/documents/{document_id}/pages/{number}") as answer:
            return list(json.load(answer)["words"])

    def contents(self, *but: str) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of the library, by table."""
        with self.lexo.db.read() as connection:
            listed = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
            names = [name for (name,) in listed if not name.startswith(("sqlite_", *but))]
            return {name: [tuple(row) for row in connection.execute(f"SELECT * FROM [{name}]")] for name in names}


@contextmanager
def serve_here(base: Path) -> Iterator[Here]:
    """Serve a library of its own in a thread; it reads what is added, and looks through no folder meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        loaded = settings.load(
            home=base / "home",
            watch=base / "OCR",
            models=base / "models",
            port=port,
            readers=1,
            watch_events=False,
            rescan_every_s=3600.0,
        )
        lexo = Lexo.build(loaded)
        config = uvicorn.Config(
            create_app(lexo), http="h11", ws="none", lifespan="on", log_config=None, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield Here(f"http://127.0.0.1:{port}", lexo)
        finally:
            server.should_exit = True
            thread.join(30)
