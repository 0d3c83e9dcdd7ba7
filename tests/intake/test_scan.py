"""Scans are the truth: whatever happened in the folder, the next one has every file in one state, with a reason."""

import errno
import os
import shutil
import socket
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from lexo.document import PlaceState
from lexo.errors import PermissionNeeded, WatchFolderMissing, sentence
from lexo.intake import walk
from lexo.intake.scan import Scanner
from lexo.store import documents, places

DONE, QUEUED, WAITING = PlaceState.DONE, PlaceState.QUEUED, PlaceState.WAITING
FAILED, IGNORED = PlaceState.FAILED, PlaceState.IGNORED


def test_scan_new_paper_waits_then_is_queued(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    assert room.outcome(path) == (WAITING, "still_copying")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)
    assert room.kept() == {documents.get(room.db, 1).sha256}


def test_scan_growing_file_is_not_taken(room: Any) -> None:
    path = room.drop("a.pdf", pdf_start := b"%PDF-1.4\n")
    for _ in range(10):
        room.scanner.scan_all()
        room.now_s += 4
        room.take()
        with path.open("ab") as file:
            file.write(b"x" * 100)
    assert room.outcome(path) == (WAITING, "still_copying")
    with path.open("ab") as file:
        file.write(b"%%EOF")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)
    (sha256,) = room.kept()
    assert room.files.path(sha256).read_bytes() == pdf_start + b"x" * 1000 + b"%%EOF"


def test_scan_change_that_only_the_take_sees_waits_anew(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.now_s += 5
    path.write_bytes(b"%PDF-1.4 more %%EOF")
    room.take()
    assert room.outcome(path) == (WAITING, "still_copying")
    room.now_s += 5
    room.take()
    assert room.outcome(path) == (QUEUED, None)


def test_scan_copy_ahead_of_a_changed_file_is_dropped(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.now_s += 2
    assert room.taker.copy_ahead() == 1
    first = room.kept()
    path.write_bytes(b"%PDF-1.4 other %%EOF")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)
    assert len(room.kept()) == 1
    assert room.kept() != first


def test_scan_copy_ahead_of_a_vanished_file_is_dropped(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.now_s += 2
    room.taker.copy_ahead()
    path.unlink()
    room.settle()
    room.taker.close()
    assert room.kept() == set()


def test_scan_pdf_without_end_is_taken_late_with_a_warning(room: Any) -> None:
    path = room.drop("a.pdf", b"%PDF-1.4\n" + b"x" * 3000)
    room.scanner.scan_all()
    room.now_s += 6
    room.take()
    assert room.outcome(path) == (WAITING, "still_copying")
    room.now_s += 10
    room.take()
    assert room.outcome(path) == (QUEUED, None)
    assert [warning.code for warning in documents.get(room.db, 1).warnings] == ["incomplete"]


def test_scan_cut_file_that_grows_becomes_the_whole_document(room: Any) -> None:
    path = room.drop("a.pdf", b"%PDF-1.4\n" + b"x" * 3000)
    room.settle()
    path.write_bytes(b"%PDF-1.4\n" + b"x" * 3000 + b"%%EOF")
    room.settle()
    place = room.place(path)
    assert (place.state, place.document_id) == (QUEUED, 2)
    assert documents.get(room.db, 2).warnings == ()


def test_scan_empty_file_waits_and_is_taken_when_it_grows(room: Any) -> None:
    path = room.drop("a.pdf", b"")
    room.settle()
    assert room.outcome(path) == (WAITING, "empty")
    path.write_bytes(b"%PDF-1.4 %%EOF")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)


def test_scan_same_bytes_three_times_is_one_document_with_three_places(room: Any) -> None:
    paths = [room.drop(name, b"%PDF-1.4 same %%EOF") for name in ("a.pdf", "b.pdf", "sub/c.pdf")]
    room.settle()
    assert room.document_count() == 1
    assert [place.raw_path for place in places.by_document(room.db, 1)] == [os.fsencode(path) for path in paths]


def test_scan_same_name_in_two_folders_is_two_documents(room: Any) -> None:
    room.drop("x/a.pdf")
    room.drop("y/a.pdf")
    room.settle()
    assert room.document_count() == 2


def test_scan_rename_keeps_document_and_place(room: Any) -> None:
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


def test_scan_renamed_folder_moves_all_places_at_once(room: Any) -> None:
    for number in range(20):
        room.drop(f"old/sub/{number}.pdf")
    room.settle()
    (room.watch / "old").rename(room.watch / "new")
    room.scanner.scan_all()
    assert room.names() == sorted(f"new/sub/{number}.pdf" for number in range(20))
    assert {place.state for place in places.list_places(room.db)} == {QUEUED}
    assert room.document_count() == 20


def test_scan_same_inode_size_and_time_with_other_bytes_is_not_a_move(
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


def test_scan_two_files_that_change_names_keep_their_contents_apart(room: Any) -> None:
    one, two = room.drop("1.pdf"), room.drop("2.pdf")
    room.settle()
    documents_before = room.place(one).document_id, room.place(two).document_id
    one.rename(room.watch / "x.pdf")
    two.rename(one)
    (room.watch / "x.pdf").rename(two)
    room.settle()
    assert (room.place(two).document_id, room.place(one).document_id) == documents_before
    assert room.document_count() == 2


def test_scan_vanished_file_keeps_its_document_and_comes_back(room: Any) -> None:
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


def test_scan_file_removed_before_it_was_read_says_so_without_noise(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    path.unlink()
    room.settle()
    room.scanner.scan_all()
    assert room.outcome(path) == (IGNORED, "gone")
    assert room.document_count() == 0
    assert places.forget_gone(room.db, 3600) == 0
    assert places.forget_gone(room.db, -1) == 1


def test_scan_file_replaced_in_place_is_a_new_document(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    other = room.base / "other"
    other.write_bytes(b"%PDF-1.4 other %%EOF")
    other.replace(path)
    room.settle()
    assert room.place(path).document_id == 2
    assert room.document_count() == 2
    assert places.by_document(room.db, 1) == ()


def test_scan_replaced_with_same_size_and_time_is_noticed_by_its_inode(room: Any) -> None:
    path = room.drop("a.pdf", b"%PDF-1.4 AAAA %%EOF")
    room.settle()
    status = path.stat()
    other = room.base / "other"
    other.write_bytes(b"%PDF-1.4 BBBB %%EOF")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)
    room.settle()
    assert room.place(path).document_id == 2


def test_scan_touched_file_stays_the_same_document(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    os.utime(path, (1, 1))
    room.settle()
    assert room.place(path).document_id == 1
    assert room.document_count() == 1


def test_scan_deleted_document_is_not_brought_back(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    documents.move_to_trash(room.db, 1)
    room.restart()
    os.utime(path, (1, 1))
    room.drop("again.pdf", path.read_bytes())
    room.settle()
    assert room.document_count() == 0
    assert room.outcome(path) == room.outcome(room.watch / "again.pdf") == (IGNORED, "in_trash")


def test_scan_links_pipes_sockets_and_devices_are_ignored_with_a_word(room: Any, monkeypatch: Any) -> None:
    room.drop("real/a.pdf")
    (room.watch / "link.pdf").symlink_to(room.watch / "real" / "a.pdf")
    (room.watch / "broken.pdf").symlink_to("nowhere")
    (room.watch / "linked-folder").symlink_to(room.watch / "real", target_is_directory=True)
    (room.watch / "loop").symlink_to(room.watch, target_is_directory=True)
    os.mkfifo(room.watch / "pipe.pdf")
    monkeypatch.chdir(room.watch)  # a socket's path may be 108 bytes long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.pdf")
    room.settle()
    said = {name: room.place(room.watch / name).reason for name in ("link.pdf", "broken.pdf", "linked-folder", "loop")}
    assert {reason.details["found"] for reason in said.values()} == {"a link"}
    assert room.place(room.watch / "pipe.pdf").reason.details == {"found": "a pipe"}
    assert room.place(room.watch / "socket.pdf").reason.details == {"found": "a socket"}
    assert room.document_count() == 1
    assert len(room.names()) == 7


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make devices")
def test_scan_device_is_ignored(room: Any) -> None:
    try:
        os.mknod(room.watch / "zero.pdf", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("no devices here")
    room.settle()
    assert room.place(room.watch / "zero.pdf").reason.details == {"found": "a device"}


def test_scan_hard_link_is_a_second_place(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    os.link(path, room.watch / "b.pdf")
    room.settle()
    assert len(places.by_document(room.db, 1)) == 2
    assert not room.place(path).is_missing


def test_scan_folder_named_like_a_paper_is_walked(room: Any) -> None:
    room.drop("folder.pdf/inside.pdf")
    room.settle()
    assert room.names() == ["folder.pdf/inside.pdf"]


def test_scan_hidden_and_system_folders_are_not_entered(room: Any) -> None:
    for name in (".git/a.pdf", "@eaDir/a.pdf", "__MACOSX/a.pdf", "x.pdf.download/a.pdf", ".Trashes/a.pdf"):
        room.drop(name)
    room.settle()
    assert room.names() == []


def test_scan_temporary_name_then_rename_is_one_paper(room: Any) -> None:
    part = room.drop("a.pdf.crdownload")
    room.scanner.scan_all()
    assert room.outcome(part) == (IGNORED, "temporary_file")
    part.rename(room.watch / "a.pdf")
    room.settle()
    assert room.names() == ["a.pdf"]
    assert room.outcome(room.watch / "a.pdf") == (QUEUED, None)


NAMES = [
    b"-rf.pdf",
    b"line\nbreak.pdf",
    b'quote".pdf',
    b"bytes \xe9\xff.pdf",
    b"trailing ",
    b"trailing.",
    b"CON",
    "\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe.pdf".encode(),
    "emoji \N{GRINNING FACE}.pdf".encode(),
    b"%s %d {} <b>&amp;.pdf",
    b"n" * 251 + b".pdf",
    unicodedata.normalize("NFC", "Reçu été.pdf").encode(),
]


@pytest.mark.parametrize("name", NAMES, ids=[str(number) for number in range(len(NAMES))])
def test_scan_odd_name_is_taken_and_shown(room: Any, name: bytes) -> None:
    raw_path = os.path.join(os.fsencode(room.watch), name)
    try:
        with open(raw_path, "wb") as file:
            file.write(b"%PDF-1.4 %%EOF")
    except OSError:
        pytest.skip("this file system does not take that name")
    room.settle()
    place = room.place(raw_path)
    assert place.state is QUEUED
    assert place.raw_path == raw_path
    shown = documents.get(room.db, 1).filename
    assert shown == unicodedata.normalize("NFC", name.decode("utf-8", "replace"))
    assert place.path.endswith(shown)


def test_scan_nfc_and_nfd_of_one_name_are_both_shown_in_nfc(room: Any) -> None:
    for form in ("NFC", "NFD"):
        room.drop(unicodedata.normalize(form, "Reçu été.pdf"), form.encode() and f"%PDF-1.4 {form} %%EOF".encode())
    room.settle()
    assert set(room.names()) == {unicodedata.normalize("NFC", "Reçu été.pdf")}
    assert room.document_count() == len(os.listdir(room.watch))


def test_scan_misnamed_files_go_by_content(room: Any) -> None:
    page = room.drop("page.pdf", b"<!DOCTYPE html><html></html>")
    paper = room.drop("paper.txt")
    room.settle()
    assert room.outcome(page) == (IGNORED, "unsupported_type")
    assert room.place(page).reason.details == {"found": "a web page"}
    assert room.outcome(paper) == (QUEUED, None)
    assert [warning.code for warning in documents.get(room.db, 1).warnings] == ["name_misleads"]


def test_scan_missing_folder_marks_nothing(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    room.watch.rename(room.base / "away")
    with pytest.raises(WatchFolderMissing) as caught:
        room.scanner.scan_all()
    assert str(room.watch) in str(caught.value)
    assert not room.place(path).is_missing
    (room.base / "away").rename(room.watch)
    room.scanner.scan_all()
    assert room.outcome(path) == (QUEUED, None)


def test_scan_empty_mount_point_marks_nothing(room: Any) -> None:
    path = room.drop("a.pdf")
    room.settle()
    with room.db.write() as connection:  # the disk had another device number than the folder it is mounted on
        connection.execute("UPDATE places SET device = device + 1")
    path.rename(room.base / "on-the-disk.pdf")
    with pytest.raises(WatchFolderMissing):
        room.scanner.scan_all()
    assert not room.place(path).is_missing
    (room.base / "on-the-disk.pdf").rename(path)
    room.scanner.scan_all()
    assert room.outcome(path) == (QUEUED, None)


def test_scan_emptied_folder_marks_its_files_missing(room: Any) -> None:
    path = room.drop("sub/a.pdf")
    room.settle()
    shutil.rmtree(room.watch / "sub")
    room.scanner.scan_all()
    assert room.place(path).is_missing
    assert room.document_count() == 1


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "permission"), (errno.EPERM, "privacy_permission"), (errno.EIO, "disk_read")],
)
def test_scan_folder_that_cannot_be_listed_is_said_and_loses_nothing(
    room: Any, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = room.drop("sub/a.pdf")
    room.settle()
    real = os.scandir

    def refusing(folder: bytes) -> Any:
        if folder.endswith(b"/sub"):
            raise OSError(number, "refused")
        return real(folder)

    with monkeypatch.context() as patched:
        patched.setattr(walk.os, "scandir", refusing)
        room.scanner.scan_all()
        room.scanner.scan_folders([os.fsencode(room.watch)])
    assert room.outcome(room.watch / "sub") == (WAITING, code)
    assert not room.place(path).is_missing
    room.scanner.scan_all()
    assert room.names() == ["sub/a.pdf"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "permission"), (errno.EPERM, "privacy_permission"), (errno.EIO, "disk_read")],
)
def test_scan_file_that_cannot_be_read_waits_and_is_tried_again(
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
def test_scan_real_missing_right_is_permission(room: Any) -> None:
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
    from lexo.intake.add import seen_file, take_file

    take_file(room.db, room.files, seen_file(os.fsencode(path), path.lstat()), os.fsencode(room.watch))


def test_scan_file_in_icloud_is_never_opened(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_scan_folders_looks_only_where_told_and_into_what_is_new(room: Any) -> None:
    room.drop("known/a.pdf")
    room.scanner.scan_all()
    room.drop("known/b.pdf")
    room.drop("new/deep/c.pdf")
    room.drop("d.pdf")
    room.scanner.scan_folders([os.fsencode(room.watch)])
    assert room.names() == ["d.pdf", "known/a.pdf", "new/deep/c.pdf"]
    room.scanner.scan_folders([os.fsencode(room.watch / "known")])
    assert "known/b.pdf" in room.names()


def test_scan_folders_sees_what_left_but_not_what_lies_deeper(room: Any) -> None:
    for name in ("a.pdf", "gone/b.pdf", "stays/c.pdf"):
        room.drop(name)
    room.settle()
    (room.watch / "a.pdf").unlink()
    shutil.rmtree(room.watch / "gone")
    (room.watch / "stays" / "c.pdf").unlink()
    room.scanner.scan_folders([os.fsencode(room.watch)])
    assert room.names() == ["stays/c.pdf"]
    room.scanner.scan_folders([os.fsencode(room.watch / "gone"), os.fsencode(room.watch / "stays")])
    assert room.names() == []


def test_scan_folders_understands_a_name_in_another_unicode_form(room: Any) -> None:
    folder = room.watch / unicodedata.normalize("NFD", "reçus")
    folder.mkdir()
    room.scanner.scan_all()
    (folder / "a.pdf").write_bytes(b"%PDF-1.4 %%EOF")
    room.scanner.scan_folders([os.fsencode(room.watch / unicodedata.normalize("NFC", "reçus"))])
    assert len(room.names()) == 1


def test_scan_after_restart_goes_on_with_what_waited(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.restart()
    room.settle()
    assert room.outcome(path) == (QUEUED, None)


def test_scan_internal_failure_of_one_file_stops_no_other(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = room.drop("bad.pdf"), room.drop("good.pdf")
    from lexo.intake import add

    real = add.sniff

    def failing(descriptor: int, filename: str) -> Any:
        if filename == "bad.pdf":
            raise ValueError("a mistake of ours")
        return real(descriptor, filename)

    with monkeypatch.context() as patched:
        patched.setattr(add, "sniff", failing)
        room.settle()
    assert room.outcome(bad) == (FAILED, "internal")
    assert room.outcome(good) == (QUEUED, None)
    room.restart()
    room.settle()
    assert room.outcome(bad) == (QUEUED, None)


def test_scan_of_ten_thousand_known_files_costs_well_under_a_second(room: Any) -> None:
    for number in range(10_000):
        path = room.watch / f"{number % 50}" / f"{number}.pdf"
        if number < 50:
            path.parent.mkdir()
        path.touch()
    room.scanner.scan_all()
    with room.db.write() as connection:
        connection.execute("UPDATE places SET state = 'taken', reason_code = NULL")
    scanner = Scanner(room.db, room.files, room.watch, room.stability)
    started = time.process_time()
    scanner.scan_all()
    assert time.process_time() - started < 1.0
