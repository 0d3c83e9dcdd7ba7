"""Models in the models folder: found without a network, listed without a load, named by what they are."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lexo.errors import ModelAbsent, ModelDamaged, ModelUnsafe, UnknownModel
from lexo.inference import cache, manifest
from lexo.inference.base import Role
from model_files import COMMIT, model_files, write_cached, write_plain

SPEC = manifest.get("glm-ocr-8bit")
FIRST = "model-00001-of-00002.safetensors"


def test_locate_in_an_empty_folder_says_what_fetches_it(tmp_path: Path) -> None:
    with pytest.raises(ModelAbsent, match="lexo models download glm-ocr-8bit"):
        cache.locate(tmp_path, SPEC)
    with pytest.raises(ModelAbsent):
        cache.locate(tmp_path / "no such folder", SPEC)
    assert not cache.is_installed(tmp_path, SPEC)


def test_locate_finds_the_form_of_the_hugging_face_cache(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    assert cache.locate(tmp_path, SPEC) == snapshot
    assert cache.is_installed(tmp_path, SPEC)


@pytest.mark.parametrize("name", ["glm-ocr-8bit", "GLM-OCR-8bit"])
def test_locate_finds_a_plain_folder(tmp_path: Path, name: str) -> None:
    plain = write_plain(tmp_path / name)
    assert cache.locate(tmp_path, SPEC) == plain


def test_locate_is_absolute_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_cached(tmp_path / "models", SPEC.repo)
    monkeypatch.chdir(tmp_path)
    assert cache.locate(Path("models"), SPEC).is_absolute()


def test_locate_without_refs_takes_the_snapshot_there_is(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    (snapshot.parent.parent / "refs" / "main").unlink()
    assert cache.locate(tmp_path, SPEC) == snapshot


def test_locate_takes_the_snapshot_that_refs_name(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    newer = write_plain(snapshot.with_name("f" * 40))
    os.utime(newer, (2**33, 2**33))
    assert cache.locate(tmp_path, SPEC) == snapshot


@pytest.mark.parametrize("ref", ["../../../elsewhere", "", "f" * 40, "/"])
def test_locate_with_a_ref_that_leads_nowhere_stays_inside(tmp_path: Path, ref: str) -> None:
    snapshot = write_cached(tmp_path / "models", SPEC.repo)
    write_plain(tmp_path / "elsewhere")
    (snapshot.parent.parent / "refs" / "main").write_text(ref)
    assert cache.locate(tmp_path / "models", SPEC) == snapshot


def test_locate_of_a_damaged_model_names_the_file(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    (snapshot / FIRST).resolve().unlink()
    with pytest.raises(ModelDamaged, match=FIRST):
        cache.locate(tmp_path, SPEC)
    assert cache.is_installed(tmp_path, SPEC)


def test_locate_of_a_model_with_a_program_refuses_it_first(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    (snapshot / FIRST).resolve().unlink()
    (snapshot / "zz.py").write_text("raise SystemExit")
    with pytest.raises(ModelUnsafe, match=r"zz\.py"):
        cache.locate(tmp_path, SPEC)


def test_locate_prefers_the_copy_that_is_whole(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    plain = write_plain(tmp_path / SPEC.name)
    assert cache.locate(tmp_path, SPEC) == snapshot
    (snapshot / FIRST).resolve().unlink()
    assert cache.locate(tmp_path, SPEC) == plain


def test_locate_sees_damage_and_mending_between_two_looks(tmp_path: Path) -> None:
    plain = write_plain(tmp_path / SPEC.name)
    content = (plain / FIRST).read_bytes()
    cache.locate(tmp_path, SPEC)
    (plain / FIRST).write_bytes(content[:-1])
    with pytest.raises(ModelDamaged):
        cache.locate(tmp_path, SPEC)
    (plain / FIRST).write_bytes(content)
    assert cache.locate(tmp_path, SPEC) == plain


def test_size_counts_what_links_lead_to(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, SPEC.repo)
    assert cache.size_bytes(snapshot) == sum(map(len, model_files().values()))
    assert cache.size_mb(snapshot) == 1
    (snapshot / FIRST).resolve().unlink()
    assert cache.size_bytes(snapshot) < sum(map(len, model_files().values()))


def test_last_used_is_what_was_marked(tmp_path: Path) -> None:
    assert cache.last_used(tmp_path, SPEC) is None
    cache.mark_used(tmp_path, SPEC)
    os.utime(tmp_path / ".lexo" / "used" / SPEC.name, (1_700_000_000, 1_700_000_000))
    assert cache.last_used(tmp_path, SPEC) == "2023-11-14T22:13:20Z"


def test_mark_used_where_nothing_can_be_written_is_silent(tmp_path: Path) -> None:
    (tmp_path / ".lexo").write_text("a file is in the way")
    cache.mark_used(tmp_path, SPEC)
    assert cache.last_used(tmp_path, SPEC) is None


def test_local_specs_are_the_manifest_s_where_nothing_was_added(tmp_path: Path) -> None:
    write_cached(tmp_path, SPEC.repo)
    assert cache.local_specs(tmp_path) == manifest.known()
    assert cache.local_specs(tmp_path / "no such folder") == manifest.known()


@pytest.mark.parametrize(
    ("config", "role", "family", "engine"),
    [
        ({"model_type": "deepseekocr"}, Role.OCR, "deepseek-ocr", "deepseek-mlx"),
        ({"model_type": "new_vl", "vision_config": {}}, Role.OCR, "qwen-vl", "qwen-mlx"),
        ({"model_type": "new", "architectures": ["NewForCausalLM"]}, Role.TEXT, "chat", ""),
        ({"model_type": "mpnet"}, Role.EMBEDDING, "sentence", ""),
        ({"model_type": "pp_doclayout_v3"}, Role.LAYOUT, "pp-doclayout", ""),
    ],
)
def test_local_specs_say_what_a_folder_put_there_by_hand_is(
    tmp_path: Path, config: dict[str, object], role: Role, family: str, engine: str
) -> None:
    write_plain(tmp_path / "mine", model_files() | {"config.json": json.dumps(config).encode()})
    spec = cache.get(tmp_path, "mine")
    assert (spec.role, spec.family, spec.engine) == (role, family, engine)
    assert cache.locate(tmp_path, spec) == tmp_path / "mine"


def test_local_specs_name_a_repository_that_the_manifest_does_not_list(tmp_path: Path) -> None:
    snapshot = write_cached(tmp_path, "somebody/Little-Model")
    spec = cache.get(tmp_path, "little-model")
    assert (spec.repo, spec.role) == ("somebody/Little-Model", Role.TEXT)
    assert cache.locate(tmp_path, spec) == snapshot
    assert cache.check(snapshot) == ()


@pytest.mark.parametrize("name", [".hidden", "with space", "-dash", "é", "datasets--a--b"])
def test_local_specs_pass_over_folders_that_cannot_be_named_or_are_no_model(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "models"
    write_plain(folder / name, {"readme.txt": b"no model"} if name.startswith("data") else None)
    assert cache.local_specs(folder) == manifest.known()
    assert cache.strangers(folder) == (() if name == ".hidden" else (name,))


@pytest.mark.parametrize("entry", [b"{", b"[]", b'{"role": "cook"}', b'{"role": "text", "family": "x", "dpi": "many"}'])
def test_local_specs_with_a_broken_note_go_by_the_settings(tmp_path: Path, entry: bytes) -> None:
    write_plain(tmp_path / "mine", model_files() | {"lexo.json": entry})
    assert cache.get(tmp_path, "mine").role is Role.TEXT


def test_get_of_an_unknown_model_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="deepseek-ocr-8bit"):
        cache.get(tmp_path, "nothing")


def test_get_goes_by_name_or_repository_in_any_capitals(tmp_path: Path) -> None:
    assert cache.get(tmp_path, "ALL-minilm-L6-v2").repo == "sentence-transformers/all-MiniLM-L6-v2"
    assert cache.get(tmp_path, "mlx-community/glm-ocr-8bit") == SPEC


def test_manifest_names_are_names_and_every_entry_says_its_licence() -> None:
    specs = manifest.known()
    assert len({spec.name.lower() for spec in specs}) == len({spec.repo for spec in specs}) == len(specs)
    assert [spec.name for spec in specs if not (spec.licence and spec.size_mb and spec.memory_mb)] == []
    assert [spec.name for spec in specs if spec.role is Role.OCR and not spec.engine] == []
    assert [spec.name for spec in specs if spec.memory_mb < spec.size_mb] == []


def test_listing_imports_nothing_heavy_and_uses_no_network(tmp_path: Path) -> None:
    write_cached(tmp_path, SPEC.repo)
    program = f"""
import socket, sys
from pathlib import Path
socket.socket.connect = socket.getaddrinfo = None
from lexo.inference import cache
for spec in cache.local_specs(Path({str(tmp_path)!r})):
    cache.is_installed(Path({str(tmp_path)!r}), spec)
cache.locate(Path({str(tmp_path)!r}), cache.get(Path({str(tmp_path)!r}), "glm-ocr-8bit"))
heavy = {{"mlx", "mlx_lm", "mlx_vlm", "transformers", "huggingface_hub", "numpy", "httpx", "safetensors"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_commit_is_the_one_in_refs(tmp_path: Path) -> None:
    assert write_cached(tmp_path, SPEC.repo).name == COMMIT
    assert (
        cache.snapshot_of(tmp_path / cache.cache_name(SPEC.repo))
        == tmp_path / cache.cache_name(SPEC.repo) / "snapshots" / COMMIT
    )
