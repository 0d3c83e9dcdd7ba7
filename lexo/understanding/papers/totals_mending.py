"""Amounts that were misread: digits parted by a space, letters for digits, a lost comma. Guesses, for sums to prove."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lexo.understanding.fields.amounts import iso_code
from lexo.understanding.papers.totals_candidates import Candidate
from lexo.understanding.papers.totals_labels import Label
from lexo.understanding.papers.totals_rows import Reading
from lexo.understanding.papers.totals_words import Role

_LOOKALIKES = str.maketrans("OoQDIl|SsBZzGg", "00001115582266")
_DAMAGED = re.compile(r"(?<![\w/])[-\u2212\u2013]?[\dOoQDIl|SsBZzGg][\dOoQDIl|SsBZzGg., ']{1,14}(?![\w/%])")
_WHOLE = re.compile(r"\d{1,9}[.,]\d\d")
_MOST = 40  # guesses on one paper


def mended_candidates(readings: Sequence[Reading]) -> list[Candidate]:
    """What labelled amounts of pages read from pixels may have been before they were misread."""
    found: list[Candidate] = []
    for reading in readings:
        if not reading.is_read_from_pixels:
            continue
        for place, label in enumerate(reading.labels):
            if label.role not in (Role.NET, Role.TAX, Role.GROSS, Role.DUE):
                continue
            end = reading.labels[place + 1].start if place + 1 < len(reading.labels) else len(reading.row.text)
            found.extend(_of_label(reading, label, end))
            if len(found) >= _MOST:
                return found[:_MOST]
    return found


def _of_label(reading: Reading, label: Label, end: int) -> Iterator[Candidate]:
    text = reading.row.text
    for damaged in _DAMAGED.finditer(text, label.end, end):
        if sum(map(str.isdigit, damaged[0])) < 2:
            continue
        read = {amount.value for amount in reading.money if damaged.start() <= amount.start <= damaged.end()}
        behind = text[damaged.end() : damaged.end() + 4].strip()
        for value in _readings_of(damaged[0], has_currency=bool(behind) and bool(iso_code(behind[:1]))):
            if value not in read:
                stop = damaged.start() + len(damaged[0].rstrip())
                yield Candidate(label.role, value, label.weight - 1.0, reading, damaged.start(), stop, is_mended=True)


def _readings_of(damaged: str, *, has_currency: bool) -> Iterator[Decimal]:
    """The amounts that misread characters may stand for."""
    sign = -1 if damaged[0] in "-\u2212\u2013" else 1
    digits = damaged.lstrip("-\u2212\u2013").translate(_LOOKALIKES).replace(" ", "").replace("'", "").strip(".,")
    if _WHOLE.fullmatch(digits):
        yield sign * Decimal(digits.replace(",", "."))
    elif digits.isdigit() and 3 <= len(digits) <= 9 and (has_currency or len(digits) <= 7):
        yield sign * Decimal(digits) / 100
    elif re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+[.,]\d\d", digits):
        yield sign * Decimal(re.sub(r"[.,]", "", digits)) / 100
