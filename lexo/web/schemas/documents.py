"""Documents and the files that hold them."""

from pydantic import Field, SecretStr

from lexo.document import DocumentState, MediaType, PlaceState
from lexo.web.schemas.base import Notice, Shape
from lexo.web.schemas.facts import FieldShape


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
    kind_name: str = Field(description="What its kind is called; empty where none is known")
    kind_reasons: tuple[str, ...] = Field(description="Why it is thought to be of its kind")
    summary: str
    keep_until: str | None = Field(description='ISO date, "life", or null where nothing is known')
    keep_reasons: tuple[str, ...] = Field(description="Why it is to be kept so long")
    is_private: bool = Field(description="It is never shown to a model or an assistant")


class DocumentRead(DocumentShape):
    """A document with its text, as far as it is read."""

    duplicate: bool
    text: str
    fields: tuple[FieldShape, ...]


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


class PlacePage(Shape):
    """Files seen in the watched folder."""

    items: tuple[PlaceShape, ...]
    next: str | None
    total: int
