"""Totals of French papers of many kinds."""

import pytest
from totals_bills import BILLS
from totals_papers import PAPERS
from typed import typed

from lexo.understanding.papers.totals import find


@pytest.mark.parametrize("name", PAPERS | BILLS)
def test_totals_of_a_french_paper_are_those_it_prints(name: str) -> None:
    printed, expected = (PAPERS | BILLS)[name]
    found = {field.name: field.normalized for field in reversed(list(find(typed(printed))))}
    assert {key: found.get(key) for key in expected} == expected
