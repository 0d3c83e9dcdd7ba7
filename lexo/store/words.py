"""Words that people corrected, put into whatever an engine reads at their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lexo.document import BBox, Block, BlockKind, Cell, Line, PageText, Table, Word

_SAME_ROW = 0.5  # of a line's height


@dataclass(frozen=True, slots=True)
class CorrectedWord:
    """What stands at a place of a page; "" where nothing does."""

    bbox: BBox
    text: str
    confidence: float | None = 1.0


def corrected(page: PageText, corrections: Iterable[CorrectedWord]) -> PageText:
    """The page with these words in their places, in the order they were corrected."""
    blocks: Sequence[Block] = tuple(page.blocks)
    tables = page.tables
    for correction in corrections:
        old = [word.text for block in blocks for line in block.lines for word in line.words if _is_at(word, correction)]
        blocks = _with(blocks, correction)
        if old:
            tables = tuple(_in_table(table, " ".join(old), correction) for table in tables)
    return replace(page, blocks=tuple(blocks), tables=tables)


def _is_at(word: Word, correction: CorrectedWord) -> bool:
    return _is_in(word.bbox, correction.bbox)


def _in_table(table: Table, old: str, correction: CorrectedWord) -> Table:
    """The table with the word in the cell at its place; where cells have no place, in the only one that says it."""
    if not _is_in(correction.bbox, table.bbox):
        return table
    saying = [cell for cell in table.cells if old in cell.text and _may_hold(cell, correction.bbox)]
    if len(saying) != 1:
        return table
    text = " ".join(saying[0].text.replace(old, correction.text, 1).split())
    cells = (replace(cell, text=text) if cell is saying[0] else cell for cell in table.cells)
    return replace(table, cells=tuple(cells))


def _may_hold(cell: Cell, box: BBox) -> bool:
    return cell.bbox is None or _is_in(box, cell.bbox)


def _with(blocks: Sequence[Block], correction: CorrectedWord) -> Sequence[Block]:
    words = tuple(_words(correction))
    is_placed = False
    kept: list[Block] = []
    for block in blocks:
        lines: list[Line] = []
        for line in block.lines:
            changed = _replaced(line, correction.bbox, () if is_placed else words)
            if changed is not None:
                is_placed = True
            lines.append(line if changed is None else changed)
        lines = [line for line in lines if line.words]
        if lines or not block.lines:
            kept.append(replace(block, lines=tuple(lines)))
    return kept if is_placed or not words else _inserted(kept, words)


def _replaced(line: Line, box: BBox, words: tuple[Word, ...]) -> Line | None:
    """The line with `words` instead of those in the box; None where it has none there."""
    inside = [index for index, word in enumerate(line.words) if _is_in(word.bbox, box)]
    if not inside:
        return None
    rest = [word for index, word in enumerate(line.words) if index not in inside]
    return Line((*rest[: inside[0]], *words, *rest[inside[0] :]))


def _inserted(blocks: Sequence[Block], words: tuple[Word, ...]) -> Sequence[Block]:
    """The engine saw nothing there: the words join the line at their height, or stand for themselves."""
    box = words[0].bbox
    for place, block in enumerate(blocks):
        for index, line in enumerate(block.lines):
            if _overlap(line.bbox, box) > _SAME_ROW and line.bbox.left <= box.right and box.left <= line.bbox.right:
                at = sum(word.bbox.left < box.left for word in line.words)
                joined = Line((*line.words[:at], *words, *line.words[at:]))
                lines = (*block.lines[:index], joined, *block.lines[index + 1 :])
                return [*blocks[:place], replace(block, lines=lines), *blocks[place + 1 :]]
    alone = Block(BlockKind.TEXT, BBox.around(word.bbox for word in words), (Line(words),))
    return [*blocks, alone]


def _words(correction: CorrectedWord) -> Iterable[Word]:
    """One word for each part of the text, side by side in the box."""
    parts = correction.text.split()
    left, top, right, bottom = correction.bbox
    step = (right - left) / max(len(" ".join(parts)), 1)
    at = 0
    for part in parts:
        yield Word(part, BBox(left + at * step, top, left + (at + len(part)) * step, bottom), correction.confidence)
        at += len(part) + 1


def _is_in(word: BBox, box: BBox) -> bool:
    """Whether the word's middle lies in the box."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _overlap(first: BBox, second: BBox) -> float:
    height = min(first.bottom - first.top, second.bottom - second.top)
    return (min(first.bottom, second.bottom) - max(first.top, second.top)) / height if height > 0 else 0.0
