"""Values of the library as the shapes of the API."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from lexo.document import Document, Job, Page, PageText, Place, Reason, Table, Tried
from lexo.library.export import tables
from lexo.library.export.markdown import to_markdown
from lexo.store.facts import KeptField
from lexo.store.jobs import QueueTotals
from lexo.store.pages import PageSummary
from lexo.web import present_facts, schemas
from lexo.web.language import say
from lexo.web.naming import kind_name

_HIT = re.compile("\x02(.*?)\x03", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """What a document that was added says; `is_duplicate`: LEXO had it already."""

    text: str
    fields: tuple[KeptField, ...]
    is_duplicate: bool


def document_summary(document: Document, language: str) -> schemas.DocumentSummary:
    """A document for a list."""
    return schemas.DocumentSummary.model_validate(_document(document, language))


def document(document: Document, places: Iterable[Place], language: str) -> schemas.DocumentShape:
    """A document with its places."""
    return schemas.DocumentShape.model_validate(_whole(document, places, language))


def document_read(whole: Document, places: Iterable[Place], said: Said, language: str) -> schemas.DocumentRead:
    """A document with its text and fields."""
    return schemas.DocumentRead.model_validate(
        {
            **_whole(whole, places, language),
            "text": said.text,
            "fields": present_facts.fields(said.fields, language).items,
            "duplicate": said.is_duplicate,
        }
    )


def page_summary(page: PageSummary, language: str) -> schemas.PageSummaryShape:
    """A page for a list."""
    fields = {"number": page.number, "state": page.state, **_reason(page.reason, language)}
    return schemas.PageSummaryShape.model_validate({**fields, **_reading(page, language)})


def page(page: Page, language: str) -> schemas.PageShape:
    """A page with its words, blocks and tables."""
    fields = {"number": page.number, "state": page.state, **_reason(page.reason, language)}
    return schemas.PageShape.model_validate({**fields, **_reading(page.content, language), **_content(page.content)})


def table_shape(table: Table) -> schemas.TableShape:
    """A table as rows and as cells."""
    cells = tuple(schemas.CellShape.model_validate(_same(schemas.CellShape, cell)) for cell in table.cells)
    return schemas.TableShape(bbox=table.bbox, rows=table.rows, cells=cells)


def ocr_result(pages: Sequence[PageText], seconds: float, language: str) -> schemas.OcrResult:
    """Pages that were read without being kept."""
    read = [_ocr_page(number, page, language) for number, page in enumerate(pages, start=1)]
    return schemas.OcrResult.model_validate({**_summed_up(pages, seconds), "pages": read})


def advanced_result(pages: Sequence[PageText], seconds: float, language: str) -> schemas.AdvancedResult:
    """The same with each page as Markdown."""
    read = [
        {**_ocr_page(number, page, language), "markdown": to_markdown([page])}
        for number, page in enumerate(pages, start=1)
    ]
    fields = {**_summed_up(pages, seconds), "pages": read, "markdown": to_markdown(pages)}
    return schemas.AdvancedResult.model_validate(fields)


def tables_result(pages: Sequence[PageText], seconds: float) -> schemas.TablesResult:
    """The tables of pages that were read without being kept."""
    found = tuple(
        schemas.FoundTable(
            **table_shape(table).model_dump(),
            page=number,
            markdown=tables.to_markdown(table),
            html=tables.to_html(table),
            csv=tables.to_csv(table),
        )
        for number, page in enumerate(pages, start=1)
        for table in page.tables
    )
    return schemas.TablesResult(success=True, tables=found, processing_time_s=round(seconds, 3))


def job(job: Job, language: str) -> schemas.JobShape:
    """A job."""
    return schemas.JobShape.model_validate({**_same(schemas.JobShape, job), **_reason(job.reason, language)})


def totals(totals: QueueTotals) -> schemas.TotalsShape:
    """The totals of the queue."""
    return schemas.TotalsShape.model_validate(_same(schemas.TotalsShape, totals))


def place(place: Place, language: str) -> schemas.PlaceShape:
    """A file in the watched folder."""
    fields = {**_same(schemas.PlaceShape, place), **_reason(place.reason, language)}
    return schemas.PlaceShape.model_validate(fields)


def snippet(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Text without the search's marks, and where they were: "a \\x02b\\x03" → ("a b", ((2, 3),))."""
    plain, spans, end = "", [], 0
    for hit in _HIT.finditer(marked):
        plain += marked[end : hit.start()]
        spans.append((len(plain), len(plain) + len(hit[1])))
        plain, end = plain + hit[1], hit.end()
    return (plain + marked[end:]).translate({2: None, 3: None}), tuple(spans)


def _same(shape: type[schemas.Shape], value: object) -> dict[str, object]:
    """What a shape and a value call by the same name."""
    return {name: getattr(value, name) for name in shape.model_fields if hasattr(value, name)}


def _document(document: Document, language: str) -> dict[str, object]:
    return {
        **_same(schemas.DocumentSummary, document),
        **_reason(document.reason, language),
        "warnings": _notices(document.warnings, language),
    }


def _whole(document: Document, places: Iterable[Place], language: str) -> dict[str, object]:
    return {
        **_document(document, language),
        "places": _places(places, language),
        "kind_name": kind_name(document.kind, language),
        "kind_reasons": present_facts.reasons(document.kind_reasons, language),
        "summary": document.summary,
        "keep_until": document.keep_until,
        "is_private": document.is_private,
        "keep_reasons": present_facts.reasons(document.keep_reasons, language),
    }


def _reading(read: PageText | PageSummary, language: str) -> dict[str, object]:
    return {
        **_same(schemas.PageReading, read),
        "engine": read.engine or None,
        "engine_version": read.engine_version or None,
        "warnings": _notices((Reason(code) for code in read.warnings), language),
    }


def _places(places: Iterable[Place], language: str) -> tuple[schemas.PlaceShape, ...]:
    return tuple(place(each, language) for each in places)


def _reason(reason: Reason | None, language: str) -> dict[str, str | None]:
    if reason is None:
        return {"reason": None, "reason_code": None}
    return {"reason": say(reason, language), "reason_code": reason.code}


def _notices(reasons: Iterable[Reason], language: str) -> tuple[schemas.Notice, ...]:
    return tuple(schemas.Notice(code=reason.code, message=say(reason, language)) for reason in reasons)


def _content(read: PageText) -> dict[str, object]:
    return {
        "text": read.text,
        "words": tuple(
            schemas.WordShape(text=word.text, bbox=word.bbox, confidence=word.confidence) for word in read.words
        ),
        "blocks": tuple(schemas.BlockShape(kind=block.kind, bbox=block.bbox, text=block.text) for block in read.blocks),
        "tables": tuple(table_shape(table) for table in read.tables),
        "tried": tuple(_tried(tried) for tried in read.tried),
    }


def _tried(tried: Tried) -> schemas.TriedShape:
    fields = {**_same(schemas.TriedShape, tried), "engine_version": tried.engine_version or None}
    return schemas.TriedShape.model_validate(fields)


def _summed_up(pages: Sequence[PageText], seconds: float) -> dict[str, object]:
    """What a file that was read without being kept says as a whole."""
    known = [read.confidence for read in pages if read.confidence is not None]
    engines = sorted({read.engine for read in pages if read.engine})
    return {
        "success": True,
        "text": "\n\f\n".join(read.text for read in pages),
        "confidence": fmean(known) if known else None,
        "engine": "+".join(engines) or None,
        "processing_time_s": round(seconds, 3),
    }


def _ocr_page(number: int, read: PageText, language: str) -> dict[str, object]:
    return {"number": number, **_reading(read, language), **_content(read)}
