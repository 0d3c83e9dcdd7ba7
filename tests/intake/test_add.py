"""Taking a file in never touches it, keeps exactly its bytes, and adds it once."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.document import MediaType, PlaceState, Reason
from lexo.errors import DiskFull, EmptyFile, FileGone, NotRegularFile, StillCopying, UnsupportedType
from lexo.intake.add import add_path, add_upload, seen_file, take_file, upload_name
from lexo.store import copies, documents, places

PAPER = b"%PDF-1.4 a paper %%EOF"


@contextmanager
def opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def seen(path: Path) -> Any:
    return seen_file(os.fsencode(path), path.lstat())


def test_take_file_leaves_the_file_untouched(room: Any) -> None:
    path = room.drop("a.pdf", PAPER)
    path.chmod(0o440)
    os.utime(path, ns=(1_600_000_000_000_000_001, 1_600_000_000_000_000_002))
    with suppress(OSError, AttributeError):  # no such attributes on this file or operating system
        os.setxattr(path, "user.from", b"scanner")
    before, listed = path.lstat(), sorted(os.listdir(room.watch))
    attributes = os.listxattr(path) if hasattr(os, "listxattr") else []
    take_file(room.db, room.files, seen(path), os.fsencode(room.watch))
    after = path.lstat()
    assert path.read_bytes() == PAPER
    for name in ("st_ino", "st_mode", "st_uid", "st_size", "st_mtime_ns", "st_ctime_ns", "st_nlink"):
        assert getattr(after, name) == getattr(before, name)
    if hasattr(os, "O_NOATIME"):
        assert after.st_atime_ns == before.st_atime_ns
    assert (os.listxattr(path) if hasattr(os, "listxattr") else []) == attributes
    assert sorted(os.listdir(room.watch)) == listed


def test_take_file_twice_is_the_same_document(room: Any) -> None:
    path = room.drop("a.pdf", PAPER)
    first = take_file(room.db, room.files, seen(path))
    again = take_file(room.db, room.files, seen(path))
    assert (first.is_duplicate, again.is_duplicate) == (False, True)
    assert first.document_id == again.document_id
    assert len(places.by_document(room.db, first.document_id)) == 1


def test_take_file_that_changed_since_it_was_seen_is_still_copying(room: Any) -> None:
    path = room.drop("a.pdf", PAPER)
    file = seen(path)
    path.write_bytes(PAPER + b"!")
    with pytest.raises(StillCopying):
        take_file(room.db, room.files, file)
    assert room.kept() == set()


def test_take_file_that_changes_while_it_is_copied_is_dropped(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = room.drop("a.pdf", PAPER)
    real = copies.CopyBatch.copy

    def slow(batch: Any, descriptor: int) -> Any:
        kept = real(batch, descriptor)
        path.write_bytes(PAPER + b"!")
        return kept

    monkeypatch.setattr(copies.CopyBatch, "copy", slow)
    with pytest.raises(StillCopying):
        take_file(room.db, room.files, seen(path))
    assert room.kept() == set()
    assert room.document_count() == 0


def test_take_file_follows_no_link_not_even_above_it(room: Any) -> None:
    outside = room.base / "outside"
    outside.mkdir()
    (outside / "a.pdf").write_bytes(PAPER)
    real = room.drop("sub/a.pdf", PAPER)
    file = seen(real)._replace(inode=(outside / "a.pdf").stat().st_ino, mtime_ns=(outside / "a.pdf").stat().st_mtime_ns)
    real.unlink()
    real.parent.rmdir()
    real.parent.symlink_to(outside)
    with pytest.raises((FileGone, NotRegularFile)):
        take_file(room.db, room.files, file, os.fsencode(room.watch))
    real.parent.unlink()
    real.parent.mkdir()
    real.symlink_to(outside / "a.pdf")
    with pytest.raises(NotRegularFile):
        take_file(room.db, room.files, file, os.fsencode(room.watch))


def test_take_file_pipe_does_not_hang(room: Any) -> None:
    os.mkfifo(room.watch / "a.pdf")
    said: list[str] = []

    def take() -> None:
        try:
            take_file(room.db, room.files, seen(room.watch / "a.pdf"))
        except NotRegularFile as reason:
            said.append(str(reason.details["found"]))

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    thread.join(5)
    assert said == ["a pipe"]


def test_take_file_full_disk_leaves_nothing_half(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = room.drop("a.pdf", PAPER)

    def full(_paths: list[Path]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "_sync_all", full)
    with pytest.raises(DiskFull):
        take_file(room.db, room.files, seen(path))
    assert room.kept() == set()
    assert room.document_count() == 0


def test_taker_full_disk_takes_the_same_files_later(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [room.drop(f"{number}.pdf") for number in range(5)]
    room.scanner.scan_all()
    room.now_s += 5

    def full(_paths: list[Path]) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(DiskFull):
        patched.setattr(copies, "_sync_all", full)
        room.taker.take_batch()
    assert room.kept() == set()
    room.now_s += 2
    room.take()
    assert {room.outcome(path)[0] for path in paths} == {"queued"}
    assert room.document_count() == 5


def test_taker_stops_between_files_and_loses_none(room: Any) -> None:
    for number in range(5):
        room.drop(f"{number}.pdf")
    room.scanner.scan_all()
    room.now_s += 5
    room.stopping = True
    assert room.taker.take_batch() == 0
    room.stopping = False
    room.take()
    assert room.document_count() == 5


def test_add_upload_adds_without_a_place(room: Any, tmp_path: Path) -> None:
    (tmp_path / "up").write_bytes(PAPER)
    with opened(tmp_path / "up") as descriptor:
        added = add_upload(room.db, room.files, descriptor, "C:\\Users\\me\\Reçu.pdf")
    document = documents.get(room.db, added.document_id)
    assert (document.filename, document.media_type) == ("Reçu.pdf", MediaType.PDF)
    assert places.by_document(room.db, added.document_id) == ()
    assert room.kept() == {document.sha256}


def test_add_upload_takes_a_document_out_of_the_trash(room: Any, tmp_path: Path) -> None:
    (tmp_path / "up").write_bytes(PAPER)
    with opened(tmp_path / "up") as descriptor:
        first = add_upload(room.db, room.files, descriptor, "a.pdf")
        documents.move_to_trash(room.db, first.document_id)
        again = add_upload(room.db, room.files, descriptor, "a.pdf")
    assert again.is_duplicate
    assert documents.get(room.db, first.document_id).deleted_at is None


@pytest.mark.parametrize(("content", "error"), [(b"", EmptyFile), (b"just words", UnsupportedType)])
def test_add_upload_refuses_with_a_reason(room: Any, tmp_path: Path, content: bytes, error: type) -> None:
    (tmp_path / "up").write_bytes(content)
    with opened(tmp_path / "up") as descriptor, pytest.raises(error):
        add_upload(room.db, room.files, descriptor, "a.pdf")
    assert room.kept() == set()


def test_add_path_follows_a_link_but_reads_no_device(room: Any, tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(PAPER)
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    added = add_path(room.db, room.files, tmp_path / "link.pdf")
    assert documents.get(room.db, added.document_id).filename == "link.pdf"
    with pytest.raises(NotRegularFile):
        add_path(room.db, room.files, Path("/dev/null"))


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("", "document"),
        ("e\u0301.pdf", "é.pdf"),
        ("..", ".."),
    ],
)
def test_upload_name_is_one_visible_name(given_name: str, name: str) -> None:
    assert upload_name(given_name) == name


@given(st.text(max_size=400))
def test_upload_name_of_anything_has_no_folder_and_fits(given_name: str) -> None:
    name = upload_name(given_name)
    assert 0 < len(name) <= 255
    assert "/" not in name
    name.encode("utf-8")


def test_seen_file_holds_numbers_that_sqlite_takes(room: Any) -> None:
    class Far:
        st_dev, st_ino, st_size, st_mtime_ns = 2**64 - 1, 2**64 - 2, 1, 2**70

    file = seen_file(b"/w/a", Far())  # type: ignore[arg-type]
    places.save_changes(room.db, places.Changes(verdicts=[places.Verdict(file, PlaceState.WAITING, Reason("empty"))]))
    assert places.list_known(room.db, b"/w")[b"/w/a"].file == file
