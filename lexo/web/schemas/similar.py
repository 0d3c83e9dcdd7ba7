"""Papers like one."""

from pydantic import Field

from lexo.web.schemas.base import Shape


class LikenessShape(Shape):
    """Something that two papers have in common."""

    what: str = Field(description="sender, kind, number, party, words or meaning", examples=["number"])
    detail: str = Field(description="The number, or some of the words; else empty")


class SimilarShape(Shape):
    """A paper like another; `score` from 0 to 1."""

    document_id: int
    title: str
    sender: str | None
    date: str | None
    kind: str | None
    score: float
    why: tuple[LikenessShape, ...]


class SimilarPage(Shape):
    """The likest papers, the likest first; there is no next page."""

    items: tuple[SimilarShape, ...]
    next: None = None
    total: int
