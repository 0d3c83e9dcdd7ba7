"""One PDF out of several papers: each is copied by itself, so that a bad one costs none of the others, then bound."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lexo.document import Document, MediaType
from lexo.errors import (
    CertificateEncrypted,
    DossierEmpty,
    FileProblem,
    FileWaiting,
    PageProblem,
    PasswordNeeded,
    PasswordWrong,
    RequestProblem,
)
from lexo.pages.outline import Copied, Outline, Sheaf, encode
from lexo.pipeline import tasks
from lexo.pipeline.asking import ask
from lexo.pipeline.readers import Readers
from lexo.store import documents
from lexo.store.database import Database
from lexo.store.dossier_papers import rotations
from lexo.store.files import FileStore

log = logging.getLogger(__name__)

PAGES_AT_ONCE = 40  # in one task, so that none takes as long as a reader may
MAX_PAGES = 2000  # of all papers together; those behind it are left out
_PROTECTED = (PasswordNeeded, PasswordWrong, CertificateEncrypted)
_OF_ONE_FILE = (FileProblem, FileWaiting, PageProblem, RequestProblem)  # any other is the machine's


@dataclass(frozen=True, slots=True)
class Bindery:
    """Where a PDF is made: the library, who reads files, where temporary files lie, passwords by document."""

    db: Database
    files: FileStore
    readers: Readers
    scratch: Callable[[], Path]
    passwords: Mapping[int, str]


def write(room: Bindery, outline: Outline) -> Path:
    """Write the PDF into LEXO's temporary folder; whoever asked deletes it. Originals are only read.

    Raises DossierEmpty where no paper could be copied, and what is wrong with the machine (DiskFull, ...).
    """
    begun = time.monotonic()
    copies: list[Copied] = []
    target = room.scratch()
    plan = room.scratch()
    try:
        _copy_all(room, outline, copies)
        if not any(each.files for each in copies):
            raise DossierEmpty()
        plan.write_text(encode(Sheaf(outline, tuple(copies))), "utf-8")
        ask(room.readers, tasks.Bind(plan, MediaType.PDF, target=target), tasks.Written)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        for file in (plan, *(file for each in copies for file in each.files)):
            file.unlink(missing_ok=True)
    left_out = sum(not each.files for each in copies)
    log.info("a dossier of %s papers, %s left out, %.0f ms", len(copies), left_out, (time.monotonic() - begun) * 1000)
    return target


def _copy_all(room: Bindery, outline: Outline, copies: list[Copied]) -> None:
    """Copy each paper once, into `copies`, in the order of the list."""
    left = MAX_PAGES
    for document_id in dict.fromkeys(entry.document_id for section in outline.sections for entry in section.entries):
        copied = _copy(room, document_id, left)
        copies.append(copied[0])
        left -= copied[1]


def _copy(room: Bindery, document_id: int, left: int) -> tuple[Copied, int]:
    """One paper and how many pages it has; why it cannot be copied where it cannot."""
    files: list[Path] = []
    try:
        document = documents.get(room.db, document_id)
        count = document.page_count or _count(room, document)
        if count > left:
            return Copied(document_id), 0
        turned = rotations(room.db, document_id)
        for first in range(1, count + 1, PAGES_AT_ONCE):
            last = min(first + PAGES_AT_ONCE - 1, count)
            files.append(room.scratch())
            ask(room.readers, _task(room, document, (first, last), turned, files[-1]), tasks.Written)
        return Copied(document_id, tuple(files)), count
    except _OF_ONE_FILE as error:
        _forget(files)
        log.info("document %s is left out of a dossier: %s", document_id, error.code)
        return Copied(document_id, is_protected=isinstance(error, _PROTECTED)), 0
    except BaseException:
        _forget(files)
        raise


def _task(
    room: Bindery,
    document: Document,
    pages: tuple[int, int],
    turned: Sequence[tuple[int, int]],
    target: Path,
) -> tasks.Copy:
    first, last = pages
    mine = tuple((number, turn) for number, turn in turned if first <= number <= last)
    path, password = room.files.path(document.sha256), room.passwords.get(document.id)
    return tasks.Copy(path, document.media_type, password, first, last, mine, target)


def _count(room: Bindery, document: Document) -> int:
    """How many pages a paper has that was not read yet. Raises the file's LexoError."""
    path, password = room.files.path(document.sha256), room.passwords.get(document.id)
    inspected = ask(room.readers, tasks.Inspect(path, document.media_type, password), tasks.Inspected)
    return len(inspected.inspection.pages)


def _forget(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
