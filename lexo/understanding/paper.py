"""A paper as the rules see it: its words in strips (printed lines, whole rows, cells), each text with its place."""

import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lexo.document import BBox, PageText, Table, Word
from lexo.facts import Attachment, Code, Proof

COLUMN_GAP = "   "  # between cells of a row's text; words of one cell stand one space apart
_NEAR_IN_ROW = 8  # lines of a row that another one is held against
_GAP_EM = 1.0  # of a row's height: a wider gap between words begins another cell


@dataclass(frozen=True)
class Strip:
    """Words side by side, left to right, and their text."""

    page: int  # 1-based
    words: tuple[Word, ...]
    text: str
    starts: tuple[int, ...]  # of each word in `text`
    engine: str = ""

    @cached_property
    def bbox(self) -> BBox:
        return BBox.around(word.bbox for word in self.words)

    @property
    def confidence(self) -> float:
        """Of its words' reading; 1 where the engine gives none, as a text layer is exact."""
        return self.confidence_of(0, len(self.text))

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that have a character in `text[start:end]`."""
        first, after = max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end)
        return tuple(
            word
            for word, at in zip(self.words[first:after], self.starts[first:after], strict=True)
            if at + len(word.text) > start
        )

    def confidence_of(self, start: int, end: int) -> float:
        """Of the reading of `text[start:end]`: that of its worst word."""
        known = [word.confidence for word in self.words_between(start, end) if word.confidence is not None]
        return min(known, default=1.0)

    def proof(self, start: int = 0, end: int | None = None) -> Proof:
        """Where `text[start:end]` stands."""
        end = len(self.text) if end is None else end
        words = self.words_between(start, end)
        boxes = (BBox.around(word.bbox for word in words),) if words else ()
        return Proof(self.page, boxes, self.text[start:end], self.engine)


@dataclass(frozen=True)
class Row(Strip):
    """All that stands at one height of the page. Its text has COLUMN_GAP between its cells."""

    cells: tuple[Strip, ...] = ()

    def cell_at(self, position: int) -> Strip:
        """The cell that holds the character at `position` of the text."""
        end = 0
        for cell in self.cells:
            end += len(cell.text) + len(COLUMN_GAP)
            if position < end:
                return cell
        return self.cells[-1]


@dataclass(frozen=True)
class PaperPage:
    """One page. `lines` are in reading order (a column's lines stay together), `rows` go from top to bottom."""

    number: int
    content: PageText
    lines: tuple[Strip, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.content.tables

    @property
    def is_read_from_pixels(self) -> bool:
        """Whether its words may hold reading errors."""
        return self.content.dpi is not None

    @cached_property
    def text(self) -> str:
        """The printed lines in reading order, a line break after each."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Paper:
    """All that is known of a paper before it is understood; of a long one maybe only its first and last pages."""

    pages: tuple[PaperPage, ...] = ()
    language: str | None = None  # ISO 639-3
    metadata_title: str = ""
    codes: tuple[Code, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    page_count: int = 0

    @property
    def lines(self) -> Iterator[Strip]:
        return (line for page in self.pages for line in page.lines)

    @property
    def rows(self) -> Iterator[Row]:
        return (row for page in self.pages for row in page.rows)

    @cached_property
    def text(self) -> str:
        return "\n\n".join(page.text for page in self.pages)


def page_of(number: int, content: PageText) -> PaperPage:
    """Look at a page's words as lines and as rows."""
    engine = content.engine
    lines = tuple(
        strip for line in content.lines if (strip := _strip(number, _left_to_right(line.words), engine)) is not None
    )
    aspect = content.width_pt / content.height_pt if content.height_pt else 1.0
    return PaperPage(number, content, lines, tuple(_rows(number, lines, aspect, engine)))


def paper_of(pages: Sequence[tuple[int, PageText]], language: str | None = None, title: str = "") -> Paper:
    """A paper out of its pages alone."""
    return Paper(tuple(page_of(number, page) for number, page in pages), language, title, page_count=len(pages))


def _left_to_right(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.text.strip()]


def _strip(page: int, words: Sequence[Word], engine: str) -> Strip | None:
    if not words:
        return None
    text, starts = _joined(words)
    return Strip(page, tuple(words), text, starts, engine)


def _joined(words: Sequence[Word]) -> tuple[str, tuple[int, ...]]:
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    return " ".join(word.text for word in words), tuple(starts)


def _rows(page: int, lines: Sequence[Strip], aspect: float, engine: str) -> Iterator[Row]:
    """Lines that overlap by half of the smaller one's height stand in one row."""
    upright = [line for line in lines if _is_upright(line, aspect)]
    row: list[Strip] = []
    top = bottom = 0.0
    for line in sorted(upright, key=lambda each: (each.bbox.top + each.bbox.bottom, each.bbox.left)):
        box = line.bbox
        overlap = min(bottom, box.bottom) - max(top, box.top)
        is_beside = overlap > 0.5 * min(bottom - top, box.bottom - box.top)
        if row and is_beside and not _is_under_one(row[-_NEAR_IN_ROW:], box):
            row.append(line)
            continue
        if row:
            yield _row(page, row, aspect, engine)
        row, top, bottom = [line], box.top, box.bottom
    if row:
        yield _row(page, row, aspect, engine)


def _is_under_one(lines: Sequence[Strip], box: BBox) -> bool:
    return any(_is_above(word.bbox, box) for line in lines for word in line.words)


def _is_above(first: BBox, second: BBox) -> bool:
    """Whether one stands over the other, both beside one tall heading: they are two rows."""
    lowest = min(first.bottom - first.top, second.bottom - second.top)
    is_over = min(first.bottom, second.bottom) - max(first.top, second.top) < 0.3 * lowest
    return is_over and min(first.right, second.right) > max(first.left, second.left)


def _is_upright(line: Strip, aspect: float) -> bool:
    """Not one of those that run up the page's edge."""
    box = line.bbox
    return (box.right - box.left) * aspect > 0.5 * (box.bottom - box.top) or len(line.text) <= 2


def _row(page: int, lines: Sequence[Strip], aspect: float, engine: str) -> Row:
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.bbox.left)
    height = statistics.median(word.bbox.bottom - word.bbox.top for word in words)
    cells: list[list[Word]] = []
    for word in words:
        is_near = bool(cells) and (word.bbox.left - cells[-1][-1].bbox.right) * aspect < _GAP_EM * height
        if is_near:
            cells[-1].append(word)
        else:
            cells.append([word])
    strips = [Strip(page, tuple(cell), *_joined(cell), engine) for cell in cells]
    starts, at = [], 0
    for strip in strips:
        starts += [at + start for start in strip.starts]
        at += len(strip.text) + len(COLUMN_GAP)
    return Row(
        page, tuple(words), COLUMN_GAP.join(strip.text for strip in strips), tuple(starts), engine, tuple(strips)
    )


def matches(strips: Iterable[Strip], pattern: re.Pattern[str]) -> Iterator[tuple[Strip, re.Match[str]]]:
    """Every place where the pattern stands."""
    for strip in strips:
        for match in pattern.finditer(strip.text):
            yield strip, match
