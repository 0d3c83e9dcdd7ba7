"""Words of a PDF's text layer as MuPDF gives them -> lines and paragraphs. Runs on every page, so it must be quick."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, repeat
from operator import itemgetter

from lexo.document import BBox, Block, BlockKind, Line, Word

RawWord = tuple[float, float, float, float, str, int, int, int]  # left, top, right, bottom, text, block, line, word

_make: Callable[..., tuple[object, ...]] = (
    tuple.__new__
)  # a NamedTuple from an iterable, without its Python-level __new__
_SAME_HEIGHT = 0.25  # lines of one paragraph differ less in height
_LEADING = 0.75  # and stand closer than this part of a line's height
_OVERLAP = 0.5  # and lie over each other by this part of the narrower one


def blocks_of(raw: Sequence[RawWord], width_pt: float, height_pt: float) -> tuple[Block, ...]:
    """Group words (points, of an upright page of that size) into lines and paragraphs, in the file's own order.

    Boxes are cut off at the page's edges; an overhanging glyph may leave it.
    """
    if not raw:
        return ()
    words = _words(raw, width_pt, height_pt)
    lines: list[tuple[int, Line, BBox]] = []
    position = 0
    for (block, _), group in groupby(raw, key=itemgetter(5, 6)):
        count = sum(1 for _ in group)
        line = tuple(words[position : position + count])
        lines.append((block, Line(line), _around(line)))
        position += count
    return tuple(_paragraphs(lines))


def _words(raw: Sequence[RawWord], width_pt: float, height_pt: float) -> list[Word]:
    """A column at a time: 0.4 us a word instead of 1.6."""
    lefts, tops, rights, bottoms, texts, *_ = zip(*raw, strict=True)
    columns = [
        _fractions(values, size)
        for values, size in ((lefts, width_pt), (tops, height_pt), (rights, width_pt), (bottoms, height_pt))
    ]
    boxes = map(_make, repeat(BBox), zip(*columns, strict=True))
    return list(map(_make, repeat(Word), zip(texts, boxes, repeat(None))))  # type: ignore[arg-type]


def _fractions(values: Iterable[float], size: float) -> list[float]:
    scaled = [value / size for value in values]
    if min(scaled) < 0.0 or max(scaled) > 1.0:
        return [min(max(value, 0.0), 1.0) for value in scaled]
    return scaled


def _around(words: tuple[Word, ...]) -> BBox:
    if len(words) == 1:
        return words[0].bbox
    return BBox.around([word[1] for word in words])


def _paragraphs(lines: Sequence[tuple[int, Line, BBox]]) -> Iterable[Block]:
    """Join MuPDF's blocks where they are pieces of one paragraph: many files give each line as a block of its own."""
    gathered: list[Line] = []
    around = last = lines[0][2]
    last_block = lines[0][0]
    for block, line, box in lines:
        if gathered and block != last_block and not _continues(last, box):
            yield Block(BlockKind.TEXT, around, tuple(gathered))
            gathered, around = [], box
        gathered.append(line)
        around = BBox(min(around[0], box[0]), min(around[1], box[1]), max(around[2], box[2]), max(around[3], box[3]))
        last, last_block = box, block
    yield Block(BlockKind.TEXT, around, tuple(gathered))


def _continues(above: BBox, below: BBox) -> bool:
    """Whether a line is the next one of the paragraph that `above` ends: as high, close under it, and over it."""
    height = above.bottom - above.top
    if height <= 0 or abs((below.bottom - below.top) - height) > _SAME_HEIGHT * height:
        return False
    if not -0.3 * height < below.top - above.bottom < _LEADING * height:
        return False
    shared = min(above.right, below.right) - max(above.left, below.left)
    return shared > _OVERLAP * min(above.right - above.left, below.right - below.left)


def mostly_sideways(words: Sequence[RawWord]) -> bool:
    """Whether most of the longer words stand taller than wide: text that runs up or down the page."""
    longer = [word for word in words[:400] if len(word[4]) >= 4][:60]
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
