"""What a walk through the watched folder means, beside what was known: new, changed, moved, gone, back again."""

import os
import stat
from collections.abc import Iterator

from lexo.document import PlaceState, Reason
from lexo.errors import FileIgnored, LexoError
from lexo.intake.add import as_reason, require_readable
from lexo.intake.sniff import check_name
from lexo.intake.stable import Stability
from lexo.intake.walk import Found, Listing
from lexo.store.places import TAKEN, Changes, KnownFile, Verdict

STILL_COPYING = Reason("still_copying")
RETRIED = frozenset({"permission", "privacy_permission", "disk_read", "not_downloaded", "gone"})  # by a full scan
UNREAD = frozenset({"still_copying", "empty", "permission", "privacy_permission", "disk_read"})  # shown once gone


class Comparison:
    """One listing beside the rows of the same folders. Fills `changes`; hands files to look into to `stability`.

    Call `moved` and `follow`, then `note_new`, then `let_go`.
    """

    def __init__(
        self,
        stability: Stability,
        listing: Listing,
        known: dict[bytes, KnownFile],
        *,
        retry: bool,
        retry_failed: bool,
    ) -> None:
        self.changes = Changes()
        self._stability = stability
        self._listing = listing
        self._known = known
        self._retry = retry
        self._retry_failed = retry_failed
        self._new: dict[bytes, Found] = {}
        for raw_path, found in listing.files.items():
            row = known.get(raw_path)
            if row is None:
                self._new[raw_path] = found
            elif row.state != TAKEN or row.is_missing or row.file != found.file:
                self._look_again(found, row)
        self._absent = {path: row for path, row in known.items() if path not in listing.files}

    def moved(self) -> Iterator[tuple[Found, KnownFile, int]]:
        """New files that have the device, inode, size and time of a document's file that is no longer where it was,
        with that file's row and document."""
        if not self._new or not self._absent:
            return
        by_inode = {row.file[1:]: row for row in self._absent.values() if row.document_id and self._is_gone(row)}
        for found in list(self._new.values()):
            origin = by_inode.get(found.file[1:])
            if origin is None or origin.document_id is None or origin.file.raw_path not in self._absent:
                continue
            if _settled(found) is None:
                yield found, origin, origin.document_id

    def follow(self, found: Found, origin: KnownFile) -> None:
        """Accept a move: the known file has this path now."""
        self.changes.moved.append((origin.id, found.file))
        del self._new[found.file.raw_path]
        del self._absent[origin.file.raw_path]

    def note_new(self) -> None:
        """Everything not seen before gets a row; what may be a paper waits until it is at rest."""
        for found in self._new.values():
            self._look(found, None)
        for file, reason in self._listing.blocked.values():
            row = self._known.get(file.raw_path)
            if row is None or row.is_missing or row.reason_code != reason.code:
                self.changes.verdicts.append(Verdict(file, PlaceState.WAITING, reason))

    def let_go(self) -> None:
        """What is no longer there: a document's file is marked as missing, the rest is noted as gone or forgotten."""
        for row in self._absent.values():
            if row.is_missing or not self._is_gone(row):
                continue
            self._stability.forget(row.file.raw_path)
            if row.state == TAKEN:
                self.changes.missing.append(row.id)
            elif row.reason_code in UNREAD and row.file.inode:
                self.changes.gone.append(row.id)
            else:
                self.changes.forgotten.append(row.id)

    def _is_gone(self, row: KnownFile) -> bool:
        """Whether a row's file is surely gone: its folder was listed without it, and asking again says so too."""
        if not self._listing.covers(row.file.raw_path):
            return False
        try:
            status = os.lstat(row.file.raw_path)
        except OSError:
            return True
        return stat.S_ISDIR(status.st_mode)  # a folder has no row, unless it could not be listed

    def _look_again(self, found: Found, row: KnownFile) -> None:
        """At a file that has a row: changed, back again, to be tried again, or as it was."""
        is_same = found.file[2:] == row.file[2:]  # the device's number may change with each mount
        if not is_same:
            self._look(found, row)
        elif row.state == TAKEN:
            self.changes.refreshed.append((row.id, found.file))
        elif self._is_worth_retrying(row) and _settled(found) is None:
            self._stability.see(found.file)

    def _is_worth_retrying(self, row: KnownFile) -> bool:
        if row.state == PlaceState.FAILED:
            return self._retry_failed
        return row.reason_code in (STILL_COPYING.code, "gone") or (self._retry and row.reason_code in RETRIED)

    def _look(self, found: Found, row: KnownFile | None) -> None:
        """Judge by name and kind alone; what passes waits until it is at rest."""
        verdict = _settled(found)
        if verdict is not None:
            self._stability.forget(found.file.raw_path)
            self.changes.verdicts.append(verdict)
            return
        self._stability.see(found.file)
        if row is None or row.reason_code != STILL_COPYING.code:
            self.changes.verdicts.append(Verdict(found.file, PlaceState.WAITING, STILL_COPYING))


def state_of(error: LexoError) -> PlaceState:
    """How a file stands that could not be taken for this reason."""
    if isinstance(error, FileIgnored):
        return PlaceState.IGNORED
    return PlaceState.FAILED if not error.retryable else PlaceState.WAITING


def _settled(found: Found) -> Verdict | None:
    """The verdict that needs no look inside: a temporary name, something that is no file, a file that is elsewhere."""
    try:
        require_readable(found.mode, found.flags)
        check_name(os.path.basename(found.file.raw_path))
    except LexoError as error:
        return Verdict(found.file, state_of(error), as_reason(error))
    return None
