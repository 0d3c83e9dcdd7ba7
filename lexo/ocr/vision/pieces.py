"""Pieces of a page as a model's answer gives them, and the page that they make."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText, Table, Word
from lexo.errors import MAX_TEXT_CHARS

WHOLE_PAGE = BBox(0.0, 0.0, 1.0, 1.0)
MAX_PIECES = 5_000
_MIN_SIDE = 0.001  # of a box, as a part of the page; a thinner one says nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of an answer. `text` has a line break after each line; a formula's is LaTeX; a table has no text.

    `box` is None where the model gave none.
    """

    kind: BlockKind
    text: str = ""
    box: BBox | None = None
    table: Table | None = None

    @property
    def says_nothing(self) -> bool:
        return not self.text.strip() and self.table is None and self.kind is not BlockKind.PICTURE


def box_of(numbers: Sequence[float], width: float, height: float) -> BBox | None:
    """A box out of four numbers on a scale of `width` by `height`, corners in any order; None where it has no size.

    What lies outside the page is cut off; numbers that are none (`nan`) give None.
    """
    if len(numbers) != 4 or any(map(math.isnan, numbers)) or width <= 0 or height <= 0:
        return None
    left, right = sorted((numbers[0], numbers[2]))
    top, bottom = sorted((numbers[1], numbers[3]))
    box = BBox.of_pixels((left, top, right, bottom), width, height)
    return box if box.right - box.left >= _MIN_SIDE and box.bottom - box.top >= _MIN_SIDE else None


def page_of(pieces: Iterable[Piece], picture: PageImage) -> PageText:
    """The page that an answer describes; words have no boxes of their own yet, they carry their block's.

    The n-th block of kind TABLE belongs to the n-th of `tables`, and its words are those of the cells, in order.
    """
    blocks: list[Block] = []
    tables: list[Table] = []
    left = MAX_TEXT_CHARS
    warnings: tuple[str, ...] = ()
    for piece in pieces:
        block = block_of(piece)
        left -= len(block.text) + 2
        if left < 0 or len(blocks) >= MAX_PIECES:
            warnings = ("text_truncated",)
            break
        blocks.append(block)
        if piece.table is not None:
            tables.append(replace(piece.table, bbox=block.bbox))
    return PageText(
        width_pt=picture.width_px / picture.dpi * 72,
        height_pt=picture.height_px / picture.dpi * 72,
        blocks=tuple(blocks),
        tables=tuple(tables),
        dpi=picture.dpi,
        warnings=warnings,
    )


def block_of(piece: Piece) -> Block:
    """A block whose words all carry the piece's box, or the whole page's."""
    box = piece.box or WHOLE_PAGE
    lines = (Line(tuple(Word(word, box) for word in words)) for words in _lines(piece))
    return Block(piece.kind, box, tuple(line for line in lines if line.words))


def _lines(piece: Piece) -> Iterable[list[str]]:
    if piece.table is None:
        return [line.split() for line in piece.text.split("\n")]
    rows: dict[int, list[str]] = {}
    for cell in piece.table.cells:
        rows.setdefault(cell.row, []).extend(cell.text.split())
    return rows.values()
