"""What papers say: fields with their proof, kinds, deadlines, and what people corrected."""

from typing import Annotated, Literal

from pydantic import Field

from lexo.facts import DeadlineState, Source, Verdict
from lexo.web.schemas.base import Box, Notice, Shape

Fraction = Annotated[float, Field(ge=0, le=1)]  # of a page's width or height
Rows = tuple[dict[str, str], ...]


class EntityShape(Shape):
    """One fact, with its proof. Of several with the same name the first is the one to use."""

    name: str = Field(description="Listed in docs/fields.md", examples=["grand_total"])
    label: str = Field(description="The name for people, in the language asked for")
    value: str | Rows = Field(description="As people write it; rows where the fact is a list, as `lines` is")
    normalized: str | Rows = Field(description="Dates ISO 8601, amounts decimal, identifiers without spaces")
    page: int | None = Field(description="null where it is not printed: data inside the file, or what a person said")
    bbox: Box | None = Field(description="Around all of `boxes`")
    boxes: tuple[Box, ...]
    text: str = Field(description="Verbatim, as it stands there")
    source: Source
    engine: str = Field(description="What read the words, or the code")
    confidence: float
    verdict: Verdict
    rule: str = Field(description="What the verdict rests on", examples=["iban_check_digits"])


class FieldShape(EntityShape):
    """A fact that is kept."""

    id: int
    is_locked: bool = Field(description="A person said so: no later reading changes it")


class FieldPage(Shape):
    """The fields of a document, in order."""

    items: tuple[FieldShape, ...]
    next: str | None = None
    total: int


class GuessShape(Shape):
    """How likely a paper is of a kind."""

    kind: str
    name: str
    probability: float
    reasons: tuple[str, ...]


class EntitiesResult(Shape):
    """What a file that is not kept is and says."""

    success: bool = True
    kind: str | None
    kind_confidence: float | None
    kinds: tuple[GuessShape, ...]
    title: str
    summary: str
    sender: str
    date: str
    entities: tuple[EntityShape, ...]
    warnings: tuple[Notice, ...]
    processing_time_s: float


class NewField(Shape):
    """A fact that a person adds."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")
    value: str = Field(min_length=1, max_length=2000)
    page: int | None = Field(None, ge=1, lt=1 << 31)
    bbox: tuple[Fraction, Fraction, Fraction, Fraction] | None = None
    force: bool = Field(False, description="Keep it although it is no proper value of its kind")


class FieldChange(Shape):
    """What a person says of a fact: another value, or (with none) that it is right."""

    value: str | None = Field(None, min_length=1, max_length=2000)
    force: bool = Field(False, description="Keep it although it is no proper value of its kind")


class DocumentChange(Shape):
    """What a person says of a document; what is left out stays."""

    kind: str | None = Field(None, min_length=1, max_length=60)
    title: str | None = Field(None, min_length=1, max_length=200)
    date: str | None = Field(None, min_length=1, max_length=40)
    sender: str | None = Field(None, min_length=1, max_length=200)
    is_private: bool | None = Field(None, description="Never show it to a model or an assistant")


class WordChange(Shape):
    """A word as it was seen, and what it really is; "" where there is none."""

    was: str = Field(max_length=1000)
    text: str = Field(max_length=1000)


class CorrectionShape(Shape):
    """Something that a person said."""

    id: int
    what: str
    name: str
    page: int | None
    before: str | None
    after: str | None
    made_at: str
    undone_at: str | None


class CorrectionPage(Shape):
    """All that was ever said of a document, the newest first."""

    items: tuple[CorrectionShape, ...]
    next: str | None = None
    total: int


class KindShape(Shape):
    """A kind of paper."""

    id: str
    name: str
    wanted_fields: tuple[str, ...]


class KindList(Shape):
    """All kinds that LEXO knows."""

    items: tuple[KindShape, ...]
    next: str | None = None
    total: int


class DeadlineShape(Shape):
    """A day by which something is to be done; `field_id` is its proof."""

    id: int
    document_id: int
    document_title: str
    sender: str | None
    what: str = Field(examples=["payment"])
    label: str
    date: str
    days_left: int
    amount: str | None
    state: DeadlineState
    field: str
    field_id: int | None
    page: int | None


class DeadlinePage(Shape):
    """Deadlines, the earliest first."""

    items: tuple[DeadlineShape, ...]
    next: str | None = None
    total: int


class DeadlineChange(Shape):
    """What a person says of a deadline."""

    state: DeadlineState


class TwinShape(Shape):
    """A paper that says (nearly) the same."""

    document_id: int
    title: str
    likeness: float
    what: Literal["copy", "version"]


class SplitShape(Shape):
    """Another paper may begin on this page."""

    page: int
    confidence: float


class HintsShape(Shape):
    """What LEXO noticed about a document, and does not do by itself."""

    twins: tuple[TwinShape, ...]
    splits: tuple[SplitShape, ...]
    parts: tuple[int, ...] = Field(description="Documents that were cut out of this one")
    part_of: int | None = Field(description="The document that this one was cut out of")


class SplitBody(Shape):
    """The pages at which another paper begins; without any, as proposed."""

    pages: tuple[int, ...] = Field((), max_length=1000)


class Parts(Shape):
    """The documents that came of a split."""

    document_ids: tuple[int, ...]


class LessonShape(Shape):
    """What a person taught by correcting a paper."""

    document_id: int
    title: str
    kind: str | None
    sender: str | None
    known_by: tuple[str, ...]
    made_at: str


class LessonList(Shape):
    """All that was taught, the oldest first; undo the document's correction to forget a lesson."""

    items: tuple[LessonShape, ...]
    next: str | None = None
    total: int
