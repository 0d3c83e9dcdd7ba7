"""What papers say: fields, corrections, hints; and the kinds there are."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from lexo.document import BBox
from lexo.pipeline import correcting
from lexo.pipeline.correcting import NewFact, Spot
from lexo.store import corrections, documents, facts, hints, lessons, places, private
from lexo.store.corrections import What
from lexo.web import present, present_facts, schemas
from lexo.web.deps import CurrentLexo, CurrentThreads, DocumentId, Language, PageNumber
from lexo.web.naming import kind_name
from lexo.web.openapi import problems

PREFIX = "/api/v1/documents/{document_id}"
Id = Annotated[int, Path(ge=1, lt=1 << 63)]

router = APIRouter(prefix="/api/v1", tags=["facts"], responses=problems(_404="There is no such document or field"))


@router.get("/kinds")
def list_kinds(language: Language) -> schemas.KindList:
    """The kinds of paper that LEXO knows, with the fields it wants of each."""
    from lexo.understanding.kinds import registry

    items = tuple(
        schemas.KindShape(id=kind.id, name=kind_name(kind.id, language), wanted_fields=kind.wanted_fields)
        for kind in registry.ALL
    )
    return schemas.KindList(items=items, total=len(items))


@router.get("/lessons")
def list_lessons(lexo: CurrentLexo) -> schemas.LessonList:
    """What people taught by correcting kinds and senders; undo a document's correction to forget a lesson."""
    items = tuple(
        schemas.LessonShape(
            document_id=each.document_id,
            title=each.title,
            kind=each.kind,
            sender=each.sender,
            known_by=each.features,
            made_at=each.made_at,
        )
        for each in lessons.list_all(lexo.db)
    )
    return schemas.LessonList(items=items, total=len(items))


@router.get("/documents/{document_id}/fields")
def list_fields(lexo: CurrentLexo, language: Language, document_id: DocumentId) -> schemas.FieldPage:
    """What a document says, with the proof of each fact. Of several with a name the first is the one to use."""
    documents.get(lexo.db, document_id)
    return present_facts.fields(facts.list_fields(lexo.db, document_id), language)


@router.post("/documents/{document_id}/fields", status_code=201)
def add_field(
    lexo: CurrentLexo, language: Language, document_id: DocumentId, body: schemas.NewField
) -> schemas.FieldPage:
    """Say a fact that was not found; all fields come back."""
    fact = NewFact(body.name, body.value, body.page, _box(body.bbox), body.force)
    correcting.add_field(lexo.db, document_id, fact)
    return present_facts.fields(facts.list_fields(lexo.db, document_id), language)


@router.patch("/documents/{document_id}/fields/{field_id}")
def correct_field(
    lexo: CurrentLexo, language: Language, document_id: DocumentId, field_id: Id, body: schemas.FieldChange
) -> schemas.FieldPage:
    """Say what a fact is instead; without a value, that it is right. All fields come back, with new ids."""
    if body.value is None:
        correcting.accept_field(lexo.db, document_id, field_id)
    else:
        correcting.correct_field(lexo.db, document_id, field_id, body.value, force=body.force)
    return present_facts.fields(facts.list_fields(lexo.db, document_id), language)


@router.delete("/documents/{document_id}/fields/{field_id}")
def remove_field(lexo: CurrentLexo, language: Language, document_id: DocumentId, field_id: Id) -> schemas.FieldPage:
    """Say that the paper does not say so; the rest of the fields comes back."""
    correcting.remove_field(lexo.db, document_id, field_id)
    return present_facts.fields(facts.list_fields(lexo.db, document_id), language)


@router.get(
    "/documents/{document_id}/fields/{field_id}/image",
    response_class=FileResponse,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def get_field_image(
    lexo: CurrentLexo, threads: CurrentThreads, document_id: DocumentId, field_id: Id
) -> FileResponse:
    """The part of the page that proves a field; 404 where it is not printed."""
    path = await threads.draw(lexo.viewer.field_image, document_id, field_id)
    return FileResponse(path, media_type="image/jpeg", background=BackgroundTask(path.unlink, missing_ok=True))


@router.patch("/documents/{document_id}")
def correct_document(
    lexo: CurrentLexo, language: Language, document_id: DocumentId, body: schemas.DocumentChange
) -> schemas.DocumentShape:
    """Say a document's kind, title, date or sender. It is locked against later reading, and can be undone."""
    for what in (What.KIND, What.TITLE, What.DATE, What.SENDER):
        value = getattr(body, what.value)
        if value is not None:
            correcting.correct_document(lexo.db, document_id, what, value)
    if body.is_private is not None:
        private.set_private(lexo.db, document_id, is_private=body.is_private)
    document = documents.get(lexo.db, document_id)
    return present.document(document, places.by_document(lexo.db, document_id), language)


@router.patch("/documents/{document_id}/pages/{number}/words/{index}", status_code=204)
def correct_word(
    *,
    lexo: CurrentLexo,
    document_id: DocumentId,
    number: PageNumber,
    index: Annotated[int, Path(ge=0, lt=1 << 31, description="Of the word on its page, from 0")],
    body: schemas.WordChange,
) -> None:
    """Say what a printed word is. Text, search and fields follow."""
    documents.get(lexo.db, document_id)
    correcting.correct_word(lexo.db, document_id, Spot(number, index, body.was), body.text)
    lexo.worker.nudge()


@router.get("/documents/{document_id}/corrections")
def list_corrections(lexo: CurrentLexo, document_id: DocumentId) -> schemas.CorrectionPage:
    """All that was ever said of a document, the newest first."""
    documents.get(lexo.db, document_id)
    items = tuple(map(present_facts.correction, corrections.history(lexo.db, document_id)))
    return schemas.CorrectionPage(items=items, total=len(items))


@router.post("/documents/{document_id}/corrections/{correction_id}/undo")
def undo_correction(lexo: CurrentLexo, document_id: DocumentId, correction_id: Id) -> schemas.CorrectionShape:
    """Take a correction back; what was read before holds again."""
    undone = correcting.undo(lexo.db, document_id, correction_id)
    lexo.worker.nudge()
    return present_facts.correction(undone)


@router.post("/documents/{document_id}/understand", status_code=202)
def understand_again(lexo: CurrentLexo, language: Language, document_id: DocumentId) -> schemas.DocumentShape:
    """Look for the facts of a document anew; what people said stays."""
    document = documents.get(lexo.db, document_id)
    lexo.understand(document_id)
    return present.document(document, places.by_document(lexo.db, document_id), language)


@router.get("/documents/{document_id}/hints")
def list_hints(lexo: CurrentLexo, document_id: DocumentId) -> schemas.HintsShape:
    """What LEXO noticed and does not do by itself: the same paper twice, several papers in one scan."""
    documents.get(lexo.db, document_id)
    found = hints.of_document(lexo.db, document_id)
    return schemas.HintsShape(
        twins=tuple(
            schemas.TwinShape(document_id=each.other_id, title=each.title, likeness=each.likeness, what=each.what)
            for each in found.twins
        ),
        splits=tuple(schemas.SplitShape(page=each.page, confidence=each.confidence) for each in found.splits),
        parts=found.parts,
        part_of=found.part_of,
    )


@router.delete("/documents/{document_id}/hints", status_code=204)
def dismiss_hints(lexo: CurrentLexo, document_id: DocumentId) -> None:
    """None of the hints is right; they do not come back."""
    documents.get(lexo.db, document_id)
    hints.dismiss(lexo.db, document_id)


@router.post("/documents/{document_id}/split", status_code=201)
def split_document(lexo: CurrentLexo, document_id: DocumentId, body: schemas.SplitBody) -> schemas.Parts:
    """Make documents of the papers in one scan. The whole goes into the trash; nothing is erased."""
    return schemas.Parts(document_ids=lexo.split(document_id, body.pages))


@router.post("/documents/{document_id}/unsplit", status_code=204)
def join_parts(lexo: CurrentLexo, document_id: DocumentId) -> None:
    """Undo a split: the whole comes back, its parts go into the trash."""
    lexo.unsplit(document_id)


def _box(box: schemas.Box | None) -> BBox | None:
    return BBox(*box) if box else None
