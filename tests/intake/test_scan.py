"""Scans are the truth: whatever happened in the folder, the next one has every file in one state, with a reason."""

import errno
import os
import shutil
import socket
import time
import unicodedata
from typing import Any

import pytest

from lexo.document import PlaceState
from lexo.errors import WatchFolderMissing
from lexo.intake import walk
from lexo.intake.scan import Scanner
from lexo.store import documents

DONE, QUEUED, WAITING = PlaceState.DONE, PlaceState.QUEUED, PlaceState.WAITING
FAILED, IGNORED = PlaceState.FAILED, PlaceState.IGNORED


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


def test_scan_folder_named_like_a_paper_is_walked(room: Any) -> None:
    room.drop("folder.pdf/inside.pdf")
    room.settle()
    assert room.names() == ["folder.pdf/inside.pdf"]


def test_scan_hidden_and_system_folders_are_not_entered(room: Any) -> None:
    for name in (".git/a.pdf", "@eaDir/a.pdf", "__MACOSX/a.pdf", "x.pdf.download/a.pdf", ".Trashes/a.pdf"):
        room.drop(name)
    room.settle()
    assert room.names() == []


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
