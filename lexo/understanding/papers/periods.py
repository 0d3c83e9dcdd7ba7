"""The stretch of time a paper is for: two days that are said together, or a month."""

import calendar
import re
from collections.abc import Iterator
from itertools import islice

from lexo.facts import Field
from lexo.understanding.paper import Paper, Row, Strip
from lexo.understanding.papers.shapes import MONTHS, days_in
from lexo.understanding.papers.wanted import rows_of, stated
from lexo.understanding.papers.wording import label, simple

PERIOD = label(
    "periode(?: (?:de (?:paie|consommation|facturation|location)|facturee|du|d'indemnisation|concernee|indemnisee))?",
    "(?:releve|facture|quittance|loyer|consommation)s? (?:de la periode |pour la periode )?du",
    "(?:pour|sur) la periode(?: du| de)?",
    "mois(?= de | d'|\\W+[^\\W\\d_]+ \\d{4})",
    "billing period",
    "period",
    "du(?= \\d)",
)
_MONTH = re.compile(
    r"(?:d[eu] |d['’]|du mois de |mois de )?(?P<name>[^\W\d_]{3,9})\.? (?P<year>\d{4})(?!\d)"
    r"|(?<![\d/])(?P<number>\d{1,2}) ?/ ?(?P<of>\d{4})(?!\d)",
    re.IGNORECASE,
)
_ROWS_AT_THE_TOP = 10
_FARTHEST = 12  # characters between a label and its month
_LONGEST_DAYS_APART = 80  # characters between the two days


def period(paper: Paper, wording: re.Pattern[str] = PERIOD) -> Iterator[Field]:
    """`period_start` and `period_end`, both or none."""
    for _, _, row in rows_of(paper):
        for found in islice(wording.finditer(row.text), 3):
            if ends := _two_days(row, found.end()) or _month(row, found.end()):
                yield from ends
                return


def month_alone(paper: Paper) -> Iterator[Field]:
    """The period of a month that stands in a cell of its own, near the top of the first page."""
    for page, index, row in rows_of(paper):
        if index >= _ROWS_AT_THE_TOP or page.number > 1:
            return
        for cell in row.cells:
            found = _MONTH.fullmatch(cell.text)
            if found is not None and (ends := _month(cell, 0)):
                yield from ends
                return


def _two_days(row: Row, start: int) -> list[Field]:
    days = days_in(row.text, start)
    if len(days) < 2 or days[0][1] >= days[1][1] or days[0][0][0] - start > _LONGEST_DAYS_APART:
        return []
    names = ("period_start", "period_end")
    return [stated(name, row, span, iso) for name, (span, iso) in zip(names, days, strict=False)]


def _month(row: Strip, start: int) -> list[Field]:
    month = _MONTH.search(row.text, start)
    if month is None or month.start() - start > _FARTHEST:
        return []
    number = MONTHS.get(simple(month["name"])) if month["name"] else int(month["number"])
    year = int(month["year"] or month["of"])
    if number is None or not 1 <= number <= 12 or not 1950 <= year <= 2099:
        return []
    last = calendar.monthrange(year, number)[1]
    start_field = stated("period_start", row, month.span(), f"{year}-{number:02}-01")
    return [start_field, stated("period_end", row, month.span(), f"{year}-{number:02}-{last}")]
