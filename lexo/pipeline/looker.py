"""The looker: one thread that takes pages which wait for a model, one after the other, and saves what came of it.

Looks go first, then papers that a text model is to understand, then vectors to find pages by their meaning.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lexo import log as logging_context
from lexo.document import PageImage, PageText, Reason
from lexo.errors import FileProblem, LexoError, ModelGaveUp, PageNotFound, PageProblem
from lexo.pipeline import asking, process, tasks, thinking
from lexo.pipeline.embedding import Embedding
from lexo.pipeline.kept import look_key, looked_at
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers
from lexo.store import claims, due, looks, pages
from lexo.store.looks import Look

if TYPE_CHECKING:
    from lexo.inference.base import TextModel

log = logging.getLogger(__name__)

POLL_S = 5.0
RETRY_S = 5.0  # when the disk is full or the database is held


class Looker:
    """Works only where a page waits for a model. `waits_for` says why background work rests (battery, heat)."""

    def __init__(
        self,
        reading: Reading,
        readers: Readers,
        scratch: Callable[[], Path],
        text_model: Callable[[], "TextModel | None"],
        embedding: Embedding,
    ) -> None:
        self.when_idle: Callable[[], None] = lambda: None  # once all is done, every few seconds
        self.waits_for: Reason | None = None
        self.page: tuple[int, int, str] | None = None  # document, page and engine now at work
        self._reading = reading
        self._readers = readers
        self._scratch = scratch
        self._text_model = text_model
        self._embedding = embedding
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lexo-looker", daemon=True)

    def start(self) -> None:
        """Void what a dead process had claimed, then work."""
        looks.recover(self._reading.db, ModelGaveUp.code)
        self._thread.start()

    def nudge(self) -> None:
        """There may be something new."""
        self._wake.set()

    def begin_stop(self) -> None:
        """Begin nothing more. What is at work ends when its model is stopped, and is handed back."""
        self._stopping.set()
        self._embedding.begin_stop()
        self._wake.set()

    def join(self, grace_s: float) -> None:
        """Wait for the end, after `begin_stop`."""
        if self._thread.is_alive():
            self._thread.join(timeout=grace_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                while not self._stopping.is_set() and (self._next() or self._think() or self._embedding.step()):
                    pass
                self._finish_documents()
                if not self._stopping.is_set():
                    self.when_idle()
            except LexoError as error:
                log.error("standing still: %s", error.code)
                self._wake.wait(RETRY_S)
                continue
            except Exception:  # one page's trouble must not end the looker
                log.exception("the looker stumbled")
                self._wake.wait(RETRY_S)
                continue
            self._wake.wait(POLL_S)

    def _next(self) -> bool:
        """Look at one page; whether there was one."""
        self.waits_for = self._reading.must_wait() if looks.count(self._reading.db) else None
        look = looks.claim(self._reading.db, self._reading.boot_id, models=self.waits_for is None)
        if look is None:
            return False
        self.page = (look.document_id, look.number, look.engine) if look.engine != looks.LAYOUT else None
        logging_context.document_id.set(look.document_id)
        logging_context.page_number.set(look.number)
        try:
            self._look(look)
        except LexoError:  # the database or the disk, not the page: it is tried again
            with suppress(LexoError):
                looks.hand_back(self._reading.db, look)
            raise
        except Exception:
            looks.give_up(self._reading.db, look, ModelGaveUp.code)
            raise
        finally:
            self.page = None
            logging_context.document_id.set(None)
            logging_context.page_number.set(None)
        self._finish_documents()
        return True

    def _think(self) -> bool:
        """Let the text model look at one paper, once all pages are looked at; whether there was one."""
        if due.count(self._reading.db, due.Stage.MODEL) == 0 or self._reading.must_wait() is not None:
            return False
        return thinking.think(self._reading, self._text_model)

    def _look(self, look: Look) -> None:
        if look.engine == looks.LAYOUT:
            find_tables(self._reading, self._readers, look, priority=0)
            return
        try:
            first = pages.get_page(self._reading.db, look.document_id, look.number).content
        except PageNotFound:
            return  # its document was erased
        read = self._read(look, first)
        if self._stopping.is_set():
            looks.hand_back(self._reading.db, look)
            return
        looks.save(self._reading.db, look, pages.packed(read))
        log.info("looked at with %s: %s", look.engine, read.tried[-1].outcome if read.tried else "no reading")

    def _read(self, look: Look, first: PageText) -> PageText:
        """What a model makes of the page, from before where it looked at it in the same way."""
        engine = self._reading.looking.engines.get(look.engine)
        if engine is None:  # it was switched off or removed meanwhile
            return first
        take = partial(self._picture, look, first.rotation)
        key = look_key(look.sha256, look.number, engine, first)
        return looked_at(self._reading.readings, key, lambda: self._reading.looking.look(look.engine, first, take))

    def _picture(self, look: Look, rotation: int, dpi: int) -> PageImage:
        reading = self._reading
        path, password = reading.files.path(look.sha256), reading.passwords.get(look.document_id)
        task = tasks.Expose(path, look.media_type, password, look.number, rotation, dpi, self._scratch())
        return asking.picture(self._readers, task, priority=0)

    def _finish_documents(self) -> None:
        """Documents that no longer wait for any look are ready."""
        for claim in claims.looked_at(self._reading.db):
            process.finish(self._reading, claim)


def find_tables(reading: Reading, readers: Readers, look: Look, *, priority: int) -> None:
    """Read a page with text of its own again, with its tables, and keep that. A doubt never costs the page."""
    path, password = reading.files.path(look.sha256), reading.passwords.get(look.document_id)
    options = replace(reading.options, tables=True)
    task = tasks.Read(path, look.media_type, password, (look.number,), options)
    try:
        page = asking.read_pages(readers, [task], priority=priority)[look.number]
    except (FileProblem, PageProblem) as error:
        log.info("no tables: %s", error.code)
        looks.give_up(reading.db, look, error.code)
        return
    looks.save(reading.db, look, pages.packed(page))
