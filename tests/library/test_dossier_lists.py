"""A dossier as a list: nothing in it runs, whatever papers are called."""

import csv
import io
from dataclasses import replace

import pytest

from dossier_papers import TODAY, checked, dossier, of, paper, payslip, said
from lexo.library.dossiers import lists, registry, wording
from lexo.library.dossiers.check import State
from lexo.store.dossiers import OwnPiece
from lexo.understanding.kinds.registry import IDS

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "=cmd|' /C calc'!A1")


def csv_of(title: str, label: str = "Carte") -> list[list[str]]:
    kept = replace(dossier("", "", said("own-1", 1)), pieces=(OwnPiece(label, (), 1, None, 1),))
    named = replace(paper(1, "other"), document=replace(paper(1, "other").document, title=title, filename=title))
    return list(csv.reader(io.StringIO(lists.as_csv(checked(kept, named), "en"))))


@pytest.mark.parametrize("title", HOSTILE)
def test_no_cell_of_the_list_begins_a_formula(title: str) -> None:
    cells = [cell for row in csv_of(title, title) for cell in row]
    assert not any(cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)
    assert any(cell.startswith("'") for cell in cells)


def test_titles_stay_in_their_cell() -> None:
    rows = csv_of('a";b\nc,d\x00\u202eexe')
    assert rows[1][2] == 'a";b c,dexe'
    assert {len(row) for row in rows} == {6}


def test_list_says_what_is_missing_in_the_language_asked_for() -> None:
    result = checked(dossier(), payslip(1, "2026-08"), payslip(3, "2026-10"))
    assert "2 sur 3. Il manque septembre 2026." in lists.as_text(result, "fr")
    assert "2 of 3. Missing: September 2026." in lists.as_text(result, "en")


def test_outline_has_what_is_there_and_names_what_is_missing() -> None:
    made = lists.outline(checked(dossier(), payslip(1, "2026-09"), payslip(2, "2026-10")), TODAY, "fr")
    assert [(each.label, [entry.document_id for entry in each.entries]) for each in made.sections] == [
        ("Trois derniers bulletins de salaire", [1, 2])
    ]
    assert "août 2026" in made.sections[0].note
    assert [each.label for each in made.missing] == [
        "Pièce d’identité en cours de validité",
        "Justificatif de domicile",
        "Situation professionnelle",
        "Prestations, retraite ou indemnités des trois derniers mois ou Deux derniers bilans ou attestation comptable",
        "Dernier avis d’impôt sur le revenu",
    ]


def test_what_is_not_needed_is_not_in_the_pdf() -> None:
    card = paper(1, "identity_card", expiry_date="2031-01-01")
    made = lists.outline(checked(dossier("location", "", waived=("identity",)), card), TODAY, "fr")
    assert made.sections == ()
    assert "Pièce d’identité en cours de validité" not in [each.label for each in made.missing]


def test_doubtful_papers_are_not_handed_out() -> None:
    card = paper(1, "identity_card", expiry_date="2031-01-01", sure=0.4)
    assert lists.outline(checked(dossier(), card), TODAY, "fr").sections == ()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words(state: State) -> None:
    piece = replace(of(checked(dossier()), "identity"), state=state)
    for language in ("fr", "en"):
        assert wording.state_said(piece, language)
        wording.sentence(piece, language)


def test_lists_name_kinds_that_there_are() -> None:
    kinds = {kind for each in registry.ALL for piece in each.pieces for way in piece.accepted for kind in way.kinds}
    assert kinds <= set(IDS)


@pytest.mark.parametrize("template", registry.ALL, ids=lambda each: each.id)
def test_every_list_has_its_source_and_pieces_of_their_own(template: registry.Template) -> None:
    names = [piece.id for piece in template.pieces]
    assert len(names) == len(set(names))
    assert template.source.fr
    assert template.source.en
    assert all(piece.accepted for piece in template.pieces)


def test_landlord_may_not_ask_for_bank_statements() -> None:
    rental = next(each for each in registry.ALL if each.id == "location")
    assert any("relevés de compte" in each.fr for each in rental.not_asked)
    asked = {kind for piece in rental.pieces for way in piece.accepted for kind in way.kinds}
    assert asked.isdisjoint({"bank_statement", "bank_details", "health"})
