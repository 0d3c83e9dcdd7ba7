"""Amounts beside their labels: to the right, below, in columns of a small table, one row off on a skewed page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lexo.document import BBox
from lexo.facts import Proof
from lexo.understanding.fields.amounts import Amount
from lexo.understanding.papers.totals_labels import Label, fold, roles_in_header
from lexo.understanding.papers.totals_rows import Reading
from lexo.understanding.papers.totals_words import Role

_TOTALS = (Role.NET, Role.TAX, Role.GROSS, Role.DUE)
_ROWS_BELOW, _HEIGHTS_BELOW = 6, 4.5
_ROWS_TO_HEADER = 12
_SUFFIX = re.compile(r"\s{0,2}\(?(?:(ttc|t\.t\.c|incl)|(ht|h\.t|hors tax|excl))(?![a-z])")
_EITHER = re.compile(r"nett?\s+(?:total|amt|amount)|total\s+net")  # before tax on invoices, after rounding on receipts
_TAX_WITHIN = re.compile(r"\W{0,4}(?:incl|inc\b|ttc\b)")
_OF_LINES = re.compile(
    r"\b(?:qte|quantit\w*|qty|menge|aantal|hoeveelheid|cantidad|quantita|designation|description|libelle|article|artikel"
    r"|beschreibung|bezeichnung|omschrijving|descripcion|descrizione|item|p\.? ?u\b|prix unitaire|unit price"
    r"|u\.price)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amount that may be what its label says."""

    role: Role
    value: Decimal
    score: float
    reading: Reading
    start: int  # in the row's text
    end: int
    currency: str = ""
    is_clear: bool = False  # the label can hardly mean anything else, and the amount stands beside it
    is_mended: bool = False  # out of misread characters
    rate: Decimal | None = None  # printed beside it

    @property
    def proof(self) -> Proof:
        return self.reading.row.proof(self.start, self.end)

    @property
    def confidence(self) -> float:
        """Of the reading of its words."""
        return self.reading.row.confidence_of(self.start, self.end)


def candidates_of(readings: Sequence[Reading]) -> list[Candidate]:
    """All of them, in the paper's order."""
    found: list[Candidate] = []
    for index, reading in enumerate(readings):
        if reading.labels:
            found.extend(_of_row(readings, index))
    return found


def _of_row(readings: Sequence[Reading], index: int) -> Iterator[Candidate]:
    reading = readings[index]
    labels = [label for label in reading.labels if not _is_suffix(label, reading)]
    labels = [
        label for place, label in enumerate(labels) if not (place and _is_aside(label, labels[place - 1], reading))
    ]
    is_head_of_lines = not reading.money and _OF_LINES.search(reading.folded.text) is not None
    for place, label in enumerate(labels):
        end = labels[place + 1].start if place + 1 < len(labels) else len(reading.row.text)
        beside = [amount for amount in reading.amounts if label.end <= amount.start < end and not amount.is_rate]
        money = [amount for amount in beside if amount.is_money]
        if len(money) == 1:
            yield from _beside(reading, label, money[0])
        elif money:
            yield from _in_columns(readings, index, label, money)
        elif weak := _weak(reading, label, beside):
            yield _candidate(reading, label.role, label, weak, -1.2)
        elif not is_head_of_lines and label.role in _TOTALS:
            yield from _below(readings, index, label)
            if reading.is_read_from_pixels and label.role is Role.GROSS and label.weight >= 2:
                yield from _one_row_off(readings, index, label)


def _is_suffix(label: Label, reading: Reading) -> bool:
    """Whether it says of the amount before it that it is with or without tax ("29,99 € TTC")."""
    return label.weight == 1 and any(0 <= label.start - amount.end <= 2 for amount in reading.amounts)


def _is_aside(label: Label, before: Label, reading: Reading) -> bool:
    """Whether it says of the total whose label stands before it that the tax is within ("AMOUNT DUE (INCL GST)")."""
    text = fold(reading.row.text[before.end : label.end])
    is_of_total = label.role is Role.TAX and before.role in (Role.GROSS, Role.DUE)
    return is_of_total and _TAX_WITHIN.match(text) is not None


def _beside(reading: Reading, label: Label, amount: Amount) -> Iterator[Candidate]:
    suffix = _SUFFIX.match(fold(reading.row.text[amount.end : amount.end + 12]))
    role, bonus = label.role, 0.0
    if suffix:
        is_gross = suffix[1] is not None
        if role is Role.TAX:
            return
        if role in (Role.GROSS, Role.NET):
            clear = Role.GROSS if is_gross else Role.NET
            bonus = 0.5 if clear is role else -0.5
            role = clear
    yield _candidate(reading, role, label, amount, bonus)
    if _EITHER.match(fold(reading.row.text[label.start : label.end])):
        other = Role.NET if role is Role.GROSS else Role.GROSS
        yield _candidate(reading, other, label, amount, -0.5)


def _candidate(reading: Reading, role: Role, label: Label, amount: Amount, bonus: float = 0.0) -> Candidate:
    between = reading.row.text[label.end : amount.start]
    far = max(len(re.findall(r"\w{2,}", between[:200])) - 3, 0)
    score = label.weight + bonus + 0.6 * reading.place + 0.5 * reading.is_tall + 0.3 * bool(amount.currency)
    score -= min(0.15 * far, 1.0) + (1.5 if amount.value == 0 and role is Role.GROSS else 0.0)
    rates = [each.value for each in reading.amounts if each.is_rate]
    is_clear = label.weight == 3 and bonus >= 0 and far <= 3 and role is label.role
    return Candidate(
        role,
        amount.value,
        score,
        reading,
        amount.start,
        amount.end,
        amount.currency,
        is_clear,
        rate=rates[0] if len(rates) == 1 else None,
    )


def _weak(reading: Reading, label: Label, beside: Sequence[Amount]) -> Amount | None:
    """A number without cents or currency that stands right beside a label ("CASH 50")."""
    if label.role in (Role.OTHER, Role.ADJUST, Role.TAX) or label.weight < 2 or len(beside) != 1:
        return None
    amount = beside[0]
    between = reading.row.text[label.end : amount.start]
    if re.search(r"\w", between) or re.match(r"\s*\w", reading.row.text[amount.end :]):
        return None
    is_likely = amount.decimals in (0, 1) and abs(amount.value) < 100_000 and amount.value != 0
    return amount if is_likely else None


def _in_columns(readings: Sequence[Reading], index: int, label: Label, money: Sequence[Amount]) -> Iterator[Candidate]:
    """Several amounts after one label: the columns' headers say which is which, else their own sums do."""
    reading = readings[index]
    if label.role not in _TOTALS:
        if label.role in (Role.CASH, Role.CHANGE, Role.ADJUST, Role.LINES, Role.PREPAID):
            yield _candidate(reading, label.role, label, money[-1], -0.8)
        return
    roles = [_role_above(readings, index, amount) for amount in money]
    if any(role in (Role.NET, Role.TAX, Role.GROSS) for role in roles):
        for amount, role in zip(money, roles, strict=True):
            if role in (Role.NET, Role.TAX, Role.GROSS) and (label.role is not Role.TAX or len(money) == 2):
                yield _candidate(reading, role, label, amount, -0.3)
        if label.role is Role.GROSS and Role.GROSS not in roles and None in roles:
            yield _candidate(reading, Role.GROSS, label, money[-1], -1.0)
        return
    yield from _by_their_sums(reading, label, money)


def _by_their_sums(reading: Reading, label: Label, money: Sequence[Amount]) -> Iterator[Candidate]:
    last = money[-3:]
    if len(last) == 3 and last[1].value and abs(last[0].value + last[1].value - last[2].value) <= Decimal("0.02"):
        for role, amount in zip((Role.NET, Role.TAX, Role.GROSS), last, strict=True):
            yield _candidate(reading, role, label, amount, -0.5)
        return
    first, second = money[-2].value, money[-1].value
    if label.role is Role.GROSS and label.weight <= 2 and first and Decimal("0.01") < second / first < Decimal("0.28"):
        yield _candidate(reading, Role.NET, label, money[-2], -0.5)
        yield _candidate(reading, Role.TAX, label, money[-1], -0.5)
        return
    amount = money[0] if label.role is Role.NET and label.weight == 2 and len(reading.labels) == 1 else money[-1]
    yield _candidate(reading, label.role, label, amount, -1.0)
    if len(money) == 2 and label.role is Role.GROSS and amount is money[-1]:
        yield _candidate(reading, label.role, label, money[0], -1.2)


def _role_above(readings: Sequence[Reading], index: int, amount: Amount) -> Role | None:
    """What the header of an amount's column says, in the nearest row above that says anything."""
    reading = readings[index]
    box = reading.box(amount.start, amount.end)
    margin = 0.25 * (box.right - box.left)
    for above in reversed(readings[max(index - _ROWS_TO_HEADER, 0) : index]):
        if above.page != reading.page or len(above.money) > 1 or not above.labels:
            continue
        words = [
            word.text
            for word in above.row.words
            if word.bbox.right > box.left - margin and word.bbox.left < box.right + margin
        ]
        if words and (role := roles_in_header(" ".join(words))):
            return role
    return None


def _below(readings: Sequence[Reading], index: int, label: Label) -> Iterator[Candidate]:
    """The nearest amount under a label that has none beside it."""
    reading = readings[index]
    box = reading.box(label.start, label.end)
    height = reading.row.bbox.bottom - reading.row.bbox.top
    for step, below in enumerate(readings[index + 1 : index + 1 + _ROWS_BELOW], start=index + 2):
        if below.page != reading.page or below.row.bbox.top - box.bottom > _HEIGHTS_BELOW * height:
            return
        for amount in below.money:
            if not _is_under(below, amount, box):
                continue
            is_another_s = any(each.end <= amount.start and each.role is not Role.OTHER for each in below.labels)
            goes_on = any(_goes_on(below, each, box) for each in readings[step : step + 1])
            penalty = 1.6 if is_another_s else 0.6
            yield _candidate(below, label.role, _before(label, amount), amount, -penalty - 3.0 * goes_on)
            return


def _is_under(reading: Reading, amount: Amount, box: BBox) -> bool:
    place = reading.box(amount.start, amount.end)
    return min(place.right, box.right) > max(place.left, box.left) - 0.01


def _goes_on(first: Reading, reading: Reading, box: BBox) -> bool:
    """Whether one more amount without a label stands under the first: a column of lines rather than of totals."""
    if reading.page != first.page or any(label.role is not Role.OTHER for label in reading.labels):
        return False
    gap = reading.row.bbox.top - first.row.bbox.bottom
    is_near = gap < 1.5 * (first.row.bbox.bottom - first.row.bbox.top)
    return is_near and any(_is_under(reading, amount, box) for amount in reading.money)


def _before(label: Label, amount: Amount) -> Label:
    """The label as if it stood right before the amount: its place in another row means nothing in this one."""
    return Label(label.role, label.weight, amount.start, amount.start)


def _one_row_off(readings: Sequence[Reading], index: int, label: Label) -> Iterator[Candidate]:
    """On a skewed page a total's amount may slip into the row above or below, beside that one's own."""
    for neighbour in (*readings[max(index - 1, 0) : index], *readings[index + 1 : index + 2]):
        money = neighbour.money
        if neighbour.page == readings[index].page and (len(money) > 1 or (money and not neighbour.labels)):
            is_alone = len(neighbour.row.words) <= 2 and len(money) == 1  # with its currency: a row of no ware
            for amount in money:
                yield _candidate(neighbour, label.role, _before(label, amount), amount, -0.6 if is_alone else -1.2)
