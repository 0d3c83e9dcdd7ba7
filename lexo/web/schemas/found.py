"""What a search finds."""

from lexo.web.schemas.base import Box, Shape


class HitShape(Shape):
    """A page that holds the words searched for; `highlights` are [start, end) in the characters of `snippet`."""

    document_id: int
    title: str
    page: int | None
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    boxes: tuple[Box, ...]
    score: float


class SearchPage(Shape):
    """Hits, best first."""

    items: tuple[HitShape, ...]
    next: str | None
    total: int
