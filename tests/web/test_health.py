"""Health, errors and the description of the API."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lexo.app import Lexo
from lexo.document import Reason
from lexo.errors import BY_CODE
from lexo.web.live import MAX_STREAMS, Queue, one_stream
from made_papers import add_paper
from stand_in_models import Models

ROOT = Path(__file__).resolve().parent.parent.parent


def test_health_names_every_part(client: Any) -> None:
    answer = client.get("/api/v1/health")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/health+json"
    parts = {"database", "disk", "watch_folder", "queue", "engines", "readers", "understanding", "vectors", "models"}
    parts |= {"settings", "backup"}
    assert answer.json()["checks"].keys() == parts
    assert answer.json()["status"] in ("pass", "warn")


def test_health_fails_with_503_when_the_database_is_gone(client: Any, lexo: Lexo) -> None:
    lexo.db.close()
    lexo.db.path.write_bytes(b"no database" * 1000)

    answer = client.get("/api/v1/health")

    assert (answer.status_code, answer.json()["status"]) == (503, "fail")
    assert answer.json()["checks"]["database"]["status"] == "fail"
    assert client.get("/api/v1/health/ready").status_code == 503
    assert client.get("/api/v1/health/live").status_code == 200


def test_health_fails_while_the_worker_stands_still(client: Any, lexo: Lexo) -> None:
    lexo.worker.problem = Reason("disk_full")

    answer = client.get("/api/v1/health")

    assert answer.status_code == 503
    assert "disk is full" in answer.json()["checks"]["queue"]["message"]


def test_low_space_is_a_warning(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=200 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    disk = client.get("/api/v1/health").json()["checks"]["disk"]

    assert (disk["status"], disk["message"][:20]) == ("warn", "Only 200 MB are free")


def test_ocr_engines_are_not_loaded_before_the_first_page(client: Any) -> None:
    answer = client.get("/api/v1/health/ocr").json()

    assert answer["ocr_engines_initialized"] is False
    assert "tesseract" in [engine["name"] for engine in answer["engines"]]


def test_ocr_health_is_the_same_under_both_addresses(client: Any) -> None:
    assert client.get("/api/v1/ocr/health").json() == client.get("/api/v1/health/ocr").json()


def test_ocr_health_names_model_engines_and_what_switches_them_on(client: Any) -> None:
    engines = {engine["name"]: engine for engine in client.get("/api/v1/health/ocr").json()["engines"]}

    assert {"tesseract", "deepseek-mlx", "remote"} <= engines.keys()
    assert engines["deepseek-mlx"]["available"] is False
    assert "lexo models download" in engines["deepseek-mlx"]["hint"]


def test_health_of_models_passes_with_numbers_when_none_is_installed(client: Any, lexo: Lexo) -> None:
    check = client.get("/api/v1/health").json()["checks"]["models"]

    assert (check["status"], check["message"]) == ("pass", None)
    values = check["values"]
    assert (values["installed"], values["loaded"], values["begun"], values["remote_host"]) == (0, 0, False, None)
    assert values["used_mb"] == 0
    assert 0 < values["limit_mb"] <= values["total_mb"]
    assert "models" not in vars(lexo)  # nothing that runs models was brought in


def test_health_of_a_model_that_cannot_be_used_is_a_warning(client: Any, models: Models) -> None:
    models.installed = {"page-small", "answers"}
    models.problems = {"page-small": Reason("model_failed", {"model": "page-small"})}
    check = client.get("/api/v1/health").json()["checks"]["models"]

    assert (check["status"], check["message"][:28]) == ("warn", "The model page-small failed.")
    assert check["values"]["installed"] == 2


def test_papers_that_wait_to_be_understood_are_counted(client: Any, lexo: Lexo) -> None:
    add_paper(lexo.db, "facture.pdf", "Facture")
    check = client.get("/api/v1/health").json()["checks"]["understanding"]
    assert check["values"] == {"is_on": True, "waiting": 1, "waiting_for_model": 0}


def test_pipeline_is_degraded_without_models_and_says_so(client: Any, models: Models) -> None:
    answer = client.get("/api/v1/health/pipeline").json()

    assert answer["degraded"] is True
    assert [missing["code"] for missing in answer["missing"]] == ["model_absent", "model_missing"]
    assert "lexo models download page-large" in answer["missing"][0]["message"]
    assert answer["status"] == "warn"


def test_pipeline_with_models_is_not_degraded(client: Any, models: Models) -> None:
    models.installed = {"page-small", "answers"}
    answer = client.get("/api/v1/health/pipeline").json()

    assert (answer["degraded"], answer["missing"]) == (False, [])
    assert {"name": "models", "stage": "second_look", "status": "pass", "message": None} in answer["components"]


def test_asking_about_models_brings_in_no_heavy_library(tmp_path: Path) -> None:
    """In a process of its own: whatever other tests import must not count."""
    program = """
import asyncio, sys
import httpx
from lexo import settings
from lexo.app import Lexo
from lexo.web.server import create_app

async def ask():
    transport = httpx.ASGITransport(create_app(Lexo.build(settings.load())))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        for path in ("/models", "/api/v1/models", "/api/v1/health", "/api/v1/health/ocr", "/api/v1/health/pipeline"):
            assert (await client.get(path)).status_code == 200, path

asyncio.run(ask())
heavy = "mlx mlx_lm mlx_vlm transformers huggingface_hub safetensors numpy PIL onnxruntime cv2 pymupdf torch".split()
print([name for name in heavy if name in sys.modules])
"""
    environment = {
        **os.environ,
        "LEXO_HOME": str(tmp_path / "home"),
        "LEXO_WATCH": str(tmp_path / "OCR"),
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_unknown_address_is_a_problem_for_programs(client: Any) -> None:
    answer = client.get("/api/v1/nothing")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/errors/not_found"


def test_wrong_method_says_what_is_allowed(client: Any) -> None:
    answer = client.request("PUT", "/api/v1/documents")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, POST"


def test_sentences_come_in_the_language_asked_for(client: Any) -> None:
    english = client.get("/api/v1/documents/9").json()
    french = client.get("/api/v1/documents/9", headers={"Accept-Language": "fr-CA,en;q=0.5"}).json()

    assert english["title"] == "There is no document 9."
    assert english["code"] == french["code"]


def test_every_code_is_explained_where_its_type_leads(client: Any) -> None:
    listed = client.get("/api/errors").json()

    assert {item["code"] for item in listed["items"]} == set(BY_CODE)
    assert client.get("/api/errors/disk_full").json()["status"] == 507
    assert client.get("/api/errors/nonsense").status_code == 404


def test_description_is_complete(client: Any) -> None:
    schema = client.get("/api/openapi.json").json()

    operations = [
        (f"{method.upper()} {path}", operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) > 25
    for name, operation in operations:
        assert operation.get("summary"), name
        assert operation.get("description"), name
        assert operation["tags"], name
        for status, response in operation["responses"].items():
            if status >= "4" and response.get("content"):
                expected = "application/problem+json" if " /v1/" not in name else "application/json"
                if "/health" in name and status == "503":
                    expected = "application/health+json"
                assert list(response["content"]) == [expected], (name, status)
    assert "HTTPValidationError" not in str(schema)


def test_description_names_no_other_host(client: Any) -> None:
    assert "http://" not in client.get("/api/openapi.json").text.replace("http://127.0.0.1", "")
    assert "https://" not in client.get("/api/openapi.json").text


def test_written_documentation_names_every_address(client: Any) -> None:
    written = (ROOT / "docs" / "api.md").read_text("utf-8")

    for path in client.get("/api/openapi.json").json()["paths"]:
        last = [part for part in path.split("/") if not part.startswith("{")][-1]
        assert f"/{last}" in written, path


class _Request:
    """As much of a request as `one_stream` looks at."""

    def __init__(self, queue: Queue) -> None:
        self.app = self
        self.state = self
        self.queue = queue


@pytest.mark.parametrize("taken", [0, MAX_STREAMS - 1, MAX_STREAMS])
def test_streams_are_few(lexo: Lexo, taken: int) -> None:
    queue = Queue(lexo)
    queue.streams = taken
    place = one_stream(_Request(queue))  # type: ignore[arg-type]

    async def try_one() -> str:
        try:
            await anext(place)
        except Exception as error:
            return type(error).__name__
        await place.aclose()
        return "taken"

    assert asyncio.run(try_one()) == ("taken" if taken < MAX_STREAMS else "TooManyStreams")
    assert queue.streams == taken


def test_metrics_give_the_figures_of_health_as_gauges_and_no_text(client: Any) -> None:
    answer = client.get("/api/v1/metrics")
    lines = dict(line.split(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert float(lines["lexo_queue_queued"]) == 0
    assert float(lines["lexo_models_used_mb"]) == 0
    assert float(lines["lexo_outgoing_refused"]) >= 0
    assert all(re.fullmatch(r"lexo_[a-z0-9_]+", name) for name in lines)


def test_pages_that_wait_for_a_sentence_model_are_counted_and_are_no_fault(
    client: Any, lexo: Lexo, models: Models
) -> None:
    add_paper(lexo.db, "facture.pdf", "Facture", "")
    check = client.get("/api/v1/health").json()["checks"]["vectors"]
    assert check == {
        "status": "pass",
        "message": None,
        "values": {"waiting": 1, "chunks": 0, "model": None, "memory_mb": 0},
    }
    models.installed = {"meanings"}
    assert client.get("/api/v1/health").json()["checks"]["vectors"]["values"]["model"] == "meanings"
    assert "lexo_vectors_waiting 1\n" in client.get("/api/v1/metrics").text


def test_pipeline_without_a_sentence_model_says_nothing_of_it(client: Any, lexo: Lexo) -> None:
    answer = client.get("/api/v1/health/pipeline").json()
    assert {"name": "vectors", "stage": "meaning", "status": "pass", "message": None} in answer["components"]
    assert all("vector" not in missing["code"] for missing in answer["missing"])
