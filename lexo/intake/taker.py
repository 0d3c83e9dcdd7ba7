"""Take in the files that have come to rest, a batch at a time, so that a flood of them blocks nothing else."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from lexo.document import PlaceState, Reason
from lexo.errors import FileGone, LexoError, StillCopying, SystemProblem
from lexo.intake.add import Copied, add_copied, as_reason, copy_file, seen_file
from lexo.intake.compare import state_of
from lexo.intake.stable import Stability
from lexo.store import places
from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.store.places import Changes, SeenFile, Verdict

log = logging.getLogger(__name__)

BATCH_FILES = 64  # one transaction each: at 0.4 ms a commit more gain nothing
BATCH_S = 0.5  # and at most about this long, unless one file alone takes longer


@dataclass(slots=True)
class _Batch:
    copied: list[Copied]
    verdicts: list[Verdict]

    def settled(self) -> list[SeenFile]:
        taken = [copied.file for copied in self.copied if copied.file is not None]
        return taken + [verdict.file for verdict in self.verdicts]


class Taker:
    """Takes files from `stability` into the library. For the same thread as the scanner."""

    def __init__(
        self, db: Database, files: FileStore, root: bytes, stability: Stability, should_stop: Callable[[], bool]
    ) -> None:
        self._db = db
        self._files = files
        self._root = root
        self._stability = stability
        self._should_stop = should_stop

    def take_batch(self) -> int:
        """Take one batch; return how many files were settled. Raises SystemProblem; the files then come again later."""
        batch = _Batch([], [])
        due = self._next_due()
        ends_at = time.monotonic() + BATCH_S
        try:
            while due and not self._should_stop() and time.monotonic() < ends_at:
                self._look_into(due[-1], batch)
                due.pop()
            self._save(batch)
        finally:
            for file in due:
                self._stability.put_back(file)
        return len(batch.copied) + len(batch.verdicts)

    def _next_due(self) -> list[SeenFile]:
        """A batch of files at rest, large before small: they are taken from the end."""
        due: list[SeenFile] = []
        for file in self._stability.due():
            due.append(file)
            if len(due) == BATCH_FILES:
                break
        return sorted(due, key=lambda file: -file.size_bytes)

    def _look_into(self, file: SeenFile, batch: _Batch) -> None:
        """Copy one file, or say why not."""
        try:
            patience = self._stability.is_patience_over(file)
            batch.copied.append(copy_file(self._db, self._files, file, self._root, needs_end=not patience))
        except StillCopying:
            self._wait_for(file)
        except FileGone:
            self._stability.forget(file.raw_path)  # the next scan says so
        except SystemProblem:
            raise
        except LexoError as error:
            batch.verdicts.append(Verdict(file, state_of(error), as_reason(error)))
        except Exception:
            log.exception("a file of %d bytes could not be taken", file.size_bytes)
            batch.verdicts.append(Verdict(file, PlaceState.FAILED, Reason("internal")))

    def _wait_for(self, file: SeenFile) -> None:
        """A file that changed is waited for anew; one that only lacks its end, longer."""
        try:
            current = seen_file(file.raw_path, os.lstat(file.raw_path))
        except OSError:
            self._stability.forget(file.raw_path)
            return
        if current == file:
            self._stability.wait_longer(file)
        else:
            self._stability.see(current)

    def _save(self, batch: _Batch) -> None:
        """Add what was copied and note the rest; if that fails the files come again by themselves."""
        if batch.copied:
            add_copied(self._db, self._files, batch.copied)
        places.save_changes(self._db, Changes(verdicts=batch.verdicts))
        for copied in batch.copied:
            log.info("taken: %s, %d bytes", copied.new.media_type, copied.new.size_bytes)
        for file in batch.settled():
            self._stability.forget(file.raw_path)
