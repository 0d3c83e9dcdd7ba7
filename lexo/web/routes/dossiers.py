"""The pages of dossiers, and what people decide there."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from lexo.library.dossiers import desk
from lexo.store import dossiers
from lexo.store.dossiers import Choice, NewDossier, OwnPiece
from lexo.web import render
from lexo.web.address import address
from lexo.web.deps import CurrentLexo, CurrentThreads
from lexo.web.routes.api_dossiers import list_of, pdf_of, today
from lexo.web.routes.forms import back_to
from lexo.web.views import dossiers as views

Id = Annotated[int, Path(ge=1, lt=1 << 63)]
Key = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,40}$")]
Number = Annotated[int | None, Query(ge=1, lt=1 << 63)]
Name = Annotated[str, Form(max_length=200)]

router = APIRouter(prefix="/dossiers", include_in_schema=False)


@router.get("")
def list_dossiers(
    request: Request,
    lexo: CurrentLexo,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
    deleted: Number = None,
) -> Response:
    """Dossiers, and lists to begin one with."""
    view = views.list_of(lexo, page, deleted, render.language_of(request), today())
    return render.page(request, "dossiers/index.html", view=view)


@router.post("")
def add_dossier(
    request: Request,
    lexo: CurrentLexo,
    template: Annotated[str, Form(max_length=40)] = "",
    name: Name = "",
    person: Name = "",
) -> RedirectResponse:
    """Begin a dossier."""
    dossier_id = desk.begin(lexo.db, NewDossier(template, name, person), render.language_of(request))
    return back_to(f"/dossiers/{dossier_id}")


@router.get("/{dossier_id}")
def show_dossier(
    request: Request,
    lexo: CurrentLexo,
    dossier_id: Id,
    done: Annotated[str, Query(max_length=20)] = "",
    piece: Annotated[str, Query(max_length=40)] = "",
    document: Number = None,
    was: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """One dossier: what is there, what is missing."""
    asked = views.Asked(done, piece, document, was)
    view = views.view_of(lexo, dossier_id, asked, render.language_of(request), today())
    return render.page(request, "dossiers/show.html", view=view, kinds=views.kinds())


@router.post("/{dossier_id}")
def change_dossier(lexo: CurrentLexo, dossier_id: Id, name: Name = "", person: Name = "") -> RedirectResponse:
    """Give it another name, say whose papers it takes."""
    desk.rename(lexo.db, dossier_id, name or None, person)
    return back_to(f"/dossiers/{dossier_id}")


@router.post("/{dossier_id}/delete")
def delete_dossier(lexo: CurrentLexo, dossier_id: Id) -> RedirectResponse:
    """Put it away, and offer the way back; papers stay as they are."""
    dossiers.set_deleted(lexo.db, dossier_id, is_deleted=True)
    return back_to(address("/dossiers", deleted=dossier_id))


@router.post("/{dossier_id}/restore")
def restore_dossier(lexo: CurrentLexo, dossier_id: Id) -> RedirectResponse:
    """Take it back."""
    dossiers.set_deleted(lexo.db, dossier_id, is_deleted=False)
    return back_to(f"/dossiers/{dossier_id}")


@router.get("/{dossier_id}/pdf")
async def get_pdf(request: Request, lexo: CurrentLexo, threads: CurrentThreads, dossier_id: Id) -> Response:
    """The PDF, in the language of the page."""
    return await pdf_of(lexo, threads, dossier_id, render.language_of(request))


@router.get("/{dossier_id}/list")
def get_list(request: Request, lexo: CurrentLexo, dossier_id: Id, format: Literal["txt", "csv"] = "txt") -> Response:
    """The list as a file, in the language of the page."""
    return list_of(lexo, dossier_id, format, render.language_of(request))


@router.post("/{dossier_id}/pieces")
def add_piece(
    lexo: CurrentLexo,
    dossier_id: Id,
    label: Name = "",
    kind: Annotated[str, Form(max_length=40)] = "",
    count: Annotated[int, Form(ge=1, le=60)] = 1,
    months: Annotated[str, Form(max_length=4)] = "",
) -> RedirectResponse:
    """Ask for one more piece."""
    age = int(months) if months.isascii() and months.isdigit() and int(months) else None
    key = desk.add_piece(lexo.db, dossier_id, OwnPiece(label, (kind,) if kind else (), count, age))
    return back_to(f"/dossiers/{dossier_id}#{key}")


@router.get("/{dossier_id}/pieces/{key}")
def show_piece(
    request: Request,
    lexo: CurrentLexo,
    dossier_id: Id,
    key: Key,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Choose papers for a piece."""
    view = views.choice_of(lexo, views.Wanted(dossier_id, key, q.strip()), render.language_of(request), today())
    return render.page(request, "dossiers/piece.html", view=view)


@router.post("/{dossier_id}/pieces/{key}/choose")
def choose(
    lexo: CurrentLexo,
    dossier_id: Id,
    key: Key,
    document_id: Annotated[int, Form(ge=1, lt=1 << 63)],
    choice: Annotated[Literal["added", "excluded", ""], Form()] = "",
    is_undo: bool = Form(default=False),
) -> RedirectResponse:
    """Take a paper for a piece, leave it out, or take that back."""
    was = views.choose(lexo, dossier_id, key, document_id, Choice(choice) if choice else None)
    done = "" if is_undo or not choice else choice
    told = {"done": done, "piece": key, "document": document_id, "was": was} if done else {}
    return back_to(address(f"/dossiers/{dossier_id}", **told) + f"#{key}")


@router.post("/{dossier_id}/pieces/{key}/needed")
def need_piece(
    lexo: CurrentLexo, dossier_id: Id, key: Key, is_needed: Annotated[str, Form(max_length=1)] = ""
) -> RedirectResponse:
    """Say that a piece is not needed, or is after all."""
    desk.waive(lexo.db, dossier_id, key, is_waived=not is_needed)
    done = "needed" if is_needed else "waived"
    return back_to(address(f"/dossiers/{dossier_id}", done=done, piece=key) + f"#{key}")


@router.post("/{dossier_id}/pieces/{key}/remove")
def remove_piece(
    lexo: CurrentLexo, dossier_id: Id, key: Key, is_removed: Annotated[str, Form(max_length=1)] = ""
) -> RedirectResponse:
    """Take an own piece off the list, or put it back."""
    desk.remove_piece(lexo.db, dossier_id, key, is_removed=bool(is_removed))
    told = {"done": "removed", "piece": key} if is_removed else {}
    return back_to(address(f"/dossiers/{dossier_id}", **told))
