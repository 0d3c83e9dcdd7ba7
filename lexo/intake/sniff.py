"""What a file is, by its first bytes and never by its name."""

import os
from dataclasses import dataclass

from lexo.document import MediaType, Reason
from lexo.errors import SNIFF_BYTES, EmptyFile, NotDownloaded, TemporaryFile, UnsupportedType

PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H, note 13: readers accept the header anywhere in there
PDF_END_WITHIN = 1024  # and the end mark anywhere in the last 1024 bytes (note 18)

HEIC_BRANDS = frozenset(  # ISO/IEC 23008-12: HEVC-coded stills and the containers phones write them in
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # little and big endian, classic and BigTIFF

WORDS = {
    MediaType.PDF: "a PDF",
    MediaType.PNG: "a PNG image",
    MediaType.JPEG: "a JPEG image",
    MediaType.TIFF: "a TIFF image",
    MediaType.WEBP: "a WebP image",
    MediaType.HEIC: "a HEIC image",
    MediaType.BMP: "a BMP image",
    MediaType.GIF: "a GIF image",
}

SUFFIXES: dict[str, MediaType | None] = {  # what a name promises; None: something LEXO does not read
    "pdf": MediaType.PDF,
    "png": MediaType.PNG,
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), MediaType.JPEG),
    **dict.fromkeys(("tif", "tiff"), MediaType.TIFF),
    "webp": MediaType.WEBP,
    **dict.fromkeys(("heic", "heif", "hif"), MediaType.HEIC),
    **dict.fromkeys(("bmp", "dib"), MediaType.BMP),
    "gif": MediaType.GIF,
    **dict.fromkeys(("txt", "csv", "xml", "json", "html", "htm", "rtf", "eml", "md"), None),
    **dict.fromkeys(("doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "pages", "numbers"), None),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "exe", "svg", "mp3", "mp4", "mov", "avif", "jp2"), None),
}

OTHER_MARKS = (  # what else people drop, to say it in plain words
    (b"PK\3\4", "a ZIP archive"),
    (b"PK\5\6", "a ZIP archive"),
    (b"Rar!\x1a\7", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ\0", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a text document"),
    (b"%!PS", "a PostScript file"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 image"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL image"),
    (b"8BPS", "a Photoshop image"),
    (b"\0\0\1\0", "an icon"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x1a\x45\xdf\xa3", "a video"),
)
ZIP_INSIDES = (  # the first names inside a ZIP archive that say what it really is
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"[Content_Types].xml", "an Office document"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an e-book"),
)
BOX_BRANDS = ((b"avif", "an AVIF image"), (b"avis", "an AVIF image"), (b"qt  ", "a video"))

SYSTEM_NAMES = frozenset(
    {".ds_store", ".localized", ".stfolder", ".stversions", "@eadir", ".spotlight-v100", ".trashes", "__macosx"}
    | {"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r", "$recycle.bin", "system volume information"}
)
TEMPORARY_ENDINGS = (".part", ".partial", ".crdownload", ".opdownload", ".download", ".filepart", ".tmp")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the content is; `warnings` tell of a misleading name or a missing end."""

    media_type: MediaType
    warnings: tuple[Reason, ...] = ()
    is_complete: bool = True


def sniff(descriptor: int, filename: str) -> Sniffed:
    """Look into an open file, its position unchanged. Raises EmptyFile, UnsupportedType, and OSError of the disk."""
    head = os.pread(descriptor, SNIFF_BYTES, 0)
    media_type = media_type_of(head)
    misleading = misleads(filename, media_type)
    is_complete = media_type is not MediaType.PDF or _has_pdf_end(descriptor)
    warnings = (
        *((Reason("name_misleads", {"found": WORDS[media_type]}),) if misleading else ()),
        *(() if is_complete else (Reason("incomplete"),)),
    )
    return Sniffed(media_type, warnings, is_complete)


def media_type_of(head: bytes) -> MediaType:
    """The type of a file that begins with `head` (4096 bytes are enough). Raises EmptyFile, UnsupportedType."""
    if not head:
        raise EmptyFile()
    found = _image_type(head)
    if found is None and b"%PDF-" in head[: PDF_HEADER_WITHIN + len(b"%PDF-") - 1]:
        found = None if head.startswith(b"PK\3\4") else MediaType.PDF  # an archive that stores a PDF is an archive
    if found is None:
        raise UnsupportedType(found=_plain_words(head))
    return found


def misleads(filename: str, media_type: MediaType) -> bool:
    """Whether the name's suffix promises another type; an unknown or missing suffix promises nothing."""
    suffix = os.path.splitext(filename)[1].removeprefix(".").lower()
    return suffix in SUFFIXES and SUFFIXES[suffix] is not media_type


def check_name(name: bytes) -> None:
    """Raise TemporaryFile for names that are never papers, NotDownloaded for iCloud's old placeholders."""
    lowered = os.fsdecode(name).lower()
    if lowered.startswith(".") and lowered.endswith(".icloud"):
        raise NotDownloaded()
    if is_hidden(lowered) or lowered.endswith(TEMPORARY_ENDINGS):
        raise TemporaryFile()


def is_hidden(lowered_name: str) -> bool:
    """Whether a file or folder of that lower-case name belongs to a system or a program rather than to a person."""
    return lowered_name.startswith((".", "~$")) or lowered_name in SYSTEM_NAMES


def _image_type(head: bytes) -> MediaType | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(TIFF_MARKS):
        return MediaType.TIFF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if head.startswith((b"GIF87a", b"GIF89a")):
        return MediaType.GIF
    if head[4:8] == b"ftyp" and HEIC_BRANDS.intersection(_brands(head)) and not _is_avif(head):
        return MediaType.HEIC
    return MediaType.BMP if _is_bmp(head) else None


def _brands(head: bytes) -> list[bytes]:
    """The major brand and the compatible ones of an ISO base media file."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def _is_avif(head: bytes) -> bool:
    """AVIF shares the brand mif1 with HEIC."""
    return any(brand in (b"avif", b"avis") for brand in _brands(head))


def _is_bmp(head: bytes) -> bool:
    """'BM' alone begins many a text; the size of the header that follows must be one that exists."""
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124)


def _has_pdf_end(descriptor: int) -> bool:
    size_bytes = os.fstat(descriptor).st_size
    return b"%%EOF" in os.pread(descriptor, PDF_END_WITHIN, max(0, size_bytes - PDF_END_WITHIN))


def _plain_words(head: bytes) -> str:
    """Say what an unsupported file seems to be."""
    for mark, words in OTHER_MARKS:
        if head.startswith(mark):
            return _zip_words(head) if mark == b"PK\3\4" else words
    if head[4:8] == b"ftyp":
        return next((words for brand, words in BOX_BRANDS if brand in _brands(head)), "a video")
    if head.startswith(b"RIFF"):
        return "a sound file" if head[8:12] == b"WAVE" else "a video"
    return _text_words(head) if _is_text(head) else "an unknown format"


def _zip_words(head: bytes) -> str:
    return next((words for name, words in ZIP_INSIDES if name in head), "a ZIP archive")


def _is_text(head: bytes) -> bool:
    """UTF-16 with its mark, or no control characters but the printable ones' company."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 or byte == 127 for byte in head)


def _text_words(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if b"<svg" in start:
        return "an SVG drawing"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start:
        return "a web page"
    if start.startswith(b"<?xml"):
        return "an XML file"
    if start.startswith((b"received:", b"return-path:", b"delivered-to:", b"mime-version:", b"from:")):
        return "an e-mail"
    return "text"
