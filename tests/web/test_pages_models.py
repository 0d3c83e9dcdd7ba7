"""The page of the models: empty, full, in trouble; what a person does there; the same over the API."""

from typing import Any

import pytest

from lexo.app import Lexo
from lexo.document import Reason
from lexo.errors import ModelTooLarge
from lexo.inference import libraries
from lexo.inference.endpoint import endpoint
from lexo.ocr.engine import EngineStatus
from lexo.web.views.models import SHOWN_OFFERS
from shown_papers import BROWSER, ENGLISH, HTMX, text_of
from stand_in_models import KNOWN, Models


def test_page_without_models_says_once_what_one_would_add_and_the_command(client: Any, models: Models) -> None:
    page = client.get("/models", headers=ENGLISH).text

    assert text_of(page).count("No model is installed") == 1
    assert page.count("lexo models download page-large") == 1
    assert "lexo models download page-small" in page
    assert page.count('class="btn one"') == 1
    assert 'aria-current="page"' in page.split("/models")[1][:60]


def test_page_without_models_offers_one_that_fits(client: Any, models: Models) -> None:
    models.limit_mb = 4000
    page = client.get("/models", headers=ENGLISH).text

    main = page.split('id="first-command"')[1]
    assert main.startswith(">lexo models download page-small<")
    assert "too large" in text_of(page)


def test_page_of_the_known_models_shows_a_few_and_folds_the_others(client: Any) -> None:
    page = client.get("/models", headers=ENGLISH).text
    reading = page.split("<h2>Reading</h2>")[1].split("</section>")[0]

    first, _, more = reading.partition("<details>")
    assert first.count("<b>") == SHOWN_OFFERS
    assert more.count("<b>") > 3
    assert "deepseek-ocr-8bit" in first
    assert "deepseek-ocr-bf16" not in first


def test_engine_hints_are_said_in_french(client: Any) -> None:
    assert "Éteint, et c’est bien ainsi" in client.get("/models", headers=BROWSER).text


def test_page_speaks_french_with_no_break_spaces(client: Any, models: Models) -> None:
    said = text_of(client.get("/models", headers=BROWSER).text)

    assert "Aucun modèle n’est installé" in said
    assert "3,9\u00a0Go à télécharger, une seule fois\u202f; licence MIT." in said


def test_page_says_state_memory_and_trouble_of_installed_models(client: Any, models: Models) -> None:
    models.installed = {"page-large", "page-small", "answers"}
    models.loaded, models.busy = {"page-large"}, {"page-large"}
    models.problems = {"answers": Reason("model_damaged", {"model": "answers", "file": "model.safetensors"})}
    page = client.get("/models", headers=ENGLISH).text

    said = text_of(page)
    assert "at work" in said
    assert "6.3\u00a0GB of memory" in said
    assert "The model answers is damaged: model.safetensors is missing" in said
    assert "<code>lexo models download answers</code> mends it." in page
    assert "No model is installed" not in said
    assert page.count('class="btn one"') == 1
    assert 'action="/models/page-large/unload"' in page
    assert 'action="/models/page-small/load"' in page


def test_page_on_a_machine_that_runs_no_models_says_so_and_offers_nothing_to_press(
    client: Any, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "is_installed", lambda: False)
    empty = client.get("/models", headers=ENGLISH).text
    models.installed = {"page-small"}
    page = client.get("/models", headers=ENGLISH).text

    assert "This machine cannot run local models" in page
    assert "Load now" not in page
    assert "This machine cannot run local models" in empty
    assert 'id="first-command"' not in empty


def test_page_names_why_models_wait(client: Any, models: Models) -> None:
    models.installed, models.waits_for = {"page-small"}, Reason("model_failed", {"model": "page-small"})

    assert "The model page-small failed." in text_of(client.get("/models", headers=ENGLISH).text)


def test_page_names_the_remote_engine_while_it_is_on(client: Any, lexo: Lexo, models: Models) -> None:
    assert "remote engine" not in text_of(client.get("/models", headers=ENGLISH).text)
    lexo.remote = endpoint("http://gpu.home.arpa:8080/v1", "made", "secret")

    page = client.get("/models", headers=ENGLISH).text
    assert "The remote engine at gpu.home.arpa is on." in page
    assert "secret" not in page


def test_page_lists_every_engine_with_what_to_do(
    client: Any, lexo: Lexo, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = EngineStatus("made-vision", available=False, hint="Run `made install`.")
    on = EngineStatus("made-ocr", available=True, version="7.1", languages=("eng", "fra"))
    model = EngineStatus("large-mlx", available=False, hint="lexo models download page-large")
    monkeypatch.setattr(lexo, "engines", lambda: (on, off, model))
    page = client.get("/models", headers=ENGLISH).text

    assert "7.1 · eng, fra" in page
    assert "Run <code>made install</code>." in page
    assert "large-mlx" not in page  # its model says so itself


def test_fragment_is_sent_only_when_something_changed(client: Any, models: Models) -> None:
    page = client.get("/models", headers=BROWSER).text
    seen = page.split("/models?seen=")[1].split('"')[0]

    assert client.get(f"/models?seen={seen}", headers=HTMX).status_code == 204
    models.installed = {"page-small"}
    changed = client.get(f"/models?seen={seen}", headers=HTMX)
    assert changed.status_code == 200
    assert changed.text.startswith('<div id="live"')


def test_load_goes_back_to_the_page_and_can_be_undone(client: Any, models: Models) -> None:
    models.installed = {"page-small"}

    answer = client.post("/models/page-small/load", headers=ENGLISH)
    assert (answer.status_code, answer.headers["location"]) == (303, "/models?loaded=page-small")
    assert models.loaded == {"page-small"}
    page = client.get(answer.headers["location"], headers=ENGLISH).text
    assert "page-small is loaded and answers at once." in page
    assert page.count('action="/models/page-small/unload"') == 2  # to undo it, and in its row

    back = client.post("/models/page-small/unload", headers=ENGLISH)
    assert back.headers["location"] == "/models?unloaded=page-small"
    assert models.loaded == set()


def test_load_that_fails_stays_on_the_page_and_says_why(client: Any, models: Models) -> None:
    models.installed = {"page-large"}
    models.refusal = ModelTooLarge(model="page-large", needed_mb=6500, limit_mb=4000)

    answer = client.post("/models/page-large/load", headers=ENGLISH)
    assert answer.status_code == 503
    assert "needs about 6,500 MB of memory; 4,000 MB are allowed" in text_of(answer.text)
    assert "<h1>Models</h1>" in answer.text


@pytest.mark.parametrize("path", ["/models?loaded=<script>", "/models?unloaded=nothing", "/models?loaded=%00"])
def test_page_says_nothing_of_models_that_are_not_there(client: Any, models: Models, path: str) -> None:
    page = client.get(path, headers=ENGLISH)

    assert page.status_code == 200
    assert "is loaded" not in page.text.replace("none is loaded", "")
    assert "<script>" not in page.text


def test_kept_readings_are_forgotten_on_demand(client: Any, models: Models) -> None:
    answer = client.post("/models/readings/clear", headers=ENGLISH)

    assert answer.headers["location"] == "/models?cleared=0"
    assert "0 readings are forgotten" in text_of(client.get("/models?cleared=0", headers=ENGLISH).text)
    stats = client.get("/api/v1/ocr/cache/stats").json()
    assert stats == {"entries": 0, "bytes": 0, "limit_bytes": 256 << 20, "hits": 0, "misses": 0}
    assert client.delete("/api/v1/ocr/cache").json() == {"removed": 0}


def test_api_lists_models_with_memory(client: Any, models: Models) -> None:
    models.installed, models.loaded, models.limit_mb = {"page-small"}, {"page-small"}, 4000
    listed = client.get("/api/v1/models").json()

    assert (listed["total"], listed["next"], listed["waiting"]) == (len(KNOWN), None, None)
    assert listed["memory"] == {"used_mb": 3500, "limit_mb": 4000, "total_mb": 24_576, "peak_mb": 3500}
    large, small, *_ = listed["items"]
    assert (large["fits"], large["command"]) == ("no", "lexo models download page-large")
    assert (small["fits"], small["is_loaded"], small["command"]) == ("tight", True, None)
    assert client.get("/api/v1/models/page-small").json() == small


def test_api_loads_and_unloads(client: Any, models: Models) -> None:
    models.installed = {"page-small"}

    assert client.post("/api/v1/models/page-small/load").json() == {"name": "page-small", "is_loaded": True}
    assert client.post("/api/v1/models/page-small/unload").json() == {"name": "page-small", "is_loaded": False}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/models/nothing", 404, "unknown_model"),
        ("POST", "/api/v1/models/nothing/load", 404, "unknown_model"),
        ("POST", "/api/v1/models/nothing/unload", 404, "unknown_model"),
        ("POST", "/api/v1/models/page-small/load", 503, "model_absent"),
    ],
)
def test_api_says_what_is_not_there(
    client: Any, models: Models, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
