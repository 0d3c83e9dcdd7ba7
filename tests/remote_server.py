"""A small server on loopback that plays an OpenAI-compatible one, well or badly, as each test wants."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """One request; `server.answers` says what to do, one after the other, the last one from then on."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            answer(self)
        except OSError:
            self.server.hung_up.set()
        self.close_connection = True

    def begin(self, status: int = 200, media_type: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", media_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("connection", "close")
        self.end_headers()

    def say(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *arguments: Any) -> None:
        """Nothing on stderr."""


class Server(http.server.ThreadingHTTPServer):
    """`asked` holds path, headers and body of each request; `hung_up` is set when a client goes while it is written."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.hung_up = threading.Event()
        self.released = threading.Event()  # lets answers that hang go at the end of a test
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    server = Server(*answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def event(text: str | None = None, finish: str | None = None, **more: Any) -> bytes:
    """One server-sent event, as vLLM and LM Studio write it."""
    delta = {"content": text} if text is not None else {}
    part = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return b"data: " + json.dumps({**part, **more}).encode() + b"\n\n"


def streamed(*texts: str, finish: str = "stop") -> Answer:
    """A well-behaved answer in pieces."""

    def answer(handler: Handler) -> None:
        handler.begin()
        for text in texts:
            handler.say(event(text))
        handler.say(event(None, finish, usage={"prompt_tokens": 11, "completion_tokens": 7}))
        handler.say(b"data: [DONE]\n\n")

    return answer


def whole(text: str, finish: str = "stop") -> Answer:
    """A server that does not stream."""
    body = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}]}
    return raw(json.dumps(body).encode(), media_type="application/json; charset=utf-8")


def raw(body: bytes, status: int = 200, media_type: str = "text/event-stream", **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        handler.begin(status, media_type, **headers)
        handler.say(body)

    return answer


def endless(piece: bytes, begin: bytes = b"") -> Answer:
    """Says the same for ever, until the client goes."""

    def answer(handler: Handler) -> None:
        handler.begin()
        handler.say(begin)
        while not handler.server.released.is_set():
            handler.say(piece)

    return answer


def hanging(*said: bytes, is_begun: bool = True) -> Answer:
    """Says a little, or not even how it goes, and then nothing until the test is over or the client has gone."""

    def answer(handler: Handler) -> None:
        if is_begun:
            handler.begin()
        for data in said:
            handler.say(data)
        handler.connection.settimeout(0.05)
        while not handler.server.released.is_set():
            try:
                if not handler.connection.recv(1):
                    handler.server.hung_up.set()
                    return
            except TimeoutError:
                continue

    return answer
