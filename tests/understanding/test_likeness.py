"""The same paper again is found by its words, and told from the next month's by its facts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.understanding.likeness import BINS, relation, signature

WORDS = [f"mot{number}" for number in range(400)]
TEXT = " ".join(WORDS)
MARCH = {"invoice_number": "FA-3", "issue_date": "2024-03-01", "grand_total": "84.20"}


def likeness(first: str, second: str) -> float:
    pairs = [(one, two) for one, two in zip(signature(first), signature(second), strict=True) if one]
    return sum(one == two for one, two in pairs) / len(pairs)


def misread(text: str, share: float) -> str:
    chance = random.Random(7)
    return " ".join(word[:-1] + "§" if chance.random() < share else word for word in text.split())


def test_same_text_is_wholly_alike_whatever_its_case_and_accents() -> None:
    assert likeness(TEXT + " été", TEXT.upper() + " ETE") == 1.0


def test_new_scan_with_misread_words_is_alike() -> None:
    assert likeness(TEXT, misread(TEXT, 0.05)) > 0.55


def test_other_text_is_not_alike() -> None:
    assert likeness(TEXT, " ".join(reversed(WORDS))) < 0.1


def test_paper_of_a_few_words_has_no_signature() -> None:
    assert signature("Merci de votre visite") == ()


@given(st.text(max_size=500))
def test_signature_of_any_text_has_all_its_bins_or_none(text: str) -> None:
    assert len(signature(text)) in (0, BINS)
    assert all(0 <= each < 1 << 62 for each in signature(text))


@pytest.mark.parametrize(
    ("other", "alike", "expected"),
    [
        (MARCH, 0.9, "copy"),
        (MARCH, 0.4, "version"),
        (MARCH | {"grand_total": "90.00"}, 0.8, "version"),
        (MARCH | {"invoice_number": "FA-4", "issue_date": "2024-04-01"}, 0.95, None),
        ({"issue_date": "2024-04-01"}, 0.95, None),
        ({}, 0.95, "copy"),
        ({}, 0.7, "version"),
        ({}, 0.4, None),
    ],
)
def test_facts_decide_what_papers_are_to_each_other(other: dict[str, str], alike: float, expected: str | None) -> None:
    assert relation(MARCH, other, alike) == expected
