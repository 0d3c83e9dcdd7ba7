"""`lexo models ...` as people and programs use it: processes of their own, a models folder of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hub import Hub, serving
from model_files import model_files, safetensors, write_cached, write_plain, write_tiny_llama

ROOT = Path(__file__).resolve().parent.parent
REPO = "mlx-community/GLM-OCR-8bit"
FIRST = "model-00001-of-00002.safetensors"


@dataclass
class Ran:
    code: int
    out: str
    err: str


Lexo = Callable[..., Ran]


@pytest.fixture
def models(own_home: Path) -> Path:
    return own_home / "models"


@pytest.fixture
def settings(own_home: Path, models: Path) -> dict[str, str]:
    """The environment of a command: a library, a models folder and a Hugging Face cache of its own, no proxy."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {
        **kept,
        "LEXO_HOME": str(own_home / "library"),
        "LEXO_WATCH": str(own_home / "OCR"),
        "LEXO_MODELS": str(models),
        "LEXO_READERS": "1",
        "HF_HOME": str(own_home / "hf"),
        "MLX_DISABLE_COMPILE": "1",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def lexo(settings: dict[str, str], tmp_path: Path) -> Lexo:
    def run(*arguments: object, program: tuple[str, ...] = ("-m", "lexo", "models"), **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, *program, *map(str, arguments)],
            cwd=tmp_path,
            env={**settings, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub(REPO, model_files("glm_ocr") | {"modeling_x.py": b"raise SystemExit"})) as hub:
        yield hub


def spoil(models: Path) -> None:
    blob = next((models / "models--mlx-community--GLM-OCR-8bit").rglob(FIRST)).resolve()
    blob.write_bytes(blob.read_bytes()[:-1])


def test_list_of_an_empty_folder_names_what_could_be_fetched(lexo: Lexo, models: Path) -> None:
    ran = lexo("list")
    assert ran.code == 0
    assert "deepseek-ocr-8bit\tocr\tno\t3.9 GB\t6.5 GB\tMIT\t" in ran.out.splitlines()
    assert "lexo models download NAME" in ran.err
    assert not models.exists()  # a look makes nothing


def test_list_says_what_is_here_and_what_is_damaged(lexo: Lexo, models: Path) -> None:
    write_cached(models, REPO)
    write_plain(models / "mine")
    spoil(models)
    ran = lexo("list", "--installed", "--json")
    items = {item["name"]: item for item in json.loads(ran.out)["items"]}
    assert set(items) == {"glm-ocr-8bit", "mine"}
    assert items["glm-ocr-8bit"]["reason_code"] == "model_damaged"
    assert items["mine"]["reason_code"] is None
    assert items["mine"]["path"] == str(models / "mine")
    assert [line.split("\t")[:3] for line in lexo("list", "--role", "text", "--installed").out.splitlines()] == [
        ["mine", "text", "yes"]
    ]


def test_list_of_an_unknown_role_is_refused(lexo: Lexo) -> None:
    ran = lexo("list", "--role", "cook")
    assert (ran.code, ran.out) == (2, "")
    assert "embedding" in ran.err


def test_validate_of_sound_models_is_quiet(lexo: Lexo, models: Path) -> None:
    write_cached(models, REPO)
    ran = lexo("validate", "--deep")
    assert (ran.code, ran.out) == (0, "")
    assert "1 models looked at byte by byte, 1 of them sound." in ran.err
    assert lexo("validate", "--verbose").out.startswith("glm-ocr-8bit: sound")


def test_validate_names_the_file_and_what_mends_it(lexo: Lexo, models: Path) -> None:
    write_cached(models, REPO)
    spoil(models)
    program = write_plain(models / "mine", model_files() | {"evil.py": b"1"}) / "evil.py"
    ran = lexo("validate")
    assert ran.code == 10
    assert f"is damaged: {FIRST} is missing or not whole." in ran.out
    assert "mend: lexo models download glm-ocr-8bit" in ran.out
    assert f"mend: rm {program}" in ran.out
    told = json.loads(lexo("validate", "--json").out)
    assert not told["sound"]
    assert [problem["reason_code"] for item in told["items"] for problem in item["problems"]] == [
        "model_damaged",
        "model_unsafe",
    ]


def test_validate_of_a_model_that_is_not_here_or_unknown_says_so(lexo: Lexo) -> None:
    assert lexo("validate", "glm-ocr-8bit").code == 8
    assert lexo("validate", "nothing").code == 2
    assert lexo("validate").code == 0


def test_validate_with_load_finds_what_the_files_do_not_tell(lexo: Lexo, models: Path) -> None:
    write_tiny_llama(models / "tiny")
    config = json.loads((models / "tiny" / "config.json").read_text("utf-8"))
    (models / "wrong").mkdir()
    for path in (models / "tiny").iterdir():
        (models / "wrong" / path.name).write_bytes(path.read_bytes())
    (models / "wrong" / "config.json").write_text(json.dumps(config | {"hidden_size": 128}), "utf-8")
    assert lexo("validate").code == 0
    ran = lexo("validate", "--load", "--json")
    assert ran.code == 10
    codes = {item["name"]: [each["reason_code"] for each in item["problems"]] for item in json.loads(ran.out)["items"]}
    assert codes == {"tiny": [], "wrong": ["model_failed"]}


def test_program_in_a_model_is_never_run(lexo: Lexo, models: Path, tmp_path: Path) -> None:
    write_tiny_llama(tmp_path / "trap")
    sentinel = tmp_path / "sentinel"
    config = json.loads((tmp_path / "trap" / "config.json").read_text("utf-8"))
    trap = {"auto_map": {"AutoConfig": "trap.Trap", "AutoTokenizer": ["trap.Trap", None]}, "model_file": "trap.py"}
    (tmp_path / "trap" / "config.json").write_text(json.dumps(config | trap), "utf-8")
    (tmp_path / "trap" / "trap.py").write_text(f"open({str(sentinel)!r}, 'w')\n", "utf-8")
    models.mkdir()
    (models / "trap").symlink_to(tmp_path / "trap")  # laid in by hand, all of it
    assert lexo("validate", "--load").code == 10
    assert lexo("quantize", "trap").code == 8
    del trap["model_file"]
    (tmp_path / "trap" / "config.json").write_text(json.dumps(config | trap), "utf-8")
    assert lexo("add", tmp_path / "trap", "--name", "taken").code == 0
    lexo("validate", "taken", "--load")
    assert not sentinel.exists()


def test_download_shows_size_and_licence_and_fetches(lexo: Lexo, models: Path, hub: Hub) -> None:
    hub.licence = "apache-2.0"
    ran = lexo("download", "glm-ocr-8bit", HF_ENDPOINT=hub.url)
    assert ran.code == 0
    assert Path(ran.out.strip()).parent.parent.parent == models
    assert "in 6 files from 127.0.0.1" in ran.err
    assert "Its licence is apache-2.0." in ran.err
    assert "Not fetched: modeling_x.py." in ran.err
    assert lexo("validate", "--deep").code == 0
    asked = len(hub.asked)
    assert "here already" in lexo("download", "glm-ocr-8bit", HF_ENDPOINT=hub.url).err
    assert len(hub.asked) == asked


def test_download_killed_half_way_goes_on_where_it_stopped(
    lexo: Lexo, models: Path, settings: dict[str, str], hub: Hub
) -> None:
    hub.files[FIRST] = safetensors({"a.weight": [64, 64]})
    hub.stalls = {FIRST}
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # a shell has what runs behind it ignore it
    program = f"import signal; {heard}; from lexo.cli import main; main()"
    command = [sys.executable, "-c", program, "models", "download", "glm-ocr-8bit"]
    with subprocess.Popen(
        command, env={**settings, "HF_ENDPOINT": hub.url}, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        assert hub.stalled.wait(30)
        parts = (models / ".lexo").rglob("*.part")
        while not any(part.stat().st_size for part in parts):
            time.sleep(0.02)
            parts = (models / ".lexo").rglob("*.part")
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
    assert lexo("list", "--installed").out == ""
    assert lexo("download", "glm-ocr-8bit", HF_ENDPOINT=hub.url).code == 0
    assert hub.ranges_of(FIRST) == ["", "bytes=1000-"]
    assert lexo("validate", "--deep").code == 0


def test_download_of_wrong_bytes_fails_and_says_so(lexo: Lexo, hub: Hub) -> None:
    hub.sent = {FIRST: hub.files[FIRST][:-1] + b"!"}
    ran = lexo("download", "glm-ocr-8bit", HF_ENDPOINT=hub.url)
    assert (ran.code, ran.out) == (8, "")
    assert "does not have the checksum" in ran.err
    assert "Traceback" not in ran.err


def test_migrate_takes_over_what_lexo_knows(lexo: Lexo, models: Path, own_home: Path) -> None:
    write_cached(own_home / "hf" / "hub", REPO, model_files() | {"pytorch_model.bin": b"\x80"})
    write_cached(own_home / "hf" / "hub", "somebody/Unlisted")
    tried = lexo("migrate", "--dry-run")
    assert (tried.out, models.is_dir() and list(models.iterdir())) == ("glm-ocr-8bit\tfound\n", [])
    ran = lexo("migrate", "--json")
    (item,) = json.loads(ran.out)["items"]
    assert (ran.code, item["state"], item["copied_bytes"]) == (0, "taken over", 0)
    assert item["shared_bytes"] == sum(map(len, model_files().values()))
    assert "not taken over: pytorch_model.bin" in ran.err
    assert lexo("migrate").out == "glm-ocr-8bit\there already\n"
    assert lexo("migrate", "--all").out == "glm-ocr-8bit\there already\nunlisted\ttaken over\n"
    assert lexo("validate", "--deep").code == 0


def test_migrate_goes_on_past_a_damaged_model(lexo: Lexo, own_home: Path) -> None:
    snapshot = write_cached(own_home / "hf" / "hub", REPO)
    (snapshot / FIRST).resolve().unlink()
    write_cached(own_home / "hf" / "hub", "mlx-community/Qwen3-8B-4bit")
    ran = lexo("migrate")
    assert (ran.code, ran.out) == (7, "glm-ocr-8bit\tfailed\nqwen3-8b-4bit\ttaken over\n")
    assert FIRST in ran.err


def test_migrate_without_a_cache_says_where_it_looked(lexo: Lexo, own_home: Path) -> None:
    ran = lexo("migrate")
    assert (ran.code, ran.out) == (0, "")
    assert str(own_home / "hf" / "hub") in ran.err
    assert lexo("migrate", "glm-ocr-8bit").code == 8


def test_add_takes_a_folder_in_and_leaves_programs_out(lexo: Lexo, models: Path, tmp_path: Path) -> None:
    write_plain(tmp_path / "Mine", model_files() | {"evil.py": b"1", "pytorch_model.bin": b"\x80"})
    ran = lexo("add", tmp_path / "Mine", "--name", "mine", "--licence", "MIT")
    assert (ran.code, ran.out) == (0, "mine\n")
    assert sorted(path.name for path in (models / "mine").iterdir()) == sorted([*model_files(), "lexo.json"])
    assert lexo("list", "--installed").out.startswith("mine\ttext\tyes\t1 MB\t\tMIT\t")
    weights = models / "mine" / FIRST
    spoiled = weights.read_bytes()[:-1] + b"!"
    weights.unlink()
    weights.write_bytes(spoiled)
    assert lexo("validate").code == 0
    assert f"{FIRST} is missing or not whole. " in lexo("validate", "--deep").out  # its checksum was noted


def test_add_knows_a_listed_model_by_its_folder_s_name(lexo: Lexo, models: Path, tmp_path: Path) -> None:
    write_plain(tmp_path / "GLM-OCR-8bit")
    assert lexo("add", tmp_path / "GLM-OCR-8bit").out == "glm-ocr-8bit\n"
    assert lexo("validate", "glm-ocr-8bit", "--deep").code == 0


def test_add_takes_a_folder_of_a_hugging_face_cache(lexo: Lexo, models: Path, tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, REPO)
    assert lexo("add", snapshot.parent.parent).out == "glm-ocr-8bit\n"
    assert lexo("validate", "glm-ocr-8bit", "--deep").code == 0
    own = write_cached(tmp_path, "somebody/Own", model_files() | {"config.json": b'{"model_type": "own"}'})
    ran = lexo("add", own.parent.parent, "--name", "own", "--role", "text", "--family", "chat")
    assert (ran.code, ran.out) == (0, "own\n")


@pytest.mark.parametrize(
    ("files", "options", "code", "words"),
    [
        ({"notes.txt": b"no model"}, (), 2, "--role and --family"),
        ({"notes.txt": b"no model"}, ("--role", "text", "--family", "chat"), 8, "is damaged"),
        (model_files(), ("--role", "cook"), 2, "embedding"),
        (model_files(), ("--name", "../up"), 2, "letters"),
        (model_files() | {FIRST: b"cut"}, (), 8, FIRST),
        (model_files() | {"config.json": b'{"model_file": "x.py", "vision_config": {}}'}, (), 8, "model_file"),
    ],
)
def test_add_of_what_is_no_usable_model_leaves_nothing(
    lexo: Lexo, models: Path, tmp_path: Path, files: dict[str, bytes], options: tuple[str, ...], code: int, words: str
) -> None:
    ran = lexo("add", write_plain(tmp_path / "mine", files), *options)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert [path.name for path in models.iterdir() if path.name != ".lexo"] == []


def test_add_twice_is_refused(lexo: Lexo, tmp_path: Path) -> None:
    write_plain(tmp_path / "mine")
    assert lexo("add", tmp_path / "mine").code == 0
    again = lexo("add", tmp_path / "mine")
    assert again.code == 2
    assert "lexo models remove mine" in again.err


def test_remove_deletes_only_inside_the_models_folder(lexo: Lexo, models: Path, tmp_path: Path) -> None:
    outside = write_plain(tmp_path / "outside")
    models.mkdir()
    (models / "linked").symlink_to(outside)
    write_cached(models, REPO)
    assert lexo("remove", "linked").code == 2  # nobody can be asked
    assert lexo("remove", "linked", "--yes").code == 0
    assert sorted(path.name for path in outside.iterdir()) == sorted(model_files())
    ran = lexo("remove", "glm-ocr-8bit", "--yes", "--json")
    assert json.loads(ran.out) == {"name": "glm-ocr-8bit", "freed_bytes": sum(map(len, model_files().values())) + 40}
    assert [path.name for path in models.iterdir()] == [".lexo"]
    assert lexo("remove", "glm-ocr-8bit", "--yes").code == 8


def test_quantize_makes_a_copy_that_is_sound(lexo: Lexo, models: Path) -> None:
    write_tiny_llama(models / "tiny")
    ran = lexo("quantize", "tiny", "--bits", "4", "--json")
    assert (ran.code, json.loads(ran.out)["name"]) == (0, "tiny-4bit")
    assert lexo("validate", "tiny-4bit", "--deep").code == 0
    assert lexo("quantize", "tiny", "--bits", "4").code == 2  # it is there
    assert lexo("quantize", "tiny", "--bits", "5").code == 2
    assert lexo("quantize", "all-MiniLM-L6-v2").code == 2
    assert lexo("quantize", "glm-ocr-8bit").code == 8


@pytest.mark.parametrize("verb", ["load", "unload"])
def test_load_without_a_server_says_so(lexo: Lexo, models: Path, verb: str) -> None:
    write_plain(models / "mine")
    ran = lexo(verb, "mine")
    assert ran.code == 3
    assert "LEXO is not running." in ran.err
    assert lexo(verb, "nothing").code == 2


def test_load_and_unload_ask_the_server_that_runs(lexo: Lexo, models: Path, settings: dict[str, str]) -> None:
    write_tiny_llama(models / "tiny")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    Path(settings["LEXO_WATCH"]).mkdir()
    command = [sys.executable, "-m", "lexo", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_served(f"http://127.0.0.1:{port}/api/v1/health/live")
            ran = lexo("load", "tiny", "--json")
            assert (ran.code, json.loads(ran.out)) == (0, {"name": "tiny", "is_loaded": True})
            assert lexo("unload", "tiny").err == "tiny is not loaded.\n"
            absent = lexo("load", "glm-ocr-8bit")
            assert absent.code == 8
            assert "lexo models download glm-ocr-8bit" in absent.err
        finally:
            server.terminate()
            server.wait(30)


def wait_until_served(url: str) -> None:
    for _ in range(600):
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("no server")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("migrate_models_to_local_cache.py", "No model that LEXO knows"),
        ("validate_models_cache.py", "0 models looked at"),
    ],
)
def test_scripts_do_what_the_commands_do(lexo: Lexo, script: str, words: str) -> None:
    ran = lexo(program=(str(ROOT / "scripts" / script),))
    assert ran.code == 0
    assert words in ran.err
