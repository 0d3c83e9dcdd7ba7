"""The words of a page by columns: the form in which they are made, sent and kept; objects only where one is looked at.

A page holds hundreds of words. As `Word` and `BBox` they cost five times the rest of reading a text layer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, overload

from lexo.document import BBox, Block, BlockKind, Line, Word

SCALE = 10_000  # edges are whole numbers: fractions of the upright page times this, 0.02 mm on A4
NO_CONFIDENCE = 255
_KEPT_TOGETHER = str.maketrans({" ": "\u00a0", "\n": "\u00a0"})  # inside a word


@dataclass(frozen=True, slots=True, eq=False)
class Columns(Sequence[Block]):
    """The blocks of a page. `text` holds the words: a space between them, line breaks as in `PageText.text`.

    No word is empty or holds a space or a line break, so that the text alone says where words, lines and blocks begin.
    `edges` are the four columns left, top, right, bottom of the words; `block_edges` those of the blocks. A block
    without lines (a picture) has no part in the text. `confidences` are percentages, or `NO_CONFIDENCE`.
    """

    text: str
    kinds: tuple[BlockKind, ...]
    line_counts: tuple[int, ...]
    block_edges: tuple[Sequence[int], ...]
    edges: tuple[Sequence[int], ...]
    confidences: Sequence[int] | None = None  # None: no word has one

    @property
    def word_count(self) -> int:
        return len(self.edges[0])

    def __len__(self) -> int:
        return len(self.kinds)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Block, ...]: ...
    def __getitem__(self, index: int | slice) -> Block | tuple[Block, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __iter__(self) -> Iterator[Block]:
        """The blocks as objects. Raises ValueError where text and columns are not of one page."""
        texts = words_in(self.text)
        confidences = repeat(None) if self.confidences is None else map(_fraction, self.confidences)
        words = list(map(Word, texts, _boxes(self.edges), confidences))
        parts = iter(self.text.split("\n\n") if self.text else ())
        begin = 0
        for kind, lines, box in zip(self.kinds, self.line_counts, _boxes(self.block_edges), strict=True):
            made = []
            for line in next(parts, "").split("\n") if lines else ():
                end = begin + line.count(" ") + 1
                made.append(Line(tuple(words[begin:end])))
                begin = end
            yield Block(kind, box, tuple(made))
        if begin != len(texts) or begin != self.word_count:
            raise ValueError("these places are of another text")


def columns_of(blocks: Sequence[Block]) -> Columns:
    """Blocks as columns. A word without text is left out, and so is a line without words."""
    if isinstance(blocks, Columns):
        return blocks
    texts, words, line_counts = [], [], []
    for block in blocks:
        lines = [line for line in ([word for word in line.words if word.text] for line in block.lines) if line]
        line_counts.append(len(lines))
        words += [word for line in lines for word in line]
        if lines:
            texts.append("\n".join(" ".join(word.text.translate(_KEPT_TOGETHER) for word in line) for line in lines))
    confidences = [_percentage(word.confidence) for word in words]
    return Columns(
        "\n\n".join(texts),
        tuple(block.kind for block in blocks),
        tuple(line_counts),
        _edges(block.bbox for block in blocks),
        _edges(word.bbox for word in words),
        confidences if any(value != NO_CONFIDENCE for value in confidences) else None,
    )


def words_in(text: str) -> list[str]:
    """The words of a page's text, in order."""
    return text.replace("\n\n", " ").replace("\n", " ").split(" ") if text else []


def words_count(blocks: Sequence[Block]) -> int:
    """How many words there are, without making any."""
    if isinstance(blocks, Columns):
        return blocks.word_count
    return sum(len(line.words) for block in blocks for line in block.lines)


def _edges(boxes: Iterable[BBox]) -> tuple[Sequence[int], ...]:
    columns: list[tuple[float, ...]] = list(zip(*boxes, strict=True)) or [(), (), (), ()]
    return tuple([min(max(round(value * SCALE), 0), SCALE) for value in column] for column in columns)


def _boxes(edges: Sequence[Sequence[int]]) -> Iterator[BBox]:
    scaled: list[list[float]] = [[value / SCALE for value in column] for column in edges]
    made: Any = map(BBox, *scaled)
    return made  # type: ignore[no-any-return]


def _percentage(confidence: float | None) -> int:
    return NO_CONFIDENCE if confidence is None else min(max(round(confidence * 100), 0), 100)


def _fraction(percentage: int) -> float | None:
    return None if percentage == NO_CONFIDENCE else percentage / 100
