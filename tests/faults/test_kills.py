"""kill -9 of the server and of readers at random moments of a drop: everything is read, once, and nothing is lost."""

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import invariants
import psutil
import pytest
from serving import FINAL, Server

from papers import SENTENCES, write_pdf, write_scan

FILES = 30
KILLS = 50
READERS = 2
SEED = 20251121

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    if server.is_alive():
        server.kill()


def make_drop(folder: Path, first: int = 0) -> None:
    """Thirty files: scans of two and three pages, born-digital ones of many."""
    folder.mkdir(exist_ok=True)
    for number in range(first, first + FILES):
        lines = [f"Papier numéro {number}", *random.Random(number).sample(SENTENCES, k=3)]
        text = "\n".join(lines * 3)
        if number % 3 == 2:
            write_pdf(folder / f"{number:03}.pdf", [f"{text}\npage {page}" for page in range(40)])
        else:
            write_scan(folder / f"{number:03}.pdf", [text] * (2 + number % 2), dpi=150)


def read_undisturbed(tmp_path: Path, drop: Path) -> list[tuple[object, ...]]:
    """What a server that nobody kills makes of the same files."""
    server = Server(tmp_path / "calm")
    shutil.copytree(drop, server.watch, dirs_exist_ok=True)
    server.start()
    server.wait_until_read(len(list(drop.iterdir())), 300)
    assert server.stop() == 0
    return invariants.dump(server.database)


def test_killed_at_random_moments_reads_all_files_exactly_once(server: Server) -> None:
    make_drop(server.watch)
    kills, files = torment(server, random.Random(SEED))
    server.start()
    server.wait_until_read(files, 240)
    before = invariants.originals(server.watch)
    assert server.stop() == 0
    assert invariants.originals(server.watch) == before
    assert server.states() == ["ready"] * files
    invariants.none_lost(server.database, server.watch)
    invariants.none_twice(server.database)
    invariants.consistent(server.database)
    invariants.copies_whole(server.database, server.home / "files")
    expected = read_undisturbed(server.home.parent, server.watch)
    assert invariants.dump(server.database) == expected
    begun = len(server.journal.read_bytes().splitlines())
    assert begun - len(expected) <= kills * READERS, "more than one page a reader was read again after a kill"
    assert not psutil.Process().children(recursive=True)


def torment(server: Server, chance: random.Random) -> tuple[int, int]:
    """Kill the server, or one of its readers, fifty times while it reads. How often, and how many files there are."""
    kills, files = 0, FILES
    while kills < KILLS:
        if not server.is_alive():
            server.start()
        wait_until_reading(server, files)
        time.sleep(chance.uniform(0, 1.5))
        if sum(state in FINAL for state in server.states()) == files:
            make_drop(server.watch, files)
            files += FILES
        elif chance.random() < 0.5:
            kill_a_reader(server, chance)
            kills += 1
        else:
            server.kill()
            kills += 1
    if server.is_alive():
        server.kill()
    return kills, files


def wait_until_reading(server: Server, files: int) -> None:
    """Until a reader process is there, or all is read."""
    deadline = time.monotonic() + 30
    while not server.readers() and sum(state in FINAL for state in server.states()) < files:
        assert server.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def kill_a_reader(server: Server, chance: random.Random) -> None:
    """kill -9 of one of them."""
    readers = server.readers()
    if readers:
        with suppress(psutil.NoSuchProcess):
            chance.choice(readers).kill()
