"""Take in the files that have come to rest, a batch at a time, so that a flood of them blocks nothing else."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lexo.document import PlaceState, Reason
from lexo.errors import FileGone, LexoError, StillCopying, SystemProblem
from lexo.intake.add import Copied, add_copied, as_reason, copy_file, discard_unused, in_reasons, seen_file
from lexo.intake.compare import state_of
from lexo.intake.stable import Stability
from lexo.store import places
from lexo.store.copies import CopyBatch
from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.store.places import Changes, SeenFile, Verdict

log = logging.getLogger(__name__)

BATCH_FILES = 128  # one wait for the disk and one transaction each; more gain little
BATCH_S = 0.5  # and at most about this long, unless one file alone takes longer
AHEAD_BYTES = 8 << 20  # larger files are copied only once they are at rest


@dataclass(slots=True)
class _Batch:
    copies: CopyBatch
    copied: list[Copied] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def settled(self) -> list[SeenFile]:
        taken = [copied.file for copied in self.copied if copied.file is not None]
        return taken + [verdict.file for verdict in self.verdicts]


class Taker:
    """Takes files from `stability` into the library. For the same thread as the scanner.

    While files wait to be at rest, small ones are copied ahead; what is left then is to see that they are unchanged,
    and one commit. A copy that was for nothing is dropped again.
    """

    def __init__(
        self, db: Database, files: FileStore, root: bytes, stability: Stability, should_stop: Callable[[], bool]
    ) -> None:
        self._db = db
        self._files = files
        self._root = root
        self._stability = stability
        self._should_stop = should_stop
        self._ahead: dict[bytes, Copied] = {}

    def take_batch(self) -> int:
        """Take one batch; return how many files were settled. Raises SystemProblem; the files then come again later."""
        due = sorted(islice(self._stability.due(), BATCH_FILES), key=lambda file: file.size_bytes)
        batch = _Batch(CopyBatch(self._files))
        looked_into = 0
        try:
            for file in self._in_time(due):
                self._look_into(file, batch)
                looked_into += 1
            self._save(batch)
        finally:
            batch.copies.give_up()
        for file in due[looked_into:]:
            self._stability.put_back(file)
        return len(batch.settled())

    def copy_ahead(self) -> int:
        """Copy one batch of small files that will be due soon; return how many. Raises SystemProblem."""
        copies = CopyBatch(self._files)
        made = []
        try:
            for file in self._in_time(islice(self._stability.ahead(), BATCH_FILES)):
                if file.size_bytes <= AHEAD_BYTES:
                    made += self._try_ahead(file, copies)
            with in_reasons():
                copies.finish()
        finally:
            copies.give_up()
        self._ahead.update({copied.file.raw_path: copied for copied in made if copied.file})
        return len(made)

    def _try_ahead(self, file: SeenFile, copies: CopyBatch) -> list[Copied]:
        """A copy in advance; what stands in the way is judged when the file is due."""
        try:
            return [copy_file(copies, file, self._root, needs_end=True)]
        except SystemProblem:
            raise
        except LexoError:
            return []

    def close(self) -> None:
        """Drop what was copied ahead of files that no longer wait; all of it when nothing is taken any more."""
        unused = [raw_path for raw_path in self._ahead if self._should_stop() or raw_path not in self._stability]
        if unused:
            discard_unused(self._db, self._files, [self._ahead.pop(raw_path) for raw_path in unused])

    def _in_time(self, files: Iterator[SeenFile] | list[SeenFile]) -> Iterator[SeenFile]:
        """Files until the batch has taken long enough or the watcher stops."""
        ends_at = time.monotonic() + BATCH_S
        for file in files:
            if self._should_stop() or time.monotonic() >= ends_at:
                return
            yield file

    def _look_into(self, file: SeenFile, batch: _Batch) -> None:
        """Copy one file, or say why not."""
        try:
            batch.copied.append(self._copied_ahead(file) or self._copy(file, batch))
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

    def _copied_ahead(self, file: SeenFile) -> Copied | None:
        """The copy made ahead, if the file still is what it was then."""
        copied = self._ahead.pop(file.raw_path, None)
        if copied is None:
            return None
        if copied.file == file == _seen_now(file.raw_path):
            return copied
        discard_unused(self._db, self._files, [copied])
        return None

    def _copy(self, file: SeenFile, batch: _Batch) -> Copied:
        patience = self._stability.is_patience_over(file)
        return copy_file(batch.copies, file, self._root, needs_end=not patience)

    def _wait_for(self, file: SeenFile) -> None:
        """A file that changed is waited for anew; one that only lacks its end, longer."""
        current = _seen_now(file.raw_path)
        if current is None:
            self._stability.forget(file.raw_path)
        elif current == file:
            self._stability.wait_longer(file)
        else:
            self._stability.see(current)

    def _save(self, batch: _Batch) -> None:
        """Add what was copied and note the rest; if that fails the files come again by themselves."""
        with in_reasons():
            batch.copies.finish()
        if batch.copied:
            add_copied(self._db, self._files, batch.copied)
        places.save_changes(self._db, Changes(verdicts=batch.verdicts))
        for copied in batch.copied:
            log.info("taken: %s, %d bytes", copied.new.media_type, copied.new.size_bytes)
        for file in batch.settled():
            self._stability.forget(file.raw_path)


def _seen_now(raw_path: bytes) -> SeenFile | None:
    try:
        return seen_file(raw_path, os.lstat(raw_path))
    except OSError:
        return None
