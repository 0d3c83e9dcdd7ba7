"""Tesseract's TSV -> words, lines and paragraphs with boxes as fractions of the image that was read."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Word

_WORD_LEVEL = "5"
_MIN_WORD_PX = 2  # a speck that was taken for a letter


def page_of_tsv(tsv: str, page: PageImage) -> PageText:
    """A page with one block a paragraph, in Tesseract's reading order; words without a letter of text are left out."""
    rows = _rows(tsv)
    blocks = []
    for _, paragraph in groupby(rows, key=lambda row: row[0][:2]):
        lines = tuple(
            Line(tuple(word for _, word in line))
            for _, line in groupby(_words(paragraph, page), key=lambda row: row[0])
        )
        blocks.append(Block(BlockKind.TEXT, BBox.around(line.bbox for line in lines), lines))
    words = [word for block in blocks for line in block.lines for word in line.words]
    return PageText(
        width_pt=page.width_px / page.dpi * 72,
        height_pt=page.height_px / page.dpi * 72,
        blocks=tuple(blocks),
        confidence=confidence_of(words),
        dpi=page.dpi,
    )


def confidence_of(words: Iterable[Word]) -> float | None:
    """The mean over characters, so that a long word weighs more than a speck; None without words."""
    weighed = [(len(word.text), word.confidence or 0.0) for word in words]
    total = sum(length for length, _ in weighed)
    return sum(length * confidence for length, confidence in weighed) / total if total else None


Key = tuple[str, str, str]
Row = tuple[Key, tuple[int, int, int, int], float, str]


def _rows(tsv: str) -> Iterator[Row]:
    """(block, paragraph, line), (left, top, width, height), confidence 0-100 and text of each word."""
    for row in tsv.splitlines():
        cells = row.split("\t", 11)
        if len(cells) == 12 and cells[0] == _WORD_LEVEL and cells[11].strip():
            box = (int(cells[6]), int(cells[7]), int(cells[8]), int(cells[9]))
            if min(box[2:]) >= _MIN_WORD_PX:
                yield (cells[2], cells[3], cells[4]), box, float(cells[10]), cells[11].strip()


def _words(rows: Iterable[Row], page: PageImage) -> Iterator[tuple[Key, Word]]:
    for key, (left, top, width, height), confidence, text in rows:
        box = BBox.of_pixels((left, top, left + width, top + height), page.width_px, page.height_px)
        yield key, Word(text, box, min(max(confidence / 100, 0.0), 1.0))
