"""Several papers as one PDF: a cover, the papers in order, a bookmark for each, nothing that runs or names a place.

`pymupdf` comes from `lexo.pages.pdf`, its one door.
"""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lexo.document import PageSize
from lexo.pages import cover
from lexo.pages.outline import Sheaf

log = logging.getLogger(__name__)

Turned = tuple[int, int]  # number of a page, and the degrees clockwise that make it upright


def copy_pages(pymupdf: Any, document: Any, pages: range, turned: Sequence[Turned], target: Path) -> None:
    """Write pages as they are shown: upright, forms and notes drawn onto them, without scripts, links or files."""
    turns = dict(turned)
    with _copied(pymupdf, document, pages) as copy:
        for place, number in enumerate(pages):
            if turns.get(number):
                page = copy[place]
                page.set_rotation((page.rotation + turns[number]) % 360)
        copy.save(str(target), garbage=3, deflate=True, no_new_id=True)


def _copied(pymupdf: Any, document: Any, pages: range) -> Any:
    """The pages as a document of their own, all that is shown drawn onto them."""
    first, last = pages[0] - 1, pages[-1] - 1
    if document.get_ocgs():  # a copy does not know which layers are off, and would show them
        return pymupdf.open(stream=document.convert_to_pdf(first, last), filetype="pdf")
    copy = pymupdf.open()
    try:
        copy.insert_pdf(document, from_page=first, to_page=last, links=False, annots=True, widgets=True)
        copy.bake()
    except Exception:  # a form that is damaged: the page without it is better than no page
        log.info("the forms of this PDF are left out", exc_info=True)
        copy.close()
        copy = pymupdf.open()
        copy.insert_pdf(document, from_page=first, to_page=last, links=False, annots=False, widgets=False)
    return copy


def write_pictures(pymupdf: Any, pictures: Iterable[tuple[bytes, PageSize]], target: Path) -> None:
    """Write JPEG pictures as the pages of a PDF, each as large as its paper."""
    with pymupdf.open() as made:
        for picture, size in pictures:
            page = made.new_page(width=size.width_pt, height=size.height_pt)
            page.insert_image(page.rect, stream=picture, keep_proportion=False)
        made.save(str(target), garbage=3, no_new_id=True)


def bind(pymupdf: Any, sheaf: Sheaf, target: Path) -> int:
    """Write the one PDF; return how many pages it has. A paper that stands in two sections is in it once."""
    papers = {each.document_id: each for each in sheaf.papers}
    rows = cover.rows_of(pymupdf, sheaf.outline, papers)
    covers = rows[-1].page + 1 if rows else 1
    places: dict[int, int] = {}
    with pymupdf.open() as bound:
        for section in sheaf.outline.sections:
            for entry in section.entries:
                files = papers[entry.document_id].files if entry.document_id in papers else ()
                if files and entry.document_id not in places:
                    places[entry.document_id] = covers + bound.page_count + 1
                    for file in files:
                        with pymupdf.open(str(file), filetype="pdf") as part:
                            bound.insert_pdf(part, links=False)
        cover.draw(pymupdf, bound, rows, places, sheaf.outline.words.page)
        cover.link(pymupdf, bound, rows, places)
        bound.set_toc(_bookmarks(sheaf, places))
        bound.subset_fonts()
        bound.set_metadata({})
        bound.save(str(target), garbage=4, deflate=True, use_objstms=1, no_new_id=True)
        return int(bound.page_count)


def _bookmarks(sheaf: Sheaf, places: dict[int, int]) -> list[list[Any]]:
    """Level, title and page: the cover, then a bookmark for each piece with its papers below."""
    marks: list[list[Any]] = [[1, sheaf.outline.title or sheaf.outline.words.contents, 1]]
    for section in sheaf.outline.sections:
        there = [entry for entry in section.entries if entry.document_id in places]
        if there:
            marks.append([1, section.label, places[there[0].document_id]])
            marks += [[2, entry.title, places[entry.document_id]] for entry in there]
    return marks
