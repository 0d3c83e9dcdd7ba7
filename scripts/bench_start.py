"""How long LEXO takes to its first answer and how much memory it holds idle, against a bare FastAPI + Jinja2 hello.

    .venv/bin/python scripts/bench_start.py [--rounds 7] [--max-time 2.0] [--max-memory 1.6]

Both are started in turn each round, the same server under them; ratios are of medians, so a busy machine hurts both.
Exit status 1 beyond the limits.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parent.parent
SETTLE_S = 1.5  # idle, before memory is looked at
BARE = """
import os
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import DictLoader, Environment

app = FastAPI()
templates = Environment(loader=DictLoader({"hello.html": "<!doctype html><p>hello {{ name }}</p>"}), autoescape=True)

@app.get("/api/v1/health", response_class=HTMLResponse)
def hello(request: Request) -> str:
    return templates.get_template("hello.html").render(name="you")

port = int(os.environ["LEXO_PORT"])
uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, http="h11", loop="asyncio", ws="none")
"""
LEXO = """
from lexo import log, settings
from lexo.app import Lexo
from lexo.web.server import serve

log.configure("WARNING")
serve(Lexo.build(settings.load()))
"""
HEAVY = ("pymupdf", "numpy", "PIL", "cv2", "pandas", "mlx", "transformers", "tesserocr", "pytesseract", "sqlite_utils")


@dataclass(frozen=True)
class Start:
    """One start: seconds to the first 200, seconds of CPU until then, idle memory."""

    wall_s: float
    cpu_s: float
    rss_mb: float


def main() -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--max-time", type=float, default=2.0)
    parser.add_argument("--max-memory", type=float, default=1.6)
    given = parser.parse_args()
    found: dict[str, list[Start]] = {"bare": [], "lexo": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.rounds + 1):  # the first round only warms the disk's cache
            for name, code in (("bare", BARE), ("lexo", LEXO)):
                start = measure(code, Path(folder))
                if number:
                    found[name].append(start)
    for name, starts in found.items():
        print(f"{name:5} {summary(starts)}")
    time_ratio = median(found["lexo"], "wall_s") / median(found["bare"], "wall_s")
    cpu_ratio = median(found["lexo"], "cpu_s") / median(found["bare"], "cpu_s")
    memory_ratio = median(found["lexo"], "rss_mb") / median(found["bare"], "rss_mb")
    print(f"first answer {time_ratio:.2f}x (limit {given.max_time}), its CPU {cpu_ratio:.2f}x")
    print(f"idle memory {memory_ratio:.2f}x (limit {given.max_memory})")
    print(f"heavy modules imported: {', '.join(heavy_modules()) or 'none'}")
    return int(time_ratio > given.max_time or memory_ratio > given.max_memory)


def measure(code: str, folder: Path) -> Start:
    """Start a server, ask until it answers, let it rest, look, stop it."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LEXO_PORT": str(port),
        "LEXO_HOME": str(folder / "home"),
        "LEXO_WATCH": str(folder / "OCR"),
    }
    begun = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        wait_for_answer(f"http://127.0.0.1:{port}/api/v1/health", child)
        wall_s = time.perf_counter() - begun
        process = psutil.Process(child.pid)
        times = process.cpu_times()
        time.sleep(SETTLE_S)
        return Start(wall_s, times.user + times.system, process.memory_info().rss / 1e6)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(15)


def wait_for_answer(url: str, child: "subprocess.Popen[bytes]") -> None:
    """Until the first 200."""
    while child.poll() is None:
        try:
            with urlopen(url, timeout=30) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.005)
    raise RuntimeError("the server ended before it answered")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def heavy_modules() -> list[str]:
    """What a server must not import to start, and does."""
    code = f"import sys, lexo.web.server; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).split()


def median(starts: list[Start], field: str) -> float:
    """The median of one measure."""
    return statistics.median(getattr(start, field) for start in starts)


def summary(starts: list[Start]) -> str:
    """Medians, and the range of the time."""
    walls = [start.wall_s * 1000 for start in starts]
    return (
        f"{median(starts, 'wall_s') * 1000:6.0f} ms ({min(walls):.0f}..{max(walls):.0f})"
        f"  CPU {median(starts, 'cpu_s') * 1000:5.0f} ms  RSS {median(starts, 'rss_mb'):5.1f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
