"""Measure the search against bare FTS5 on a made library: CPU per query, p50 and p99, and the ratios.

    .venv/bin/python scripts/bench_search_speed.py PATH [--pages 100000] [--queries 100] [--http] [--ingest]

PATH is a database of `make_library.py`, made or enlarged to so many pages if it has fewer. "bare" is the query of the
same words, ordered by rank, 20 rows with snippet, on the same connection; "search" is the whole `search()`: filters
read out of the text, names, families of words, snippets, boxes of the hits on the page. Both run in turn, each query
seven times, and the quickest counts, as others use the machine too.

`--http` adds whole requests through the ASGI app, in this process, beside a bare FastAPI route with the bare query.
`--ingest` adds what the index costs as pages are saved, beside one bare `executemany`, and what the library weighs.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from lexo.library.searching.search import found_documents, search
from lexo.store import vocabulary
from lexo.store.database import Database
from lexo.store.filtering import Filters
from lexo.store.folding import fold
from lexo.store.identifiers import joined_words
from make_library import VOCABULARY, enlarge, made_words, senders

PORT = 8765  # nothing listens there: requests go straight into the app
BARE = (
    "SELECT rowid, snippet(pages_fts, 0, '', '', '…', 24) FROM pages_fts WHERE pages_fts MATCH :match"
    " ORDER BY rank LIMIT 20"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One query: for FTS5, and as a person types it."""

    match: str
    typed: str


@dataclass(frozen=True, slots=True)
class Figures:
    """CPU milliseconds of one kind of query."""

    kind: str
    bare_p50: float
    bare_p99: float
    p50: float
    p99: float


def main() -> None:
    """Make the library, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7, help="of each query; the quickest counts")
    parser.add_argument("--http", action="store_true")
    parser.add_argument("--ingest", action="store_true")
    parser.add_argument("--json", type=Path, help="only searches; add a line to this file, for plot_growth.py")
    arguments = parser.parse_args()
    db = Database(arguments.path)
    enlarge(db, arguments.pages)
    figures = search_figures(db, arguments.queries, arguments.rounds)
    if not arguments.json:
        figures += filter_figures(db, arguments.queries, arguments.rounds)
    show(f"{arguments.pages:,} pages, CPU ms", figures)
    if arguments.json:
        with arguments.json.open("a") as file:
            file.write(json.dumps({"pages": arguments.pages, "figures": [asdict(each) for each in figures]}) + "\n")
    if arguments.http:
        show("whole requests", http_figures(db, arguments.path, arguments.queries, arguments.rounds))
    if arguments.ingest:
        print_ingest(db)
        print_size(db)
    db.close()


def show(title: str, figures: Sequence[Figures]) -> None:
    """A Markdown table."""
    print(f"\n| {title} | bare p50 | p99 | search p50 | p99 | ratio p50 | p99 |\n|---|---|---|---|---|---|---|")
    for each in figures:
        ratios = f"{each.p50 / each.bare_p50:.2f} | {each.p99 / each.bare_p99:.2f}"
        print(
            f"| {each.kind} | {each.bare_p50:.2f} | {each.bare_p99:.2f} | {each.p50:.2f} | {each.p99:.2f} | {ratios} |"
        )


def kinds(db: Database, chance: random.Random) -> dict[str, Callable[[], Ask]]:
    """How queries of each kind are made; how rare a word is, the index says."""
    words = made_words()
    beginnings = list(dict.fromkeys(word[:3] for word in words[:20_000] if len(word) > 3))
    long = [word for word in words[1000:9000] if len(word) > 6]
    with db.read() as connection:
        known = vocabulary.of(db, connection, wait_s=600)
        total = connection.execute("SELECT count(*) FROM pages").fetchone()[0]
    pages = {word: known.pages(fold(word)) if known else 0 for word in words}
    rare = [word for word in words if 3 <= pages[word] <= 100] or sorted(words, key=pages.__getitem__)[:1000]
    medium = [word for word in words if total / 100 <= pages[word] <= total / 20]
    return {
        "rare word": lambda: _words(chance.choice(rare)),
        "medium word": lambda: _words(chance.choice(medium)),
        "very common word": lambda: _words(chance.choice(words[:10])),
        "two words": lambda: _words(chance.choice(medium), chance.choice(medium)),
        "phrase": lambda: _phrase(db, chance),
        "unfinished word": lambda: _unfinished(chance.choice(beginnings)),
        "one letter wrong": lambda: _words(_mistyped(chance.choice(long))),
        "three words apart": lambda: _words(*(chance.choice(rare) for _ in range(3))),
    }


def _words(*words: str) -> Ask:
    return Ask(" ".join(f'"{word}"' for word in words), " ".join(words) + " ")


def _unfinished(beginning: str) -> Ask:
    return Ask(f'"{beginning}"*', beginning)


def _mistyped(word: str) -> str:
    return f"{word[:3]}{word[4:]}q"


def _phrase(db: Database, chance: random.Random) -> Ask:
    """Two words that stand next to each other on some page."""
    while True:
        with db.read() as connection:
            last = connection.execute("SELECT max(id) FROM pages").fetchone()[0]
            page = {"id": chance.randint(1, last)}
            text = connection.execute("SELECT text FROM pages WHERE id = :id", page).fetchone()[0]
        line = chance.choice(text.split("\n")[4:-1]).split(" ")
        place = chance.randrange(len(line) - 1)
        one, other = line[place : place + 2]
        if one.isalpha() and other.isalpha():
            return Ask(f'"{one} {other}"', f'"{one} {other}"')


def search_figures(db: Database, queries: int, rounds: int) -> list[Figures]:
    """`search()` for each kind of query."""
    with db.read() as connection:
        known = vocabulary.of(db, connection, wait_s=600)
    print(f"{VOCABULARY:,} words were made; the index has {len(known or ()):,}", file=sys.stderr)
    asked = {kind: [ask() for _ in range(queries)] for kind, ask in kinds(db, random.Random(3)).items()}
    return [compared(kind, db, asks, lambda ask: search(db, ask.typed), rounds) for kind, asks in asked.items()]


def filter_figures(db: Database, queries: int, rounds: int) -> list[Figures]:
    """The same within filters, and what facets need."""
    made, figures = kinds(db, random.Random(3)), []
    few = Filters(senders=(senders()[5],))
    many = Filters(first_date="2015-01-01")
    for kind in ("rare word", "medium word", "very common word"):
        asks = [made[kind]() for _ in range(queries)]
        figures += [
            compared(f"{kind}, of one sender", db, asks, lambda ask: search(db, ask.typed, filters=few), rounds),
            compared(f"{kind}, since 2015", db, asks, lambda ask: search(db, ask.typed, filters=many), rounds),
            compared(f"{kind}, documents for facets", db, asks, lambda ask: found_documents(db, ask.typed), rounds),
        ]
    return figures


def compared(kind: str, db: Database, asks: Sequence[Ask], action: Callable[[Ask], object], rounds: int = 7) -> Figures:
    """Bare and ours in turn."""
    bare, ours = [], []
    for ask in asks:
        times = [
            (timed(lambda ask=ask: bare_search(db, ask)), timed(lambda ask=ask: action(ask))) for _ in range(rounds)
        ]
        bare.append(min(one for one, _ in times))
        ours.append(min(other for _, other in times))
    return Figures(kind, median(bare), p99(bare), median(ours), p99(ours))


def bare_search(db: Database, ask: Ask) -> list[tuple[int, str]]:
    """What SQLite alone would do."""
    with db.read() as connection:
        return [tuple(row) for row in connection.execute(BARE, {"match": ask.match})]


def timed(action: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    """CPU milliseconds of this thread, or of the process."""
    start = clock()
    action()
    return (clock() - start) * 1000


def p99(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def http_figures(db: Database, path: Path, queries: int, rounds: int) -> list[Figures]:
    """GET /api/v1/search and the page /search, beside a bare route with the bare query."""
    from fastapi import FastAPI

    bare = FastAPI()
    bare.get("/bare")(lambda match: {"items": bare_search(db, Ask(match, ""))})
    with tempfile.TemporaryDirectory() as folder:
        app, close = _app(Path(folder), path)
        loop = asyncio.new_event_loop()
        chance, figures = random.Random(4), []
        for kind in ("rare word", "medium word", "phrase", "unfinished word", "very common word"):
            asks = [kinds(db, chance)[kind]() for _ in range(queries)]
            for name, address in (("API", "/api/v1/search"), ("page", "/search")):
                times: list[tuple[float, float]] = []
                for ask in asks:
                    some = [
                        (
                            timed(lambda a=ask: loop.run_until_complete(get(bare, "/bare", match=a.match)), _cpu),
                            timed(lambda a=ask, to=address: loop.run_until_complete(get(app, to, q=a.typed)), _cpu),
                        )
                        for _ in range(rounds)
                    ]
                    times.append((min(one for one, _ in some), min(other for _, other in some)))
                one, other = [each for each, _ in times], [each for _, each in times]
                figures.append(Figures(f"{kind}, {name}", median(one), p99(one), median(other), p99(other)))
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        close()
    return figures


_cpu = time.process_time


def _app(home: Path, path: Path) -> tuple[Any, Callable[[], None]]:
    """LEXO's app on a library, without its start: nothing watches, nothing reads."""
    from lexo import settings
    from lexo.app import Lexo
    from lexo.web.server import create_app

    folders = {"home": home / "home", "watch": home / "OCR", "models": home / "models"}
    loaded = settings.load(**folders, port=PORT, readers=1, watch_events=False)
    lexo = Lexo.build(loaded)
    lexo.db.close()
    lexo.db = Database(path)
    with lexo.db.read() as connection:
        vocabulary.of(lexo.db, connection, wait_s=600)

    def close() -> None:
        lexo.readers.stop(0)
        lexo.db.close()

    return create_app(lexo), close


async def get(app: Any, path: str, **query: str) -> int:
    """One GET straight into an ASGI app."""
    status, is_asked = 0, False

    async def receive() -> dict[str, object]:
        nonlocal is_asked
        if is_asked:
            await asyncio.sleep(3600)
        is_asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": urlencode(query).encode(), "root_path": "",
        "headers": [(b"host", f"127.0.0.1:{PORT}".encode()), (b"accept-language", b"fr")], "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", PORT), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return status


def print_ingest(db: Database) -> None:
    """The index as pages are saved, one by one in a commit, beside one `executemany` of the same rows."""
    with db.read() as connection:
        rows = [tuple(row) for row in connection.execute("SELECT id, text FROM pages ORDER BY id LIMIT 5000")]
    sql = "INSERT INTO pages_fts (rowid, text, joined) VALUES (?, ?, ?)"

    def bare(connection: Any) -> None:
        connection.executemany(sql, [(page_id, text, "") for page_id, text in rows])

    def ours(connection: Any) -> None:
        for page_id, text in rows:
            connection.execute(sql, (page_id, text, joined_words(text)))

    times: dict[str, list[float]] = {"bare": [], "ours": []}
    for _ in range(5):
        for name, fill in (("bare", bare), ("ours", ours)):
            with tempfile.TemporaryDirectory() as folder:
                other = Database(Path(folder) / "lexo.db")
                with other.write() as connection:
                    times[name].append(timed(lambda fill=fill, to=connection: fill(to)))
                other.close()
    ratio = min(times["ours"]) / min(times["bare"])
    print(f"\nindex: executemany {min(times['bare']) / 5:.0f} µs a page, as pages are saved {ratio:.2f} times that")


def print_size(db: Database) -> None:
    """What each part of the library weighs, to the text."""
    with db.read() as connection:
        text = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM pages").fetchone()[0]
        sizes = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall())
    whole, places = sum(sizes.values()), sizes.get("page_layouts", 0)
    index = sum(size for name, size in sizes.items() if name.startswith(("pages_fts", "identifiers")))
    parts = f"pages {sizes['pages'] / text:.2f}, index {index / text:.2f}, places of words {places / text:.2f}"
    print(f"\ntext {text / 1e6:.0f} MB; to it the library is {whole / text:.2f}: {parts}")


if __name__ == "__main__":
    main()
