"""Finding by meaning: the nearest pages and documents, exactly; nothing that is hidden, gone or of another model."""

import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexo.errors import ModelFailed
from lexo.inference.base import Priority, Purpose
from lexo.library.searching import vectors as module
from lexo.library.searching.vectors import Vectors
from lexo.pipeline.embedding import embed_all
from lexo.store import documents, pages, private
from lexo.store import vectors as stored
from lexo.store.database import Database
from made_papers import add_paper, page_of
from word_embedder import DIMENSIONS, WordEmbedder

RENT, CAT, POWER = "loyer du mois de mars", "le chat dort sur le tapis", "facture electricite du mois"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


@pytest.fixture
def model() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def meaning(db: Database, model: WordEmbedder) -> Iterator[Vectors]:
    made = Vectors(db, lambda: model)
    yield made
    made.close()


@pytest.fixture
def papers(db: Database, model: WordEmbedder) -> tuple[int, int, int]:
    ids = (add_paper(db, "a.pdf", RENT, POWER), add_paper(db, "b.pdf", CAT), add_paper(db, "c.pdf", "autre chose"))
    embed_all(db, model)
    return ids


def found(meaning: Vectors, text: str, limit: int = 10, **more: object) -> list[int]:
    return [near.page_id for near in meaning.nearest(text, limit, **more)]  # type: ignore[arg-type]


def test_nearest_page_comes_first_with_its_score_and_place(meaning: Vectors, papers: object) -> None:
    first, *others = meaning.nearest("le chat dort sur le tapis", 10)
    assert (first.page_id, first.first_char, first.end_char) == (3, 0, len(CAT))
    assert first.score == pytest.approx(1, abs=1e-3)
    assert len(others) == 3
    assert [near.score for near in others] == sorted((near.score for near in others), reverse=True)


def test_only_as_many_as_asked_for(meaning: Vectors, papers: object) -> None:
    assert found(meaning, "mois", 1) in ([1], [2])
    assert found(meaning, "mois", 0) == []


def test_only_pages_within(meaning: Vectors, papers: object) -> None:
    assert found(meaning, "mois", within={3, 2}) == [2, 3]
    assert found(meaning, "mois", within=()) == []
    assert found(meaning, "mois", within={99}) == []


def test_question_is_asked_as_a_question_for_a_person_and_once(
    meaning: Vectors, papers: object, model: WordEmbedder
) -> None:
    model.asked.clear()
    for _ in range(3):
        found(meaning, "  qui   dort? ")
    assert model.asked == [(Purpose.QUERY, ("qui dort?",))]
    assert model.priorities[-1] == Priority.PERSON


def test_page_with_many_chunks_is_found_once_by_its_best(db: Database, meaning: Vectors, model: WordEmbedder) -> None:
    filler = "\n\n".join("mot de remplissage numero " * 12 + str(number) for number in range(12))
    add_paper(db, "a.pdf", f"{filler}\n\n{CAT}\n\n{filler}")
    embed_all(db, model)
    assert stored.count_chunks(db) > 5
    (near,) = meaning.nearest("chat tapis dort", 10)
    text = "\n\n".join((filler, CAT, filler))
    assert CAT in text[near.first_char : near.end_char]


def test_trash_and_private_papers_are_left_out(db: Database, meaning: Vectors, papers: tuple[int, int, int]) -> None:
    assert found(meaning, CAT, 1) == [3]
    documents.move_to_trash(db, papers[1])
    assert 3 not in found(meaning, CAT)
    private.set_private(db, papers[0], is_private=True)
    assert found(meaning, CAT) == [4]
    documents.restore(db, papers[1])
    assert found(meaning, CAT, 1) == [3]


def test_what_is_new_is_found_and_what_is_gone_is_not(
    db: Database, meaning: Vectors, model: WordEmbedder, papers: tuple[int, int, int]
) -> None:
    found(meaning, CAT)
    add_paper(db, "d.pdf", "mon chat dort sur le tapis rouge")
    pages.save_page(db, papers[1], 1, pages.packed(page_of("tout autre texte")))
    assert found(meaning, CAT, 1) != [3]
    embed_all(db, model)
    assert found(meaning, CAT, 1) == [5]
    assert sorted(found(meaning, CAT)) == [1, 2, 3, 4, 5]


def test_without_a_model_nothing_is_found(db: Database, papers: object) -> None:
    meaning = Vectors(db, lambda: None)
    assert meaning.nearest(CAT, 5) == ()


def test_vectors_of_another_model_are_not_compared(db: Database, papers: object) -> None:
    other = WordEmbedder("other")
    meaning = Vectors(db, lambda: other)
    assert meaning.nearest(CAT, 5) == ()
    assert other.asked == []


def test_model_that_fails_gives_nothing_and_no_error(meaning: Vectors, papers: object, model: WordEmbedder) -> None:
    model.error = ModelFailed(model="words")
    assert meaning.nearest("une question", 5) == ()


@given(text=st.text(max_size=80))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_can_be_asked(meaning: Vectors, papers: object, text: str) -> None:
    assert len(meaning.nearest(text, 3)) <= 3


@pytest.mark.parametrize("text", ["\ud800", "x" * 1_000_000, "\0", "mot " * 50_000])
def test_odd_and_long_questions_are_no_trouble(
    meaning: Vectors, papers: object, model: WordEmbedder, text: str
) -> None:
    meaning.nearest(text, 3)
    assert all(len(asked) <= module.MAX_QUERY_CHARS for _, texts in model.asked[1:] for asked in texts)


def fill(db: Database, count: int, per_page: int = 4) -> np.ndarray:
    """Random vectors, some to a page; returned as they are kept."""
    numbers = np.random.default_rng(0)
    values = numbers.standard_normal((count, DIMENSIONS)).astype("<f4")
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    for document in range(10):
        add_paper(db, f"{document}.pdf", *[f"page {n} de {document}" for n in range(count // per_page // 10)])
    maker = stored.use(db, "words", module.version_for("1", 256))
    waiting = stored.next_waiting(db, count)[::-1]
    chunks = [stored.Embedded(0, 4, 1, 1, value.tobytes()) for value in values]
    done = [(page, chunks[at * per_page : (at + 1) * per_page]) for at, page in enumerate(waiting)]
    assert stored.save(db, maker, done) == count // per_page
    return values.astype(np.float16).astype(np.float32)


def test_result_is_that_of_looking_at_every_vector(
    db: Database, meaning: Vectors, model: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BLOCK", 100)
    values = fill(db, 2000)
    documents.move_to_trash(db, 3)
    for text in ("un", "deux mots", "trois autres mots"):
        query = np.frombuffer(model.embed([text]).values[0], "<f4")
        scores = (values @ query).reshape(-1, 4).max(axis=1)
        shown = [page for page in np.argsort(-scores) + 1 if (page - 1) // 50 + 1 != 3]
        for within in (None, set(range(1, 41)), set(range(1, 401))):
            wanted = [page for page in shown if within is None or page in within][:10]
            near = meaning.nearest(text, 10, within)
            assert [each.page_id for each in near] == wanted
            assert [each.score for each in near] == pytest.approx([scores[page - 1] for page in wanted], abs=1e-5)


def test_enough_is_found_behind_a_large_trash(db: Database, meaning: Vectors) -> None:
    fill(db, 2000)
    for document in range(2, 11):
        documents.move_to_trash(db, document)
    assert sorted(found(meaning, "un", 50)) == list(range(1, 51))


def test_vectors_that_are_gone_leave_the_memory(
    db: Database, meaning: Vectors, model: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BLOCK", 8)
    paper = add_paper(db, "a.pdf", RENT)
    for number in range(40):
        pages.save_page(db, paper, 1, pages.packed(page_of(f"texte {number}")))
        embed_all(db, model)
        assert found(meaning, f"texte {number}") == [1]
    assert meaning.memory_bytes < 20 * (DIMENSIONS * 4 + 24)


def test_of_too_many_vectors_the_oldest_are_not_looked_through(
    db: Database, meaning: Vectors, model: WordEmbedder, papers: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3 * DIMENSIONS * 4)
    with db.read() as connection:
        maker = stored.latest_maker(connection)
        assert maker is not None
        kept = [vector.page_id for vector in stored.vectors_after(connection, maker, 0, 10)][-3:]
    assert sorted(found(meaning, "mois")) == sorted(kept)
    monkeypatch.setattr(module, "BLOCK", 1)
    for number in range(4):
        add_paper(db, f"n{number}.pdf", f"mois {number}")
        embed_all(db, model)
    for _ in range(3):
        found(meaning, "mois")
        meaning.like(5, 5)
    assert meaning.memory_bytes <= 4 * (DIMENSIONS * 4 + 24)
    assert found(meaning, "mois 3", 1) == [8]


def test_memory_is_given_back_when_nobody_asks(db: Database, model: WordEmbedder, papers: object) -> None:
    meaning = Vectors(db, lambda: model, idle_s=0.05)
    assert found(meaning, CAT, 1) == [3]
    assert meaning.memory_bytes > 0
    deadline = time.monotonic() + 5
    while meaning.memory_bytes:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert found(meaning, CAT, 1) == [3]
    meaning.close()
    assert meaning.memory_bytes == 0


def test_many_threads_find_the_same_while_pages_come_and_go(
    db: Database, meaning: Vectors, model: WordEmbedder, papers: tuple[int, int, int]
) -> None:
    wrong: list[object] = []

    def ask() -> None:
        try:
            for _ in range(30):
                if found(meaning, CAT, 1) != [3] or meaning.like(papers[0], 5) == ():
                    wrong.append("nothing")
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(15):
        paper = add_paper(db, f"n{number}.pdf", f"mois {number}")
        embed_all(db, model)
        if number % 2:
            documents.move_to_trash(db, paper)
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("count", [1, 7, 100])
@pytest.mark.parametrize("length", [0, 1, 63, 64, 6400, 20_001])
def test_best_scores_are_the_best_of_all_in_order(count: int, length: int) -> None:
    numbers = np.random.default_rng(length)
    for scores in (numbers.standard_normal(length), numbers.integers(0, 3, length), np.zeros(length)):
        values = scores.astype(np.float32)
        best = module._top(values, count)
        assert len(set(best.tolist())) == min(count, length)
        assert values[best].tolist() == sorted(values.tolist(), reverse=True)[:count]


def alike(meaning: Vectors, document: int, limit: int = 10) -> list[int]:
    return [other.document_id for other in meaning.like(document, limit)]


def test_like_finds_documents_that_say_alike_and_asks_no_model(
    db: Database, model: WordEmbedder, papers: tuple[int, int, int]
) -> None:
    other = add_paper(db, "d.pdf", "loyer du mois d'avril", "facture electricite d'avril")
    embed_all(db, model)
    model.asked.clear()
    near = Vectors(db, lambda: None).like(papers[0], 10)
    assert near[0].document_id == other
    assert {each.document_id for each in near} == {other, *papers[1:]}
    assert model.asked == []


def test_like_gives_the_cosine_of_the_means(db: Database, meaning: Vectors) -> None:
    values = fill(db, 400)
    means = values.reshape(10, -1, DIMENSIONS).mean(axis=1)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    near = meaning.like(4, 9)
    wanted = means @ means[3]
    assert [each.score for each in near] == pytest.approx([wanted[each.document_id - 1] for each in near], abs=1e-4)
    assert [each.document_id for each in near] == [int(at) + 1 for at in np.argsort(-wanted) if at != 3]


def test_like_follows_what_changes(
    db: Database, meaning: Vectors, model: WordEmbedder, papers: tuple[int, int, int]
) -> None:
    assert set(alike(meaning, papers[0])) == set(papers[1:])
    other = add_paper(db, "d.pdf", RENT)
    embed_all(db, model)
    assert alike(meaning, papers[0])[0] == other
    documents.move_to_trash(db, other)
    assert other not in alike(meaning, papers[0])
    pages.save_page(db, papers[1], 1, pages.packed(page_of("sans vecteur")))
    assert papers[1] not in alike(meaning, papers[0])


def test_like_of_what_is_private_unknown_or_without_vectors_is_nothing(
    db: Database, meaning: Vectors, papers: tuple[int, int, int]
) -> None:
    private.set_private(db, papers[0], is_private=True)
    assert alike(meaning, papers[0]) == []
    assert papers[0] not in alike(meaning, papers[1])
    assert alike(meaning, 999) == []
    assert alike(meaning, add_paper(db, "d.pdf", "pas encore")) == []


def test_vector_that_is_damaged_is_passed_over(db: Database, meaning: Vectors, papers: object) -> None:
    with db.write() as connection:
        connection.execute(
            "UPDATE chunks SET vector = :short WHERE page_id = 2", {"short": struct.pack("<3e", 1, 0, 0)}
        )
    assert set(found(meaning, "mois")) == {1, 3, 4}


def test_nearest_can_be_asked_while_reading(db: Database, meaning: Vectors, papers: object) -> None:
    with db.read():
        assert found(meaning, CAT, 1) == [3]
        assert meaning.like(1, 1)
