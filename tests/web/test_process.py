"""The serving process over a real socket: who may ask, who may start, how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from lexo.cli.running import Server, find_server
from lexo.errors import AlreadyRunning, PortTaken, UnsafeAddress
from lexo.web import process

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = """
from lexo import log, settings
from lexo.app import Lexo
from lexo.web.server import serve
log.configure()
serve(Lexo.build(settings.load()))
print("ended in order")
"""


@dataclass(frozen=True)
class Served:
    """A server in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int
    home: Path

    def answer(self, request: bytes) -> bytes:
        """What comes back for raw bytes, until the server closes or nothing more comes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(request)
            connection.settimeout(3)
            received = b""
            try:
                while piece := connection.recv(65536):
                    received += piece
            except TimeoutError:
                pass
            return received


def port_that_is_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    port, home = port_that_is_free(), tmp_path / "home"
    environment = {
        **os.environ,
        "LEXO_HOME": str(home),
        "LEXO_WATCH": str(tmp_path / "OCR"),
        "LEXO_PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    child = subprocess.Popen([sys.executable, "-c", SERVE], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_up(port)
        yield Served(child, port, home)
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def wait_until_up(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/api/v1/health/live", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up")


def request(*lines: str) -> bytes:
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


def test_only_requests_to_our_own_name_are_answered(served: Served) -> None:
    path, own = "/api/v1/health/live", f"Host: 127.0.0.1:{served.port}"
    refused = {
        "foreign": request(f"GET {path} HTTP/1.1", f"Host: evil.example:{served.port}"),
        "empty": request(f"GET {path} HTTP/1.1", "Host:"),
        "none": request(f"GET {path} HTTP/1.0"),
        "whole address": request(f"GET http://evil.example{path} HTTP/1.1", own),
        "own whole address": request(f"GET http://127.0.0.1:{served.port}{path} HTTP/1.1", own),
        "asterisk": request("OPTIONS * HTTP/1.1", own),
    }

    for name, raw in refused.items():
        assert served.answer(raw).startswith(b"HTTP/1.1 421"), name
    assert served.answer(request(f"GET {path} HTTP/1.1", own, own)).startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))
    assert served.answer(request(f"GET {path} HTTP/1.1", own)).startswith(b"HTTP/1.1 200")


def test_server_says_nothing_of_itself(served: Served) -> None:
    head = served.answer(request("GET / HTTP/1.1", f"Host: 127.0.0.1:{served.port}")).partition(b"\r\n\r\n")[0]

    assert b"\r\nserver:" not in head.lower()


def test_endless_upload_is_refused_at_the_limit(served: Served) -> None:
    head = request(
        "POST /api/v1/jobs/1/cancel HTTP/1.1",
        f"Host: 127.0.0.1:{served.port}",
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
    )
    upload = head.replace(b"/jobs/1/cancel", b"/documents/1/password")
    piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(upload)
        try:
            for _ in range(1 << 12):
                connection.sendall(piece)
        except OSError:
            pass  # closed while we still wrote
        received = connection.recv(65536)

    assert received.startswith(b"HTTP/1.1 413")
    assert json.loads(received.partition(b"\r\n\r\n")[2])["code"] == "upload_too_large"


def test_stream_tells_the_queue_at_once_and_ends_with_the_server(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
        connection.sendall(request("GET /api/v1/events HTTP/1.1", f"Host: 127.0.0.1:{served.port}"))
        received = b""
        while b"\n\n" not in received.partition(b"\r\n\r\n")[2]:
            received += connection.recv(65536)
        begun = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        status = served.process.wait(timeout=15)

    assert b"text/event-stream" in received
    assert b"event: queue" in received
    assert status == 0
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_stop_is_in_order_and_leaves_no_note(served: Served, stop: signal.Signals) -> None:
    note = json.loads((served.home / "lexo.pid").read_text())
    assert (note["pid"], note["port"]) == (served.process.pid, served.port)
    assert note["url"] == f"http://127.0.0.1:{served.port}"
    assert find_server(served.home) == Server(note["pid"], note["url"], note["started_at"])

    served.process.send_signal(stop)
    output, _ = served.process.communicate(timeout=15)

    assert served.process.returncode == 0
    assert output == "ended in order\n"
    assert not (served.home / "lexo.pid").exists()
    assert find_server(served.home) is None


def test_second_server_of_a_library_is_told_where_the_first_is(served: Served) -> None:
    with pytest.raises(AlreadyRunning) as told, process.claimed(served.home, "127.0.0.1", port_that_is_free()):
        pass

    assert told.value.details == {"url": f"http://127.0.0.1:{served.port}"}


def test_everything_a_server_writes_is_for_its_owner_alone(served: Served) -> None:
    for path in (served.home, *served.home.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_server_listens_on_this_machine_only(served: Served) -> None:
    hexadecimal = f"{served.port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines() + Path("/proc/net/tcp6").read_text().splitlines()
    listening = [line.split()[1] for line in lines if f":{hexadecimal} " in line and line.split()[3] == "0A"]

    assert listening == [f"0100007F:{hexadecimal}"]


def test_note_of_a_dead_server_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "lexo.pid").write_text('{"pid": 1, "port": 8000, "url": "http://127.0.0.1:8000", "started_at": ""}')

    assert find_server(tmp_path) is None
    assert find_server(tmp_path / "nothing") is None


def test_port_of_another_program_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortTaken), process.claimed(tmp_path / "home", "127.0.0.1", port):
            pass

    assert not (tmp_path / "home" / "lexo.pid").exists()
    assert find_server(tmp_path / "home") is None


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "example.org", ""])
def test_address_that_lets_others_in_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(UnsafeAddress), process.claimed(tmp_path / "home", host, 8000):
        pass

    assert not (tmp_path / "home").exists()
