"""Fields that a kind of paper is wanted for: a label, the shape of its value, and where the two stand together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from lexo.document import BBox
from lexo.facts import Field, Source, Verdict
from lexo.understanding.paper import COLUMN_GAP, Paper, PaperPage, Row, Strip
from lexo.understanding.papers.shapes import Shape

ROWS_BELOW = 2  # that a label may stand above its value
MOST_ROWS = 400  # of a paper that are looked at
MOST_LABELS = 3  # of one wording in one row
BESIDE, BELOW = 0.85, 0.75  # confidence in a value, before that of its words' reading
PROVED = 0.98
_AFTER_LABEL = re.compile(r"(?:\s|[:.…·_=>|\-–—*]|\(\w{1,3}\)|€(?=\s*:)){0,120}")
_CAPITALIZED = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’&.-]*)(?: (?:de|du|des|la|le|et|ou|&|[A-ZÀ-ÖØ-Þ][\w'’&.-]*)){1,6}(?=\s{3}|\s?$)"
)
_COLON = re.compile(r"[^\S\n]{0,4}[:=]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One field.

    `rows_below` is 0 where only the same row counts; `unless` must not stand before the label in its cell.
    """

    name: str
    label: re.Pattern[str]
    shape: Shape
    rows_below: int = ROWS_BELOW
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A value with its label."""

    strip: Strip
    start: int
    end: int
    normalized: str
    is_whole: bool = True  # nothing else follows it
    is_below: bool = False

    @property
    def text(self) -> str:
        return self.strip.text[self.start : self.end]

    def field(self, name: str) -> Field:
        confidence = (BELOW if self.is_below else BESIDE) * self.strip.confidence_of(self.start, self.end)
        return stated(name, self.strip, (self.start, self.end), self.normalized, confidence=confidence)


def stated(
    name: str, strip: Strip, span: tuple[int, int], normalized: str, *, confidence: float | None = None
) -> Field:
    """A field as it is printed at that stretch of a strip."""
    proof = strip.proof(*span)
    sure = BESIDE * strip.confidence_of(*span) if confidence is None else confidence
    value = " ".join(proof.text.split())
    return Field(name, value, normalized, Source.RULE, Verdict.PLAUSIBLE, round(sure, 3), proof)


def proved(field: Field, rule: str) -> Field:
    """The field, whose value arithmetic or check digits show to be right."""
    return replace(field, verdict=Verdict.VERIFIED, confidence=max(field.confidence, PROVED), rule=rule)


def gather(paper: Paper, wanted: Sequence[Wanted]) -> dict[str, Field]:
    """The first value of each field, in the order of `wanted`; of several entries with one name the first found."""
    found: dict[str, Field] = {}
    for each in wanted:
        if each.name not in found and (value := next(values(paper, each), None)) is not None:
            found[each.name] = value.field(each.name)
    return found


def values(paper: Paper, wanted: Wanted) -> Iterator[Beside]:
    """Every place where the label has its value: to its right, else below."""
    for page, index, row in rows_of(paper):
        for found in islice(wanted.label.finditer(row.text), MOST_LABELS):
            if wanted.unless is not None and wanted.unless.search(_before(row, found)):
                continue
            value = _to_the_right(page, row, found, wanted.shape) or _below(page, index, found, wanted)
            if value is not None:
                yield value


def rows_of(paper: Paper) -> Iterator[tuple[PaperPage, int, Row]]:
    """The rows from the top of the first page on, with their place on their page."""
    every = ((page, index, row) for page in paper.pages for index, row in enumerate(page.rows))
    return islice(every, MOST_ROWS)


def amounts_after(row: Row, position: int, pattern: re.Pattern[str]) -> list[tuple[int, int, str]]:
    """All that matches in a row after a position, at most a dozen."""
    return [(*found.span(), found[0]) for found in islice(pattern.finditer(row.text, position), 12)]


def number(fields: Mapping[str, Field], name: str) -> Decimal | None:
    """A field's amount."""
    return Decimal(fields[name].normalized) if name in fields else None


def _before(row: Row, found: re.Match[str]) -> str:
    """The part of its cell before a label, not more than a line's end of it."""
    return row.text[max(0, found.start() - 60) : found.start()].rpartition(COLUMN_GAP)[2]


def _to_the_right(page: PaperPage, row: Row, found: re.Match[str], shape: Shape) -> Beside | None:
    ahead = _AFTER_LABEL.match(row.text, found.end())
    start = ahead.end() if ahead else found.end()
    if shape.needs_column and not _stands_apart(row, found, start):
        is_name = shape.is_name and page.is_read_from_pixels and _begins_cell(row, found)
        if not is_name or _CAPITALIZED.match(row.text, start) is None:
            return None
    return _value(row, start, shape)


def _stands_apart(row: Row, found: re.Match[str], start: int) -> bool:
    """Whether a label begins its cell, and a colon or a column's gap ends it."""
    between = row.text[found.end() : start]
    return _begins_cell(row, found) and (_COLON.match(between) is not None or COLUMN_GAP in between)


def _begins_cell(row: Row, found: re.Match[str]) -> bool:
    return found.start() == 0 or row.text.endswith(COLUMN_GAP, 0, found.start())


def _below(page: PaperPage, index: int, found: re.Match[str], wanted: Wanted) -> Beside | None:
    row = page.rows[index]
    if not _fills_its_cell(row, found):
        return None
    label = _box(row, found.start(), found.end())
    for below in page.rows[index + 1 : index + 1 + wanted.rows_below]:
        cell = next((each for each in below.cells if _overlap(label, each.bbox)), None)
        if cell is not None:
            value = _value(cell, 0, wanted.shape)
            return replace(value, is_below=True) if value is not None and value.is_whole else None
    return None


def _fills_its_cell(row: Row, found: re.Match[str]) -> bool:
    """Whether nothing but the label stands in its cell, so that its value can only be below."""
    cell = row.cell_at(found.start())
    return len(cell.text.strip(" :.*")) <= len(found[0]) + 4


def _value(strip: Strip, start: int, shape: Shape) -> Beside | None:
    value = shape.pattern.match(strip.text, start)
    if value is None or not value[0]:
        return None
    span = value.span("value" if "value" in value.re.groupindex else 0)
    normalized = shape.normalized(strip.text[slice(*span)])
    return Beside(strip, *span, normalized, value.end() == len(strip.text)) if normalized else None


def _box(strip: Strip, start: int, end: int) -> BBox:
    boxes = strip.proof(start, end).boxes
    return boxes[0] if boxes else strip.bbox


def _overlap(first: BBox, second: BBox) -> bool:
    return min(first.right, second.right) > max(first.left, second.left)
