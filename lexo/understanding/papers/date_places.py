"""Which role a date has by where it stands: behind its label, right of it, below it, in a letter's head."""

import re
from dataclasses import dataclass

from lexo.understanding.fields.dates import Dated
from lexo.understanding.fields.flow import Sheet, folded, overlap
from lexo.understanding.paper import COLUMN_GAP, Row
from lexo.understanding.papers.date_labels import IGNORED, PLAIN, Said, said_before

_WIDEST_GAP = 42  # letters between a label and its date
_ROWS_ABOVE = 3
_PROSE = 170  # letters of the sentence before a date
_HEAD = 0.42  # of the page's height
_OTHER_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}|(?:19|20)\d{2}(?!\d)")
_IN_COLUMN = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}|(?<![\w/.\-])(?:19|20)\d{2}(?![\w/.\-])")  # no number's year
_PLACE_AND_DATE = re.compile(
    r"(?:fait\s+)?(?:a\s+)?[a-z][a-z' .\-]{1,40}?(?:\s\d{1,2})?\s?[,:]?\s(?:le|den|am|the)\s*(?:[a-z]{4,9}\s)?"
)
_LE = re.compile(
    r"(?:le|the|on)?\s?:?\s*(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?\s*"
)
_TOWN = re.compile(r"[a-z][a-z' \-]{1,30},\s*")
_TIME = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}")


@dataclass(frozen=True, slots=True)
class Role:
    """The name of the field that a date makes, and how sure the place makes it."""

    name: str
    confidence: float


def role_of(sheet: Sheet, dated: Dated, *, is_first: bool, is_ticket: bool) -> Role | None:
    """The nearest label's: in the same line, the same row, above, in the sentence; else what a letter's head says."""
    line_index, at = sheet.flow.line_at(dated.start)
    before = sheet.flow.plain[dated.start - at : dated.start]
    said = _near_enough(before, said_before(before))
    if said is not None:
        return _role(said, 0.94)
    place = _place(sheet, dated)
    before = _before_in_cell(sheet, before, place)
    letter = _in_letter_head(sheet, dated, before, is_first=is_first)
    if letter is not None:
        return letter
    if place is not None:
        index, left = place
        to_left = sheet.plain_rows[index][:left]
        said = _near_enough(to_left, said_before(to_left))
        if said is not None:
            return _role(said, 0.92)
        said = _said_above(sheet, dated, index)
        if said is not None:
            return _role(said, 0.84)
    if is_ticket:
        return _on_ticket(sheet, dated)
    if re.search(r"[a-z]{2}", before) or (line_index and not before):
        said = _said_in_sentence(sheet.flow.plain[max(dated.start - _PROSE, 0) : dated.start])
        if said is not None:
            return _role(said, 0.8)
    is_in_column = place is not None and _is_in_column(sheet, dated, place[0])
    return None if is_in_column else _bare(sheet, dated, before, is_first=is_first)


def _role(said: Said, confidence: float) -> Role | None:
    if said.role == IGNORED:
        return None
    if said.role == PLAIN:
        return Role("issue_date", confidence - (0.4 if said.is_qualified else 0.12))
    return Role(said.role, confidence - 0.002 * min(said.gap, 20) - (0.25 if said.is_qualified else 0.0))


def _near_enough(before: str, said: Said | None) -> Said | None:
    if said is None or said.gap > _WIDEST_GAP:
        return None
    between = before[len(before) - said.gap :]
    return None if _OTHER_DATE.search(between) or "." in between.rstrip(" .:") else said


def _place(sheet: Sheet, dated: Dated) -> tuple[int, int] | None:
    """The row that holds the date's first word, and where that word begins in the row's text."""
    words = sheet.flow.words(dated.start, dated.stop)
    place = sheet.place_of(words[0]) if words else None
    if place is None:
        return None
    index, number = place
    return index, sheet.rows[index].starts[number]


def _before_in_cell(sheet: Sheet, before: str, place: tuple[int, int] | None) -> str:
    """What stands before the date in its cell, where that is less than in its line."""
    if place is None:
        return before
    in_cell = sheet.plain_rows[place[0]][: place[1]].rpartition(COLUMN_GAP)[2]
    return in_cell if len(in_cell) < len(before) else before


def _said_above(sheet: Sheet, dated: Dated, index: int) -> Said | None:
    """The label in a cell above the date; not that of a column of dates."""
    box = sheet.flow.proof(dated.start, dated.stop).boxes[0]
    rest = ""  # of a label that began in the row above
    for row in reversed(sheet.rows[max(index - _ROWS_ABOVE, 0) : index]):
        for cell in row.cells:
            if overlap(cell.bbox, box) < 0.3:
                continue
            plain = folded(cell.text)
            if _OTHER_DATE.search(plain):
                return None
            plain = f"{plain} {rest}".rstrip()
            said = said_before(plain)
            if said is None:
                rest = plain if len(plain) <= _WIDEST_GAP and plain[-1:].isalpha() else ""
                continue
            is_header = said.gap <= 14 and len(plain) <= 60
            if not is_header or (said.role == PLAIN and _has_date_below(sheet.rows, index, cell.bbox.left)):
                return None
            return said
    return None


def _has_date_below(rows: tuple[Row, ...], index: int, left: float) -> bool:
    return any(
        abs(cell.bbox.left - left) < 0.05 and _OTHER_DATE.search(cell.text)
        for row in rows[index + 1 : index + 4]
        for cell in row.cells
    )


def _is_in_column(sheet: Sheet, dated: Dated, index: int) -> bool:
    """Whether other dates stand above or below, or several cells beside it: a table's."""
    left = sheet.flow.proof(dated.start, dated.stop).boxes[0].left
    rows = [*sheet.rows[max(index - 3, 0) : index], *sheet.rows[index + 1 : index + 4]]
    cells = (cell for row in rows for cell in row.cells)
    has_others = any(abs(cell.bbox.left - left) < 0.05 and _IN_COLUMN.search(cell.text) for cell in cells)
    return has_others or len(sheet.rows[index].cells) > 2


def _said_in_sentence(before: str) -> Said | None:
    sentence = re.split(r"[.;!?]\s", before.replace("\n", " "))[-1]
    said = said_before(sentence)
    if said is None or said.role == PLAIN or said.gap > 60:
        return None
    return None if _OTHER_DATE.search(sentence[len(sentence) - said.gap :]) else said


def _in_letter_head(sheet: Sheet, dated: Dated, before: str, *, is_first: bool) -> Role | None:
    """ "Lyon, le 12 mars 2024" on a line of its own."""
    after = sheet.flow.text[dated.stop :].split("\n", 1)[0].strip(" .,;")
    if after and not _TIME.match(after.removeprefix("à").strip()):
        return None
    top = sheet.flow.proof(dated.start, dated.stop).boxes[0].top
    is_place = sheet.flow.text[dated.start - len(before)].isupper() and len(before.split()) <= 6
    if is_place and (_PLACE_AND_DATE.fullmatch(before) or _TOWN.fullmatch(before)):
        return Role("issue_date", 0.88 if is_first and top < 0.6 else 0.7)
    return None


def _on_ticket(sheet: Sheet, dated: Dated) -> Role:
    line, _ = sheet.flow.line_at(dated.start)
    place = _place(sheet, dated)
    text = sheet.rows[place[0]].text if place else sheet.flow.lines[line].text
    return Role("issue_date", 0.76 if _TIME.search(text) else 0.62)


def _bare(sheet: Sheet, dated: Dated, before: str, *, is_first: bool) -> Role | None:
    """A date alone on its line in the head of the first page."""
    if not is_first or not _LE.fullmatch(before.strip() and before):
        return None
    after = sheet.flow.text[dated.stop :].split("\n", 1)[0].strip(" .,;")
    top = sheet.flow.proof(dated.start, dated.stop).boxes[0].top
    if after or top > _HEAD:
        return None
    return Role("issue_date", 0.72 if before.strip() else 0.6)
