"""What people say of a paper on its page: facts, kind, sender, words; and what they do with hints and lessons."""

import re
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from lexo.app import Lexo
from lexo.document import Reason
from lexo.errors import InvalidValue
from lexo.pipeline import correcting
from lexo.pipeline.correcting import NewFact, Spot
from lexo.store import documents, hints
from lexo.store.corrections import What
from lexo.store.folding import fold
from lexo.web import render
from lexo.web.address import address
from lexo.web.deps import CurrentLexo, DocumentId
from lexo.web.field_names import FIELDS
from lexo.web.routes.forms import back_to
from lexo.web.views import lessons, papers, parts, show, words
from lexo.web.views.facts import Asked, Refused

PAPER = "/documents/{document_id}"
MAX_VALUE = 2000
Id = Annotated[int, Path(ge=1, lt=1 << 63)]
Shown = Annotated[int, Form(ge=1, lt=1 << 31, description="The page that was shown")]
Value = Annotated[str, Form(max_length=MAX_VALUE)]
Done = Annotated[int | None, Query(ge=1, lt=1 << 63)]

router = APIRouter(include_in_schema=False)


@router.post(PAPER + "/facts")
def add_fact(
    request: Request,
    lexo: CurrentLexo,
    document_id: DocumentId,
    name: Annotated[str, Form(max_length=60)] = "",
    other: Annotated[str, Form(max_length=60)] = "",
    value: Value = "",
    force: bool = Form(default=False),
    page: Shown = 1,
) -> Response:
    """Add a fact that was not found."""
    named = _name_of(other) or name
    fact = NewFact(named, value, page, None, force)
    refused = Refused("new", None, named, value, Reason(""))
    return _said(request, lexo, document_id, page, refused, lambda: correcting.add_field(lexo.db, document_id, fact))


@router.post(PAPER + "/facts/{field_id}")
def correct_fact(
    request: Request,
    lexo: CurrentLexo,
    document_id: DocumentId,
    field_id: Id,
    name: Annotated[str, Form(max_length=60)] = "",
    value: Value = "",
    force: bool = Form(default=False),
    page: Shown = 1,
) -> Response:
    """Say what a fact is instead."""
    refused = Refused("fact", field_id, name, value, Reason(""))

    def correct() -> int:
        return correcting.correct_field(lexo.db, document_id, field_id, value, force=force)

    return _said(request, lexo, document_id, page, refused, correct)


@router.get(PAPER + "/facts")
@router.get(PAPER + "/about")
def show_facts(document_id: DocumentId) -> RedirectResponse:
    """Where a refused form stood: the paper, for who loads its address again."""
    return _back(document_id, 1)


@router.get(PAPER + "/facts/{field_id}")
def show_fact(document_id: DocumentId, field_id: Id) -> RedirectResponse:
    """The paper with that fact in hand."""
    return back_to(address(f"/documents/{document_id}", fact=field_id))


@router.post(PAPER + "/facts/{field_id}/accept")
def accept_fact(lexo: CurrentLexo, document_id: DocumentId, field_id: Id, page: Shown = 1) -> RedirectResponse:
    """Say that a fact is right."""
    return _back(document_id, page, correcting.accept_field(lexo.db, document_id, field_id))


@router.post(PAPER + "/facts/{field_id}/remove")
def remove_fact(lexo: CurrentLexo, document_id: DocumentId, field_id: Id, page: Shown = 1) -> RedirectResponse:
    """Say that the paper does not say so."""
    return _back(document_id, page, correcting.remove_field(lexo.db, document_id, field_id))


@router.post(PAPER + "/about")
def correct_paper(
    request: Request,
    lexo: CurrentLexo,
    document_id: DocumentId,
    what: Annotated[What, Form()],
    value: Value = "",
    page: Shown = 1,
) -> Response:
    """Say the kind, title, date or sender of a paper."""
    refused = Refused(what.value, None, "", value, Reason(""))

    def correct() -> int:
        if what in (What.FIELD, What.WORD):
            raise InvalidValue(name=what.value)
        return correcting.correct_document(lexo.db, document_id, what, value)

    return _said(request, lexo, document_id, page, refused, correct)


@router.post(PAPER + "/corrections/{correction_id}/undo")
def undo_correction(
    lexo: CurrentLexo, document_id: DocumentId, correction_id: Id, page: Shown = 1, to: Value = ""
) -> RedirectResponse:
    """Take back what was said."""
    correcting.undo(lexo.db, document_id, correction_id)
    lexo.worker.nudge()
    return back_to(to, _address(document_id, page, correction_id)) if to else _back(document_id, page, correction_id)


@router.get(PAPER + "/words")
def show_words(
    request: Request,
    lexo: CurrentLexo,
    document_id: DocumentId,
    page: Annotated[int, Query(ge=1, lt=1 << 31)] = 1,
    find: Annotated[str, Query(max_length=200)] = "",
    done: Done = None,
) -> Response:
    """The words of a page to put right: those in doubt, or those that were looked for."""
    view = words.view_of(lexo, document_id, words.Asked(page, find.strip(), done))
    return render.page(request, "documents/words.html", view=view)


@router.post(PAPER + "/words")
def correct_word(
    lexo: CurrentLexo,
    document_id: DocumentId,
    page: Shown,
    index: Annotated[int, Form(ge=0, lt=1 << 31)],
    was: Annotated[str, Form(max_length=500)],
    text: Annotated[str, Form(max_length=500)] = "",
    find: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """Say what a word is; text, search and facts follow."""
    documents.get(lexo.db, document_id)
    done = correcting.correct_word(lexo.db, document_id, Spot(page, index, was), text)
    lexo.worker.nudge()
    return back_to(address(f"/documents/{document_id}/words", page=page, find=find, done=done))


@router.post(PAPER + "/hints/dismiss")
def dismiss_hints(lexo: CurrentLexo, document_id: DocumentId, page: Shown = 1) -> RedirectResponse:
    """None of the hints is right."""
    documents.get(lexo.db, document_id)
    hints.dismiss(lexo.db, document_id)
    return _back(document_id, page)


@router.post(PAPER + "/split")
def split_scan(lexo: CurrentLexo, document_id: DocumentId) -> RedirectResponse:
    """Make papers of the parts of a scan."""
    lexo.split(document_id)
    return back_to(f"/documents/{document_id}/parts")


@router.get(PAPER + "/parts")
def show_parts(request: Request, lexo: CurrentLexo, document_id: DocumentId) -> Response:
    """The papers that were cut out of a scan, and the way back."""
    return render.page(request, "documents/parts.html", view=parts.view_of(lexo, document_id))


@router.post(PAPER + "/unsplit")
def join_parts(lexo: CurrentLexo, document_id: DocumentId) -> RedirectResponse:
    """Undo a split."""
    lexo.unsplit(document_id)
    return back_to(f"/documents/{document_id}")


@router.get("/lessons")
def show_lessons(request: Request, lexo: CurrentLexo, forgotten: Done = None) -> Response:
    """What LEXO learned from corrections."""
    return render.page(request, "documents/lessons.html", view=lessons.view_of(lexo, forgotten))


@router.post("/lessons/{document_id}/forget")
def forget_lesson(lexo: CurrentLexo, document_id: DocumentId) -> RedirectResponse:
    """Take back what was said of a paper's kind and sender."""
    for correction_id in lessons.corrections_of(lexo, document_id):
        correcting.undo(lexo.db, document_id, correction_id)
    return back_to(address("/lessons", forgotten=document_id))


def _said(
    request: Request, lexo: Lexo, document_id: int, page: int, refused: Refused, say: Callable[[], int]
) -> Response:
    """Back to the paper with an undo; or the paper with the refused value, and the way to keep it all the same."""
    try:
        done = say()
    except InvalidValue as error:
        name = refused.name or refused.what
        reason = Reason(error.code, {"name": FIELDS.get(name, name)})
        asked = Asked(
            fact=refused.field_id,
            refused=Refused(refused.what, refused.field_id, refused.name, refused.value, reason),
        )
        view = show.show(lexo, show.Request(document_id, page, facts=asked), {})
        shape, version = show.shape_of(view), papers.version_of(view.progress)
        return render.page(request, "documents/show.html", status=error.status, view=view, shape=shape, version=version)
    return _back(document_id, page, done)


def _back(document_id: int, page: int, done: int | None = None) -> RedirectResponse:
    return back_to(_address(document_id, page, done))


def _address(document_id: int, page: int, done: int | None) -> str:
    return address(f"/documents/{document_id}", page=page if page > 1 else None, done=done) + "#facts"


def _name_of(words_written: str) -> str:
    """What a person calls a fact as the name of a field: "N° de dossier" → "n_de_dossier"."""
    return re.sub(r"[^a-z0-9]+", "_", fold(words_written)).strip("_").lstrip("0123456789_")[:60]
