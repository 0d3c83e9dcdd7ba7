"""`lexo restore`: a library out of a backup. Nothing is replaced before all of the backup is known to be whole."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from lexo.errors import BackupDamaged, BackupNewer
from lexo.store import schema, snapshots
from lexo.store.files import FileStore, make_durable
from lexo.upkeep import manifest
from lexo.upkeep.backup import DATABASE, OWN, OWN_FILES, OWN_FOLDERS
from lexo.upkeep.manifest import Backup, KeptFile

OnFile = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore would do."""

    backup: Backup
    papers: int
    missing_papers: int  # that the library's folder does not hold already, and that are copied
    missing_bytes: int
    puts_aside: Path | None  # where the library that is there goes


def plan(backup: Backup, home: Path, *, read_data: bool = True, on_file: OnFile = lambda done, total: None) -> Plan:
    """Check a backup to the last byte (`read_data`), and say what restoring it would do. Changes nothing.

    Raises BackupDamaged, BackupNewer.
    """
    said = backup.manifest
    if said.format > manifest.FORMAT or said.schema_number > len(schema.MIGRATIONS):
        raise BackupNewer(name=backup.name)
    _check(backup, backup.path / DATABASE, said.database, "its database is not what it was")
    if snapshots.check_snapshot(backup.path / DATABASE) != said.schema_number:
        raise BackupDamaged(name=backup.name, what="its database is of another version than it says")
    for name, kept in said.own_files.items():
        _check(backup, _own_path(backup, name), kept, f"{name} is not what it was")
    papers = FileStore(backup.path.parent / "files")
    for done, paper in enumerate(said.papers):
        on_file(done, len(said.papers))
        _check(backup, papers.path(paper.sha256), paper, f"the paper {paper.sha256[:12]} is not whole", read=read_data)
    missing = [paper for paper in said.papers if not _is_whole(FileStore(home / "files"), paper)]
    aside = home / "backups" / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}" if (home / DATABASE).exists() else None
    return Plan(backup, len(said.papers), len(missing), sum(paper.size_bytes for paper in missing), aside)


def restore(planned: Plan, home: Path, on_file: OnFile = lambda done, total: None) -> None:
    """Bring the backup into LEXO's home; the library that is there is put aside, whole. The server must not run.

    Killed at any moment, either the old library is in place or the new one; papers' copies are only ever added.
    """
    backup, said = planned.backup, planned.backup.manifest
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    store, source = FileStore(home / "files"), FileStore(backup.path.parent / "files")
    for done, paper in enumerate(said.papers):
        on_file(done, len(said.papers))
        if not _is_whole(store, paper):
            _bring(source.path(paper.sha256), store, backup)
    staged = home / f".restoring-{uuid.uuid4().hex}"
    shutil.copyfile(backup.path / DATABASE, staged)
    staged.chmod(0o600)
    make_durable(staged)
    if planned.puts_aside is not None:
        snapshots.settle(home / DATABASE)
        _put_aside(home, planned.puts_aside)
    os.rename(staged, home / DATABASE)
    for name in said.own_files:
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(_own_path(backup, name), target)
        target.chmod(0o600)
    make_durable(home)


def _put_aside(home: Path, aside: Path) -> None:
    """Copy the database with its log, then take both away: a log without its database, or beside another, is poison."""
    aside.mkdir(parents=True, mode=0o700)
    names = [name for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm") if (home / name).exists()]
    for name in names:
        shutil.copyfile(home / name, aside / name)
        make_durable(aside / name)
    for name in _own_of(home):
        (aside / OWN / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(home / name, aside / OWN / name)
    make_durable(aside)
    for name in names[1:]:
        (home / name).unlink()


def _own_of(home: Path) -> Iterator[str]:
    yield from (name for name in OWN_FILES if (home / name).is_file())
    for folder in OWN_FOLDERS:
        if (home / folder).is_dir():
            yield from (path.relative_to(home).as_posix() for path in (home / folder).rglob("*") if path.is_file())


def _bring(source: Path, store: FileStore, backup: Backup) -> None:
    store.discard(source.name)  # a damaged copy goes
    with source.open("rb") as file:
        kept = store.keep(file.fileno())
    if kept.sha256 != source.name:
        store.discard(kept.sha256)
        raise BackupDamaged(name=backup.name, what=f"the paper {source.name[:12]} is not whole")


def _own_path(backup: Backup, name: str) -> Path:
    """A file of the library's own; a name that leads out of its folder is refused."""
    path = PurePosixPath(name)
    allowed = name in OWN_FILES or (len(path.parts) > 1 and path.parts[0] in OWN_FOLDERS)
    if not allowed or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise BackupDamaged(name=backup.name, what="it names a file that is none of LEXO's")
    return backup.path / OWN / path


def _is_whole(store: FileStore, paper: KeptFile) -> bool:
    """Whether the library holds the paper already; by size, as its copies never change."""
    try:
        return store.path(paper.sha256).stat().st_size == paper.size_bytes
    except FileNotFoundError:
        return False


def _check(backup: Backup, path: Path, kept: KeptFile, what: str, *, read: bool = True) -> None:
    try:
        if path.is_symlink() or path.stat().st_size != kept.size_bytes or (read and _digest(path) != kept.sha256):
            raise BackupDamaged(name=backup.name, what=what)
    except OSError as error:
        raise BackupDamaged(name=backup.name, what=what) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
