"""Dossiers: lists of papers that somebody asks for, and what of them is there."""

from pydantic import Field

from lexo.library.dossiers.check import State
from lexo.store.dossiers import Choice
from lexo.web.schemas.base import Shape


class TemplatePieceShape(Shape):
    """A piece of a list."""

    key: str
    label: str
    hint: str
    is_required: bool
    group: str = Field(description="Of pieces with the same group one is enough; empty: it stands alone")
    kinds: tuple[str, ...] = Field(description="Kinds of paper that will do, the best first")
    count: int


class TemplateShape(Shape):
    """A list to begin a dossier with."""

    id: str
    name: str
    about: str
    source: str = Field(description="The law or the usage that it follows")
    not_asked: tuple[str, ...] = Field(description="What nobody may ask for, or need not be given")
    pieces: tuple[TemplatePieceShape, ...]


class TemplatePage(Shape):
    """All lists."""

    items: tuple[TemplateShape, ...]
    next: str | None = None
    total: int


class DossierPaper(Shape):
    """A paper for a piece; `remark` says what speaks against it."""

    document_id: int
    title: str
    kind: str | None
    date: str | None
    remark: str
    remark_code: str | None
    is_chosen: bool = Field(description="A person chose it")


class PieceShape(Shape):
    """A piece of a dossier. `found` goes into the PDF; `doubtful` once a person says so."""

    key: str
    label: str
    hint: str
    state: State
    state_name: str
    sentence: str
    is_required: bool
    is_own: bool
    group: str
    count: int
    found: tuple[DossierPaper, ...]
    doubtful: tuple[DossierPaper, ...]
    others: tuple[DossierPaper, ...] = Field(description="Further papers that may be chosen instead")
    excluded: tuple[int, ...]
    missing: tuple[str, ...] = Field(description='Months ("2026-09") or years ("2025") that are missing')


class DossierSummary(Shape):
    """A dossier in a list."""

    id: int
    name: str
    template: str = Field(description="Empty: an own list")
    person: str = Field(description="Whose papers it takes; empty where no paper names anybody")
    asked: int = Field(description="How many pieces a complete one has")
    ready: int
    is_complete: bool
    created_at: str
    updated_at: str


class DossierShape(DossierSummary):
    """A dossier with its pieces."""

    persons: tuple[str, ...] = Field(description="Whom its papers name")
    person_is_said: bool = Field(description="Somebody said whose papers it takes")
    pieces: tuple[PieceShape, ...]
    waiting: int = Field(description="Papers that are not read or understood yet")


class DossierPage(Shape):
    """Dossiers, the one last changed first."""

    items: tuple[DossierSummary, ...]
    next: str | None = None
    total: int


class NewDossierBody(Shape):
    """A dossier to begin; without a template an own list, which needs a name."""

    template: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=200)
    person: str = Field(default="", max_length=200)


class DossierChange(Shape):
    """Another name, or whose papers ("": LEXO finds out)."""

    name: str | None = Field(default=None, max_length=200)
    person: str | None = Field(default=None, max_length=200)


class NewPieceBody(Shape):
    """A piece of one's own."""

    label: str = Field(max_length=200)
    kinds: tuple[str, ...] = Field(default=(), max_length=30)
    count: int = Field(default=1, ge=1, le=60)
    max_age_months: int | None = Field(default=None, ge=1, le=600)


class PieceChange(Shape):
    """Whether a piece is needed after all."""

    is_needed: bool


class ChoiceBody(Shape):
    """What a paper is for a piece."""

    choice: Choice
