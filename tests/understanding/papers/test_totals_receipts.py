"""Totals of receipts among change, rounding, savings and tables of taxes."""

import pytest
from totals_receipts import RECEIPTS
from typed import typed

from lexo.understanding.papers.totals import find


@pytest.mark.parametrize("name", RECEIPTS)
def test_total_of_a_receipt_read_from_pixels_is_what_was_paid(name: str) -> None:
    printed, expected = RECEIPTS[name]
    found = [field for field in find(typed(printed, confidence=0.9, dpi=200)) if field.name == "grand_total"]
    assert [field.normalized for field in found] == [expected]
