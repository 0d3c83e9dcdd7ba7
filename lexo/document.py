"""The vocabulary of LEXO: what a page, a word, a document is. Values only, no behaviour that reads or writes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class DocumentState(StrEnum):
    """Where a document stands; the last three are final until somebody asks for a retry."""

    QUEUED = "queued"
    READING = "reading"
    READY = "ready"
    READY_WITH_WARNINGS = "ready_with_warnings"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self not in (DocumentState.QUEUED, DocumentState.READING)


class PlaceState(StrEnum):
    """Where a file seen in the watch folder stands."""

    WAITING = "waiting"
    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    IGNORED = "ignored"


class JobState(StrEnum):
    """Where the reading of one document stands; `WAITING` needs a person (a password)."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PageState(StrEnum):
    """Where one page stands. `READING` is committed before the work starts."""

    QUEUED = "queued"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class BlockKind(StrEnum):
    """What a block of a page is."""

    TEXT = "text"
    TITLE = "title"
    TABLE = "table"
    PICTURE = "picture"
    HEADER = "header"
    FOOTER = "footer"
    FORMULA = "formula"  # its words are LaTeX
    CAPTION = "caption"
    NOTE = "note"  # at the page's foot
    CODE = "code"


class MediaType(StrEnum):
    """The types of file that LEXO reads, by content, never by name."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    HEIC = "image/heic"
    BMP = "image/bmp"
    GIF = "image/gif"


class BBox(NamedTuple):
    """A box in fractions 0-1 of the upright page, origin top left.

    A NamedTuple, as `Word` is: a page holds hundreds of both, and a frozen dataclass costs four times as much to make.
    """

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, boxes: Iterable["BBox"]) -> "BBox":
        """The smallest box that holds all of `boxes` (at least one)."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))

    def widened(self, margin: float) -> "BBox":
        """The box with that much more on each side, cut off at the page's edges."""
        left, top, right, bottom = self
        return BBox(
            max(left - margin, 0.0), max(top - margin, 0.0), min(right + margin, 1.0), min(bottom + margin, 1.0)
        )

    @classmethod
    def of_pixels(cls, box: tuple[float, float, float, float], width: float, height: float) -> "BBox":
        """A box in pixels or points of a page of that size, cut off at the page's edges."""
        left, top, right, bottom = box
        return cls(
            min(max(left / width, 0.0), 1.0),
            min(max(top / height, 0.0), 1.0),
            min(max(right / width, 0.0), 1.0),
            min(max(bottom / height, 0.0), 1.0),
        )


class Word(NamedTuple):
    """One printed word, as the engine read it; `confidence` is 0-1, or None where the engine gives none."""

    text: str
    bbox: BBox
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, in reading order."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bbox(self) -> BBox:
        return BBox.around(word.bbox for word in self.words)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a title, a table: lines that belong together, in reading order. May have no line (a picture)."""

    kind: BlockKind
    bbox: BBox
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `row` and `column` count from 0, spans from 1; `bbox` is None where nobody knows it."""

    row: int
    column: int
    text: str = ""
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in the order of rows, then columns; no two cover one place, and a place that none covers is empty."""

    bbox: BBox
    cells: tuple[Cell, ...]

    @classmethod
    def of_rows(cls, bbox: BBox, rows: Sequence[Sequence[str]], header_rows: int = 0) -> "Table":
        """A table without spans, out of its texts row by row."""
        cells = (
            Cell(row, column, text, is_header=row < header_rows)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        )
        return cls(bbox, tuple(cells))

    @property
    def row_count(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def column_count(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The texts as a grid, every row of the same length; a cell that spans stands at its first place."""
        grid = [[""] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return tuple(map(tuple, grid))


@dataclass(frozen=True, slots=True)
class PageImage:
    """Pixels of one page: `height_px` rows of `width_px` * `channels` bytes (1 = grey, 3 = RGB), no padding."""

    pixels: bytes
    width_px: int
    height_px: int
    channels: int
    dpi: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One reading of a page, whether it was kept or not; `outcome` is "kept", "worse", "merged", or an error's code."""

    engine: str
    engine_version: str = ""
    confidence: float | None = None
    duration_ms: int = 0
    outcome: str = "kept"


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read on one page. Boxes are fractions of the upright page."""

    width_pt: float
    height_pt: float
    blocks: Sequence[Block] = ()
    tables: tuple[Table, ...] = ()
    rotation: int = 0  # degrees clockwise that made the stored page upright: 0, 90, 180, 270
    engine: str = ""
    engine_version: str = ""
    dpi: int | None = None  # of the pixels that were read; None for a text layer
    languages: tuple[str, ...] = ()  # the engine was told to expect
    language: str | None = None  # the text is in, ISO 639-3; None where nobody looked or it is unclear
    confidence: float | None = None
    duration_ms: int = 0
    warnings: tuple[str, ...] = ()  # codes of `errors`
    tried: tuple[Tried, ...] = ()  # all readings, in order; the kept one among them
    wants_layout: bool = False  # it may hold tables, which the layout model was not yet asked for

    @property
    def text(self) -> str:
        """Reading order: a line break after each printed line, an empty line between blocks."""
        return "\n\n".join(block.text for block in self.blocks if block.lines)

    @property
    def lines(self) -> Iterator[Line]:
        return (line for block in self.blocks for line in block.lines)

    @property
    def words(self) -> Iterator[Word]:
        return (word for line in self.lines for word in line.words)


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page before it is read, in points (1/72 inch), as displayed."""

    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file says of itself before any page is read."""

    media_type: MediaType
    pages: tuple[PageSize, ...]
    title: str = ""
    is_encrypted: bool = False
    is_signed: bool = False
    warnings: tuple[str, ...] = ()


class Strategy(StrEnum):
    """How much work a page is worth.

    The first three are what a person chooses; "auto" is what the settings say. "ocr" reads pixels even where a text
    layer is good, "layout" asks PyMuPDF's layout model on every page that has a text layer.
    """

    AUTO = "auto"
    FAST = "fast"  # the text layer, else Tesseract
    BALANCED = "balanced"  # more engines where the first is unsure
    BEST = "best"  # a vision model on every page
    OCR = "ocr"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read: engine by name or "auto", languages in ISO 639-3, `dpi` None = chosen per page.

    Looking for tables on a page with text of its own takes a hundred times as long as reading the text.
    """

    languages: tuple[str, ...] = ("fra", "eng")
    engine: str = "auto"
    strategy: Strategy = Strategy.AUTO
    dpi: int | None = None
    tables: bool = True  # False: tables of a page with text of its own may come later (`PageText.wants_layout`)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a code of `errors` and the values its sentence needs."""

    code: str
    details: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One paper as the library knows it; times are UTC ISO 8601."""

    id: int
    sha256: str
    filename: str
    media_type: MediaType
    size_bytes: int
    state: DocumentState
    reason: Reason | None
    title: str
    kind: str | None
    kind_confidence: float | None
    language: str | None
    sender: str | None
    date: str | None
    page_count: int | None
    is_encrypted: bool
    is_signed: bool
    warnings: tuple[Reason, ...]
    created_at: str
    updated_at: str
    deleted_at: str | None
    summary: str = ""
    kind_reasons: tuple[Reason, ...] = ()  # why it is thought to be of its kind
    keep_until: str | None = None  # ISO date, or "life"
    keep_reasons: tuple[Reason, ...] = ()  # why so long
    is_private: bool = False  # never shown to a model or an assistant
    amount_cents: int | None = None  # what it is about in money


@dataclass(frozen=True, slots=True)
class Page:
    """One page as the library knows it: its state and what was read; `content.blocks` may be left out of lists."""

    id: int
    document_id: int
    number: int
    state: PageState
    reason: Reason | None
    content: PageText


@dataclass(frozen=True, slots=True)
class Place:
    """One file seen in the watch folder; `state` already follows its document's."""

    id: int
    path: str
    raw_path: bytes
    state: PlaceState
    reason: Reason | None
    document_id: int | None
    size_bytes: int | None
    mtime_ns: int | None
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Job:
    """The reading of one document, as Activity shows it."""

    id: int
    document_id: int
    filename: str
    state: JobState
    stage: str
    pages_done: int
    pages_total: int | None
    reason: Reason | None
    created_at: str
    started_at: str | None
    finished_at: str | None
