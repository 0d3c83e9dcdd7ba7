"""Papers typed as text, for rules: each line of text is a printed line, each column 1/100 of the page's width."""

import re

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.understanding.paper import Paper, paper_of

COLUMNS, LINES = 100, 70
WIDTH_PT, HEIGHT_PT = 595.0, 842.0


def typed(*pages: str, language: str | None = "fra", confidence: float | None = None, dpi: int | None = None) -> Paper:
    """A paper of these pages. Several spaces side by side leave as much room on the page, as between columns.

    `confidence` and `dpi` make it look like one that was read from pixels.
    """
    contents = [
        (number, typed_page(text, language=language, confidence=confidence, dpi=dpi))
        for number, text in enumerate(pages, start=1)
    ]
    return paper_of(contents, language)


def typed_page(
    text: str, *, language: str | None = "fra", confidence: float | None = None, dpi: int | None = None
) -> PageText:
    """One page; an empty line ends a block."""
    blocks: list[Block] = []
    lines: list[Line] = []
    for index, printed in enumerate([*text.strip("\n").splitlines(), ""]):
        if words := _words(printed, index, confidence):
            lines.append(Line(tuple(words)))
        elif lines:
            blocks.append(Block(BlockKind.TEXT, BBox.around(line.bbox for line in lines), tuple(lines)))
            lines = []
    engine = "tesseract" if dpi else "text-layer"
    return PageText(WIDTH_PT, HEIGHT_PT, tuple(blocks), engine=engine, dpi=dpi, language=language)


def _words(printed: str, index: int, confidence: float | None) -> list[Word]:
    top, bottom = (index + 0.15) / LINES, (index + 0.85) / LINES
    return [
        Word(found[0], BBox(found.start() / COLUMNS, top, min((found.end() - 0.1) / COLUMNS, 1.0), bottom), confidence)
        for found in re.finditer(r"\S+", printed)
    ]
