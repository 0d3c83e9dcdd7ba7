"""Where the objects meet: one Lexo holds library, readers, worker and watcher, and stops them in order."""

import logging
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lexo.document import Document, Inspection, PageText, ReadingOptions, Reason, Strategy
from lexo.errors import (
    UnsafeAddress,
)
from lexo.facts import Understanding
from lexo.intake.add import add_upload
from lexo.intake.folders import check_folders
from lexo.intake.watch import Watcher, WatchOptions
from lexo.library.searching.patience import Patient
from lexo.ocr import registry
from lexo.ocr.engine import EngineStatus
from lexo.pipeline import facts, splitting, tasks
from lexo.pipeline.asking import ask
from lexo.pipeline.embedding import Embedding
from lexo.pipeline.engines import ModelEngines, Wishes, has_models
from lexo.pipeline.looker import Looker
from lexo.pipeline.looking import Looking
from lexo.pipeline.once import Once
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers, default_readers
from lexo.pipeline.viewing import Viewer
from lexo.pipeline.worker import Worker
from lexo.settings import CHECKOUT, Loaded, Settings
from lexo.store import documents, due, hints, jobs, private
from lexo.store.database import Database
from lexo.store.documents import Added
from lexo.store.files import FileStore
from lexo.store.pictures import Pictures
from lexo.store.readings import CacheStats, Readings
from lexo.upkeep.daily import DailyBackup
from lexo.upkeep.holdings import Library
from lexo.wiring import answering, boot_id, choices_of, endpoint_of, limits_of, remote_of

if TYPE_CHECKING:
    from lexo.inference.base import Embedder, TextModel, VisionModel
    from lexo.inference.host import ModelHost
    from lexo.library.asking.ask import Asker
    from lexo.library.searching.vectors import Vectors

log = logging.getLogger(__name__)

STOP_GRACE_S = 8.0  # for the pages in hand; the whole stop stays under ten seconds
MODEL_GRACE_S = 3.0  # for the token in hand; its page is handed back
BACKUP_AFTER_S = 60.0  # after the start, at the earliest
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Lexo:
    """One library, opened. `start` begins to read; everything else works without it too."""

    def __init__(self, settings: Settings, problems: tuple[Reason, ...]) -> None:
        self.settings = settings
        self.remote, remote_problems = remote_of(settings)
        self.remote_text, text_problems = endpoint_of(settings.text_url, settings.text_model, settings.remote_key)
        self.problems = (*problems, *remote_problems, *text_problems)
        self.started_at = time.monotonic()
        self.db = Database(settings.database)
        self.files = FileStore(settings.home / "files")
        self.files.sweep()
        self.readers = Readers(
            settings.readers or default_readers(), page_timeout_s=settings.page_timeout_s, name="lexo-readers"
        )
        pictures = Pictures(settings.home / "cache" / "pages")
        self._viewers = Readers(1, page_timeout_s=settings.page_timeout_s, name="lexo-viewer")
        wishes = Wishes(choices_of(settings), settings.engine_order, self.remote)
        self.model_engines = ModelEngines(lambda: self.models, settings.models, wishes)
        self.readings = Readings(self.db, settings.cache_mb << 20)
        self._reading = Reading(
            self.db,
            self.files,
            pictures,
            self.options,
            settings.page_timeout_s,
            boot_id(),
            self.readings,
            Looking(self.model_engines, self.options.strategy),
            self.scratch,
            settings.home / "trust",
            settings.understand,
            self._must_wait,
            self._has_text_model,
        )
        self.viewer = Viewer(self._reading, self._viewers, pictures, self.scratch)
        self.worker = Worker(self._reading, self.readers)
        embedding = Embedding(self.db, self.embedder, self._must_wait)
        self.looker = Looker(self._reading, self._viewers, self.scratch, self.text_model, embedding)
        self.daily_backup = DailyBackup(self.kept, settings.backups, settings.backup_every_h, BACKUP_AFTER_S)
        self.looker.when_idle = self.daily_backup
        self.search_meaning = Patient.believing(lambda: self.meaning, self.embedder, settings.search_by_meaning)
        watching = WatchOptions(settings.stable_after_s, settings.rescan_every_s, settings.watch_events)
        self.watcher = Watcher(self.db, self.files, settings.watch, watching)

    @classmethod
    def build(cls, loaded: Loaded) -> "Lexo":
        """Check the folders and open the library. Raises UnsafeFolders, UnsafeAddress and what Database raises."""
        settings = loaded.settings
        if settings.host not in LOOPBACK:
            raise UnsafeAddress(host=settings.host)
        warnings = check_folders(settings.watch, settings.home, CHECKOUT)
        os.umask(0o077)
        for folder in (settings.home, settings.home / "tmp", settings.home / "logs"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left_over in (settings.home / "tmp").iterdir():
            left_over.unlink(missing_ok=True)
        return cls(settings, (*loaded.problems, *warnings))

    @property
    def reachable(self) -> tuple[tuple[str, int], ...]:
        """What this process may reach beyond this machine: the servers that a person named."""
        return tuple(each.target for each in (self.remote, self.remote_text) if each is not None)

    @cached_property
    def models(self) -> "ModelHost":
        """The models of this machine; made when first asked for, as an installation without any need not know of it."""
        from lexo.inference.host import ModelHost

        return ModelHost(self.settings.models, limits_of(self.settings))

    def text_model(self) -> "TextModel | None":
        """What writes text: the best model on this machine, else the server a person named for it, else nothing."""
        from lexo.inference.base import Role

        spec = self.models.first(Role.TEXT) if self.has_models else None
        if spec is not None:
            return self.models.text(spec.name)
        if self.remote_text is None:
            return None
        from lexo.inference.remote import RemoteModel

        return RemoteModel(self.remote_text)

    def embedder(self) -> "Embedder | None":
        """What finds by meaning: the best sentence model on this machine; None without one."""
        if not self.has_models:
            return None
        from lexo.inference.base import Role

        spec = self.models.first(Role.EMBEDDING)
        return self.models.embedder(spec.name) if spec is not None else None

    @cached_property
    def meaning(self) -> "Vectors":
        """Finds by meaning, with a sentence model; nothing without. Made when first asked for: it imports NumPy."""
        from lexo.library.searching.vectors import Vectors

        return Vectors(self.db, self.embedder)

    def vision_model(self) -> "VisionModel | None":
        """What answers questions about the picture of a page: the best general vision model here; mostly None."""
        spec = answering(self.models) if self.has_models else None
        return self.models.vision(spec.name) if spec is not None else None

    @cached_property
    def asker(self) -> "Asker":
        """Answers questions from the papers. Made when first asked for: it imports what reads papers."""
        from lexo.library.asking.ask import Asker, Means

        means = Means(self.text_model, self.vision_model, self.viewer.page_pixels, lambda: self.meaning)
        return Asker(self.db, means)

    def _must_wait(self) -> Reason | None:
        return self.models.must_wait()

    def _has_text_model(self) -> bool:
        from lexo.inference.base import Role

        return self.remote_text is not None or (self.has_models and self.models.first(Role.TEXT) is not None)

    @property
    def has_models(self) -> bool:
        """Whether there is any local model, or was any asked for. Without any, `models` is best left alone."""
        return has_models(self.settings.models) or "models" in self.__dict__

    def kept(self) -> Library:
        """All that a backup holds."""
        return Library(self.settings.home, self.db, self.files)

    @property
    def options(self) -> ReadingOptions:
        """How papers are read unless somebody asks for something else."""
        return ReadingOptions(self.settings.languages, strategy=Strategy(self.settings.strategy), tables=False)

    @property
    def ocr_initialized(self) -> bool:
        """Whether a reader or a model has been asked for anything since the start."""
        return self.readers.has_begun or ("models" in self.__dict__ and self.models.begun)

    @property
    def problem(self) -> Reason | None:
        """Why nothing is read at the moment, though there is work; None while all is well."""
        return self.worker.problem or self.readers.problem

    def start(self) -> None:
        """Begin to watch and to read."""
        with suppress(OSError):  # its disk is not there, or it may not be made: the watcher says so
            self.settings.watch.mkdir(exist_ok=True)
        self.worker.start()
        self.looker.start()
        self.watcher.start()

    def stop(self) -> None:
        """Watch, then worker and readers, then models and looker, then database; the pages in hand are kept."""
        self.watcher.stop()
        self.looker.begin_stop()
        self.worker.stop(STOP_GRACE_S)
        if "models" in self.__dict__:
            self.models.stop(MODEL_GRACE_S)
        if self.remote is not None or self.remote_text is not None:
            from lexo.inference import remote

            remote.cancel_all()
        self.looker.join(STOP_GRACE_S)
        if "meaning" in self.__dict__:
            self.meaning.close()
        self._viewers.stop(0)
        self.db.close()

    def add_upload(self, descriptor: int, filename: str, *, is_private: bool = False) -> Added:
        """Take an open file in, as if it had been dropped. Raises EmptyFile, UnsupportedType, DiskFull."""
        added = add_upload(self.db, self.files, descriptor, filename, is_private=is_private)
        self.worker.nudge()
        return added

    def give_password(self, document_id: int, password: str) -> None:
        """Open a protected document. Raises DocumentNotFound; a wrong password shows as the document's reason."""
        documents.get(self.db, document_id)
        self.worker.give_password(document_id, password)

    def wait_until_read(self, document_id: int, timeout_s: float) -> Document:
        """The document once it is final, needs a person, or the time is over."""
        deadline = time.monotonic() + timeout_s
        while True:
            document = documents.get(self.db, document_id)
            needs_person = document.reason is not None and not document.state.is_final
            if document.state.is_final or needs_person or time.monotonic() > deadline:
                return document
            time.sleep(0.1)

    def engines(self) -> tuple[EngineStatus, ...]:
        """What each engine says of itself, without loading any; those of readers first, then those of models."""
        return (*registry.statuses(), *self.model_engines.statuses())

    def inspect_now(self, task: tasks.Inspect) -> Inspection:
        """Open a file that is not kept. Raises the file's LexoError."""
        return ask(self.readers, task, tasks.Inspected).inspection

    def read_now(self, task: tasks.Inspect, options: ReadingOptions) -> list[PageText]:
        """Read a file that is not kept, its pages in parallel. Raises the file's LexoError, UnknownEngine."""
        self._check(options)
        return Once(self._reading, self.readers, self.scratch).read(task, options)

    def understand_now(self, task: tasks.Inspect, pages: Sequence[PageText]) -> Understanding:
        """Say what a file that is not kept is and says, out of its pages. Raises ReaderCrashed, ReaderTimedOut."""
        return facts.understand_now(self._reading, self.readers, task, pages)

    def understand(self, document_id: int) -> None:
        """Look for the facts of a document anew, when a reader is free."""
        due.want_again(self.db, document_id)
        self.worker.nudge()

    def split(self, document_id: int, pages: Sequence[int] = ()) -> tuple[int, ...]:
        """Make documents of the papers in one scan, which begin at `pages` (else: as proposed); the whole is trashed.

        Raises DocumentNotFound, CannotSplit, the file's LexoError.
        """
        document = documents.get(self.db, document_id)
        proposed = tuple(split.page for split in hints.of_document(self.db, document_id).splits)
        ranges = splitting.ranges_of(document, pages or proposed)
        parts = splitting.write_parts(self._reading, self._viewers, document, ranges)
        added: dict[int, tuple[int, int]] = {}
        try:
            for (first, last), part in zip(ranges, parts, strict=True):
                with part.open("rb") as file:
                    name = splitting.name_of_part(document, first, last)
                    part_of = self.add_upload(file.fileno(), name, is_private=document.is_private)
                    added[part_of.document_id] = (first, last)
        finally:
            for part in parts:
                part.unlink(missing_ok=True)
        hints.cut(self.db, document_id, added)
        return tuple(added)

    def unsplit(self, document_id: int) -> None:
        """Undo a split: the whole comes back, its parts go into the trash. Raises DocumentNotFound."""
        documents.get(self.db, document_id, include_deleted=True)
        hints.joined(self.db, document_id)
        self.worker.nudge()

    def write_dossier(self, dossier_id: int, language: str = "fr") -> Path:
        """One PDF of a dossier's papers, to be deleted by whoever asked. Raises DossierNotFound, DossierEmpty."""
        from lexo.library.dossiers.lists import outline_of  # not while the server starts
        from lexo.pipeline import dossiers

        room = dossiers.Bindery(self.db, self.files, self._viewers, self.scratch, self._reading.passwords)
        return dossiers.write(room, outline_of(self.db, dossier_id, language))

    def write_searchable(self, document_id: int) -> Path:
        """A searchable copy as PDF, to be deleted by whoever asked.

        Raises DocumentNotFound, NotReadYet, ProtectedCopy, the file's LexoError.
        """
        from lexo.library.export.gather import language_tag  # not while the server starts
        from lexo.pipeline import dossiers, searchable

        room = dossiers.Bindery(self.db, self.files, self._viewers, self.scratch, self._reading.passwords)
        return searchable.write(room, document_id, language_tag(self.db, document_id))

    def prepare_now(self, task: tasks.Prepare) -> tasks.Written:
        """Write the cleaned picture of a page. Raises the file's LexoError."""
        return ask(self.readers, task, tasks.Written)

    def reread(self, document_id: int, options: ReadingOptions, number: int | None = None) -> int:
        """Read a document, or one page of it, again in another way; return the job's id. What is there stays till then.

        Raises DocumentNotFound, PageNotFound, UnknownEngine, ModelAbsent, PaperIsPrivate.
        """
        self._check(options)
        if options.engine in self.model_engines.names():
            private.refuse_private(self.db, document_id)
        job_id = jobs.retry_document(self.db, document_id, options, everything=number is None, number=number)
        self.worker.nudge()
        return job_id

    def cache_stats(self) -> CacheStats:
        """What is kept of readings."""
        return self.readings.stats()

    def clear_cache(self) -> int:
        """Forget kept readings; return how many there were. Texts of papers are not touched."""
        return self.readings.clear()

    def _check(self, options: ReadingOptions) -> None:
        if options.engine in self.model_engines.names():
            self._reading.looking.check(options.engine)
        else:
            registry.check(options.engine)

    def scratch(self, suffix: str = "") -> Path:
        """A fresh path in LEXO's own temporary folder; emptied at the next start."""
        descriptor, name = tempfile.mkstemp(suffix=suffix, dir=self.settings.home / "tmp")
        os.close(descriptor)
        return Path(name)
