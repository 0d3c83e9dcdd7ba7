"""Pages as JSON: the shape in which the API gives a page, with every word and its box; see docs/export.md."""

import json
from dataclasses import asdict
from typing import Any

from lexo.document import BBox, Document, PageText, Table
from lexo.errors import sentence
from lexo.facts import Field
from lexo.library.export.paper import Paper

SCHEMA = "lexo-paper/1"  # counted up when a key goes or changes its meaning, not when one is added


def to_json(paper: Paper) -> str:
    """Everything that is known of a paper."""
    shape = {
        "schema": SCHEMA,
        "filename": paper.filename,
        "title": paper.title,
        "language": paper.language,
        "document": _document_shape(paper.document) if paper.document else None,
        "page_count": len(paper.pages),
        "fields": [_field_shape(field) for field in paper.fields],
        "pages": [page_shape(number, page) for number, page in enumerate(paper.pages, start=paper.first)],
    }
    return json.dumps(shape, ensure_ascii=False, indent=1)


def page_shape(number: int, page: PageText) -> dict[str, Any]:
    """One page; boxes are left, top, right, bottom as fractions 0-1 of the upright page."""
    return {
        "number": number,
        "width_pt": page.width_pt,
        "height_pt": page.height_pt,
        "rotation": page.rotation,
        "engine": page.engine or None,
        "engine_version": page.engine_version or None,
        "dpi": page.dpi,
        "languages": page.languages,
        "language": page.language,
        "confidence": page.confidence,
        "duration_ms": page.duration_ms,
        "warnings": [{"code": code, "message": sentence(code)} for code in page.warnings],
        "text": page.text,
        "words": [{"text": text, "bbox": _box(box), "confidence": confidence} for text, box, confidence in page.words],
        "blocks": [{"kind": block.kind, "bbox": _box(block.bbox), "text": block.text} for block in page.blocks],
        "tables": [_table_shape(table) for table in page.tables],
        "tried": [asdict(reading) for reading in page.tried],
    }


def _document_shape(document: Document) -> dict[str, Any]:
    names = (
        "id sha256 media_type size_bytes state kind kind_confidence sender date summary keep_until is_private"
        " is_signed created_at updated_at"
    )
    warnings = [{"code": each.code, "message": sentence(each.code, each.details)} for each in document.warnings]
    return {**{name: getattr(document, name) for name in names.split()}, "warnings": warnings}


def _field_shape(field: Field) -> dict[str, Any]:
    """A fact with its proof: `page` and `boxes` say where it is printed, null and none where it is not."""
    proof = field.proof
    return {
        "name": field.name,
        "value": field.value,
        "normalized": field.normalized,
        "rows": [dict(row) for row in field.rows],
        "source": field.source,
        "verdict": field.verdict,
        "confidence": field.confidence,
        "rule": field.rule,
        "page": proof.page,
        "boxes": [_box(box) for box in proof.boxes],
        "text": proof.text,
        "engine": proof.engine or None,
    }


def _table_shape(table: Table) -> dict[str, Any]:
    cells = [{**asdict(cell), "bbox": _box(cell.bbox) if cell.bbox else None} for cell in table.cells]
    return {"bbox": _box(table.bbox), "rows": table.rows, "cells": cells}


def _box(box: BBox) -> list[float]:
    return [round(edge, 5) for edge in box]
