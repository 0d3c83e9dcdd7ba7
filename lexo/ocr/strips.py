"""A line that was read sign by sign -> words, with boxes that lie on their ink.

The recogniser often leaves out spaces (dates beside times, labels beside values), so a word also ends where the ink
leaves a gap much wider than between the other signs of the line. Widths are in pixels of a strip 48 px high.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from lexo.ocr.ctc import Sign
from lexo.ocr.ppocr import Strip

_SURE_GAP_PX = 16  # wider than the line's usual gap by this: a space, whatever the network says
_GAP_PX = 5  # by this: a space if the network holds one possible
_FEW_GAPS = 3  # too few to say what is usual in this line
_USUAL_PX = 8
_SPACE_CHANCE = 0.05
_CLOSING = frozenset(".,:;!?)]}%'\"’”»*")  # no space is put before these
_OPENING = frozenset("([{«“‘'\"")  # nor after these
_EDGE_PX = 4  # of the strip, top and bottom, where the lines above and below look in


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word: its box in pixels of the page (left, top, right, bottom), the mean chance of its signs."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


def words_of(strip: Strip) -> list[ReadWord]:
    """The words of a line from left to right; none where nothing was read."""
    if not any(sign.text != " " for sign in strip.signs):
        return []
    ink = _ink(strip.pixels)
    columns = np.asarray(ink[_EDGE_PX:-_EDGE_PX].any(axis=0), np.bool_)
    groups = list(_groups(strip.signs, columns))
    ends = [0.0]
    for before, after in pairwise(groups):
        begin, end = _gap(columns, before[-1].x, after[0].x)
        ends.append((begin + end) / 2)
    ends.append(float(strip.pixels.shape[1]))
    return [_word(strip, ink, group, place) for group, place in zip(groups, pairwise(ends), strict=True)]


def _ink(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the strip is printed, be it dark on light or light on dark."""
    level, _ = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark = pixels <= level
    return np.asarray(dark if dark.mean() < 0.55 else ~dark, np.bool_)


def _groups(signs: tuple[Sign, ...], columns: NDArray[np.bool_]) -> Iterator[list[Sign]]:
    """The signs of each word."""
    gaps = [_width(_gap(columns, before.x, after.x)) for before, after in pairwise(signs)]
    inner = [
        gap for gap, (before, after) in zip(gaps, pairwise(signs), strict=True) if " " not in before.text + after.text
    ]
    usual = median(inner) if inner else 0.0
    if len(inner) < _FEW_GAPS:
        usual = min(usual, _USUAL_PX)
    group: list[Sign] = []
    for sign, gap in zip(signs, [0.0, *gaps], strict=True):
        if sign.text == " ":
            if group:
                yield group
            group = []
            continue
        if group and _is_apart(group[-1], sign, gap - usual):
            yield group
            group = []
        group.append(sign)
    if group:
        yield group


def _is_apart(before: Sign, after: Sign, excess: float) -> bool:
    if after.text in _CLOSING or before.text in _OPENING:
        return False
    return excess >= _SURE_GAP_PX or (excess >= _GAP_PX and after.space >= _SPACE_CHANCE)


def _gap(columns: NDArray[np.bool_], begin: float, end: float) -> tuple[int, int]:
    """The widest run of columns without ink between two places; where there is none, their middle."""
    first = max(int(begin), 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], columns[first : int(end) + 1], [True])).astype(np.int8)))
    if len(edges) == 0:
        return (round((begin + end) / 2),) * 2
    runs = edges.reshape(-1, 2)
    left, right = runs[int(np.argmax(runs[:, 1] - runs[:, 0]))]
    return first + int(left), first + int(right)


def _width(gap: tuple[int, int]) -> int:
    return gap[1] - gap[0]


def _word(strip: Strip, ink: NDArray[np.bool_], signs: list[Sign], place: tuple[float, float]) -> ReadWord:
    left, right = round(place[0]), max(round(place[1]), round(place[0]) + 1)
    here = ink[:, left:right]
    across, down = np.flatnonzero(here.any(axis=0)), np.flatnonzero(here[_EDGE_PX:-_EDGE_PX].any(axis=1)) + _EDGE_PX
    if len(across) and len(down):
        left, right = left + int(across[0]), left + int(across[-1]) + 1
        top, bottom = int(down[0]), int(down[-1]) + 1
    else:
        top, bottom = _EDGE_PX, ink.shape[0] - _EDGE_PX
    box = _on_page(strip, (left, top, right, bottom))
    return ReadWord("".join(sign.text for sign in signs), box, float(np.mean([sign.chance for sign in signs])))


def _on_page(strip: Strip, box: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    """The upright box around a box of the strip."""
    height, width = strip.pixels.shape
    origin, right, _, below = strip.corners
    x, y = (right - origin) / width, (below - origin) / height
    corners = np.array([origin + x * u + y * v for u in (box[0], box[2]) for v in (box[1], box[3])])
    (left, top), (far, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(far), float(bottom)
