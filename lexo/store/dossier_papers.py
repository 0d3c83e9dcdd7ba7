"""Papers as dossiers look at them: what they are, whose, and of which day."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lexo.document import Document
from lexo.store.database import Database
from lexo.store.rows import document_of

MOST_PAPERS = 300  # of each kind, the newest: 25 years of payslips; among 10,000 papers a check takes 0.1-0.2 s
HEAD_CHARS = 700  # of the first page: its title is there
FACTS = (
    *("issue_date", "period_start", "period_end", "payment_date", "expiry_date", "valid_until", "tax_year"),
    *("income_year", "school_year", "year", "collection_date", "lease_start", "lease_end", "deposit"),
    *("rights_end", "employee_name", "surname", "used_name", "given_names", "first_name", "holder", "holder_name"),
    *("account_holder", "tenant", "declarant_1", "declarant_1_name", "declarant_2", "insured", "policyholder"),
    *("student", "student_name", "beneficiary", "co_holder", "mrz_type", "buyer_name"),
)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper with what a dossier asks of it. `head` is the beginning of its text, `facts` name and normal form."""

    document: Document
    head: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, *names: str) -> str:
        """The first of these facts that is known; empty where none is."""
        for name in names:
            for known, value in self.facts:
                if known == name and value:
                    return value
        return ""

    def values(self, *names: str) -> tuple[str, ...]:
        """All values of these facts."""
        return tuple(value for known, value in self.facts if known in names and value)


@dataclass(frozen=True, slots=True)
class Unread:
    """Papers whose kind is not known yet, and those that nobody can read."""

    waiting: int
    failed: int


def papers_of(db: Database, kinds: Collection[str], document_ids: Iterable[int] = ()) -> tuple[PaperFacts, ...]:
    """Papers of these kinds and those with these ids, newest first; the trash is left out."""
    values = {
        "kinds": json.dumps(sorted(kinds)),
        "ids": json.dumps(sorted(set(document_ids))),
        "names": json.dumps(FACTS),
        "most": MOST_PAPERS,
        "chars": HEAD_CHARS,
    }
    wanted = (
        "SELECT id FROM (SELECT id, row_number() OVER"
        "  (PARTITION BY kind ORDER BY coalesce(date, created_at) DESC, id DESC) AS place FROM documents"
        "  WHERE deleted_at IS NULL AND kind IN (SELECT value FROM json_each(:kinds))) WHERE place <= :most"
        " UNION SELECT id FROM documents WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(:ids))"
    )
    with db.read() as connection:
        rows = connection.execute(
            f"SELECT documents.*, substr(pages.text, 1, :chars) AS head FROM documents"
            f" LEFT JOIN pages ON pages.document_id = documents.id AND pages.number = 1"
            f" WHERE documents.id IN ({wanted}) ORDER BY documents.id DESC",
            values,
        ).fetchall()
        facts = _facts(connection, wanted, values)
    return tuple(PaperFacts(document_of(row), row["head"] or "", tuple(facts.get(row["id"], ()))) for row in rows)


def unread(db: Database) -> Unread:
    """How many papers are not read or not understood yet, and how many could not be read."""
    with db.read() as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE state IN ('queued', 'reading') OR kind IS NULL AND state <> 'failed'),"
            " count(*) FILTER (WHERE state = 'failed') FROM documents WHERE deleted_at IS NULL"
        ).fetchone()
    return Unread(int(row[0]), int(row[1]))


def by_title(db: Database, words: str, limit: int = 30) -> tuple[PaperFacts, ...]:
    """Papers with these words in their title, sender or file name, newest first; without words the newest of all."""
    values = {"like": f"%{_escaped(words.strip()[:100])}%", "limit": limit}
    with db.read() as connection:
        rows = connection.execute(
            "SELECT * FROM documents WHERE deleted_at IS NULL AND (title LIKE :like ESCAPE '!'"
            " OR filename LIKE :like ESCAPE '!' OR sender LIKE :like ESCAPE '!') ORDER BY id DESC LIMIT :limit",
            values,
        ).fetchall()
    return tuple(PaperFacts(document_of(row)) for row in rows)


def rotations(db: Database, document_id: int) -> tuple[tuple[int, int], ...]:
    """Page and the degrees clockwise that make it upright, of pages that lie on a side."""
    with db.read() as connection:
        rows = connection.execute(
            "SELECT number, rotation FROM pages WHERE document_id = :id AND rotation <> 0 ORDER BY number",
            {"id": document_id},
        ).fetchall()
    return tuple((row["number"], row["rotation"]) for row in rows)


def _facts(connection: sqlite3.Connection, wanted: str, values: dict[str, object]) -> dict[int, list[tuple[str, str]]]:
    """What the papers say, the best first; a model's unproven word, and what the paper contradicts, are left out."""
    rows = connection.execute(
        f"SELECT document_id, name, CASE normalized WHEN '' THEN value ELSE normalized END AS said FROM fields"
        f" WHERE document_id IN ({wanted}) AND name IN (SELECT value FROM json_each(:names))"
        f" AND verdict NOT IN ('unverified', 'contradicted') ORDER BY document_id, rank",
        values,
    ).fetchall()
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row["document_id"], []).append((row["name"], row["said"][:200]))
    return found


def _escaped(words: str) -> str:
    return words.replace("\x00", "").replace("!", "!!").replace("%", "!%").replace("_", "!_")
