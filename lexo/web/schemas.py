"""The shapes of the JSON API: what programs may rely on. Keys are added, never renamed or removed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from lexo.document import BlockKind, DocumentState, JobState, MediaType, PageState, PlaceState

Box = tuple[float, float, float, float]
Health = Literal["pass", "warn", "fail"]


class Shape(BaseModel):
    """Base of all shapes."""

    model_config = ConfigDict(frozen=True)


class ProblemShape(Shape):
    """An error (RFC 9457). `code` is stable; `title` and `detail` are sentences in the language asked for."""

    type: str = Field(examples=["/api/errors/document_not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["document_not_found"])


class Notice(Shape):
    """A reason in words, with its stable code."""

    code: str
    message: str


class PlaceShape(Shape):
    """A file seen in the watched folder."""

    id: int
    path: str
    state: PlaceState
    reason: str | None
    reason_code: str | None
    document_id: int | None
    size_bytes: int | None
    is_missing: bool = Field(description="The file is no longer there; its document stays")


class DocumentSummary(Shape):
    """A document in a list."""

    id: int
    title: str
    filename: str
    sha256: str
    media_type: MediaType
    size_bytes: int
    state: DocumentState
    reason: str | None
    reason_code: str | None
    kind: str | None
    kind_confidence: float | None
    language: str | None = Field(description="ISO 639-3")
    sender: str | None
    date: str | None
    page_count: int | None = Field(description="null until the file was opened")
    is_encrypted: bool
    is_signed: bool
    warnings: tuple[Notice, ...]
    created_at: str
    updated_at: str


class DocumentShape(DocumentSummary):
    """A document, and the files in the watched folder that hold it."""

    places: tuple[PlaceShape, ...]


class DocumentRead(DocumentShape):
    """A document with its text, as far as it is read."""

    duplicate: bool
    text: str


class DocumentAdded(Shape):
    """What an upload became; `duplicate`: LEXO had these very bytes already."""

    id: int
    state: DocumentState
    duplicate: bool


class DocumentPage(Shape):
    """One page of the list of documents, newest first."""

    items: tuple[DocumentSummary, ...]
    next: str | None = Field(description="`cursor` of the next page; null at the end")
    total: int


class PasswordBody(Shape):
    """The password of a protected PDF."""

    password: SecretStr = Field(min_length=1, max_length=1024)


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


class TableShape(Shape):
    """A table: rows of cell texts, all of the same length."""

    bbox: Box
    rows: tuple[tuple[str, ...], ...]


class PageContent(Shape):
    """What was read on a page."""

    text: str
    words: tuple[WordShape, ...]
    blocks: tuple[BlockShape, ...]
    tables: tuple[TableShape, ...]


class PageShape(PageSummaryShape, PageContent):
    """A page with everything that was read on it."""


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


class JobShape(Shape):
    """The reading of one document."""

    id: int
    document_id: int
    filename: str
    state: JobState
    stage: str
    pages_done: int
    pages_total: int | None
    reason: str | None
    reason_code: str | None
    created_at: str
    started_at: str | None
    finished_at: str | None


class TotalsShape(Shape):
    """How much is where; files count places in the watched folder, the rest documents."""

    waiting_files: int
    ignored: int
    queued: int
    running: int
    waiting_password: int
    done: int
    failed: int
    pages_left: int


class JobPage(Shape):
    """Jobs, newest first, and the totals of the queue."""

    items: tuple[JobShape, ...]
    next: str | None
    totals: TotalsShape


class PlacePage(Shape):
    """Files seen in the watched folder."""

    items: tuple[PlaceShape, ...]
    next: str | None
    total: int


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


class ErrorShape(Shape):
    """What a code means; values that belong to one case show as a dash."""

    code: str
    title: str
    detail: str
    status: int = Field(description="HTTP status")
    exit_code: int = Field(description="of the command line")
    retryable: bool


class ErrorList(Shape):
    """All codes."""

    items: tuple[ErrorShape, ...]
    next: str | None = None
    total: int


class CheckShape(Shape):
    """One thing that was looked at."""

    status: Health
    message: str | None = None
    values: dict[str, str | int | float | bool | None] = {}


class HealthShape(Shape):
    """Whether all is well: `warn` works but wants attention, `fail` does not work."""

    status: Health
    version: str
    checks: dict[str, CheckShape] = {}


class EngineShape(Shape):
    """A reading engine."""

    name: str
    available: bool
    version: str | None
    languages: tuple[str, ...]
    hint: str | None = Field(description="what to do to have it")


class OcrHealth(Shape):
    """The reading engines; they are loaded when the first page is read."""

    ocr_engines_initialized: bool
    message: str
    engines: tuple[EngineShape, ...]


class ComponentShape(Shape):
    """A part of the way from file to answer."""

    name: str
    stage: str
    status: Health
    message: str | None


class PipelineHealth(Shape):
    """The way from file to answer; `degraded`: it works, with less than it could."""

    status: Health
    degraded: bool
    missing: tuple[Notice, ...]
    components: tuple[ComponentShape, ...]
