"""Understanding one paper: its words, its codes, what is embedded in its file. For a reader process only."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lexo.document import PageImage, PageText, ReadingOptions, Reason, Strategy
from lexo.errors import HiddenTextDiffers, LexoError
from lexo.facts import Attachment, Code, Understanding
from lexo.pages.codes import find_codes
from lexo.pages.document_file import PageSource
from lexo.pipeline import hidden, tasks
from lexo.store.pages import unpacked
from lexo.store.understandings import FIRST_PAGES, LAST_PAGES
from lexo.understanding.official.twod_doc import load_trust
from lexo.understanding.paper import Paper, PaperPage, page_of
from lexo.understanding.stack import splits
from lexo.understanding.understand import understand

log = logging.getLogger(__name__)

CODE_DPI = 200  # a module of a 2D-Doc is 0.4 mm or more: three pixels
FINE_DPI = 400  # where the paper says that it has a code and none was found
MOST_READ_AGAIN = 3  # pages
_MARK = "2D-DOC"  # printed beside each code


def understand_file(source: PageSource | None, task: tasks.Understand) -> Understanding:
    """What a paper is and says; `source` is None where its file does not open."""
    pages = [page_of(number, unpacked(page)) for number, page in tasks.read_pages(task.pages)]
    looker = _Looker(source, task) if source else None
    paper = Paper(
        (*pages[:FIRST_PAGES], *pages[FIRST_PAGES:][-LAST_PAGES:]),
        task.language,
        task.title,
        codes=looker.codes(pages) if looker else (),
        attachments=looker.attachments() if looker else (),
        page_count=task.page_count,
    )
    trust = load_trust(task.trust)
    found = understand(paper, trust)
    if looker is not None:
        seen = looker.seen(paper, found)
        found = understand(seen, trust) if seen is not paper else found
        found = looker.with_hidden(paper, found)
    return replace(found, splits=splits(pages, found.fields, task.language))


@dataclass
class _Looker:
    """Looks at the file itself; a page's picture is drawn once."""

    source: PageSource
    task: tasks.Understand
    images: dict[tuple[int, int], PageImage] = field(default_factory=dict)
    before: Understanding = field(default_factory=Understanding)
    differing: set[int] = field(default_factory=set)

    def image(self, number: int, dpi: int) -> PageImage:
        """A page as it is read, grey. Raises PageProblem."""
        rotation = dict(self.task.codes_on).get(number, 0)
        if (number, dpi) not in self.images:
            self.images[number, dpi] = self.source.render(number, dpi, grey=True, rotation=rotation)
        return self.images[number, dpi]

    def codes(self, pages: Sequence[PaperPage]) -> tuple[Code, ...]:
        """The codes of the pages that were asked for. A page that does not render has none."""
        marked = {page.number for page in pages if _MARK in page.text.upper()}
        found: list[Code] = []
        for number, _ in self.task.codes_on:
            try:
                here = find_codes(self.image(number, CODE_DPI), number)
                if not here and number in marked:
                    here = find_codes(self.image(number, FINE_DPI), number, thorough=True)
            except LexoError as error:
                log.info("no codes: %s", error.code)
            else:
                found += here
        return tuple(found)

    def attachments(self) -> tuple[Attachment, ...]:
        """The files inside this one."""
        try:
            return self.source.attachments()
        except LexoError as error:
            log.info("no attachments: %s", error.code)
            return ()

    def seen(self, paper: Paper, found: Understanding) -> Paper:
        """The paper as people see it: pages whose text says something else than their pixels are read again."""
        languages = ReadingOptions().languages
        self.before = found
        self.differing = hidden.pages_that_differ(
            paper, found.fields, languages, lambda number: self.image(number, hidden.DPI)
        ) | hidden.pages_with_hidden_amounts(self.source, paper)
        if not self.differing:
            return paper
        numbers = sorted(self.differing)[:MOST_READ_AGAIN]
        read = {number: page_of(number, page) for number in numbers if (page := self._read(number)) is not None}
        return replace(paper, pages=tuple(read.get(page.number, page) for page in paper.pages))

    def _read(self, number: int) -> PageText | None:
        from lexo.pipeline.reading import read_page

        try:
            return read_page(self.source, number, ReadingOptions(strategy=Strategy.OCR, tables=False))
        except LexoError as error:
            log.warning("a page with other text than pixels was not read: %s", error.code)
            return None

    def with_hidden(self, paper: Paper, found: Understanding) -> Understanding:
        """Facts that nobody can see on the paper come last, contradicted, with a warning."""
        unseen = (
            *hidden.hidden_facts(self.source, paper),
            *hidden.lost(self.before.fields, found.fields, self.differing),
        )
        pages = sorted({each.proof.page for each in unseen if each.proof.page} | self.differing)
        if not pages:
            return found
        known = {(each.name, each.normalized) for each in unseen}
        kept = tuple(each for each in found.fields if (each.name, each.normalized) not in known)
        warning = Reason(HiddenTextDiffers.code, {"page": pages[0]})
        return replace(found, fields=(*kept, *unseen), warnings=(*found.warnings, warning))
