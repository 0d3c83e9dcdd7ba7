"""A model hub on this machine: what `lexo models download` asks for, with the ways a connection can go wrong."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from model_files import COMMIT, blob_name, model_files


@dataclass
class Hub:
    """`cuts` are the bytes after which answers for a file end early, one number for each answer."""

    repo: str
    files: dict[str, bytes] = field(default_factory=model_files)
    licence: str = "mit"
    sent: dict[str, bytes] = field(default_factory=dict)  # other content than was promised
    cuts: dict[str, list[int]] = field(default_factory=dict)
    stalled: threading.Event = field(default_factory=threading.Event)  # set once an answer stops after 1,000 bytes
    stalls: set[str] = field(default_factory=set)  # files whose next answer stops there, with the line open
    refusals: list[int] = field(default_factory=list)  # statuses of the next answers for files
    has_ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)  # path and Range of each request
    tokens: list[str | None] = field(default_factory=list)
    cdn: str = ""  # where the bytes lie, if elsewhere
    url: str = ""

    def told(self) -> dict[str, Any]:
        siblings = []
        for name, content in self.files.items():
            entry: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": blob_name("", content)}
            if name.endswith(".safetensors"):
                entry["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
            siblings.append(entry)
        return {"sha": COMMIT, "cardData": {"license": self.licence}, "siblings": siblings}

    def ranges_of(self, name: str) -> list[str]:
        """The Range of each request for a file, in order; empty where none was said."""
        return [said for path, said in self.asked if path.endswith("/" + name) and "/cdn/" in path]


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve it on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(hub, self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(hub: Hub, asked: BaseHTTPRequestHandler) -> None:
    path, said = unquote(urlsplit(asked.path).path), asked.headers.get("Range", "")
    hub.asked.append((path, said))
    hub.tokens.append(asked.headers.get("Authorization"))
    if path == f"/api/models/{hub.repo}/revision/main":
        _send(asked, 200, json.dumps(hub.told()).encode(), {"Content-Type": "application/json"})
    elif path.startswith(f"/{hub.repo}/resolve/{COMMIT}/"):  # the real one sends to where the bytes lie
        _send(asked, 302, b"", {"Location": f"{hub.cdn}/cdn/{path.rpartition(COMMIT + '/')[2]}"})
    elif path.startswith("/cdn/"):
        _send_file(hub, asked, path.removeprefix("/cdn/"), said)
    else:
        _send(asked, 404, b"", {})


def _send_file(hub: Hub, asked: BaseHTTPRequestHandler, name: str, said: str) -> None:
    if hub.refusals:
        _send(asked, hub.refusals.pop(0), b"", {})
        return
    content = hub.sent.get(name, hub.files[name])
    begin = int(said.removeprefix("bytes=").rstrip("-")) if said and hub.has_ranges else 0
    headers = {"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"} if begin else {}
    cut = hub.cuts[name].pop(0) if hub.cuts.get(name) else None
    if name in hub.stalls:
        hub.stalls.remove(name)
        _send(asked, 200, content, headers, cut=1000)
        asked.wfile.flush()
        hub.stalled.set()
        asked.connection.settimeout(30)
        with suppress(OSError):
            asked.connection.recv(1)  # until whoever asks goes away
        return
    _send(asked, 206 if begin else 200, content[begin:], headers, cut=cut)


def _send(
    asked: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str], cut: int | None = None
) -> None:
    asked.send_response(status)
    for name, value in headers.items():
        asked.send_header(name, value)
    asked.send_header("Content-Length", str(len(body)))
    asked.send_header("Connection", "close")
    asked.end_headers()
    asked.wfile.write(body[:cut])
