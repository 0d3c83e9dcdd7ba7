"""Many own copies at once: written one by one, made durable together, since waiting for the disk is what costs."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lexo.store.files import FileStore, Kept, copy_hashed, make_durable

SYNC_THREADS = 16  # they only wait: a journaling file system then commits for all of them at once


class CopyBatch:
    """Copies on their way into a FileStore. For one thread; nothing is kept before `finish`.

    On a busy ext4 disk 64 files of 2 KB took 250 ms to fsync one after the other, and 20 ms from 16 threads.
    """

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._fresh: dict[str, Path] = {}

    def copy(self, descriptor: int) -> Kept:
        """Copy an open file from its start and hash the copy. Raises OSError."""
        temporary = self._store.root / f".taking-{uuid.uuid4().hex}"
        try:
            sha256, size_bytes = copy_hashed(descriptor, temporary)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        is_new = sha256 not in self._fresh and not self._store.path(sha256).exists()
        if is_new:
            self._fresh[sha256] = temporary
        else:
            temporary.unlink()
        return Kept(sha256, size_bytes, is_new)

    def drop(self, sha256: str) -> None:
        """Give a copy of this batch up again."""
        temporary = self._fresh.pop(sha256, None)
        if temporary is not None:
            temporary.unlink(missing_ok=True)

    def finish(self) -> None:
        """Make all copies durable, then visible under their content's name. Raises OSError, giving up the rest."""
        try:
            self._finish()
        finally:
            self.give_up()

    def give_up(self) -> None:
        """Forget all copies that are not finished."""
        for sha256 in list(self._fresh):
            self.drop(sha256)

    def _finish(self) -> None:
        _sync_all(list(self._fresh.values()))
        folders = set()
        for sha256, temporary in list(self._fresh.items()):
            target = self._store.path(sha256)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            os.rename(temporary, target)
            del self._fresh[sha256]
            folders.add(target.parent)
        _sync_all(sorted(folders))


def _sync_all(paths: list[Path]) -> None:
    """Bring all to the disk; on a Mac the last one empties the drive's cache for all."""
    if len(paths) > 1:
        with ThreadPoolExecutor(SYNC_THREADS, "lexo-sync") as threads:
            list(threads.map(_flush, paths[:-1]))  # raises what one of them raised
    for path in paths[-1:]:
        make_durable(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
