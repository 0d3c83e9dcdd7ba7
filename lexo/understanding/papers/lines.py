"""The lines of an invoice, a quote or a receipt: what was sold, how many, for how much; proven by their sum."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.fields.amounts import formatted
from lexo.understanding.paper import Paper
from lexo.understanding.papers import totals
from lexo.understanding.papers.lines_loose import loose_lines
from lexo.understanding.papers.lines_rows import MAX_LINES, Line, lines_of
from lexo.understanding.papers.lines_tables import lines_of_tables
from lexo.understanding.papers.totals_labels import fold
from lexo.understanding.papers.totals_rows import Reading, readings_of

_SUMS = ("line_total", "tax_basis_total", "grand_total")
_TOLERANCE = Decimal("0.02")
_MOST_BEHIND = 6  # rows of other tables, of taxes or of payments, that may be taken for lines
_WITHIN = ("dont ", "incl", "davon", "waarvan", "di cui", "of which", "including")  # what another line contains
_ALLOWANCES = ("remise", "rabais", "discount", "charge", "rabatt", "korting", "zuschlag", "abschlag", "escompte")


def find(paper: Paper) -> Iterator[Field]:
    """One field with a row for each line, and the sum of the lines where it is one of the paper's totals."""
    readings = readings_of(paper)
    yield from lines_beside(paper, readings, list(totals.totals_of(paper, readings)))


def lines_beside(paper: Paper, readings: Sequence[Reading], totals_found: Sequence[Field]) -> Iterator[Field]:
    """The same, of a paper whose rows are read and whose totals are known already."""
    found = [lines for lines in (_by_columns(readings), _by_tables(paper)) if lines]
    known = {field.name: field for field in reversed(totals_found) if field.normalized}
    sums = [known[name] for name in _SUMS if name in known]
    for lines in found:
        if proven := _proven(lines, sums):
            yield from _fields(*proven, known)
            return
    if sums and (lines := loose_lines(readings, [Decimal(each.normalized) for each in sums])):
        yield _field(lines, Verdict.VERIFIED, 0.9)
    elif found and (sums or any(line.multiplies for line in found[0])):
        yield _field(_without_allowances(found[0]), Verdict.PLAUSIBLE, _likely(found[0], sums))


def _by_columns(readings: Sequence[Reading]) -> list[Line]:
    pages = groupby(readings, key=lambda reading: reading.page)
    return [line for _, rows in pages for line in lines_of(list(rows))][:MAX_LINES]


def _by_tables(paper: Paper) -> list[Line]:
    return [line for page in paper.pages for line in lines_of_tables(page)][:MAX_LINES]


def _proven(lines: Sequence[Line], sums: Sequence[Field]) -> tuple[list[Line], Field] | None:
    """The lines whose sum is one of the totals, and that total. Parts of other lines count once; allowances for the
    whole paper may stand among the lines, and then the sum without them is the one."""
    counts = range(len(lines) - 1, max(len(lines) - _MOST_BEHIND, 0), -1)
    beginnings = [lines[:count] for count in counts if not any(line.multiplies for line in lines[count:])]
    for chosen in (lines, _without_allowances(lines), _without_parts(lines), *beginnings):
        total = sum((line.total for line in chosen if line.total is not None), Decimal(0))
        if not total:
            continue
        for field in sums:
            if min(abs(total - Decimal(field.normalized)), abs(total + Decimal(field.normalized))) <= _TOLERANCE:
                return _without_allowances(chosen if chosen in beginnings else lines), field
    return None


def _without_allowances(lines: Sequence[Line]) -> list[Line]:
    kept = [line for line in lines if not (fold(line.name).startswith(_ALLOWANCES) and not line.multiplies)]
    return kept or list(lines)


def _without_parts(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not fold(line.name).startswith(_WITHIN)]


def _fields(lines: Sequence[Line], total: Field, known: dict[str, Field]) -> Iterator[Field]:
    yield _field(lines, Verdict.VERIFIED, 0.96)
    shown = sum((line.total for line in lines if line.total is not None), Decimal(0))
    if total.name == "tax_basis_total" and "line_total" not in known and shown == Decimal(total.normalized):
        yield Field(
            "line_total", total.value, total.normalized, Source.RULE, Verdict.VERIFIED, 0.95, total.proof, "sum"
        )


def _field(lines: Sequence[Line], verdict: Verdict, confidence: float) -> Field:
    total = sum((line.total for line in lines if line.total is not None), Decimal(0))
    reading = min((line.confidence for line in lines), default=1.0)
    return Field(
        "lines",
        f"{len(lines)} × {formatted(total, '')}" if len(lines) > 1 else formatted(total, ""),
        "",
        Source.RULE,
        verdict,
        round(confidence * (0.5 + 0.5 * reading), 3),
        _proof(lines),
        "sum" if verdict is Verdict.VERIFIED else "",
        tuple(line.cells for line in lines),
    )


def _proof(lines: Sequence[Line]) -> Proof:
    """A box for each printed row of the lines, on the page that holds the first of them."""
    page = lines[0].page
    same = [line for line in lines if line.page == page]
    boxes = tuple(box for line in same for box in line.boxes)
    return Proof(page, boxes, "\n".join(text for line in same for text in line.texts), same[0].engine)


def _likely(lines: Sequence[Line], sums: Sequence[Field]) -> float:
    """How much of the paper's total the lines cover, and how many of them are quantity x price."""
    total = sum((line.total for line in lines if line.total is not None), Decimal(0))
    fitting = sum(line.multiplies for line in lines) / len(lines)
    shares = [min(total, goal) / max(total, goal) for each in sums if (goal := Decimal(each.normalized)) > 0 < total]
    return 0.3 + 0.25 * fitting + 0.25 * float(max(shares, default=Decimal(0)))
