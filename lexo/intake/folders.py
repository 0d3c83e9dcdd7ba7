"""Which folders LEXO may watch and keep its own data in."""

import os
from collections.abc import Iterator
from pathlib import Path

from lexo.document import Reason
from lexo.errors import UnsafeFolders

SYNCED = (  # a part of a resolved path, in lower case, and whose it is
    ("/library/mobile documents/", "iCloud Drive"),
    ("/library/cloudstorage/icloud", "iCloud Drive"),
    ("/library/cloudstorage/dropbox", "Dropbox"),
    ("/library/cloudstorage/googledrive", "Google Drive"),
    ("/library/cloudstorage/onedrive", "OneDrive"),
    ("/library/cloudstorage/", "a cloud service"),
    ("/dropbox/", "Dropbox"),
    ("/google drive/", "Google Drive"),
    ("/onedrive/", "OneDrive"),
    ("/nextcloud/", "Nextcloud"),
    ("/pcloud drive/", "pCloud"),
)


def check_folders(watch: Path, home: Path, checkout: Path) -> tuple[Reason, ...]:
    """Check the watched folder against LEXO's own; links are resolved, so none of them hides an overlap.

    Returns warnings (`synced_folder`). Raises UnsafeFolders where LEXO would read its own files, or far too much.
    """
    watched = Path(os.path.realpath(watch))
    person = Path(os.path.realpath(Path.home()))
    for forbidden in (Path(os.sep), person, person / "Library"):
        if watched == forbidden:
            raise UnsafeFolders(watch=str(watch), other=str(home))
    for own in (home, checkout):
        if _overlap(watched, Path(os.path.realpath(own))):
            raise UnsafeFolders(watch=str(watch), other=str(own))
    return tuple(warning for folder in (watch, home) for warning in _synced(folder))


def _overlap(one: Path, other: Path) -> bool:
    """Whether one lies inside the other, by name or, where names may differ in case, by inode."""
    return one.is_relative_to(other) or other.is_relative_to(one) or _is_above(one, other) or _is_above(other, one)


def _is_above(upper: Path, lower: Path) -> bool:
    """Whether `upper` is the same folder as `lower` or one above it, as the file system sees it."""
    try:
        return any(upper.samefile(folder) for folder in (lower, *lower.parents) if folder.exists())
    except OSError:
        return False


def _synced(folder: Path) -> Iterator[Reason]:
    resolved = f"{os.path.realpath(folder)}/".lower()
    service = next((service for part, service in SYNCED if part in resolved), None) or _icloud_desktop(resolved)
    if service:
        yield Reason("synced_folder", {"path": str(folder), "service": service})


def _icloud_desktop(resolved: str) -> str | None:
    """On a Mac "Desktop & Documents" may be in iCloud; then both are there under Mobile Documents too."""
    person = os.path.realpath(Path.home())
    for name in ("Desktop", "Documents"):
        in_cloud = Path(person, "Library", "Mobile Documents", "com~apple~CloudDocs", name)
        if resolved.startswith(f"{person}/{name}/".lower()) and in_cloud.exists():
            return "iCloud Drive"
    return None
