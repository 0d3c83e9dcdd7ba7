"""`lexo ipc` as a program starts it: real tiny models, nothing but answers on standard output, a clean end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny_models import install

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    install(folder, "mlx-community/Qwen3-1.7B-4bit", "qwen3")  # writes without end
    install(folder, "sentence-transformers/all-MiniLM-L6-v2", "bert")
    return folder


@pytest.fixture
def started(models: Path, own_home: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "lexo", "ipc"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LEXO_MODELS": str(models), "PYTHONPATH": str(ROOT), "MLX_DISABLE_COMPILE": "1"},
    )
    yield process
    process.kill()
    process.communicate()


def tell(process: subprocess.Popen[bytes], **command: Any) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(command).encode() + b"\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    heard: dict[str, Any] = json.loads(process.stdout.readline())
    return heard


def test_session_from_ping_to_the_end_of_the_input(started: subprocess.Popen[bytes], own_home: Path) -> None:
    tell(started, command="ping")
    assert hear(started) == {"success": True, "message": "pong"}
    tell(started, command="embed", text=["Une facture", "A bill"], model="all-MiniLM-L6-v2", id=1)
    vectors = hear(started)
    assert (vectors["id"], vectors["dimensions"], len(vectors["embeddings"])) == (1, 32, 2)
    assert sum(value * value for value in vectors["embeddings"][0]) == pytest.approx(1, abs=1e-5)
    tell(started, command="chat", messages=[{"role": "user", "content": "Bonjour"}], max_tokens=6)
    lines = [hear(started)]
    while not lines[-1].get("done"):
        lines.append(hear(started))
    assert "".join(line["token"] for line in lines[:-1]) == lines[-1]["text"]
    assert (lines[-1]["finish"], lines[-1]["tokens"]) == ("length", 6)
    tell(started, command="unload")
    assert set(hear(started)["unloaded"]) == {"all-MiniLM-L6-v2", "qwen3-1.7b-4bit"}
    tell(started, command="generate", prompt="Encore", max_tokens=4)
    rest, told = started.communicate(timeout=60)  # the input ends here, and the last answer still comes
    assert [json.loads(line)["tokens"] for line in rest.splitlines()] == [4]
    assert started.returncode == 0, told
    assert not (own_home / "library" / "lexo.db").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_an_answer_that_is_being_written(started: subprocess.Popen[bytes], number: signal.Signals) -> None:
    tell(started, command="generate", prompt="x", max_tokens=4000, stream=True)
    assert "token" in hear(started)
    since = time.monotonic()
    started.send_signal(number)
    rest, told = started.communicate(timeout=30)
    assert time.monotonic() - since < 10
    assert (started.returncode, b"Traceback" in told) == (0, False), told
    assert json.loads(rest.splitlines()[-1])["finish"] == "cancelled"


def test_closed_pipe_ends_it_quietly(started: subprocess.Popen[bytes]) -> None:
    tell(started, command="generate", prompt="x", max_tokens=4000)
    time.sleep(0.5)
    assert started.stdout is not None
    started.stdout.close()
    assert started.wait(timeout=30) == 0
    assert started.stderr is not None
    assert b"Traceback" not in started.stderr.read()
