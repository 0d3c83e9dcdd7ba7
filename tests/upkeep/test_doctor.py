"""Doctor: each check passes, warns or fails with a sentence and what to do."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from lexo.document import Reason
from lexo.ocr import registry
from lexo.ocr.engine import EngineStatus
from lexo.store.database import Database
from lexo.upkeep.doctor import Check, Patient, examine, worst
from model_files import model_files, write_cached


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    home, watch = tmp_path / "home", tmp_path / "OCR"
    home.mkdir(mode=0o700)
    watch.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    models = tmp_path / "models"
    return Patient(home, watch, models, home / "lexo.db", ("fra", "eng"), "127.0.0.1", port, is_running=False)


def find(checks: list[Check], name: str) -> Check:
    return next(check for check in checks if check.name == name)


def test_examine_healthy_machine_does_not_fail(patient: Patient) -> None:
    checks = examine(patient)
    assert {check.name for check in checks} >= {
        "python",
        "sqlite",
        "home",
        "database",
        "watch",
        "disk",
        "port",
        "models",
    }
    assert all(check.sentence for check in checks)
    assert find(checks, "home").status == find(checks, "port").status == find(checks, "watch").status == "pass"


def test_examine_open_home_warns_with_the_remedy(patient: Patient) -> None:
    patient.home.chmod(0o755)
    check = find(examine(patient), "home")
    assert check.status == "warn"
    assert check.remedy == f"chmod 700 '{patient.home}'"


def test_examine_port_in_use_fails_unless_lexo_has_it(patient: Patient) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", patient.port))
        other.listen()
        assert find(examine(patient), "port").status == "fail"
        assert find(examine(replace(patient, is_running=True)), "port").status == "pass"


def test_examine_missing_watch_folder_warns(patient: Patient) -> None:
    patient.watch.rmdir()
    assert find(examine(patient), "watch").status == "warn"


def test_examine_overlapping_folders_fail_and_synced_ones_warn(patient: Patient) -> None:
    overlap = Reason("unsafe_folders", {"watch": "a", "other": "b"})
    synced = Reason("synced_folder", {"path": "a", "service": "Dropbox"})
    checks = [check for check in examine(replace(patient, folder_problems=(overlap, synced))) if check.name == "watch"]
    assert [check.status for check in checks] == ["fail", "warn", "pass"]
    assert "Dropbox" in checks[1].sentence


def test_examine_bad_setting_warns(patient: Patient) -> None:
    problem = Reason("bad_setting", {"name": "port", "where": "lexo.toml", "why": "not a number"})
    check = find(examine(replace(patient, problems=(problem,))), "settings")
    assert check.status == "warn"
    assert "lexo.toml" in check.sentence


def test_examine_language_that_is_not_installed_says_how_to_get_it(patient: Patient) -> None:
    check = find(examine(replace(patient, languages=("fra", "xxx"))), "languages")
    assert check.status == "warn"
    assert "tesseract-ocr-xxx" in check.remedy


def test_examine_damaged_database_fails(patient: Patient) -> None:
    patient.database.write_bytes(b"no database" * 1000)
    assert find(examine(patient), "database").status == "fail"


def test_examine_without_models_says_once_what_is_off_and_the_command(patient: Patient) -> None:
    checks = examine(patient)
    assert find(checks, "models").status == "pass"
    assert find(checks, "models").remedy.startswith("lexo models download ")
    assert len([check for check in checks if "lexo models download" in check.sentence + check.remedy]) == 1


def test_examine_offers_a_model_that_fits(patient: Patient) -> None:
    small = find(examine(replace(patient, model_memory_mb=3000)), "models")
    assert "deepseek-ocr-8bit" not in small.remedy


def test_examine_model_with_a_missing_file_warns_with_the_remedy(patient: Patient) -> None:
    files = model_files()
    del files["model-00002-of-00002.safetensors"]
    write_cached(patient.models, "mlx-community/DeepSeek-OCR-8bit", files)
    checks = examine(patient)
    assert "deepseek-ocr-8bit" in find(checks, "models").sentence
    model = find(checks, "model deepseek-ocr-8bit")
    assert (model.status, "model-00002" in model.sentence) == ("warn", True)


def test_examine_model_that_needs_too_much_memory_warns(patient: Patient) -> None:
    write_cached(patient.models, "mlx-community/DeepSeek-OCR-8bit", model_files())
    model = find(examine(replace(patient, model_memory_mb=1)), "model deepseek-ocr-8bit")
    assert model.status == "warn"
    assert "1 MB are allowed" in model.sentence


def test_examine_remote_engine_is_said_while_it_is_on(patient: Patient) -> None:
    assert [check for check in examine(patient) if check.name == "remote"] == []
    remote = find(examine(replace(patient, remote_url="http://user:secret@gpu.lan:8080/v1")), "remote")
    assert "gpu.lan" in remote.sentence
    assert "secret" not in remote.sentence + remote.remedy


def test_examine_engine_of_another_system_is_no_alarm(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    off = EngineStatus("apple-vision", available=False, hint="Part of macOS.")
    on = EngineStatus("tesseract", available=True, version="5", languages=("fra", "eng"))
    monkeypatch.setattr(registry, "statuses", lambda: (on, off))
    assert find(examine(patient), "engine apple-vision").status == "pass"


def test_examine_sound_database_passes(patient: Patient) -> None:
    Database(patient.database).close()
    assert find(examine(patient), "database").status == "pass"


def test_worst_is_the_gravest() -> None:
    assert worst([]) == "pass"
    assert worst([Check("a", "warn", ""), Check("b", "pass", "")]) == "warn"
    assert worst([Check("a", "warn", ""), Check("b", "fail", "")]) == "fail"
