"""Rows and cells that a grid cuts through the print: what was printed as one is made one, what was two is parted."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lexo.document import BBox, Word
from lexo.ocr.tables.cells import Filled, is_number, line_height, rows_joined, together

_SPACE = 0.5  # of a line's height; words that stand closer are of one text
_CLOSE = 0.9  # of a line's height; lines of one cell stand closer
_SHARED = 0.6  # of a line's height that two cells share when they are printed on one line
_FEW = 0.4  # of the rows; a space that is narrow in more of them is a narrow gap between two columns
_SOME = 3  # rows, in a small table
_RULED = 0.6  # of the gaps between rows; with lines in more of them, a line is what ends a row
_MAX_LINES = 500  # ruling lines that are looked at
_TALL = 60  # printed lines; a cell with more is a column of prose, or an attack
_CONTINUES = re.compile(r"[a-zà-öø-ÿ(]")
_Row = dict[int, Filled]  # the filled cells that begin in a row, by their column


@dataclass(frozen=True, slots=True)
class Ruled:
    """The horizontal lines near a table, by their tops, and how wide a page is by its height."""

    lines: Sequence[BBox] = ()
    aspect: float = 1.0

    @classmethod
    def of(cls, lines: Iterable[BBox], aspect: float) -> "Ruled":
        """The longest of the lines that run across; of a hatched drawing there are thousands."""
        across = [line for line in lines if line.right - line.left > line.bottom - line.top]
        longest = sorted(across, key=lambda line: line.left - line.right)[:_MAX_LINES]
        return cls(sorted(longest, key=lambda line: line.top), aspect)

    def between(self, upper: BBox, lower: BBox) -> bool:
        """Whether a line runs between two texts, one above the other, over most of the narrower one."""
        left, right = max(upper.left, lower.left), min(upper.right, lower.right)
        if right <= left:
            left, right = min(upper.left, lower.left), max(upper.right, lower.right)
        top, bottom = (upper.top + upper.bottom) / 2, (lower.top + lower.bottom) / 2
        begin = bisect_right(self.lines, top, key=lambda line: line.top)
        end = bisect_right(self.lines, bottom, key=lambda line: line.top)
        return any(
            line.bottom < bottom and min(line.right, right) - max(line.left, left) > (right - left) / 2
            for line in self.lines[begin:end]
        )


def mended(cells: Sequence[Filled], ruled: Ruled) -> list[Filled]:
    """Cells as they were printed: broken lines joined, rows glued together parted, rows cut through joined."""
    mended_cells = _with_whole_lines(list(cells), ruled.aspect)
    mended_cells = _with_rows_parted(mended_cells)
    return rows_joined(mended_cells, _rows_cut_through(mended_cells, ruled))


def by_row(cells: Sequence[Filled]) -> list[_Row]:
    rows: list[_Row] = [{} for _ in range(max((cell.row + cell.row_span for cell in cells), default=0))]
    for cell in cells:
        if cell.lines:
            rows[cell.row][cell.column] = cell
    return rows


# -- texts that run over the edge between two columns


def _with_whole_lines(cells: list[Filled], aspect: float) -> list[Filled]:
    """A text over several columns, as a title over them is, has an ordinary space where the grid cuts it."""
    rows = by_row(cells)
    tight: dict[int, set[int]] = defaultdict(set)
    filled_on_both: dict[int, int] = defaultdict(int)
    for index, row in enumerate(rows):
        for cell in row.values():
            after = row.get(cell.column + cell.column_span)
            if after is not None and after.row_span == cell.row_span:
                filled_on_both[after.column] += 1
                if _is_one_text(cell, after, aspect):
                    tight[index].add(after.column)
    narrow: dict[int, int] = defaultdict(int)
    for columns in tight.values():
        for column in columns:
            narrow[column] += 1
    result = {(cell.row, cell.column): cell for cell in cells}
    for index, columns in tight.items():
        for column in sorted(columns):
            if narrow[column] <= max(_SOME, _FEW * filled_on_both[column]):
                _join(result, index, column)
    return list(result.values())


def _join(cells: dict[tuple[int, int], Filled], row: int, column: int) -> None:
    """Join the cell that begins at `column` to the one before it."""
    after = cells.pop((row, column))
    before = next(cell for cell in cells.values() if cell.row == row and cell.columns[1] == column)
    cells[row, before.column] = together(before, after)


def _is_one_text(cell: Filled, after: Filled, aspect: float) -> bool:
    """Whether a space is all that is between two neighbours, on each line on which both are printed."""
    if cell.is_number or after.is_number or max(len(cell.lines), len(after.lines)) > _TALL:
        return False
    pairs = [(one[-1], two[0]) for one in cell.lines for two in after.lines if _share_line(one[-1], two[0])]
    return bool(pairs) and all(
        (second.bbox.left - first.bbox.right) * aspect < _SPACE * line_height((first, second))
        for first, second in pairs
    )


def _share_line(one: Word, other: Word) -> bool:
    shared = min(one.bbox.bottom, other.bbox.bottom) - max(one.bbox.top, other.bbox.top)
    return shared > _SHARED * line_height((one, other))


# -- rows that hold two


def _with_rows_parted(cells: list[Filled]) -> list[Filled]:
    """Figures under each other are rows of their own; so is what stands under a text that ends in a colon."""
    cuts = {row: cut for row, held in enumerate(by_row(cells)) if (cut := _cut_of(held))}
    if not cuts:
        return cells
    first: list[int] = []
    for row in range(max(cell.row + cell.row_span for cell in cells) + 1):
        first.append(first[-1] + len(cuts.get(row - 1, ())) + 1 if first else 0)
    parted: list[Filled] = []
    for cell in cells:
        end = first[cell.row + cell.row_span]
        if cell.row in cuts and cell.row_span == 1:
            parted += _parts(cell, cuts[cell.row], first[cell.row])
        else:
            parted.append(replace(cell, row=first[cell.row], row_span=end - first[cell.row]))
    return parted


def _cut_of(row: _Row) -> list[float]:
    """The heights at which a row has to be cut."""
    if any(cell.row_span > 1 or cell.is_header or len(cell.lines) > _TALL for cell in row.values()):
        return []
    if len(row) == 1:
        (cell,) = row.values()
        pairs = pairwise(cell.lines)
        return [(_bottom(one) + _top(two)) / 2 for one, two in pairs if one[-1].text.endswith(":")]
    figures = [cell for cell in row.values() if len(cell.lines) > 1 and all(is_number(_text(x)) for x in cell.lines)]
    if not figures:
        return []
    most = max(figures, key=lambda cell: len(cell.lines))
    levels = [(_top(line) + _bottom(line)) / 2 for line in most.lines]
    height = line_height(word for line in most.lines for word in line)
    for cell in row.values():
        for line in cell.lines:
            if min(abs((_top(line) + _bottom(line)) / 2 - level) for level in levels) > height / 2:
                return []
    return [(one + two) / 2 for one, two in pairwise(levels)]


def _parts(cell: Filled, cuts: Sequence[float], row: int) -> list[Filled]:
    edges = [cell.bbox.top, *cuts, cell.bbox.bottom]
    parts = []
    for index, (top, bottom) in enumerate(pairwise(edges)):
        is_last = index == len(cuts)
        held = [
            line
            for line in cell.lines
            if (index == 0 or (_top(line) + _bottom(line)) / 2 >= top)
            and (is_last or (_top(line) + _bottom(line)) / 2 < bottom)
        ]
        box = BBox(cell.bbox.left, min(top, bottom), cell.bbox.right, max(top, bottom))
        parts.append(replace(cell, row=row + index, bbox=box, lines=tuple(held)))
    return parts


# -- rows that are one


def _rows_cut_through(cells: Sequence[Filled], ruled: Ruled) -> set[int]:
    """The rows that belong together with the row below them."""
    rows = by_row(cells)
    heads = {cell.row for cell in cells if cell.is_header}
    pairs = list(pairwise(rows))
    lines = [_is_ruled(upper, lower, ruled) for upper, lower in pairs]
    is_ruled = bool(pairs) and sum(lines) >= _RULED * len(pairs)
    found = set()
    for index, (upper, lower) in enumerate(pairs):
        if not upper or not lower or lines[index] or not _fit(upper, lower):
            continue
        in_head = index in heads and index + 1 in heads
        if (
            _are_one_line(upper, lower)
            or (in_head and _continues_head(upper, lower))
            or (not in_head and _continues(upper, lower))
            or (is_ruled and not in_head and _may_be_one(upper, lower))
        ):
            found.add(index)
    return found


def _is_ruled(upper: _Row, lower: _Row, ruled: Ruled) -> bool:
    """Whether a line runs between two rows, under one of the upper cells at least."""
    for column, below in lower.items():
        above = upper.get(column)
        if above is not None and ruled.between(above.around, below.around):
            return True
    if not upper or not lower:
        return False
    boxes = [BBox.around(cell.around for cell in row.values()) for row in (upper, lower)]
    return ruled.between(boxes[0], boxes[1])


def _fit(upper: _Row, lower: _Row) -> bool:
    """Whether two rows can be laid together: cells over each other have the same columns, none a figure in both."""
    for below in lower.values():
        for above in upper.values():
            if above.columns == below.columns:
                if above.is_number and below.is_number:
                    return False
            elif above.columns[0] < below.columns[1] and below.columns[0] < above.columns[1]:
                return False
    return True


def _are_one_line(upper: _Row, lower: _Row) -> bool:
    """Whether cells of two rows stand on one printed line: one of them is set in the middle of the other's height."""
    return any(
        _share_line(above.lines[-1][-1], below.lines[0][0])
        for above in upper.values()
        for below in lower.values()
        if above.column != below.column
    )


def _continues_head(upper: _Row, lower: _Row) -> bool:
    """Whether a row of heads goes on with what the one above began."""
    pairs = [(upper[column], below) for column, below in lower.items() if column in upper]
    if not pairs or any(below.is_number or not _is_close(above, below) for above, below in pairs):
        return False
    is_label = len(lower) == 1 < len(upper) and min(lower) == 0  # the title of a part of the table
    if is_label or len(pairs) < len(lower) or any(above.is_number for above, _ in pairs):
        return all(_CONTINUES.match(below.text) for _, below in pairs)
    return True


def _continues(upper: _Row, lower: _Row) -> bool:
    """Whether a row goes on with the texts of the one above, as the second line of a long label does."""
    pairs = [(upper[column], below) for column, below in lower.items() if column in upper]
    if not pairs or not all(_goes_on(above, below) for above, below in pairs):
        return False
    if len(pairs) == len(lower):
        return not any(below.is_number for below in lower.values())
    return len(pairs) == len(upper) == 1 and next(iter(upper)) == min(lower)


def _may_be_one(upper: _Row, lower: _Row) -> bool:
    """In a table with a line under each row, rows without one are the lines of one row."""
    return any(column in upper for column in lower) and not any(cell.is_number for cell in lower.values())


def _goes_on(above: Filled, below: Filled) -> bool:
    """Whether a text goes on in the cell under it, as far as its words tell."""
    if above.is_number or below.is_number or above.text.endswith((":", ".")) or not _is_close(above, below):
        return False
    return bool(_CONTINUES.match(below.text)) or (above.text[-1] == "-" and above.text[-2:-1].isalpha())


def _is_close(above: Filled, below: Filled) -> bool:
    height = line_height(word for line in (above.lines[-1], below.lines[0]) for word in line)
    return _top(below.lines[0]) - _bottom(above.lines[-1]) < _CLOSE * height


def _top(line: Sequence[Word]) -> float:
    return min(word.bbox.top for word in line)


def _bottom(line: Sequence[Word]) -> float:
    return max(word.bbox.bottom for word in line)


def _text(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)
