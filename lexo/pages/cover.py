"""The cover of a PDF of several papers: what is in it, on which page, and what is missing. Drawn with PyMuPDF's fonts.

`pymupdf` comes from `lexo.pages.pdf`, its one door. Signs that a font lacks are drawn in another by MuPDF itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lexo.pages.outline import Copied, Entry, Outline, Section

WIDTH_PT, HEIGHT_PT = 595.0, 842.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 531.0, 96.0, 778.0
_NUMBER_PT = 56.0  # kept free on the right for page numbers
_LEADING = 1.38
_INK, _GREY = (0.12, 0.11, 0.1), (0.42, 0.4, 0.35)


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set; sizes and gaps in points."""

    font: str
    size: float
    gap: float = 0.0  # above it
    indent: float = 0.0
    colour: tuple[float, float, float] = _INK


_TITLE = Look("tiro", 27)
_LINE = Look("helv", 10.5, 3, colour=_GREY)
_HEADING = Look("tiro", 16, 28)
_LABEL = Look("tibo", 11.5, 13)
_ENTRY = Look("helv", 10, 3, 12)
_NOTE = Look("helv", 8.5, 1, 12, _GREY)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the cover; `document_id` where a page number stands at its end."""

    text: str
    look: Look
    page: int  # of the cover, from 0
    baseline: float
    document_id: int | None = None


def rows_of(pymupdf: Any, outline: Outline, papers: Mapping[int, Copied]) -> list[Row]:
    """All lines with their places; the numbers of pages need not be known for it."""
    fonts = {name: pymupdf.Font(name) for name in ("tiro", "tibo", "helv")}
    rows: list[Row] = []
    page, at = 0, _TOP
    for text, look, document_id in _texts(outline, papers):
        room = _RIGHT - _LEFT - look.indent - _NUMBER_PT
        for number, line in enumerate(_wrapped(fonts[look.font], text, look.size, room)):
            height = look.size * _LEADING + (look.gap if number == 0 else 0.0)
            if at + height > _BOTTOM:
                page, at = page + 1, _TOP - look.size
            at += height
            rows.append(Row(line, look, page, at, document_id if number == 0 else None))
    return rows


def draw(pymupdf: Any, document: Any, rows: list[Row], places: Mapping[int, int], template: str) -> None:
    """Put the cover at the front of a PDF; `places` are the pages of papers, from 1, `template` "p. {}"."""
    fonts = {name: pymupdf.Font(name) for name in ("tiro", "tibo", "helv")}
    for number in range(rows[-1].page + 1 if rows else 1):
        page = document.new_page(pno=number, width=WIDTH_PT, height=HEIGHT_PT)
        writers = {colour: pymupdf.TextWriter(page.rect, color=colour) for colour in (_INK, _GREY)}
        for row in (row for row in rows if row.page == number):
            look, font = row.look, fonts[row.look.font]
            if row.text.strip():
                writers[look.colour].append((_LEFT + look.indent, row.baseline), row.text, font, look.size)
            if row.document_id is not None and row.document_id in places:
                said = template.replace("{}", str(places[row.document_id]))
                x = _RIGHT - fonts["helv"].text_length(said, look.size)
                writers[_INK].append((x, row.baseline), said, fonts["helv"], look.size)
        for writer in writers.values():
            if not writer.text_rect.is_empty:
                writer.write_text(page)


def link(pymupdf: Any, document: Any, rows: list[Row], places: Mapping[int, int]) -> None:
    """Let each line of the cover lead to its page; the pages have to be there."""
    for row in rows:
        if row.document_id is not None and row.document_id in places:
            area = pymupdf.Rect(_LEFT, row.baseline - row.look.size, _RIGHT, row.baseline + 4)
            page = places[row.document_id] - 1
            document[row.page].insert_link(
                {"kind": pymupdf.LINK_GOTO, "from": area, "page": page, "to": pymupdf.Point(0, 0)}
            )


def _texts(outline: Outline, papers: Mapping[int, Copied]) -> Iterator[tuple[str, Look, int | None]]:
    yield outline.title, _TITLE, None
    for line in outline.lines:
        yield line, _LINE, None
    if outline.sections:
        yield outline.words.contents, _HEADING, None
    for section in outline.sections:
        yield section.label, _LABEL, None
        for entry in section.entries:
            yield from _entry(outline, entry, papers.get(entry.document_id))
        if section.note:
            yield section.note, _NOTE, None
    if outline.missing:
        yield outline.words.missing, _HEADING, None
    for section in outline.missing:
        yield _missing(section), _ENTRY, None


def _entry(outline: Outline, entry: Entry, copied: Copied | None) -> Iterator[tuple[str, Look, int | None]]:
    is_there = copied is not None and bool(copied.files)
    yield entry.title, _ENTRY, entry.document_id if is_there else None
    why = outline.words.protected if copied is not None and copied.is_protected else outline.words.left_out
    note = entry.note if is_there else f"{entry.note} – {why}".removeprefix(" – ")
    if note:
        yield note, _NOTE, None


def _missing(section: Section) -> str:
    return f"{section.label} – {section.note}" if section.note else section.label


def _wrapped(font: Any, text: str, size: float, room: float) -> Iterator[str]:
    """The text in lines that fit; a word too long for one is broken."""
    line = ""
    for word in text.split(" "):
        whole = f"{line} {word}" if line else word
        if font.text_length(whole, size) <= room:
            line = whole
            continue
        if line:
            yield line
        line = word
        while len(line) > 1 and font.text_length(line, size) > room:
            end = max(1, int(len(line) * room / font.text_length(line, size)))
            yield line[:end]
            line = line[end:]
    yield line
