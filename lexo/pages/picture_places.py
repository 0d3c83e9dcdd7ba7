"""How much of a page its pictures cover, and which of them may hide text. `page` is one of PyMuPDF's."""

from collections.abc import Sequence
from typing import Any

from lexo.pages import visible

_MIN_COVER = 0.01  # of the page; strips of a scan cover more


def share(pictures: Sequence[dict[str, Any]], page: Any) -> float:
    """The part of the page under its pictures; strips of one scan lie side by side, so areas are summed."""
    if not pictures:
        return 0.0
    left, top, right, bottom = page.rect * page.derotation_matrix
    boxes = (picture["bbox"] for picture in pictures)
    inside = ((max(b[0], left), max(b[1], top), min(b[2], right), min(b[3], bottom)) for b in boxes)
    area = sum(_area(box) for box in inside if box[2] > box[0] and box[3] > box[1])
    return float(min(area / max(_area((left, top, right, bottom)), 1.0), 1.0))


def covers(page: Any, pictures: Sequence[dict[str, Any]]) -> list[tuple[int, visible.Box]]:
    """Opaque pictures with their place in the drawing order; the small ones of a chart hide nothing."""
    if not pictures:
        return []
    least = _MIN_COVER * abs(page.rect)
    return [
        (picture["number"], picture["bbox"])
        for picture in pictures
        if not picture["has-mask"] and _area(picture["bbox"]) > least
    ]


def _area(box: visible.Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
