"""`lexo verify`: is everything in the library as it must be? Database, index, copies, states."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lexo.errors import DatabaseDamaged
from lexo.store import soundness
from lexo.store.database import Database
from lexo.store.files import FileStore

REPAIR = "`lexo verify --repair` makes it anew; nothing is lost."
SHOWN = 20  # ids or names in one finding


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be; `code` is stable, `ids` are documents, or pages where `sentence` says so."""

    code: str
    sentence: str
    ids: tuple[int, ...] = ()
    can_repair: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at and what was found."""

    documents: int
    bytes_read: int
    findings: tuple[Finding, ...]
    repaired: tuple[str, ...] = ()  # codes

    @property
    def is_sound(self) -> bool:
        return not self.findings


OnFile = Callable[[int, int], None]  # copies looked at, copies in all


def verify(
    db: Database,
    files: FileStore,
    *,
    read_data: bool = False,
    repair: bool = False,
    on_file: OnFile = lambda done, total: None,
) -> Verified:
    """Check the library. `read_data` reads every copy and compares its content; `repair` rebuilds the search index.

    May run beside the server. What damaged means for the database itself is said, never repaired: the papers are safe
    in their own folder.
    """
    findings = list(_database(db))
    repaired: tuple[str, ...] = ()
    if any(finding.code == "database_damaged" for finding in findings):
        return Verified(0, 0, tuple(findings))
    if repair and any(finding.can_repair for finding in findings):
        soundness.rebuild_indexes(db)
        repaired = tuple(finding.code for finding in findings if finding.can_repair)
        findings = list(_database(db))
    copies, bytes_read, wrong = _copies(db, files, read_data, on_file)
    findings += wrong
    findings += _states(db)
    return Verified(copies, bytes_read, tuple(findings), repaired)


def _database(db: Database) -> Iterator[Finding]:
    try:
        errors = soundness.integrity_errors(db)
        tables = soundness.broken_references(db)
        indexes = soundness.drifted_indexes(db)
        names = soundness.wrong_names(db)
        layouts = soundness.stray_layouts(db)
    except DatabaseDamaged as error:
        yield Finding("database_damaged", str(error))
        return
    if errors:
        yield Finding("database_damaged", f"{DatabaseDamaged()} SQLite says: {'; '.join(errors[:3])}")
    if tables:
        yield Finding("broken_reference", f"Rows refer to something that is not there, in: {', '.join(tables)}.")
    if "pages_fts" in indexes:
        yield Finding(
            "search_index_drift",
            f"The search index of the pages is not in step with their text. {REPAIR}",
            can_repair=True,
        )
    if "names_fts" in indexes or names:
        sentence = f"The search index of the names is not in step with the papers. {REPAIR}"
        yield Finding("name_index_drift", sentence, tuple(names[:SHOWN]), can_repair=True)
    if layouts:
        yield Finding(
            "stray_layout",
            f"{len(layouts)} pages lack their words' places, or have places and no text. Read their papers again.",
            tuple(layouts[:SHOWN]),
        )


def _copies(db: Database, files: FileStore, read_data: bool, on_file: OnFile) -> tuple[int, int, list[Finding]]:
    """Look at each document's copy, then at what lies among the copies and belongs to none."""
    missing, altered = [], []
    expected = list(soundness.kept_copies(db))
    bytes_read = 0
    for done, copy in enumerate(expected):
        on_file(done, len(expected))
        path = files.path(copy.sha256)
        try:
            is_whole = path.stat().st_size == copy.size_bytes
            if read_data:
                is_whole = _digest(path) == copy.sha256 and is_whole
                bytes_read += copy.size_bytes
        except FileNotFoundError:
            missing.append(copy.document_id)
        except OSError:
            altered.append(copy.document_id)
        else:
            if not is_whole:
                altered.append(copy.document_id)
    strays = _strays(files.root, {copy.sha256 for copy in soundness.kept_copies(db)})
    return len(expected), bytes_read, list(_findings_of_copies(missing, altered, strays))


def _findings_of_copies(missing: list[int], altered: list[int], strays: list[str]) -> Iterator[Finding]:
    if missing:
        yield Finding(
            "copy_missing",
            f"LEXO's own copy of {len(missing)} papers is gone. Add these papers again.",
            tuple(missing[:SHOWN]),
        )
    if altered:
        sentence = (
            f"LEXO's own copy of {len(altered)} papers is damaged."
            " Take the copies out of the folder files and add these papers again."
        )
        yield Finding("copy_damaged", sentence, tuple(altered[:SHOWN]))
    if strays:
        sentence = f"{len(strays)} files in the folder files belong to no paper: {', '.join(strays[:SHOWN])}."
        yield Finding("stray_copy", sentence)


def _strays(root: Path, known: set[str]) -> list[str]:
    """Files in the store that no document has; copies on their way in have names with a dot."""
    found = []
    for folder, _, names in os.walk(root):
        here = Path(folder)
        for name in names:
            is_in_place = here.parent == root and here.name == name[:2]
            if not name.startswith(".") and not (is_in_place and name in known):
                found.append(str(here.joinpath(name).relative_to(root)))
    return sorted(found)


def _states(db: Database) -> Iterator[Finding]:
    for what, ids in soundness.contradictions(db).items():
        sentence = f"The state of {len(ids)} papers contradicts itself ({what}). Try again on each reads them anew."
        yield Finding("state_contradiction", sentence, tuple(ids[:SHOWN]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
