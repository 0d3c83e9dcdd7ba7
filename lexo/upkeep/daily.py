"""A backup a day, made by itself while nothing else is to be done."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from lexo.document import Reason
from lexo.errors import LexoError
from lexo.store import documents
from lexo.upkeep.holdings import Library

log = logging.getLogger(__name__)

LOOK_EVERY_S = 600.0
WHY = "daily"


class DailyBackup:
    """Makes one when the last is old and something changed since. For the one thread that calls it when idle."""

    def __init__(self, library: Callable[[], Library], folder: Path, every_h: float, after_s: float = 0) -> None:
        """`every_h` 0: never. The first look comes `after_s`: what was dropped meanwhile is read first."""
        self.problem: Reason | None = None  # why the last one could not be made
        self._library, self._folder, self._every_s = library, folder, every_h * 3600
        self._look_at = time.monotonic() + after_s

    def __call__(self) -> None:
        """Look whether it is time, at most every ten minutes; make one if it is. Never raises what a backup may."""
        if not self._every_s or time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + LOOK_EVERY_S
        from lexo.upkeep import backup  # its manifest is a pydantic model: the server starts quickly

        library = self._library()
        if not _is_due(library, backup.newest_at(self._folder), self._every_s):
            return
        try:
            made = backup.make(library, self._folder, WHY)
        except LexoError as error:
            self.problem = Reason(error.code, error.details)
            log.error("no backup was made: %s", error.code)
            return
        self.problem = None
        log.info("backed up %s papers, %s of them new", len(made.backup.manifest.papers), made.new_papers)


def _is_due(library: Library, made_at: datetime | None, every_s: float) -> bool:
    """A library without any paper has nothing to lose; one that did not change is backed up already."""
    if made_at is None:
        return any(documents.counts(library.db).values())
    age_s = (datetime.now(UTC) - made_at).total_seconds()
    return age_s >= every_s and _changed_at(library) > made_at.timestamp()


def _changed_at(library: Library) -> float:
    """When the database's files were last written, in seconds since 1970."""
    path = library.db.path
    files = (path, path.with_name(f"{path.name}-wal"))
    return max((file.stat().st_mtime for file in files if file.exists()), default=0.0)
