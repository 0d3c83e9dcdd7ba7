"""Models answer the same without any network interface, and never try to reach one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny_models

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parent.parent.parent
WITHOUT_NETWORK = ["unshare", "--map-root-user", "--net"]


def can_unshare() -> bool:
    try:
        return subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def asked(models: Path, *before: str) -> dict[str, Any]:
    program = Path(__file__).with_name("asks_models.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MLX_DISABLE_COMPILE": "1"}
    done = subprocess.run(
        [*before, sys.executable, str(program), str(models)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answers


@pytest.mark.skipif(not can_unshare(), reason="this system lets no process have a network of its own")
def test_models_answer_the_same_without_any_network_interface(tmp_path: Path) -> None:
    tiny_models.install(tmp_path, "mlx-community/Qwen3-1.7B-4bit", "qwen3")
    tiny_models.install(tmp_path, "mlx-community/GLM-OCR-8bit", "glm-ocr")
    tiny_models.install(tmp_path, "sentence-transformers/all-MiniLM-L6-v2", "bert")
    with_network, without = asked(tmp_path), asked(tmp_path, *WITHOUT_NETWORK)
    assert without == with_network
    assert with_network["refused"] == 0
    assert with_network["seen"]
