"""What a library holds: all that is backed up."""

from dataclasses import dataclass
from pathlib import Path

from lexo.store.database import Database
from lexo.store.files import FileStore


@dataclass(frozen=True, slots=True)
class Library:
    """A library by its folder, its database and its own copies."""

    home: Path
    db: Database
    files: FileStore
