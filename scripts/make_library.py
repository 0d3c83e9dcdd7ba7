"""Make a large library of made papers, to measure on: bills, payslips, letters, with all that LEXO keeps of them.

    .venv/bin/python scripts/make_library.py --pages 100000 PATH

PATH is a database. It may hold a library that this made before: pages are added until there are as many as wanted, each
the same as in any other run, so that an interrupted run is taken up and a small library can be let grow.

A page has about 1,100 characters: a head as on a bill (kind, sender, number, date, amount), then words that follow
Zipf's law over 60,000 made ones. One word in a hundred is misread as engines do (l/1, rn/m, a letter lost), so that
the index's vocabulary is as noisy as that of scans. Each page has the places of its words, each paper its kind, sender,
date, language and fields.
"""

import argparse
import random
import sqlite3
import sys
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from lexo.columns import Columns
from lexo.document import BlockKind
from lexo.store import layout
from lexo.store.database import Database
from lexo.store.folding import fold
from lexo.store.identifiers import identifiers_in, joined_words

WORDS_A_PAGE = 112  # below the head
WORDS_A_LINE = 9
PAGES_A_DOCUMENT = 5
VOCABULARY = 60_000
MISREAD = 0.01  # of all words
PAGES_A_COMMIT = 2000
KINDS = ("invoice", "payslip", "bank_statement", "lease", "insurance", "income_tax_notice", "receipt", "quote")
SPOKEN = ("Facture", "Bulletin de paie", "Relevé", "Bail", "Assurance", "Avis d'impôt", "Ticket", "Devis")
CONFUSIONS = (
    ("m", "rn"), ("rn", "m"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("u", "v"), ("é", "e"), ("d", "cl"),
    ("t", "f"), ("n", "ri"), ("s", "5"), ("a", "o"),
)  # fmt: skip
_SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "é", "i", "o", "u", "ou", "an", "ent")]
_NEW_DOCUMENT = (
    "INSERT INTO documents (id, sha256, filename, media_type, size_bytes, state, title, kind, kind_confidence,"
    " language, sender, date, page_count, created_at, updated_at) VALUES (:id, :sha256, :filename, 'application/pdf',"
    " 50000, 'ready', :title, :kind, 0.9, 'fra', :sender, :date, :pages, :at, :at)"
)
_NEW_FIELD = (
    "INSERT INTO fields (document_id, rank, name, value, normalized, page, text, engine, source, verdict, confidence)"
    " VALUES (:document_id, :rank, :name, :value, :normalized, 1, :value, 'made', 'rule', 'verified', 0.95)"
)
_NEW_PAGE = (
    "INSERT INTO pages (id, document_id, number, state, width_pt, height_pt, engine, engine_version, language,"
    " confidence, read_count, text, joined) VALUES (:id, :document_id, :number, 'done', 595, 842, 'made', '1', 'fra',"
    " 0.95, 1, :text, :joined)"
)


def main() -> None:
    """Make or enlarge a library."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, required=True)
    arguments = parser.parse_args()
    db = Database(arguments.path)
    enlarge(db, arguments.pages)
    db.close()


def enlarge(db: Database, pages: int) -> None:
    """Add papers until there are `pages` pages; made words and numbers depend on the page alone."""
    words = made_words()
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    with db.read() as connection:
        done = connection.execute("SELECT coalesce(max(id), 0) FROM pages").fetchone()[0]
    while done < pages:
        end = min(done + PAGES_A_COMMIT, pages)
        with db.write() as connection:
            for page_id in range(done + 1, end + 1):
                _add_page(connection, page_id, words, weights)
        done = end
    with db.write() as connection:
        connection.execute("INSERT INTO pages_fts (pages_fts) VALUES ('optimize')")
        connection.execute("ANALYZE")


@cache
def made_words() -> list[str]:
    """Words that can be said, commonest first."""
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4, 5))))] = None
    return list(found)


def senders() -> list[str]:
    """Three hundred made companies; the first send most."""
    return [
        f"{word.capitalize()} {form}" for word in made_words()[2000:2100] for form in ("SA", "Énergie", "Assurances")
    ]


def page_text(page_id: int, words: Sequence[str], weights: Sequence[float]) -> str:
    """The text of a page, the same in each run."""
    chance = random.Random(page_id)
    chosen = chance.choices(words, cum_weights=weights, k=WORDS_A_PAGE)
    for place in range(WORDS_A_PAGE):
        if chance.random() < MISREAD:
            chosen[place] = _misread(chance, chosen[place])
    lines = [" ".join(chosen[start : start + WORDS_A_LINE]) for start in range(0, WORDS_A_PAGE, WORDS_A_LINE)]
    return "\n".join([_head(page_id), *lines])


def _head(page_id: int) -> str:
    document_id, number = divmod(page_id - 1, PAGES_A_DOCUMENT)
    paper = _paper(document_id + 1)
    day = "/".join(reversed(str(paper["date"]).split("-")))
    kind = SPOKEN[KINDS.index(str(paper["kind"]))]
    return (
        f"{kind} {paper['sender']}\nN° F-{document_id:07d} du {day}\npage {number + 1}\nTotal TTC {paper['total']} EUR"
    )


@cache
def _senders() -> list[str]:
    return senders()


@lru_cache(maxsize=4)
def _paper(document_id: int) -> dict[str, object]:
    """What a paper is: of which kind, from whom, of when, over how much."""
    chance = random.Random(-document_id)
    kind = chance.choices(KINDS, weights=(40, 12, 12, 6, 12, 3, 10, 5))[0]
    sender = _senders()[min(int(chance.expovariate(0.02)), len(_senders()) - 1)]
    date = f"{chance.randint(2005, 2026)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    cents = int(chance.lognormvariate(9, 1.5))
    return {
        "id": document_id, "kind": kind, "sender": sender, "date": date, "pages": PAGES_A_DOCUMENT,
        "sha256": f"{document_id:064x}", "filename": f"{fold(sender).replace(' ', '-')}-{document_id}.pdf",
        "title": f"{SPOKEN[KINDS.index(kind)]} {sender} {date}", "at": f"{date}T08:00:00.000Z",
        "total": f"{cents // 100},{cents % 100:02d}", "normalized": f"{cents // 100}.{cents % 100:02d}",
    }  # fmt: skip


def _misread(chance: random.Random, word: str) -> str:
    possible = [(right, wrong) for right, wrong in CONFUSIONS if right in word]
    if possible and chance.random() < 0.7:
        return word.replace(*chance.choice(possible), 1)
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 :] or word


def _add_page(connection: sqlite3.Connection, page_id: int, words: Sequence[str], weights: Sequence[float]) -> None:
    """One page, and its document with the first of them."""
    document_id, place = divmod(page_id - 1, PAGES_A_DOCUMENT)
    if place == 0:
        _add_document(connection, document_id + 1)
    text = page_text(page_id, words, weights)
    joined = joined_words(text)
    values = {"id": page_id, "document_id": document_id + 1, "number": place + 1, "text": text, "joined": joined}
    connection.execute(_NEW_PAGE, values)
    connection.execute("INSERT INTO pages_fts (rowid, text, joined) VALUES (?, ?, ?)", (page_id, text, joined))
    lines = tuple(line.count(" ") + 1 for line in text.split("\n"))
    connection.execute("INSERT INTO page_layouts (page_id, layout) VALUES (?, ?)", (page_id, _layout(lines)))
    connection.executemany(
        "INSERT INTO identifiers (page_id, value) VALUES (?, ?)",
        [(page_id, value) for value in identifiers_in(text)],
    )


def _add_document(connection: sqlite3.Connection, document_id: int) -> None:
    paper = _paper(document_id)
    connection.execute(_NEW_DOCUMENT, paper)
    names = fold(f"{paper['title']}\n{paper['filename']}")
    connection.execute("INSERT INTO names_fts (rowid, names) VALUES (?, ?)", (document_id, names))
    values = (
        ("seller_name", paper["sender"], paper["sender"]),
        ("issue_date", paper["date"], paper["date"]),
        ("grand_total", f"{paper['total']} €", paper["normalized"]),
        ("invoice_number", f"F-{document_id - 1:07d}", f"F{document_id - 1:07d}"),
    )
    connection.executemany(
        _NEW_FIELD,
        [
            {"document_id": document_id, "rank": rank, "name": name, "value": value, "normalized": normalized}
            for rank, (name, value, normalized) in enumerate(values)
        ],
    )


@cache
def _layout(words_in_lines: tuple[int, ...]) -> bytes:
    """The places of a page's words: a row for each line, columns of one width."""
    places = [(x, y) for y, count in enumerate(words_in_lines) for x in range(count)]
    edges = (
        [x * 1000 for x, _ in places],
        [y * 400 for _, y in places],
        [x * 1000 + 900 for x, _ in places],
        [y * 400 + 300 for _, y in places],
    )
    text = "\n".join(" ".join(["w"] * count) for count in words_in_lines)
    block = ([0], [0], [10_000], [10_000])
    columns = Columns(text, (BlockKind.TEXT,), (len(words_in_lines),), block, edges, [95] * len(places))
    return layout.encode(columns)


if __name__ == "__main__":
    main()
