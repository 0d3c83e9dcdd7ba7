"""What was noticed about a paper and is not done by itself: its twins, and the papers that one scan holds."""

from dataclasses import dataclass

from lexo.document import Document
from lexo.store import hints
from lexo.store.database import Database
from lexo.store.hints import Twin

MOST_TWINS = 3
MOST_RANGES = 12


@dataclass(frozen=True, slots=True)
class Noticed:
    """`ranges` are first and last pages of the papers in a scan, empty where there is one; `count` is how many."""

    twins: tuple[Twin, ...]
    ranges: tuple[tuple[int, int], ...]
    count: int
    part_of: int | None
    can_split: bool


def noticed(db: Database, document: Document) -> Noticed:
    """What the page of a paper says of it."""
    found = hints.of_document(db, document.id)
    last = document.page_count or 0
    begins = [split.page for split in found.splits if 1 < split.page <= last]
    firsts = [1, *begins]
    ranges = tuple(zip(firsts, [*(first - 1 for first in begins), last], strict=True)) if begins else ()
    return Noticed(
        found.twins[:MOST_TWINS],
        ranges[:MOST_RANGES],
        len(ranges),
        found.part_of,
        can_split=bool(ranges) and not document.is_encrypted and document.deleted_at is None,
    )
