"""The watcher finds every file of every kind of drop, with events and without, and stops at once."""

import importlib.util
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from watchdog.events import FileClosedEvent, FileMovedEvent

from lexo.document import PlaceState
from lexo.errors import DiskFull
from lexo.intake import watch
from lexo.intake.watch import Hints, Watcher, WatchOptions
from lexo.store import documents, places
from lexo.store.copies import CopyBatch
from lexo.store.database import Database

SOON_S = 20.0


def load_bench() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "bench_watch.py"
    spec = importlib.util.spec_from_file_location("bench_watch", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BENCH = load_bench()


@pytest.fixture
def watching(room: Any) -> Iterator[Callable[..., Watcher]]:
    """Start a watcher on the room's folder; all are stopped at the end."""
    started: list[Watcher] = []

    def start(**options: Any) -> Watcher:
        options = {"stable_after_s": 0.3, "rescan_every_s": 60.0, **options}
        watcher = Watcher(room.db, room.files, room.watch, WatchOptions(**options))
        watcher.start()
        started.append(watcher)
        wait_until(lambda: watcher.last_scan_at is not None or watcher.folder_problem is not None)
        return watcher

    yield start
    assert all(watcher.stop() for watcher in started)
    assert not [thread.name for thread in threading.enumerate() if thread.name == "lexo-watch"]


def wait_until(is_so: Callable[[], bool], within_s: float = SOON_S) -> None:
    ends_at = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.02)


def queued(db: Database) -> int:
    return places.counts(db)[PlaceState.QUEUED]


@pytest.mark.parametrize("use_events", [True, False], ids=["events", "no-events"])
@pytest.mark.parametrize("drop", list(BENCH.DROPS))
def test_watcher_loses_no_file_of_any_drop(
    room: Any, watching: Any, drop: str, use_events: bool, monkeypatch: Any
) -> None:
    monkeypatch.setattr(BENCH, "CHUNK_PAUSE_S", 0.2)
    count = 300
    watching(use_events=use_events, rescan_every_s=60.0 if use_events else 0.5)
    aside = room.base / "aside"
    aside.mkdir()
    BENCH.DROPS[drop](room.watch, aside, count)
    wait_until(lambda: queued(room.db) == count)
    assert room.document_count() == count
    assert len(room.kept()) == count
    assert {room.files.path(document.sha256).read_bytes() for document in all_documents(room)} == {
        BENCH.paper(number) for number in range(count)
    }


def all_documents(room: Any) -> tuple[Any, ...]:
    return documents.list_documents(room.db, documents.DocumentQuery(limit=100_000)).items


@pytest.mark.slow
def test_watcher_loses_none_of_ten_thousand_without_events(room: Any, watching: Any) -> None:
    watcher = watching(use_events=False, rescan_every_s=1.0, stable_after_s=1.0)
    BENCH.plain(room.watch, room.base, 10_000)
    wait_until(lambda: queued(room.db) == 10_000, within_s=240)
    assert room.document_count() == 10_000
    assert not watcher.has_events


def test_watcher_takes_what_lay_there_before_it_started(room: Any, watching: Any) -> None:
    room.drop("a.pdf")
    watching()
    wait_until(lambda: queued(room.db) == 1)


def test_watcher_takes_it_as_soon_as_it_is_at_rest(room: Any, watching: Any) -> None:
    watcher = watching(stable_after_s=0.3)
    assert watcher.has_events
    room.drop("a.pdf")
    wait_until(lambda: queued(room.db) == 1, within_s=3.0)


def test_watcher_that_cannot_have_events_scans_alone(room: Any, watching: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Any) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watch.Observer, "start", refuse)
    watcher = watching(rescan_every_s=0.3)
    assert not watcher.has_events
    room.drop("a.pdf")
    wait_until(lambda: queued(room.db) == 1)
    assert watcher.folder_problem is None


def test_watcher_scan_now_does_not_wait_for_its_turn(room: Any, watching: Any) -> None:
    watcher = watching(use_events=False, rescan_every_s=600.0)
    room.drop("a.pdf")
    watcher.scan_now()
    wait_until(lambda: queued(room.db) == 1)


def test_watcher_folder_that_goes_and_comes_back(room: Any, watching: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MISSING_AGAIN_S", 0.2)
    watcher = watching()
    path = room.drop("a.pdf")
    wait_until(lambda: queued(room.db) == 1)
    room.watch.rename(room.base / "away")
    watcher.scan_now()
    wait_until(lambda: watcher.folder_problem is not None)
    assert watcher.folder_problem.code == "watch_folder_missing"
    assert not room.place(path).is_missing
    assert not watcher.has_events
    (room.base / "away").rename(room.watch)
    wait_until(lambda: watcher.folder_problem is None and watcher.has_events)
    room.drop("b.pdf")
    wait_until(lambda: queued(room.db) == 2, within_s=5.0)


def test_watcher_folder_that_was_replaced_is_watched_anew(room: Any, watching: Any) -> None:
    watcher = watching()
    shutil.rmtree(room.watch)
    room.watch.mkdir()
    watcher.scan_now()
    wait_until(lambda: watcher.has_events and watcher.folder_problem is None)
    time.sleep(0.3)
    room.drop("b.pdf")
    wait_until(lambda: queued(room.db) == 1, within_s=5.0)


def test_watcher_folder_behind_a_link_is_watched(room: Any) -> None:
    (room.base / "link").symlink_to(room.watch)
    watcher = Watcher(room.db, room.files, room.base / "link", WatchOptions(0.2, 60.0))
    watcher.start()
    try:
        wait_until(lambda: watcher.last_scan_at is not None)
        (room.watch / "sub").mkdir()
        (room.watch / "sub" / "a.pdf").write_bytes(b"%PDF-1.4 %%EOF")
        wait_until(lambda: queued(room.db) == 1, within_s=5.0)
        assert room.place(room.base / "link" / "sub" / "a.pdf").document_id == 1
    finally:
        assert watcher.stop()


def test_watcher_stops_within_two_seconds_in_the_middle_of_a_flood(room: Any, watching: Any) -> None:
    for number in range(1500):
        path = room.drop(f"{number}.pdf")
        os.utime(path, (1, 1))
    watcher = watching()
    wait_until(lambda: queued(room.db) > 0)
    started = time.monotonic()
    assert watcher.stop()
    assert time.monotonic() - started < 2.0
    taken = queued(room.db)
    assert 0 < taken < 1500
    watching()
    wait_until(lambda: queued(room.db) == 1500, within_s=60)
    assert room.document_count() == 1500


def test_watcher_full_disk_pauses_and_goes_on(room: Any, watching: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "PAUSE_S", 0.3)
    failed: list[int] = []
    real = CopyBatch.finish

    def full(batch: CopyBatch) -> None:
        if len(failed) < 3:
            failed.append(1)
            raise DiskFull()
        real(batch)

    monkeypatch.setattr(CopyBatch, "finish", full)
    watching()
    path = room.drop("a.pdf")
    wait_until(lambda: queued(room.db) == 1)
    assert len(failed) == 3
    assert room.outcome(path) == (PlaceState.QUEUED, None)


def test_watcher_scans_everything_after_the_machine_slept(
    room: Any, watching: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "IDLE_S", 0.1)
    watching(use_events=False, rescan_every_s=600.0)
    room.drop("a.pdf")
    time.sleep(0.5)
    assert room.names() == []
    real = time.time
    monkeypatch.setattr(watch.time, "time", lambda: real() + 3600)
    wait_until(lambda: queued(room.db) == 1)


def test_watcher_changes_nothing_in_the_folder(room: Any, watching: Any) -> None:
    paths = [room.drop(f"{number}.pdf") for number in range(20)]
    before = [
        (path.read_bytes(), path.lstat().st_mtime_ns, path.lstat().st_mode, path.lstat().st_ino) for path in paths
    ]
    watching()
    wait_until(lambda: queued(room.db) == 20)
    after = [(path.read_bytes(), path.lstat().st_mtime_ns, path.lstat().st_mode, path.lstat().st_ino) for path in paths]
    assert after == before
    assert sorted(os.listdir(room.watch)) == sorted(path.name for path in paths)


def test_hints_cost_less_than_fifty_microseconds_each() -> None:
    hints = Hints(threading.Event())
    events = [FileClosedEvent(f"/watch/folder-{number % 100}/{number}.pdf") for number in range(10_000)]
    started = time.thread_time()
    for event in events:
        hints.on_any_event(event)
    assert (time.thread_time() - started) / len(events) < 50e-6
    folders, is_flood = hints.collect()
    assert len(folders) == 100
    assert is_flood


def test_hints_name_both_folders_of_a_move() -> None:
    hints = Hints(threading.Event())
    assert hints.due_in_s() is None
    hints.on_any_event(FileMovedEvent("/w/a/1.pdf", "/w/b/1.pdf"))
    due_in_s = hints.due_in_s()
    assert due_in_s is not None
    assert 0.0 < due_in_s <= watch.QUIET_S
    assert hints.collect() == ({b"/w/a", b"/w/b"}, False)
    assert hints.due_in_s() is None


def test_hints_are_due_at_the_latest_while_things_keep_happening(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(watch.time, "monotonic", lambda: now[0])
    hints = Hints(threading.Event())
    for _ in range(21):
        hints.on_any_event(FileClosedEvent("/w/a.pdf"))
        now[0] += 0.1
    assert hints.due_in_s() == 0.0
