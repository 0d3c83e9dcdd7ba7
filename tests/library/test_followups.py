"""Questions that go on from the one before are completed by rules, in French and in English."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexo.library.asking.answers import Answer, Citation, How, Sentence
from lexo.library.asking.followups import Exchange, complete

EDF = "Combien ai-je payé à EDF en 2024 ?"
ORANGE = "How much did I pay to Orange in March 2024?"


def exchange(question: str, *document_ids: int) -> Exchange:
    citations = tuple(Citation(number, each, "t", 1, "q") for number, each in enumerate(document_ids, start=1))
    return Exchange(question, Answer(How.MODEL, (Sentence("x", is_proven=True, citations=(1,)),), citations))


@pytest.mark.parametrize(
    ("before", "asked", "completed"),
    [
        (EDF, "et en 2023 ?", "Combien ai-je payé à EDF en 2023 ?"),
        (EDF, "2023 ?", "Combien ai-je payé à EDF en 2023 ?"),
        (EDF, "Et à Free ?", "Combien ai-je payé à Free en 2024 ?"),
        (EDF, "et à Free en 2022 ?", "Combien ai-je payé à Free en 2022 ?"),
        (EDF, "et l'année dernière ?", "Combien ai-je payé à EDF l'année dernière ?"),
        (ORANGE, "and in 2023?", "How much did I pay to Orange in 2023?"),
        (ORANGE, "what about Free Mobile?", "How much did I pay to Free Mobile in March 2024?"),
        (ORANGE, "and in April?", "How much did I pay to Orange in April 2024?"),
        ("Combien ai-je payé en février 2024 ?", "et pour mars ?", "Combien ai-je payé en mars 2024 ?"),
        ("Combien ai-je payé à EDF ?", "et en 2023 ?", "Combien ai-je payé à EDF en 2023 ?"),
    ],
)
def test_period_or_name_takes_the_place_of_the_one_before(before: str, asked: str, completed: str) -> None:
    assert complete(asked, [exchange(before, 1)]).text == completed


@pytest.mark.parametrize(
    "asked",
    ["et sa date d'échéance ?", "and its due date?", "à combien s'élève cette facture ?", "What is its due date?"],
)
def test_what_only_points_is_asked_of_the_papers_just_named(asked: str) -> None:
    completed = complete(asked, [exchange(EDF, 7, 9)])
    assert (completed.text, completed.document_ids) == (asked, (7, 9))
    assert "EDF" in completed.words


STANDING = [
    "Quel est mon numéro fiscal ?",
    "Where is my lease?",
    EDF,
    "Quel est le montant de ma taxe foncière et sa date limite ?",
    "Quand expire mon passeport et son renouvellement ?",
    "Quand faut-il payer la taxe ?",
    "Y a-t-il une facture Orange et son avoir ?",
    "What is the rent of the flat and its deposit?",
]


@pytest.mark.parametrize("asked", STANDING)
def test_question_that_says_all_stands_alone(asked: str) -> None:
    completed = complete(asked, [exchange(EDF, 7)])
    assert (completed.text, completed.before, completed.words, completed.document_ids) == (asked, "", (), ())


def test_follow_up_of_a_follow_up() -> None:
    history = [exchange(EDF, 1), exchange("et en 2023 ?", 2)]
    assert complete("et à Free ?", history).text == "Combien ai-je payé à Free en 2023 ?"


def test_papers_are_those_named_last_though_an_answer_named_none() -> None:
    history = [exchange("Que dit mon bail ?", 4), exchange("et son loyer ?")]
    assert complete("et sa durée ?", history).document_ids == (4,)


def test_papers_that_only_came_near_are_not_meant() -> None:
    near = exchange("Que dit mon bail ?", 4)
    refused = Exchange(near.question, replace(near.answer, how=How.REFUSED))
    assert complete("et son loyer ?", [refused]).document_ids == ()


def test_question_without_a_history_stays_as_it_is() -> None:
    assert complete("et en 2023 ?", []).text == "et en 2023 ?"


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_follow_any_text(before: str, asked: str) -> None:
    assert len(complete(asked, [exchange(before, 1)] * 3).text) <= 700


@pytest.mark.parametrize("piece", ["et ", "à A", "2023 ", "mars ", "its ", "x"])
def test_long_questions_take_no_time(piece: str) -> None:
    begun = time.process_time()
    complete(piece * 600, [exchange(piece * 600, 1)] * 6)
    assert time.process_time() - begun < 2.0
