"""Dossiers as the JSON API shows them."""

from lexo.library.dossiers import wording
from lexo.library.dossiers.check import Checked, CheckedPiece
from lexo.library.dossiers.fitting import Candidate
from lexo.library.dossiers.template import Need, Piece, Template
from lexo.store.dossiers import OWN
from lexo.web import schemas


def template(each: Template, language: str) -> schemas.TemplateShape:
    """A list to begin with."""
    return schemas.TemplateShape(
        id=each.id,
        name=each.name.in_(language),
        about=each.about.in_(language),
        source=each.source.in_(language),
        not_asked=tuple(said.in_(language) for said in each.not_asked),
        pieces=tuple(_template_piece(piece, language) for piece in each.pieces),
    )


def summary(checked: Checked) -> schemas.DossierSummary:
    """A dossier in a list."""
    dossier = checked.dossier
    return schemas.DossierSummary(
        id=dossier.id,
        name=dossier.name,
        template=dossier.template,
        person=checked.person,
        asked=checked.asked,
        ready=checked.ready,
        is_complete=checked.is_complete,
        created_at=dossier.created_at,
        updated_at=dossier.updated_at,
    )


def dossier(checked: Checked, waiting: int, language: str) -> schemas.DossierShape:
    """A dossier with its pieces; `waiting` papers are not read yet."""
    return schemas.DossierShape(
        **summary(checked).model_dump(),
        persons=checked.persons,
        person_is_said=bool(checked.dossier.person),
        pieces=tuple(_piece(each, language) for each in checked.pieces),
        waiting=waiting,
    )


def _template_piece(piece: Piece, language: str) -> schemas.TemplatePieceShape:
    return schemas.TemplatePieceShape(
        key=piece.id,
        label=piece.label.in_(language),
        hint=piece.hint.in_(language) if piece.hint else "",
        is_required=piece.need is Need.REQUIRED,
        group=piece.group,
        kinds=tuple(dict.fromkeys(kind for each in piece.accepted for kind in each.kinds)),
        count=piece.rule.count,
    )


def _piece(each: CheckedPiece, language: str) -> schemas.PieceShape:
    piece = each.piece
    return schemas.PieceShape(
        key=each.key,
        label=piece.label.in_(language),
        hint=piece.hint.in_(language) if piece.hint else "",
        state=each.state,
        state_name=wording.state_said(each, language),
        sentence=wording.sentence(each, language),
        is_required=piece.need is Need.REQUIRED,
        is_own=each.key.startswith(OWN),
        group=piece.group,
        count=each.rule.count,
        found=tuple(_paper(one, language) for one in each.found),
        doubtful=tuple(_paper(one, language) for one in each.doubtful),
        others=tuple(_paper(one, language) for one in each.others),
        excluded=tuple(paper.document.id for paper in each.excluded),
        missing=each.missing,
    )


def _paper(one: Candidate, language: str) -> schemas.DossierPaper:
    document = one.paper.document
    return schemas.DossierPaper(
        document_id=document.id,
        title=document.title,
        kind=document.kind,
        date=one.day.isoformat() if one.day else None,
        remark=wording.remark_said(one, language),
        remark_code=one.remarks[-1] if one.remarks else None,
        is_chosen=one.is_chosen,
    )
