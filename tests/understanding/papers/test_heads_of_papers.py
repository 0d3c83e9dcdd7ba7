"""What the heads of papers say: dates with their roles, numbers, who sends and who is addressed, what is agreed."""

import foreign_heads
import french_bills
import french_letters
import pytest
from typed import typed

from lexo.facts import Field, Verdict
from lexo.understanding.papers import contract, dates, numbers, trade_parties

HEADS = french_bills.HEADS | french_letters.HEADS | foreign_heads.HEADS
_SLIP_DPI = 200
_IN_ENGLISH = frozenset(name for name in foreign_heads.HEADS if name not in ("german_invoice", "dutch_invoice"))


def read(name: str) -> list[Field]:
    is_slip = name == "till" or name.endswith("_slip")
    language = "eng" if name in _IN_ENGLISH else "fra" if name not in foreign_heads.HEADS else None
    paper = typed(HEADS[name].text, language=language, dpi=_SLIP_DPI if is_slip else None)
    return [field for module in (dates, numbers, trade_parties, contract) for field in module.find(paper)]


@pytest.mark.parametrize("name", HEADS)
def test_head_of_a_paper_says_its_facts(name: str) -> None:
    found: dict[str, str] = {}
    for field in sorted(read(name), key=lambda field: -field.confidence):
        found.setdefault(field.name, field.normalized)
    wanted = HEADS[name].wanted
    assert {each: found.get(each) for each in wanted} == wanted


@pytest.mark.parametrize("name", HEADS)
def test_every_fact_of_a_head_has_its_proof(name: str) -> None:
    for field in read(name):
        assert field.proof.page == 1, field.name
        assert field.proof.boxes, field.name
        assert field.proof.text, field.name
        assert field.verdict is Verdict.PLAUSIBLE, field.name
        assert 0 < field.confidence <= 1, field.name
