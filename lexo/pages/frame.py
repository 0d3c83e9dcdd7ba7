"""A picture that print fills to its edges, with paper put around it: a cut-out table looks like a picture otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lexo.document import BBox, Block, Line, PageImage, Table, Word

_EDGE = 0.03  # of the picture; print that comes closer on the left and on the right has no margin
_PAPER = 0.1  # of the picture's width, put on each side


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture with its paper, and the part of it that the picture was."""

    image: PageImage
    inner: BBox

    def blocks(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Blocks of the picture, on the picture with its paper."""
        return tuple(
            Block(block.kind, self._out(block.bbox), tuple(Line(tuple(map(self._word, x.words))) for x in block.lines))
            for block in blocks
        )

    def table_inside(self, table: Table) -> Table:
        """A table found with the paper around, on the picture alone."""
        cells = tuple(replace(cell, bbox=cell.bbox and self._in(cell.bbox)) for cell in table.cells)
        return Table(self._in(table.bbox), cells)

    def _word(self, word: Word) -> Word:
        return word._replace(bbox=self._out(word.bbox))

    def _out(self, box: BBox) -> BBox:
        left, top, right, bottom = self.inner
        width, height = right - left, bottom - top
        return BBox(
            left + box.left * width, top + box.top * height, left + box.right * width, top + box.bottom * height
        )

    def _in(self, box: BBox) -> BBox:
        left, top, right, bottom = self.inner
        edges = (box.left - left, box.top - top, box.right - left, box.bottom - top)
        return BBox.of_pixels(edges, right - left, bottom - top)


def framed(image: PageImage, blocks: Sequence[Block]) -> Frame | None:
    """Paper around a grey picture whose words reach its left and right edges; None where they do not."""
    boxes = [block.bbox for block in blocks if block.lines]
    if not boxes:
        return None
    around = BBox.around(boxes)
    if around.left > _EDGE or around.right < 1 - _EDGE:
        return None
    grey = np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px)
    edge = max(round(image.width_px * _PAPER), 1)
    wider = np.pad(grey, edge, constant_values=int(np.percentile(grey[::4, ::4], 90)))
    height, width = wider.shape
    inner = BBox.of_pixels((edge, edge, width - edge, height - edge), width, height)
    return Frame(PageImage(wider.tobytes(), width, height, 1, image.dpi), inner)
