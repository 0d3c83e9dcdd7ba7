"""What reading without keeping answers, and the readings that are kept so that none is made twice."""

from pydantic import Field

from lexo.web.schemas.base import Shape
from lexo.web.schemas.pages import PageContent, PageReading, TableShape


class OcrPage(PageReading, PageContent):
    """One page of a file that was read without being kept."""

    number: int


class OcrResult(Shape):
    """A file that was read without being kept."""

    success: bool
    text: str
    confidence: float | None
    engine: str | None
    pages: tuple[OcrPage, ...]
    processing_time_s: float


class AdvancedPage(OcrPage):
    """A page with all that the best reading gives."""

    markdown: str


class AdvancedResult(Shape):
    """A file that was read as well as this machine can, without being kept."""

    success: bool
    text: str
    markdown: str
    confidence: float | None
    engine: str | None
    pages: tuple[AdvancedPage, ...]
    processing_time_s: float


class FoundTable(TableShape):
    """A table of a file that was read without being kept, in every form."""

    page: int
    markdown: str
    html: str
    csv: str


class TablesResult(Shape):
    """The tables of a file, in the order of its pages."""

    success: bool
    tables: tuple[FoundTable, ...]
    processing_time_s: float


class CacheShape(Shape):
    """The readings that are kept; `hits` and `misses` count since LEXO started."""

    entries: int
    bytes: int
    limit_bytes: int = Field(description="setting `cache_mb`; 0 keeps none")
    hits: int
    misses: int


class CacheCleared(Shape):
    """How many readings were forgotten."""

    removed: int
