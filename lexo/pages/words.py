"""Words of a PDF's text layer as MuPDF gives them -> lines and paragraphs. Runs on every page, so it must be quick."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import ne

from lexo.columns import SCALE, Columns
from lexo.document import BlockKind, Line

RawWord = tuple[float, float, float, float, str, int, int, int]  # left, top, right, bottom, text, block, line, word
_Box = tuple[float, float, float, float]  # left, top, right, bottom of a line or block in points
_Columns = Sequence[Sequence[float]]  # lefts, tops, rights, bottoms in points
_Placed = tuple[int, str, _Box]  # MuPDF's block number, a line, its box

_SAME_HEIGHT = 0.25  # lines of one paragraph differ less in height
_LEADING = 0.75  # and stand closer than this part of a line's height
_OVERLAP = 0.5  # and lie over each other by this part of the narrower one


def columns_of(raw: Sequence[RawWord], width_pt: float, height_pt: float) -> Columns:
    """Group words (points, of an upright page of that size) into lines and paragraphs, in the file's own order.

    Boxes are cut off at the page's edges; an overhanging glyph may leave it. Works on columns of numbers, which costs
    0.3 us a word where a loop over words costs 2.
    """
    if not raw:
        return Columns("", (), (), ((), (), (), ()), ((), (), (), ()))
    lefts, tops, rights, bottoms, texts, blocks, lines, _ = zip(*raw, strict=True)
    found: list[_Placed] = []
    begin = 0
    for end in _ends(blocks, lines):
        if end == begin + 1:
            found.append((blocks[begin], texts[begin], raw[begin][:4]))
        else:
            box = min(lefts[begin:end]), min(tops[begin:end]), max(rights[begin:end]), max(bottoms[begin:end])
            found.append((blocks[begin], " ".join(texts[begin:end]), box))
        begin = end
    paragraphs, around = zip(*_paragraphs(found), strict=True)
    block_columns: _Columns = tuple(zip(*around, strict=True))
    columns: _Columns = (lefts, tops, rights, bottoms)
    if _overhangs(block_columns, width_pt, height_pt):
        block_columns, columns = (_cut_off(each, width_pt, height_pt) for each in (block_columns, columns))
    return Columns(
        "\n\n".join(map("\n".join, paragraphs)),
        (BlockKind.TEXT,) * len(around),
        tuple(map(len, paragraphs)),
        _whole(block_columns, width_pt, height_pt),
        _whole(columns, width_pt, height_pt),
    )


def lines_without(
    words: Sequence[RawWord], shown: Sequence[RawWord], width_pt: float, height_pt: float
) -> tuple[Line, ...]:
    """The lines of those `words` (points) that are not `shown`."""
    seen = set(map(id, shown))
    hidden = [] if shown is words else [word for word in words if id(word) not in seen]
    return tuple(line for block in columns_of(hidden, width_pt, height_pt) for line in block.lines)


def _overhangs(columns: _Columns, width_pt: float, height_pt: float) -> bool:
    lefts, tops, rights, bottoms = columns
    return min(lefts) < 0 or min(tops) < 0 or max(rights) > width_pt or max(bottoms) > height_pt


def _cut_off(columns: _Columns, width_pt: float, height_pt: float) -> _Columns:
    sizes = (width_pt, height_pt, width_pt, height_pt)
    return tuple([min(max(value, 0.0), size) for value in column] for column, size in zip(columns, sizes, strict=True))


def _whole(columns: _Columns, width_pt: float, height_pt: float) -> tuple[Sequence[int], ...]:
    """Points as fractions of the page times SCALE, rounded."""
    across, down = SCALE / width_pt, SCALE / height_pt
    factors = (across, down, across, down)
    return tuple(
        [int(value * factor + 0.5) for value in column] for column, factor in zip(columns, factors, strict=True)
    )


def _ends(blocks: Sequence[int], lines: Sequence[int]) -> list[int]:
    """Where each line ends: the place behind its last word."""
    changes = map(ne, zip(blocks, lines, strict=True), zip(blocks[1:], lines[1:], strict=True))
    return [place for place, changed in enumerate(changes, start=1) if changed] + [len(blocks)]


def _paragraphs(lines: Sequence[_Placed]) -> Iterable[tuple[Sequence[str], _Box]]:
    """Join MuPDF's blocks where they are pieces of one paragraph: many files give each line as a block of its own."""
    begin = 0
    for place, ((above_block, _, above), (block, _, below)) in enumerate(pairwise(lines), start=1):
        if block != above_block and not _continues(above, below):
            yield _paragraph(lines[begin:place])
            begin = place
    yield _paragraph(lines[begin:])


def _paragraph(lines: Sequence[_Placed]) -> tuple[Sequence[str], _Box]:
    _, texts, boxes = zip(*lines, strict=True)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return texts, (min(lefts), min(tops), max(rights), max(bottoms))


def _continues(above: _Box, below: _Box) -> bool:
    """Whether a line is the next one of the paragraph that `above` ends: as high, close under it, and over it."""
    height = above[3] - above[1]
    if height <= 0 or abs((below[3] - below[1]) - height) > _SAME_HEIGHT * height:
        return False
    if not -0.3 * height < below[1] - above[3] < _LEADING * height:
        return False
    shared = min(above[2], below[2]) - max(above[0], below[0])
    return shared > _OVERLAP * min(above[2] - above[0], below[2] - below[0])


def mostly_sideways(words: Sequence[RawWord]) -> bool:
    """Whether most of the longer words stand taller than wide: text that runs up or down the page."""
    longer = [word for word in words[:120] if len(word[4]) >= 4]
    return len(longer) >= 3 and sum(w[3] - w[1] > w[2] - w[0] for w in longer) * 2 > len(longer)


def rotated(words: Sequence[RawWord], rotation: int, width: float, height: float) -> list[RawWord]:
    """Words of a page turned clockwise by `rotation` degrees; `width`, `height` are the page's after the turn."""
    if rotation == 90:
        return [(width - word[3], word[0], width - word[1], word[2], *word[4:]) for word in words]
    if rotation == 180:
        return [(width - word[2], height - word[3], width - word[0], height - word[1], *word[4:]) for word in words]
    if rotation == 270:
        return [(word[1], height - word[2], word[3], height - word[0], *word[4:]) for word in words]
    return list(words)
