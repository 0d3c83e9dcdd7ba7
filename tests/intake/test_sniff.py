"""The type comes from the content; names only warn."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lexo.document import MediaType
from lexo.errors import EmptyFile, LexoError, NotDownloaded, TemporaryFile, UnsupportedType
from lexo.intake.sniff import Sniffed, check_name, media_type_of, sniff


@contextmanager
def opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def sniffed(tmp_path: Path, name: str, content: bytes) -> Sniffed:
    (tmp_path / "content").write_bytes(content)
    with opened(tmp_path / "content") as descriptor:
        return sniff(descriptor, name)


def type_or_reason(head: bytes) -> MediaType | LexoError:
    try:
        return media_type_of(head)
    except LexoError as reason:
        return reason


def image_bytes(kind: str, **options: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("media_type", [MediaType.PNG, MediaType.JPEG, MediaType.WEBP, MediaType.BMP, MediaType.GIF])
def test_media_type_of_real_image_is_found(media_type: MediaType) -> None:
    assert media_type_of(image_bytes(media_type.name)) is media_type


def test_media_type_of_both_tiff_orders_and_bigtiff_is_tiff() -> None:
    assert media_type_of(image_bytes("TIFF")) is MediaType.TIFF
    assert media_type_of(image_bytes("TIFF", big_tiff=True)) is MediaType.TIFF
    assert media_type_of(b"MM\0*\0\0\0\x08") is MediaType.TIFF
    assert media_type_of(b"MM\0+\0\x08\0\0") is MediaType.TIFF


def test_media_type_of_heic_goes_by_brand() -> None:
    assert media_type_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic") is MediaType.HEIC
    assert media_type_of(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic") is MediaType.HEIC
    with pytest.raises(UnsupportedType) as caught:
        media_type_of(b"\0\0\0\x1cftypavif\0\0\0\0mif1avifmiaf")
    assert caught.value.details == {"found": "an AVIF image"}


@pytest.mark.parametrize("before", [0, 4, 500, 1016, 1023])
def test_media_type_of_pdf_header_within_1024_bytes_is_pdf(before: int) -> None:
    assert media_type_of(b"\1" * before + b"%PDF-1.7\n") is MediaType.PDF


def test_media_type_of_pdf_header_behind_1024_bytes_is_unsupported() -> None:
    with pytest.raises(UnsupportedType):
        media_type_of(b"\1" * 1024 + b"%PDF-1.7\n")


def test_media_type_of_zip_that_stores_a_pdf_is_an_archive() -> None:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("paper.pdf", b"%PDF-1.4\n%%EOF\n")
    with pytest.raises(UnsupportedType) as caught:
        media_type_of(written.getvalue())
    assert caught.value.details == {"found": "a ZIP archive"}


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"PK\3\4\x14\0\6\0\x08\0" + b"\0" * 20 + b"word/document.xml", "a Word document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\xef\xbb\xbf\n <HTML lang=fr>", "a web page"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "an SVG drawing"),
        (b'<?xml version="1.0"?><a/>', "an XML file"),
        (b"oops\n", "text"),
        ("Pantothens\u00e4ure".encode("latin-1"), "text"),
        (b"BM is how this sentence begins", "text"),
        (b"{\\rtf1", "a text document"),
        (b"%!PS-Adobe-3.0", "a PostScript file"),
        (b"MZ\x90\0", "a program"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a sound file"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "a video"),
        (b"\x01\x02\x03\x04", "an unknown format"),
    ],
)
def test_media_type_of_other_files_says_what_they_are(head: bytes, words: str) -> None:
    with pytest.raises(UnsupportedType) as caught:
        media_type_of(head)
    assert caught.value.details == {"found": words}
    assert words in str(caught.value)


def test_media_type_of_nothing_is_empty() -> None:
    with pytest.raises(EmptyFile):
        media_type_of(b"")


@given(st.binary(max_size=2000))
def test_media_type_of_any_bytes_is_a_type_or_a_reason(head: bytes) -> None:
    outcome = type_or_reason(head)
    assert isinstance(outcome, MediaType | UnsupportedType) if head else isinstance(outcome, EmptyFile)


def test_sniff_misleading_name_warns(tmp_path: Path) -> None:
    found = sniffed(tmp_path, "scan.pdf", image_bytes("JPEG"))
    assert found.media_type is MediaType.JPEG
    assert [(warning.code, warning.details) for warning in found.warnings] == [
        ("name_misleads", {"found": "a JPEG image"})
    ]


@pytest.mark.parametrize("name", ["scan.JPG", "scan.jpeg", "scan", "scan.2024", ".jpg"])
def test_sniff_fitting_or_silent_name_does_not_warn(tmp_path: Path, name: str) -> None:
    assert sniffed(tmp_path, name, image_bytes("JPEG")).warnings == ()


def test_sniff_pdf_without_end_is_incomplete(tmp_path: Path) -> None:
    cut = sniffed(tmp_path, "a.pdf", b"%PDF-1.4\n" + b"x" * 5000)
    assert not cut.is_complete
    assert [warning.code for warning in cut.warnings] == ["incomplete"]
    assert sniffed(tmp_path, "a.pdf", b"%PDF-1.4\n" + b"x" * 5000 + b"%%EOF" + b"\0" * 900).is_complete


def test_sniff_leaves_the_position_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF-1.4\n%%EOF")
    with opened(tmp_path / "a") as descriptor:
        os.lseek(descriptor, 3, os.SEEK_SET)
        sniff(descriptor, "a")
        assert os.lseek(descriptor, 0, os.SEEK_CUR) == 3


@pytest.mark.parametrize(
    "name",
    [
        *(b".DS_Store", b"._scan.pdf", b".localized", b"desktop.ini", b"Thumbs.db", b"a.pdf.part"),
        *(b"A.PDF.CRDOWNLOAD", b"a.download", b"a.tmp", b"~$letter.pdf", b".hidden.pdf", b"Icon\r", b".a.pdf.Xy12Za"),
    ],
)
def test_check_name_temporary_and_system_names_are_refused(name: bytes) -> None:
    with pytest.raises(TemporaryFile):
        check_name(name)


@pytest.mark.parametrize(
    "name", [b"a.pdf", b"-rf.pdf", b"part", b"tmp.pdf", b"caf\xe9.pdf", b"a\nb.pdf", b"CON", b"~a"]
)
def test_check_name_papers_pass(name: bytes) -> None:
    check_name(name)


def test_check_name_icloud_placeholder_is_not_downloaded() -> None:
    with pytest.raises(NotDownloaded):
        check_name(b".facture.pdf.icloud")


@pytest.mark.corpus
def test_sniff_hostile_corpus_always_ends_in_a_type_or_a_sentence(corpus: Path) -> None:
    found = {}
    for path in sorted((corpus / "hostile_dev").iterdir()):
        try:
            with opened(path) as descriptor:
                found[path.name] = sniff(descriptor, path.name).media_type.value
        except LexoError as reason:
            found[path.name] = f"{reason.code}: {reason.details.get('found', '')}"
    assert found["1016garbage.pdf"] == found["pdf_named.jpg"] == found["pdf_zip_pe.pdf"] == "application/pdf"
    assert found["empty.pdf"] == "empty: "
    assert found["bad1.pdf"] == found["decode_error.txt"] == "unsupported_type: text"
    assert found["docx_named.pdf"] in ("unsupported_type: a Word document", "unsupported_type: an Office document")
    assert found["image_named.pdf"].startswith("image/")
    assert len(found) > 60
