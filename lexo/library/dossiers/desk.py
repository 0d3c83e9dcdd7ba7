"""Dossiers out of the library: begin one, look at it, and what people say of its pieces."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from lexo.errors import InvalidValue, PieceNotFound, UnknownKind, UnknownTemplate
from lexo.library.dossiers import registry
from lexo.library.dossiers.check import Checked, check, kinds_of
from lexo.library.dossiers.template import Piece, Rule, Said, accept
from lexo.store import dossier_papers, dossiers
from lexo.store.database import Database
from lexo.store.dossier_papers import PaperFacts
from lexo.store.dossiers import Choice, KeptDossier, NewDossier, OwnPiece

MAX_NAME = 200
MAX_COUNT = 60
MAX_MONTHS = 600
_SPACES = re.compile(r"\s+")


def begin(db: Database, new: NewDossier, language: str = "fr") -> int:
    """Begin a dossier with a list, or an own one; a name is made up where none is given.

    Raises UnknownTemplate, InvalidValue, TooManyDossiers.
    """
    template = registry.find(new.template)
    if new.template and template is None:
        raise UnknownTemplate(template=new.template[:40])
    name = plain(new.name) or (plain(template.name.in_(language)) if template else "")
    if not name:
        raise InvalidValue(name="name")
    return dossiers.add(db, NewDossier(new.template, name, plain(new.person)))


def rename(db: Database, dossier_id: int, name: str | None, person: str | None) -> None:
    """Say another name, or whose papers ("": LEXO finds out). Raises DossierNotFound, InvalidValue."""
    if name is not None and not plain(name):
        raise InvalidValue(name="name")
    said = None if name is None else plain(name)
    dossiers.rename(db, dossier_id, said, None if person is None else plain(person))


def look(db: Database, dossier_id: int, today: date) -> Checked:
    """A dossier with what is there today. Raises DossierNotFound."""
    return look_at(db, dossiers.get(db, dossier_id), today)


def look_at(db: Database, dossier: KeptDossier, today: date) -> Checked:
    """The same of a dossier that is at hand."""
    pieces = pieces_of(dossier)
    chosen = (each.document_id for each in dossier.choices)
    papers = dossier_papers.papers_of(db, kinds_of([piece for _, piece in pieces]), chosen)
    return check(dossier, pieces, papers, today)


def look_at_all(db: Database, kept: Sequence[KeptDossier], today: date) -> tuple[Checked, ...]:
    """The same of several, whose papers are read once."""
    pieces = [pieces_of(dossier) for dossier in kept]
    chosen = (each.document_id for dossier in kept for each in dossier.choices)
    kinds = [kinds_of([piece for _, piece in each]) for each in pieces]
    papers = dossier_papers.papers_of(db, frozenset().union(*kinds), chosen)
    return tuple(
        check(dossier, mine, _of(papers, wanted, dossier), today)
        for dossier, mine, wanted in zip(kept, pieces, kinds, strict=True)
    )


def _of(papers: Sequence[PaperFacts], kinds: frozenset[str], dossier: KeptDossier) -> tuple[PaperFacts, ...]:
    chosen = {each.document_id for each in dossier.choices}
    return tuple(each for each in papers if each.document.kind in kinds or each.document.id in chosen)


def pieces_of(dossier: KeptDossier) -> tuple[tuple[str, Piece], ...]:
    """All pieces with their keys: those of the list, then the person's own."""
    template = registry.find(dossier.template)
    listed = tuple((piece.id, piece) for piece in (template.pieces if template else ()))
    return (*listed, *((own.key, _piece(own)) for own in dossier.pieces))


def add_piece(db: Database, dossier_id: int, piece: OwnPiece) -> str:
    """Ask for one more piece; return its key. Raises DossierNotFound, InvalidValue, UnknownKind, TooManyDossiers."""
    from lexo.understanding.kinds import registry as kinds  # not while the server starts

    label = plain(piece.label)
    if not label:
        raise InvalidValue(name="label")
    if not 1 <= piece.count <= MAX_COUNT:
        raise InvalidValue(name="count")
    if piece.max_age_months is not None and not 1 <= piece.max_age_months <= MAX_MONTHS:
        raise InvalidValue(name="max_age_months")
    for kind in piece.kinds:
        if kinds.get(kind) is None:
            raise UnknownKind(kind=kind[:40])
    known = tuple(dict.fromkeys(piece.kinds))
    return dossiers.add_piece(db, dossier_id, OwnPiece(label, known, piece.count, piece.max_age_months))


def remove_piece(db: Database, dossier_id: int, key: str, *, is_removed: bool = True) -> None:
    """Take an own piece off the list, or put it back. Raises DossierNotFound, PieceNotFound."""
    if not key.startswith(dossiers.OWN):
        raise PieceNotFound(piece=key[:40])
    dossiers.set_removed(db, dossier_id, key, is_removed=is_removed)


def choose(db: Database, dossier_id: int, key: str, document_id: int, choice: Choice | None) -> None:
    """Say that a paper is meant for a piece, or is not; None takes that back.

    Raises DossierNotFound, PieceNotFound, DocumentNotFound.
    """
    _known(db, dossier_id, key)
    dossiers.choose(db, dossier_id, key, document_id, choice)


def waive(db: Database, dossier_id: int, key: str, *, is_waived: bool) -> None:
    """Say that a piece is not needed, or is after all. Raises DossierNotFound, PieceNotFound."""
    _known(db, dossier_id, key)
    dossiers.set_waived(db, dossier_id, key, is_waived=is_waived)


def plain(text: str) -> str:
    """What people typed as one line: no control characters, nothing that turns text around."""
    visible = "".join(" " if sign in "\n\r\t" else sign for sign in text[: 10 * MAX_NAME])
    kept = "".join(sign for sign in visible if unicodedata.category(sign)[0] != "C")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()[:MAX_NAME]


def _known(db: Database, dossier_id: int, key: str) -> None:
    if key not in dict(pieces_of(dossiers.get(db, dossier_id))):
        raise PieceNotFound(piece=key[:40])


def _piece(own: OwnPiece) -> Piece:
    rule = Rule(own.count, max_age_months=own.max_age_months)
    accepted = (accept(*own.kinds),) if own.kinds else ()
    return Piece(own.key, Said(own.label, own.label), accepted, rule)
