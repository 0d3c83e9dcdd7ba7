"""How the search is scored, and the questions it is scored with."""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
sys.path.insert(0, str(ROOT / "scripts"))

import bench_search  # noqa: E402
from bench_search import Question, scores  # noqa: E402

RIGHT = frozenset({("a.pdf", 1), ("a.pdf", 2)})


def question(number: int = 1) -> Question:
    return Question(number, "combien ?", "fra", "question", RIGHT)


def test_scores_of_the_right_page_at_the_first_place() -> None:
    found = scores([question()], {1: [("a.pdf", 1), ("a.pdf", 2)]})
    assert (found.recall_1, found.mrr, found.ndcg_10, found.documents_1) == (1, 1, 1, 1)


def test_scores_of_the_right_page_at_the_third_place() -> None:
    found = scores([question()], {1: [("b.pdf", 1), ("b.pdf", 2), ("a.pdf", 2)]})
    assert (found.recall_1, found.recall_5, found.mrr) == (0, 1, pytest.approx(1 / 3))
    assert found.ndcg_10 == pytest.approx(0.5 / (1 + 1 / 1.584962500721156))
    assert (found.documents_1, found.documents_5) == (0, 1)


def test_scores_of_nothing_found_are_none() -> None:
    found = scores([question(1), question(2)], {1: [], 2: [("a.pdf", 1)]})
    assert (found.questions, found.recall_1, found.recall_10) == (2, 0.5, 0.5)


def test_questions_are_many_in_both_languages_and_of_every_sort() -> None:
    questions, nonsense = bench_search.read_questions()
    assert len({each.text for each in questions}) == len(questions) >= 140
    assert len(nonsense) >= 10
    assert min(Counter(each.language for each in questions).values()) >= 60
    assert set(Counter(each.sort for each in questions)) == set(bench_search.SORTS)
    assert all(each.right for each in questions)


def test_both_halves_hold_questions_of_every_language_and_sort() -> None:
    questions, _ = bench_search.read_questions()
    for _, half in bench_search.halves(questions):
        assert all(members for _, members in bench_search.groups(half))


@pytest.mark.corpus
def test_right_pages_of_questions_are_pages_of_the_corpus() -> None:
    listed = json.loads((CORPUS / "manifest.json").read_text("utf-8"))["files"]
    known = {item["file"]: item["pages"] for item in listed}
    questions, _ = bench_search.read_questions()
    wrong = [place for each in questions for place in each.right if not 1 <= place[1] <= known.get(place[0], 0)]
    assert wrong == []
