"""Pages of the corpus as LEXO reads them, kept in .bench/fields so that rules can be tried in seconds."""

import json
import os
import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # before any OCR library is loaded: one page, one core

from lexo.document import MediaType, PageText, ReadingOptions, Strategy
from lexo.facts import Attachment, Code
from lexo.pages.codes import find_codes
from lexo.pages.document_file import PageSource, open_file
from lexo.pipeline.reading import language_of, read_page
from lexo.pipeline.understanding import CODE_DPI
from lexo.understanding.paper import Paper, paper_of

CACHE = Path(__file__).resolve().parent.parent / ".bench" / "fields"
MAX_PAGES = 12  # as LEXO itself looks at first
PIXELS_DPI = 200  # of the pages that are printed to pixels
FORM = tuple(PageText.__dataclass_fields__)  # of what is kept
AS_IT_IS, TEXT, PIXELS = "file", "text", "pixels"
_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".tif": "image/tiff"}


@dataclass(frozen=True)
class Entry:
    """One document of the manifest."""

    file: Path
    sha256: str
    category: str
    kind: str  # in the collector's words
    truth: Any = None  # of `.fields.json`

    @property
    def name(self) -> str:
        return self.file.name


@dataclass(frozen=True)
class Pages:
    """What was read in a file."""

    pages: list[tuple[int, PageText]]
    title: str = ""
    page_count: int = 0
    codes: tuple[Code, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    form: tuple[str, ...] = FORM


def entries(corpus: Path) -> list[Entry]:
    """The documents of the corpus, in the manifest's order."""
    listed = json.loads((corpus / "manifest.json").read_text("utf-8"))
    found = []
    for item in listed["files"]:
        path = corpus / item["file"]
        truth = path.with_name(path.name + ".fields.json")
        fields = json.loads(truth.read_text("utf-8")) if truth.exists() else None
        found.append(Entry(path, item["sha256"], item["category"], f"{item['kind']} {item['file']}", fields))
    return found


def paper(entry: Entry, variant: str, *, fresh: bool = False) -> Paper:
    """The document as understanding gets it: as it is, with only its pages' text, or printed to pixels."""
    kept = _pages(entry, PIXELS if variant == PIXELS else AS_IT_IS, fresh=fresh)
    language = next((page.language for _, page in kept.pages if page.language), None)
    made = paper_of(kept.pages, language, kept.title if variant != PIXELS else "")
    if variant == AS_IT_IS:
        made = replace(made, attachments=kept.attachments)
    return replace(made, page_count=kept.page_count, codes=kept.codes)


def _pages(entry: Entry, variant: str, *, fresh: bool) -> Pages:
    path = CACHE / f"{entry.sha256}-{variant}.pickle"
    if not fresh and path.exists():
        try:
            kept = pickle.loads(path.read_bytes())
            if kept.form == FORM:
                return kept
        except (AttributeError, EOFError, ImportError, TypeError, pickle.UnpicklingError):
            path.unlink()  # kept by an older LEXO
    made = _read(entry, variant)
    CACHE.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".new").write_bytes(pickle.dumps(made))
    path.with_suffix(".new").replace(path)
    return made


def _read(entry: Entry, variant: str) -> Pages:
    suffix = entry.file.suffix.lower()
    options = ReadingOptions(tables=False)
    if variant == PIXELS:
        options = replace(options, strategy=Strategy.OCR, dpi=PIXELS_DPI)
    with open_file(entry.file, MediaType(_TYPES.get(suffix, f"image/{suffix[1:]}"))) as source:
        inspection = source.inspect()
        count = len(inspection.pages)
        pages = []
        for number in range(1, min(count, MAX_PAGES) + 1):
            page = read_page(source, number, options)
            pages.append((number, replace(page, language=language_of(page.text), blocks=tuple(page.blocks))))
        codes = tuple(code for number, page in pages for code in _codes(source, number, page.rotation))
        return Pages(pages, inspection.title, count, codes, source.attachments())


def _codes(source: PageSource, number: int, rotation: int) -> tuple[Code, ...]:
    """As a reader looks for them."""
    return find_codes(source.render(number, CODE_DPI, grey=True, rotation=rotation), number)
