"""A backup a day: made when it is time and something changed, and never in the way."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.upkeep import backup
from lexo.upkeep.daily import DailyBackup
from lexo.upkeep.holdings import Library
from made_papers import add_paper


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path, Database(tmp_path / "lexo.db"), FileStore(tmp_path / "files"))
    yield made
    made.db.close()


def daily(library: Library, every_h: float = 24) -> DailyBackup:
    return DailyBackup(lambda: library, library.home / "backups", every_h)


def made(library: Library) -> list[str]:
    return [each.name for each in backup.list_backups(library.home / "backups")]


def pretend_made(library: Library, hours_ago: float) -> None:
    """Make the only backup that old."""
    (name,) = made(library)
    time_then = datetime.now(UTC) - timedelta(hours=hours_ago)
    folder = library.home / "backups"
    (folder / name).rename(folder / f"{time_then:%Y%m%dT%H%M%SZ}")


def test_first_paper_is_backed_up_and_an_empty_library_is_not(library: Library) -> None:
    daily(library)()
    assert made(library) == []
    add_paper(library.db, "a.pdf", "eau")
    daily(library)()
    assert len(made(library)) == 1


@pytest.mark.parametrize(("hours_ago", "count"), [(23, 1), (25, 2)])
def test_next_one_is_made_after_a_day(library: Library, hours_ago: float, count: int) -> None:
    add_paper(library.db, "a.pdf", "eau")
    daily(library)()
    pretend_made(library, hours_ago)
    add_paper(library.db, "b.pdf", "gaz")
    daily(library)()
    assert len(made(library)) == count


def test_library_that_did_not_change_is_not_backed_up_again(library: Library) -> None:
    add_paper(library.db, "a.pdf", "eau")
    daily(library)()
    pretend_made(library, 30)
    long_ago = time.time() - 48 * 3600
    for file in library.home.glob("lexo.db*"):
        os.utime(file, (long_ago, long_ago))
    daily(library)()
    assert len(made(library)) == 1


def test_it_is_switched_off_and_looks_seldom(library: Library) -> None:
    daily(library, 0)()
    looks = daily(library)
    looks()
    add_paper(library.db, "a.pdf", "eau")
    looks()
    assert made(library) == []


def test_folder_that_cannot_be_written_is_a_problem_that_is_told(library: Library) -> None:
    add_paper(library.db, "a.pdf", "eau")
    (library.home / "backups").write_text("a file stands here")
    looks = daily(library)
    looks()
    assert looks.problem is not None
    assert looks.problem.code == "backup_folder_unusable"
