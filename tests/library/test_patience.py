"""Finding by meaning without waiting for it."""

import threading
from collections.abc import Collection

import pytest

from lexo.library.searching.meaning import LikeDocument, Near
from lexo.library.searching.patience import Patient

NEAR = (Near(1, 0.9, 0, 5),)


class Model:
    """Answers once it is let."""

    name = "never-measured"

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.asked: list[str] = []

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        del limit, within
        self.asked.append(text)
        self.may_answer.wait(5)
        if text == "breaks":
            raise OSError
        return NEAR

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        del limit
        return (LikeDocument(document_id, 1.0),)


def test_patient_gives_what_comes_in_time() -> None:
    model = Model()
    model.may_answer.set()
    assert Patient(lambda: model).nearest("loyer", 5) == NEAR


def test_patient_does_without_what_is_late_and_asks_again_later() -> None:
    model = Model()
    patient = Patient(lambda: model, patience_s=0.02)
    assert patient.nearest("first", 5) == ()
    assert patient.nearest("given up", 5) == ()  # waits behind the first, which is still being answered
    model.may_answer.set()
    slow = Patient(lambda: model)
    assert slow.nearest("now", 5) == NEAR
    assert model.asked[0] == "first"
    assert "given up" not in model.asked


def test_patient_goes_on_after_a_failure() -> None:
    model = Model()
    model.may_answer.set()
    patient = Patient(lambda: model)
    assert patient.nearest("breaks", 5) == ()
    assert patient.nearest("works", 5) == NEAR


def test_patient_hands_on_what_papers_are_alike() -> None:
    assert Patient(Model).like(3, 1) == (LikeDocument(3, 1.0),)


@pytest.mark.parametrize(("choice", "found"), [("on", NEAR), ("auto", ()), ("off", ())])
def test_patient_believes_the_model_as_it_was_chosen(choice: str, found: tuple[Near, ...]) -> None:
    model = Model()
    model.may_answer.set()
    assert Patient.believing(lambda: model, lambda: model, choice).nearest("combien de loyer ?", 5) == found
