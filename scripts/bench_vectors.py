"""What finding by meaning costs over one bare product of NumPy, on made vectors; what waiting adds to saving a page.

    .venv/bin/python scripts/bench_vectors.py [--chunks 100000] [--dimensions 384] [--rounds 40]

The vectors lie in clusters, as those of papers do, and in a real database; both sides run in turn in one process, with
as many threads as NumPy takes. Exit status 1 where the goal is missed: the ten best pages, exactly, within 1.3 times
the product alone.
"""

import argparse
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from lexo.document import MediaType, PageSize  # noqa: E402 - after the path to it
from lexo.inference.base import Priority, Purpose  # noqa: E402
from lexo.inference.base import Vectors as Made  # noqa: E402
from lexo.library.searching.vectors import Vectors  # noqa: E402
from lexo.store import documents, pages, vectors  # noqa: E402
from lexo.store.database import Database  # noqa: E402
from lexo.understanding.chunk import version_for  # noqa: E402
from made_papers import page_of  # noqa: E402

GOAL = 1.3
CHUNKS_OF_A_PAGE, PAGES_OF_A_PAPER, CLUSTERS = 4, 5, 200
PAGE = "\n\n".join(
    "\n".join(f"ligne {line} du bloc {block}, avec quelques mots de plus" for line in range(8)) for block in range(8)
)


class Asked:
    """An `Embedder` whose vectors were made before."""

    name, version, max_tokens = "made", "1", 256

    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    def embed(
        self, texts: Sequence[str], priority: Priority = Priority.PERSON, purpose: Purpose = Purpose.PLAIN
    ) -> Made:
        """The text is the number of the vector."""
        return Made(self.name, self.values.shape[1], tuple(self.values[int(text)].tobytes() for text in texts))


def main() -> int:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "bench.db")
        _saving(db, arguments.rounds)
        values = _fill(db, arguments.chunks, arguments.dimensions)
        is_met = _searching(db, values, arguments.rounds)
        db.close()
    return 0 if is_met else 1


def _saving(db: Database, rounds: int) -> None:
    """A page's save with what makes it wait for a model, and without."""
    added = documents.add(db, documents.NewDocument("0" * 64, "saved.pdf", MediaType.PDF, 1))
    with db.write() as connection:
        pages.lay_out(connection, added.document_id, (PageSize(595, 842),) * 2)
    texts = [pages.packed(page_of(PAGE + f"\nnumero {number}")) for number in range(2)]
    real = vectors.text_changed

    def save(number: int) -> float:
        began = time.perf_counter()
        with db.write() as connection:
            pages.save_within(connection, added.document_id, 1, texts[number % 2])
            return time.perf_counter() - began

    seconds: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(max(rounds, 200)):
        for name in ("with", "without") if number % 2 else ("without", "with"):
            vectors.text_changed = real if name == "with" else lambda connection, page_id: None  # type: ignore[assignment]
            save(number)
            seconds[name].append(save(number + 1))
    vectors.text_changed = real
    one, other = (min(seconds[name]) * 1e6 for name in ("with", "without"))
    print(
        f"saving a page of {len(PAGE)} characters, without its commit: {other:.0f} us; "
        f"so that it waits for a model: {one - other:+.0f} us"
    )
    with db.write() as connection:
        connection.execute("DELETE FROM documents")


def _fill(db: Database, count: int, dimensions: int) -> np.ndarray:
    """Papers with vectors; returned as they are kept, in order."""
    numbers = np.random.default_rng(0)
    centres = numbers.standard_normal((CLUSTERS, dimensions))
    values = (centres[numbers.integers(CLUSTERS, size=count)] + numbers.standard_normal((count, dimensions))).astype(
        "<f4"
    )
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    maker = vectors.use(db, Asked.name, version_for(Asked.version, Asked.max_tokens))
    began = time.perf_counter()
    with db.write() as connection:
        connection.execute("DELETE FROM sqlite_sequence")
        for first in range(0, count, CHUNKS_OF_A_PAGE * PAGES_OF_A_PAPER):
            name = hashlib.sha256(str(first).encode()).hexdigest()
            paper = documents.add_within(
                connection, documents.NewDocument(name, f"{first}.pdf", MediaType.PDF, 1)
            ).document_id
            pages.lay_out(connection, paper, (PageSize(595, 842),) * PAGES_OF_A_PAPER)
        connection.execute("UPDATE pages SET text = 'x'")
        connection.execute("INSERT INTO unembedded SELECT id FROM pages")
    waiting = vectors.next_waiting(db, count)[::-1]
    for some in _blocks(list(enumerate(waiting)), 1000):
        vectors.save(db, maker, [(page, list(_chunks(values, at))) for at, page in some])
    print(
        f"{count} vectors kept in {time.perf_counter() - began:.1f} s; "
        f"{db.path.stat().st_size / 1e6:.0f} MB of database"
    )
    return values.astype("<f2").astype("<f4")


def _chunks(values: np.ndarray, page: int) -> Iterator[vectors.Embedded]:
    for value in values[page * CHUNKS_OF_A_PAGE : (page + 1) * CHUNKS_OF_A_PAGE]:
        yield vectors.Embedded(0, 1, 1, 1, value.tobytes())


def _blocks(items: list, size: int) -> Iterator[list]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _searching(db: Database, values: np.ndarray, rounds: int) -> bool:
    meaning = Vectors(db, lambda: Asked(values))
    process = psutil.Process()
    before = process.memory_info().rss
    began = time.perf_counter()
    meaning.nearest("0", 10)
    took = time.perf_counter() - began
    grown = (process.memory_info().rss - before) / 1e6
    print(f"vectors loaded in {took:.2f} s, {meaning.memory_bytes / 1e6:.0f} MB (process {grown:+.0f} MB)")
    for number in range(rounds):  # the questions' vectors are known
        meaning.nearest(str(number), 10)
    some = set(range(1, 501))
    ways: dict[str, Callable[[int], object]] = {
        "bare product": lambda number: values @ values[number],
        "product and ten best": lambda number: np.argpartition(values @ values[number], -10)[-10:],
        "ten best pages": lambda number: meaning.nearest(str(number), 10),
        "of 500 pages": lambda number: meaning.nearest(str(number), 10, some),
        "papers alike": lambda number: meaning.like(number + 1, 10),
    }
    ways["papers alike"](0)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in ways if number % 2 else reversed(ways):
            began = time.perf_counter()
            ways[name](number)
            times[name].append(time.perf_counter() - began)
    best = {name: min(found) for name, found in times.items()}
    bare = times["bare product"]
    for name, found in times.items():
        pairs = statistics.median(mine / theirs for mine, theirs in zip(found, bare, strict=True))
        print(
            f"{name:22} best {best[name] * 1e3:7.2f} ms, to the bare product {best[name] / best['bare product']:.2f}; "
            f"median of pairs {pairs:.2f}"
        )
    right = all(_exact(db, meaning, values, number) for number in range(20))
    print(f"exact: {right}")
    meaning.close()
    found = statistics.median(mine / theirs for mine, theirs in zip(times["ten best pages"], bare, strict=True))
    return right and min(found, best["ten best pages"] / best["bare product"]) <= GOAL


def _exact(db: Database, meaning: Vectors, values: np.ndarray, number: int) -> bool:
    """Whether the ten best are those of looking at each vector."""
    scores = (values @ values[number]).reshape(-1, CHUNKS_OF_A_PAGE).max(axis=1)
    wanted = np.sort(scores)[::-1][:10]
    return np.allclose([near.score for near in meaning.nearest(str(number), 10)], wanted, atol=1e-5)


if __name__ == "__main__":
    sys.exit(main())
