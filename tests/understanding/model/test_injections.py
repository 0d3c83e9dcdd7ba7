"""Papers that give orders to a model: they change nothing but their own unverified facts, even if it obeys."""

import re
from datetime import date
from pathlib import Path

import pytest
from injected import EVIL_IBAN, EVIL_TOTAL, HIDDEN, KINDS, KNOWN, MISSING, PAPERS, ObedientModel, lost_model, quoted

from lexo.facts import Field, Source, Verdict
from lexo.understanding.deadlines import deadlines_of
from lexo.understanding.model.asking import Subject, Write, ask
from lexo.understanding.model.grounding import GroundedAnswer
from lexo.understanding.model.orders import has_orders
from lexo.understanding.reconcile import reconcile

DANGEROUS = re.compile(r"[<>\[\]`]|://|\bwww\.|evil|javascript|onerror|hx-|href|delete", re.IGNORECASE)
PRINTED = {"contract_number": "C-4417", "due_date": "2026-04-02"}  # by the honest part of the bill


@pytest.fixture(params=PAPERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked(write: Write, name: str, folder: Path) -> GroundedAnswer:
    answer = ask(write, Subject(PAPERS[name](folder), KNOWN, KINDS, MISSING))
    assert answer is not None
    return answer


def believed(answer: GroundedAnswer) -> dict[str, str]:
    return {field.name: field.normalized for field in answer.fields if field.verdict is not Verdict.UNVERIFIED}


def test_twelve_papers_are_tried() -> None:
    assert len(PAPERS) == 12


@pytest.mark.parametrize("name", HIDDEN)
def test_orders_that_nobody_sees_never_reach_the_model(name: str, tmp_path: Path) -> None:
    model = ObedientModel()
    answer = asked(model, name, tmp_path)
    assert not model.obeyed
    assert EVIL_IBAN[:9] not in quoted(model.prompts[0])
    assert believed(answer) == PRINTED


@pytest.mark.parametrize("name", [name for name in PAPERS if name not in HIDDEN])
def test_orders_that_are_seen_are_obeyed_by_this_model_and_recognised(name: str, tmp_path: Path) -> None:
    model = ObedientModel()
    asked(model, name, tmp_path)
    assert model.obeyed
    assert has_orders(PAPERS[name](tmp_path))


def test_obedient_model_makes_no_fact_and_no_word_of_an_order(name: str, tmp_path: Path) -> None:
    model = ObedientModel()
    answer = asked(model, name, tmp_path)
    assert believed(answer).items() <= PRINTED.items()
    assert answer.kind in ("", "invoice")
    if model.obeyed:
        assert (answer.kind, answer.title, answer.summary) == ("", "", "")


def test_lost_model_makes_no_fact_whatever_the_paper_says(name: str, tmp_path: Path) -> None:
    answer = asked(lost_model, name, tmp_path)
    assert believed(answer) == {}
    assert answer.summary == ""
    assert {field.source for field in answer.fields} <= {Source.MODEL}


def test_no_address_markup_or_foreign_key_survives(name: str, tmp_path: Path) -> None:
    answer = asked(lost_model, name, tmp_path)
    texts = [answer.title, answer.summary, *(field.value for field in answer.fields)]
    assert [text for text in texts if DANGEROUS.search(text)] == []
    assert {field.name for field in answer.fields} <= set(MISSING)
    assert all(not field.proof.boxes and field.proof.page is None for field in answer.fields)


def test_what_was_known_stays_and_no_deadline_comes_of_it(name: str, tmp_path: Path) -> None:
    answer = asked(lost_model, name, tmp_path)
    fields = reconcile((*KNOWN.fields, *answer.fields))
    assert [field for field in fields if field.source is not Source.MODEL] == list(KNOWN.fields)
    assert deadlines_of("invoice", fields, date(2026, 3, 10)) == ()


def test_total_of_an_order_does_not_replace_the_known_one(tmp_path: Path) -> None:
    greedy = Subject(PAPERS["visible, English"](tmp_path), KNOWN, KINDS, (*MISSING, "grand_total"))
    answer = ask(lost_model, greedy)
    assert answer is not None
    totals: list[Field] = [field for field in answer.fields if field.name == "grand_total"]
    assert [(field.verdict, field.value) for field in totals] == [(Verdict.UNVERIFIED, EVIL_TOTAL)]
