"""Papers, facts and deadlines as computed answers want them."""

from dataclasses import replace
from pathlib import Path

import pytest

from lexo.document import BBox
from lexo.store import sums
from lexo.store.database import Database
from lexo.store.filtering import Filters
from lexo.store.sums import Wanted
from money_papers import bill, keep, receipt


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "lexo.db")


def test_papers_are_those_of_kind_sender_and_time_and_those_without_a_day(db: Database) -> None:
    march = bill("Voltea", "2024-03-01", "1.00")
    ids = keep(
        db,
        march,
        bill("Voltea", "2023-03-01", "2.00"),
        replace(march, date=None),
        bill("Gazelys", "2024-03-01", "3.00"),
        receipt("Voltea", "2024-03-01", "4.00"),
        replace(bill("Voltea", "2024-04-01", "5.00"), is_in_trash=True),
    )
    wanted = Wanted(("utility_bill",), ("Voltea",), "2024-01-01", "2024-12-31")
    with db.read() as connection:
        assert [paper.id for paper in sums.papers(connection, wanted)] == [ids[0], ids[2]]


def test_papers_of_no_document_are_none(db: Database) -> None:
    keep(db, bill("Voltea", "2024-03-01", "1.00"))
    with db.read() as connection:
        assert sums.papers(connection, Wanted(filters=Filters(document_ids=()))) == []


def test_papers_and_senders_leave_out_private_ones_where_asked(db: Database) -> None:
    keep(db, replace(bill("Voltea", "2024-03-01", "1.00"), is_private=True))
    with db.read() as connection:
        assert sums.papers(connection, Wanted(filters=Filters(without_private=True))) == []
        assert sums.senders(connection, without_private=True) == []
        assert sums.senders(connection, without_private=False) == ["Voltea"]
        assert sums.has_private(connection)


def test_facts_come_paper_by_paper_and_proofs_as_they_stand(db: Database) -> None:
    (paper,) = keep(db, bill("Voltea", "2024-03-01", "1.50"))
    with db.read() as connection:
        (fact,) = sums.facts(connection, [paper], ["grand_total"])
        assert (fact.document_id, fact.normalized, fact.verdict) == (paper, "1.50", "plausible")
        proof = sums.proofs(connection, [fact.id])[fact.id]
    assert (proof.page, proof.boxes, proof.text) == (1, (BBox(0.6, 0.3, 0.8, 0.33),), "1,50")


def test_open_deadlines_are_those_that_nobody_ticked_off(db: Database) -> None:
    first, second = keep(
        db,
        replace(bill("Voltea", "2024-03-01", "1.00"), due="2024-04-01"),
        replace(bill("Voltea", "2024-05-01", "2.00"), due="2024-06-01"),
    )
    with db.write() as connection:
        connection.execute("UPDATE deadlines SET state = 'done' WHERE document_id = :id", {"id": first})
    with db.read() as connection:
        found = sums.open_deadlines(connection, ("payment",))
        later = sums.open_deadlines(connection, ("payment",), "2024-06-02")
    assert [(due.document_id, due.date, due.amount) for due in found] == [(second, "2024-06-01", "2.00")]
    assert later == []


def test_papers_of_a_sender_are_found_by_an_index(db: Database) -> None:
    with db.read() as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT id, title FROM documents WHERE deleted_at IS NULL"
            " AND sender IN (SELECT value FROM json_each('[\"Voltea\"]')) ORDER BY +date DESC, id DESC"
        ).fetchall()
    assert any("documents_by_sender (deleted_at=? AND sender=?)" in row["detail"] for row in plan)
