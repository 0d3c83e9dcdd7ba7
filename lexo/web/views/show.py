"""One paper with one of its pages: picture, words, text, facts about the file."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lexo.document import BBox, Document, DocumentState, Page, PageState, Place, Reason
from lexo.errors import LexoError, PageNotFound, PasswordNeeded, PasswordWrong
from lexo.store import documents, glance, jobs, pages, places
from lexo.store.glance import EngineFacts
from lexo.web.views import deadlines, facts, papers, quoted, work
from lexo.web.views.again import AgainView, Attempt, again, attempts
from lexo.web.views.deadlines import DeadlineView
from lexo.web.views.facts import Asked, FactsView
from lexo.web.views.overlay import Overlay, Proofs, height_of, overlay
from lexo.web.views.page_parts import Part, parts_of
from lexo.web.views.shell import for_people

if TYPE_CHECKING:
    from lexo.app import Lexo
    from lexo.web.views.asking import AskedView

# Notices that cast doubt on what was read, or say that a page left the machine.
WARY = frozenset(
    {
        "repaired",
        "page_doubtful",
        "name_misleads",
        "words_unseen",
        "words_left_out",
        "read_remotely",
        "hidden_text_differs",
        "facts_contradict",
        "understanding_failed",
    }
)
LOUD_LIMIT = 40  # thumbnails side by side; a longer paper shows those around the page in hand
SHOWN_FAILED_PAGES = 12
SHOWN_OTHERS = 20
NEAR = 4  # thumbnails on either side, in a long paper
TWO_LETTERS = {"fra": "fr", "eng": "en", "deu": "de", "spa": "es", "ita": "it", "por": "pt", "nld": "nl"}
Found = dict[int, tuple[BBox, ...]]  # where words lie, by page
ZOOMS = (100, 150, 200, 300)
FACTS, TEXT, ASK, FILE = TABS = ("facts", "text", "ask", "file")
NOTHING_ASKED = Asked()


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked to be shown."""

    document_id: int
    number: int = 1
    zoom: int = 100
    query: str = ""
    tab: str = ""
    facts: Asked = NOTHING_ASKED
    quote: str = ""  # what an answer quotes of the page


@dataclass(frozen=True, slots=True)
class Thumb:
    """A page in the strip; a gap before it means that pages were left out."""

    number: int
    picture: str
    has_failed: bool
    is_after_gap: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """The page in hand; `overlay` and `parts` are there once it was read."""

    number: int
    state: PageState
    reason: Reason | None
    picture: str
    width: int
    height: int
    overlay: Overlay | None
    parts: tuple[Part, ...]
    engine: str
    attempts: tuple[Attempt, ...]
    confidence: float | None
    unsure: int
    hits: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing; `is_wary` where it casts doubt on what was read."""

    reason: Reason
    is_wary: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file tab says."""

    places: tuple[Place, ...]
    folder: str
    sha256: str
    size_bytes: int
    kind_of_file: str
    filename: str
    created_at: str
    engines: tuple[EngineFacts, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The whole page; `lock` says why the picture of a page that is read needs the password again."""

    id: int
    title: str
    state: DocumentState
    label: str
    reason: Reason | None
    is_final: bool
    is_protected: bool
    can_be_copied: bool  # as a searchable PDF
    lock: Reason | None
    is_deleted: bool
    is_private: bool
    language: str | None
    page_count: int | None
    created_at: str
    notices: tuple[Notice, ...]
    failed_pages: tuple[int, ...]
    failed_count: int
    noticed_pages: tuple[int, ...]
    thumbs: tuple[Thumb, ...]
    page: PageView | None
    progress: work.Running | None
    again: AgainView | None
    file: FileFacts
    query: str
    others: tuple[int, ...]
    zoom: int
    smaller: int | None
    larger: int | None
    tab: str
    facts: FactsView
    deadlines: tuple[DeadlineView, ...]
    asked: "AskedView | None"

    @property
    def kept_tab(self) -> str | None:
        """The tab that links carry on; None for the usual one."""
        return self.tab if self.tab != _usual_tab(self.query) else None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to come any more by itself."""
        return self.is_final and not self.facts.is_pending

    @property
    def kept_zoom(self) -> int | None:
        """The zoom that links carry on; None for the usual one."""
        return self.zoom if self.zoom != ZOOMS[0] else None

    @property
    def can_retry(self) -> bool:
        """Whether there is anything to read again."""
        return self.is_final and not self.is_deleted and (self.state is DocumentState.FAILED or self.failed_count > 0)


def show(lexo: "Lexo", request: Request, found: Found) -> DocumentView:
    """One paper as it is now. Raises DocumentNotFound, PageNotFound."""
    document = documents.get(lexo.db, request.document_id, include_deleted=True)
    glanced = glance.pages_of(lexo.db, document.id)
    if request.number > max(len(glanced.states), 1):
        raise PageNotFound(number=request.number)
    page = pages.get_page(lexo.db, document.id, request.number) if glanced.states else None
    failed = tuple(at for at, state in enumerate(glanced.states, start=1) if state is PageState.FAILED)
    job = jobs.latest_job(lexo.db, document.id)
    known = facts.view_of(lexo, document, _sheet(request.number, page), request.facts)
    proofs = Proofs(known.boxes, known.lit_boxes)
    zoom = request.zoom if request.zoom in ZOOMS else ZOOMS[0]
    at = ZOOMS.index(zoom)
    return DocumentView(
        id=document.id,
        title=document.title,
        state=document.state,
        label=papers.label_of(document),
        reason=document.reason,
        is_final=document.state.is_final,
        can_be_copied=not document.is_encrypted,
        is_protected=papers.is_protected(document) and job is not None and job.state == "waiting",
        lock=_lock(lexo, document, request.number),
        is_deleted=document.deleted_at is not None,
        is_private=document.is_private,
        language=TWO_LETTERS.get(document.language or ""),
        page_count=document.page_count,
        created_at=document.created_at,
        notices=_notices(document, page),
        failed_pages=failed[:SHOWN_FAILED_PAGES],
        failed_count=len(failed),
        noticed_pages=tuple(number for number in glanced.noticed if number != request.number)[:SHOWN_OTHERS],
        thumbs=_thumbs(document, glanced.states, request.number),
        page=_page(document, page, _hits(request, page, found), proofs) if page else None,
        progress=work.progress_of(lexo, document),
        again=_again(lexo, document) if page else None,
        file=_file(lexo, document, glanced.engines),
        query=request.query,
        others=tuple(number for number in sorted(found) if number != request.number)[:SHOWN_OTHERS],
        zoom=zoom,
        smaller=ZOOMS[at - 1] if at else None,
        larger=ZOOMS[at + 1] if at + 1 < len(ZOOMS) else None,
        tab=request.tab if request.tab in TABS else _usual_tab(request.query or request.quote),
        facts=known,
        deadlines=deadlines.of_paper(lexo, document.id, datetime.now().astimezone().date()),
        asked=_asked(lexo, document.id) if request.tab == ASK else None,
    )


def _asked(lexo: "Lexo", document_id: int) -> "AskedView":
    from lexo.web.views import asking  # answers are shown to few who look at a paper: the server starts quickly

    return asking.of_document(lexo, document_id)


def _again(lexo: "Lexo", document: Document) -> AgainView | None:
    is_offered = document.state.is_final and document.deleted_at is None
    return again(lexo, is_private=document.is_private) if is_offered else None


def shape_of(view: DocumentView) -> str:
    """A name for all that is shown but the progress: while it stays, only the progress has to be replaced."""
    return papers.version_of((view.state, view.reason, view.page, len(view.thumbs), view.is_protected, view.facts))


def _usual_tab(query: str) -> str:
    """Who comes from a search wants to see the words that were found."""
    return TEXT if query else FACTS


def _sheet(number: int, page: Page | None) -> facts.Sheet:
    return facts.Sheet(number, height_of(page.content) if page else 1414.0)


def _hits(request: Request, page: Page, found: Found) -> tuple[BBox, ...]:
    """Where the words lie that were searched for, or that an answer quotes."""
    return (*found.get(request.number, ()), *quoted.boxes_of(page.content, request.quote))


def _lock(lexo: "Lexo", document: Document, number: int) -> Reason | None:
    """Passwords live in memory only, so after a restart the text of a protected paper is there, but not its picture."""
    if not document.is_encrypted or not document.page_count:
        return None
    try:
        lexo.viewer.page_image(document.id, number, "full")
    except (PasswordNeeded, PasswordWrong) as error:
        return Reason(error.code)
    except LexoError:  # the picture itself says so where it should be
        return None
    return None


def _notices(document: Document, page: Page | None) -> tuple[Notice, ...]:
    """What the file and the page in hand want to be known for, each once."""
    found = list(document.warnings)
    if document.is_signed and all(reason.code != "signed" for reason in found):
        found.append(Reason("signed"))
    found += [Reason(code) for code in (page.content.warnings if page else ())]
    once = {reason.code: reason for reason in found}
    return tuple(Notice(reason, code in WARY) for code, reason in once.items())


def _thumbs(document: Document, states: tuple[PageState, ...], number: int) -> tuple[Thumb, ...]:
    count = len(states)
    if count <= LOUD_LIMIT:
        shown = list(range(1, count + 1))
    else:
        near = range(max(1, number - NEAR), min(count, number + NEAR) + 1)
        shown = sorted({1, count, *near})
    return tuple(
        Thumb(
            number=at,
            picture=papers.picture(document, at, "thumb"),
            has_failed=states[at - 1] is PageState.FAILED,
            is_after_gap=index > 0 and at != shown[index - 1] + 1,
        )
        for index, at in enumerate(shown)
    )


def _page(document: Document, page: Page, hits: tuple[BBox, ...], proofs: Proofs) -> PageView:
    content = page.content
    is_read = page.state is PageState.DONE
    drawn = overlay(content, hits, proofs) if is_read else None
    ratio = content.height_pt / content.width_pt if content.width_pt else 1.414
    return PageView(
        number=page.number,
        state=page.state,
        reason=page.reason,
        picture=papers.picture(document, page.number, "full", rotation=content.rotation),
        width=1600,
        height=max(1, round(1600 * ratio)),
        overlay=drawn,
        parts=parts_of(content, (*hits, *proofs.lit)) if is_read else (),
        engine=content.engine,
        attempts=attempts(content),
        confidence=content.confidence,
        unsure=drawn.unsure_count if drawn else 0,
        hits=len(hits),
    )


def _file(lexo: "Lexo", document: Document, engines: tuple[EngineFacts, ...]) -> FileFacts:
    return FileFacts(
        places=tuple(places.by_document(lexo.db, document.id)),
        folder=for_people(Path(lexo.settings.watch)),
        sha256=document.sha256,
        size_bytes=document.size_bytes,
        kind_of_file=papers.KIND_OF_FILE[document.media_type],
        filename=document.filename,
        created_at=document.created_at,
        engines=engines,
    )
