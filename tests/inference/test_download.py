"""Fetching a model from a hub on this machine: whole, in pieces, damaged, refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import Hub, serving
from lexo.errors import DownloadFailed, ModelAbsent, ModelDamaged
from lexo.inference import cache, download
from lexo.inference.manifest import ModelSpec, get
from lexo.inference.placing import alone
from model_files import model_files, safetensors, write_cached

WEIGHTS = "model-00001-of-00002.safetensors"
SPEC = get("glm-ocr-8bit")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    files = model_files("glm_ocr") | {
        "LICENSE": b"MIT\n",
        ".gitattributes": b"*.bin\n",
        "modeling_glm.py": b"raise SystemExit\n",
        "pytorch_model.bin": b"\x80\x02",
        "onnx/model.safetensors": safetensors({"c": [2]}),
    }
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(download, "PAUSE_S", 0.001)
    with serving(Hub(SPEC.repo, files)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def fetch(folder: Path, spec: ModelSpec = SPEC) -> Path:
    return download.fetch(download.plan(spec), folder)


def test_plan_says_size_licence_and_what_is_left_out(hub: Hub) -> None:
    hub.licence = "gpl-3.0"
    plan = download.plan(SPEC)
    assert plan.licence == "gpl-3.0"
    assert plan.size_bytes == sum(map(len, model_files("glm_ocr").values())) + len(b"MIT\n")
    assert plan.left_out == (".gitattributes", "modeling_glm.py", "onnx/model.safetensors", "pytorch_model.bin")
    assert hub.asked == [(f"/api/models/{SPEC.repo}/revision/main", "")]  # no file yet


def test_fetch_puts_a_whole_model_in_its_place(hub: Hub, folder: Path) -> None:
    snapshot = fetch(folder)
    assert cache.locate(folder, SPEC) == snapshot
    assert cache.check(snapshot, deep=True) == ()
    assert sorted(path.name for path in snapshot.iterdir()) == sorted([*model_files(), "LICENSE"])
    assert not (folder / ".lexo" / "incoming" / cache.cache_name(SPEC.repo)).exists()


def test_fetch_leaves_a_cache_that_hugging_face_s_library_reads(hub: Hub, folder: Path) -> None:
    from huggingface_hub import scan_cache_dir, snapshot_download

    snapshot = fetch(folder)
    assert snapshot_download(SPEC.repo, cache_dir=folder, local_files_only=True) == str(snapshot)
    seen = scan_cache_dir(folder)
    assert [repo.repo_id for repo in seen.repos] == [SPEC.repo]
    assert [str(warning) for warning in seen.warnings if ".lexo" not in str(warning)] == []  # that is LEXO's own


def test_fetch_tells_every_byte_once(hub: Hub, folder: Path) -> None:
    hub.cuts = {WEIGHTS: [100]}
    plan, told = download.plan(SPEC), []
    download.fetch(plan, folder, told.append)
    assert sum(told) == plan.size_bytes


def test_fetch_when_the_connection_breaks_goes_on_at_that_byte(hub: Hub, folder: Path) -> None:
    hub.cuts = {WEIGHTS: [100, 50]}
    assert cache.check(fetch(folder), deep=True) == ()
    assert hub.ranges_of(WEIGHTS) == ["", "bytes=100-", "bytes=150-"]


def test_fetch_again_after_a_failure_goes_on_at_that_byte(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TRIES", 1)
    hub.cuts = {WEIGHTS: [70]}
    with pytest.raises(DownloadFailed, match="connection broke"):
        fetch(folder)
    with pytest.raises(ModelAbsent):  # half of a model is no model
        cache.locate(folder, SPEC)
    asked = len(hub.asked)
    assert cache.check(fetch(folder), deep=True) == ()
    again = [path for path, _ in hub.asked[asked:] if path.startswith("/cdn/")]
    assert hub.ranges_of(WEIGHTS)[-1] == "bytes=70-"
    assert "/cdn/LICENSE" not in again  # what had come whole is not asked for again


def test_fetch_from_a_hub_without_ranges_begins_anew(hub: Hub, folder: Path) -> None:
    hub.has_ranges = False
    hub.cuts = {WEIGHTS: [100]}
    assert cache.check(fetch(folder), deep=True) == ()


def test_fetch_when_the_hub_is_busy_tries_again(hub: Hub, folder: Path) -> None:
    hub.refusals = [503, 429, 500]
    assert cache.check(fetch(folder), deep=True) == ()


def test_fetch_when_the_hub_stays_busy_gives_up(hub: Hub, folder: Path) -> None:
    hub.refusals = [503] * 20
    with pytest.raises(DownloadFailed, match="answer 503"):
        fetch(folder)


def test_fetch_of_changed_bytes_is_refused(hub: Hub, folder: Path) -> None:
    content = hub.files[WEIGHTS]
    hub.sent = {WEIGHTS: content[:-1] + bytes([content[-1] ^ 1])}
    with pytest.raises(DownloadFailed, match=f"{WEIGHTS} does not have the checksum"):
        fetch(folder)
    assert not cache.is_installed(folder, SPEC)
    assert len(hub.ranges_of(WEIGHTS)) == 2  # once more from the first byte, before giving up


def test_fetch_over_a_spoiled_beginning_recovers(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "TRIES", 1)
    hub.cuts = {WEIGHTS: [100]}
    with pytest.raises(DownloadFailed):
        fetch(folder)
    (part,) = (folder / ".lexo" / "incoming").rglob("*.part")
    part.write_bytes(b"x" * 100)
    assert cache.check(fetch(folder), deep=True) == ()


def test_fetch_mends_a_damaged_model_and_keeps_what_is_sound(hub: Hub, folder: Path) -> None:
    snapshot = fetch(folder)
    (snapshot / WEIGHTS).resolve().unlink()
    with pytest.raises(ModelDamaged, match=WEIGHTS):
        cache.locate(folder, SPEC)
    hub.asked.clear()
    assert cache.check(fetch(folder), deep=True) == ()
    assert [path for path, _ in hub.asked if path.startswith("/cdn/")] == [f"/cdn/{WEIGHTS}"]


def test_fetch_of_a_broken_model_is_never_seen(hub: Hub, folder: Path) -> None:
    hub.files[WEIGHTS] = hub.files[WEIGHTS][:-4]
    with pytest.raises(ModelDamaged, match=WEIGHTS):
        fetch(folder)
    assert not cache.is_installed(folder, SPEC)


@pytest.mark.parametrize("name", ["../outside.json", "/etc/outside.json", "..\\outside.json", "a/../../outside.json"])
def test_plan_never_takes_a_name_that_leads_elsewhere(hub: Hub, name: str) -> None:
    hub.files[name] = b"{}"
    assert name in download.plan(SPEC).left_out


@pytest.mark.parametrize(("status", "words"), [(401, "HF_TOKEN"), (404, "the hub has no"), (418, "answered 418")])
def test_fetch_refused_by_the_hub_says_why(hub: Hub, folder: Path, status: int, words: str) -> None:
    hub.refusals = [status]
    with pytest.raises(DownloadFailed, match=words):
        fetch(folder)


def test_plan_of_a_model_that_the_hub_has_not_says_so(hub: Hub) -> None:
    with pytest.raises(DownloadFailed, match="the hub has no"):
        download.plan(get("deepseek-ocr-8bit"))


def test_plan_without_a_hub_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Hub(SPEC.repo)) as gone:
        pass
    monkeypatch.setenv("HF_ENDPOINT", gone.url)
    with pytest.raises(DownloadFailed, match="cannot be reached"):
        download.plan(SPEC)


def test_plan_over_an_open_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.example")
    with pytest.raises(DownloadFailed, match="no encryption"):
        download.plan(SPEC)


def test_fetch_shows_the_token_only_where_one_is_set(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    download.plan(SPEC)
    monkeypatch.setenv("HF_TOKEN", "secret")
    download.plan(SPEC)
    assert hub.tokens == [None, "Bearer secret"]


def test_fetch_shows_the_token_to_the_hub_only(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    with serving(Hub(SPEC.repo, hub.files)) as elsewhere:
        hub.cdn = elsewhere.url
        assert cache.check(fetch(folder), deep=True) == ()
        assert set(hub.tokens) == {"Bearer secret"}
        assert set(elsewhere.tokens) == {None}


def test_fetch_sent_to_an_open_line_is_refused(hub: Hub, folder: Path) -> None:
    hub.cdn = "http://elsewhere.example"
    with pytest.raises(DownloadFailed, match=r"elsewhere\.example offers no encryption"):
        fetch(folder)


def test_fetch_while_another_fetches_says_so(hub: Hub, folder: Path) -> None:
    with alone(folder, SPEC.name), pytest.raises(DownloadFailed, match="another command"):
        fetch(folder)


def test_fetch_leaves_other_models_alone(hub: Hub, folder: Path) -> None:
    other = write_cached(folder, "mlx-community/DeepSeek-OCR-8bit", model_files("deepseekocr"))
    fetch(folder)
    assert cache.locate(folder, get("deepseek-ocr-8bit")) == other
