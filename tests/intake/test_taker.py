"""Files are taken once they are at rest, whole, once, and one bad file stops no other."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from lexo.document import PlaceState
from lexo.errors import sentence
from lexo.intake import add
from lexo.store import documents, places

DONE, QUEUED, WAITING = PlaceState.DONE, PlaceState.QUEUED, PlaceState.WAITING
FAILED, IGNORED = PlaceState.FAILED, PlaceState.IGNORED


def test_taken_new_paper_waits_then_is_queued(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    assert room.outcome(path) == (WAITING, "still_copying")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)
    assert room.kept() == {documents.get(room.db, 1).sha256}


def test_taken_growing_file_is_not_taken(room: Any) -> None:
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


def test_taken_change_that_only_the_take_sees_waits_anew(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.now_s += 5
    path.write_bytes(b"%PDF-1.4 more %%EOF")
    room.take()
    assert room.outcome(path) == (WAITING, "still_copying")
    room.now_s += 5
    room.take()
    assert room.outcome(path) == (QUEUED, None)


def test_taken_copy_ahead_of_a_changed_file_is_dropped(room: Any) -> None:
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


def test_taken_copy_ahead_of_a_vanished_file_is_dropped(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.now_s += 2
    room.taker.copy_ahead()
    path.unlink()
    room.settle()
    room.taker.close()
    assert room.kept() == set()


def test_taken_pdf_without_end_is_taken_late_with_a_warning(room: Any) -> None:
    path = room.drop("a.pdf", b"%PDF-1.4\n" + b"x" * 3000)
    room.scanner.scan_all()
    room.now_s += 6
    room.take()
    assert room.outcome(path) == (WAITING, "still_copying")
    room.now_s += 10
    room.take()
    assert room.outcome(path) == (QUEUED, None)
    assert [warning.code for warning in documents.get(room.db, 1).warnings] == ["incomplete"]


def test_taken_cut_file_that_grows_becomes_the_whole_document(room: Any) -> None:
    path = room.drop("a.pdf", b"%PDF-1.4\n" + b"x" * 3000)
    room.settle()
    path.write_bytes(b"%PDF-1.4\n" + b"x" * 3000 + b"%%EOF")
    room.settle()
    place = room.place(path)
    assert (place.state, place.document_id) == (QUEUED, 2)
    assert documents.get(room.db, 2).warnings == ()


def test_taken_empty_file_waits_and_is_taken_when_it_grows(room: Any) -> None:
    path = room.drop("a.pdf", b"")
    room.settle()
    assert room.outcome(path) == (WAITING, "empty")
    path.write_bytes(b"%PDF-1.4 %%EOF")
    room.settle()
    assert room.outcome(path) == (QUEUED, None)


def test_taken_same_bytes_three_times_is_one_document_with_three_places(room: Any) -> None:
    paths = [room.drop(name, b"%PDF-1.4 same %%EOF") for name in ("a.pdf", "b.pdf", "sub/c.pdf")]
    room.settle()
    assert room.document_count() == 1
    assert [place.raw_path for place in places.by_document(room.db, 1)] == [os.fsencode(path) for path in paths]


def test_taken_same_name_in_two_folders_is_two_documents(room: Any) -> None:
    room.drop("x/a.pdf")
    room.drop("y/a.pdf")
    room.settle()
    assert room.document_count() == 2


def test_taken_misnamed_files_go_by_content(room: Any) -> None:
    page = room.drop("page.pdf", b"<!DOCTYPE html><html></html>")
    paper = room.drop("paper.txt")
    room.settle()
    assert room.outcome(page) == (IGNORED, "unsupported_type")
    assert room.place(page).reason.details == {"found": "a web page"}
    assert room.outcome(paper) == (QUEUED, None)
    assert [warning.code for warning in documents.get(room.db, 1).warnings] == ["name_misleads"]


def test_taken_after_restart_goes_on_with_what_waited(room: Any) -> None:
    path = room.drop("a.pdf")
    room.scanner.scan_all()
    room.restart()
    room.settle()
    assert room.outcome(path) == (QUEUED, None)


def test_taken_internal_failure_of_one_file_stops_no_other(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = room.drop("bad.pdf"), room.drop("good.pdf")

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


@pytest.mark.corpus
def test_taken_hostile_corpus_each_file_has_a_state_and_the_good_one_is_queued(room: Any, corpus: Path) -> None:
    for path in sorted((corpus / "hostile_dev").iterdir()):
        shutil.copy(path, room.watch)
    good = room.drop("zz-good.pdf")
    room.settle()
    listed = places.list_places(room.db, limit=1000)
    assert len(listed) == len(os.listdir(room.watch)) > 60
    for place in listed:
        assert place.state is QUEUED or (place.reason is not None and " " in sentence(place.reason.code))
    assert room.outcome(good) == (QUEUED, None)
    assert room.outcome(room.watch / "empty.pdf") == (WAITING, "empty")
    assert {path.name for path in room.watch.iterdir() if room.outcome(path)[1] == "unsupported_type"} == {
        *("bad1.pdf", "crash-4fb027452e6988530aa5dabee76eecacb3b79f8a.j2k", "decode_error.txt", "docx_named.pdf"),
        "manifest.json",
    }
