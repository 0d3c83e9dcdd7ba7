"""Is there a table on this page? A cheap answer from the places of the words, before anybody asks a slow model.

A table shows in white: the same gap, row after row. So does a page of two columns, but its sides are prose.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

from lexo.columns import SCALE, Columns, columns_of, words_in
from lexo.document import BBox, Block

_GAP = 1.0  # of a row's height: the white between two columns; between two words it is a third of that
_ROWS = 3  # with the same gap, one under the other, make a table likely
_APART = 4.0  # row heights from one row to the next
_FEW_WORDS = 3.0  # in the typical cell of one of the two columns; prose beside a gutter has more
_SAMPLE = 60  # words by which the height of the print is judged
_SAME_ROW = 0.4  # of a word's height between the middles of two words of one row
_MAX_WORDS = 2500  # the model takes 1 GB and minutes for more; a page of the smallest print has 1500
_GRID_LINES = 3  # ruling lines in each direction, or over each other with one width
_SAME_END = 0.01  # of the page; ends of lines of one table differ less

_IN_LINE = 0.4  # of a row's height
_MOST = 0.75  # of the cells of a column
_LONG = 30  # rows of a column that are looked at

_Segment = tuple[float, float, int]  # left, right (in heights of the page), words
_Row = tuple[float, float, list[_Segment]]  # middle, height, segments from left to right


class _Gap(NamedTuple):
    """White from `left` to `right` in every row so far, and the segments before and after it, row by row."""

    left: float
    right: float
    sides: tuple[tuple[_Segment, ...], tuple[_Segment, ...]]


def is_likely(blocks: Sequence[Block], aspect: float, rulings: Sequence[BBox] = ()) -> bool:
    """Whether a page may hold a table; `aspect` is its width by its height."""
    columns = columns_of(blocks)
    if columns.word_count == 0 or columns.word_count > _MAX_WORDS:
        return False
    if _is_drawn(rulings):
        return True
    return _may_have_gaps(columns, aspect) and _has_gaps(_rows(columns.edges, words_in(columns.text), aspect))


def has_wide_gaps(blocks: Sequence[Block], aspect: float) -> bool:
    """Whether some words that follow each other stand far apart, as across the columns of a table; holds on a slant."""
    columns = columns_of(blocks)
    lefts, _, rights, _ = columns.edges
    wide = 0.8 * _GAP * _height(columns) / aspect
    return sum([left - right > wide for left, right in zip(lefts[1:], rights, strict=False)]) >= _ROWS


def _may_have_gaps(columns: Columns, aspect: float) -> bool:
    """Whether it is worth a closer look: wide gaps between words that follow each other, or lines on one height.

    A tenth of the cost of looking at rows, and all that most pages of prose pay.
    """
    if has_wide_gaps(columns, aspect):
        return True
    _, tops, _, bottoms = columns.edges
    begins = [0, *accumulate(line.count(" ") + 1 for line in columns.text.replace("\n\n", "\n").split("\n"))][:-1]
    middles = sorted([tops[begin] + bottoms[begin] for begin in begins])
    limit = 2 * _SAME_ROW * _height(columns)
    return sum([below - above < limit for above, below in pairwise(middles)]) >= _ROWS


def _height(columns: Columns) -> float:
    """Of the print, in units of the columns."""
    _, tops, _, bottoms = columns.edges
    return median(bottom - top for top, bottom in zip(tops[:_SAMPLE], bottoms[:_SAMPLE], strict=True)) if tops else 0.0


def _is_drawn(rulings: Sequence[BBox]) -> bool:
    """Whether lines make a grid, or lie under each other with the same ends as the rules of a table do."""
    across = [line for line in rulings if line.right - line.left > line.bottom - line.top]
    if len(across) >= _GRID_LINES and len(rulings) - len(across) >= _GRID_LINES:
        return True
    ends = sorted((line.left, line.right) for line in across)
    runs = 1
    for one, two in pairwise(ends):
        is_same = abs(one[0] - two[0]) < _SAME_END and abs(one[1] - two[1]) < _SAME_END
        runs = runs + 1 if is_same else 1
        if runs >= _GRID_LINES:
            return True
    return False


def _rows(edges: Sequence[Sequence[int]], texts: Sequence[str], aspect: float) -> list[_Row]:
    """Words on one height as segments between wide gaps."""
    lefts, tops, rights, bottoms = edges
    order = sorted(range(len(lefts)), key=lambda index: tops[index] + bottoms[index])
    groups: list[list[int]] = []
    limit = -1.0
    for index in order:
        center = (tops[index] + bottoms[index]) / 2
        if center > limit:
            groups.append([])
            limit = center + (bottoms[index] - tops[index]) * _SAME_ROW
        groups[-1].append(index)
    rows = []
    for group in groups:
        height = median(bottoms[index] - tops[index] for index in group) / SCALE
        group.sort(key=lefts.__getitem__)
        segments: list[_Segment] = []
        for index in group:
            left, right = lefts[index] / SCALE * aspect, rights[index] / SCALE * aspect
            count = 0 if _is_leader(texts[index]) else 1
            if segments and left - segments[-1][1] < _GAP * height and count:
                segments[-1] = (segments[-1][0], max(right, segments[-1][1]), segments[-1][2] + 1)
            elif count:
                segments.append((left, right, 1))
        if segments:
            middle = median((tops[index] + bottoms[index]) / 2 for index in group) / SCALE
            rows.append((middle, height, segments))
    return rows


def _is_leader(text: str) -> bool:
    """A dot of the row of dots between a label and its figure."""
    return not text.strip(".…·_")


def _has_gaps(rows: Sequence[_Row]) -> bool:
    """Whether some gap goes through enough rows in a row, with short texts that stand in line on one of its sides."""
    gaps: list[_Gap] = []
    before: tuple[float, float] | None = None
    for middle, height, segments in rows:
        if before is not None and middle - before[0] > _APART * max(height, before[1]):
            gaps = []
        if len(segments) > 1:
            gaps = _narrowed(gaps, segments)
            if any(_is_column(side, height) for gap in gaps for side in gap.sides):
                return True
        elif gaps:
            left, right, _ = segments[0]
            gaps = [gap for gap in gaps if right <= gap.right or left >= gap.left]
        before = (middle, height)
    return False


def _narrowed(gaps: Sequence[_Gap], segments: Sequence[_Segment]) -> list[_Gap]:
    """The gaps of the rows above as far as they go through this row, and this row's own."""
    found = []
    for one, two in pairwise(segments):
        own = _Gap(one[1], two[0], ((one,), (two,)))
        through = [gap for gap in gaps if max(own.left, gap.left) < min(own.right, gap.right)]
        if through:
            longest = max(through, key=lambda gap: len(gap.sides[0]))
            before, after = longest.sides
            sides = ((*before[-_LONG:], one), (*after[-_LONG:], two))
            own = _Gap(max(own.left, longest.left), min(own.right, longest.right), sides)
        found.append(own)
    return found


def _is_column(cells: Sequence[_Segment], height: float) -> bool:
    """Whether enough short texts stand over each other with their left ends, their right ends or their middles."""
    if len(cells) < _ROWS or median(cell[2] for cell in cells) > _FEW_WORDS:
        return False
    lefts, rights, _ = zip(*cells, strict=True)
    middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    return any(_are_in_line(ends, height) for ends in (lefts, rights, middles))


def _are_in_line(ends: Sequence[float], height: float) -> bool:
    typical = median(ends)
    return sum(abs(end - typical) < _IN_LINE * height for end in ends) >= _MOST * len(ends)
