"""Own copies: by content, whole, private, once."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from lexo.errors import DiskFull, DiskReadFailed
from lexo.store import files as files_module
from lexo.store.files import FileStore, Kept


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def keep(store: FileStore, path: Path) -> Kept:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return store.keep(descriptor)
    finally:
        os.close(descriptor)


def dropped(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "dropped.pdf"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("size", [0, 1, files_module.CHUNK_BYTES, 3 * files_module.CHUNK_BYTES + 7])
def test_keep_copies_and_names_by_content(store: FileStore, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    kept = keep(store, dropped(tmp_path, content))
    assert kept == Kept(hashlib.sha256(content).hexdigest(), size, is_new=True)
    assert store.path(kept.sha256).read_bytes() == content


def test_keep_leaves_the_dropped_file_as_it_was(store: FileStore, tmp_path: Path) -> None:
    path = dropped(tmp_path, b"paper")
    os.utime(path, ns=(1, 2))
    before = path.stat()
    keep(store, path)
    after = path.stat()
    assert (after.st_mtime_ns, after.st_mode, after.st_size) == (before.st_mtime_ns, before.st_mode, before.st_size)


def test_keep_same_content_twice_keeps_one_copy(store: FileStore, tmp_path: Path) -> None:
    path = dropped(tmp_path, b"paper")
    assert keep(store, path).is_new
    assert not keep(store, path).is_new
    assert len([file for file in store.root.rglob("*") if file.is_file()]) == 1


def test_copies_are_readable_by_their_owner_only(store: FileStore, tmp_path: Path) -> None:
    kept = keep(store, dropped(tmp_path, b"paper"))
    assert store.path(kept.sha256).stat().st_mode & 0o077 == 0
    assert store.root.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, DiskFull), (errno.EIO, DiskReadFailed)])
def test_keep_on_a_failing_disk_says_why_and_leaves_nothing(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    path = dropped(tmp_path, b"paper")
    read = os.pread

    def failing(descriptor: int, size: int, offset: int) -> bytes:
        if offset:
            raise OSError(number, "injected")
        return read(descriptor, size, offset)

    monkeypatch.setattr(files_module.os, "pread", failing)
    with pytest.raises(error):
        keep(store, path)
    assert list(store.root.iterdir()) == []


def test_discard_forgets_a_copy_and_may_be_repeated(store: FileStore, tmp_path: Path) -> None:
    kept = keep(store, dropped(tmp_path, b"paper"))
    store.discard(kept.sha256)
    store.discard(kept.sha256)
    assert not store.path(kept.sha256).exists()


def test_sweep_removes_what_a_killed_process_had_begun_and_nothing_else(store: FileStore, tmp_path: Path) -> None:
    kept = keep(store, dropped(tmp_path, b"paper"))
    old, fresh = store.root / ".taking-old", store.root / ".taking-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half a pa")
    os.utime(old, (0, 0))
    assert store.sweep() == 1
    assert sorted(store.root.iterdir()) == sorted([fresh, store.path(kept.sha256).parent])
