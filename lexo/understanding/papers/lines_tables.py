"""Lines of an invoice out of a table that an engine recognised: cells by the names of their columns."""

import re
from collections.abc import Sequence
from decimal import Decimal

from lexo.document import BBox, Table
from lexo.understanding.fields.amounts import Amount, find_all
from lexo.understanding.paper import PaperPage
from lexo.understanding.papers.lines_columns import Kind, kind_of
from lexo.understanding.papers.lines_rows import MAX_LINES, Line
from lexo.understanding.papers.totals_labels import fold

_ROWS_TO_HEAD = 5
_SUMS = re.compile(
    r"^\W*(?:sous[- ]?|sub)?(?:tot|sum|net a payer|montant (?:ht|ttc|tva)|tva|report|a reporter|zwischen|gesamt)"
)


def lines_of_tables(page: PaperPage) -> list[Line]:
    """The lines of all tables of a page whose columns have names."""
    lines = [line for table in page.tables for line in _lines(page, table)]
    return lines[:MAX_LINES]


def _lines(page: PaperPage, table: Table) -> list[Line]:
    grid = table.rows
    for index, texts in enumerate(grid[:_ROWS_TO_HEAD]):
        kinds = _kinds(texts)
        if Kind.TOTAL in kinds and (Kind.NAME in kinds or Kind.QUANTITY in kinds):
            boxes = _boxes(table)
            rows = enumerate(grid[index + 1 :], start=index + 1)
            return [line for place, row in rows if (line := _line(page, row, kinds, boxes.get(place, table.bbox)))]
    return []


def _kinds(texts: Sequence[str]) -> list[Kind | None]:
    """What each column holds; of several totals only the last counts."""
    kinds = [kind_of(text) for text in texts]
    totals = [index for index, kind in enumerate(kinds) if kind is Kind.TOTAL]
    for index in totals[:-1]:
        kinds[index] = Kind.OTHER
    prices = [index for index, kind in enumerate(kinds) if kind is Kind.PRICE]
    if not totals and prices:
        kinds[prices[-1]] = Kind.TOTAL
    return kinds


def _boxes(table: Table) -> dict[int, BBox]:
    rows: dict[int, list[BBox]] = {}
    for cell in table.cells:
        if cell.bbox is not None:
            rows.setdefault(cell.row, []).append(cell.bbox)
    return {row: BBox.around(boxes) for row, boxes in rows.items()}


def _line(page: PaperPage, texts: Sequence[str], kinds: Sequence[Kind | None], box: BBox) -> Line | None:
    line = Line(page.number, engine=page.content.engine)
    for text, kind in zip(texts, kinds, strict=False):
        if kind is Kind.NAME:
            line.name = f"{line.name} {text}".strip()
        elif kind is Kind.REFERENCE:
            line.reference = text.strip()
        elif kind is not None and (amount := _number(text, kind)) is not None:
            line.values[kind] = amount
    if line.total is None or _SUMS.match(fold(" ".join(texts)).strip()) or len(line.values) + bool(line.name) < 2:
        return None
    line.name = " ".join(line.name.split())[:300]
    line.boxes, line.texts = [box], [" ".join(text for text in texts if text)]
    return line


def _number(text: str, kind: Kind) -> Decimal | None:
    found: list[Amount] = list(find_all(" ".join(text.split())))[:8]
    if kind in (Kind.TOTAL, Kind.PRICE):
        found = [each for each in found if not each.is_rate]
    return found[0].value if found else None
