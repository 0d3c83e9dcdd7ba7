"""Whether a value is printed on a paper, and where: amounts and dates by what they mean, all else by its signs.

Case, accents, spaces and hyphens do not count; where words begin and end does, and each figure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from lexo.facts import Proof
from lexo.understanding.fields import amounts
from lexo.understanding.fields.amounts import Amount
from lexo.understanding.fields.dates import dates_in, is_month_first
from lexo.understanding.model.orders import lines_without_orders
from lexo.understanding.paper import Paper, Strip

MAX_SIGNS = 200_000  # of a paper that are looked through
MAX_LINES = 4  # over which one value may go
LONG_NUMBER = 9  # digits: from here on a number is an identifier
LONGEST_AMOUNT = 40  # characters
_WIDEST_GAP = 1.2  # of a line's height, between words of one number
_ZEROS = re.compile(r"0\d")  # an identifier begins so, no amount does
_ASPECT = 0.7  # of upright pages, width to height


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is printed."""

    proof: Proof
    confidence: float  # of its words' reading
    normalized: str


class _Sign(NamedTuple):
    """One folded letter or figure, and where it stands."""

    strip: int
    at: int


class Printed:
    """The words of a paper that may prove something. Made once for each answer."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._lines = [line for page in paper.pages for line in lines_without_orders(page)]
        kept = {(line.page, word.bbox) for line in self._lines for word in line.words}
        cells = (cell for row in paper.rows for cell in row.cells)
        self._cells = [cell for cell in cells if all((cell.page, word.bbox) in kept for word in cell.words)]

    def find(self, value: str, page: int = 0) -> Place | None:
        """Where a value is printed, on `page` if it is there; None where it is not."""
        places = self._places(value)
        return next((place for place in places if place.proof.page == page), places[0] if places else None)

    def _places(self, value: str) -> list[Place]:
        iso = date_of(value, is_month_first=self.is_month_first)
        if iso:
            return [_place(each, iso) for each in self._all_dates.get(iso, ())]
        amount = amount_of(value)
        if amount is not None and amount.is_money:
            return self._amounts(amount.value)
        return self._texts(value) or (self._amounts(amount.value) if amount is not None else [])

    def has_date(self, iso: str) -> bool:
        """Whether that day is printed, or one of that year or month where `iso` is cut."""
        return iso in self._all_dates or (len(iso) < 10 and any(day.startswith(iso) for day in self._all_dates))

    def has_amount(self, amount: Decimal) -> bool:
        return amount in self._all_amounts

    def has_text(self, text: str) -> bool:
        return bool(self._texts(text))

    @cached_property
    def is_month_first(self) -> bool:
        """How the paper writes dates, and so how a model that copies them does."""
        return is_month_first(self._paper)

    @cached_property
    def _all_dates(self) -> dict[str, list[tuple[Strip, int, int]]]:
        found: dict[str, list[tuple[Strip, int, int]]] = {}
        for strip in (*self._lines, *self._cells):
            for each in dates_in(strip.text, is_month_first=self.is_month_first):
                if not each.is_month:
                    found.setdefault(each.iso, []).append((strip, each.start, each.stop))
        return found

    @cached_property
    def _all_amounts(self) -> dict[Decimal, list[tuple[Strip, int, int]]]:
        """By cells alone: on a line, numbers of two columns may look like the thousands of one."""
        found: dict[Decimal, list[tuple[Strip, int, int]]] = {}
        for strip in self._cells:
            for each in amounts.find_all(strip.text):
                if each.is_money or not _ZEROS.match(strip.text, each.start):
                    found.setdefault(each.value, []).append((strip, each.start, each.end))
        return found

    def _amounts(self, amount: Decimal) -> list[Place]:
        return [_place(each, amounts.normalized(amount)) for each in self._all_amounts.get(amount, ())]

    def _texts(self, value: str) -> list[Place]:
        wanted = "".join(folded for sign in value for folded in _folded(sign))
        if not wanted:
            return []
        return [
            _joined(stretches, value)
            for start in self._starts(wanted)
            if (stretches := self._stretches(start, start + len(wanted), value)) is not None
        ][:20]

    def _starts(self, wanted: str) -> Iterator[int]:
        text, _, begins, ends = self._signs
        at = text.find(wanted)
        while at >= 0:
            if begins[at] and ends[at + len(wanted) - 1]:
                yield at
            at = text.find(wanted, at + 1)

    def _stretches(self, start: int, end: int, value: str) -> list[tuple[Strip, int, int]] | None:
        """The parts of lines that hold these signs; None where they are not one value there."""
        _, signs, _, _ = self._signs
        stretches = []
        for strip, run in groupby(signs[start:end], key=lambda sign: sign.strip):
            offsets = [sign.at for sign in run]
            stretches.append((self._lines[strip], offsets[0], offsets[-1] + 1))
        if len(stretches) > MAX_LINES or len({strip.page for strip, _, _ in stretches}) > 1:
            return None
        return stretches if _is_whole(stretches, value) else None

    @cached_property
    def _signs(self) -> tuple[str, list[_Sign], list[bool], list[bool]]:
        """Every letter and figure of the lines, folded and without gaps, and whether a word begins or ends there."""
        text: list[str] = []
        signs: list[_Sign] = []
        begins: list[bool] = []
        ends: list[bool] = []
        for index, strip in enumerate(self._lines):
            is_inside = False
            for at, sign in enumerate(strip.text):
                folded = _folded(sign)
                if folded:
                    text += folded
                    signs += [_Sign(index, at)] * len(folded)
                    begins += [not is_inside] + [False] * (len(folded) - 1)
                    ends += [False] * len(folded)
                elif is_inside:
                    ends[-1] = not unicodedata.combining(sign)
                is_inside = bool(folded) or (is_inside and bool(unicodedata.combining(sign)))
            if ends:
                ends[-1] = True
            if len(text) > MAX_SIGNS:
                break
        return "".join(text), signs, begins, ends


def date_of(value: str, *, is_month_first: bool = False) -> str:
    """The date that the whole value is, ISO 8601, or ""."""
    value = value.strip()
    dates = [each for each in dates_in(value, is_month_first=is_month_first) if not each.is_month]
    return dates[0].iso if len(dates) == 1 and dates[0].stop - dates[0].start >= len(value) else ""


def amount_of(value: str) -> Amount | None:
    """The amount that the whole value may be; no long number, and none that begins with zeros."""
    value = value.strip()
    digits = [sign for sign in value if sign.isdigit()]
    found = next(amounts.find_all(value), None) if len(value) <= LONGEST_AMOUNT else None
    if found is None or found.start > 0 or found.end < len(value) or found.is_rate:
        return None
    is_number = found.is_money or (len(digits) < LONG_NUMBER and digits[0] != "0")
    return found if is_number else None


def _folded(sign: str) -> str:
    """Its letters and figures without case and accents; "" for any other sign."""
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    if sign in "ºª":  # of "nº", where people also write a degree sign
        return ""
    decomposed = unicodedata.normalize("NFKD", sign.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(part for part in decomposed if part.isalnum())


def _is_whole(stretches: Sequence[tuple[Strip, int, int]], value: str) -> bool:
    """Numbers stand on one line, close together and all of them: no other figures beside theirs."""
    if not any(map(str.isdigit, value)):
        return True
    if len(stretches) > 1:
        return sum(word.isalpha() for word in value.split()) >= 2  # an address
    strip, start, end = stretches[0]
    if _goes_on(strip.text[:start][:-3:-1], value) or _goes_on(strip.text[end : end + 2], value):
        return False
    if value.isdigit() and len(value) < LONG_NUMBER and not set(strip.text[start:end]).isdisjoint(".,/"):
        return False  # "1234" is no "12,34"
    words = strip.words_between(start, end)
    widest = max((right.bbox.left - left.bbox.right for left, right in pairwise(words)), default=0.0)
    height = max(word.bbox.bottom - word.bbox.top for word in words)
    return widest * _ASPECT <= _WIDEST_GAP * height


def _goes_on(beside: str, value: str) -> bool:
    """Whether what stands next to a value (its two signs, the nearest first) makes it a part of something longer."""
    if len(beside) < 2:
        return False
    if beside[0] in "-/":
        return beside[1].isalnum()
    is_gap = beside[0] in ".," or (beside[0] in " \u00a0\u202f" and not any(map(str.isalpha, value)))
    return is_gap and beside[1].isdigit()


def _place(found: tuple[Strip, int, int], normalized: str) -> Place:
    strip, start, end = found
    return Place(strip.proof(start, end), strip.confidence_of(start, end), normalized)


def _joined(stretches: Sequence[tuple[Strip, int, int]], value: str) -> Place:
    proofs = [strip.proof(start, end) for strip, start, end in stretches]
    boxes = tuple(box for proof in proofs for box in proof.boxes)
    text = " ".join(proof.text for proof in proofs)
    confidence = min(strip.confidence_of(start, end) for strip, start, end in stretches)
    return Place(Proof(proofs[0].page, boxes, text, proofs[0].engine), confidence, text or value)
