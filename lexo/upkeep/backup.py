"""`lexo backup`: the whole library into a folder of backups, each paper once, whatever the number of backups.

    backups/files/ab/abcdef…            papers, by content, shared by all backups
    backups/20261121T184200Z/lexo.db    one backup: the database as it was at that moment,
                             own/…      settings and trust lists,
                             manifest.json  what it holds, with checksums

A backup is written under another name and gets its own when all of it is on the disk: it is whole, or not there.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lexo import __version__
from lexo.errors import BackupDamaged, BackupFolderUnusable, BackupNotFound, DiskFull
from lexo.store import snapshots
from lexo.store.files import FileStore, copy_hashed, make_durable
from lexo.upkeep import manifest
from lexo.upkeep.holdings import Library
from lexo.upkeep.manifest import Backup, KeptFile, Manifest

DATABASE, OWN = "lexo.db", "own"
OWN_FILES = ("lexo.toml",)
OWN_FOLDERS = ("trust",)
NAMED = "%Y%m%dT%H%M%SZ"
DAILY, WEEKLY, MONTHLY = 7, 4, 12  # kept: the last of so many days, weeks, months; and all of the last day
OnFile = Callable[[int, int], None]  # papers done, papers in all


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: how many papers were new to the folder, and which older backups went by the rule."""

    backup: Backup
    new_papers: int
    new_bytes: int
    gone: tuple[str, ...]


def make(library: Library, folder: Path, why: str = "asked", on_file: OnFile = lambda done, total: None) -> Made:
    """Make a backup. May run beside the server. A paper whose copy is gone or damaged is left out, and named.

    Raises BackupFolderUnusable, DiskFull, and what reading the database raises.
    """
    with _alone(folder):
        staging = folder / f".making-{uuid.uuid4().hex}"
        try:
            staging.mkdir(mode=0o700)
            made = _write(library, folder, staging, why, on_file)
            gone = prune(folder)
        except OSError as error:
            raise _in_our_words(error, folder) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return Made(made[0], made[1], made[2], gone)


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first; those that cannot be read are left out."""
    found = []
    for path in sorted(folder.glob("*Z*"), reverse=True) if folder.is_dir() else ():
        if manifest.is_name(path.name) and path.is_dir():
            with suppress(BackupDamaged):
                found.append(manifest.read(path))
    return tuple(found)


def newest_at(folder: Path) -> datetime | None:
    """When the newest backup was begun, by its name; None where there is none."""
    names = (path.parent.name for path in folder.glob(f"*Z*/{manifest.NAME}"))
    newest = max((name for name in names if manifest.is_name(name)), default=None)
    return datetime.strptime(newest[:16], NAMED).replace(tzinfo=UTC) if newest else None


def find(folder: Path, name: str = "") -> Backup:
    """A backup by its name, the newest without one. Raises BackupNotFound, BackupDamaged."""
    if name:
        path = folder / name
        if not manifest.is_name(name) or not path.is_dir():
            raise BackupNotFound(name=name, folder=str(folder))
        return manifest.read(path)
    newest = next(iter(list_backups(folder)), None)
    if newest is None:
        raise BackupNotFound(name="", folder=str(folder))
    return newest


def prune(folder: Path) -> tuple[str, ...]:
    """Let go of backups that the rule does not keep, and of papers that no backup left holds; names of the former."""
    backups = list_backups(folder)
    kept = _kept(backups)
    gone = [backup for backup in backups if backup.name not in kept]
    for backup in gone:
        shutil.rmtree(backup.path)
    if gone:
        _sweep(folder)
    return tuple(backup.name for backup in gone)


def _write(library: Library, folder: Path, staging: Path, why: str, on_file: OnFile) -> tuple[Backup, int, int]:
    snapshots.snapshot(library.db, staging / DATABASE)
    papers = [KeptFile(sha256=sha256, size_bytes=size) for sha256, size in snapshots.copies_in(staging / DATABASE)]
    store = FileStore(folder / "files")
    new = [paper for paper in papers if not _is_here(store, paper)]
    lost = set()
    for done, paper in enumerate(new):
        on_file(done, len(new))
        if not _take(library.files.path(paper.sha256), store, paper):
            lost.add(paper.sha256)
    new = [paper for paper in new if paper.sha256 not in lost]
    own = {name: _copy_own(library.home / name, staging / OWN / name) for name in _own_names(library.home)}
    said = Manifest(
        format=manifest.FORMAT,
        version=__version__,
        schema_number=snapshots.check_snapshot(staging / DATABASE),
        made_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        why=why,
        database=_described(staging / DATABASE),
        papers=tuple(paper for paper in papers if paper.sha256 not in lost),
        left_out=tuple(sorted(lost)),
        own_files=own,
    )
    make_durable(manifest.write(staging, said))
    make_durable(staging)
    path = _free_name(folder)
    os.rename(staging, path)
    make_durable(folder)
    return Backup(path, said), len(new), sum(paper.size_bytes for paper in new)


def _is_here(store: FileStore, paper: KeptFile) -> bool:
    try:
        return store.path(paper.sha256).stat().st_size == paper.size_bytes
    except FileNotFoundError:
        return False


def _take(source: Path, store: FileStore, paper: KeptFile) -> bool:
    """Bring one paper into the folder: a clone where the file system can, else a copy; False where it is not whole."""
    temporary = store.root / f".taking-{uuid.uuid4().hex}"
    try:
        with source.open("rb") as file:
            sha256, _ = copy_hashed(file.fileno(), temporary)
        if sha256 != paper.sha256:
            return False
        make_durable(temporary)
        target = store.path(sha256)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        os.rename(temporary, target)
        make_durable(target.parent)
    except FileNotFoundError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _own_names(home: Path) -> Iterator[str]:
    for name in OWN_FILES:
        if (home / name).is_file():
            yield name
    for folder in OWN_FOLDERS:
        for path in sorted((home / folder).rglob("*")) if (home / folder).is_dir() else ():
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix()


def _copy_own(source: Path, target: Path) -> KeptFile:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.write_bytes(source.read_bytes())
    target.chmod(0o600)
    make_durable(target)
    return _described(target)


def _described(path: Path) -> KeptFile:
    with path.open("rb") as file:
        return KeptFile(sha256=hashlib.file_digest(file, "sha256").hexdigest(), size_bytes=path.stat().st_size)


def _free_name(folder: Path) -> Path:
    name = datetime.now(UTC).strftime(NAMED)
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name}-{number}", number + 1
    return path


def _kept(backups: tuple[Backup, ...]) -> set[str]:
    """Names of the backups to keep; `backups` newest first. The newest is always kept."""
    kept: set[str] = {backups[0].name} if backups else set()
    times = [(backup.name, datetime.fromisoformat(backup.manifest.made_at)) for backup in backups]
    if times:
        kept.update(name for name, time in times if time > times[0][1] - timedelta(days=1))
    for count, label in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        last_of: dict[str, str] = {}
        for name, time in times:
            last_of.setdefault(time.strftime(label), name)
        kept.update(list(last_of.values())[:count])
    return kept


def _sweep(folder: Path) -> None:
    """Remove papers that no backup holds, and what broken-off ones left. A backup that cannot be read stops it."""
    held: set[str] = set()
    for path in folder.iterdir():
        if manifest.is_name(path.name):
            try:
                held.update(paper.sha256 for paper in manifest.read(path).manifest.papers)
            except BackupDamaged:
                return  # what it holds is not known: nothing goes
    for path in (folder / "files").glob("??/*"):
        if path.name not in held:
            path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder; what a broken-off one left is removed first."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in folder.glob(".making-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except OSError as error:
        raise _in_our_words(error, folder) from error


def _in_our_words(error: OSError, folder: Path) -> DiskFull | BackupFolderUnusable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return BackupFolderUnusable(folder=str(folder), why=os.strerror(error.errno or errno.EIO))
