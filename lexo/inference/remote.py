"""A model on a server that a person named: any that speaks OpenAI's chat completions over HTTP. Off by default.

mlx_vlm.server, LM Studio, Ollama, vLLM and OpenRouter do. Each answer has a thread and a connection of its own, so that
an answer can be given up at any moment, also while the server thinks. No redirect is followed, no proxy of the
environment is used, certificates are verified, and neither the key nor what is asked or answered is ever logged.
"""

import base64
import json
import logging
import queue
import socket
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from typing import Any

from lexo.document import PageImage
from lexo.errors import LexoError, RemoteFailed
from lexo.inference import png
from lexo.inference.base import Finish, Generated, Generation, Message
from lexo.inference.endpoint import Endpoint
from lexo.inference.remote_answer import BadAnswer, Part, parts
from lexo.inference.word_loops import WordLoops

log = logging.getLogger(__name__)

_CONNECT_S = 10.0
_SEND_S = 60.0  # without a byte taken; pages are a few megabytes
_BUSY = (429, 503)  # nothing was done yet: safe to ask again
_TRIES = 3
_WAIT_S = 2.0  # before another try, where the server names no time
_MAX_WAIT_S = 15.0
_MAX_CHARS_PER_TOKEN = 16  # a server that writes more than this allows does not heed max_tokens
_WHY = {
    400: "it did not accept the request, or has no such model",
    401: "it wants a key (remote_key), or another one",
    402: "it wants to be paid first",
    403: "it wants a key (remote_key), or another one",
    404: "it knows no such model or address",
    413: "the page is too large for it",
    422: "it did not accept the request, or has no such model",
    429: "it has too much to do",
    503: "it has too much to do",
}


_under_way: "weakref.WeakSet[RemoteStream]" = weakref.WeakSet()
_under_way_lock = threading.Lock()


def cancel_all() -> None:
    """End every answer that is under way: LEXO stops."""
    with _under_way_lock:
        streams = tuple(_under_way)
    for stream in streams:
        stream.cancel()


class RemoteModel:
    """A TextModel and a VisionModel. Sends nothing until it is asked; may be asked from any thread."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.name = endpoint.model

    def write(self, messages: Sequence[Message], limits: Generation) -> "RemoteStream":
        turns = [{"role": message.role, "content": message.content} for message in messages]
        return RemoteStream(self.endpoint, _body(self.endpoint.model, turns, limits), limits)

    def look(self, picture: PageImage, prompt: str, limits: Generation) -> "RemoteStream":
        """The picture travels as a PNG inside the request."""
        address = "data:image/png;base64," + base64.b64encode(png.encode(picture)).decode("ascii")
        seen = {"type": "image_url", "image_url": {"url": address}}
        turns = [{"role": "user", "content": [seen, {"type": "text", "text": prompt}]}]
        return RemoteStream(self.endpoint, _body(self.endpoint.model, turns, limits), limits)


def _body(model: str, turns: list[dict[str, Any]], limits: Generation) -> bytes:
    """The request as JSON. What is not asked for is left out: not every server takes every field."""
    asked: dict[str, Any] = {
        "model": model,
        "messages": turns,
        "max_tokens": limits.max_tokens,
        "temperature": limits.temperature,
        "stream": True,
    }
    if limits.stop:
        asked["stop"] = list(limits.stop)
    if limits.seed is not None:
        asked["seed"] = limits.seed
    if limits.json_schema is not None:
        schema = {"name": "answer", "strict": True, "schema": json.loads(limits.json_schema)}
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    return json.dumps(asked).encode()


class RemoteStream:
    """A Stream: an answer as it comes over the wire. Raises RemoteFailed where none comes, or none that can be used."""

    def __init__(self, endpoint: Endpoint, body: bytes, limits: Generation) -> None:
        self._endpoint, self._body, self._limits = endpoint, body, limits
        self._started = time.monotonic()
        self._until = self._started + limits.timeout_s
        self._pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._text: list[str] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._finish: Finish | None = None
        self._error: LexoError | None = None
        self._usage = (0, 0)
        self._socket: socket.socket | None = None
        with _under_way_lock:
            _under_way.add(self)
        threading.Thread(target=self._run, name="lexo-remote", daemon=True).start()

    def __iter__(self) -> Iterator[str]:
        """The pieces, for one reader. Leaving off half-way cancels."""
        try:
            while (piece := self._next()) is not None:
                yield piece
        finally:
            self.cancel()
        self.result()

    def result(self) -> Generated:
        """Wait for the end, at most as long as the limits say."""
        if not self._ended.wait(self._left_s()):
            self._end(Finish.TIMEOUT)
        if self._error is not None:
            raise self._error
        text = "".join(self._text)
        if self._finish is Finish.TIMEOUT and not text:
            raise self._failed(f"it gave no answer within {self._limits.timeout_s:.0f} seconds")
        prompt_tokens, tokens = self._usage
        return Generated(
            text,
            self._finish or Finish.STOP,
            self._endpoint.label,
            prompt_tokens,
            tokens or len(self._text),
            time.monotonic() - self._started,
        )

    def cancel(self) -> None:
        """End it now; the server sees the connection go, and most stop writing then."""
        self._end(Finish.CANCELLED)

    def _next(self) -> str | None:
        try:
            return self._pieces.get(timeout=self._left_s())
        except queue.Empty:
            self._end(Finish.TIMEOUT)
            return None

    def _left_s(self) -> float:
        return max(self._until - time.monotonic(), 0.0)

    def _end(self, finish: Finish | None, error: LexoError | None = None) -> None:
        """The first end counts. Wakes who waits, and the thread, wherever it hangs."""
        with self._lock:
            if self._ended.is_set():
                return
            self._finish, self._error = finish, error
            self._ended.set()
        self._pieces.put(None)
        self._hang_up()

    def _hang_up(self) -> None:
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                log.debug("the connection was closed already")

    # In the thread

    def _run(self) -> None:
        import httpx  # 0.2 s; only where a remote engine is used

        try:
            self._end(self._ask())
        except BadAnswer as error:
            self._end(None, self._failed(str(error)))
        except httpx.TimeoutException:
            self._end(None, self._failed("it did not answer in time"))
        except httpx.HTTPError as error:
            log.debug("the remote engine failed: %s", type(error).__name__)
            self._end(None, self._failed("it cannot be reached, or broke off"))
        except Exception as error:  # whatever a server makes a library do; its words are not for the log
            log.warning("the remote engine's answer could not be used: %s", type(error).__name__)
            self._end(None, self._failed("its answer cannot be understood"))

    def _ask(self) -> Finish:
        """Ask, again where the server is busy, and take the answer in."""
        import httpx

        timeout = httpx.Timeout(self._left_s() + 1, connect=_CONNECT_S, write=_SEND_S)
        with httpx.Client(verify=_certificates(), timeout=timeout, trust_env=False, follow_redirects=False) as client:
            for tries_left in reversed(range(_TRIES)):
                request = client.build_request(
                    "POST",
                    self._endpoint.url,
                    content=self._body,
                    headers=self._headers(),
                    extensions={"trace": self._watch},
                )
                response = client.send(request, stream=True)
                try:
                    if response.status_code == 200:
                        return self._take(response)
                    if response.status_code not in _BUSY or not tries_left:
                        raise BadAnswer(_why(response.status_code))
                    wait_s = _asked_wait(response.headers.get("retry-after", ""))
                finally:
                    response.close()
                if self._ended.wait(min(wait_s, self._left_s())):
                    return Finish.CANCELLED
        return Finish.CANCELLED

    def _headers(self) -> dict[str, str]:
        """Nothing but what is needed: no name of the program's version, no packed answers."""
        headers = {
            "accept": "text/event-stream, application/json",
            "accept-encoding": "identity",
            "content-type": "application/json",
            "user-agent": "LEXO",
        }
        return {**headers, "authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else headers

    def _watch(self, event: str, details: dict[str, Any]) -> None:
        """httpcore tells of the connection before there is an answer to hang up on."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = details["return_value"].get_extra_info("socket")
            if self._ended.is_set():
                self._hang_up()

    def _take(self, response: Any) -> Finish:
        """Take the pieces in until the answer ends or goes beyond its limits."""
        if response.headers.get("content-encoding", "identity") != "identity":
            raise BadAnswer("its answer is packed in a way LEXO did not ask for")
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        finish, loops, chars, pieces = Finish.STOP, WordLoops(), 0, 0
        for part in parts(media_type, response.iter_raw()):
            if self._ended.is_set():
                return Finish.CANCELLED
            finish = self._note(part) or finish
            if part.text:
                chars, pieces = chars + len(part.text), pieces + 1
                self._text.append(part.text)
                self._pieces.put(part.text)
            if pieces > self._limits.max_tokens or chars > self._limits.max_tokens * _MAX_CHARS_PER_TOKEN:
                return Finish.LENGTH
            if loops.go_round(part.text):
                return Finish.LOOP
        return finish

    def _note(self, part: Part) -> Finish | None:
        if part.usage is not None:
            self._usage = (part.usage.prompt_tokens, part.usage.completion_tokens)
        if part.finish_reason == "content_filter":
            raise BadAnswer("it refused to answer")
        return Finish.LENGTH if part.finish_reason == "length" else None

    def _failed(self, why: str) -> RemoteFailed:
        return RemoteFailed(host=self._endpoint.host, why=why)


def _certificates() -> Any:
    """certifi's authorities and the system's: only the latter may know the certificate of a server of one's own."""
    import httpx

    context = httpx.create_ssl_context(verify=True, trust_env=False)
    context.load_default_certs()
    return context


def _why(status: int) -> str:
    if 300 <= status < 400:
        return "it sends LEXO on to another address, which LEXO does not follow"
    return _WHY.get(status, f"it answered with error {status}")


def _asked_wait(header: str) -> float:
    """Seconds of a Retry-After header; dates and nonsense count as not given."""
    return min(float(header), _MAX_WAIT_S) if header.isdecimal() else _WAIT_S
