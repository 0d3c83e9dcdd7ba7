"""Two readings of one table -> the better one, cell by cell; and the page with what was read in its tables."""

from collections.abc import Sequence
from dataclasses import replace

from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.ocr.tables.cells import Filled, middle

_MARKS = str.maketrans("", "", ".,")
_LINE_SIGNS = "|¦"  # what an engine reads where a line of the table runs
_SURER = 0.1  # the first reading must be, in the mean, to stand against the second
_SURE = 0.5  # of the first reading's words where the second has nothing


def best(first: Sequence[Filled], second: Sequence[Filled], third: Sequence[Filled] = ()) -> list[Filled]:
    """The second reading, of the table alone; the first where the second is empty or dropped a point or a comma.

    With a third, by another engine: what two of the three agree on, and where none do, its figures.
    """
    if not third:
        return [_better(one, two) for one, two in zip(first, second, strict=True)]
    return [_agreed(one, two, other) for one, two, other in zip(first, second, third, strict=True)]


def disagree(first: Sequence[Filled], second: Sequence[Filled]) -> bool:
    """Whether any cell reads otherwise the second time."""
    return any(_bare(one) != _bare(two) for one, two in zip(first, second, strict=True))


def without_line_signs(words: Sequence[Word]) -> list[Word]:
    """Words of a table without the bars that its lines were read as."""
    bare = (word._replace(text=word.text.strip(_LINE_SIGNS)) for word in words)
    return [word for word in bare if word.text]


def with_table_blocks(page: PageText, tables: Sequence[tuple[BBox, Sequence[Filled]]]) -> PageText:
    """The page with a block for each table, which holds the words of its cells row by row, instead of what was there.

    The block stands where the first of the words it replaces stood.
    """
    for bbox, cells in tables:
        page = replace(page, blocks=tuple(_with_block(page.blocks, bbox, cells)))
    return page


def _with_block(blocks: Sequence[Block], bbox: BBox, cells: Sequence[Filled]) -> list[Block]:
    table = _block(bbox, cells)
    result: list[Block] = []
    is_placed = False
    for block in blocks:
        lines = [Line(tuple(word for word in line.words if not holds(bbox, word))) for line in block.lines]
        kept = tuple(line for line in lines if line.words)
        if kept == block.lines:
            result.append(block)
            continue
        above = tuple(line for line in kept if line.bbox.bottom <= bbox.top + (line.bbox.bottom - line.bbox.top) / 2)
        rest = tuple(line for line in kept if line not in above)
        parts = [above, rest] if not is_placed else [kept]
        for index, part in enumerate(parts):
            if part:
                result.append(Block(block.kind, BBox.around(line.bbox for line in part), part))
            if index == 0 and not is_placed and table is not None:
                result.append(table)
                is_placed = True
    return result if is_placed or table is None else [*result, table]


def holds(box: BBox, word: Word) -> bool:
    x, y = middle(word.bbox)
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _block(bbox: BBox, cells: Sequence[Filled]) -> Block | None:
    """A line for each row, what a cell has on a second line behind the others."""
    lines = []
    ordered = sorted((cell for cell in cells if cell.lines), key=lambda cell: (cell.row, cell.column))
    for row in sorted({cell.row for cell in ordered}):
        held = [cell for cell in ordered if cell.row == row]
        for depth in range(max(len(cell.lines) for cell in held)):
            words = [word for cell in held if depth < len(cell.lines) for word in cell.lines[depth]]
            lines.append(Line(tuple(words)))
    return Block(BlockKind.TABLE, bbox, tuple(lines)) if lines else None


def _agreed(first: Filled, second: Filled, third: Filled) -> Filled:
    if _bare(second) in (_bare(third), _bare(first)):
        return second
    if _bare(third) == _bare(first):
        return first
    return third if third.is_number else _better(first, second)


def _bare(cell: Filled) -> str:
    return cell.text.replace(" ", "")


def _better(first: Filled, second: Filled) -> Filled:
    if not second.lines:
        sure = [word.confidence or 0.0 for line in first.lines for word in line]
        return first if sure and min(sure) >= _SURE else second
    if _confidence(first) > _confidence(second) + _SURER:
        return first
    one, two = _bare(first), _bare(second)
    if len(one) > len(two) and one.translate(_MARKS) == two.translate(_MARKS) and one[-1:] not in ".,":
        return first
    return second


def _confidence(cell: Filled) -> float:
    sure = [word.confidence or 0.0 for line in cell.lines for word in line]
    return sum(sure) / len(sure) if sure else 0.0
