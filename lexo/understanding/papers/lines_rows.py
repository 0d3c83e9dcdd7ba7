"""The lines under the head of a table: numbers by their columns, descriptions over several rows joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lexo.document import BBox
from lexo.understanding.fields.amounts import normalized
from lexo.understanding.paper import Row
from lexo.understanding.papers.lines_cells import ReadRow, learned, multiplies, range_of_names, read_row
from lexo.understanding.papers.lines_columns import Head, Kind, heads_of
from lexo.understanding.papers.totals_labels import fold
from lexo.understanding.papers.totals_rows import Reading
from lexo.understanding.papers.totals_words import Role

MAX_LINES = 400  # of one paper
_LONGEST_NAME = 300
_ROWS_OF_NAME = 8
_FULL = 0.7  # of the room for names, at least, is taken by a row that goes on in the next
_SPACE = 0.005  # between words, of the page's width
_GAP_OF_NAME = 2.2  # of a row's height, between the rows of one description
_TOTALS = (Role.NET, Role.TAX, Role.GROSS, Role.DUE, Role.LINES, Role.CASH, Role.CHANGE)
_CARRIED = re.compile(
    r"^(?:report|a reporter|tot(?:al)? (?:qty|items?|articles?)|sous[- ]total|total page|carried|brought|ubertrag"
    r"|zwischensumme|subtotal)"
)


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
    more: "list[ReadRow]" = field(default_factory=list)  # the rows of the name behind its first

    @property
    def total(self) -> Decimal | None:
        return self.values.get(Kind.TOTAL)

    @property
    def multiplies(self) -> bool:
        """Whether quantity x price is the total."""
        return multiplies(self.values)

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


_PERIOD = re.compile(  # below a name: of a subscription, or a number of the article
    r"\(?(?:periode )?(?:du|from|vom|van|dal|del)?\s?:?\s?(?=.*\d{4})"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2} [a-z]{3,9}\.? \d{4}"
    r"|[a-z]{3,9}\.? \d{1,2},? \d{4})\s?(?:au|to|bis|tot|al|-|–)\s?\S.{3,20}\)?"
    r"|(?:asin|ean|sku|imei|isbn|s/n|ref(?:erence)?)\s?[:.]\s?\S{1,30}"
)


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
    centred = _centred(readings[head.last + 1 : end], head)
    for reading in readings[head.last + 1 : end]:
        row = reading.row
        height = row.bbox.bottom - row.bbox.top
        if _is_of_totals(reading):
            is_over, pending = True, ""
            continue
        if (place := centred.get(id(row))) is not None:
            if not is_over and place:
                lines.append(_of_band(place))
                bottom = place[-1][0].bbox.bottom
            continue
        read = read_row(reading, head)
        head = learned(head, read)
        is_line = Kind.TOTAL in read.values or {Kind.QUANTITY, Kind.PRICE} <= read.values.keys()
        if is_over and not (is_line and multiplies(read.values)):
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


Band = list[tuple[Row, "ReadRow"]]


def _centred(readings: Sequence[Reading], head: Head) -> dict[int, Band]:
    """Bands of rows that are one line whose numbers are centred beside its name: as much text above them as below.

    By the first row of each; its other rows have an empty band.
    """
    found: dict[int, Band] = {}
    for band in _bands(readings):
        read = [(reading.row, read_row(reading, head)) for reading in band]
        at = [index for index, (_, each) in enumerate(read) if {Kind.TOTAL, Kind.QUANTITY} <= each.values.keys()]
        if len(at) != 1 or any(Kind.TOTAL in each.values for _, each in read[: at[0]] + read[at[0] + 1 :]):
            continue
        above = sum(bool(each.name) for _, each in read[: at[0]])
        below = sum(bool(each.name) for _, each in read[at[0] + 1 :])
        if above and abs(above - below) <= (1 if above + below > 2 else 0):
            ordered = [read[at[0]], *read[: at[0]], *read[at[0] + 1 :]]
            found |= {id(row): [] for row, _ in read}
            found[id(read[0][0])] = ordered
    return found


def _bands(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Rows without room between them."""
    band: list[Reading] = []
    bottom = 0.0
    for reading in readings:
        box = reading.row.bbox
        if band and box.top - bottom > 0.5 * (box.bottom - box.top):
            yield band
            band = []
        band.append(reading)
        bottom = max(bottom, box.bottom) if len(band) > 1 else box.bottom
    if len(band) > 1:
        yield band


def _of_band(band: Band) -> Line:
    """A line out of its band: the row of its numbers first, then the rows of its name from the top."""
    (row, numbers), *rest = band
    named = [each for _, each in (sorted(band, key=lambda pair: pair[0].bbox.top)) if each.name]
    line = _begun(row, replace(numbers, name=named[0].name, right=named[0].right), "")
    line.more = named[1 : _ROWS_OF_NAME + 1]
    for other, each in rest:
        _add(line, other, each)
    return line


def _describe(lines: Sequence[Line], head: Head) -> None:
    """What stands under a name belongs to it where the row above was full, else it describes it."""
    for line in lines:
        line.more = [read for read in line.more if not _PERIOD.fullmatch(fold(read.name))]
    full = max((read.right for line in lines for read in line.more), default=0.0)
    full = max([full, *(line.right for line in lines)])
    name = head.column(Kind.NAME)
    left = name.left if name is not None else 0.0
    least = left + _FULL * (range_of_names(head)[1] - left)
    for line in lines:
        right, described = line.right, list[str]()
        for read in line.more:
            if not described and right >= least and right + read.first_width > full - _SPACE:
                line.name = f"{line.name} {read.name}"[:_LONGEST_NAME]
            else:
                described.append(read.name)
            right = read.right
        line.description = " ".join(described)[:_LONGEST_NAME]


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


def _completes(line: Line, read: ReadRow) -> bool:
    """Whether a row brings the total that the line above it lacks, as where cells are centred on several rows."""
    return line.total is None and not (line.values.keys() & read.values.keys())


def _begun(row: Row, read: ReadRow, pending: str) -> Line:
    line = Line(row.page, name=(read.name or pending)[:_LONGEST_NAME], reference=read.reference, unit=read.unit)
    line.right, line.engine = read.right, row.engine
    _add(line, row, read)
    return line


def _continue(line: Line, row: Row, read: ReadRow) -> None:
    """One more row of a line: the rest of its description, or values that it lacks."""
    if read.name and not line.name:
        line.name, line.right = read.name, read.right
    elif read.name and len(line.more) < _ROWS_OF_NAME:
        line.more.append(read)
    if line.total is None or read.name:
        _add(line, row, read)


def _add(line: Line, row: Row, read: ReadRow) -> None:
    for kind, value in read.values.items():
        line.values.setdefault(kind, value)
    line.reference = line.reference or read.reference
    line.unit = line.unit or read.unit
    line.boxes.append(row.bbox)
    line.texts.append(row.text)
    line.confidence = min(line.confidence, row.confidence)
    line.rows += 1
