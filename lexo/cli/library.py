"""The library, opened by a command beside a server that may be running."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.cli.output import tell_problems

if TYPE_CHECKING:
    from lexo.settings import Settings
    from lexo.store.database import Database
    from lexo.store.files import FileStore


@dataclass(frozen=True, slots=True)
class Library:
    """Database and own copies."""

    settings: "Settings"
    db: "Database"
    files: "FileStore"


@contextmanager
def opened_library() -> Iterator[Library]:
    """Open the library, made if it is not there. Raises what Database raises."""
    from lexo.store.database import Database
    from lexo.store.files import FileStore

    settings = settings_in_force()
    os.umask(0o077)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    db = Database(settings.database)
    try:
        yield Library(settings, db, FileStore(settings.home / "files"))
    finally:
        db.close()


def settings_in_force() -> "Settings":
    """The settings from file and environment; those that cannot be used are told."""
    from lexo.settings import load

    loaded = load()
    tell_problems(loaded.problems)
    return loaded.settings
