"""The words of two readings side by side, each with the line and block it stands in, and boxes between them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lexo.document import BBox, BlockKind, PageText, Word
from lexo.ocr.vision.fold import fold
from lexo.ocr.vision.pieces import WHOLE_PAGE

_TOUCH = 0.3  # the part of a word or box that must be shared
_BANDS = 64
SURE = 0.60  # a word of a classical engine that is more likely right than wrong (as `ocr.quality` counts)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a model's reading; formulas are not compared letter by letter, so their words are folded to ""."""

    words: tuple[Word, ...]
    folded: tuple[str, ...]
    blocks: tuple[int, ...]  # of each word: the index of its block
    lines: tuple[int, ...]  # of each word: the index of its line within the page

    @classmethod
    def of(cls, page: PageText) -> "Said":
        words, folded, blocks, lines = [], [], [], []
        line_index = 0
        for block_index, block in enumerate(page.blocks):
            for line in block.lines:
                for word in line.words:
                    words.append(word)
                    folded.append("" if block.kind is BlockKind.FORMULA else fold(word.text))
                    blocks.append(block_index)
                    lines.append(line_index)
                line_index += 1
        return cls(tuple(words), tuple(folded), tuple(blocks), tuple(lines))


@dataclass(frozen=True, slots=True)
class Seen:
    """The words of a reading that has a box for each."""

    words: tuple[Word, ...]
    folded: tuple[str, ...]
    lines: tuple[int, ...]
    bands: tuple[tuple[int, ...], ...]  # the words that touch each of _BANDS stripes across the page, top to bottom

    @classmethod
    def of(cls, page: PageText) -> "Seen":
        placed = [(word, index) for index, line in enumerate(page.lines) for word in _with_place(line.words)]
        words = tuple(word for word, _ in placed)
        bands: list[list[int]] = [[] for _ in range(_BANDS)]
        for index, word in enumerate(words):
            for band in _bands(word.bbox):
                bands[band].append(index)
        folded = tuple(fold(word.text) for word in words)
        return cls(words, folded, tuple(index for _, index in placed), tuple(map(tuple, bands)))

    def is_sure(self, index: int) -> bool:
        """Whether a word is most likely right, and is more than punctuation. A text layer's words are."""
        confidence = self.words[index].confidence
        return bool(self.folded[index]) and (confidence is None or confidence >= SURE)

    def within(self, box: BBox) -> list[int]:
        """The words whose middle lies in a box, in order."""
        return [index for index in self._near(box) if is_middle_in(self.words[index].bbox, box)]

    def touching(self, box: BBox) -> list[int]:
        """The words of which a good part lies in a box, or that cover a good part of it."""
        return [index for index in self._near(box) if _overlap(self.words[index].bbox, box) > _TOUCH]

    def _near(self, box: BBox) -> list[int]:
        """The words at the height of a box, in order; most pages have many, so not all are looked at each time."""
        return sorted({index for band in _bands(box) for index in self.bands[band]})


def _with_place(words: Sequence[Word]) -> Iterator[Word]:
    """The words of a line that have a box of their own; an earlier look of a model may have left some without."""
    counts = Counter(word.bbox for word in words)
    return (word for word in words if counts[word.bbox] == 1 or word.confidence is None)


def _bands(box: BBox) -> range:
    first, last = (min(max(int(edge * _BANDS), 0), _BANDS - 1) for edge in (box.top, box.bottom))
    return range(first, last + 1)


def _overlap(first: BBox, second: BBox) -> float:
    """The part of the narrower of two boxes that both share, if they stand at one height."""
    width = min(first.right, second.right) - max(first.left, second.left)
    height = min(first.bottom, second.bottom) - max(first.top, second.top)
    if width <= 0 or height <= 0.3 * min(first.bottom - first.top, second.bottom - second.top):
        return 0.0
    return width / max(min(first.right - first.left, second.right - second.left), 1e-9)


def is_middle_in(box: BBox, region: BBox) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return region.left <= x <= region.right and region.top <= y <= region.bottom


def is_hint(box: BBox) -> bool:
    """Whether a model's box says where on the page something is."""
    return box != WHOLE_PAGE


def letter_width(words: Iterable[Word]) -> float:
    """The mean width of a letter, as a part of the page; 0 without words."""
    widths = [(word.bbox.right - word.bbox.left, max(len(word.text), 1)) for word in words]
    letters = sum(count for _, count in widths)
    return sum(width for width, _ in widths) / letters if letters else 0.0


def spread(texts: Sequence[str], box: BBox) -> list[BBox]:
    """Boxes for words beside each other that fill a box, each as wide as its letters."""
    total = sum(map(len, texts)) + max(len(texts) - 1, 0)
    step = (box.right - box.left) / max(total, 1)
    boxes, left = [], box.left
    for text in texts:
        right = min(left + step * len(text), box.right)
        boxes.append(BBox(left, box.top, right, box.bottom))
        left = min(right + step, box.right)
    return boxes


def cut(parts: Sequence[tuple[str, BBox]], counts: Sequence[int]) -> list[list[BBox]]:
    """Share printed words among the words that a model made of them, by letters.

    `parts` are the printed words' letters and boxes, `counts` the letters of each said word; for each of these come the
    pieces of boxes that its letters stand in.
    """
    printed, wanted = sum(len(text) for text, _ in parts), sum(counts)
    scale = printed / wanted if wanted else 0.0
    result, end = [], 0.0
    for count in counts:
        start, end = end, end + count * scale
        result.append(_pieces(parts, start, end))
    return result


def _pieces(parts: Sequence[tuple[str, BBox]], start: float, end: float) -> list[BBox]:
    pieces, offset = [], 0
    for text, box in parts:
        first, last = max(start, offset), min(end, offset + len(text))
        if last - first > 0.25 or (last > first and end - start < 0.5):
            step = (box.right - box.left) / max(len(text), 1)
            left, right = box.left + (first - offset) * step, box.left + (last - offset) * step
            pieces.append(BBox(left, box.top, min(right, box.right), box.bottom))
        offset += len(text)
    return pieces
