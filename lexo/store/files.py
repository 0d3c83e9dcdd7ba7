"""LEXO's own copies of the papers, by content: `files/ab/abcdef…`. A copy is whole and durable, or not there."""

import ctypes
import errno
import fcntl
import hashlib
import os
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lexo.errors import DiskFull, DiskReadFailed

CHUNK_BYTES = 1 << 20
FICLONE = 0x40049409  # linux/fs.h: clone a whole file on Btrfs, XFS, bcachefs
AT_FDCWD_MAC = -2  # sys/fcntl.h on macOS
F_FULLFSYNC = 51  # sys/fcntl.h on macOS: fsync that empties the drive's cache too


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that is in the store; `is_new` says whether this call brought it."""

    sha256: str
    size_bytes: int
    is_new: bool


class FileStore:
    """The folder of own copies. Safe to use from several threads and processes at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, descriptor: int) -> Kept:
        """Copy an open file from its start, cloning where the file system can. Raises DiskFull, DiskReadFailed."""
        try:
            return self._keep(descriptor)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull() from error
            if error.errno == errno.EIO:
                raise DiskReadFailed() from error
            raise

    def path(self, sha256: str) -> Path:
        """Where the copy with this content is or would be."""
        return self.root / sha256[:2] / sha256

    def sweep(self, older_than_s: float = 3600) -> int:
        """Remove what a process that was killed had begun to copy; return how many. Nobody copies for an hour."""
        begun = [path for path in self.root.glob(".taking-*") if time.time() - path.stat().st_mtime > older_than_s]
        for path in begun:
            path.unlink(missing_ok=True)
        return len(begun)

    def discard(self, sha256: str) -> None:
        """Forget a copy; nothing happens if it is not there."""
        self.path(sha256).unlink(missing_ok=True)

    def _keep(self, descriptor: int) -> Kept:
        temporary = self.root / f".taking-{uuid.uuid4().hex}"
        try:
            sha256, size_bytes = copy_hashed(descriptor, temporary)
            target = self.path(sha256)
            is_new = not target.exists()
            if is_new:
                make_durable(temporary)
                target.parent.mkdir(exist_ok=True, mode=0o700)
                os.rename(temporary, target)
                make_durable(target.parent)
            return Kept(sha256, size_bytes, is_new)
        finally:
            temporary.unlink(missing_ok=True)


def copy_hashed(source: int, target: Path) -> tuple[str, int]:
    """Clone or copy, and hash the copy's own bytes: what is kept is what was hashed, whoever writes meanwhile."""
    if sys.platform == "darwin" and _clone_mac(source, target):
        return _hash(target)
    with open(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "r+b") as copy:
        if _clone_linux(source, copy.fileno()):
            return _hash(target)
        digest, size_bytes = hashlib.sha256(), 0
        while chunk := os.pread(source, CHUNK_BYTES, size_bytes):
            copy.write(chunk)
            digest.update(chunk)
            size_bytes += len(chunk)
    return digest.hexdigest(), size_bytes


def _clone_linux(source: int, target: int) -> bool:
    """Share the blocks of one open file with another (Btrfs, XFS, bcachefs); False where that cannot be."""
    try:
        fcntl.ioctl(target, FICLONE, source)
    except OSError:
        return False
    return True


def _clone_mac(source: int, target: Path) -> bool:
    """Clone an open file to a new name (APFS, `fclonefileat(2)`); False where that cannot be, and nothing is there."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.fclonefileat(source, AT_FDCWD_MAC, os.fsencode(target), 0) != 0:
        return False
    target.chmod(0o600)
    return True


def _hash(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size


def make_durable(path: Path) -> None:
    """Make a file's bytes, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if sys.platform == "darwin":
            with suppress(OSError):
                fcntl.fcntl(descriptor, F_FULLFSYNC)
                return
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
