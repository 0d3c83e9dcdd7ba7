"""Dossiers are kept with all that people said, and never touch a paper."""

from pathlib import Path

import pytest

from lexo.errors import DocumentNotFound, DossierNotFound, InvalidValue, PieceNotFound, UnknownKind, UnknownTemplate
from lexo.library.dossiers import desk
from lexo.store import documents, dossier_papers, dossiers
from lexo.store.database import Database
from lexo.store.dossiers import Choice, NewDossier, OwnPiece
from made_papers import add_paper


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "lexo.db")


@pytest.fixture
def rental(db: Database) -> int:
    return desk.begin(db, NewDossier("location", "", ""))


def test_new_dossier_is_called_after_its_list(db: Database, rental: int) -> None:
    assert dossiers.get(db, rental).name == "Location : locataire"
    assert dossiers.get(db, desk.begin(db, NewDossier("location", "  Rue\n Haute "))).name == "Rue Haute"


def test_own_list_needs_a_name(db: Database) -> None:
    with pytest.raises(InvalidValue):
        desk.begin(db, NewDossier("", " \u202e\x00 "))


def test_unknown_list_is_refused(db: Database) -> None:
    with pytest.raises(UnknownTemplate):
        desk.begin(db, NewDossier("nonexistent", "x"))


def test_choices_survive_a_restart(tmp_path: Path) -> None:
    first = Database(tmp_path / "lexo.db")
    rental = desk.begin(first, NewDossier("location", ""))
    card, bill = add_paper(first, "a.pdf", "a"), add_paper(first, "b.pdf", "b")
    desk.choose(first, rental, "identity", card, Choice.ADDED)
    desk.choose(first, rental, "identity", bill, Choice.EXCLUDED)
    desk.waive(first, rental, "tax_notice", is_waived=True)
    key = desk.add_piece(first, rental, OwnPiece("Lettre", ("other",), 2, 6))
    first.close()
    kept = dossiers.get(Database(tmp_path / "lexo.db"), rental)
    assert [(each.piece, each.document_id, each.choice) for each in kept.choices] == [
        ("identity", card, Choice.ADDED),
        ("identity", bill, Choice.EXCLUDED),
    ]
    assert (kept.waived, [piece.key for piece in kept.pieces]) == (("tax_notice",), [key])


def test_choice_can_be_changed_and_taken_back(db: Database, rental: int) -> None:
    card = add_paper(db, "a.pdf", "a")
    desk.choose(db, rental, "identity", card, Choice.ADDED)
    desk.choose(db, rental, "identity", card, Choice.EXCLUDED)
    assert [each.choice for each in dossiers.get(db, rental).choices] == [Choice.EXCLUDED]
    desk.choose(db, rental, "identity", card, None)
    assert dossiers.get(db, rental).choices == ()


def test_piece_that_is_not_of_the_dossier_is_refused(db: Database, rental: int) -> None:
    card = add_paper(db, "a.pdf", "a")
    for key in ("statements", "own-1", "", "own-99999999999999999999999", "'; DROP TABLE dossiers"):
        with pytest.raises(PieceNotFound):
            desk.choose(db, rental, key, card, Choice.ADDED)
        with pytest.raises(PieceNotFound):
            desk.waive(db, rental, key, is_waived=True)
        with pytest.raises(PieceNotFound):
            desk.remove_piece(db, rental, key)


def test_piece_of_another_dossier_cannot_be_removed(db: Database, rental: int) -> None:
    key = desk.add_piece(db, rental, OwnPiece("Lettre"))
    other = desk.begin(db, NewDossier("", "Autre"))
    with pytest.raises(PieceNotFound):
        desk.remove_piece(db, other, key)
    assert len(dossiers.get(db, rental).pieces) == 1


def test_trashed_paper_cannot_be_chosen_and_drops_out(db: Database, rental: int) -> None:
    card = add_paper(db, "a.pdf", "a")
    desk.choose(db, rental, "identity", card, Choice.ADDED)
    documents.move_to_trash(db, card)
    assert dossier_papers.papers_of(db, (), [card]) == ()
    with pytest.raises(DocumentNotFound):
        desk.choose(db, rental, "tax_notice", card, Choice.ADDED)
    documents.restore(db, card)
    assert [each.document.id for each in dossier_papers.papers_of(db, (), [card])] == [card]


def test_deleting_a_dossier_leaves_papers_and_can_be_undone(db: Database, rental: int) -> None:
    card = add_paper(db, "a.pdf", "a")
    desk.choose(db, rental, "identity", card, Choice.ADDED)
    dossiers.set_deleted(db, rental, is_deleted=True)
    assert dossiers.list_all(db) == ()
    with pytest.raises(DossierNotFound):
        desk.waive(db, rental, "identity", is_waived=True)
    assert documents.get(db, card).deleted_at is None
    dossiers.set_deleted(db, rental, is_deleted=False)
    assert len(dossiers.get(db, rental).choices) == 1


def test_removed_piece_comes_back_with_its_choices(db: Database, rental: int) -> None:
    key = desk.add_piece(db, rental, OwnPiece("Lettre"))
    desk.choose(db, rental, key, add_paper(db, "a.pdf", "a"), Choice.ADDED)
    desk.remove_piece(db, rental, key)
    assert dossiers.get(db, rental).pieces == ()
    desk.remove_piece(db, rental, key, is_removed=False)
    kept = dossiers.get(db, rental)
    assert ([piece.key for piece in kept.pieces], len(kept.choices)) == ([key], 1)


@pytest.mark.parametrize(
    ("piece", "error"),
    [
        (OwnPiece(" "), InvalidValue),
        (OwnPiece("a", ("nonexistent",)), UnknownKind),
        (OwnPiece("a", (), 0), InvalidValue),
        (OwnPiece("a", (), 61), InvalidValue),
        (OwnPiece("a", (), 1, 0), InvalidValue),
        (OwnPiece("a", (), 1, 10**9), InvalidValue),
    ],
)
def test_odd_piece_is_refused(db: Database, rental: int, piece: OwnPiece, error: type[Exception]) -> None:
    with pytest.raises(error):
        desk.add_piece(db, rental, piece)


def test_name_and_person_change_apart(db: Database, rental: int) -> None:
    desk.rename(db, rental, "Rue Haute", None)
    desk.rename(db, rental, None, "Marie Duprez")
    assert (dossiers.get(db, rental).name, dossiers.get(db, rental).person) == ("Rue Haute", "Marie Duprez")
    with pytest.raises(InvalidValue):
        desk.rename(db, rental, "  ", None)


@pytest.mark.parametrize("words", ["", "%", "_", "!", "'", "a" * 5000, "\x00", "facture"])
def test_any_words_find_papers_by_name(db: Database, words: str) -> None:
    add_paper(db, "facture.pdf", "a")
    found = dossier_papers.by_title(db, words)
    assert len(found) == (words in ("", "\x00", "facture"))


def test_papers_that_are_not_understood_are_counted(db: Database) -> None:
    add_paper(db, "a.pdf", "a")
    assert (dossier_papers.unread(db).waiting, dossier_papers.unread(db).failed) == (1, 0)
