"""What PyMuPDF's layout model says of a page (its JSON) -> blocks with kinds, reading order and tables."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from lexo.document import BBox, Block, BlockKind, Cell, Line, PageText, Table, Word
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
    tables = tuple(table for box in boxes for table in _tables(box, layer))
    return PageText(layer.width_pt, layer.height_pt, tuple(blocks + left), tables, rotation=layer.rotation)


def _bbox(box: dict[str, Any], layer: TextLayer) -> BBox:
    return _box((box["x0"], box["y0"], box["x1"], box["y1"]), layer)


def _box(edges: Sequence[float], layer: TextLayer) -> BBox:
    left, top, right, bottom = edges
    return BBox.of_pixels((left, top, right, bottom), layer.width_pt, layer.height_pt)


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


def _tables(box: dict[str, Any], layer: TextLayer) -> Iterable[Table]:
    """The grids that were seen in one box, as cells with places and boxes; their words are put in later.

    The texts of the JSON are left aside: they come from glyphs, whose order is not always that of the print.
    """
    for grid in (box.get("table") or {}).get("html_tables") or ():
        reader = _CellReader()
        reader.feed(grid["html"])
        cells = tuple(_placed(reader.cells, grid["cells"], layer))
        if cells:
            yield Table(BBox.around((_box(grid["bbox"], layer), *(cell.bbox for cell in cells if cell.bbox))), cells)


def _placed(cells: Iterable[Cell], places: Sequence[Sequence[Any]], layer: TextLayer) -> Iterable[Cell]:
    """The cells with their boxes. A slot without a box belongs to the cell before it, whose box covers it."""
    for cell in cells:
        row = places[cell.row] if cell.row < len(places) else ()
        if cell.column < len(row) and row[cell.column] is not None:
            end = cell.column + cell.column_span
            while end < len(row) and row[end] is None and row[cell.column][2] > _left_of(places, end):
                end += 1
            yield replace(cell, bbox=_box(row[cell.column], layer), column_span=end - cell.column)


def _left_of(places: Sequence[Sequence[Any]], column: int) -> float:
    """Where a column begins, by the first of its cells that has a box."""
    lefts = (row[column][0] for row in places if column < len(row) and row[column] is not None)
    return float(next(lefts, float("inf")))


class _CellReader(HTMLParser):
    """Places, spans and heads of the cells of one HTML table."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[Cell] = []
        self._taken: set[tuple[int, int]] = set()
        self._row = -1
        self._column = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag in ("td", "th"):
            spans = dict(attrs)
            self._open(tag == "th", int(spans.get("rowspan") or 1), int(spans.get("colspan") or 1))

    def _open(self, is_header: bool, row_span: int, column_span: int) -> None:
        while (self._row, self._column) in self._taken:
            self._column += 1
        self.cells.append(Cell(self._row, self._column, "", row_span, column_span, is_header))
        down, across = range(row_span), range(column_span)
        self._taken.update((self._row + i, self._column + k) for i in down for k in across)
        self._column += column_span
