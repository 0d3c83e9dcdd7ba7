"""Ruling lines among what a PDF page draws: strokes, thin rectangles, and the edges of boxes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lexo.document import BBox

_THIN_PT = 2.5  # a thicker bar is a filled row or a picture
_SHORT_PT = 12.0  # a shorter stroke is a letter, a tick, an underline
_MAX_ITEMS = 20_000  # strokes that are looked at
_MAX_LINES = 4000

_Edges = tuple[float, float, float, float]


def lines_drawn(paths: Iterable[Mapping[str, Any]], width_pt: float, height_pt: float) -> tuple[BBox, ...]:
    """Horizontal and vertical lines out of MuPDF's drawings, as fractions of a page of that size, in drawing order."""
    found: list[BBox] = []
    items = 0
    for path in paths:
        for item in path["items"]:
            items += 1
            if items > _MAX_ITEMS or len(found) >= _MAX_LINES:
                return tuple(found)
            found += (BBox.of_pixels(line, width_pt, height_pt) for line in _lines(item) if _is_line(line))
    return tuple(found)


def crossings(lines: Iterable[BBox]) -> float:
    """About how often lines of one direction cross those of the other: the product of their lengths in pages."""
    across = down = 0.0
    for line in lines:
        width, height = line.right - line.left, line.bottom - line.top
        across, down = across + max(width - height, 0.0), down + max(height - width, 0.0)
    return across * down


def _lines(item: tuple[Any, ...]) -> Iterator[_Edges]:
    """The stroke of a line; a thin rectangle as one line; the four sides of a thicker one."""
    if item[0] == "l":
        (x0, y0), (x1, y1) = item[1], item[2]
        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    elif item[0] == "re":
        x0, y0, x1, y1 = item[1]
        left, top, right, bottom = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        if min(right - left, bottom - top) <= _THIN_PT:
            yield left, top, right, bottom
        else:
            yield left, top, right, top
            yield left, bottom, right, bottom
            yield left, top, left, bottom
            yield right, top, right, bottom


def _is_line(box: _Edges) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= _THIN_PT and max(width, height) >= _SHORT_PT
