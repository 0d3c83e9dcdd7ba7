"""Asking the readers something and waiting for the answer; what a reader says of a file is raised as our own error."""

import queue
from pathlib import Path
from typing import TypeVar

from lexo.document import PageImage, PageText, Reason
from lexo.errors import BY_CODE, PAGE_TIMEOUT_S, LexoError, ReaderCrashed, ReaderTimedOut
from lexo.pipeline import tasks
from lexo.pipeline.readers import Readers
from lexo.store.pages import unpacked

URGENT = 10  # somebody waits for it

A = TypeVar("A", tasks.Inspected, tasks.Understood, tasks.Written)


def ask(readers: Readers, task: tasks.Task, kind: type[A], *, priority: int = URGENT) -> A:
    """Hand a task in and wait for its one answer. Raises what the reader says of the file."""
    answers: queue.SimpleQueue[tasks.Answer] = queue.SimpleQueue()
    readers.submit(task, lambda _, answer: answers.put(answer), priority=priority)
    while True:
        answer = answers.get()
        if isinstance(answer, kind):
            return answer
        _raise_if_ended(answer)


def read_pages(readers: Readers, reads: list[tasks.Read], *, priority: int = URGENT) -> dict[int, PageText]:
    """Read pages in parallel, one task each, by page number. Raises what a reader says of a page or of the file."""
    answers: queue.SimpleQueue[tasks.Answer] = queue.SimpleQueue()
    for read in reads:
        readers.submit(read, lambda _, answer: answers.put(answer), priority=priority)
    return dict(_next_page(answers) for _ in reads)


def picture(readers: Readers, task: tasks.Expose, *, priority: int = URGENT) -> PageImage:
    """The upright picture of a page, RGB, for a model that runs in this process. Raises what the reader says."""
    try:
        written = ask(readers, task, tasks.Written, priority=priority)
        return PageImage(Path(task.target).read_bytes(), written.width_px, written.height_px, 3, written.dpi)
    finally:
        task.target.unlink(missing_ok=True)


def error_of(reason: Reason) -> LexoError:
    """The exception that says a reason."""
    return BY_CODE.get(reason.code, LexoError)(**reason.details)


def _next_page(answers: "queue.SimpleQueue[tasks.Answer]") -> tuple[int, PageText]:
    while True:
        answer = answers.get()
        match answer:
            case tasks.PageRead():
                return answer.number, unpacked(answer.page)
            case tasks.PageFailed():
                raise error_of(answer.reason)
            case tasks.Done():
                continue
        _raise_if_ended(answer)


def _raise_if_ended(answer: tasks.Answer) -> None:
    match answer:
        case tasks.Failed():
            raise error_of(answer.reason)
        case tasks.Lost(cause=tasks.Cause.TIMED_OUT):
            raise ReaderTimedOut(seconds=round(PAGE_TIMEOUT_S))
        case tasks.Lost() | tasks.Done():
            raise ReaderCrashed()
