"""Models of the system's own cache, taken over: no second copy, nothing changed there, whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lexo.errors import ModelDamaged, NoRoomForModel
from lexo.inference import cache, migrate, placing
from lexo.inference.manifest import get
from lexo.inference.placing import How
from model_files import model_files, write_cached

SPEC = get("glm-ocr-8bit")
FIRST = "model-00001-of-00002.safetensors"
EXTRA = {"modeling_x.py": b"raise SystemExit", "pytorch_model.bin": b"\x80", "README.md": b"# A model"}
SIZE = sum(map(len, model_files().values())) + len(EXTRA["README.md"])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_cached(tmp_path / "hub", SPEC.repo, model_files() | EXTRA)
    return tmp_path / "hub"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def find(source: Path, folder: Path) -> migrate.Found:
    (found,) = migrate.look_through((source,), folder)
    return found


def state(root: Path) -> list[tuple[str, int, int, bytes]]:
    """Everything of a folder that must not change: names, modes, times, contents, where links lead."""
    seen = []
    for path in sorted(root.rglob("*")):
        stat = path.lstat()
        content = os.readlink(path).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        seen.append((str(path), stat.st_mode, stat.st_mtime_ns, content))
    return seen


def no_sharing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As between two disks."""
    monkeypatch.setattr(placing, "_clone", lambda source, target: False)
    monkeypatch.setattr(placing, "_link", lambda source, target: False)


def test_look_through_says_what_is_taken_and_what_is_left_out(source: Path, folder: Path) -> None:
    found = find(source, folder)
    assert (found.spec, found.is_known, found.size_bytes) == (SPEC, True, SIZE)
    assert found.left_out == ("modeling_x.py", "pytorch_model.bin")


def test_look_through_passes_over_the_models_folder_itself(source: Path) -> None:
    assert migrate.look_through((source,), source) == ()


def test_look_through_passes_over_what_is_no_model(source: Path, folder: Path) -> None:
    (source / "datasets--a--b").mkdir()
    (source / "models--begun--only" / "blobs").mkdir(parents=True)
    (source / "models--file").write_text("")
    assert [found.spec for found in migrate.look_through((source, source / "missing"), folder)] == [SPEC]


def test_migrate_takes_a_model_over_without_a_second_copy(source: Path, folder: Path) -> None:
    before = state(source)
    moved = migrate.migrate(find(source, folder), folder)
    snapshot = cache.locate(folder, SPEC)
    assert moved == migrate.Moved(True, shared_bytes=SIZE, copied_bytes=0)
    assert cache.check(snapshot, deep=True) == ()
    assert sorted(path.name for path in snapshot.iterdir()) == sorted([*model_files(), "README.md"])
    assert state(source) == before


def test_migrate_survives_the_loss_of_the_cache(source: Path, folder: Path) -> None:
    migrate.migrate(find(source, folder), folder)
    for path in sorted(source.rglob("*"), reverse=True):
        path.unlink() if path.is_symlink() or path.is_file() else path.rmdir()
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


def test_migrate_between_disks_copies(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_sharing(monkeypatch)
    told: list[int] = []
    moved = migrate.migrate(find(source, folder), folder, told.append)
    assert moved == migrate.Moved(True, shared_bytes=0, copied_bytes=SIZE)
    assert sum(told) == SIZE
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


def test_migrate_again_does_nothing(source: Path, folder: Path) -> None:
    migrate.migrate(find(source, folder), folder)
    before = state(folder)
    assert migrate.migrate(find(source, folder), folder) == migrate.Moved(is_new=False)
    assert state(folder) == before


def test_migrate_interrupted_goes_on(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_sharing(monkeypatch)
    done = 0

    def stop_half_way(more: int) -> None:
        nonlocal done
        done += more
        if done > SIZE // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(find(source, folder), folder, stop_half_way)
    assert not cache.is_installed(folder, SPEC)
    moved = migrate.migrate(find(source, folder), folder)
    assert 0 < moved.copied_bytes < SIZE
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


def test_migrate_over_a_spoiled_half_copy_copies_anew(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sharing(monkeypatch)
    found = find(source, folder)
    blob = (found.snapshot / FIRST).resolve().name
    part = folder / ".lexo" / "incoming" / cache.cache_name(SPEC.repo) / "blobs" / f"{blob}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 40)
    migrate.migrate(found, folder)
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


def test_migrate_of_a_damaged_model_leaves_nothing(source: Path, folder: Path) -> None:
    found = find(source, folder)
    (found.snapshot / FIRST).resolve().unlink()
    with pytest.raises(ModelDamaged, match=FIRST):
        migrate.migrate(find(source, folder), folder)
    assert [path.name for path in folder.rglob("*") if path.is_file() and path.parent.name != "locks"] == []


def test_migrate_mends_a_damaged_model(source: Path, folder: Path) -> None:
    migrate.migrate(find(source, folder), folder)
    (cache.locate(folder, SPEC) / FIRST).resolve().unlink()
    assert migrate.migrate(find(source, folder), folder).is_new
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


def test_migrate_of_a_cache_without_links_keeps_plain_files(source: Path, folder: Path) -> None:
    snapshot = find(source, folder).snapshot
    for path in list(snapshot.iterdir()):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    migrate.migrate(find(source, folder), folder)
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


def test_migrate_onto_a_full_disk_says_so(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_sharing(monkeypatch)

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing, "sync", full)
    with pytest.raises(NoRoomForModel):
        migrate.migrate(find(source, folder), folder)
    assert not cache.is_installed(folder, SPEC)


def test_migrate_leaves_room_on_the_disk(source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_sharing(monkeypatch)
    monkeypatch.setattr(placing, "SPARE_BYTES", 1 << 60)
    with pytest.raises(NoRoomForModel):
        migrate.migrate(find(source, folder), folder)
    assert not list(folder.rglob("*.part"))


def test_migrate_killed_at_any_moment_leaves_a_model_whole_or_not_there(source: Path, folder: Path) -> None:
    """A process that dies at its n-th change of the file system, for each n."""
    program = """
import os, sys
from pathlib import Path
from lexo.inference import migrate, placing
left = int(sys.argv[3])
def dying(real):
    def change(*arguments, **options):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*arguments, **options)
    return change
for name in ("rename", "symlink", "link", "mkdir", "unlink", "rmdir"):
    setattr(os, name, dying(getattr(os, name)))
(found,) = migrate.look_through((Path(sys.argv[1]),), Path(sys.argv[2]))
migrate.migrate(found, Path(sys.argv[2]))
"""
    codes = []
    for count in range(0, 60, 4):
        done = subprocess.run([sys.executable, "-c", program, source, folder, str(count)], check=False)
        codes.append(done.returncode)
        if cache.is_installed(folder, SPEC):
            assert cache.check(cache.locate(folder, SPEC), deep=True) == ()
        if done.returncode == 0:
            break
    assert codes[0] == 9
    assert codes[-1] == 0
    assert cache.check(cache.locate(folder, SPEC), deep=True) == ()


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"HF_HUB_CACHE": "/a/hub", "HF_HOME": "/b"}, "/a/hub"),
        ({"HF_HOME": "/b"}, "/b/hub"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/huggingface/hub"),
    ],
)
def test_system_caches_are_where_the_variables_say(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], place: str
) -> None:
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert migrate.system_caches() == (Path.home() / ".cache" / "huggingface" / "hub",)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert migrate.system_caches()[0] == Path(place)


@pytest.mark.parametrize("is_other_disk", [False, True])
def test_place_says_how_the_file_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_other_disk: bool) -> None:
    if is_other_disk:
        no_sharing(monkeypatch)
    source = tmp_path / "source"
    source.write_bytes(b"weights")
    how = placing.place(source, tmp_path / "target")
    assert (how is How.COPIED) is is_other_disk
    assert (tmp_path / "target").read_bytes() == b"weights"
    is_same = os.path.samefile(source, tmp_path / "target")
    assert is_same is (how is How.LINKED)
