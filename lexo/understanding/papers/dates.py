"""The dates of a paper and what each one is: of issue, due, of birth, the ends of a period."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from lexo.facts import Field
from lexo.understanding.fields.date_words import MONTH, MONTHS
from lexo.understanding.fields.dates import Dated, compact_date, dates_in, is_month_first, iso
from lexo.understanding.fields.flow import Sheet, folded
from lexo.understanding.fields.printed import beside, flowing
from lexo.understanding.paper import Paper
from lexo.understanding.papers.date_labels import IGNORED, PERIOD_LABEL, PLAIN, VALIDITY_LABEL, said_before
from lexo.understanding.papers.date_places import role_of
from lexo.understanding.papers.terms import terms_of
from lexo.understanding.papers.tickets import is_ticket

MOST_PAGES = 12
_UNIQUE = frozenset({"issue_date", "due_date", "delivery_date", "order_date", "effective_date", "valid_until"})
_ON_SLIPS, _OF_SALE = frozenset({"payment_date", "order_date", "delivery_date", "appointment_date"}), 0.5
_MOST_OF_A_ROLE = 3
_HEAD = 2500  # characters of the first page that name the paper
_QUOTE = re.compile(r"(?<![a-z])(?:devis|quotation|quote|angebot|offerte|proposition commerciale|preventivo)(?![a-z])")
_INVOICE = re.compile(r"(?<![a-z])(?:facture|invoice|rechnung|avoir)(?![a-z])")

_EIGHT_FIGURES = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_FIGURES_ALONE = re.compile(r"(?<![\d.,/-])(?:(?:19|20)\d{6}|\d{2} \d{2} (?:19|20)\d{2})(?![\d/]|[.,-]\d)")
_MOST_COMPACT = 40
_UNTIL = r"(?:inclus,?\s)?(?:et\s)?(?:au|a|bis(?:\szum)?|to|tot(?:\sen\smet)?|until|through|thru|jusqu'au|-|al|ate|and)"
_BETWEEN = re.compile(rf"\s{{0,3}}{_UNTIL}\s{{0,3}}(?:le\s)?", re.IGNORECASE)
_HALF = re.compile(
    rf"(?<![\d/.,])(?:(\d{{1,2}}|[l|](?=er))(?:er|st|nd|rd|th|°)?(?:\s?({MONTH})\.?|[/.](\d{{1,2}}))?|({MONTH})\.?\s(\d{{1,2}}))"
    rf"\s{{0,2}}(?P<until>{_UNTIL})\s{{0,3}}(?:le\s)?\Z"
)
_FROM = re.compile(r"(?<![a-z])(?:du|from|vom|van|dal|del|entre le|between|de)\s{0,2}\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """Two dates that belong together, and where both stand."""

    first: str
    last: str
    first_span: tuple[int, int]
    last_span: tuple[int, int]


def find(paper: Paper) -> Iterator[Field]:
    """Every date whose role is known, with the surest of each role first. A date without a role is no fact."""
    month_first, ticket = is_month_first(paper), is_ticket(paper)
    head = folded(paper.pages[0].text[:_HEAD]) if paper.pages else ""
    is_quote = bool(_QUOTE.search(head)) and not _INVOICE.search(head)
    found: list[Field] = []
    sheets = [Sheet(page) for page in paper.pages[:MOST_PAGES]]
    for index, sheet in enumerate(sheets):
        dates = dates_in(sheet.flow.text, is_month_first=month_first, has_slips=sheet.page.is_read_from_pixels)
        found += _on_page(sheet, dates, is_first=index == 0, is_ticket=ticket)
    if ticket and not any(field.name == "issue_date" for field in found):
        found += [replace(each, name="issue_date", confidence=_OF_SALE) for each in found if each.name in _ON_SLIPS]
        found += _without_strokes(sheets[0])
    chosen = list(_chosen(_renamed(found, is_quote=is_quote)))
    yield from chosen
    issued = next((field.normalized for field in chosen if field.name == "issue_date"), None)
    yield from terms_of(sheets, issued, {field.name for field in chosen})


def _without_strokes(sheet: Sheet) -> Iterator[Field]:
    """A till's date whose strokes the engine did not see: "27032018" alone in its cell."""
    for row in sheet.rows:
        for cell in row.cells:
            found = _EIGHT_FIGURES.fullmatch(cell.text)
            value = found and iso(found[3], found[2], found[1])
            if value:
                yield beside("issue_date", cell, (0, len(cell.text)), value, 0.4)


def _compact_fields(sheet: Sheet) -> Iterator[Field]:
    """Figures alone that a label makes a date: "Date : 20240312"."""
    for found in islice(_FIGURES_ALONE.finditer(sheet.flow.plain), _MOST_COMPACT):
        value = compact_date(found[0])
        _, at = sheet.flow.line_at(found.start())
        said = said_before(sheet.flow.plain[found.start() - at : found.start()]) if value else None
        if value and said is not None and said.role != IGNORED and said.gap <= 6:
            name = "issue_date" if said.role == PLAIN else said.role
            yield _field(sheet, name, value, found.span(), 0.75)


def _on_page(sheet: Sheet, dates: list[Dated], *, is_first: bool, is_ticket: bool) -> Iterator[Field]:
    periods = list(periods_in(sheet.flow.plain, dates))
    taken = {span for period in periods for span in (period.first_span, period.last_span)}
    for period in periods:
        yield from _period_fields(sheet, period)
    yield from _compact_fields(sheet)
    for dated in dates:
        if (dated.start, dated.stop) in taken:
            continue
        if dated.is_month:
            yield from _month_fields(sheet, dated)
            continue
        role = role_of(sheet, dated, is_first=is_first, is_ticket=is_ticket)
        if role is not None:
            yield _field(sheet, role.name, dated.iso, (dated.start, dated.stop), role.confidence)
            if role.name == "signature_date":
                yield _field(sheet, "issue_date", dated.iso, (dated.start, dated.stop), role.confidence - 0.3)


def periods_in(plain: str, dates: list[Dated]) -> Iterator[Period]:
    """Pairs such as "du 01/05 au 31/05/2014", "July 1 - July 31, 2014", "1er au 31 juillet 2015"."""
    ended = -1
    for first, last in pairwise(dates):
        if _BETWEEN.fullmatch(plain[first.stop : last.start]) and first.iso <= last.iso and first.start >= ended:
            end = last.last_day if last.is_month else last.iso
            yield Period(first.iso, end, (first.start, first.stop), (last.start, last.stop))
            ended = last.stop
    for dated in dates:
        before = plain[max(dated.start - 40, 0) : dated.start]
        half = None if dated.is_month else _HALF.search(before)
        if half is not None:
            start = _completed(half, dated.iso)
            offset = max(dated.start - 40, 0)
            if start is not None:
                span = (offset + half.start(), offset + len(before[: half.start("until")].rstrip()))
                yield Period(start, dated.iso, span, (dated.start, dated.stop))


def _completed(half: re.Match[str], last: str) -> str | None:
    """The first day of a period whose month and year are those of the last one, where they are not printed."""
    year, month = int(last[:4]), int(last[5:7])
    day = (half[1] or half[5]).replace("l", "1").replace("|", "1")
    name = half[2] or half[4]
    number = MONTHS[name] if name else int(half[3]) if half[3] else month
    start = iso(year if number <= month else year - 1, number, day)
    return start if start is not None and start <= last else None


def _period_fields(sheet: Sheet, period: Period) -> Iterator[Field]:
    plain = sheet.flow.plain
    start = period.first_span[0]
    _, at = sheet.flow.line_at(start)
    before = plain[start - at : start]
    wider = plain[max(start - 120, 0) : start]
    said = said_before(before)
    if said is not None and said.role == IGNORED:
        return
    if VALIDITY_LABEL.search(before[-60:]):
        yield _field(sheet, "valid_from", period.first, period.first_span, 0.8)
        yield _field(sheet, "expiry_date", period.last, period.last_span, 0.8)
        return
    is_said = PERIOD_LABEL.search(before) or (said is not None and said.role.startswith("period"))
    sure = 0.9 if is_said else 0.75 if _FROM.search(before) else 0.8 if PERIOD_LABEL.search(wider) else 0.6
    yield _field(sheet, "period_start", period.first, period.first_span, sure)
    yield _field(sheet, "period_end", period.last, period.last_span, sure)


def _month_fields(sheet: Sheet, dated: Dated) -> Iterator[Field]:
    """A month that is named as the paper's period: "Quittance de loyer - mars 2024"."""
    _, at = sheet.flow.line_at(dated.start)
    before = sheet.flow.plain[dated.start - at : dated.start]
    if not PERIOD_LABEL.search(before[-50:]):
        return
    span = (dated.start, dated.stop)
    yield _field(sheet, "period_start", dated.iso, span, 0.8)
    yield _field(sheet, "period_end", dated.last_day, span, 0.8)


def _field(sheet: Sheet, name: str, normalized: str, span: tuple[int, int], confidence: float) -> Field:
    page_cost = 0.03 * min(sheet.page.number - 1, 4)
    return flowing(name, sheet.flow, span, normalized, max(confidence - page_cost, 0.1))


def _renamed(found: Iterable[Field], *, is_quote: bool) -> Iterator[Field]:
    for field in found:
        if is_quote and field.name in ("expiry_date", "due_date"):
            yield Field(
                "valid_until", field.value, field.normalized, field.source, field.verdict, field.confidence, field.proof
            )
        else:
            yield field


def _chosen(found: Iterable[Field]) -> Iterator[Field]:
    """The surest of each role; one alone where a paper has one alone. Of two as sure the first on the paper."""
    by_role: dict[str, list[Field]] = {}
    for field in found:
        by_role.setdefault(field.name, []).append(field)
    for name, fields in by_role.items():
        ranked = sorted(fields, key=lambda field: -field.confidence)
        distinct = {field.normalized: field for field in reversed(ranked)}
        ordered = sorted(distinct.values(), key=lambda field: -field.confidence)
        is_alone = name in _UNIQUE or name.startswith("period_")
        yield from ordered[: 1 if is_alone else _MOST_OF_A_ROLE]
