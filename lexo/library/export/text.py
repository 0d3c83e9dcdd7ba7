"""Pages as plain text."""

from collections.abc import Sequence

from lexo.document import PageText

PAGE_BREAK = "\n\f\n"


def to_text(pages: Sequence[PageText]) -> str:
    """Reading order, a line break after each printed line, a form feed between pages; the same as the library keeps."""
    return PAGE_BREAK.join(page.text for page in pages)
