"""The rows of a paper with the labels and numbers that stand in them."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lexo.document import BBox
from lexo.understanding.fields.amounts import Amount, find_all
from lexo.understanding.paper import Paper, PaperPage, Row
from lexo.understanding.papers.totals_labels import Folded, Label, folded_row, labels_of

MAX_ROWS = 1500  # of a paper that are looked at: the first and the last
MAX_NUMBERS = 40  # in one row
_WORDS_OF_PROSE = 14  # in a row without an amount: it is no label of one below
_TORN = re.compile(r"\d[.,]\d? $")  # before a number that is the rest of another ("470,1 5")


@dataclass(frozen=True, slots=True)
class Reading:
    """One row, with what it may mean."""

    row: Row
    page: int  # its place among the paper's pages
    place: float  # 0 at the paper's beginning, 1 at its end
    folded: Folded
    labels: Sequence[Label]
    amounts: Sequence[Amount]
    is_read_from_pixels: bool
    is_tall: bool  # set larger than most of its page

    @property
    def money(self) -> list[Amount]:
        return [amount for amount in self.amounts if amount.is_money]

    @property
    def rates(self) -> list[Decimal]:
        return [amount.value for amount in self.amounts if amount.is_rate]

    def box(self, start: int, end: int) -> BBox:
        """Around the words of a stretch of the row's text."""
        words = self.row.words_between(start, end)
        return BBox.around(word.bbox for word in words) if words else self.row.bbox


def readings_of(paper: Paper) -> list[Reading]:
    """Every row of a paper, top to bottom."""
    rows = [(index, page, row) for index, page in enumerate(paper.pages) for row in page.rows]
    if len(rows) > MAX_ROWS:
        rows = [*rows[: MAX_ROWS // 2], *rows[-MAX_ROWS // 2 :]]
    if not any(amount.is_money for _, _, row in rows for amount in find_all(row.text)):
        return []
    heights = [_usual_height(page) for page in paper.pages]
    return [
        _reading(row, index, page, (place / len(rows), heights[index])) for place, (index, page, row) in enumerate(rows)
    ]


def _reading(row: Row, index: int, page: PaperPage, measures: tuple[float, float]) -> Reading:
    place, usual_height = measures
    amounts = []
    for amount in find_all(row.text):
        if page.is_read_from_pixels and _TORN.search(row.text[max(amount.start - 8, 0) : amount.start]):
            continue
        amounts.append(amount)
        if len(amounts) == MAX_NUMBERS:
            break
    is_tall = row.bbox.bottom - row.bbox.top > 1.25 * usual_height
    is_long = len(row.words) > _WORDS_OF_PROSE and all(len(cell.words) > 5 for cell in row.cells)
    is_prose = is_long and not any(amount.is_money for amount in amounts)
    folded = folded_row(row, is_read_from_pixels=page.is_read_from_pixels and not is_prose)
    labels = [] if is_prose else labels_of(row, folded)
    return Reading(row, index, place, folded, labels, amounts, page.is_read_from_pixels, is_tall)


def _usual_height(page: PaperPage) -> float:
    return statistics.median([row.bbox.bottom - row.bbox.top for row in page.rows] or [0.0])
