"""`lexo dossier`: data on stdout, and a PDF without a server."""

import json
from pathlib import Path

import pymupdf
import pytest
from typer.testing import CliRunner

from lexo.cli import app
from lexo.cli.library import opened_library
from lexo.intake.add import add_path
from papers import write_pdf


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["dossier", *arguments])
    assert result.exit_code == status, result.output
    return result.stdout


def test_dossier_is_begun_listed_and_shown() -> None:
    assert run("new", "location", "--name", "Rue Haute").strip() == "1"
    assert "Rue Haute" in run("list")
    assert "[ ] Pièce d’identité" in run("show", "1")
    shown = json.loads(run("show", "1", "--json", "--language", "en"))
    assert (shown["asked"], shown["pieces"][0]["label"]) == (5, "Valid identity paper")
    assert [each["id"] for each in json.loads(run("list", "--json"))["items"]] == [1]


def test_pdf_and_lists_are_written(tmp_path: Path) -> None:
    from lexo.library.dossiers import desk
    from lexo.store.dossiers import Choice

    run("new", "location")
    with opened_library() as library:
        added = add_path(library.db, library.files, write_pdf(tmp_path / "carte.pdf", ["Carte"]))
        desk.choose(library.db, 1, "identity", added.document_id, Choice.ADDED)
    target = tmp_path / "dossier.pdf"
    run("export", "1", "-o", str(target))
    assert pymupdf.open(target).page_count == 2
    run("export", "1", "-o", str(tmp_path / "liste.csv"))
    assert (tmp_path / "liste.csv").read_text("utf-8").startswith("\ufeffPièce,")
    assert "carte.pdf" in run("export", "1", "-o", "-")


@pytest.mark.parametrize("arguments", [("show", "9"), ("export", "9", "-o", "x.pdf"), ("new", "nonexistent"), ("new",)])
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...]) -> None:
    from lexo.errors import LexoError

    result = CliRunner().invoke(app, ["dossier", *arguments])
    assert isinstance(result.exception, LexoError)
