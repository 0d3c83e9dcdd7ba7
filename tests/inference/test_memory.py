"""What models leave behind: memory after unloading, after failures and after many pages; the process they ran in."""

import gc
import json
import os
import resource
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import Any

import pytest
from model_room import GROUND, LONG, PAGE, QUESTION, READ, SHEET, SHORT, TOTAL, Hosts
from tiny_models import install

from lexo.errors import ModelFailed
from lexo.inference import libraries, mlx_thread, work
from lexo.inference.base import Generation, Priority
from lexo.inference.host import ModelHost
from lexo.inference.writing import StopText, WithinVocabulary, width_of

ROOT = Path(__file__).resolve().parent.parent.parent


def model_in(host: ModelHost, name: str) -> weakref.ref[Any]:
    return weakref.ref(host._shelf._loaded[name].runner._model)


def loaded(host: ModelHost) -> set[str]:
    return {state.spec.name for state in host.states() if state.is_loaded}


def test_unloaded_model_gives_all_its_memory_back(host: ModelHost) -> None:
    host.load("deepseek")
    model = model_in(host, "deepseek")
    host.vision("deepseek").look(SHEET, GROUND, SHORT).result()
    assert host.memory().used_mb >= 46
    assert host.memory().peak_mb >= host.memory().used_mb
    host.unload("deepseek")
    assert model() is None
    assert host.memory().used_mb == 0
    assert loaded(host) == set()
    host.unload("deepseek")  # again: nothing to do


def test_model_is_unloaded_only_after_the_answer_it_writes(host: ModelHost) -> None:
    limits = Generation(max_tokens=300, temperature=1.0, seed=1, priority=Priority.BACKGROUND)
    stream = host.text("rambler").write(QUESTION, limits)
    next(iter(stream))
    model = model_in(host, "rambler")
    host.unload("rambler")
    assert stream._work.has_ended  # type: ignore[attr-defined]
    assert stream.result().tokens == 300
    assert model() is None
    assert host.memory().used_mb == 0


def test_memory_is_flat_over_pages_and_loads(host: ModelHost) -> None:
    used = []
    for _ in range(3):
        for _ in range(4):
            host.vision("glm").look(SHEET, READ, SHORT).result()
        used.append(host.memory().used_mb)
        host.unload("glm")
        assert host.memory().used_mb == 0
    assert used[0] == used[1] == used[2]


def test_model_without_work_is_unloaded(hosts: Hosts) -> None:
    host = hosts(idle_s=0.2)
    host.load("chat")
    model = model_in(host, "chat")
    assert loaded(host) == {"chat"}
    deadline = time.monotonic() + 20
    while (loaded(host) or model() is not None) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert loaded(host) == set()
    assert model() is None
    assert host.text("chat").write(QUESTION, SHORT).result().text == TOTAL


def test_one_heavy_model_is_held_and_a_small_one_stays(host: ModelHost) -> None:
    host.embedder("sentences").embed(["x"])
    host.vision("glm").look(SHEET, READ, SHORT).result()
    host.vision("deepseek").look(SHEET, GROUND, SHORT).result()
    assert loaded(host) == {"sentences", "deepseek"}


def test_model_used_least_recently_makes_room(hosts: Hosts) -> None:
    host = hosts(memory_mb=1300)  # chat and rambler: about 600 each
    host.text("chat").write(QUESTION, SHORT).result()
    host.load("rambler")
    host.load("chat")
    host.embedder("sentences").embed(["x"])
    assert loaded(host) == {"chat", "sentences"}


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("[metal::malloc] Attempting to allocate 1 bytes")])
def test_model_that_runs_out_of_memory_fails_and_is_let_go(
    host: ModelHost, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    host.load("glm")
    model = model_in(host, "glm")
    vlm = libraries.library("mlx_vlm")
    real = vlm.stream_generate

    def bursting(*given: Any, **more: Any) -> Any:
        for count, response in enumerate(real(*given, **more)):
            if count == 3:
                raise type(error)(*error.args)  # one of its own: an exception holds the frames it passed
            yield response

    monkeypatch.setattr(vlm, "stream_generate", bursting)
    stream = host.vision("glm").look(SHEET, READ, SHORT)
    with pytest.raises(ModelFailed):
        stream.result()
    monkeypatch.undo()
    host.unload("chat")  # waits until the thread has tidied up
    gc.collect()
    assert model() is None
    assert host.memory().used_mb == 0
    assert [state.problem.code for state in host.states() if state.problem] == ["model_failed"]
    assert host.vision("glm").look(SHEET, READ, SHORT).result().text == PAGE
    assert [state.problem for state in host.states() if state.problem] == []


@pytest.mark.parametrize("hangs", ["load", "stream_generate"])
def test_model_that_hangs_lets_everybody_go_and_works_again_once_it_is_back(
    host: ModelHost, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    monkeypatch.setattr(mlx_thread, "GRACE_S", 0.2)
    monkeypatch.setattr(work, "LOAD_S", 0.2)
    monkeypatch.setattr(work, "LOOK_S", 0.05)
    vlm, back = libraries.library("mlx_vlm"), threading.Event()
    real = getattr(vlm, hangs)
    monkeypatch.setattr(vlm, hangs, lambda *given, **more: back.wait() and real(*given, **more))
    page = host.vision("glm").look(SHEET, READ, Generation(max_tokens=60, timeout_s=0.2))
    with pytest.raises(ModelFailed):
        page.result()
    with pytest.raises(ModelFailed) as caught:
        host.text("chat").write(QUESTION, SHORT).result()
    assert caught.value.details == {"model": "glm"}
    monkeypatch.setattr(work, "LOAD_S", 60)
    back.set()
    while host._thread.hanging() is not None:
        time.sleep(0.01)
    assert host.vision("glm").look(SHEET, READ, SHORT).result().text == PAGE


def test_files_that_do_not_make_a_model_are_a_failure(hosts: Hosts, tmp_path: Path) -> None:
    snapshot = install(tmp_path, "tiny/chat", "qwen3", {"What is the total?": TOTAL})
    config = json.loads((snapshot / "config.json").read_text())
    (snapshot / "config.json").unlink()  # it is shared with the other tests
    (snapshot / "config.json").write_text(json.dumps({**config, "hidden_size": 128}))
    host = hosts(tmp_path)
    for _ in range(2):
        with pytest.raises(ModelFailed):
            host.load("chat")
    assert loaded(host) == set()
    (snapshot / "config.json").write_text(json.dumps(config))
    assert host.text("chat").write(QUESTION, SHORT).result().text == TOTAL


def test_tokenizer_that_loses_blanks_is_refused(hosts: Hosts, tmp_path: Path) -> None:
    snapshot = install(tmp_path, "tiny/glm", "glm-ocr", {READ: PAGE})
    tokenizer = json.loads((snapshot / "tokenizer.json").read_text())
    tokenizer["normalizer"] = {"type": "Replace", "pattern": {"Regex": " +"}, "content": " "}
    (snapshot / "tokenizer.json").unlink()
    (snapshot / "tokenizer.json").write_text(json.dumps(tokenizer))
    with pytest.raises(ModelFailed) as caught:
        hosts(tmp_path).load("glm")
    assert caught.value.details["why"] == "tokenizer"


def test_ids_beyond_the_tokenizer_are_never_written() -> None:
    mx = libraries.library("mlx.core")
    masked = WithinVocabulary(3, 5)(None, mx.array([[0.0, 1.0, 2.0, 9.0, 9.0]]))
    assert mx.argmax(masked, axis=-1).item() == 2
    assert masked[0, 3].item() == float("-inf")
    assert width_of({"vocab_size": 5}) == 5
    assert width_of({"vocab_size": 5, "text_config": {"vocab_size": 7}}) == 7
    assert width_of({}) == 0


def test_stop_words_are_held_back_only_as_long_as_they_may_come() -> None:
    stop = StopText(("</end>", "STOP"))
    assert [stop.feed(piece) for piece in ("a<", "/e", "x ST", "O", "P more")] == ["a", "", "</ex ", "", ""]
    assert stop.has_stopped
    assert stop.rest() == ""
    open_end = StopText(("STOP",))
    assert open_end.feed("never ST") + open_end.rest() == "never ST"


# The process. Each program has a host, and says at its end what it saw.

PROGRAM = """
import resource, socket, sys
sys.path[:0] = {paths!r}
seen = []
reaching = "connect getaddrinfo gethostbyname gethostbyaddr getnameinfo sendto sendmsg".split()
sys.addaudithook(lambda event, given: seen.append(event) if event.removeprefix("socket.") in reaching else None)
before = resource.getrlimit(resource.RLIMIT_NOFILE)
from pathlib import Path
from lexo.inference.host import Limits, ModelHost
heavy = ("mlx", "mlx.core", "numpy", "PIL", "transformers", "huggingface_hub", "llguidance")
light = [name for name in heavy if name in sys.modules]
from model_room import *
host = ModelHost(Path({models!r}), Limits())
{body}
"""


def run(models: Path, body: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(paths=[str(ROOT), str(ROOT / "tests" / "inference")], models=str(models), body=body)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)


def test_process_uses_all_kinds_of_models_without_network_or_noise(models: Path) -> None:
    body = """
from tiny_models import tiny_sam
print(light, file=sys.stderr)
host.text("chat").write(QUESTION, SHORT).result()
host.vision("glm").look(SHEET, READ, SHORT).result()
host.embedder("sentences").embed(["hello"])
host.embedder("mpnet").embed(["hello"])
with tiny_sam():
    host.vision("deepseek").look(SHEET, GROUND, SHORT).result()
host.stop(20)
after = resource.getrlimit(resource.RLIMIT_NOFILE)
print([seen, before[1] == after[1], after[0] >= min(before[0], 2048), "pandas" in sys.modules], file=sys.stderr)
"""
    ran = run(models, body)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.splitlines() == ["[]", "[[], True, True, False]"]


@pytest.mark.parametrize(
    "end",
    [
        "host.text('chat').write(QUESTION, SHORT).result(); host.stop(20)",
        "host.text('chat').write(QUESTION, SHORT).result()",
        "stream = host.text('rambler').write(QUESTION, LONG); next(iter(stream))",
    ],
)
def test_process_ends_well_with_a_stop_without_one_and_in_the_middle_of_an_answer(models: Path, end: str) -> None:
    ran = run(models, end)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_few_open_files_are_made_more_and_the_hard_limit_is_kept(models: Path) -> None:
    body = """
resource.setrlimit(resource.RLIMIT_NOFILE, (300, before[1]))
host.load("chat")
print(resource.getrlimit(resource.RLIMIT_NOFILE) == (min(2048, before[1]), before[1]))
host.stop(20)
"""
    ran = run(models, body)
    assert (ran.returncode, ran.stdout) == (0, "True\n"), ran.stderr


def test_limit_of_open_files_of_this_process_is_its_own(host: ModelHost) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    host.load("chat")
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_background_waits_behind_pages_of_another_model(host: ModelHost) -> None:
    background = Generation(max_tokens=60, priority=Priority.BACKGROUND)
    page = host.vision("gazer").look(SHEET, READ, Generation(max_tokens=40, temperature=1.0, seed=LONG.seed))
    next(iter(page))
    assert host.text("chat").write(QUESTION, background).result().text == TOTAL
    assert page._work.has_ended  # type: ignore[attr-defined]
