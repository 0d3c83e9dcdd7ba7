"""Drop thousands of files into a watched folder in six ways and count what is lost, how late, and at what cost.

    python scripts/bench_watch.py [--files 10000] [--drops plain,…] [--runs 1] [--events on|off|both] [--json]

Each drop is done by another process. `late` is from the end of the drop until the last file is queued, the stability
delay taken off; `cpu` is the watching process' own, once to take the files in and, as `idle scan`, once to look through
the folder when nothing changed; `watchdog` is what watchdog alone costs with a handler that only counts.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from lexo.document import PlaceState
from lexo.intake.scan import Scanner
from lexo.intake.stable import Stability
from lexo.intake.watch import Watcher, WatchOptions
from lexo.store import documents, places
from lexo.store.database import Database
from lexo.store.files import FileStore

PER_FOLDER = 10
CHUNKED_FILES = 900
CHUNK_PAUSE_S = 1.0


@dataclass(frozen=True)
class Measured:
    """One drop: files and seconds."""

    drop: str
    events: bool
    files: int
    lost: int
    drop_s: float
    late_s: float
    cpu_s: float
    idle_scan_ms: float
    watchdog_cpu_s: float


def paper(number: int) -> bytes:
    """A small PDF unlike any other."""
    return b"%%PDF-1.4\n%% paper %08d\n%s\n%%%%EOF\n" % (number, b"x" * 2000)


def plain(watch: Path, aside: Path, count: int) -> None:
    """Write each file under its name."""
    del aside
    for number in range(count):
        (watch / f"plain-{number:05}.pdf").write_bytes(paper(number))


def renamed(watch: Path, aside: Path, count: int) -> None:
    """Write under a temporary name, then rename."""
    del aside
    for number in range(count):
        temporary = watch / f".{number:05}.pdf.part"
        temporary.write_bytes(paper(number))
        temporary.rename(watch / f"renamed-{number:05}.pdf")


def outside(watch: Path, aside: Path, count: int) -> None:
    """Write elsewhere on the same disk, then move each file in."""
    for number in range(count):
        (aside / f"{number:05}.pdf").write_bytes(paper(number))
    for number in range(count):
        (aside / f"{number:05}.pdf").rename(watch / f"outside-{number:05}.pdf")


def folder(watch: Path, aside: Path, count: int) -> None:
    """Move a whole folder in."""
    (aside / "folder").mkdir()
    for number in range(count):
        (aside / "folder" / f"{number:05}.pdf").write_bytes(paper(number))
    (aside / "folder").rename(watch / "folder")


def subfolders(watch: Path, aside: Path, count: int) -> None:
    """Make a new folder for every ten files."""
    del aside
    for number in range(count):
        inside = watch / f"sub-{number // PER_FOLDER:04}"
        if number % PER_FOLDER == 0:
            inside.mkdir()
        (inside / f"{number:05}.pdf").write_bytes(paper(number))


def chunked(watch: Path, aside: Path, count: int) -> None:
    """Write files in three pieces with a pause between: none may be taken half."""
    del aside
    third = 700
    for piece in range(3):
        for number in range(count):
            with open(watch / f"chunked-{number:05}.pdf", "ab") as file:
                end = None if piece == 2 else (piece + 1) * third
                file.write(paper(number)[piece * third : end])
        time.sleep(CHUNK_PAUSE_S if piece < 2 else 0)


DROPS: dict[str, Callable[[Path, Path, int], None]] = {
    drop.__name__: drop for drop in (plain, renamed, outside, folder, subfolders, chunked)
}


def drop_in_process(name: str, watch: Path, aside: Path, count: int) -> None:
    """Do a drop in a process of its own and wait for its end."""
    subprocess.run(
        [
            *(sys.executable, __file__, "--drop-into", str(watch), "--aside", str(aside)),
            *("--drops", name, "--files", str(count)),
        ],
        check=True,
    )


class Counter(FileSystemEventHandler):
    """The least a handler can do."""

    events = 0

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.events += 1


def watchdog_alone(name: str, count: int, base: Path) -> float:
    """CPU seconds of watchdog for the same drop, until it was quiet for a second."""
    watch, aside = make_folders(base)
    counter, observer = Counter(), Observer()
    observer.schedule(counter, str(watch), recursive=True)
    observer.start()
    started = time.process_time()
    drop_in_process(name, watch, aside, count)
    seen = -1
    while seen != counter.events:
        seen = counter.events
        time.sleep(1.0)
    cpu_s = time.process_time() - started
    observer.stop()
    observer.join()
    return cpu_s


def measure(name: str, count: int, base: Path, *, events: bool, stable_after_s: float) -> Measured:
    """One drop beside a running watcher."""
    count = min(count, CHUNKED_FILES) if name == "chunked" else count
    watchdog_cpu_s = watchdog_alone(name, count, base / "alone")
    watch, aside = make_folders(base / "ours")
    database, files = Database(base / "lexo.db"), FileStore(base / "files")
    options = WatchOptions(stable_after_s, rescan_every_s=60.0 if events else 2.0, use_events=events)
    watcher = Watcher(database, files, watch, options)
    watcher.start()
    while watcher.last_scan_at is None:
        time.sleep(0.01)
    cpu_s, began = time.process_time(), time.monotonic()
    drop_in_process(name, watch, aside, count)
    ended = time.monotonic()
    queued = wait_until_queued(database, count, ended + 120)
    late_s = time.monotonic() - ended - stable_after_s
    cpu_s = time.process_time() - cpu_s
    watcher.stop()
    idle_ms = idle_scan_ms(database, files, watch, stable_after_s)
    whole = documents.counts(database)
    lost = count - min(queued, sum(whole.values()))
    database.close()
    return Measured(name, events, count, lost, ended - began, late_s, cpu_s, idle_ms, watchdog_cpu_s)


def wait_until_queued(database: Database, count: int, until: float) -> int:
    """How many files are queued, once all are or at `until` (monotonic)."""
    while (queued := places.counts(database)[PlaceState.QUEUED]) < count and time.monotonic() < until:
        time.sleep(0.1)
    return queued


def idle_scan_ms(database: Database, files: FileStore, watch: Path, stable_after_s: float) -> float:
    """CPU milliseconds of a full scan that finds nothing new; the best of three."""
    scanner = Scanner(database, files, watch, Stability(stable_after_s))
    costs = []
    for _ in range(3):
        started = time.process_time()
        scanner.scan_all()
        costs.append((time.process_time() - started) * 1000)
    return min(costs)


def make_folders(base: Path) -> tuple[Path, Path]:
    """A folder to watch and one beside it, on the same disk."""
    watch, aside = base / "watch", base / "aside"
    watch.mkdir(parents=True)
    aside.mkdir()
    return watch, aside


def show(results: list[Measured]) -> None:
    """The table of the documentation."""
    print("| drop | events | files | lost | drop s | late s | CPU s | idle scan ms | watchdog alone CPU s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for result in results:
        print(
            f"| {result.drop} | {'on' if result.events else 'off'} | {result.files} | {result.lost} |"
            f" {result.drop_s:.1f} | {result.late_s:.1f} | {result.cpu_s:.1f} | {result.idle_scan_ms:.0f} |"
            f" {result.watchdog_cpu_s:.1f} |"
        )
    print(f"\nlost in all: {sum(result.lost for result in results)}", end="; ")
    print(f"median late: {statistics.median(result.late_s for result in results):.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--drops", default=",".join(DROPS))
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--events", choices=("on", "off", "both"), default="both")
    parser.add_argument("--stable-after", type=float, default=5.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--drop-into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--aside", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.drop_into:
        DROPS[given.drops](given.drop_into, given.aside, given.files)
        return 0
    results = []
    for name in given.drops.split(","):
        for events in {"on": [True], "off": [False], "both": [True, False]}[given.events]:
            for _ in range(given.runs):
                base = Path(tempfile.mkdtemp(prefix="lexo-bench-"))
                try:
                    results.append(measure(name, given.files, base, events=events, stable_after_s=given.stable_after))
                finally:
                    shutil.rmtree(base)
                print(results[-1], file=sys.stderr)
    if given.json:
        print(json.dumps([asdict(result) for result in results], indent=1))
    else:
        show(results)
    return 1 if any(result.lost for result in results) else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
