"""Papers as lists show them: a card, a row, a state in words."""

from dataclasses import dataclass
from hashlib import blake2s

from lexo.document import Document, DocumentState, MediaType, Reason
from lexo.web.i18n import N_

STATE_LABELS = {
    DocumentState.QUEUED: N_("waiting to be read"),
    DocumentState.READING: N_("being read"),
    DocumentState.READY: N_("read"),
    DocumentState.READY_WITH_WARNINGS: N_("read, worth a look"),
    DocumentState.FAILED: N_("not read"),
}
PROTECTED = N_("protected")
NO_KIND = "other"
SURE_FROM = 0.65  # as `understanding.classify.BAR`, which lists need not import
PASSWORD_CODES = ("password_needed", "password_wrong")
KIND_OF_FILE = {
    MediaType.PDF: "PDF",
    MediaType.PNG: "PNG",
    MediaType.JPEG: "JPEG",
    MediaType.TIFF: "TIFF",
    MediaType.WEBP: "WebP",
    MediaType.HEIC: "HEIC",
    MediaType.BMP: "BMP",
    MediaType.GIF: "GIF",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in a list; `thumb` is None while its pages are not known."""

    id: int
    title: str
    filename: str
    kind_of_file: str
    thumb: str | None
    pages: int | None
    state: DocumentState
    label: str
    needs_person: bool
    reason: Reason | None
    created_at: str
    is_deleted: bool
    kind: str | None
    sender: str | None
    date: str | None

    @property
    def has_other_name(self) -> bool:
        """Whether the file's name says more than the title does."""
        return self.title != self.filename


def paper(document: Document) -> Paper:
    """A document as lists show it."""
    return Paper(
        id=document.id,
        title=document.title,
        filename=document.filename,
        kind_of_file=KIND_OF_FILE[document.media_type],
        thumb=picture(document, 1, "thumb") if document.page_count else None,
        pages=document.page_count,
        state=document.state,
        label=label_of(document),
        needs_person=document.state is DocumentState.FAILED or is_protected(document),
        reason=document.reason,
        created_at=document.created_at,
        is_deleted=document.deleted_at is not None,
        kind=sure_kind(document),
        sender=document.sender,
        date=document.date,
    )


def sure_kind(document: Document) -> str | None:
    """The kind of a document, where LEXO is sure enough of it to say so in lists."""
    is_sure = document.kind != NO_KIND and (document.kind_confidence or 0) >= SURE_FROM
    return document.kind if is_sure else None


def label_of(document: Document) -> str:
    """A document's state in words, a message id."""
    return PROTECTED if is_protected(document) else STATE_LABELS[document.state]


def is_protected(document: Document) -> bool:
    """Whether a document cannot be read before its password is given."""
    return document.reason is not None and document.reason.code in PASSWORD_CODES and not document.state.is_final


def picture(document: Document, number: int, size: str, *, rotation: int | None = None) -> str:
    """The address of a page's picture; it changes when the picture may, so a browser can keep it for ever."""
    turned = document.updated_at if rotation is None else str(rotation)
    version = blake2s(f"{document.sha256} {turned}".encode(), digest_size=6).hexdigest()
    return f"/api/v1/documents/{document.id}/pages/{number}/image?size={size}&v={version}"


def version_of(view: object) -> str:
    """A name for what a view says: two that are equal look the same on a page."""
    return blake2s(repr(view).encode("utf-8", "replace"), digest_size=8).hexdigest()
