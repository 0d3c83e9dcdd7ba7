"""Dates as papers print them: in figures, with a month's name, in words, with what OCR makes of them."""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from lexo.understanding.fields.date_words import MONTH, MONTHS, SPELT_DAY, SPELT_YEAR, french_number
from lexo.understanding.fields.flow import folded
from lexo.understanding.paper import Paper

MOST_DATES = 200  # of one text
FIRST_YEAR, LAST_YEAR = 1850, 2100
_CENTURY_TURN = 70  # as POSIX has it: two figures from here on are of the 1900s


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and where it stands in its text. `end` is its last day where it only names a month."""

    iso: str
    start: int
    stop: int
    is_month: bool = False

    @property
    def last_day(self) -> str:
        """Of the month that it names."""
        year, month = int(self.iso[:4]), int(self.iso[5:7])
        return f"{self.iso[:7]}-{monthrange(year, month)[1]:02d}"


_GAP = r"[^\S\n]?"
_NUMERIC = re.compile(  # 12/03/2024, 12.03.24
    rf"(?<![\d/.,])(\d{{1,2}}){_GAP}([/.]){_GAP}(\d{{1,2}}){_GAP}\2{_GAP}(\d{{4}}|\d{{2}})(?!\d|[/.]\d)"
)
_BEFORE_TIME = re.compile(r"(?<![\d/.,\-])(\d{1,2})([/.\-])(\d{1,2})\2((?:19|20)\d{2})(?=[012]\d:[0-5]\d)")  # no space
_HYPHENED = re.compile(
    rf"(?<![\d/.,])(?<!\d-)(\d{{1,2}}){_GAP}(-){_GAP}(\d{{1,2}}){_GAP}-{_GAP}(\d{{4}}|\d{{2}})(?!\d|[/.\-]\d)"
)
_ISO = re.compile(rf"(?<![\d/.,])(\d{{4}}){_GAP}([-/.]){_GAP}(\d{{1,2}}){_GAP}\2{_GAP}(\d{{1,2}})(?!\d|[/.\-]\d)")
_WORDED = re.compile(
    rf"(?<![\d.,/-])(\d{{1,2}})(?:\s?(?:er|ere|st|nd|rd|th|e)\b|\.|°)?[\s\-/.]{{0,3}}"
    rf"(?:(?:de|of|day of|d')\s?)?(?<![a-z])({MONTH})(?![a-z])[.,]{{0,2}}[\s\-/.,']{{0,3}}(?:(?:de|del)\s)?"
    r"(\d{4}|\d{2})(?![\d:]|[,.]\d|\s?(?:h\d|h\b|%|€|eur\b))"
)
_MONTH_FIRST = re.compile(
    rf"(?<![a-z])({MONTH})\.?[\s\-]{{0,2}}(\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?\s?(?:,\s?|\s|-)(\d{{4}})(?!\d)"
)
_MONTH_ONLY = re.compile(rf"(?<![a-z\d])(?<!\d\s)({MONTH})\.?[\s\-/]{{1,2}}(?:de\s)?((?:19|20)\d{{2}})(?!\d)")
_SPELT_OUT = re.compile(rf"\b(?:le\s)?({SPELT_DAY})\s({MONTH})\s({SPELT_YEAR}|(?:19|20)\d\d)(?![a-z])")
_NOTARY = re.compile(
    rf"\ban\s({SPELT_YEAR})[\s,]{{1,3}}(?:et\s)?le\s({SPELT_DAY}|\d{{1,2}}(?:er)?)\s({MONTH})(?![a-z])"
)

_SLIPPED_FIGURE = r"[\dOoIl|SBZ]"
_SLIPPED = re.compile(
    rf"(?<![\w/.\-])({_SLIPPED_FIGURE}{{1,2}})\s?([/.\-])\s?({_SLIPPED_FIGURE}{{1,2}})\s?[/.\-]\s?"
    rf"({_SLIPPED_FIGURE}{{4}}|{_SLIPPED_FIGURE}{{2}})(?![\w/]|[.\-]\w)"
)
_SLIPPED_MONTH = re.compile(r"(?<![\w/.\-])(\d{1,2})([\s\-/.]?)([a-z0158]{3,4})\2(\d{4}|\d{2})(?![\w/]|[.\-]\d)")
_LOST_STROKE = re.compile(r"(?<![\w/.\-])(\d{2})[/.\-]?(\d{2})[/.\-]?((?:19|20)\d{2})(?![\w/]|[.\-]\d)")
_LETTERS_FOR_FIGURES = str.maketrans("0158", "olsb")
_FIGURES = str.maketrans("OoIl|SBZ", "00111582")
_COMPACT = re.compile(r"(?<!\d)(?:(\d{4})(\d{2})(\d{2})|(\d{2}) (\d{2}) (\d{4}))(?!\d)")


def dates_in(text: str, *, is_month_first: bool = False, has_slips: bool = False) -> list[Dated]:
    """All dates of a text, in its order; of overlapping readings the longer one.

    `has_slips`: the text was read from pixels, so that letters may stand for figures and a stroke may be lost.

    >>> [each.iso for each in dates_in("Facture du 1er mars 2024, due 15/04/24, not 31/02/2024")]
    ['2024-03-01', '2024-04-15']
    """
    plain = folded(text)
    found = [*islice(_candidates(plain, is_month_first), MOST_DATES)]
    if has_slips:
        found += islice(_mended(text, is_month_first), MOST_DATES)
    return _without_overlaps(found)


def compact_date(text: str) -> str | None:
    """The date of figures alone ("20240312", "12 03 2024"), which only its label makes one.

    >>> compact_date("20240312"), compact_date("12 03 2024"), compact_date("20241312")
    ('2024-03-12', '2024-03-12', None)
    """
    found = _COMPACT.match(text.strip())
    if found is None:
        return None
    year, month, day, other_day, other_month, other_year = found.groups()
    return iso(year or other_year, month or other_month, day or other_day)


def _candidates(plain: str, is_month_first: bool) -> Iterator[Dated]:
    for found in _ISO.finditer(plain):
        yield from _dated(iso(found[1], found[3], found[4]), found)
    for found in chain(_NUMERIC.finditer(plain), _HYPHENED.finditer(plain), _BEFORE_TIME.finditer(plain)):
        if found[2] == "." and len(found[4]) == 2 and not len(found[1]) == len(found[3]) == 2:
            continue  # "1.2.14" is a section
        yield from _dated(_in_order(found[1], found[3], found[4], is_month_first), found)
    for start, end in _around_months(plain):
        yield from _with_month(plain, start, end)


def _around_months(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches that may hold a date with a month's name: the patterns for those cost too much for whole pages."""
    start = end = -1
    for word in _LETTERS.finditer(plain):
        if word[0] not in MONTHS:
            continue
        if word.start() - _BEFORE_MONTH > end:
            if end >= 0:
                yield start, end
            start = max(word.start() - _BEFORE_MONTH, 0)
        end = word.end() + _BEHIND_MONTH
    if end >= 0:
        yield start, end


def _with_month(plain: str, start: int, end: int) -> Iterator[Dated]:
    for found in _WORDED.finditer(plain, start, end):
        yield from _dated(iso(found[3], MONTHS[found[2]], found[1]), found)
    for found in _MONTH_FIRST.finditer(plain, start, end):
        yield from _dated(iso(found[3], MONTHS[found[1]], found[2]), found)
    for found in _SPELT_OUT.finditer(plain, start, end):
        year = found[3] if found[3].isdigit() else french_number(found[3])
        yield from _dated(iso(year, MONTHS[found[2]], french_number(found[1])), found)
    for found in _NOTARY.finditer(plain, start, end):
        day = found[2].removesuffix("er")
        number = int(day) if day.isdigit() else french_number(found[2])
        yield from _dated(iso(french_number(found[1]), MONTHS[found[3]], number), found)
    for found in _MONTH_ONLY.finditer(plain, start, end):
        yield from _dated(iso(found[2], MONTHS[found[1]], 1), found, is_month=True)


_LETTERS = re.compile(r"[a-z]+")
_BEFORE_MONTH, _BEHIND_MONTH = 70, 45  # letters that a day or year in words takes


def _mended(text: str, is_month_first: bool) -> Iterator[Dated]:
    for found in _SLIPPED.finditer(text):
        if any(map(str.isdigit, found[0])) and not found[0].isdigit():
            first, second, year = (part.translate(_FIGURES) for part in (found[1], found[3], found[4]))
            yield from _dated(_in_order(first, second, year, is_month_first), found)
    for found in _SLIPPED_MONTH.finditer(folded(text)):
        month = MONTHS.get(found[3].translate(_LETTERS_FOR_FIGURES))
        if month and not found[3].isalpha():
            yield from _dated(iso(found[4], month, found[1]), found)
    for found in _LOST_STROKE.finditer(text):
        if not found[0].isdigit():  # figures alone are no date
            yield from _dated(_in_order(found[1], found[2], found[3], is_month_first), found)


def _dated(value: str | None, found: re.Match[str], *, is_month: bool = False) -> Iterator[Dated]:
    if value is not None:
        yield Dated(value, found.start(), found.end(), is_month)


def _in_order(first: str, second: str, year: str, is_month_first: bool) -> str | None:
    """Day first, unless the paper puts months first or only that makes a date."""
    day, month = (second, first) if is_month_first else (first, second)
    return iso(year, month, day) or iso(year, day, month)


def iso(year: str | int | None, month: str | int | None, day: str | int | None) -> str | None:
    """ISO form, or None where the calendar has no such day.

    >>> iso("24", "2", "29"), iso("2023", 2, 29), iso("85", 1, 1)
    ('2024-02-29', None, '1985-01-01')
    """
    if year is None or month is None or day is None:
        return None
    full = int(year)
    if full < 100:
        full += 1900 if full >= _CENTURY_TURN else 2000
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return None
    try:
        return date(full, int(month), int(day)).isoformat()
    except ValueError:
        return None


def _without_overlaps(found: list[Dated]) -> list[Dated]:
    kept: list[Dated] = []
    for each in sorted(found, key=lambda dated: (dated.start - dated.stop, dated.start)):
        at = bisect_left(kept, each.start, key=lambda dated: dated.start)
        is_free = (at == 0 or kept[at - 1].stop <= each.start) and (at == len(kept) or kept[at].start >= each.stop)
        if is_free:
            kept.insert(at, each)
    return kept


_AMBIGUOUS = re.compile(r"(?<![\d/.\-])(\d{1,2})([/\-])(\d{1,2})\2(?:19|20)?\d{2}(?![\d/\-])")
_UNITED_STATES = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    r"W[AIVY]),? \d{5}(?:-\d{4})?\b|\bDelaware\b"
)
_AMERICA = re.compile(r"\bU\.?S\.?A\b")
_ELSEWHERE = re.compile(
    r"[€£]|\b(?:GST|VAT|TVA|UK|Ltd|Limited|GmbH|SDN|BHD|RM|MYR|Jalan|Lorong|Rs|INR|AUD|NZD|India|London)\b",
    re.IGNORECASE,
)
_SAMPLE = 20_000


def is_month_first(paper: Paper) -> bool:
    """Whether the paper writes 12/31/2024: most of its clear dates read that way, or it is from the United States."""
    text = paper.text[:_SAMPLE]
    firsts = seconds = 0
    for found in islice(_AMBIGUOUS.finditer(text), MOST_DATES):
        firsts += 12 < int(found[1]) <= 31 and int(found[3]) <= 12
        seconds += 12 < int(found[3]) <= 31 and int(found[1]) <= 12
    if firsts or seconds:
        return seconds > firsts
    if _UNITED_STATES.search(text) or (_AMERICA.search(text) and not _ELSEWHERE.search(text)):
        return language_of(paper) in ("eng", None)
    return language_of(paper) == "eng" and is_page_of_letter_size(paper) and not _ELSEWHERE.search(text)


def is_page_of_letter_size(paper: Paper) -> bool:
    """Nearer to US letter (0.77 wide to 1 high) than to A4 (0.71): the size of American papers."""
    content = paper.pages[0].content if paper.pages else None
    if content is None:
        return False
    is_cut = paper.pages[0].is_read_from_pixels and not 604 <= content.width_pt <= 620  # any slip may have its shape
    return not is_cut and 0.745 < content.width_pt / max(content.height_pt, 1.0) < 0.8


def language_of(paper: Paper) -> str | None:
    """ISO 639-3, from the paper or its first page."""
    return paper.language or (paper.pages[0].content.language if paper.pages else None)
