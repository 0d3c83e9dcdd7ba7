"""Files inside a PDF: found wherever one may name them, never too many or too large, never a failure."""

from pathlib import Path

import pytest

from lexo.document import MediaType
from lexo.facts import Attachment
from lexo.pages import attachments
from lexo.pages.document_file import open_file
from papers import picture, pymupdf, write_pdf


def write_with(path: Path, files: dict[str, bytes]) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 100), "Facture")
        for name, content in files.items():
            document.embfile_add(name, content, filename=name)
        document.save(path, deflate=True)
    return path


def write_associated(path: Path, *, is_listed: bool) -> Path:
    """A PDF whose catalogue has a file in `AF`, and maybe in `EmbeddedFiles` too."""
    with pymupdf.open() as document:
        document.new_page()
        stream, described = document.get_new_xref(), document.get_new_xref()
        document.update_object(stream, "<</Type/EmbeddedFile>>")
        document.update_stream(stream, b"<a/>")
        document.update_object(described, f"<</Type/Filespec/UF(factur-x.xml)/EF<</F {stream} 0 R>>>>")
        document.xref_set_key(document.pdf_catalog(), "AF", f"[{described} 0 R]")
        if is_listed:
            names = f"<</EmbeddedFiles<</Names[(x) {described} 0 R]>>>>"
            document.xref_set_key(document.pdf_catalog(), "Names", names)
        document.save(path)
    return path


def found_in(path: Path) -> tuple[Attachment, ...]:
    with open_file(path, MediaType.PDF) as source:
        return source.attachments()


def test_a_file_inside_a_pdf_comes_with_its_name_and_content(tmp_path: Path) -> None:
    path = write_with(tmp_path / "a.pdf", {"factur-x.xml": b"<a/>", "bon reçu.txt": b"bonjour"})
    assert set(found_in(path)) == {Attachment("factur-x.xml", b"<a/>"), Attachment("bon reçu.txt", b"bonjour")}


def test_a_pdf_without_files_has_none(tmp_path: Path) -> None:
    assert found_in(write_pdf(tmp_path / "a.pdf", ["Facture"])) == ()


def test_a_file_that_only_the_catalogue_associates_is_found(tmp_path: Path) -> None:
    path = write_associated(tmp_path / "a.pdf", is_listed=False)
    assert found_in(path) == (Attachment("factur-x.xml", b"<a/>"),)


def test_a_file_that_is_named_twice_comes_once(tmp_path: Path) -> None:
    path = write_associated(tmp_path / "a.pdf", is_listed=True)
    assert found_in(path) == (Attachment("factur-x.xml", b"<a/>"),)


def test_a_bomb_is_left_out_and_the_others_come(tmp_path: Path) -> None:
    path = write_with(tmp_path / "a.pdf", {"bomb.xml": bytes(150_000_000), "factur-x.xml": b"<a/>"})
    assert [found.name for found in found_in(path)] == ["factur-x.xml"]


def test_a_file_beyond_the_limit_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
    path = write_with(tmp_path / "a.pdf", {"large.xml": b"x" * 11, "small.xml": b"x" * 10})
    assert [found.name for found in found_in(path)] == ["small.xml"]


def test_files_are_bounded_in_number(tmp_path: Path) -> None:
    path = write_with(tmp_path / "a.pdf", {f"{number}.xml": b"<a/>" for number in range(40)})
    assert len(found_in(path)) == attachments.MAX_FILES


def test_a_name_keeps_no_folders_and_no_unprintable_signs(tmp_path: Path) -> None:
    path = write_with(tmp_path / "a.pdf", {"../../etc/fact\x07ur-x.xml": b"<a/>"})
    assert [found.name for found in found_in(path)] == ["factur-x.xml"]


def test_something_else_that_is_taken_for_a_pdf_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(picture("Facture"))
    assert found_in(path) == ()


def test_an_image_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture("Facture"))
    with open_file(path, MediaType.PNG) as source:
        assert source.attachments() == ()
