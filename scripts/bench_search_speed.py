"""Measure the search against bare FTS5 on made pages: CPU of this thread per query, p50 and p99, and the ratio.

    .venv/bin/python scripts/bench_search_speed.py [--pages 100000] [--keep PATH]

Pages hold about 1,087 characters, words follow Zipf's law over 60,000 made words, each with a layout. "bare" is the
query of the same words, ordered by rank, 20 rows with snippet; "search" is everything that a person's search does,
boxes of the hits on the page included.
"""

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from lexo.columns import columns_of
from lexo.document import BBox, Block, BlockKind, Line, Word
from lexo.library.search import search
from lexo.store import layout
from lexo.store.database import Database, now

WORDS_A_PAGE = 180
PAGES_A_DOCUMENT = 5
VOCABULARY = 60_000
BARE = (
    "SELECT rowid, snippet(pages_fts, 0, '', '', '…', 24) FROM pages_fts WHERE pages_fts MATCH :match"
    " ORDER BY rank LIMIT 20"
)


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="database to make and use again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.keep or Path(folder) / "bench.db"
        is_new = not path.exists()
        db = Database(path)
        words = made_words()
        if is_new:
            fill(db, words, arguments.pages)
        report(db, words, arguments.rounds)
        db.close()


def made_words() -> list[str]:
    """Words that can be said, commonest first."""
    chance = random.Random(1)
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "é", "i", "o", "u", "ou", "an", "ent")]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4, 5))))] = None
    return list(found)


def fill(db: Database, words: list[str], pages: int) -> None:
    """Write documents and pages as the library would, many in a commit."""
    chance = random.Random(2)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    number = 0
    while number < pages:
        with db.write() as connection:
            for _ in range(min(2000, pages - number)):
                number += 1
                add_page(connection, number, chance.choices(words, cum_weights=weights, k=WORDS_A_PAGE))
    with db.write() as connection:
        connection.execute("INSERT INTO pages_fts (pages_fts) VALUES ('optimize')")


def add_page(connection: sqlite3.Connection, number: int, words: list[str]) -> None:
    """One page, and its document with the first of them."""
    document_id, place = divmod(number - 1, PAGES_A_DOCUMENT)
    if place == 0:
        values = (document_id + 1, f"{document_id:064x}", f"{words[0]}-{document_id}.pdf", now())
        connection.execute(
            "INSERT INTO documents (id, sha256, filename, media_type, size_bytes, state, created_at, updated_at)"
            " VALUES (?1, ?2, ?3, 'application/pdf', 1, 'ready', ?4, ?4)",
            values,
        )
        connection.execute("INSERT INTO names_fts (rowid, names) VALUES (?, ?)", (values[0], values[2]))
    text = "\n".join(" ".join(words[start : start + 9]) for start in range(0, WORDS_A_PAGE, 9))
    connection.execute(
        "INSERT INTO pages (id, document_id, number, state, width_pt, height_pt, text)"
        " VALUES (?, ?, ?, 'done', 595, 842, ?)",
        (number, document_id + 1, place + 1, text),
    )
    connection.execute("INSERT INTO pages_fts (rowid, text, joined) VALUES (?, ?, '')", (number, text))
    rows = [words[start : start + 9] for start in range(0, WORDS_A_PAGE, 9)]
    lines = tuple(Line(tuple(Word(word, box(x, y), 0.9) for x, word in enumerate(row))) for y, row in enumerate(rows))
    stored = layout.encode(columns_of((Block(BlockKind.TEXT, BBox(0, 0, 1, 1), lines),)))
    connection.execute("INSERT INTO page_layouts (page_id, layout) VALUES (?, ?)", (number, stored))


def box(x: int, y: int) -> BBox:
    """The box of a word in its row."""
    return BBox(x / 10, y / 30, (x + 1) / 10, (y + 1) / 30)


def report(db: Database, words: list[str], rounds: int) -> None:
    """One line for each kind of query."""
    chance = random.Random(3)
    kinds: dict[str, Callable[[], list[str]]] = {
        "rare word": lambda: [chance.choice(words[20_000:40_000])],
        "medium word": lambda: [chance.choice(words[300:900])],
        "common word": lambda: [chance.choice(words[:10])],
        "two words": lambda: [chance.choice(words[50:400]), chance.choice(words[50:400])],
        "nothing": lambda: ["zzz" + chance.choice(words)],
    }
    print(f"{'':12} {'bare p50':>9} {'p99':>7} {'search p50':>11} {'p99':>7}  ratio p99   CPU ms")
    for name, ask in kinds.items():
        queries = [ask() for _ in range(rounds)]
        bare = [timed(lambda query=query: bare_search(db, query)) for query in queries]
        ours = [timed(lambda query=query: search(db, " ".join(query) + " ")) for query in queries]
        middle, worst = (statistics.median(bare), statistics.median(ours)), (p99(bare), p99(ours))
        ratio = worst[1] / worst[0]
        print(f"{name:12} {middle[0]:9.2f} {worst[0]:7.2f} {middle[1]:11.2f} {worst[1]:7.2f} {ratio:10.2f}")


def bare_search(db: Database, words: list[str]) -> None:
    """What SQLite alone would do."""
    with db.read() as connection:
        connection.execute(BARE, {"match": " ".join(f'"{word}"' for word in words)}).fetchall()


def timed(action: Callable[[], object]) -> float:
    """CPU milliseconds of this thread."""
    start = time.thread_time()
    action()
    return (time.thread_time() - start) * 1000


def p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


if __name__ == "__main__":
    main()
