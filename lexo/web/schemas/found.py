"""What a search finds."""

from pydantic import Field

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


class PartShape(Shape):
    """A filter that was understood: `typed` is the stretch of the search that says so, `written` as LEXO writes it."""

    what: str = Field(description="kind, sender, date, amount, field, state or language")
    name: str = Field(description="Of a field")
    value: str
    label: str = Field(description="For people, in the language asked for")
    typed: str
    written: str
    is_guess: bool = Field(description="It may have been meant as words: they are looked for where it finds nothing")
    is_excluded: bool


class UnderstoodShape(Shape):
    """What was typed: words to look for, and filters."""

    words: str
    parts: tuple[PartShape, ...]


class LiftedShape(PartShape):
    """A filter without which the search would find so many documents."""

    count: int


class ChoiceShape(Shape):
    """A value of a facet; `query` is the search with it added, or without it where it is chosen already."""

    value: str
    label: str
    count: int
    written: str
    query: str
    is_chosen: bool


class FacetShape(Shape):
    """What the documents found may be told apart by, as if they were not filtered by it."""

    by: str = Field(description="year, sender, kind, amount, field, state or language")
    choices: tuple[ChoiceShape, ...]
    more: int = Field(description="Values that are not listed")


class SearchPage(Shape):
    """Hits, best first."""

    items: tuple[HitShape, ...]
    next: str | None
    total: int
    matched: str = Field(description="all, parts, some, ... : how well the hits fit; none where there are none")
    is_complete: bool = Field(
        description="False: older pages match too; `total` counts those that can be paged through"
    )
    suggestion: str | None = Field(description="The search spelt otherwise, where that finds more")
    understood: UnderstoodShape
    emptied_by: tuple[LiftedShape, ...] = Field(description="Where nothing is found: each filter that alone is why")
    facets: tuple[FacetShape, ...] = Field(description="Only with `facets=true`")
