"""PyMuPDF's layout model: loaded when first asked, 1 s and 140 MB that most readers never need. No network."""

import importlib
from typing import Any

NAME = "pymupdf.layout"


def layout_of(document: Any, number: int) -> str:
    """What the model sees on page `number` (1-based) of an open PDF, as JSON: boxes with kinds, tables as HTML.

    0.2-1.2 s a page. Raises what MuPDF and the model raise.
    """
    load()
    found = document.to_json(pages=[number - 1], use_ocr=False, show_progress=False, table_output="html")
    return str(found)


def load() -> None:
    """Make PyMuPDF use its layout model from now on."""
    importlib.import_module(NAME).activate()
    importlib.import_module("pymupdf4llm").use_layout(True)  # it saw no model at import, and would go without
