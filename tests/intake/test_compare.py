"""What happened to files between two looks: moved, replaced, gone, back again, not to be read for now."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from lexo.document import PlaceState
from lexo.errors import PermissionNeeded, sentence
from lexo.intake import walk
from lexo.intake.add import seen_file, take_file
from lexo.store import documents, places

DONE, QUEUED, WAITING = PlaceState.DONE, PlaceState.QUEUED, PlaceState.WAITING
FAILED, IGNORED = PlaceState.FAILED, PlaceState.IGNORED


def test_compare_rename_keeps_document_and_place(room: Any) -> None:
    old = room.drop("scan0001.pdf")
    room.settle()
    before = room.place(old)
    new = room.watch / "Facture é.pdf"
    old.rename(new)
    room.scanner.scan_all()
    after = room.place(new)
    assert (after.id, after.document_id, after.is_missing) == (before.id, 1, False)
    assert places.find_by_path(room.db, os.fsencode(old)) is None
    assert documents.get(room.db, 1).filename == "Facture é.pdf"
    assert room.document_count() == 1


def test_compare_renamed_folder_moves_all_places_at_once(room: Any) -> None:
    for number in range(20):
        room.drop(f"old/sub/{number}.pdf")
    room.settle()
    (room.watch / "old").rename(room.watch / "new")
    room.scanner.scan_all()
    assert room.names() == sorted(f"new/sub/{number}.pdf" for number in range(20))
    assert {place.state for place in places.list_places(room.db)} == {QUEUED}
    assert room.document_count() == 20


def test_compare_same_inode_size_and_time_with_other_bytes_is_not_a_move(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = room.drop("a.pdf", b"%PDF-1.4 AAAA %%EOF")
    room.settle()
    status = old.stat()
    old.rename(room.watch / "b.pdf")
    with (room.watch / "b.pdf").open("r+b") as file:
        file.write(b"%PDF-1.4 BBBB %%EOF")
    os.utime(room.watch / "b.pdf", ns=(status.st_atime_ns, status.st_mtime_ns))
    room.settle()
    assert room.place(room.watch / "b.pdf").document_id == 2
    assert room.place(old).is_missing


def test_compare_two_files_that_change_names_keep_their_contents_apart(room: Any) -> None:
    one, two = room.drop("1.pdf"), room.drop("2.pdf")
    room.settle()
    documents_before = room.place(one).document_id, room.place(two).document_id
    one.rename(room.watch / "x.pdf")
    two.rename(one)
    (room.watch / "x.pdf").rename(two)
    room.settle()
    assert (room.place(two).document_id, room.place(one).document_id) == documents_before
    assert room.document_count() == 2


def test_compare_vanished_file_keeps_its_document_and_comes_back(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    aside = room.base / "aside.pdf"
    path.rename(aside)
    room.scanner.scan_all()
    assert room.place(path).is_missing
    assert room.document_count() == 1
    assert room.names() == []
    aside.rename(path)
    room.scanner.scan_all()
    assert not room.place(path).is_missing
    assert room.document_count() == 1


def test_compare_file_removed_before_it_was_read_says_so_without_noise(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    path.unlink()
    room.settle()
    room.scanner.scan_all()
    assert room.outcome(path) == (IGNORED, "gone")
    assert room.document_count() == 0
    assert places.forget_gone(room.db, 3600) == 0
    assert places.forget_gone(room.db, -1) == 1


def test_compare_file_replaced_in_place_is_a_new_document(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    other = room.base / "other"
    other.write_bytes(b"%PDF-1.4 other %%EOF")
    other.replace(path)
    room.settle()
    assert room.place(path).document_id == 2
    assert room.document_count() == 2
    assert places.by_document(room.db, 1) == ()


def test_compare_replaced_with_same_size_and_time_is_noticed_by_its_inode(room: Any) -> None:
    path = room.drop("a.pdf", b"%PDF-1.4 AAAA %%EOF")
    room.settle()
    status = path.stat()
    other = room.base / "other"
    other.write_bytes(b"%PDF-1.4 BBBB %%EOF")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)
    room.settle()
    assert room.place(path).document_id == 2


def test_compare_touched_file_stays_the_same_document(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    os.utime(path, (1, 1))
    room.settle()
    assert room.place(path).document_id == 1
    assert room.document_count() == 1


def test_compare_deleted_document_is_not_brought_back(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    documents.move_to_trash(room.db, 1)
    room.restart()
    os.utime(path, (1, 1))
    room.drop("again.pdf", path.read_bytes())
    room.settle()
    assert room.document_count() == 0
    assert room.outcome(path) == room.outcome(room.watch / "again.pdf") == (IGNORED, "in_trash")


def test_compare_hard_link_is_a_second_place(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    os.link(path, room.watch / "b.pdf")
    room.settle()
    assert len(places.by_document(room.db, 1)) == 2
    assert not room.place(path).is_missing


def test_compare_temporary_name_then_rename_is_one_paper(room: Any) -> None:
    part = room.drop("a.pdf.crdownload")
    room.scanner.scan_all()
    assert room.outcome(part) == (IGNORED, "temporary_file")
    part.rename(room.watch / "a.pdf")
    room.settle()
    assert room.names() == ["a.pdf"]
    assert room.outcome(room.watch / "a.pdf") == (QUEUED, None)


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "permission"), (errno.EPERM, "privacy_permission"), (errno.EIO, "disk_read")],
)
def test_compare_file_that_cannot_be_read_waits_and_is_tried_again(
    room: Any, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = room.drop("a.pdf")
    real = os.open

    def refusing(name: Any, flags: int, *more: Any, **named: Any) -> int:
        if name == b"a.pdf":
            raise OSError(number, "refused")
        return real(name, flags, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refusing)
        room.settle()
        room.settle()
    assert room.outcome(path) == (WAITING, code)
    room.scanner.scan_folders([os.fsencode(room.watch)])
    assert len(room.stability) == 0
    room.settle()
    assert room.outcome(path) == (QUEUED, None)


@pytest.mark.skipif(os.geteuid() != 0, reason="root gives up its rights for this")
def test_compare_real_missing_right_is_permission(room: Any) -> None:
    path = room.drop("a.pdf")
    path.chmod(0)
    room.base.chmod(0o755)
    room.watch.chmod(0o755)
    for folder in room.base.parents:
        if folder.stat().st_mode & 0o005 != 0o005:
            pytest.skip("another account cannot come here")
    os.seteuid(65534)
    try:
        with pytest.raises(PermissionNeeded):
            take(room, path)
    finally:
        os.seteuid(0)


def take(room: Any, path: Path) -> None:

    take_file(room.db, room.files, seen_file(os.fsencode(path), path.lstat()), os.fsencode(room.watch))


def test_compare_file_in_icloud_is_never_opened(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = room.drop("a.pdf")
    real_list = walk._list

    def dataless(folder: bytes, into: walk.Listing) -> list[bytes]:
        below = real_list(folder, into)
        for raw_path, found in into.files.items():
            into.files[raw_path] = found._replace(flags=walk.SF_DATALESS)
        return below

    with monkeypatch.context() as patched:
        patched.setattr(walk, "_list", dataless)
        room.settle()
        room.settle()
    assert room.outcome(path) == (WAITING, "not_downloaded")
    assert "iCloud" in sentence("not_downloaded")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)
