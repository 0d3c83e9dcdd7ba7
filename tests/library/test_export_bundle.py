"""A ZIP of papers: made in pieces, whole, with every checksum; a paper that cannot be had costs none of the others."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.document import Document, MediaType
from lexo.errors import ProtectedCopy
from lexo.library.export.bundle import PIECE, Source, Wish, stream
from lexo.library.export.formats import Format
from lexo.library.export.naming import MAX_BYTES, name_of, safe
from lexo.store import documents
from lexo.store.database import Database
from made_papers import add_paper


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Source]:
    """A library whose originals are zeros, and whose searchable copies are four bytes, but for the first's."""
    db = Database(tmp_path / "lexo.db")

    def original(sha256: str) -> Path:
        path = tmp_path / sha256
        path.write_bytes(bytes(3 * PIECE))
        return path

    def searchable(document_id: int) -> Path:
        if document_id == 1:
            raise ProtectedCopy()
        path = tmp_path / f"{document_id}.made"
        path.write_bytes(b"%PDF")
        return path

    yield Source(db, original, searchable, lambda _: None)
    db.close()


def opened(pieces: Iterator[bytes]) -> zipfile.ZipFile:
    """The ZIP that the pieces make."""
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_a_zip_holds_each_paper_and_a_manifest_with_checksums(source: Source) -> None:
    ids = [add_paper(source.db, f"{name}.pdf", f"texte {name}") for name in ("a", "b")]
    archive = opened(stream(source, ids, Wish((Format.TEXT, Format.JSON), with_original=True)))
    manifest = json.loads(archive.read("manifest.json"))
    assert archive.testzip() is None
    assert manifest["schema"] == "lexo-export/1"
    assert sorted(archive.namelist()) == sorted(
        ["manifest.json", *(file["path"] for each in manifest["documents"] for file in each["files"])]
    )
    for file in (file for each in manifest["documents"] for file in each["files"]):
        data = archive.read(file["path"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (file["sha256"], file["size"])
    assert archive.read("a.txt") == b"texte a"


def test_no_piece_is_larger_than_what_is_read_at_once(source: Source) -> None:
    add_paper(source.db, "a.pdf", "x")
    sizes = [len(piece) for piece in stream(source, [1], Wish(with_original=True))]
    assert max(sizes) < 2 * PIECE
    assert sum(sizes) > 3 * PIECE


def test_papers_of_one_name_lie_side_by_side(source: Source) -> None:
    ids = [add_paper(source.db, "Reçu.pdf", "1"), add_paper(source.db, "reçu.pdf", "2")]
    names = opened(stream(source, ids, Wish((Format.FIELDS,)))).namelist()
    assert names == ["Reçu.fields.csv", f"reçu ({ids[1]}).fields.csv", "manifest.json"]


def test_what_cannot_be_had_is_told_and_the_others_go_on(source: Source, tmp_path: Path) -> None:
    ids = [add_paper(source.db, f"{name}.pdf", name) for name in ("a", "b", "c")]
    documents.move_to_trash(source.db, ids[2])
    archive = opened(stream(source, [*ids, 99], Wish((Format.PDF, Format.TEXT))))
    told = json.loads(archive.read("manifest.json"))["documents"]
    codes = [[problem["code"] for problem in each["problems"]] for each in told]
    assert codes == [["protected_copy"], [], ["document_not_found"], ["document_not_found"]]
    assert archive.namelist() == ["a.txt", "b.pdf", "b.txt", "manifest.json"]
    assert not (tmp_path / "2.made").exists()


def test_a_page_that_could_not_be_read_is_an_empty_one(source: Source) -> None:
    paper_id = add_paper(source.db, "a.pdf", "une", "deux", "trois")
    with source.db.write() as connection:
        connection.execute("UPDATE pages SET state = 'failed', text = '' WHERE number = 2")
        connection.execute("DELETE FROM page_layouts WHERE page_id IN (SELECT id FROM pages WHERE number = 2)")
    archive = opened(stream(source, [paper_id], Wish((Format.TEXT, Format.JSON))))
    assert archive.read("a.txt").decode() == "une\n\f\n\n\f\ntrois"
    assert [page["number"] for page in json.loads(archive.read("a.json"))["pages"]] == [1, 2, 3]


def test_a_copy_is_deleted_when_nobody_waits_for_it_any_more(source: Source, tmp_path: Path) -> None:
    add_paper(source.db, "a.pdf", "a")
    second = add_paper(source.db, "b.pdf", "b")
    pieces = stream(source, [second], Wish((Format.PDF,)))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert not (tmp_path / f"{second}.made").exists()


def paper(title: str, date: str | None = None) -> Document:
    """As much of a paper as a name is made of."""
    known = dict.fromkeys(Document.__dataclass_fields__)
    return Document(**{**known, "id": 7, "filename": "scan 1.pdf", "title": title, "date": date})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "date", "name"),
    [
        ("EDF facture 84,20 €", "2024-03-12", "2024-03-12 EDF facture 84,20 €"),
        ("2024-03-12 EDF", "2024-03-12", "2024-03-12 EDF"),
        ("", None, "scan 1"),
        ("../../etc/passwd", None, "etc passwd"),
        ('a<b>:"c"|d?*\x00\u202e', None, "a b c d"),
        ("CON", None, "_CON"),
        ("...", None, "document-7"),
    ],
)
def test_names_say_the_day_and_the_title_and_nothing_that_harms(title: str, date: str | None, name: str) -> None:
    assert name_of(paper(title, date)) == name


def test_names_are_no_longer_than_file_systems_take() -> None:
    assert len(safe("é" * 500).encode()) <= MAX_BYTES


def test_a_media_type_names_an_original_without_suffix(source: Source) -> None:
    add_paper(source.db, "sans", "x")
    assert documents.get(source.db, 1).media_type is MediaType.PDF
    assert opened(stream(source, [1], Wish(with_original=True))).namelist()[0] == "originals/sans.pdf"
