"""The cells of one row under the head of a table: numbers by their columns, and the words of the name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lexo.document import BBox, Word
from lexo.understanding.fields.amounts import Amount
from lexo.understanding.paper import Row
from lexo.understanding.papers.lines_columns import NUMBERS, Column, Head, Kind
from lexo.understanding.papers.totals_rows import Reading

_FAR = 0.10  # of the page's width: a number farther from every column belongs to none
_UNIT = re.compile(r"\s?([^\W\d_]{1,8}(?:\([a-z]\))?[²³]?|m²|m³)(?=\s|$)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
_COUNT = re.compile(r"-?\d{1,6}(?:[.,]\d{1,4})?")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What one row says, by columns."""

    values: dict[Kind, Decimal]
    places: tuple[tuple[Kind, BBox], ...]
    name: str
    reference: str
    unit: str
    right: float  # where the name ends
    first_width: float  # of the name's first word


def read_row(reading: Reading, head: Head) -> ReadRow:
    """The numbers of a row by their columns; the words that are left are name or reference."""
    row = reading.row
    values: dict[Kind, Decimal] = {}
    places: list[tuple[Kind, BBox]] = []
    taken: set[int] = set()
    unit = ""
    for amount in sorted(_numbers(reading, head), key=lambda each: not each.is_money):
        words = row.words_between(amount.start, amount.end)
        box = BBox.around(word.bbox for word in words)
        column = _column_of(row, amount, box, head)
        if column is None or column.kind in values or not _fits(amount, column.kind, reading):
            continue
        values[column.kind] = amount.value
        places.append((column.kind, box))
        taken.update(map(id, words))
        found = _UNIT.match(row.text, amount.end) if column.kind is Kind.QUANTITY else None
        if found and not _begins_name(row, found.end(1), column, head):
            unit = found[1]
            taken.update(map(id, row.words_between(found.start(1), found.end(1))))
    _mended(values, reading)
    rest = [word for word in row.words if id(word) not in taken]
    reference = " ".join(word.text for word in rest if _is_in(word, head, Kind.REFERENCE))
    named = _name(rest, head)
    text = " ".join(word.text for word in named).strip(" |_-–:;")
    right = named[-1].bbox.right if named else 0.0
    width = named[0].bbox.right - named[0].bbox.left if named else 0.0
    return ReadRow(values, tuple(places), text, reference, unit, right, width)


def _begins_name(row: Row, at: int, quantity: Column, head: Head) -> bool:
    """Whether more words follow what looks like a unit, where names stand right of quantities: "2 Nom de domaine"."""
    name = head.column(Kind.NAME)
    return name is not None and quantity.left < name.left and re.match(r" \S", row.text[at : at + 2]) is not None


def _fits(amount: Amount, kind: Kind, reading: Reading) -> bool:
    """Whether a number may stand in a column: totals are money, unless the whole row prints no cents."""
    if kind is Kind.TOTAL:
        return amount.is_money or (not amount.is_rate and not reading.money)
    if kind is Kind.PRICE:
        cell = reading.row.cell_at(amount.start)
        before = cell.text.partition(reading.row.text[amount.start : amount.end])[0]
        is_told = re.search(r"(?!net)[^\W\d_]{4,}", before, re.IGNORECASE)  # "(Rabais: 5,00)"
        is_count = not amount.is_money and not amount.decimals and re.search(r"[^\W\d_]{3,}", cell.text)
        return not is_told and not is_count
    return kind is not Kind.QUANTITY or not amount.currency


def _mended(values: dict[Kind, Decimal], reading: Reading) -> None:
    """Another number of the row as quantity, where that one makes quantity x price the total."""
    quantity, price, total = (values.get(kind) for kind in (Kind.QUANTITY, Kind.PRICE, Kind.TOTAL))
    if quantity is None or price is None or total is None or multiplies(values) or Kind.DISCOUNT in values:
        return
    numbers = [each.value for each in reading.amounts if not each.is_rate]
    fitting = {each for each in numbers if each != price and multiplies({**values, Kind.QUANTITY: each})}
    thousandth = quantity / 1000
    if len(fitting) == 1:
        values[Kind.QUANTITY] = fitting.pop()
    elif multiplies({**values, Kind.QUANTITY: thousandth}):
        values[Kind.QUANTITY] = thousandth  # "1.000" is one where three decimals are printed
    elif quantity == 0 or abs(quantity) >= 1000:
        del values[Kind.QUANTITY]


def _numbers(reading: Reading, head: Head) -> Iterator[Amount]:
    """The numbers of a row; one with its unit stuck to it ("3m") counts in the column of quantities."""
    row = reading.row
    yield from reading.amounts
    column = head.column(Kind.QUANTITY)
    if column is None:
        return
    for word, start in zip(row.words, row.starts, strict=True):
        is_under = min(word.bbox.right, column.right) > max(word.bbox.left, column.left)
        found = _COUNT.match(word.text) if is_under else None
        if found and found.end() < len(word.text) and re.fullmatch(r"[^\W\d_]{1,5}[²³]?", word.text[found.end() :]):
            value = Decimal(found[0].replace(",", "."))
            yield Amount(value, "", 0, start, start + found.end())


def _column_of(row: Row, amount: Amount, box: BBox, head: Head) -> Column | None:
    """The column of numbers that a number stands in, None where it is part of a name."""
    columns = [column for column in head.columns if column.kind in NUMBERS]
    if amount.is_rate:
        columns = [column for column in columns if column.kind in (Kind.TAX, Kind.DISCOUNT)]
    over = [(min(each.right, box.right) - max(each.left, box.left), each) for each in columns]
    overlap, column = max(over, key=lambda pair: pair[0], default=(0.0, None))
    if column is None or overlap > 0:
        return column
    cell = row.cell_at(amount.start)
    is_name = _is_word_of_name(cell.bbox, head) and re.search(r"[^\W\d_]{3,}", cell.text) is not None
    return column if -overlap <= _FAR and not is_name else None


def _is_word_of_name(box: BBox, head: Head) -> bool:
    name = head.column(Kind.NAME)
    return name is not None and min(name.right, box.right) > max(name.left, box.left)


def _name(words: Sequence[Word], head: Head) -> list[Word]:
    """The words left over that stand in the column of names, or where one would be."""
    left, right = range_of_names(head)
    found = [word for word in words if left <= (word.bbox.left + word.bbox.right) / 2 < right]
    kept = [word for word in found if not _is_in(word, head, Kind.REFERENCE)]
    has_dates = any(column.kind is Kind.OTHER and column.right <= left + 0.001 for column in head.columns)
    while has_dates and len(kept) > 1 and _DATE.fullmatch(kept[0].text):
        kept = kept[1:]
    return kept


def range_of_names(head: Head) -> tuple[float, float]:
    """From the column before the names, or the page's edge, to the column behind them."""
    name = head.column(Kind.NAME)
    if name is None:
        first = min(column.left for column in head.columns if column.kind in NUMBERS)
        return 0.0, first
    before = [column.right for column in head.columns if column.right <= name.left]
    behind = [column.left for column in head.columns if column.left >= name.right]
    return max(before, default=0.0), min(behind, default=1.0)


def _is_in(word: Word, head: Head, kind: Kind) -> bool:
    column = head.column(kind)
    return column is not None and min(column.right, word.bbox.right) > max(column.left, word.bbox.left)


def learned(head: Head, read: ReadRow) -> Head:
    """The head with its columns as wide as the numbers under them, up to their neighbours."""
    places = dict(read.places)
    if not places or not any(kind in places for kind in (Kind.TOTAL, Kind.PRICE)):
        return head
    columns = []
    for index, column in enumerate(head.columns):
        box = places.get(column.kind)
        if box is None:
            columns.append(column)
            continue
        least = max((each.right for each in head.columns[:index]), default=0.0)
        most = min((each.left for each in head.columns[index + 1 :]), default=1.0)
        columns.append(
            replace(
                column,
                left=min(column.left, max(box.left, least)),
                right=max(column.right, min(box.right, most)),
            )
        )
    return replace(head, columns=tuple(columns))


def multiplies(values: dict[Kind, Decimal]) -> bool:
    """Whether quantity x price is the total."""
    quantity, price, total = (values.get(kind) for kind in (Kind.QUANTITY, Kind.PRICE, Kind.TOTAL))
    if quantity is None or price is None or total is None:
        return False
    return abs(quantity * price - total) <= Decimal("0.02")
