"""The door's guard, around everything else: whose address, whose site, how much, and the headers of every answer.

Against DNS rebinding the Host must be this server's own name and port, exactly. Against cross-site requests the
browser's own words (Sec-Fetch-Site, else Origin) decide, so no token has to travel. No answer lets another origin read.
"""

import asyncio
import logging
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lexo.errors import ForbiddenHost, ForbiddenOrigin, LexoError, WrongContentType
from lexo.web import openai_errors
from lexo.web.errors import answer, problem, refused
from lexo.web.language import language_of

log = logging.getLogger(__name__)

SMALL_BODY_BYTES = 1 << 20  # of everything but uploads
LINGER_S = 2.0  # how long what is sent beyond the limit is thrown away, so that the sender sees the answer
READING = frozenset({"GET", "HEAD"})
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; font-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class BodyTooLarge(HTTPException):
    """More was sent than this address takes; an HTTPException, since FastAPI lets only those through while it reads."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(413)
        self.limit_mb = limit_bytes >> 20


class Guard:
    """ASGI middleware, the outermost. `uploads` are the paths that take files; all other bodies are small."""

    def __init__(self, app: ASGIApp, *, port: int, max_upload_bytes: int, uploads: frozenset[str]) -> None:
        self.app = app
        self.port = port
        names = ("127.0.0.1", "localhost", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
        self.max_upload_bytes = max_upload_bytes
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is not ours, answer for what fails, and put the headers on all of it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # there are no web sockets
        connection = HTTPConnection(scope)
        body = _Body(receive, _Answer(send), self._limit(scope), connection.headers)
        refusal = self._refusal(scope, connection.headers)
        if refusal is not None:
            await refused(connection, refusal)(scope, receive, body.send)
            return
        try:
            await self.app(scope, body.receive, body.send)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not body.answer.is_started:
                await _failed(connection)(scope, receive, body.send)

    def _refusal(self, scope: Scope, headers: Headers) -> LexoError | None:
        if not self._is_ours(scope):
            return ForbiddenHost(port=self.port)
        if _is_foreign(scope["method"], headers):
            return ForbiddenOrigin()
        return self._wrong_content(scope, headers)

    def _is_ours(self, scope: Scope) -> bool:
        """Exactly one Host, one of our names; and no absolute-form target, which would name another host."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and hosts[0].decode("latin-1").lower() in self.hosts and scope["path"].startswith("/")

    def _wrong_content(self, scope: Scope, headers: Headers) -> LexoError | None:
        """The API takes JSON, and files where they are taken: a form of another page can send neither."""
        is_api = scope["path"].startswith(("/api/", openai_errors.PREFIX))
        if scope["method"] in READING or not is_api or not _has_body(headers):
            return None
        expected = "multipart/form-data" if scope["path"] in self.uploads else "application/json"
        given = headers.get("content-type", "").partition(";")[0].strip().lower()
        return None if given == expected else WrongContentType(expected=expected)

    def _limit(self, scope: Scope) -> int:
        return self.max_upload_bytes if scope["path"] in self.uploads else SMALL_BODY_BYTES


def _is_foreign(method: str, headers: Headers) -> bool:
    """Whether another site's page sent this. Reading is harmless by navigation, and only so."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    own = f"http://{headers.get('host', '').lower()}"
    if method in READING:
        return site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate"
    if site is None:
        return origin is not None and origin.lower() != own
    # Under our own Referrer-Policy browsers send "null" with the forms of our own pages.
    return site not in ("same-origin", "none") or (origin or own).lower() not in (own, "null")


def _failed(connection: HTTPConnection) -> Response:
    try:
        return answer(connection, LexoError())
    except Exception:  # the page of errors itself cannot be made
        log.exception("an error could not be said")
        return problem(LexoError(), language_of(connection.headers))


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


class _Answer:
    """Sends messages on, with LEXO's headers on the first; a header that the route has set stays."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.is_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_started = True
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


class _Body:
    """The request's body, counted as it comes: never more than `limit` bytes reach the app, nothing is kept here."""

    def __init__(self, receive: Receive, answer: _Answer, limit: int, headers: Headers) -> None:
        self._receive = receive
        self.answer = answer
        self.limit = limit
        length = headers.get("content-length", "")
        self.announced = int(length) if length.isdigit() else 0
        self.received = 0
        self.is_complete = False

    async def receive(self) -> Message:
        """Raises BodyTooLarge, before the first byte where the length is announced."""
        if self._is_too_large():
            raise BodyTooLarge(self.limit)
        message = await self._receive()
        self._count(message)
        if self._is_too_large():
            raise BodyTooLarge(self.limit)
        return message

    async def send(self, message: Message) -> None:
        """Send on; after a refusal close the connection, but only when the sender has had time to see the answer."""
        if not self._is_too_large():
            await self.answer(message)
        elif message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Connection"] = "close"
            await self.answer(message)
        elif message.get("more_body", False):
            await self.answer(message)
        else:
            await self.answer({**message, "more_body": True})
            await self._throw_away()
            await self.answer({"type": "http.response.body", "body": b"", "more_body": False})

    def _is_too_large(self) -> bool:
        return max(self.received, self.announced) > self.limit

    def _count(self, message: Message) -> None:
        self.received += len(message.get("body", b""))
        self.is_complete = message["type"] != "http.request" or not message.get("more_body", False)

    async def _throw_away(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                while not self.is_complete:
                    self._count(await self._receive())
