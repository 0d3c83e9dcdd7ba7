"""Values beside their labels: on the same row to the right, or in the rows just below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lexo.document import BBox
from lexo.facts import Proof
from lexo.understanding.paper import PaperPage, Row, Strip

ROWS_BELOW = 2  # that a label may stand above its value


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value, with the label that says what it is."""

    label: re.Match[str]
    value: re.Match[str]
    strip: Strip  # that holds the value
    is_below: bool
    distance: float  # in label heights, from the label's end or foot

    @property
    def proof(self) -> Proof:
        return self.strip.proof(*self.value.span())

    @property
    def text(self) -> str:
        return self.value[0]

    @property
    def confidence(self) -> float:
        """Of the reading of the value's words."""
        return self.strip.confidence_of(*self.value.span())


def labelled(
    page: PaperPage, label: re.Pattern[str], value: re.Pattern[str], *, rows_below: int = ROWS_BELOW
) -> Iterator[Labelled]:
    """For each label of a page its nearest value: the first to its right, else the first below it.

    A value to the right must come before any other text that the pattern does not begin with; `value` is searched, so
    anchor it (`\\A\\s*[:.]?\\s*`) where only the next words may count.
    """
    for index, row in enumerate(page.rows):
        for found in label.finditer(row.text):
            nearest = _to_the_right(row, found, value) or _below(page, index, found, value, rows_below)
            if nearest is not None:
                yield nearest


def _to_the_right(row: Row, label: re.Match[str], value: re.Pattern[str]) -> Labelled | None:
    found = value.search(row.text, label.end())
    if found is None:
        return None
    gap = _box(row, found).left - _box(row, label).right
    return Labelled(label, found, row, is_below=False, distance=gap / _height(row))


def _below(
    page: PaperPage, index: int, label: re.Match[str], value: re.Pattern[str], rows_below: int
) -> Labelled | None:
    row = page.rows[index]
    box = _box(row, label)
    for below in page.rows[index + 1 : index + 1 + rows_below]:
        for cell in below.cells:
            if not _overlap(box, cell.bbox):
                continue
            for found in value.finditer(cell.text):
                if _overlap(box, _box(cell, found)):
                    return Labelled(
                        label, found, cell, is_below=True, distance=(cell.bbox.top - box.bottom) / _height(row)
                    )
    return None


def _box(strip: Strip, match: re.Match[str]) -> BBox:
    boxes = strip.proof(*match.span()).boxes
    return boxes[0] if boxes else strip.bbox


def _height(row: Row) -> float:
    return max(row.bbox.bottom - row.bbox.top, 1e-6)


def _overlap(first: BBox, second: BBox) -> bool:
    """Whether the two share a stretch of the page's width."""
    return min(first.right, second.right) > max(first.left, second.left)
