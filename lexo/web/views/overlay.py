"""The words of a page as they lie on its picture: an SVG in units of a thousandth of the page's width."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from lexo.document import BBox, BlockKind, Line, PageText, Word

WIDTH = 1000.0
UNSURE_BELOW = 0.6  # an engine that says less of a word is wrong about every other time
BASELINE = 0.22  # of a line's height, below the baseline


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word: left edge and width on the page."""

    x: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line: where its baseline is, and how large its letters are."""

    y: float
    size: float
    words: tuple[PlacedWord, ...]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box to light."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """Everything that is drawn over a page; `unsure` and `proofs` are paths, under doubtful words and under facts."""

    width: float
    height: float
    lines: tuple[PlacedLine, ...]
    unsure: str
    unsure_count: int
    hits: tuple[Rectangle, ...]
    proofs: str
    lit: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """Where facts stand on the page: all of them, and the one in hand."""

    all: tuple[BBox, ...] = ()
    lit: tuple[BBox, ...] = ()


NO_PROOFS = Proofs()


def height_of(content: PageText) -> float:
    """A page's height where its width is 1000."""
    return WIDTH * content.height_pt / content.width_pt if content.width_pt else WIDTH


def overlay(content: PageText, hits: Iterable[BBox] = (), proofs: Proofs = NO_PROOFS) -> Overlay:
    """Place a page's words over its picture."""
    height = height_of(content)
    doubtful = [word for word in content.words if is_unsure(word)]
    return Overlay(
        width=WIDTH,
        height=round(height, 1),
        lines=tuple(_placed(content, height)),
        unsure="".join(_dots(word.bbox, height) for word in doubtful),
        unsure_count=len(doubtful),
        hits=tuple(_rectangle(box, height) for box in hits),
        proofs="".join(_dots(box, height) for box in proofs.all),
        lit=tuple(_rectangle(box, height) for box in proofs.lit),
    )


def is_unsure(word: Word) -> bool:
    """Whether the engine itself doubts a word."""
    return word.confidence is not None and word.confidence < UNSURE_BELOW


def is_hit(box: BBox, hits: Collection[BBox]) -> bool:
    """Whether a word's middle lies in one of the boxes."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(hit.left <= x <= hit.right and hit.top <= y <= hit.bottom for hit in hits)


def _placed(content: PageText, height: float) -> Iterator[PlacedLine]:
    """Every line; a formula as one word, since its pieces have no places of their own."""
    for block in content.blocks:
        if block.kind is BlockKind.FORMULA and block.lines:
            yield _line(Line((Word(block.text, block.bbox),)), height)
        else:
            yield from (_line(line, height) for line in block.lines if line.words)


def _line(line: Line, height: float) -> PlacedLine:
    box = line.bbox
    size = max((box.bottom - box.top) * height, 1.0)
    words = tuple(
        PlacedWord(
            round(word.bbox.left * WIDTH, 1), round(max((word.bbox.right - word.bbox.left) * WIDTH, 1), 1), word.text
        )
        for word in line.words
    )
    return PlacedLine(round(box.bottom * height - BASELINE * size, 1), round(size, 1), words)


def _dots(box: BBox, height: float) -> str:
    return f"M{box.left * WIDTH:.1f} {box.bottom * height + 1:.1f}h{(box.right - box.left) * WIDTH:.1f}"


def _rectangle(box: BBox, height: float) -> Rectangle:
    return Rectangle(
        round(box.left * WIDTH - 2, 1),
        round(box.top * height - 2, 1),
        round((box.right - box.left) * WIDTH + 4, 1),
        round((box.bottom - box.top) * height + 4, 1),
    )
