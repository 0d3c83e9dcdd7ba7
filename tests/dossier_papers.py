"""Papers as dossiers see them, made of values alone; and dossiers without a database."""

from datetime import date

from lexo.document import Document, DocumentState, MediaType
from lexo.library.dossiers import registry
from lexo.library.dossiers.check import Checked, CheckedPiece, check
from lexo.library.dossiers.desk import pieces_of
from lexo.library.dossiers.template import Accepted, Piece, Rule, Said
from lexo.store.dossier_papers import PaperFacts
from lexo.store.dossiers import Choice, Chosen, KeptDossier

TODAY = date(2026, 11, 21)
MARIE, JEAN = "DUPREZ Marie", "VANNIER Jean"


def paper(number: int, kind: str, day: str = "", *, title: str = "", sure: float = 0.99, **facts: str) -> PaperFacts:
    """A paper of that kind and day; facts by their names."""
    document = Document(
        id=number,
        sha256=f"{number:064x}",
        filename=f"scan-{number}.pdf",
        media_type=MediaType.PDF,
        size_bytes=1000,
        state=DocumentState.READY,
        reason=None,
        title=title or f"Papier {number}",
        kind=kind,
        kind_confidence=sure,
        language="fra",
        sender=None,
        date=day or None,
        page_count=1,
        is_encrypted=False,
        is_signed=False,
        warnings=(),
        created_at="2026-01-01T00:00:00.000Z",
        updated_at="2026-01-01T00:00:00.000Z",
        deleted_at=None,
    )
    return PaperFacts(document, "", tuple(facts.items()))


def payslip(number: int, month: str, name: str = MARIE, **more: str) -> PaperFacts:
    """A payslip of a month, "2026-10"."""
    return paper(number, "payslip", f"{month}-28", period_end=f"{month}-28", employee_name=name, **more)


def receipt(number: int, month: str) -> PaperFacts:
    """A rent receipt of a month."""
    return paper(number, "lease", f"{month}-05", title=f"Quittance de loyer {number}", period_end=f"{month}-28")


def dossier(
    template: str = "location", person: str = "", *choices: Chosen, waived: tuple[str, ...] = ()
) -> KeptDossier:
    """A dossier with what a person said."""
    return KeptDossier(1, template, "Essai", person, "", "", None, (), choices, waived)


def said(piece: str, document_id: int, choice: Choice = Choice.ADDED) -> Chosen:
    """A choice for a piece."""
    return Chosen(piece, document_id, choice, f"2026-11-21T00:00:00.{document_id:03}Z")


def checked(kept: KeptDossier, *papers: PaperFacts, today: date = TODAY) -> Checked:
    """What is there."""
    assert not kept.template or registry.find(kept.template)
    return check(kept, pieces_of(kept), papers, today)


def of(result: Checked, key: str) -> CheckedPiece:
    """One of its pieces."""
    return next(each for each in result.pieces if each.key == key)


def one_piece(rule: Rule, kind: str, *papers: PaperFacts, today: date = TODAY, person: str = "") -> CheckedPiece:
    """What is there for a piece alone."""
    piece = Piece("it", Said("Pièce", "Piece"), (Accepted((kind,)),), rule)
    return check(dossier("", person), [("it", piece)], papers, today).pieces[0]


def ids(piece: CheckedPiece) -> list[int]:
    """The papers that were found, in the order of the PDF."""
    return [each.paper.document.id for each in piece.found]
