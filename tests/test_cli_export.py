"""`lexo export` and `lexo convert` into every kind of target: file, folder, ZIP, standard output."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lexo.cli import app
from lexo.document import MediaType, PageSize
from lexo.store import documents, pages
from lexo.store.database import Database
from lexo.store.files import FileStore
from made_papers import add_paper, page_of
from papers import pymupdf, write_pdf, write_scan


@pytest.fixture
def library(own_home: Path) -> Path:
    """A home with two papers that have no file."""
    home = own_home / "library"
    home.mkdir()
    db = Database(home / "lexo.db")
    add_paper(db, "reçu.pdf", "Reçu de loyer")
    add_paper(db, "bail.pdf", "Contrat de bail")
    db.close()
    return home


def run(*arguments: object) -> Result:
    """One command, in this process."""
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_a_paper_is_printed_as_text(library: Path) -> None:
    assert run("export", 1).stdout == "Reçu de loyer\n"


def test_the_suffix_says_the_format(library: Path, tmp_path: Path) -> None:
    assert run("export", 2, "-o", tmp_path / "a.html").exit_code == 0
    assert "<p>Contrat de bail</p>" in (tmp_path / "a.html").read_text("utf-8")


def test_several_papers_go_into_a_folder_by_name(library: Path, tmp_path: Path) -> None:
    done = run("export", 1, 2, "--format", "md", "--format", "fields.csv", "-o", tmp_path / "out")
    assert done.exit_code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"reçu.md", "reçu.fields.csv", "bail.md", "bail.fields.csv"}
    assert len(done.stdout.splitlines()) == 4


def test_all_papers_go_into_a_zip(library: Path, tmp_path: Path) -> None:
    assert run("export", "--all", "--format", "txt", "-o", tmp_path / "out.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.namelist() == ["bail.txt", "reçu.txt", "manifest.json"]
        assert len(json.loads(archive.read("manifest.json"))["documents"]) == 2
    assert [path.name for path in tmp_path.glob(".*.new")] == []


def test_a_paper_that_is_not_there_costs_none_of_the_others(library: Path, tmp_path: Path) -> None:
    done = run("export", 1, 99, "--format", "txt", "-o", tmp_path / "out")
    assert done.exit_code == 7
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["reçu.txt"]


@pytest.mark.parametrize(
    "arguments",
    [(), (1, "--all"), (1, 2), (1, "-o", "out.exe"), (1, "--originals", "-o", "a.md"), ("--all", "--format", "exe")],
)
def test_what_makes_no_sense_is_refused(library: Path, arguments: tuple[object, ...]) -> None:
    assert run("export", *arguments).exit_code == 2


def test_a_paper_of_the_library_becomes_a_searchable_copy(library: Path, tmp_path: Path) -> None:
    scan = write_scan(tmp_path / "scan.pdf", ["x"], dpi=36)
    with scan.open("rb") as file:
        kept = FileStore(library / "files").keep(file.fileno())
    db = Database(library / "lexo.db")
    new = documents.NewDocument(kept.sha256, "scan.pdf", MediaType.PDF, kept.size_bytes)
    document_id = documents.add(db, new).document_id
    with db.write() as connection:
        pages.lay_out(connection, document_id, (PageSize(595, 842),))
    pages.save_page(db, document_id, 1, pages.packed(page_of("Montant corrigé")))
    db.close()
    assert run("export", document_id, "-o", tmp_path / "copy.pdf").exit_code == 0
    with pymupdf.open(tmp_path / "copy.pdf") as copy:
        assert copy[0].get_text().split() == ["Montant", "corrigé"]


def test_convert_writes_a_searchable_copy(own_home: Path, tmp_path: Path) -> None:
    scan = write_scan(tmp_path / "scan.pdf", ["Facture de novembre"], dpi=100)
    assert run("convert", scan, "-o", tmp_path / "copy.pdf", "--strategy", "fast").exit_code == 0
    with pymupdf.open(tmp_path / "copy.pdf") as copy:
        assert copy[0].get_text().split() == ["Facture", "de", "novembre"]


def test_convert_refuses_to_copy_a_protected_pdf(own_home: Path, tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", ["Secret"], password="mot")
    done = run("convert", file, "-o", tmp_path / "copy.pdf", "--password", "mot")
    assert done.exit_code != 0
    assert not (tmp_path / "copy.pdf").exists()
