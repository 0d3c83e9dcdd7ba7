"""Dossiers as their pages show them: the list, one of them, the choice for one piece."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lexo.errors import DocumentNotFound, DossierNotFound, PieceNotFound
from lexo.library.dossiers import desk, registry, wording
from lexo.library.dossiers.check import Checked, CheckedPiece, State
from lexo.library.dossiers.fitting import Candidate
from lexo.library.dossiers.template import Need, Template
from lexo.store import documents, dossier_papers, dossiers
from lexo.store.dossier_papers import PaperFacts
from lexo.store.dossiers import OWN, Choice
from lexo.web.views.papers import NO_KIND, Paper, paper
from lexo.web.views.shelf import page_numbers

if TYPE_CHECKING:
    from lexo.app import Lexo

PAGE_SIZE = 30
ICONS = {
    State.FOUND: "check",
    State.WAIVED: "minus",
    State.COVERED: "check",
    State.UNCERTAIN: "unknown",
    State.PARTLY: "alert",
    State.TOO_OLD: "calendar",
    State.EXPIRED: "calendar",
    State.MISSING: "alert",
}


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A list to begin with."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Card:
    """A dossier in the list."""

    id: int
    name: str
    about: str
    person: str
    asked: int
    ready: int
    said: str
    is_complete: bool
    gaps: tuple[str, ...]
    more_gaps: int
    updated_at: str


@dataclass(frozen=True, slots=True)
class ListView:
    """One page of the list, and what a new one can begin with; `deleted` was just put away."""

    cards: tuple[Card, ...]
    templates: tuple[TemplateView, ...]
    total: int
    page: int
    pages: tuple[int | None, ...]
    deleted: Card | None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper for a piece."""

    paper: Paper
    day: str
    until: str
    remark: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PieceView:
    """A piece with its papers; `at` is the address of its forms."""

    key: str
    at: str
    label: str
    hint: str
    state: State
    state_said: str
    icon: str
    sentence: str
    is_own: bool
    is_optional: bool
    is_one_of: bool
    found: tuple[PaperView, ...]
    doubtful: tuple[PaperView, ...]
    others: tuple[PaperView, ...]
    excluded: tuple[PaperView, ...]
    wants_more: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, and the form that takes it back."""

    what: str
    title: str
    action: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says of what was just done."""

    done: str = ""
    piece: str = ""
    document: int | None = None
    was: str = ""


@dataclass(frozen=True, slots=True)
class DossierView:
    """The page of one dossier."""

    id: int
    name: str
    template: TemplateView | None
    source: str
    not_asked: tuple[str, ...]
    person: str
    said_person: str
    persons: tuple[str, ...]
    pieces: tuple[PieceView, ...]
    asked: int
    ready: int
    said: str
    is_complete: bool
    has_papers: bool
    waiting: int
    failed: int
    undo: Undo | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A piece to choose papers for; `words` to look for in their names."""

    dossier_id: int
    key: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """The page on which papers are chosen for a piece; `found` are others than LEXO thinks of."""

    dossier_id: int
    name: str
    piece: PieceView
    words: str
    found: tuple[Paper, ...]


def list_of(lexo: "Lexo", page: int, deleted: int | None, language: str, today: date) -> ListView:
    """One page of the list of dossiers."""
    kept = dossiers.list_all(lexo.db)
    shown = desk.look_at_all(lexo.db, kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], today)
    return ListView(
        tuple(_card(each, language) for each in shown),
        tuple(_template(each, language) for each in registry.ALL),
        len(kept),
        page,
        page_numbers(page, -(-len(kept) // PAGE_SIZE)),
        _deleted(lexo, deleted, language, today),
    )


def view_of(lexo: "Lexo", dossier_id: int, asked: Asked, language: str, today: date) -> DossierView:
    """One dossier as it is today. Raises DossierNotFound."""
    checked = desk.look(lexo.db, dossier_id, today)
    template = registry.find(checked.dossier.template)
    unread = dossier_papers.unread(lexo.db)
    return DossierView(
        id=dossier_id,
        name=checked.dossier.name,
        template=_template(template, language) if template else None,
        source=template.source.in_(language) if template else "",
        not_asked=tuple(each.in_(language) for each in template.not_asked) if template else (),
        person=checked.person,
        said_person=checked.dossier.person,
        persons=checked.persons[:8],
        pieces=tuple(_piece(dossier_id, each, language) for each in checked.pieces),
        asked=checked.asked,
        ready=checked.ready,
        said=wording.missing_said(checked, language),
        is_complete=checked.is_complete and checked.asked > 0,
        has_papers=any(each.found and each.state is not State.WAIVED for each in checked.pieces),
        waiting=unread.waiting,
        failed=unread.failed,
        undo=_undo(lexo, checked, asked, language),
    )


def choice_of(lexo: "Lexo", wanted: Wanted, language: str, today: date) -> ChoiceView:
    """One piece, and the papers whose names hold the words. Raises DossierNotFound, PieceNotFound."""
    checked = desk.look(lexo.db, wanted.dossier_id, today)
    piece = next((each for each in checked.pieces if each.key == wanted.key), None)
    if piece is None:
        raise PieceNotFound(piece=wanted.key)
    known = {each.paper.document.id for each in (*piece.found, *piece.doubtful, *piece.others)}
    found = dossier_papers.by_title(lexo.db, wanted.words)
    free = tuple(paper(each.document) for each in found if each.document.id not in known)
    return ChoiceView(
        wanted.dossier_id, checked.dossier.name, _piece(wanted.dossier_id, piece, language), wanted.words, free
    )


def kinds() -> tuple[str, ...]:
    """The kinds of paper that a piece of one's own may be of."""
    from lexo.understanding.kinds import registry as known  # not while the server starts

    return tuple(kind for kind in known.IDS if kind != NO_KIND)


def choose(lexo: "Lexo", dossier_id: int, key: str, document_id: int, choice: Choice | None) -> str:
    """Write a choice down; return what was said of the paper before, "" where nothing was."""
    kept = dossiers.get(lexo.db, dossier_id)
    was = [each.choice for each in kept.choices if (each.piece, each.document_id) == (key, document_id)]
    desk.choose(lexo.db, dossier_id, key, document_id, choice)
    return was[0].value if was else ""


def _card(checked: Checked, language: str) -> Card:
    template = registry.find(checked.dossier.template)
    gaps = tuple(
        each.piece.label.in_(language)
        for each in checked.pieces
        if each.piece.need is Need.REQUIRED and not each.is_settled
    )
    return Card(
        checked.dossier.id,
        checked.dossier.name,
        template.name.in_(language) if template else "",
        checked.dossier.person,
        checked.asked,
        checked.ready,
        wording.missing_said(checked, language),
        checked.is_complete and checked.asked > 0,
        gaps[:3],
        max(len(gaps) - 3, 0),
        checked.dossier.updated_at,
    )


def _deleted(lexo: "Lexo", dossier_id: int | None, language: str, today: date) -> Card | None:
    if dossier_id is None:
        return None
    try:
        kept = dossiers.get(lexo.db, dossier_id, include_deleted=True)
    except DossierNotFound:
        return None
    return _card(desk.look_at(lexo.db, kept, today), language) if kept.deleted_at else None


def _template(template: Template, language: str) -> TemplateView:
    return TemplateView(template.id, template.name.in_(language), template.about.in_(language))


def _piece(dossier_id: int, each: CheckedPiece, language: str) -> PieceView:
    piece = each.piece
    return PieceView(
        key=each.key,
        at=f"/dossiers/{dossier_id}/pieces/{each.key}",
        label=piece.label.in_(language),
        hint=piece.hint.in_(language) if piece.hint else "",
        state=each.state,
        state_said=wording.state_said(each, language),
        icon=ICONS[each.state],
        sentence=wording.sentence(each, language),
        is_own=each.key.startswith(OWN),
        is_optional=piece.need is Need.OPTIONAL,
        is_one_of=bool(piece.group),
        found=tuple(_paper(one, language) for one in each.found),
        doubtful=tuple(_paper(one, language) for one in each.doubtful),
        others=tuple(_paper(one, language) for one in each.others),
        excluded=tuple(_plain(one) for one in each.excluded),
        wants_more=not each.is_settled,
    )


def _paper(one: Candidate, language: str) -> PaperView:
    day = one.day.isoformat() if one.day else ""
    until, remark = wording.until_said(one, language), wording.remark_said(one, language)
    return PaperView(paper(one.paper.document), day, until, remark, one.is_chosen)


def _plain(one: PaperFacts) -> PaperView:
    return PaperView(paper(one.document), one.document.date or "", "", "", is_chosen=False)


def _undo(lexo: "Lexo", checked: Checked, asked: Asked, language: str) -> Undo | None:
    """The way back, where the address tells of something that holds."""
    at = f"/dossiers/{checked.dossier.id}/pieces/{asked.piece}"
    label = {key: piece.label.in_(language) for key, piece in desk.pieces_of(checked.dossier)}.get(asked.piece, "")
    if asked.done == "removed" and asked.piece.startswith(OWN) and not label:
        return Undo("removed", "", f"{at}/remove", {"is_removed": ""})
    if not label or not _holds(checked, asked):
        return None
    if asked.done in ("waived", "needed"):
        return Undo(asked.done, label, f"{at}/needed", {"is_needed": "1" if asked.done == "waived" else ""})
    try:
        title = documents.get(lexo.db, asked.document or 0).title
    except DocumentNotFound:
        return None
    back = {"document_id": str(asked.document), "choice": asked.was, "is_undo": "1"}
    return Undo(asked.done, title, f"{at}/choose", back)


def _holds(checked: Checked, asked: Asked) -> bool:
    """Whether what the address tells of is so; it may have been taken back since."""
    dossier = checked.dossier
    if asked.done in ("waived", "needed"):
        return (asked.piece in dossier.waived) == (asked.done == "waived")
    said = (asked.piece, asked.document, asked.done)
    return any((each.piece, each.document_id, each.choice) == said for each in dossier.choices)
