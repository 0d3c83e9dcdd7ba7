"""The lines under the head of a table: numbers by their columns, descriptions over several rows joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lexo.document import BBox, Word
from lexo.understanding.fields.amounts import Amount, normalized
from lexo.understanding.paper import Row
from lexo.understanding.papers.lines_columns import NUMBERS, Column, Head, Kind, heads_of
from lexo.understanding.papers.totals_rows import Reading
from lexo.understanding.papers.totals_words import Role

MAX_LINES = 400  # of one paper
_LONGEST_NAME = 300
_FAR = 0.10  # of the page's width: a number farther from every column belongs to none
_ROWS_OF_NAME = 8
_FULL = 0.7  # of the room for names, at least, is taken by a row that goes on in the next
_SPACE = 0.005  # between words, of the page's width
_GAP_OF_NAME = 2.2  # of a row's height, between the rows of one description
_TOTALS = (Role.NET, Role.TAX, Role.GROSS, Role.DUE, Role.LINES, Role.CASH, Role.CHANGE)
_CARRIED = re.compile(
    r"^(?:report|a reporter|tot(?:al)? (?:qty|items?|articles?)|sous[- ]total|total page|carried|brought|ubertrag"
    r"|zwischensumme|subtotal)"
)
_UNIT = re.compile(r"\s?([^\W\d_]{1,8}(?:\([a-z]\))?[²³]?|m²|m³)(?=\s|$)")
_COUNT = re.compile(r"-?\d{1,6}(?:[.,]\d{1,4})?")


@dataclass(slots=True)
class Line:
    """One line as it is put together."""

    page: int
    values: dict[Kind, Decimal] = field(default_factory=dict)
    name: str = ""
    description: str = ""  # printed under the name
    reference: str = ""
    unit: str = ""
    boxes: list[BBox] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    confidence: float = 1.0
    engine: str = ""
    rows: int = 0
    right: float = 0.0  # where the name's first row ends
    more: "list[_Read]" = field(default_factory=list)  # the rows of the name behind its first

    @property
    def total(self) -> Decimal | None:
        return self.values.get(Kind.TOTAL)

    @property
    def multiplies(self) -> bool:
        """Whether quantity x price is the total."""
        return _multiplies(self.values)

    @property
    def cells(self) -> dict[str, str]:
        """As a row of the field `lines`."""
        found = {"name": self.name}
        found |= {kind.value: normalized(value) for kind, value in self.values.items() if kind in _SHOWN}
        if Kind.QUANTITY in self.values:
            found["quantity"] = f"{self.values[Kind.QUANTITY].normalize():f}"
        if Kind.TAX in self.values:
            found["tax_rate"] = f"{self.values[Kind.TAX].normalize():f}"
        found |= {key: value for key, value in self._texts() if value}
        return found

    def _texts(self) -> tuple[tuple[str, str], ...]:
        return ("unit", self.unit), ("reference", self.reference), ("description", self.description)


_SHOWN = (Kind.PRICE, Kind.TOTAL)


def lines_of(readings: Sequence[Reading]) -> list[Line]:
    """The lines of all tables of a page that have a head."""
    found: list[Line] = []
    heads = list(heads_of(readings))
    for index, head in enumerate(heads):
        end = heads[index + 1].first if index + 1 < len(heads) else len(readings)
        found += _under(readings, head, end)
        if len(found) > MAX_LINES:
            break
    return [line for line in found if line.total is not None and (line.name or len(line.values) > 1)][:MAX_LINES]


def _under(readings: Sequence[Reading], head: Head, end: int) -> list[Line]:
    lines: list[Line] = []
    pending, bottom, is_over = "", readings[head.last].row.bbox.bottom, False
    for reading in readings[head.last + 1 : end]:
        row = reading.row
        height = row.bbox.bottom - row.bbox.top
        if _is_of_totals(reading):
            is_over, pending = True, ""
            continue
        read = _read(reading, head)
        head = _learned(head, read)
        is_line = Kind.TOTAL in read.values or {Kind.QUANTITY, Kind.PRICE} <= read.values.keys()
        if is_over and not (is_line and _multiplies(read.values)):
            continue
        is_near = row.bbox.top - bottom <= _GAP_OF_NAME * height
        current = lines[-1] if lines else None
        if is_line and not (current is not None and is_near and _completes(current, read)):
            is_over = False
            lines.append(_begun(row, read, pending))
            pending = ""
        elif current is not None and is_near and current.rows < _ROWS_OF_NAME:
            if len(row.cells) > 2 and not _completes(current, read):
                current.rows = _ROWS_OF_NAME  # a footer, or another table's head
                continue
            _continue(current, row, read)
        elif read.name:
            pending = read.name
        bottom = row.bbox.bottom
    _describe(lines, head)
    return lines


def _describe(lines: Sequence[Line], head: Head) -> None:
    """What stands under a name belongs to it where the row above was full, else it describes it."""
    full = max((read.right for line in lines for read in line.more), default=0.0)
    full = max([full, *(line.right for line in lines)])
    name = head.column(Kind.NAME)
    left = name.left if name is not None else 0.0
    least = left + _FULL * (_range_of_names(head)[1] - left)
    for line in lines:
        right, described = line.right, list[str]()
        for read in line.more:
            if not described and right >= least and right + read.first_width > full - _SPACE:
                line.name = f"{line.name} {read.name}"[:_LONGEST_NAME]
            else:
                described.append(read.name)
            right = read.right
        line.description = " ".join(described)[:_LONGEST_NAME]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one row says, by columns."""

    values: dict[Kind, Decimal]
    places: tuple[tuple[Kind, BBox], ...]
    name: str
    reference: str
    unit: str
    right: float  # where the name ends
    first_width: float  # of the name's first word


def _read(reading: Reading, head: Head) -> _Read:
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
        if column.kind is Kind.QUANTITY and (found := _UNIT.match(row.text, amount.end)):
            unit = found[1]
            taken.update(map(id, row.words_between(found.start(1), found.end(1))))
    _mended(values, reading)
    rest = [word for word in row.words if id(word) not in taken]
    reference = " ".join(word.text for word in rest if _is_in(word, head, Kind.REFERENCE))
    named = _name(rest, head)
    text = " ".join(word.text for word in named).strip(" |_-–:;")
    right = named[-1].bbox.right if named else 0.0
    width = named[0].bbox.right - named[0].bbox.left if named else 0.0
    return _Read(values, tuple(places), text, reference, unit, right, width)


def _fits(amount: Amount, kind: Kind, reading: Reading) -> bool:
    """Whether a number may stand in a column: totals are money, unless the whole row prints no cents."""
    if kind is Kind.TOTAL:
        return amount.is_money or (not amount.is_rate and not reading.money)
    if kind is Kind.PRICE and not amount.is_money and not amount.decimals:
        return not re.search(r"[^\W\d_]{3,}", reading.row.cell_at(amount.start).text)
    return kind is not Kind.QUANTITY or not amount.currency


def _mended(values: dict[Kind, Decimal], reading: Reading) -> None:
    """Another number of the row as quantity, where that one makes quantity x price the total."""
    quantity, price, total = (values.get(kind) for kind in (Kind.QUANTITY, Kind.PRICE, Kind.TOTAL))
    if quantity is None or price is None or total is None or _multiplies(values) or Kind.DISCOUNT in values:
        return
    numbers = [each.value for each in reading.amounts if not each.is_rate]
    fitting = {each for each in numbers if each != price and _multiplies({**values, Kind.QUANTITY: each})}
    thousandth = quantity / 1000
    if len(fitting) == 1:
        values[Kind.QUANTITY] = fitting.pop()
    elif _multiplies({**values, Kind.QUANTITY: thousandth}):
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
    left, right = _range_of_names(head)
    found = [word for word in words if left <= (word.bbox.left + word.bbox.right) / 2 < right]
    return [word for word in found if not _is_in(word, head, Kind.REFERENCE)]


def _range_of_names(head: Head) -> tuple[float, float]:
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


def _learned(head: Head, read: _Read) -> Head:
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


def _is_of_totals(reading: Reading) -> bool:
    """Whether a row is of the sums below the lines, or carries a sum from page to page."""
    if _CARRIED.match(reading.folded.text):
        return True
    money = reading.money
    if not money:
        return False
    row = reading.row
    for label in reading.labels:
        starts_cell = row.text[max(label.start - 3, 0) : label.start].strip(" (") == ""
        is_of_line = label.role is Role.TAX and label.start > 1 and len(row.cells) > 3
        is_first = money[0].start >= label.start
        if label.role in _TOTALS and label.weight >= 2 and starts_cell and is_first and not is_of_line:
            return True
    return False


def _multiplies(values: dict[Kind, Decimal]) -> bool:
    quantity, price, total = (values.get(kind) for kind in (Kind.QUANTITY, Kind.PRICE, Kind.TOTAL))
    if quantity is None or price is None or total is None:
        return False
    return abs(quantity * price - total) <= Decimal("0.02")


def _completes(line: Line, read: _Read) -> bool:
    """Whether a row brings the total that the line above it lacks, as where cells are centred on several rows."""
    return line.total is None and not (line.values.keys() & read.values.keys())


def _begun(row: Row, read: _Read, pending: str) -> Line:
    line = Line(row.page, name=(read.name or pending)[:_LONGEST_NAME], reference=read.reference, unit=read.unit)
    line.right, line.engine = read.right, row.engine
    _add(line, row, read)
    return line


def _continue(line: Line, row: Row, read: _Read) -> None:
    """One more row of a line: the rest of its description, or values that it lacks."""
    if read.name and not line.name:
        line.name, line.right = read.name, read.right
    elif read.name and len(line.more) < _ROWS_OF_NAME:
        line.more.append(read)
    if line.total is None or read.name:
        _add(line, row, read)


def _add(line: Line, row: Row, read: _Read) -> None:
    for kind, value in read.values.items():
        line.values.setdefault(kind, value)
    line.reference = line.reference or read.reference
    line.unit = line.unit or read.unit
    line.boxes.append(row.bbox)
    line.texts.append(row.text)
    line.confidence = min(line.confidence, row.confidence)
    line.rows += 1
