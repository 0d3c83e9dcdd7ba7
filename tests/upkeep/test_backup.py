"""Backups and what comes back out of them: the same library, or the old one untouched and a reason."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lexo.document import MediaType
from lexo.errors import BackupDamaged, BackupFolderUnusable, BackupNewer, BackupNotFound
from lexo.store import documents
from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.upkeep import backup, restore
from lexo.upkeep.backup import Made
from lexo.upkeep.holdings import Library


class Home:
    """A library with papers in it, and its folder of backups."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.backups = path.parent / f"{path.name}-backups"
        path.mkdir()
        self.library = Library(path, Database(path / "lexo.db"), FileStore(path / "files"))

    def add(self, content: bytes) -> str:
        """Keep a paper and its row."""
        source = self.path.parent / "in"
        source.write_bytes(content)
        with source.open("rb") as file:
            kept = self.library.files.keep(file.fileno())
        documents.add(self.library.db, documents.NewDocument(kept.sha256, "a.pdf", MediaType.PDF, kept.size_bytes))
        return kept.sha256

    def back_up(self) -> Made:
        """Make a backup."""
        return backup.make(self.library, self.backups)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.add(b"first paper")
    made.add(b"second paper")
    (made.path / "lexo.toml").write_text('languages = ["fra"]\n')
    (made.path / "trust").mkdir()
    (made.path / "trust" / "list.xml").write_text("<list/>")
    yield made
    made.library.db.close()


def dump(path: Path) -> list[str]:
    """The database in SQL, in no order: VACUUM writes tables and indexes in another one."""
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.iterdump())
    finally:
        connection.close()


def contents(home: Path) -> dict[str, bytes]:
    """Every file of a library but its database."""
    found = (path for path in home.rglob("*") if path.is_file() and "backups" not in path.parts)
    return {str(path.relative_to(home)): path.read_bytes() for path in found if not path.name.startswith("lexo.db")}


def brought_back(home: Home, made: Made, target: Path) -> Path:
    """Restore into an empty folder."""
    restore.restore(restore.plan(made.backup, target), target)
    return target


def test_restore_into_an_empty_home_gives_the_same_library(home: Home, tmp_path: Path) -> None:
    target = brought_back(home, home.back_up(), tmp_path / "new")
    assert dump(target / "lexo.db") == dump(home.path / "lexo.db")
    assert contents(target) == contents(home.path)


def test_second_backup_takes_new_papers_only(home: Home) -> None:
    assert home.back_up().new_papers == 2
    home.add(b"third paper")
    again = home.back_up()
    assert (again.new_papers, len(again.backup.manifest.papers)) == (1, 3)
    assert len(backup.list_backups(home.backups)) == 2


def test_restored_backup_is_of_its_moment(home: Home, tmp_path: Path) -> None:
    made = home.back_up()
    home.add(b"came later")
    database = Database(brought_back(home, made, tmp_path / "new") / "lexo.db")
    assert documents.list_documents(database, documents.DocumentQuery()).total == 2
    database.close()


def test_restore_over_a_library_puts_it_aside_whole(home: Home) -> None:
    made = home.back_up()
    home.add(b"came later")
    before = dump(home.path / "lexo.db")
    home.library.db.close()
    planned = restore.plan(made.backup, home.path)
    restore.restore(planned, home.path)
    assert planned.puts_aside is not None
    assert dump(planned.puts_aside / "lexo.db") == before
    assert len(dump(home.path / "lexo.db")) < len(before)


def test_plan_changes_nothing(home: Home, tmp_path: Path) -> None:
    made = home.back_up()
    planned = restore.plan(made.backup, tmp_path / "new")
    assert (planned.papers, planned.missing_papers, planned.puts_aside) == (2, 2, None)
    assert not (tmp_path / "new" / "lexo.db").exists()


def flip(path: Path) -> None:
    """Change one byte, the size stays."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


@pytest.mark.parametrize("what", ["lexo.db", "own/lexo.toml", "paper", "manifest.json"])
def test_tampered_backup_is_refused_and_nothing_comes(home: Home, tmp_path: Path, what: str) -> None:
    made = home.back_up()
    flip(next((home.backups / "files").glob("??/*")) if what == "paper" else made.backup.path / what)
    with pytest.raises(BackupDamaged):
        restore.plan(backup.find(home.backups, made.backup.name), tmp_path / "new")
    assert not (tmp_path / "new" / "lexo.db").exists()


def test_paper_that_is_gone_from_the_backup_is_said(home: Home, tmp_path: Path) -> None:
    made = home.back_up()
    next((home.backups / "files").glob("??/*")).unlink()
    with pytest.raises(BackupDamaged):
        restore.plan(made.backup, tmp_path / "new")


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "trust/../../evil", "lexo.db", "trust/a\0b"])
def test_backup_that_names_foreign_files_is_refused(home: Home, tmp_path: Path, name: str) -> None:
    made = home.back_up()
    path = made.backup.path / "manifest.json"
    said = json.loads(path.read_text())
    said["own_files"][name] = said["database"]
    path.write_text(json.dumps(said))
    with pytest.raises(BackupDamaged):
        restore.plan(backup.find(home.backups), tmp_path / "new")


def test_backup_of_a_newer_lexo_is_refused(home: Home, tmp_path: Path) -> None:
    made = home.back_up()
    newer = made.backup.manifest.model_copy(update={"schema_number": 10_000})
    with pytest.raises(BackupNewer):
        restore.plan(backup.Backup(made.backup.path, newer), tmp_path / "new")


def test_damaged_copy_of_a_paper_is_left_out_and_the_rest_backed_up(home: Home) -> None:
    sha256 = home.add(b"to be damaged")
    flip(home.library.files.path(sha256))
    made = home.back_up()
    assert made.backup.manifest.left_out == (sha256,)
    assert len(made.backup.manifest.papers) == 2
    assert not (home.backups / "files" / sha256[:2] / sha256).exists()


def test_folder_that_cannot_be_written_is_said(home: Home) -> None:
    home.backups.write_text("a file stands here")
    with pytest.raises(BackupFolderUnusable):
        home.back_up()


@pytest.mark.parametrize("name", ["", "20200101T000000Z", "../home", "files"])
def test_backup_that_is_not_there(home: Home, name: str) -> None:
    with pytest.raises(BackupNotFound):
        backup.find(home.backups, name)


def test_broken_off_backup_is_none_and_goes_with_the_next(home: Home) -> None:
    (home.backups / ".making-dead").mkdir(parents=True)
    (home.backups / ".making-dead" / "lexo.db").write_text("half")
    assert backup.list_backups(home.backups) == ()
    home.back_up()
    assert not (home.backups / ".making-dead").exists()


def older(made: Made, days: float) -> str:
    """Put a copy of a backup beside it that says it is so much older; its name."""
    time = datetime.now(UTC) - timedelta(days=days)
    path = made.backup.path.with_name(f"{time:%Y%m%dT%H%M%SZ}")
    shutil.copytree(made.backup.path, path)
    said = json.loads((path / "manifest.json").read_text())
    said["made_at"] = time.isoformat(timespec="seconds")
    (path / "manifest.json").write_text(json.dumps(said))
    return path.name


def test_rule_keeps_days_weeks_and_months_and_lets_the_rest_go(home: Home) -> None:
    made = home.back_up()
    names = {hours: older(made, hours / 24) for hours in (1, 2, 75, 76, 40 * 24, 40 * 24 + 1, 200 * 24)}
    gone = backup.prune(home.backups)
    left = {each.name for each in backup.list_backups(home.backups)}
    assert {made.backup.name, names[1], names[2], names[200 * 24]} <= left
    assert {names[76], names[40 * 24 + 1]} == set(gone)
    assert left.isdisjoint(gone)


def test_papers_that_no_backup_holds_any_more_go(home: Home) -> None:
    old = home.add(b"only in the old one")
    first = home.back_up()
    with home.library.db.write() as connection:
        connection.execute("DELETE FROM documents WHERE sha256 = ?", (old,))
    second = home.back_up()
    older(first, 3.001)
    shutil.rmtree(first.backup.path)
    older(second, 3.0)
    assert len(backup.prune(home.backups)) == 1
    assert not (home.backups / "files" / old[:2] / old).exists()
    assert len(list((home.backups / "files").glob("??/*"))) == 2
