"""Reading files for a command: reader processes of its own, no server, nothing stored."""

import itertools
import os
import queue
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

from lexo.cli.looks import Looks
from lexo.document import Inspection, MediaType, PageImage, PageText, ReadingOptions, Reason
from lexo.errors import (
    BY_CODE,
    AllPagesFailed,
    LexoError,
    NoPages,
    PageCrashed,
    PageProblem,
    PageTimedOut,
    ReaderCrashed,
    ReaderTimedOut,
)
from lexo.intake.add import READ_ONLY, in_reasons, require_readable
from lexo.intake.sniff import sniff
from lexo.pipeline import asking, tasks
from lexo.pipeline.readers import Readers, Ticket, default_readers
from lexo.pipeline.searchable import lay_over
from lexo.store.pages import packed, unpacked

BATCH = 24  # pages given to a reader at once where they take milliseconds
QUICK_MS = 50
MAX_ATTEMPTS = 2

OnPage = Callable[[int, int], None]  # pages done, pages in all
Answers = queue.SimpleQueue[tuple[Ticket, tasks.Answer]]


@dataclass
class FileRead:
    """What a file holds; pages that could not be read are blank and named in `failures`."""

    inspection: Inspection
    pages: list[PageText]
    failures: dict[int, Reason]


@dataclass
class _Work:
    """One file in work."""

    readers: Readers
    path: Path
    media_type: MediaType
    password: str | None
    options: ReadingOptions
    page_timeout_s: float
    answers: Answers = field(default_factory=queue.SimpleQueue)
    attempts: dict[int, int] = field(default_factory=dict)
    found: dict[int, PageText] = field(default_factory=dict)
    failures: dict[int, Reason] = field(default_factory=dict)

    def submit(self, *numbers: int) -> None:
        """Have pages read, in order, by one reader."""
        task = tasks.Read(self.path, self.media_type, self.password, numbers, self.options)
        self.readers.submit(task, lambda ticket, answer: self.answers.put((ticket, answer)))

    def picture(self, target: Path, number: int, rotation: int, dpi: int) -> PageImage:
        """The upright picture of a page, RGB. Raises what the reader says."""
        task = tasks.Expose(self.path, self.media_type, self.password, number, rotation, dpi, target)
        return asking.picture(self.readers, task)


class FileReader:
    """Reads one file after the other, the pages of each in parallel. A context manager: its readers end with it."""

    def __init__(
        self, options: ReadingOptions, password: str | None, count: int, page_timeout_s: float, looks: Looks
    ) -> None:
        """`count` 0: one reader a core. Raises UnknownEngine, ModelAbsent, RemoteOff."""
        looks.check(options.engine)
        self._looks = looks
        self._options = options
        self._password = password
        self._page_timeout_s = page_timeout_s
        self._readers = Readers(count or default_readers(), page_timeout_s=page_timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._looks.close()
        self._readers.stop(0)

    def read(self, path: Path, on_page: OnPage) -> FileRead:
        """Read all pages, keeping why some fail. Raises the file's LexoError, also where none is read."""
        media_type = _media_type(path)
        work = _Work(self._readers, path.absolute(), media_type, self._password, self._options, self._page_timeout_s)
        inspection = _inspect(work)
        total = len(inspection.pages)
        on_page(0, total)
        if total:
            work.submit(1)
        while len(work.found) + len(work.failures) < total:
            _take(work)
            done = len(work.found) + len(work.failures)
            on_page(done, total)
            if done == 1:
                _hand_out(work, total)
        if len(work.failures) == total:
            raise _of_all(work.failures)
        self._look_again(work, on_page)
        return FileRead(inspection, _all_pages(inspection, work), work.failures)

    def searchable(self, path: Path, found: FileRead, language: str) -> bytes:
        """A searchable copy of a file that was read, as PDF. Raises ProtectedCopy, and what the reader says."""
        read = [(number, packed(page)) for number, page in enumerate(found.pages, 1) if number not in found.failures]
        with tempfile.TemporaryDirectory(prefix="lexo-") as folder:
            numbers = itertools.count()
            kind, title = found.inspection.media_type, found.inspection.title or path.stem
            task = tasks.Layer(path.absolute(), kind, self._password, title=title, language=language)
            made = lay_over(self._readers, task, read, lambda: Path(folder, str(next(numbers))))
            return made.read_bytes()

    def _look_again(self, work: _Work, on_page: OnPage) -> None:
        """Let a model look at the pages where that is wanted, once all are read."""
        wanted = {number: self._looks.wanted(self._options, page) for number, page in sorted(work.found.items())}
        asked = {number: engine for number, engine in wanted.items() if engine is not None}
        with tempfile.TemporaryDirectory(prefix="lexo-") as folder:
            for done, (number, engine) in enumerate(asked.items()):
                on_page(done, len(asked))
                first = work.found[number]
                take = partial(work.picture, Path(folder, "page"), number, first.rotation)
                work.found[number] = self._looks.look(engine, first, take)


def _of_all(failures: dict[int, Reason]) -> LexoError:
    """Why no page could be read: the machine's reason where it is one, else that none could."""
    error = _error(next(iter(failures.values()), Reason(NoPages.code)))
    return AllPagesFailed() if isinstance(error, PageProblem) else error


def _all_pages(inspection: Inspection, work: _Work) -> list[PageText]:
    """The pages in order, blank where one could not be read."""
    pages = []
    for number, size in enumerate(inspection.pages, start=1):
        warnings = (work.failures[number].code,) if number in work.failures else ()
        pages.append(work.found.get(number) or PageText(size.width_pt, size.height_pt, warnings=warnings))
    return pages


def _hand_out(work: _Work, total: int) -> None:
    """After the first page: in batches if it was quick, else page by page, so that all readers end together."""
    first = work.found.get(1)
    step = BATCH if first is not None and first.duration_ms < QUICK_MS else 1
    for start in range(2, total + 1, step):
        work.submit(*range(start, min(start + step, total + 1)))


def _inspect(work: _Work) -> Inspection:
    work.readers.submit(
        tasks.Inspect(work.path, work.media_type, work.password),
        lambda ticket, answer: work.answers.put((ticket, answer)),
    )
    inspection: Inspection | None = None
    while True:
        _, answer = work.answers.get()
        match answer:
            case tasks.Inspected():
                inspection = answer.inspection
            case tasks.Failed():
                raise _error(answer.reason)
            case tasks.Lost(cause=tasks.Cause.TIMED_OUT):
                raise ReaderTimedOut(seconds=round(work.page_timeout_s))
            case tasks.Lost():
                raise ReaderCrashed()
            case tasks.Done() if inspection is not None:
                return inspection


def _take(work: _Work) -> None:
    """Wait for one answer about pages and write it down; a page whose reader died is tried once more."""
    ticket, answer = work.answers.get()
    match answer:
        case tasks.PageRead():
            work.found[answer.number] = unpacked(answer.page)
            work.readers.acknowledge(ticket)
        case tasks.PageFailed():
            work.failures[answer.number] = answer.reason
            work.readers.acknowledge(ticket)
        case tasks.Failed():
            raise _error(answer.reason)
        case tasks.Lost():
            if answer.unread:
                work.submit(*answer.unread)
            if answer.number is None:
                raise ReaderCrashed()
            _lost(work, answer.number, answer.cause)


def _lost(work: _Work, number: int, cause: tasks.Cause) -> None:
    work.attempts[number] = work.attempts.get(number, 0) + 1
    if cause is tasks.Cause.TIMED_OUT:
        work.failures[number] = Reason(PageTimedOut.code, {"seconds": round(work.page_timeout_s)})
    elif work.attempts[number] < MAX_ATTEMPTS:
        work.submit(number)
    else:
        work.failures[number] = Reason(PageCrashed.code)


def _media_type(path: Path) -> MediaType:
    with in_reasons():
        descriptor = os.open(path, READ_ONLY & ~os.O_NOFOLLOW)
        try:
            status = os.fstat(descriptor)
            require_readable(status.st_mode, getattr(status, "st_flags", 0))
            return sniff(descriptor, path.name).media_type
        finally:
            os.close(descriptor)


def _error(reason: Reason) -> LexoError:
    return BY_CODE.get(reason.code, LexoError)(**reason.details)
