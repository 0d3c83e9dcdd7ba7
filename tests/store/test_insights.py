"""What a reader says of a paper is bounded before it is believed, and survives its journey whole."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from lexo.document import BBox, Reason
from lexo.facts import Field, KindGuess, Proof, Source, Split, Understanding, Verdict
from lexo.store import insights

FIELD = Field(
    "grand_total",
    "84,20 €",
    "84.20",
    Source.RULE,
    Verdict.VERIFIED,
    0.97,
    Proof(1, (BBox(0.1, 0.2, 0.3, 0.4),), "84,20 €", "tesseract"),
    "sum",
    ({"name": "Miel", "line_total": "84.20"},),
)
WHOLE = Understanding(
    (FIELD,),
    (KindGuess("invoice", 0.9, (Reason("kind_title", {"cue": "facture"}),)),),
    "Facture",
    "Une facture.",
    "EDF",
    "2024-03-12",
    ("siren:552081317",),
    (1, 0, 5),
    (Split(3, 0.8),),
    (Reason("hidden_text_differs", {"page": 1}),),
)


def altered(**values: Any) -> str:
    return json.dumps({**json.loads(insights.encode(WHOLE)), **values})


def altered_field(**values: Any) -> str:
    return altered(fields=[{**json.loads(json.dumps(asdict(FIELD))), **values}])


def test_understanding_survives_its_journey() -> None:
    assert insights.decode(insights.encode(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    "values",
    [
        {"name": "no name"},
        {"name": "x" * 61},
        {"source": "the_moon"},
        {"verdict": "sworn"},
        {"confidence": float("nan")},
        {"proof": {"page": "one"}},
        {"proof": {**asdict(FIELD.proof), "page": 0}},
        {"proof": {**asdict(FIELD.proof), "page": 1 << 63}},
        {"proof": {**asdict(FIELD.proof), "page": float("inf")}},
        {"confidence": 10**400},
        {"rows": [1]},
        {"rows": [["name"]]},
    ],
)
def test_field_that_is_none_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        insights.decode(altered_field(**values))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "[" * 100_000,
        altered(splits=[{"page": 1 << 63, "confidence": 1}]),
        altered(kinds=["invoice"]),
        altered(signature=[float("inf")]),
        altered(warnings=[{"code": "x", "details": []}]),
        altered(fields=7),
    ],
    ids=range(8),
)
def test_answer_that_is_no_understanding_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        insights.decode(text)


def test_confidence_and_boxes_are_held_to_their_range() -> None:
    proof = {**asdict(FIELD.proof), "boxes": [[-1, 0, 2, 0.5]]}
    (field,) = insights.decode(altered_field(confidence=7, proof=proof)).fields
    assert (field.confidence, field.proof.boxes) == (1.0, (BBox(0.0, 0.0, 1.0, 0.5),))


def test_long_texts_and_control_characters_are_cut() -> None:
    (field,) = insights.decode(altered_field(value="a\x00\x1b" + "b" * 5000)).fields
    assert field.value == "a" + "b" * (insights.MAX_TEXT - 3)


def test_numbers_of_things_are_bounded() -> None:
    many = replace(WHOLE, fields=(FIELD,) * 1000, features=("x",) * 100)
    decoded = insights.decode(insights.encode(many))
    assert (len(decoded.fields), len(decoded.features)) == (insights.MAX_FIELDS, 32)


def test_date_that_is_none_is_left_out() -> None:
    assert insights.decode(altered(date="soon")).date == ""
