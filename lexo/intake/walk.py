"""List what lies in the watched folder: names and lstat(2) only, nothing is opened but folders."""

import os
import stat
from collections.abc import Set
from dataclasses import dataclass, field
from typing import NamedTuple

from lexo.document import Reason
from lexo.intake.add import SF_DATALESS, as_reason, reason_of_error, seen_file
from lexo.intake.sniff import TEMPORARY_ENDINGS, is_hidden
from lexo.store.places import SeenFile


class Found(NamedTuple):
    """One entry that is not a folder."""

    file: SeenFile
    mode: int
    flags: int  # st_flags of macOS, 0 elsewhere


@dataclass(slots=True)
class Listing:
    """What one walk saw. A folder is in `listed` or in `blocked`, where it could not be listed."""

    files: dict[bytes, Found] = field(default_factory=dict)
    listed: set[bytes] = field(default_factory=set)
    subfolders: set[bytes] = field(default_factory=set)  # met on the way, walked or not
    blocked: dict[bytes, tuple[SeenFile, Reason]] = field(default_factory=dict)

    def covers(self, raw_path: bytes) -> bool:
        """Whether a file of this path would have been seen, so that its absence means it is gone."""
        if raw_path in self.blocked:
            return False
        folder = os.path.dirname(raw_path)
        while folder not in self.listed:
            if folder in self.blocked or folder in self.subfolders or len(folder) <= 1:
                return False  # there, but not looked into
            folder = os.path.dirname(folder)
        return True


def walk(folder: bytes, into: Listing, known: Set[bytes] = frozenset()) -> None:
    """List `folder` and all folders below it but the `known` ones. Raises OSError if `folder` itself cannot be listed.

    Hidden and system folders are not entered, nor are links to folders: those are entries like any other.
    """
    waiting = _list(folder, into)
    while waiting:
        inner = waiting.pop()
        if inner in known or inner in into.listed:
            continue
        try:
            waiting += _list(inner, into)
        except OSError as error:
            _block(inner, error, into)


def _list(folder: bytes, into: Listing) -> list[bytes]:
    """Take in the entries of one folder; return its subfolders."""
    subfolders = []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # gone since it was listed
            except OSError as error:
                _block(entry.path, error, into)
                continue
            flags = getattr(status, "st_flags", 0)
            if not stat.S_ISDIR(status.st_mode):
                into.files[entry.path] = Found(seen_file(entry.path, status), status.st_mode, flags)
            elif _is_for_people(entry.name):
                into.subfolders.add(entry.path)
                if flags & SF_DATALESS:  # listing it would download it
                    into.blocked[entry.path] = (seen_file(entry.path, status), Reason("not_downloaded"))
                else:
                    subfolders.append(entry.path)
    into.listed.add(folder)
    return subfolders


def _is_for_people(name: bytes) -> bool:
    lowered = os.fsdecode(name).lower()
    return not is_hidden(lowered) and not lowered.endswith(TEMPORARY_ENDINGS)


def _block(path: bytes, error: OSError, into: Listing) -> None:
    """Note a folder (or file) that cannot be looked into; one that vanished meanwhile needs no note."""
    reason = as_reason(reason_of_error(error))
    if reason.code != "gone":
        into.blocked[path] = (SeenFile(path, 0, 0, 0, 0), reason)
