"""Whatever a paper holds, finders of dates, numbers, parties and contracts come back, soon, with honest proofs."""

import time
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import typed

from lexo.facts import Field
from lexo.understanding.fields import organisations, persons
from lexo.understanding.paper import Paper, paper_of
from lexo.understanding.papers import contract, dates, numbers, trade_parties

FINDERS = (dates.find, numbers.find, trade_parties.find, contract.find, persons.find, organisations.find)
_VOCABULARY = (
    "facture n° date du au le 12/03/2024 mars 2024 entre between and et client : 69001 Lyon rue SARL Inc. M. ( ) “ ” "
    ". , agreement term years deux ans régi droit français 30 jours paiement ● - TOTAL CASH ticket merci € 123456"
)
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=120), st.booleans())
def test_any_words_give_proven_fields(words: list[str], is_scan: bool) -> None:
    paper = typed(" ".join(words), dpi=150 if is_scan else None, confidence=0.8 if is_scan else None)
    for find in FINDERS:
        for field in find(paper):
            assert field.proof.boxes
            assert 0 <= field.confidence <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    paper = typed(text)
    assert all(isinstance(field, Field) for find in FINDERS for field in find(paper))


@pytest.mark.parametrize("find", FINDERS)
def test_no_pages_give_nothing(find: Callable[[Paper], Iterable[Field]]) -> None:
    assert list(find(paper_of(()))) == []


@pytest.mark.parametrize(
    "unit",
    [
        "facture n° ", "12/03/2024 ", "le ", "entre A et B, ", "( ", "69001 ", "rue ", "A SARL ", "M. Jean ",
        "date limite de dépôt de ", "30 jours ", "governed by ", "between A ", "1 ", "a-", "N° N° ", "au 31 mars 2024 ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [12, 150])
def test_repetition_takes_no_long_time(unit: str, width: int) -> None:
    line = (unit * width)[: 8 * width]
    paper = typed("CONTRACT AGREEMENT between the parties\n" + "\n".join([line] * 60))
    started = time.process_time()
    for find in FINDERS:
        list(find(paper))
    assert time.process_time() - started < 2.0
