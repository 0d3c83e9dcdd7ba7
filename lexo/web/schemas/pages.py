"""What was read on a page, kept or not."""

from pydantic import Field

from lexo.document import BlockKind, PageState, Strategy
from lexo.web.schemas.base import Box, Notice, Shape


class PageReading(Shape):
    """How a page was read. Sizes in points (1/72 inch); `rotation` is what made the stored page upright."""

    width_pt: float
    height_pt: float
    rotation: int
    engine: str | None
    engine_version: str | None
    dpi: int | None = Field(description="of the pixels that were read; null for the text inside a PDF")
    languages: tuple[str, ...]
    confidence: float | None = Field(description="0-1; null where the engine gives none")
    duration_ms: int
    warnings: tuple[Notice, ...]


class PageSummaryShape(PageReading):
    """A page in a list, without its text."""

    number: int
    state: PageState
    reason: str | None
    reason_code: str | None


class PageListing(Shape):
    """All pages of a document, in order."""

    items: tuple[PageSummaryShape, ...]
    next: str | None = None
    total: int


class WordShape(Shape):
    """A word; `bbox` is left, top, right, bottom as fractions 0-1 of the upright page."""

    text: str
    bbox: Box
    confidence: float | None


class BlockShape(Shape):
    """A paragraph, a title, a table, a picture."""

    kind: BlockKind
    bbox: Box
    text: str


class CellShape(Shape):
    """A cell: `row` and `column` count from 0, spans from 1."""

    row: int
    column: int
    row_span: int
    column_span: int
    is_header: bool
    bbox: Box | None = Field(description="null where nobody knows it")
    text: str


class TableShape(Shape):
    """A table: rows of cell texts, all of the same length; `cells` say the same with spans, header and places."""

    bbox: Box
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[CellShape, ...]


class TriedShape(Shape):
    """One reading of the page, whether it was kept or not."""

    engine: str
    engine_version: str | None
    confidence: float | None
    duration_ms: int
    outcome: str = Field(description="`kept`, `worse`, `merged`, or the code of an error", examples=["kept"])


class PageContent(Shape):
    """What was read on a page."""

    text: str
    words: tuple[WordShape, ...]
    blocks: tuple[BlockShape, ...]
    tables: tuple[TableShape, ...]
    tried: tuple[TriedShape, ...] = Field(description="all readings of the page, in order")


class PageShape(PageSummaryShape, PageContent):
    """A page with everything that was read on it."""


class RereadBody(Shape):
    """How to read again; what is left out is chosen as for a new paper."""

    engine: str = Field("auto", max_length=100, description="`auto`, or a name from /api/v1/health/ocr")
    strategy: Strategy = Field(Strategy.AUTO, description="How much work a page is worth")
    dpi: int | None = Field(None, ge=36, le=1200, description="Resolution of the pixels; chosen per page if left out")
