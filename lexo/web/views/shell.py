"""The frame of every page: the watched folder, how many papers there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from lexo.document import Reason
from lexo.store import agenda, documents

if TYPE_CHECKING:
    from lexo.app import Lexo

NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class Shell:
    """The footer; `folder_problem` None means the folder is watched. `near` are open deadlines of the next 30 days."""

    folder: str
    folder_problem: Reason | None
    last_scan_at: str | None
    papers: int
    near: int


def look(lexo: "Lexo", papers: int | None = None) -> Shell:
    """The frame as it is now; `papers` where they are counted already."""
    today = datetime.now().astimezone().date()
    return Shell(
        folder=for_people(lexo.settings.watch),
        folder_problem=lexo.watcher.folder_problem,
        last_scan_at=lexo.watcher.last_scan_at,
        papers=sum(documents.counts(lexo.db).values()) if papers is None else papers,
        near=agenda.count_between(lexo.db, today, today + timedelta(days=NEAR_DAYS)),
    )


def for_people(path: Path) -> str:
    """A path with the home folder as `~`."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)
