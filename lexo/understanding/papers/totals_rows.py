"""The rows of a paper with the labels and numbers that stand in them."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from lexo.document import BBox
from lexo.understanding.fields.amounts import Amount, find_all, iso_code
from lexo.understanding.paper import Paper, PaperPage, Row
from lexo.understanding.papers.totals_labels import Folded, Label, folded_row, labels_of

MAX_ROWS = 1500  # of a paper that are looked at: the first and the last
MAX_NUMBERS = 40  # in one row
_WORDS_OF_PROSE = 14  # in a row without an amount: it is no label of one below
_IN_TWO = re.compile(
    r"(?<![\w.,;:/#-])(?P<minus>-)?(?:(?P<sign>RM|[€$£])\s?)?(?P<whole>\d{1,5})(?:\s?[.,]\s|\s[.,]|;\s?)(?P<cents>\d\d)"
    r"(?=\s{2}|\s?(?:[A-Z]{1,2}|€|EUR)?\s?$)"
)
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
    if not any(_has_money(row, page) for _, page, row in rows):
        return []
    heights = [_usual_height(page) for page in paper.pages]
    return [
        _reading(row, index, page, (place / len(rows), heights[index])) for place, (index, page, row) in enumerate(rows)
    ]


def _has_money(row: Row, page: PaperPage) -> bool:
    is_torn = page.is_read_from_pixels and _IN_TWO.search(row.text) is not None
    return is_torn or any(amount.is_money for amount in find_all(row.text))


def _reading(row: Row, index: int, page: PaperPage, measures: tuple[float, float]) -> Reading:
    place, usual_height = measures
    amounts = []
    torn = list(_torn_apart(row.text)) if page.is_read_from_pixels else []
    for amount in chain(torn, find_all(row.text)):
        if amount not in torn and any(each.start < amount.end and amount.start < each.end for each in torn):
            continue
        if page.is_read_from_pixels and _TORN.search(row.text[max(amount.start - 8, 0) : amount.start]):
            continue
        amounts.append(amount)
        if len(amounts) == MAX_NUMBERS:
            break
    amounts.sort(key=lambda amount: amount.start)
    is_tall = row.bbox.bottom - row.bbox.top > 1.25 * usual_height
    is_long = len(row.words) > _WORDS_OF_PROSE and all(len(cell.words) > 5 for cell in row.cells)
    is_prose = is_long and not any(amount.is_money for amount in amounts)
    folded = folded_row(row, is_read_from_pixels=page.is_read_from_pixels and not is_prose)
    labels = [] if is_prose else labels_of(row, folded)
    return Reading(row, index, place, folded, labels, amounts, page.is_read_from_pixels, is_tall)


def _torn_apart(text: str) -> Iterator[Amount]:
    """Amounts at the end of their cell that the engine read in two: "51, 86", "100 .00"."""
    for found in islice(_IN_TWO.finditer(text), MAX_NUMBERS):
        value = Decimal(f"{found['whole']}.{found['cents']}")
        yield Amount(-value if found["minus"] else value, iso_code(found["sign"] or ""), 2, *found.span())


def _usual_height(page: PaperPage) -> float:
    return statistics.median([row.bbox.bottom - row.bbox.top for row in page.rows] or [0.0])
