"""Pages as JSON: the shape in which the API gives a page, with every word and its box."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from lexo.document import BBox, PageText, Table
from lexo.errors import sentence


def to_json(filename: str, pages: Sequence[PageText]) -> str:
    """A document that is not in the library."""
    shape = {
        "filename": filename,
        "page_count": len(pages),
        "pages": [page_shape(number, page) for number, page in enumerate(pages, start=1)],
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


def _table_shape(table: Table) -> dict[str, Any]:
    cells = [{**asdict(cell), "bbox": _box(cell.bbox) if cell.bbox else None} for cell in table.cells]
    return {"bbox": _box(table.bbox), "rows": table.rows, "cells": cells}


def _box(box: BBox) -> list[float]:
    return [round(edge, 5) for edge in box]
