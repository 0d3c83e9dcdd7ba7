"""What PyMuPDF's layout model says of a page (its JSON) -> blocks with kinds, reading order and tables."""

import json
from collections.abc import Iterable
from typing import Any

from lexo.document import BBox, Block, BlockKind, Line, PageText, Table, Word
from lexo.pages.document_file import TextLayer

_KINDS = {
    "title": BlockKind.TITLE,
    "section-header": BlockKind.TITLE,
    "table": BlockKind.TABLE,
    "picture": BlockKind.PICTURE,
    "page-header": BlockKind.HEADER,
    "page-footer": BlockKind.FOOTER,
}


def page_of_structure(found: str, layer: TextLayer) -> PageText | None:
    """Put the layer's own words into the model's boxes, in the model's order; None when it found nothing.

    Words that no box takes keep their own block behind the others, so that nothing is lost.
    """
    pages = json.loads(found)["pages"]
    if not pages or not pages[0]["boxes"]:
        return None
    boxes = [box for box in pages[0]["boxes"] if box["boxclass"] != "picture" or box["textlines"]]
    around = [_bbox(box, layer) for box in boxes]
    taken: list[list[Line]] = [[] for _ in boxes]
    left: list[Block] = []
    for block in layer.blocks:
        missed = [line for part in block.lines for line in _give(part, around, taken)]
        if missed:
            left.append(Block(BlockKind.TEXT, BBox.around(line.bbox for line in missed), tuple(missed)))
    blocks = [
        Block(_KINDS.get(box["boxclass"], BlockKind.TEXT), bbox, tuple(_downwards(lines)))
        for box, bbox, lines in zip(boxes, around, taken, strict=True)
        if lines or box["boxclass"] == "picture"
    ]
    tables = tuple(_table(box, layer) for box in boxes if (box.get("table") or {}).get("extract"))
    return PageText(layer.width_pt, layer.height_pt, tuple(blocks + left), tables, rotation=layer.rotation)


def _bbox(box: dict[str, Any], layer: TextLayer) -> BBox:
    return BBox.of_pixels((box["x0"], box["y0"], box["x1"], box["y1"]), layer.width_pt, layer.height_pt)


def _give(line: Line, around: list[BBox], taken: list[list[Line]]) -> Iterable[Line]:
    """Add the line's words to the boxes that hold their middles; the words that none holds come back as a line."""
    shares: dict[int, list[Word]] = {}
    for word in line.words:
        x, y = (word.bbox.left + word.bbox.right) / 2, (word.bbox.top + word.bbox.bottom) / 2
        place = next((i for i, box in enumerate(around) if _holds(box, x, y)), -1)
        shares.setdefault(place, []).append(word)
    for place, words in shares.items():
        if place >= 0:
            taken[place].append(Line(tuple(words)))
    return [Line(tuple(shares[-1]))] if -1 in shares else []


def _downwards(lines: list[Line]) -> list[Line]:
    """Lines of one box from top to bottom, those side by side from left to right, whatever order they were drawn in."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.bbox.top):
        middle = (line.bbox.top + line.bbox.bottom) / 2
        if rows and middle < rows[-1][0].bbox.bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.bbox.left)]


def _holds(box: BBox, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _table(box: dict[str, Any], layer: TextLayer) -> Table:
    rows = [[cell or "" for cell in row] for row in box["table"]["extract"]]
    width = max(map(len, rows))
    return Table.of_rows(_bbox(box, layer), [row + [""] * (width - len(row)) for row in rows])
