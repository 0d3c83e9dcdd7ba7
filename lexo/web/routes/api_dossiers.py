"""Dossiers: begin, look, choose; the PDF and the list."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, PlainTextResponse

from lexo.app import Lexo
from lexo.library.dossiers import desk, lists, registry
from lexo.store import dossier_papers, dossiers
from lexo.store.dossiers import NewDossier, OwnPiece
from lexo.web import present_dossiers, schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, DocumentId, Language
from lexo.web.download import SANDBOX, attachment
from lexo.web.openapi import problems

PREFIX = "/api/v1/dossiers"
Id = Annotated[int, Path(ge=1, lt=1 << 63, description="Id of a dossier")]
Key = Annotated[str, Path(max_length=40, description="Key of a piece")]

router = APIRouter(prefix=PREFIX, tags=["dossiers"], responses=problems(_404="There is no such dossier or piece"))


@router.get("/templates")
def list_templates(language: Language) -> schemas.TemplatePage:
    """Lists to begin a dossier with: what is asked for, by which law or usage."""
    items = tuple(present_dossiers.template(each, language) for each in registry.ALL)
    return schemas.TemplatePage(items=items, total=len(items))


@router.get("")
def list_dossiers(
    lexo: CurrentLexo,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[int, Query(ge=0, le=100_000, description="`next` of the page before")] = 0,
) -> schemas.DossierPage:
    """Dossiers, the one last changed first, with how far each is."""
    kept = dossiers.list_all(lexo.db)
    checked = desk.look_at_all(lexo.db, kept[cursor : cursor + limit], today())
    end = cursor + limit
    items = tuple(map(present_dossiers.summary, checked))
    return schemas.DossierPage(items=items, next=str(end) if end < len(kept) else None, total=len(kept))


@router.post("", status_code=201)
def add_dossier(
    lexo: CurrentLexo, language: Language, response: Response, body: schemas.NewDossierBody
) -> schemas.DossierShape:
    """Begin a dossier with a list, or an own one."""
    dossier_id = desk.begin(lexo.db, NewDossier(body.template, body.name, body.person), language)
    response.headers["Location"] = f"{PREFIX}/{dossier_id}"
    return _dossier(lexo, dossier_id, language)


@router.get("/{dossier_id}")
def get_dossier(lexo: CurrentLexo, language: Language, dossier_id: Id) -> schemas.DossierShape:
    """A dossier with what is there today for each of its pieces."""
    return _dossier(lexo, dossier_id, language)


@router.patch("/{dossier_id}")
def change_dossier(
    lexo: CurrentLexo, language: Language, dossier_id: Id, body: schemas.DossierChange
) -> schemas.DossierShape:
    """Give a dossier another name, or say whose papers it takes."""
    desk.rename(lexo.db, dossier_id, body.name, body.person)
    return _dossier(lexo, dossier_id, language)


@router.delete("/{dossier_id}", status_code=204)
def delete_dossier(lexo: CurrentLexo, dossier_id: Id) -> None:
    """Put a dossier away. Its papers stay as they are."""
    dossiers.set_deleted(lexo.db, dossier_id, is_deleted=True)


@router.post("/{dossier_id}/restore")
def restore_dossier(lexo: CurrentLexo, language: Language, dossier_id: Id) -> schemas.DossierShape:
    """Take a dossier back that was deleted."""
    dossiers.set_deleted(lexo.db, dossier_id, is_deleted=False)
    return _dossier(lexo, dossier_id, language)


@router.post("/{dossier_id}/pieces", status_code=201)
def add_piece(
    lexo: CurrentLexo, language: Language, dossier_id: Id, body: schemas.NewPieceBody
) -> schemas.DossierShape:
    """Ask for one more piece."""
    desk.add_piece(lexo.db, dossier_id, OwnPiece(body.label, body.kinds, body.count, body.max_age_months))
    return _dossier(lexo, dossier_id, language)


@router.patch("/{dossier_id}/pieces/{key}")
def change_piece(
    lexo: CurrentLexo, language: Language, dossier_id: Id, key: Key, body: schemas.PieceChange
) -> schemas.DossierShape:
    """Say that a piece is not needed, or is after all."""
    desk.waive(lexo.db, dossier_id, key, is_waived=not body.is_needed)
    return _dossier(lexo, dossier_id, language)


@router.delete("/{dossier_id}/pieces/{key}", status_code=204)
def remove_piece(lexo: CurrentLexo, dossier_id: Id, key: Key) -> None:
    """Take an own piece off the list; those of a template can only be said not to be needed."""
    desk.remove_piece(lexo.db, dossier_id, key)


@router.put("/{dossier_id}/pieces/{key}/documents/{document_id}")
def choose(
    *,
    lexo: CurrentLexo,
    language: Language,
    dossier_id: Id,
    key: Key,
    document_id: DocumentId,
    body: schemas.ChoiceBody,
) -> schemas.DossierShape:
    """Say that a paper is meant for a piece (`added`), or is not (`excluded`)."""
    desk.choose(lexo.db, dossier_id, key, document_id, body.choice)
    return _dossier(lexo, dossier_id, language)


@router.delete("/{dossier_id}/pieces/{key}/documents/{document_id}")
def forget_choice(
    lexo: CurrentLexo, language: Language, dossier_id: Id, key: Key, document_id: DocumentId
) -> schemas.DossierShape:
    """Take back what was said of a paper: LEXO chooses again."""
    desk.choose(lexo.db, dossier_id, key, document_id, None)
    return _dossier(lexo, dossier_id, language)


@router.get(
    "/{dossier_id}/pdf",
    response_class=FileResponse,
    responses={200: {"content": {"application/pdf": {}}}, **problems(_409="No paper of it could be put into a PDF")},
)
async def get_pdf(lexo: CurrentLexo, threads: CurrentThreads, language: Language, dossier_id: Id) -> FileResponse:
    """All papers as one PDF, in the order of the list, with a cover and bookmarks."""
    return await pdf_of(lexo, threads, dossier_id, language)


@router.get(
    "/{dossier_id}/list",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}, "text/csv": {}, "application/json": {}}}},
)
def get_list(
    lexo: CurrentLexo,
    language: Language,
    dossier_id: Id,
    format: Annotated[Literal["txt", "csv", "json"], Query(description="How it is written")] = "txt",
) -> Response:
    """What is there and what is missing, as text, as a table for spreadsheets, or as JSON."""
    if format == "json":
        return Response(_dossier(lexo, dossier_id, language).model_dump_json(), media_type="application/json")
    return list_of(lexo, dossier_id, format, language)


async def pdf_of(lexo: Lexo, threads: CurrentThreads, dossier_id: int, language: str) -> FileResponse:
    """The PDF as an attachment; its file is deleted once it is sent."""
    path = await threads.draw(lexo.write_dossier, dossier_id, language)
    name = dossiers.get(lexo.db, dossier_id, include_deleted=True).name
    headers = {"Content-Disposition": attachment(f"{name}.pdf"), "Content-Security-Policy": SANDBOX}
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type="application/pdf", headers=headers, background=gone)


def list_of(lexo: Lexo, dossier_id: int, format: str, language: str) -> PlainTextResponse:
    """The list as an attachment."""
    checked = desk.look(lexo.db, dossier_id, today())
    is_csv = format == "csv"
    text = "\ufeff" + lists.as_csv(checked, language) if is_csv else lists.as_text(checked, language)
    headers = {"Content-Disposition": attachment(f"{checked.dossier.name}.{format}")}
    return PlainTextResponse(text, media_type="text/csv" if is_csv else "text/plain", headers=headers)


def today() -> date:
    """The day it is where this machine stands."""
    return datetime.now().astimezone().date()


def _dossier(lexo: Lexo, dossier_id: int, language: str) -> schemas.DossierShape:
    checked = desk.look(lexo.db, dossier_id, today())
    return present_dossiers.dossier(checked, dossier_papers.unread(lexo.db).waiting, language)
