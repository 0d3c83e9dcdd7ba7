"""From an added paper to one that is found by its meaning, with a tiny model in the running program."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny_models import install

from lexo import settings
from lexo.app import Lexo
from lexo.store import private, vectors
from made_papers import add_paper


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    install(folder, "tiny/sentences", "bert")
    return folder


@pytest.fixture
def lexo(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lexo]:
    monkeypatch.setenv("LEXO_MODELS", str(models))
    made = Lexo.build(settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", readers=1))
    yield made
    made.stop()


def wait_for(lexo: Lexo, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        lexo.looker.nudge()
        time.sleep(0.05)


def test_paper_is_found_by_its_meaning_soon_after_it_is_read_and_no_more_once_it_is_private(lexo: Lexo) -> None:
    first = add_paper(lexo.db, "a.pdf", "The invoice total is 12.50 euros.", "A cat sat on the mat.")
    assert lexo.meaning.nearest("A cat sat on the mat.", 1) == ()
    lexo.looker.start()
    wait_for(lexo, lambda: vectors.count_waiting(lexo.db) == 0)
    assert lexo.meaning.nearest("A cat sat on the mat.", 1)[0].page_id == 2
    second = add_paper(lexo.db, "b.pdf", "A cat sat on the mat")
    wait_for(lexo, lambda: vectors.count_waiting(lexo.db) == 0)
    assert lexo.meaning.like(first, 1)[0].document_id == second
    private.set_private(lexo.db, first, is_private=True)
    assert [near.page_id for near in lexo.meaning.nearest("A cat sat on the mat.", 5)] == [3]


def test_without_a_sentence_model_nothing_is_loaded_and_pages_wait(tmp_path: Path) -> None:
    lexo = Lexo.build(
        settings.load(home=tmp_path / "home", watch=tmp_path / "OCR", models=tmp_path / "none", readers=1)
    )
    add_paper(lexo.db, "a.pdf", "Un texte")
    lexo.looker.start()
    lexo.looker.nudge()
    time.sleep(0.3)
    assert lexo.meaning.nearest("un texte", 5) == ()
    assert vectors.count_waiting(lexo.db) == 1
    assert "models" not in lexo.__dict__
    lexo.stop()
