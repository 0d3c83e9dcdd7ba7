"""The step that makes vectors: some pages at a time, newest first; no trouble where there is no model or it fails."""

import logging
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lexo.document import Reason
from lexo.errors import ModelFailed
from lexo.inference.base import Priority, Purpose
from lexo.pipeline import embedding as module
from lexo.pipeline.embedding import Embedding, embed_all
from lexo.store import pages, vectors
from lexo.store.database import Database
from made_papers import add_paper, page_of
from word_embedder import WordEmbedder


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.fixture
def model() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def step(db: Database, model: WordEmbedder) -> Embedding:
    return Embedding(db, lambda: model, lambda: None)


def waiting(db: Database) -> list[int]:
    return [page.page_id for page in vectors.next_waiting(db, 100)]


def test_pages_are_done_newest_first_and_more_at_once_while_that_is_quick(db: Database, step: Embedding) -> None:
    add_paper(db, "a.pdf", *[f"texte {number}" for number in range(7)])
    left = []
    while step.step():
        left.append(waiting(db))
    assert left == [[6, 5, 4, 3, 2, 1], [4, 3, 2, 1], []]


def test_fewer_pages_are_taken_where_each_takes_long(
    db: Database, step: Embedding, model: WordEmbedder, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_paper(db, "a.pdf", *[f"texte {number}" for number in range(20)])
    assert step.step()
    assert step.step()
    assert step.step()
    quick = model.embed

    def slowly(*arguments: object, **more: object) -> object:
        clock.now += 10
        return quick(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "embed", slowly)
    counts = []
    for _ in range(4):
        before = len(waiting(db))
        step.step()
        counts.append(before - len(waiting(db)))
    assert counts == [8, 4, 1, 0]


def test_texts_are_passages_in_the_background(db: Database, step: Embedding, model: WordEmbedder) -> None:
    add_paper(db, "a.pdf", "Un texte")
    step.step()
    assert model.asked == [(Purpose.PASSAGE, ("Un texte",))]
    assert model.priorities == [Priority.BACKGROUND]


def test_chunks_know_their_place(db: Database, step: Embedding) -> None:
    text = "\n\n".join("\n".join(f"une ligne assez longue du bloc {b} numero {n}" for n in range(9)) for b in range(9))
    add_paper(db, "a.pdf", text)
    step.step()
    with db.read() as connection:
        rows = connection.execute(
            "SELECT first_char, end_char, first_line, last_line FROM chunks ORDER BY id"
        ).fetchall()
    assert len(rows) > 3
    lines = [line for line in text.split("\n") if line]
    for first_char, end_char, first_line, last_line in rows:
        assert text[first_char:end_char].replace("\n\n", "\n").split("\n") == lines[first_line - 1 : last_line]


def test_without_a_model_nothing_is_done_or_said(db: Database, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[int] = []
    step = Embedding(db, lambda: asked.append(1), lambda: pytest.fail("nobody has to wait for nothing"))  # type: ignore[func-returns-value, arg-type, return-value]
    add_paper(db, "a.pdf", "Un texte")
    assert [step.step() for _ in range(5)] == [False] * 5
    assert (len(asked), caplog.records) == (1, [])
    clock.now += module.ABSENT_S
    step.step()
    assert len(asked) == 2


def test_nothing_is_done_on_battery(db: Database, model: WordEmbedder) -> None:
    add_paper(db, "a.pdf", "Un texte")
    assert not Embedding(db, lambda: model, lambda: Reason("on_battery")).step()
    assert (waiting(db), model.asked) == ([1], [])


def test_model_that_fails_is_told_once_and_tried_again_later_and_later(
    db: Database, step: Embedding, model: WordEmbedder, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    add_paper(db, "a.pdf", "Un texte secret")
    model.error = ModelFailed(model="words")
    tries = []
    for second in range(4000):
        clock.now = 1000.0 + second
        before = len(model.asked)
        step.step()
        if len(model.asked) > before:
            tries.append(second)
    assert [later - sooner for sooner, later in pairwise(tries)] == [60, 120, 240, 480, 960, 1920]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "secret" not in caplog.text
    model.error, clock.now = None, clock.now + 4000
    assert step.step()
    assert waiting(db) == []


def test_page_that_a_model_cannot_take_does_not_hold_up_the_others(
    db: Database, step: Embedding, model: WordEmbedder, clock: Clock
) -> None:
    add_paper(db, "a.pdf", *["bon texte"] * 3, "mauvais texte", *["bon texte"] * 4)
    model.error, model.refuses = ModelFailed(model="words"), "mauvais"
    for _ in range(40):
        step.step()
        clock.now += 400
    assert waiting(db) == [4]
    model.error = None
    for _ in range(10):
        step.step()
        clock.now += 4000
    assert waiting(db) == []


def test_step_that_fails_because_models_are_stopped_is_not_told(
    db: Database, step: Embedding, model: WordEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    add_paper(db, "a.pdf", "Un texte")
    model.error = ModelFailed(model="words")
    step.begin_stop()
    assert not step.step()
    assert (waiting(db), caplog.records) == ([1], [])


def test_page_without_end_is_done_in_several_calls_and_up_to_a_bound(
    db: Database, step: Embedding, model: WordEmbedder
) -> None:
    add_paper(db, "a.pdf", "\n".join(f"ligne {number} avec quelques mots de plus" for number in range(12_000)))
    assert step.step()
    assert vectors.count_chunks(db) == module.MAX_CHUNKS
    assert {len(texts) <= module.TEXTS_AT_ONCE for _, texts in model.asked} == {True}


def test_text_that_changes_while_the_model_works_is_done_again(
    db: Database, step: Embedding, model: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = add_paper(db, "a.pdf", "Un texte")
    real = model.embed

    def meanwhile(*arguments: object, **more: object) -> object:
        monkeypatch.setattr(model, "embed", real)
        pages.save_page(db, paper, 1, pages.packed(page_of("Un texte nouveau")))
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "embed", meanwhile)
    while step.step():
        pass
    assert waiting(db) == []
    assert [texts for _, texts in model.asked] == [("Un texte",), ("Un texte nouveau",)]
    assert vectors.count_chunks(db) == 1


def test_new_version_of_the_model_makes_all_pages_anew(db: Database, step: Embedding, model: WordEmbedder) -> None:
    add_paper(db, "a.pdf", "Un texte", "Un autre")
    while step.step():
        pass
    model.version = "2"
    while step.step():
        pass
    assert sum(len(texts) for _, texts in model.asked) == 4
    assert vectors.count_chunks(db) == 2


def test_all_that_waits_can_be_done_without_a_server(db: Database, model: WordEmbedder) -> None:
    add_paper(db, "a.pdf", *[f"texte {number}" for number in range(70)])
    assert embed_all(db, model) == 70
    assert embed_all(db, model) == 0
    assert vectors.count_waiting(db) == 0
