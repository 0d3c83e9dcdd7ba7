"""Lines of receipts and of invoices without a head: a name and an amount, taken only where their sum is the total."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lexo.understanding.fields.amounts import Amount
from lexo.understanding.papers.lines_columns import Kind
from lexo.understanding.papers.lines_rows import Line
from lexo.understanding.papers.totals_rows import Reading
from lexo.understanding.papers.totals_words import Role

_MOST = 120
_COUNT = re.compile(r"^\s*(\d{1,3})\s?[xX×]\s+|^\s*(\d{1,3})\s{1,3}(?=[^\W\d])")
_ADJUST = re.compile(r"^\W*(?:remise|discount|rabais|reduction|promo|bon |coupon|consigne|livraison|port|frais)")


def loose_lines(readings: Sequence[Reading], sums: Sequence[Decimal]) -> list[Line]:
    """Rows above the first total whose amounts add up to one of the sums, else none."""
    lines: list[Line] = []
    for line, is_total in _rows(readings):
        if is_total and lines and _adds_up(lines, sums):
            return lines
        if line is not None:
            lines.append(line)
        if len(lines) > _MOST:
            return []
    return lines if lines and _adds_up(lines, sums) else []


def _adds_up(lines: Sequence[Line], sums: Sequence[Decimal]) -> bool:
    total = sum((line.total for line in lines if line.total is not None), Decimal(0))
    return len(lines) > 1 and bool(total) and total in sums


def _rows(readings: Sequence[Reading]) -> Iterator[tuple[Line | None, bool]]:
    """Each row with an amount as a line, and whether a label of totals stands in it."""
    name = ""
    for reading in readings:
        roles = {label.role for label in reading.labels if label.weight >= 2 or label.role is Role.OTHER}
        text = reading.folded.text
        if roles and not _ADJUST.match(text):
            name = ""
            yield None, bool(roles - {Role.OTHER, Role.TAX})
            continue
        money = reading.money
        if not money:
            name = reading.row.text if re.search(r"[^\W\d_]{3,}", reading.row.text) else ""
            continue
        if line := _line(reading, money, name):
            yield line, False
        name = ""


def _line(reading: Reading, money: Sequence[Amount], above: str) -> Line | None:
    row = reading.row
    text = row.text[: money[0].start].strip(" |.:;*-") or above
    if not re.search(r"[^\W\d_]{2,}", text) or not money[-1].value:
        return None
    line = Line(row.page, engine=row.engine)
    counted = _COUNT.match(text)
    if counted:
        line.values[Kind.QUANTITY] = Decimal(counted[1] or counted[2])
        text = text[counted.end() :]
    line.values[Kind.TOTAL] = money[-1].value
    if len(money) == 2 and counted and money[0].value * line.values[Kind.QUANTITY] == money[1].value:
        line.values[Kind.PRICE] = money[0].value
    line.name = " ".join(text.split())[:300]
    line.boxes, line.texts, line.confidence = [row.bbox], [row.text], row.confidence
    return line
