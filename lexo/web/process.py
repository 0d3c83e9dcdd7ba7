"""The serving process: alone on its library, on this machine's own address, gone within ten seconds when asked."""

import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import uvicorn
from filelock import FileLock, Timeout
from starlette.types import ASGIApp

from lexo.errors import AlreadyRunning, PortTaken, UnsafeAddress

log = logging.getLogger(__name__)

ADDRESSES = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
BACKLOG = 128
CLOSE_AFTER_S = 1  # requests and streams that are still open when the stop comes
STOP_LIMIT_S = 9.8  # then the process ends as if killed, which costs one page a reader


@dataclass(frozen=True, slots=True)
class Running:
    """What `lexo.pid` in LEXO's home says of the process that serves it."""

    pid: int
    port: int
    url: str
    started_at: str


@contextmanager
def claimed(home: Path, host: str, port: int) -> Iterator[socket.socket]:
    """Be the one server of this library and hold its address, listening, until the end; `lexo.pid` says so.

    Raises UnsafeAddress, AlreadyRunning, PortTaken, all before anything of the library is touched.
    """
    if host not in ADDRESSES:
        raise UnsafeAddress(host=host)
    os.umask(0o077)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(home / "lexo.lock", mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise AlreadyRunning(url=running_url(home) or f"http://{_named(host)}:{port}") from error
    with lock, _listening(host, port) as listener:
        note = home / "lexo.pid"
        _write_note(note, Running(os.getpid(), port, f"http://{_named(host)}:{port}", _now()))
        try:
            yield listener
        finally:
            note.unlink(missing_ok=True)


def running_url(home: Path) -> str | None:
    """The address that `lexo.pid` names."""
    note = _read_note(home / "lexo.pid")
    return note.url if note else None


def run(app: ASGIApp, listener: socket.socket, on_stop: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT. `on_stop` is called on the event loop before open streams are waited for."""
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=CLOSE_AFTER_S,
    )
    server = _Server(config, on_stop)
    server.run(sockets=[listener])
    if not server.started:
        raise SystemExit(uvicorn.config.STARTUP_FAILURE)


class _Server(uvicorn.Server):
    """uvicorn, except that the end is ours: in order, within the limit, and the second signal means now."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle signals; unlike uvicorn's, do not raise them again afterwards: what comes after must still run."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in order; asked again, stop at once."""
        if self.should_exit:
            _end_at_once(128 + sig)
        self.should_exit = True
        limit = threading.Timer(STOP_LIMIT_S, _end_at_once, [0])
        limit.daemon = True
        limit.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell open streams first: uvicorn waits for them."""
        self._on_stop()
        await super().shutdown(sockets)


def _end_at_once(status: int) -> None:
    """As kill -9 would: every page that is saved is saved, and readers end when their pipe closes."""
    log.warning("ended at once; reading resumes at the next start")
    os._exit(status)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on this machine's own address. Raises PortTaken."""
    address = ADDRESSES[host]
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
            listener.listen(BACKLOG)
        except OSError as error:
            raise PortTaken(port=port) from error
        yield listener


def _write_note(path: Path, running: Running) -> None:
    fresh = path.with_suffix(".pid.new")
    fields = {"pid": running.pid, "port": running.port, "url": running.url, "started_at": running.started_at}
    fresh.write_text(json.dumps(fields), "utf-8")
    fresh.replace(path)


def _read_note(path: Path) -> Running | None:
    try:
        return Running(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
