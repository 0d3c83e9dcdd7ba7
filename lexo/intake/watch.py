"""The thread `lexo-watch`: events say where to look, scans say what is true, files at rest are taken."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from lexo.document import Reason
from lexo.errors import LexoError
from lexo.intake.add import as_reason
from lexo.intake.scan import Scanner
from lexo.intake.stable import Stability
from lexo.intake.taker import Taker
from lexo.store import places
from lexo.store.database import Database, now
from lexo.store.files import FileStore

log = logging.getLogger(__name__)

QUIET_S = 0.5  # a changed folder is scanned once nothing has happened for so long,
LATEST_S = 2.0  # or after this while things keep happening
PAUSE_S = 5.0  # after the disk was full or the database busy
SLEEP_GAP_S = 5.0  # the wall clock ran ahead of the monotonic one by this: the machine slept
FLOOD_EVENTS = 4096  # a quarter of Linux' queue: some may be lost, so everything is scanned
STOP_WITHIN_S = 2.0
MISSING_AGAIN_S = 5.0  # a folder that is not there is looked for this often
IDLE_S = 10.0  # the longest nap: after a sleep of the machine the scan comes at most so much later
GONE_KEPT_S = 86_400.0  # files that vanished unread are shown for a day

EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,  # Linux: one at the end of writing, where FileModifiedEvent comes with each piece
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
]
if not hasattr(os, "O_NOATIME"):  # not Linux: nobody tells when a file was closed
    EVENTS.append(FileModifiedEvent)


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How to watch; seconds."""

    stable_after_s: float = 5.0
    rescan_every_s: float = 60.0
    use_events: bool = True


class Hints(FileSystemEventHandler):
    """Collects the folders in which something happened. Called in watchdog's thread; does nothing else."""

    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._folders: set[bytes | str] = set()
        self._count = 0
        self._first_at = 0.0
        self._last_at = 0.0

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the folder of an event, both for a move."""
        with self._lock:
            self._last_at = time.monotonic()
            if not self._folders:
                self._first_at = self._last_at
            self._count += 1
            self._folders.add(os.path.dirname(event.src_path))
            if event.dest_path:
                self._folders.add(os.path.dirname(event.dest_path))
        if not self._wake.is_set():
            self._wake.set()

    def due_in_s(self) -> float | None:
        """Seconds until the folders should be scanned; None if nothing happened."""
        with self._lock:
            if not self._folders:
                return None
            return max(0.0, min(self._last_at + QUIET_S, self._first_at + LATEST_S) - time.monotonic())

    def collect(self) -> tuple[set[bytes], bool]:
        """The folders since the last call, and whether there was such a flood that some may be missing."""
        with self._lock:
            folders, self._folders = self._folders, set()
            is_flood, self._count = self._count >= FLOOD_EVENTS, 0
        return {os.fsencode(folder) for folder in folders}, is_flood


class Watcher:
    """Watches one folder for as long as it runs. `start` and `stop` once each; the properties from any thread."""

    def __init__(self, db: Database, files: FileStore, root: Path, options: WatchOptions) -> None:
        self._db = db
        self._root = root
        self._options = options
        self._stability = Stability(options.stable_after_s)
        self._scanner = Scanner(db, files, root, self._stability)
        self._stopping = threading.Event()
        self._taker = Taker(db, files, self._scanner.root, self._stability, self._stopping.is_set)
        self._wake = threading.Event()
        self._hints = Hints(self._wake)
        self._thread = threading.Thread(target=self._run, name="lexo-watch", daemon=True)
        self._observer: Any = None  # watchdog picks its class by system
        self._identity: tuple[int, int] | None = None
        self._has_warned = False
        self._real_root = self._scanner.root
        self._next_full_at = 0.0
        self._paused_until = 0.0
        self._clocks = (time.time(), time.monotonic())
        self._last_scan_at: str | None = None
        self._folder_problem: Reason | None = None

    @property
    def last_scan_at(self) -> str | None:
        """When the whole folder was last looked through, UTC ISO 8601; None before the first time."""
        return self._last_scan_at

    @property
    def folder_problem(self) -> Reason | None:
        """Why the folder cannot be watched at the moment; None while it can."""
        return self._folder_problem

    @property
    def has_events(self) -> bool:
        """Whether the system tells of changes; without, they are seen by the next full scan."""
        return self._observer is not None

    def start(self) -> None:
        """Begin to watch, with a full scan."""
        self._thread.start()

    def stop(self) -> bool:
        """End within two seconds; False if a very large file is still being copied then (it is taken next time)."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN_S)
        return not self._thread.is_alive()

    def scan_now(self) -> None:
        """Have the whole folder looked through at once, in the watcher's thread."""
        self._next_full_at = 0.0
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self._round()
            except LexoError as error:
                log.warning("watching pauses: %s", error.code)
                self._paused_until = time.monotonic() + PAUSE_S
            except Exception:
                log.exception("watching pauses")
                self._paused_until = time.monotonic() + PAUSE_S
            if not self._stopping.is_set():
                self._wake.wait(self._idle_s())
        self._stop_observer()
        self._tidy()

    def _tidy(self) -> None:
        """Drop copies made for files that are not taken any more."""
        try:
            self._taker.close()
        except (LexoError, OSError):
            log.warning("copies that are not needed stay in the store")

    def _round(self) -> None:
        """Scan what is due, then take one batch."""
        if self._has_slept() or time.monotonic() >= self._next_full_at:
            self._guarded(self._scan_all)
        elif self._hints.due_in_s() == 0.0:
            self._guarded(self._scan_hinted)
        if self._folder_problem is None and time.monotonic() >= self._paused_until:
            self._take()

    def _take(self) -> None:
        """Take what is at rest; with nothing at rest, get ready what will be."""
        if self._stability.next_due_in_s() == 0.0:
            self._taker.take_batch()
        else:
            self._taker.copy_ahead()
            self._taker.close()

    def _guarded(self, scan: Callable[[], None]) -> None:
        """Run a scan; a folder that is not there, or not to be read, is a state and not an error."""
        try:
            scan()
        except LexoError as error:
            if error.code not in ("watch_folder_missing", "permission", "privacy_permission", "disk_read"):
                raise
            if self._folder_problem is None:
                log.warning("the watched folder cannot be looked through: %s", error.code)
            self._folder_problem = as_reason(error)
            self._next_full_at = time.monotonic() + min(MISSING_AGAIN_S, self._options.rescan_every_s)
            self._stop_observer()
        else:
            self._folder_problem = None

    def _scan_all(self) -> None:
        self._next_full_at = time.monotonic() + self._options.rescan_every_s
        self._hints.collect()
        self._start_observer()
        self._scanner.scan_all()
        self._last_scan_at = now()
        places.forget_gone(self._db, GONE_KEPT_S)

    def _scan_hinted(self) -> None:
        folders, is_flood = self._hints.collect()
        if is_flood or not self._is_observer_well():
            self._scan_all()
        else:
            self._scanner.scan_folders(self._as_configured(folder) for folder in folders)

    def _as_configured(self, folder: bytes) -> bytes:
        """The watched folder may be reached through a link; events name what is behind it."""
        return self._scanner.root + folder.removeprefix(self._real_root)

    def _idle_s(self) -> float:
        """Seconds until there is something to do."""
        time_s = time.monotonic()
        naps = [IDLE_S, self._next_full_at - time_s]
        if (hinted := self._hints.due_in_s()) is not None:
            naps.append(hinted)
        if self._folder_problem is None:
            waits = (self._stability.next_due_in_s(), self._stability.next_ahead_in_s())
            naps += [max(wait, self._paused_until - time_s) for wait in waits if wait is not None]
        return max(0.0, min(naps))

    def _has_slept(self) -> bool:
        """Whether the machine slept since the last round (or its clock was set, which a scan does not hurt)."""
        before, self._clocks = self._clocks, (time.time(), time.monotonic())
        return (self._clocks[0] - before[0]) - (self._clocks[1] - before[1]) > SLEEP_GAP_S

    def _start_observer(self) -> None:
        """Have the system tell of changes, if it can; a folder that was replaced is watched anew."""
        if not self._options.use_events or self._is_observer_well():
            return
        self._stop_observer()
        try:
            self._identity = _identity(self._scanner.root)
            self._real_root = os.path.realpath(self._scanner.root)
            observer = Observer()
            observer.schedule(self._hints, os.fsdecode(self._real_root), recursive=True, event_filter=EVENTS)
            observer.start()
        except Exception as error:  # the limit of watches, a network volume, a folder that vanished
            if not self._has_warned:
                log.warning("no events of the watched folder, scans alone do it: %s", type(error).__name__)
            self._has_warned = True
        else:
            self._observer = observer
            self._has_warned = False

    def _is_observer_well(self) -> bool:
        if self._observer is None:
            return False
        alive = self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)
        return alive and self._identity == _identity(self._scanner.root)

    def _stop_observer(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join(1.0)


def _identity(folder: bytes) -> tuple[int, int] | None:
    """Which folder this is, whatever its name; None if it is not there."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
