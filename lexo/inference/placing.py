"""Files into the models folder without a second copy where that can be avoided, and whole models at once.

A model is built in `.lexo/incoming` and moved to its place when all of it is there, so it appears whole or not at all.
What an interrupted command left there is taken up by the next one.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from lexo.document import Reason
from lexo.errors import BY_CODE, NoRoomForModel
from lexo.inference import validate
from lexo.inference.cache import OWN, cache_name
from lexo.inference.digests import PIECE_BYTES, OnBytes

_FICLONE = 0x40049409  # linux/fs.h: let a file share another's blocks until one of them is changed
SPARE_BYTES = 200_000_000  # left free on the disk


class How(StrEnum):
    """How a file came: shared with where it was, or a copy of its own."""

    LINKED = "linked"
    CLONED = "cloned"
    COPIED = "copied"


class Busy(Exception):
    """Another command brings the same model in."""


def place(source: Path, target: Path, on_bytes: OnBytes | None = None) -> How:
    """Give a file a second place; the source is only read. An APFS or Btrfs clone, else a hard link, else a copy.

    A clone comes first: it takes no room either, and a change of the one does not show in the other.
    Raises NoRoomForModel, OSError.
    """
    source = source.resolve()
    size = source.stat().st_size
    how = How.CLONED if _clone(source, target) else How.LINKED if _link(source, target) else How.COPIED
    if how is How.COPIED:
        _copy(source, target, on_bytes)
    elif on_bytes:
        on_bytes(size)
    return how


def need_room(folder: Path, size_bytes: int) -> None:
    """Raises NoRoomForModel where so much does not go onto the folder's disk."""
    if shutil.disk_usage(folder).free < size_bytes + SPARE_BYTES:
        raise NoRoomForModel


class Incoming:
    """A model on its way in, in the form of the Hugging Face cache."""

    def __init__(self, folder: Path, repo: str, commit: str) -> None:
        self._goal = folder / cache_name(repo)
        self.root = folder / OWN / "incoming" / cache_name(repo)
        self.blobs = self.root / "blobs"
        self.snapshot = self.root / "snapshots" / commit
        self._commit = commit
        self.blobs.mkdir(parents=True, exist_ok=True)

    def link(self, name: str, blob: str) -> None:
        """Let the model's file `name` be the blob."""
        place = self.snapshot / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(os.path.relpath(self.blobs / blob, place.parent))

    def publish(self, model: str, revision: str = "main") -> Path:
        """Put the whole model in its place, instead of one that is damaged. Raises ModelDamaged, ModelUnsafe."""
        refs = self.root / "refs"
        refs.mkdir(exist_ok=True)
        (refs / (revision if "/" not in revision else "main")).write_text(self._commit, "ascii")
        self._drop_strays()
        refuse(validate.problems(self.snapshot, model))
        exchange(self.root, self._goal)
        return self._goal / "snapshots" / self._commit

    def give_up(self) -> None:
        """Forget what has come so far."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _drop_strays(self) -> None:
        """Blobs and snapshots that an earlier, interrupted command brought for another commit."""
        for other in self.snapshot.parent.iterdir():
            if other != self.snapshot:
                shutil.rmtree(other)
        used = {path.resolve().name for path in self.snapshot.rglob("*") if path.is_symlink()}
        for blob in self.blobs.iterdir():
            if blob.name not in used:
                blob.unlink()


def refuse(found: tuple[Reason, ...]) -> None:
    """Raise the first problem, if there is one."""
    if found:
        raise BY_CODE[found[0].code](**found[0].details)


def exchange(fresh: Path, goal: Path) -> None:
    """Move a folder to its place, whatever was there; whoever has the old one open keeps it."""
    old = fresh.with_name(f"{fresh.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if os.path.lexists(goal):
        goal.rename(old)
    fresh.rename(goal)
    _sync_folder(goal.parent)
    if old.is_symlink():
        old.unlink()
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Keep other commands off the same model meanwhile. Raises Busy."""
    locks = folder / OWN / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / name).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield


def _clone(source: Path, target: Path) -> bool:
    if sys.platform == "darwin":
        done = subprocess.run(["/bin/cp", "-c", source, target], capture_output=True, check=False)
        if done.returncode:
            target.unlink(missing_ok=True)
        return done.returncode == 0
    try:
        with source.open("rb") as old, target.open("wb") as new:
            fcntl.ioctl(new, _FICLONE, old.fileno())
    except OSError:
        target.unlink(missing_ok=True)
        return False
    return True


def _link(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:  # another disk, a system without links, a file of somebody else
        return False
    return True


def _copy(source: Path, target: Path, on_bytes: OnBytes | None) -> None:
    """Copy; what an interrupted copy of the same file wrote is kept, and its checksum is looked at later."""
    part = target.with_name(f"{target.name}.part")
    done = part.stat().st_size if part.exists() else 0
    if done > source.stat().st_size:
        part.unlink()
        done = 0
    need_room(part.parent, source.stat().st_size - done)
    if on_bytes:
        on_bytes(done)
    try:
        with source.open("rb") as old, part.open("ab") as new:
            old.seek(done)
            while piece := old.read(PIECE_BYTES):
                new.write(piece)
                if on_bytes:
                    on_bytes(len(piece))
            sync(new.fileno())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoomForModel from error
        raise
    part.rename(target)


def sync(file: int) -> None:
    """Let the disk have it. On a Mac fsync leaves it in the drive's own memory."""
    if sys.platform == "darwin":
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
