"""Take a file in: look at its content, keep an own copy, add the document. The file itself is only ever read."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lexo.document import Reason
from lexo.errors import (
    DiskFull,
    DiskReadFailed,
    FileGone,
    LexoError,
    NotDownloaded,
    NotRegularFile,
    PermissionNeeded,
    PrivacyPermissionNeeded,
    StillCopying,
    SystemProblem,
)
from lexo.intake.sniff import sniff
from lexo.store import documents, places, private
from lexo.store.copies import CopyBatch
from lexo.store.database import Database
from lexo.store.documents import Added, NewDocument
from lexo.store.files import FileStore
from lexo.store.places import MAX_INTEGER, SeenFile
from lexo.store.rows import encode_reasons

SF_DATALESS = 0x40000000  # sys/stat.h on macOS: the content is in iCloud; reading would download it
READ_ONLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
NO_ATIME = getattr(os, "O_NOATIME", 0)  # Linux; refused for files of other owners
SAMPLE_BYTES = 1 << 16

KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
REASONS: dict[int, type[LexoError]] = {
    errno.EPERM: PrivacyPermissionNeeded,  # what macOS answers where the person has not allowed a folder
    errno.EACCES: PermissionNeeded,
    errno.ENOENT: FileGone,
    errno.ENOTDIR: FileGone,
    errno.ESTALE: FileGone,
    errno.EDEADLK: NotDownloaded,  # macOS: it would have to be downloaded, and that is switched off
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EMFILE: SystemProblem,  # none of these is the file's fault
    errno.ENFILE: SystemProblem,
    errno.ENOMEM: SystemProblem,
}


@dataclass(frozen=True, slots=True)
class Copied:
    """A file whose copy is kept but whose document is not added yet."""

    new: NewDocument
    file: SeenFile | None = None  # None: it does not lie in the watched folder
    is_complete: bool = True
    is_private: bool = False  # no model ever sees it


def take_file(db: Database, files: FileStore, file: SeenFile, root: bytes = b"/") -> Added:
    """Take one file of the watched folder `root` in. Raises a LexoError that says why not."""
    batch = CopyBatch(files)
    copied = copy_file(batch, file, root)
    with in_reasons():
        batch.finish()
    (added,) = add_copied(db, files, [copied])
    return added


def copy_file(batch: CopyBatch, file: SeenFile, root: bytes = b"/", *, needs_end: bool = False) -> Copied:
    """Copy a file as it was when `file` was looked at; StillCopying if it is another by now.

    With `needs_end`, a PDF without its end is StillCopying too. Nothing is in the batch where this raises.
    """
    name = places.for_people(os.path.basename(file.raw_path))
    with in_reasons(), opened(file.raw_path, root) as descriptor:
        _require_readable_now(descriptor)
        _require_same(descriptor, file)
        sniffed = sniff(descriptor, name)
        if needs_end and not sniffed.is_complete:
            raise StillCopying()
        kept = batch.copy(descriptor)
        if not _is_same(descriptor, file):
            if kept.is_new:
                batch.drop(kept.sha256)
            raise StillCopying()
    warnings = encode_reasons(sniffed.warnings)
    new = NewDocument(kept.sha256, name, sniffed.media_type, kept.size_bytes, warnings)
    return Copied(new, file, sniffed.is_complete)


def add_copied(db: Database, files: FileStore, batch: Sequence[Copied], *, restore: bool = False) -> list[Added]:
    """Add kept copies as documents, and where they lie, in one transaction: all of them or none.

    `restore` takes known documents out of the trash: a person added the file by hand.
    """
    with db.write() as connection:
        results = []
        for copied in batch:
            if not files.path(copied.new.sha256).exists():
                raise StillCopying()  # discarded by somebody else between copying and now
            added = documents.add_within(connection, copied.new, restore=restore)
            if copied.is_private:
                private.set_within(connection, added.document_id, is_private=True)
            if copied.file is not None:
                places.take_within(connection, copied.file, added.document_id)
            results.append(added)
    return results


def add_upload(db: Database, files: FileStore, descriptor: int, filename: str, *, is_private: bool = False) -> Added:
    """Add an open file that does not lie in the watched folder. Raises EmptyFile, UnsupportedType, DiskFull, …

    `is_private`: no model ever sees it, from the commit that adds it; also where it was known and not private.
    """
    name = upload_name(filename)
    with in_reasons():
        _require_readable_now(descriptor)
        sniffed = sniff(descriptor, name)
        kept = files.keep(descriptor)
    new = NewDocument(kept.sha256, name, sniffed.media_type, kept.size_bytes, encode_reasons(sniffed.warnings))
    copied = Copied(new, is_private=is_private)
    try:
        (added,) = add_copied(db, files, [copied], restore=True)
    except StillCopying:
        files.keep(descriptor)
        (added,) = add_copied(db, files, [copied], restore=True)
    return added


def add_path(db: Database, files: FileStore, path: Path, *, is_private: bool = False) -> Added:
    """Add a file by path, for the command line; a link is followed, since a person named it."""
    with in_reasons():
        descriptor = os.open(path, READ_ONLY & ~os.O_NOFOLLOW)
    try:
        return add_upload(db, files, descriptor, os.fsdecode(path.name), is_private=is_private)
    finally:
        os.close(descriptor)


def discard_unused(db: Database, files: FileStore, copies: Sequence[Copied]) -> None:
    """Drop copies that no document has. Inside a write transaction, so that nobody adds such a document meanwhile."""
    with db.write():
        for copied in copies:
            if documents.find_by_sha256(db, copied.new.sha256) is None:
                files.discard(copied.new.sha256)


def upload_name(filename: str) -> str:
    """A client's file name without folders and control characters, NFC, at most 255 characters."""
    base = filename.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(character for character in base if character.isprintable() or character == "\u200d").strip()
    return places.for_people(visible.encode("utf-8", "surrogateescape"))[:255] or "document"


def seen_file(raw_path: bytes, status: os.stat_result) -> SeenFile:
    """What lstat(2) says, in numbers that SQLite can hold."""
    return SeenFile(
        raw_path,
        status.st_dev & MAX_INTEGER,
        status.st_ino & MAX_INTEGER,
        status.st_size,
        max(-MAX_INTEGER, min(status.st_mtime_ns, MAX_INTEGER)),
    )


def require_readable(mode: int, flags: int) -> None:
    """Raise NotRegularFile for anything but a file, NotDownloaded for one whose content is elsewhere."""
    if not stat.S_ISREG(mode):
        raise NotRegularFile(found=next((words for is_kind, words in KINDS if is_kind(mode)), "something else"))
    if flags & SF_DATALESS:
        raise NotDownloaded()


def has_same_ends(file: SeenFile, copy: Path, root: bytes = b"/") -> bool:
    """Whether a file begins and ends with the same 64 KiB as a kept copy. False if either cannot be read."""
    try:
        with opened(file.raw_path, root) as ours, open(copy, "rb") as kept:
            same_size = os.fstat(ours).st_size == os.fstat(kept.fileno()).st_size == file.size_bytes
            return same_size and all(
                os.pread(ours, SAMPLE_BYTES, start) == os.pread(kept.fileno(), SAMPLE_BYTES, start)
                for start in {0, max(0, file.size_bytes - SAMPLE_BYTES)}
            )
    except OSError:
        return False


@contextmanager
def opened(raw_path: bytes, root: bytes = b"/") -> Iterator[int]:
    """A file below `root`, read-only, no link on the way below it followed, its access time left as it is."""
    folders = os.path.relpath(raw_path, root).split(b"/")
    name = folders.pop()
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
            os.close(here)
            here = inner
        descriptor = _open_quietly(name, here)
    finally:
        os.close(here)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def in_reasons() -> Iterator[None]:
    """Turn the operating system's errors into LEXO's reasons."""
    try:
        yield
    except OSError as error:
        raise reason_of_error(error) from error


def reason_of_error(error: OSError) -> LexoError:
    """The reason behind an error of open, read or list."""
    if error.errno == errno.ELOOP:
        return NotRegularFile(found="a link")
    if error.errno in (errno.ENXIO, errno.EOPNOTSUPP):
        return NotRegularFile(found="a socket")
    return REASONS.get(error.errno or 0, DiskReadFailed)()


def as_reason(error: LexoError) -> Reason:
    """An error as the value that rows carry."""
    return Reason(error.code, dict(error.details))


def _open_quietly(name: bytes, folder: int) -> int:
    try:
        return os.open(name, READ_ONLY | NO_ATIME, dir_fd=folder)
    except PermissionError:
        if not NO_ATIME:
            raise
        return os.open(name, READ_ONLY, dir_fd=folder)


def _require_readable_now(descriptor: int) -> None:
    status = os.fstat(descriptor)
    require_readable(status.st_mode, getattr(status, "st_flags", 0))


def _require_same(descriptor: int, file: SeenFile) -> None:
    if not _is_same(descriptor, file):
        raise StillCopying()


def _is_same(descriptor: int, file: SeenFile) -> bool:
    return seen_file(file.raw_path, os.fstat(descriptor)) == file
