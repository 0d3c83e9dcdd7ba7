"""The app as a whole: light to start, and never out of threads."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from anyio import to_thread

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ["pymupdf", "numpy", "PIL", "cv2", "pandas", "mlx", "transformers", "tesserocr", "pytesseract", "sqlite_utils"]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_server_imports_nothing_heavy_to_start_nor_for_its_health(tmp_path: Path) -> None:
    code = f"""
import sys
from lexo import settings
from lexo.app import Lexo
from lexo.web import health
from lexo.web.server import create_app
lexo = Lexo.build(settings.load())
create_app(lexo).openapi()
health.checks(lexo, "fr")
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LEXO_HOME": str(tmp_path / "home")}

    output = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)

    assert output == "[]\n"


def test_lists_go_on_while_many_wait_for_documents(client: Any) -> None:
    def few_threads() -> None:
        to_thread.current_default_thread_limiter().total_tokens = 2

    client.portal.call(few_threads)
    upload = {"files": {"file": ("a.pdf", PDF)}, "data": {"timeout": "2"}}
    path = "/api/v1/documents/upload-and-process"
    waiting = [client.portal.start_task_soon(lambda: client.http.request("POST", path, **upload)) for _ in range(4)]
    time.sleep(0.3)

    begun = time.monotonic()
    answer = client.get("/api/v1/documents")

    assert answer.json()["total"] == 1
    assert time.monotonic() - begun < 1
    assert [each.result().status_code for each in waiting] == [202] * 4


def test_static_files_may_be_kept_under_their_version_only(client: Any) -> None:
    versioned = client.get("/static/icons.svg?v=1")
    plain = client.get("/static/icons.svg")

    assert versioned.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "private, no-cache"
    assert client.get("/static/../lexo/app.py").status_code == 404
    assert client.get("/static/%2e%2e/pyproject.toml").status_code == 404


def test_documentation_page_shows_every_operation_and_loads_nothing_foreign(client: Any) -> None:
    page = client.get("/api/docs", headers={"Accept": "text/html"}).text

    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in page
    assert "curl -X POST -F file=@paper.pdf http://127.0.0.1:8000/api/v1/documents" in page
    assert "https://" not in page
    assert "<script>" not in page


def test_error_outside_the_api_is_a_page_for_browsers_and_a_problem_for_programs(client: Any) -> None:
    page = client.get("/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    problem = client.get("/nothing")

    assert (page.status_code, problem.status_code) == (404, 404)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert problem.headers["content-type"] == "application/problem+json"
