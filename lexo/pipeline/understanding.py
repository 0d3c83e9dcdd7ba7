"""Understanding one paper: its words, its codes, what is embedded in its file. For a reader process only."""

import logging
from contextlib import suppress

from lexo.document import PageText
from lexo.errors import LexoError
from lexo.facts import Attachment, Code, Understanding
from lexo.pages.codes import find_codes
from lexo.pages.document_file import PageSource
from lexo.pipeline import tasks
from lexo.store.pages import unpacked
from lexo.understanding.official.twod_doc.trust import load_trust
from lexo.understanding.paper import Paper, page_of
from lexo.understanding.understand import understand

log = logging.getLogger(__name__)

CODE_DPI = 200  # a module of a 2D-Doc is 0.4 mm or more: three pixels
FINE_DPI = 400  # where the paper says that it has a code and none was found
_MARK = "2D-DOC"  # printed beside each code


def understand_file(source: PageSource | None, task: tasks.Understand) -> Understanding:
    """What a paper is and says; `source` is None where its file does not open."""
    pages = [(number, unpacked(page)) for number, page in tasks.read_pages(task.pages)]
    paper = Paper(
        tuple(page_of(number, page) for number, page in pages),
        task.language,
        task.title,
        codes=_codes(source, task, pages) if source else (),
        attachments=_attachments(source) if source else (),
        page_count=task.page_count,
    )
    return understand(paper, load_trust(task.trust))


def _codes(source: PageSource, task: tasks.Understand, pages: list[tuple[int, PageText]]) -> tuple[Code, ...]:
    """The codes of the pages that were asked for. A page that does not render has none."""
    marked = {number for number, page in pages if _MARK in page.text.upper()}
    found: list[Code] = []
    for number, rotation in task.codes_on:
        with suppress(LexoError):
            image = source.render(number, CODE_DPI, grey=True, rotation=rotation)
            here = find_codes(image, number)
            if not here and number in marked:
                image = source.render(number, FINE_DPI, grey=True, rotation=rotation)
                here = find_codes(image, number, thorough=True)
            found += here
    return tuple(found)


def _attachments(source: PageSource) -> tuple[Attachment, ...]:
    try:
        return source.attachments()
    except LexoError as error:
        log.info("no attachments: %s", error.code)
        return ()
