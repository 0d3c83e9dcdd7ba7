"""Files inside a PDF, through the MuPDF functions that `lexo.pages.pdf` hands over. For a reader process only."""

import logging
from collections.abc import Iterator
from typing import Any

from lexo.facts import Attachment

log = logging.getLogger(__name__)

MAX_FILES = 32
MAX_BYTES = 10_000_000  # of one file, unpacked; an invoice of 5,000 lines has 8 MB
MAX_ALL_BYTES = 30_000_000
_MAX_NAME = 200  # characters


def attachments_of(mupdf: Any, document: Any) -> Iterator[Attachment]:
    """The files of the catalogue's list `EmbeddedFiles` (ISO 32000-2, 7.7.4), then those that only `AF` names (14.13).

    One that is too large, packed as a bomb or damaged is left out.
    """
    room = MAX_ALL_BYTES
    for specification in _specifications(mupdf, document)[:MAX_FILES]:
        try:
            found = _attachment(mupdf, specification, min(MAX_BYTES, room))
        except Exception as error:  # one damaged file: the others may be sound
            log.info("a file inside this PDF cannot be had: %s", type(error).__name__)
            continue
        if found is not None:
            room -= len(found.content)
            yield found


def _specifications(mupdf: Any, document: Any) -> list[Any]:
    """The dictionaries that describe the files, each file once."""
    root = mupdf.pdf_dict_gets(mupdf.pdf_trailer(document), "Root")
    tree = mupdf.pdf_load_name_tree(document, mupdf.pdf_new_name("EmbeddedFiles"))
    named = [mupdf.pdf_dict_get_val(tree, place) for place in range(mupdf.pdf_dict_len(tree))]
    associated = mupdf.pdf_dict_gets(root, "AF")
    named += [mupdf.pdf_array_get(associated, place) for place in range(mupdf.pdf_array_len(associated))]
    by_stream = {mupdf.pdf_to_num(_stream(mupdf, each)): each for each in reversed(named)}
    return list(reversed(by_stream.values()))


def _stream(mupdf: Any, specification: Any) -> Any:
    files = mupdf.pdf_dict_gets(specification, "EF")
    unicode = mupdf.pdf_dict_gets(files, "UF")
    return unicode if mupdf.pdf_is_stream(unicode) else mupdf.pdf_dict_gets(files, "F")


def _attachment(mupdf: Any, specification: Any, limit: int) -> Attachment | None:
    stream = _stream(mupdf, specification)
    if not mupdf.pdf_is_stream(stream):
        return None
    buffer, is_truncated = mupdf.fz_read_best(mupdf.pdf_open_stream(stream), 0, limit)  # MuPDF ends it at 130 MB
    if is_truncated or buffer.m_internal.len > limit:
        return None
    return Attachment(_name(mupdf, specification), bytes(mupdf.ll_fz_buffer_to_bytes_internal(buffer.m_internal, 1)))


def _name(mupdf: Any, specification: Any) -> str:
    """The name without folders; it is shown and compared, never written to."""
    names = (mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(specification, key)) for key in ("UF", "F"))
    name = next(filter(None, names), "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable())[:_MAX_NAME]
