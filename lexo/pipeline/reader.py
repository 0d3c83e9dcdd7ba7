"""A reader process: opens hostile files so that the server need not. Started as `python -m lexo.pipeline.reader FD`."""

import gc
import os
import resource
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from lexo import guard
from lexo.document import Reason
from lexo.errors import FileProblem, LexoError, PageOutOfMemory, PageProblem
from lexo.pipeline import tasks
from lexo.store.pages import packed

if TYPE_CHECKING:
    from lexo.pages.document_file import PageSource

PARENT_POLL_S = 1.0
LANGUAGE_PAGES = 3  # in which the language is looked for; the first pages are enough to name a document's


def main() -> None:
    """Answer tasks until the server closes the pipe or is gone."""
    guard.install()
    connection = Connection(int(sys.argv[1]))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    os.environ["OMP_THREAD_LIMIT"] = "1"  # OpenMP threads spin: 2 of them double the CPU and save nothing
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    desk = Desk()
    gc.freeze()  # modules are for ever; a page's words are freed by counting, and looking for cycles costs a quarter
    gc.set_threshold(50_000, 20, 20)
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        connection.send_bytes(tasks.READY)
        while True:
            task = tasks.decode_task(connection.recv_bytes())
            for answer in desk.work(task):
                connection.send_bytes(tasks.encode_answer(answer))
                if tasks.awaits_saving(task, answer):
                    connection.recv_bytes()


def _end_with_parent(parent: int) -> None:
    """Leave when the server is gone, whatever this process is doing."""
    while os.getppid() == parent:
        time.sleep(PARENT_POLL_S)
    os._exit(0)


class Desk:
    """Where the reader works; keeps the last file open, as the next task is often on the same one."""

    def __init__(self) -> None:
        # The heavy imports, once, when the process starts; the server never makes a Desk.
        from lexo.pages import document_file
        from lexo.pipeline import pictures, reading

        self._open_file = document_file.open_file
        self._reading = reading
        self._pictures = pictures
        self._source: PageSource | None = None
        self._key: tuple[object, ...] = ()

    def work(self, task: tasks.Task) -> Iterator[tasks.Answer]:
        """Answers to a task; the last one is Done or Failed."""
        try:
            yield from self._answers(task)
            peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            yield tasks.Done(peak_kb // (1024 if sys.platform != "darwin" else 1 << 20))
        except LexoError as error:
            self._forget()
            yield tasks.Failed(Reason(error.code, error.details))
        except MemoryError:
            self._forget()
            yield tasks.Failed(Reason(PageOutOfMemory.code))
        except Exception as error:  # the boundary of one file: said as damaged, logged with its place
            self._forget()
            yield tasks.Failed(Reason(FileProblem.code), _trace(error))

    def _answers(self, task: tasks.Task) -> Iterator[tasks.Answer]:
        if isinstance(task, tasks.Understand):
            yield self._understand(task)
            return
        if isinstance(task, tasks.Bind):
            yield self._pictures.write_bound(task)
            return
        source = self._open(task)
        match task:
            case tasks.Inspect():
                yield tasks.Inspected(source.inspect())
            case tasks.Read():
                for number in task.numbers:
                    yield self._read(task, number)
            case tasks.Render():
                yield self._pictures.write_picture(source, task)
            case tasks.Expose():
                yield self._pictures.write_pixels(source, task)
            case tasks.Extract():
                yield self._pictures.write_part(source, task)
            case tasks.Copy():
                yield self._pictures.write_copy(source, task)
            case tasks.Layer():
                yield self._pictures.write_searchable(source, task)
            case tasks.Prepare():
                yield self._pictures.write_prepared(source, task)

    def _read(self, task: tasks.Read, number: int) -> tasks.Answer:
        assert self._source is not None
        try:
            content = self._reading.read_page(self._source, number, task.options)
            if number <= LANGUAGE_PAGES:
                content = replace(content, language=self._reading.language_of(content.text))
            return tasks.PageRead(number, packed(content))
        except LexoError as error:
            return tasks.PageFailed(number, Reason(error.code, error.details))
        except MemoryError:
            return tasks.PageFailed(number, Reason(PageOutOfMemory.code))
        except Exception as error:  # the boundary of one page: the document goes on
            return tasks.PageFailed(number, Reason(PageProblem.code), _trace(error))

    def _understand(self, task: tasks.Understand) -> tasks.Answer:
        """The words are at hand; a file that no longer opens (its password is forgotten) costs its codes only."""
        from lexo.pipeline import understanding

        source = None
        with suppress(LexoError):
            source = self._open(task)
        return tasks.Understood(understanding.understand_file(source, task))

    def _open(self, task: tasks.Task) -> "PageSource":
        key = (task.path, task.media_type, task.password)
        if self._source is None or key != self._key:
            self._forget()
            self._source = self._open_file(task.path, task.media_type, task.password)
            self._key = key
        return self._source

    def _forget(self) -> None:
        if self._source is not None:
            with suppress(Exception):
                self._source.close()
        self._source = None


def _trace(error: Exception) -> str:
    """Where it happened and what kind it was; the message is left out, as it may quote the paper."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{places}{type(error).__name__}"


if __name__ == "__main__":
    main()
