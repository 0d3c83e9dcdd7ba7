"""A real server process on a library of its own: started, killed, started again."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
FINAL = ("ready", "ready_with_warnings", "failed")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Server:
    """`lexo serve` on a folder; `journal` names each page that a reader began."""

    def __init__(self, root: Path, **settings: str) -> None:
        self.watch = root / "OCR"
        self.home = root / "home"
        self.journal = root / "journal"
        self.port = free_port()
        self.watch.mkdir(parents=True, exist_ok=True)
        self.journal.touch()
        self._environment = {
            **os.environ,
            "LEXO_HOME": str(self.home),
            "LEXO_WATCH": str(self.watch),
            "LEXO_PORT": str(self.port),
            "LEXO_STABLE_AFTER_S": "0.2",
            "LEXO_READERS": "2",
            "JOURNAL": str(self.journal),
            "PYTHONPATH": f"{ROOT / 'tests' / 'faults' / 'journal'}:{ROOT}",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.home / "lexo.db"

    def start(self) -> None:
        """Start, without waiting until it answers."""
        with (self.home.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lexo", "serve"],
                cwd=ROOT,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """kill -9 of the server alone; its readers notice by themselves."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def wait_until_up(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/api/v1/health/live", timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def stop(self) -> int:
        """Ask it to stop, once it is up; the exit status. It has ten seconds."""
        assert self._process is not None
        self.wait_until_up()
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=10)

    def readers(self) -> list[psutil.Process]:
        """The reader processes that live."""
        if not self.is_alive() or self._process is None:
            return []
        try:
            return psutil.Process(self._process.pid).children()
        except psutil.NoSuchProcess:
            return []

    def states(self) -> list[str]:
        """The state of each document; none before the database is there."""
        try:
            connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        except sqlite3.OperationalError:
            return []
        try:
            return [state for (state,) in connection.execute("SELECT state FROM documents")]
        except sqlite3.OperationalError:
            return []
        finally:
            connection.close()

    def wait_until_read(self, count: int, timeout_s: float) -> None:
        """Until `count` documents are final."""
        deadline = time.monotonic() + timeout_s
        while sum(state in FINAL for state in self.states()) < count:
            assert self.is_alive(), "the server died"
            assert time.monotonic() < deadline, self.states()
            time.sleep(0.2)

    def log(self) -> str:
        return (self.home.parent / "log").read_text("utf-8", "replace")
