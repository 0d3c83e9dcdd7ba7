"""What stands on pages, in the order and the shape that documents are made of: headings, prose, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lexo.document import BBox, Block, BlockKind, Line, PageText, Table

LARGE, MEDIUM = 0.85, 0.6  # of the tallest title: above it a heading of the first, the second level

_ITEM = re.compile(r"^(?:[•●▪■◦‣·–—*-]|\uf0b7)\s+")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+\S")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `level` is 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line as somebody ended it; of an item of a list without its sign, unless that is a number."""

    text: str
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """Rows that belong together; at least one."""

    rows: tuple[Row, ...]


Part = Heading | Prose | Table


def parts_of(pages: Sequence[PageText]) -> Iterator[tuple[Part, ...]]:
    """What stands on each page, in reading order. Titles are measured against the tallest of all pages."""
    tallest = max((_height(block) for page in pages for block in page.blocks if _is_title(block)), default=0.0)
    for page in pages:
        yield tuple(_parts(page, tallest))


def begins_item(row: str) -> bool:
    """Whether a row is an item of a list, with a sign or a number."""
    return bool(_ITEM.match(row) or _NUMBERED.match(row))


def _parts(page: PageText, tallest: float) -> Iterator[Part]:
    """Blocks in reading order; a table stands where the first of its blocks does, or above what lies below it."""
    waiting = list(page.tables)
    for block in page.blocks:
        inside = [table for table in page.tables if _lies_in(block.bbox, table.bbox)]
        due = [table for table in waiting if table in inside or table.bbox.bottom <= block.bbox.top]
        for table in due:
            waiting.remove(table)
            yield table
        if not inside and block.lines:
            yield _block(block, tallest)
    yield from waiting


def _block(block: Block, tallest: float) -> Part:
    if _is_title(block):
        share = _height(block) / tallest if tallest else 1.0
        level = 1 if share >= LARGE else 2 if share >= MEDIUM else 3
        return Heading(level, _joined([line.text for line in block.lines]))
    return Prose(tuple(map(_row, _whole_rows(block))))


def _row(text: str) -> Row:
    item = _ITEM.match(text)
    return Row(text[item.end() :], is_item=True) if item else Row(text)


def _whole_rows(block: Block) -> list[str]:
    """The lines as somebody ended them, those that only the margin broke put together."""
    ended = [_was_ended(before, line, block) for before, line in pairwise(block.lines)]
    is_ragged = 2 * sum(ended) >= len(ended)  # as in an address, whose longest line alone reaches the edge
    rows: list[list[str]] = [[block.lines[0].text]]
    for (before, line), was_ended in zip(pairwise(block.lines), ended, strict=True):
        if begins_item(line.text) or was_ended or (is_ragged and not _share_baseline(before, line)):
            rows.append([line.text])
        else:
            rows[-1].append(line.text)
    return [_joined(row) for row in rows]


def _was_ended(before: Line, line: Line, block: Block) -> bool:
    """Whether the next word would still have fit on the line before: then its end was meant, as in an address."""
    if not before.words or not line.words:
        return True
    if _share_baseline(before, line):
        return False
    first = line.words[0].bbox
    space = 0.25 * (before.bbox.bottom - before.bbox.top)
    return before.bbox.right + space + (first.right - first.left) < block.bbox.right - space


def _share_baseline(before: Line, line: Line) -> bool:
    """Whether two lines are parts of one printed line, as the number and the name of a heading often are."""
    upper, lower = before.bbox, line.bbox
    overlap = min(upper.bottom, lower.bottom) - max(upper.top, lower.top)
    return overlap > 0.5 * min(upper.bottom - upper.top, lower.bottom - lower.top)


def _joined(rows: Sequence[str]) -> str:
    """Lines as one; a word that was broken at the line's end is made whole again."""
    text = rows[0]
    for row in rows[1:]:
        if text.endswith(("\u00ad", "\u2010")) or (len(text) > 1 and text[-1] == "-" and text[-2].isalpha()):
            text = text[:-1] + row if row[:1].islower() else text + row
        else:
            text += " " + row
    return text


def _is_title(block: Block) -> bool:
    return block.kind is BlockKind.TITLE and bool(block.lines)


def _height(block: Block) -> float:
    """Of a line, as a fraction of the page."""
    return median(line.bbox.bottom - line.bbox.top for line in block.lines if line.words) if block.lines else 0.0


def _lies_in(inner: BBox, outer: BBox) -> bool:
    """Whether the middle of one box is in the other."""
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom
