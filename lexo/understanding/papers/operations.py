"""The operations of a bank statement, row by row: what stands under Débit and what under Crédit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lexo.document import BBox
from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.paper import Paper, Row, Strip
from lexo.understanding.papers.shapes import AMOUNT, MONEY, iso_of
from lexo.understanding.papers.wording import label

MOST_OPERATIONS = 500
_DEBIT, _CREDIT = label("debits?", "depenses?", "sorties?", "withdrawals?"), label("credits?", "recettes?", "deposits?")
_BALANCE = label("soldes?", "balance")
_FIRST_DAY = re.compile(
    r"(?P<day>\d{1,2})(?P<gap>[./ -]?)(?P<month>\d{2}|[^\W\d_]{3,9})\.?(?:(?P=gap)(?P<year>\d{4}|\d{2}))?(?![\d,])"
)
_SECOND_DAY = re.compile(r"\s{1,4}\d{2}[./-]\d{2}(?:[./-]\d{2,4})?(?=\s|$)")
_NO_OPERATION = label("solde", "total", "totaux", "report", "balance forward", "opening balance", "closing balance")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The right edges of the columns' headings."""

    debit: BBox
    credit: BBox
    balance: BBox | None


def operations_of(paper: Paper) -> Field | None:
    """All operations of a statement, or None where its columns are not found."""
    found: list[tuple[dict[str, str], Row]] = []
    columns: _Columns | None = None
    year = _year_of(paper)
    for page in paper.pages:
        for row in page.rows:
            heading = _columns(row)
            columns = heading or columns
            if columns is None or heading is not None or len(found) >= MOST_OPERATIONS:
                continue
            operation = _operation(row, columns, year)
            if operation is not None:
                found.append((operation, row))
    if not found:
        return None
    rows = tuple(operation for operation, _ in found)
    return Field(
        "operations",
        str(len(rows)),
        "",
        Source.RULE,
        Verdict.PLAUSIBLE,
        0.8,
        _proof([row for _, row in found]),
        rows=rows,
    )


def _columns(row: Row) -> _Columns | None:
    if len(row.text) > 300:
        return None
    debit, credit, balance = (_cell(row, pattern) for pattern in (_DEBIT, _CREDIT, _BALANCE))
    if debit is None or credit is None or debit is credit:
        return None
    return _Columns(debit.bbox, credit.bbox, balance.bbox if balance is not None else None)


def _cell(row: Row, pattern: re.Pattern[str]) -> Strip | None:
    """The cell or word of a heading."""
    found = pattern.search(row.text)
    if found is None or MONEY.search(row.text):
        return None
    words = row.words_between(*found.span())
    return Strip(row.page, words, found[0], (0,), row.engine) if words else None


def _operation(row: Row, columns: _Columns, year: str) -> dict[str, str] | None:
    day = _FIRST_DAY.match(row.text)
    if day is None or _NO_OPERATION.search(row.text):
        return None
    iso = iso_of(f"{day['day']}/{day['month']}/{day['year'] or year}")
    second = _SECOND_DAY.match(row.text, day.end())
    start = second.end() if second else day.end()
    chosen = _chosen(row, start, columns)
    if iso is None or not chosen.keys() & {"debit", "credit"}:
        return None
    label = row.text[start : min(begin for begin, _ in chosen.values())]
    amounts = {
        name: (AMOUNT.normalized(row.text[begin:end]) or "").lstrip("-") for name, (begin, end) in chosen.items()
    }
    return {
        "date": iso,
        "label": " ".join(label.split()),
        "debit": amounts.get("debit", ""),
        "credit": amounts.get("credit", ""),
    }


def _chosen(row: Row, start: int, columns: _Columns) -> dict[str, tuple[int, int]]:
    """Of each column the amount that stands nearest to its heading: "31.12" in a label is none."""
    nearest: dict[str, tuple[float, tuple[int, int]]] = {}
    for begin, end, box in _amounts(row, start):
        name, distance = _column_of(box, columns)
        if name not in nearest or distance < nearest[name][0]:
            nearest[name] = (distance, (begin, end))
    return {name: span for name, (_, span) in nearest.items()}


def _amounts(row: Row, start: int) -> Iterator[tuple[int, int, BBox]]:
    for found in MONEY.finditer(row.text, start):
        boxes = row.proof(*found.span()).boxes
        if boxes:
            yield *found.span(), boxes[0]


def _column_of(box: BBox, columns: _Columns) -> tuple[str, float]:
    """The heading whose right edge or middle is nearest to the amount's, and how far that is."""
    headings = {"debit": columns.debit, "credit": columns.credit}
    if columns.balance is not None:
        headings["balance"] = columns.balance
    return min(((name, _distance(box, heading)) for name, heading in headings.items()), key=lambda each: each[1])


def _distance(box: BBox, heading: BBox) -> float:
    middles = abs(box.left + box.right - heading.left - heading.right) / 2
    return min(abs(box.right - heading.right), middles)


def _year_of(paper: Paper) -> str:
    """The year most often printed, for days without one."""
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", paper.text[:20_000])
    return max(sorted(set(years)), key=years.count, default="")


def _proof(rows: Sequence[Row]) -> Proof:
    """Where the operations of the first page stand."""
    page = rows[0].page
    boxes = tuple(row.bbox for row in rows if row.page == page)
    return Proof(page, boxes, rows[0].text[:200], rows[0].engine)
