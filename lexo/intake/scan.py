"""Compare what lies in the watched folder with what is known of it: the truth behind the system's events."""

import logging
import os
from collections.abc import Iterable, Set
from pathlib import Path

from lexo.errors import FileGone, WatchFolderMissing
from lexo.intake.add import has_same_ends, reason_of_error
from lexo.intake.compare import Comparison
from lexo.intake.stable import Stability
from lexo.intake.walk import Listing, walk
from lexo.store import documents, places
from lexo.store.database import Database
from lexo.store.files import FileStore
from lexo.store.places import KnownFile

log = logging.getLogger(__name__)

MAX_SINGLE_FOLDERS = 32  # more changed folders than that are scanned with all the others: it is cheaper


class Scanner:
    """Keeps `places` in step with the folder `root`, and hands files that are new or changed to `stability`.

    For one thread. Between scans it remembers only which folders there are; all else is in the database.
    """

    def __init__(self, db: Database, files: FileStore, root: Path, stability: Stability) -> None:
        self.root = os.fsencode(root)
        self._shown_root = places.for_people(self.root)
        self._db = db
        self._files = files
        self._stability = stability
        self._folders: set[bytes] = set()
        self._is_first = True

    def scan_all(self) -> None:
        """Scan everything, and have files tried again that could not be read.

        Raises WatchFolderMissing, and FileWaiting where the root cannot be listed; then nothing is marked as missing.
        """
        listing = Listing()
        self._walk(self.root, listing, frozenset())
        known = places.list_known(self._db, self.root)
        self._require_mounted(listing, known)
        self._save(listing, known, retry=True)
        self._folders = listing.listed
        self._is_first = False

    def scan_folders(self, folders: Iterable[bytes]) -> None:
        """Scan these folders, and new ones inside them, but not the known ones below. Raises as `scan_all`."""
        targets = self._known_folders(folders)
        if not self._folders or len(targets) > MAX_SINGLE_FOLDERS or not all(map(os.path.isdir, targets)):
            self.scan_all()
            return
        listing = Listing()
        for folder in targets:
            self._walk(folder, listing, self._folders)
        known: dict[bytes, KnownFile] = {}
        for folder in targets:
            known.update(places.list_known(self._db, folder))
        self._require_mounted(listing, known)
        self._save(listing, known, retry=False)
        stay = {folder for folder in self._folders if folder in listing.subfolders or not listing.covers(folder)}
        self._folders = stay | listing.listed

    def _known_folders(self, folders: Iterable[bytes]) -> set[bytes]:
        """Each folder as the walk spelled it (macOS tells of changes in NFC), or the closest known one above it."""
        spelled: dict[str, bytes] = {}
        targets = set()
        for folder in folders:
            nearest = folder
            while nearest not in self._folders and len(nearest) > len(self.root):
                spelled = spelled or {places.for_people(known): known for known in self._folders}
                nearest = spelled.get(places.for_people(nearest), os.path.dirname(nearest))
            targets.add(nearest if nearest in self._folders else self.root)
        return targets

    def _walk(self, folder: bytes, listing: Listing, known: Set[bytes]) -> None:
        try:
            walk(folder, listing, known)
        except OSError as error:
            reason = reason_of_error(error)
            raise WatchFolderMissing(path=self._shown_root) if isinstance(reason, FileGone) else reason from error

    def _require_mounted(self, listing: Listing, known: dict[bytes, KnownFile]) -> None:
        """An empty folder on another device than all its files were on is a mount point whose disk is away."""
        there = [file.file.device for file in known.values() if not file.is_missing]
        if there and not listing.files and not listing.subfolders and os.stat(self.root).st_dev not in there:
            raise WatchFolderMissing(path=self._shown_root)

    def _save(self, listing: Listing, known: dict[bytes, KnownFile], *, retry: bool) -> None:
        """Compare, and write what differs in one transaction."""
        comparison = Comparison(self._stability, listing, known, retry=retry, retry_failed=self._is_first)
        changes = comparison.changes
        self._follow_moves(comparison)
        comparison.note_new()
        comparison.let_go()
        places.save_changes(self._db, changes)
        if changes:
            log.info(
                "scan: %d files, %d noted, %d moved, %d missing, %d gone",
                len(listing.files),
                len(changes.verdicts),
                len(changes.moved),
                len(changes.missing),
                len(changes.gone),
            )

    def _follow_moves(self, comparison: Comparison) -> None:
        """Give files that lie elsewhere now their new path, if their content is still what was kept of them."""
        for found, origin, document_id in comparison.moved():
            sha256 = documents.get(self._db, document_id, include_deleted=True).sha256
            if has_same_ends(found.file, self._files.path(sha256), self.root):
                comparison.follow(found, origin)
