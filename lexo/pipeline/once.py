"""Reading a file that is not kept: nothing of it is written down; what was read a moment ago is not read again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lexo.document import PageImage, PageText, ReadingOptions, Strategy
from lexo.errors import PaperIsPrivate
from lexo.pipeline import asking, tasks
from lexo.pipeline.kept import keep, look_key, looked_at, reading_key
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers
from lexo.store import private
from lexo.store.pages import packed, unpacked


@dataclass(frozen=True, slots=True)
class Once:
    """What reading takes. `scratch` gives a fresh path for a page's picture."""

    reading: Reading
    readers: Readers
    scratch: Callable[[], Path]

    def read(self, task: tasks.Inspect, options: ReadingOptions) -> list[PageText]:
        """All pages, in parallel; then models look at those that want it. Raises the file's LexoError.

        A file that is a private paper of the library is shown to none; PaperIsPrivate where one is asked for by name.
        """
        strategy = self.reading.options.strategy if options.strategy is Strategy.AUTO else options.strategy
        options = replace(options, strategy=strategy, tables=True)
        with task.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        private_id = private.private_of(self.reading.db, sha256)
        if private_id is not None and options.engine in self.reading.looking.engines.names():
            raise PaperIsPrivate(id=private_id)
        found = self._first(task, sha256, options)
        if private_id is not None:
            return [found[number] for number in sorted(found)]
        return [self._looked_at(task, (sha256, number), found[number], options) for number in sorted(found)]

    def _first(self, task: tasks.Inspect, sha256: str, options: ReadingOptions) -> dict[int, PageText]:
        """What the readers make of each page."""
        readings = self.reading.readings
        numbers = range(1, len(asking.ask(self.readers, task, tasks.Inspected).inspection.pages) + 1)
        keys = {number: reading_key(sha256, number, options) for number in numbers}
        is_known = readings.knows(sha256)
        kept = {number: old for number, key in keys.items() if is_known and (old := readings.get(key))}
        left = [number for number in numbers if number not in kept]
        reads = [tasks.Read(task.path, task.media_type, task.password, (number,), options) for number in left]
        read = asking.read_pages(self.readers, reads)
        for number, page in read.items():
            if page.dpi is not None:
                keep(readings, keys[number], packed(page), on_disk=False)
        return read | {number: unpacked(old) for number, old in kept.items()}

    def _looked_at(
        self, task: tasks.Inspect, which: tuple[str, int], first: PageText, options: ReadingOptions
    ) -> PageText:
        """A page, after a model looked at it too where that is wanted."""
        sha256, number = which
        looking = self.reading.looking
        name = looking.wanted(options, first, lambda: first)
        engine = looking.engines.get(name) if name else None
        if engine is None:
            return first
        take = partial(self._picture, task, number, first.rotation)
        key = look_key(sha256, number, engine, first)
        read = partial(looking.look, engine.name, first, take)
        return looked_at(self.reading.readings, key, read, on_disk=False)

    def _picture(self, task: tasks.Inspect, number: int, rotation: int, dpi: int) -> PageImage:
        expose = tasks.Expose(task.path, task.media_type, task.password, number, rotation, dpi, self.scratch())
        return asking.picture(self.readers, expose)
