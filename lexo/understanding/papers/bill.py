"""What a bill, a receipt or a quote is about: its totals and its lines, out of one look at its rows."""

from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.lines import lines_beside
from lexo.understanding.papers.totals import totals_of
from lexo.understanding.papers.totals_rows import readings_of


def find(paper: Paper) -> Iterator[Field]:
    """Totals, then lines, which the totals prove."""
    readings = readings_of(paper)
    totals = list(totals_of(paper, readings))
    yield from totals
    yield from lines_beside(paper, readings, totals)
