"""Filters: which documents they leave, and what papers are about in money."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.document import MediaType
from lexo.facts import Conclusion, Field, Source, Verdict
from lexo.store import documents, facts, private, schema
from lexo.store.database import Database
from lexo.store.filtering import Filters, both, matching, matching_count, senders_like
from made_papers import add_paper


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Six papers, and a seventh in the trash; their ids are 1 to 7."""
    database = Database(tmp_path_factory.mktemp("filtering") / "lexo.db")
    iban = field("iban", "FR7630006000011234567890189")
    say(database, "invoice", "Électricité Brume", "2024-05-31", field("grand_total", "193.48"), iban)
    say(database, "invoice", "Agence du Petit-Pont", "2024-06-01", field("grand_total", "100.00"))
    say(database, "payslip", "Électricité Brume SA", "2023-12-31", field("net_pay", "1820.07"))
    say(database, "lease", "Agence du Petit-Pont", None, field("tenant", "ÉLODIE N'Guyen-Martin"))
    say(database, "receipt", None, "2024-06-30", field("grand_total", "-0.50"), field("siret", "40483304800022"))
    say(database, "quote", "Toits & Fils", "2025-01-01", field("tax_basis_total", "50"), field("seller_siret", "404"))
    say(database, "invoice", "Électricité Brume", "2024-05-30", field("grand_total", "193.48"), iban)
    documents.move_to_trash(database, 7)
    private.set_private(database, 4, is_private=True)
    yield database
    database.close()


def field(name: str, normalized: str, verdict: Verdict = Verdict.PLAUSIBLE) -> Field:
    return Field(name, normalized, normalized, Source.RULE, verdict, 0.9)


def say(db: Database, kind: str, sender: str | None, date: str | None, *fields: Field) -> int:
    document_id = add_paper(db, f"{kind}-{date}.pdf", "texte")
    with db.write() as connection:
        conclusion = Conclusion(fields, kind, sender=sender, date=date)
        facts.save_conclusion(connection, document_id, conclusion)
    return document_id


def found(db: Database, filters: Filters) -> tuple[int, ...] | None:
    with db.read() as connection:
        return matching(connection, filters)


def amount_of(db: Database, document_id: int) -> int | None:
    with db.read() as connection:
        row = connection.execute("SELECT amount_cents FROM documents WHERE id = :id", {"id": document_id}).fetchone()
        return row[0]  # type: ignore[no-any-return]


YEAR_2024 = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(kinds=("invoice",)), (2, 1)),
        (Filters(kinds=("invoice", "lease")), (4, 2, 1)),
        (Filters(kinds=("no such kind",)), ()),
        (Filters(senders=("électricité brume",)), (1,)),
        (Filters(senders=("toits & fils", "Agence du “Petit Pont”")), (6, 4, 2)),
        (Filters(sender_parts=("electricite",)), (3, 1)),
        (Filters(sender_parts=("pont agence",)), (4, 2)),
        (Filters(sender_parts=("brume", "toits")), (6, 3, 1)),
        (Filters(sender_parts=("",)), ()),
        (Filters(first_date="2024-06-01"), (6, 5, 2)),
        (Filters(last_date="2024-05-31"), (3, 1)),
        (Filters(first_date="2024-05-31", last_date="2024-06-01"), (2, 1)),
        (Filters(periods=(YEAR_2024,)), (5, 2, 1)),
        (Filters(periods=(YEAR_2024,), first_date="2024-06-01"), (5, 2)),
        (Filters(periods=(("2023-01-01", "2023-12-31"), ("2025-01-01", "2025-12-31"))), (6, 3)),
        (Filters(periods=(("2025-01-01", "2025-12-31"), ("2024-06-01", "2024-12-31"))), (6, 5, 2)),
        (Filters(periods=(("2023-12-01", "2024-12-31"), ("2024-06-01", "2024-06-01"))), (5, 3, 2, 1)),
        (Filters(lowest_cents=10_000), (3, 2, 1)),
        (Filters(lowest_cents=10_001), (3, 1)),
        (Filters(highest_cents=5_000), (6, 5)),
        (Filters(lowest_cents=19_348, highest_cents=19_348), (1,)),
        (Filters(fields=(("iban", "FR76"),)), (1,)),
        (Filters(fields=(("siret", "404"),)), (6, 5)),
        (Filters(fields=(("siret", "404"), ("grand_total", "-0.50"))), (5,)),
        (Filters(fields=(("tenant", "elodie nguyen"),)), (4,)),
        (Filters(fields=(("grand_total", "1"),)), (2, 1)),
        (Filters(fields=(("grand_total", "19."),)), ()),
        (Filters(fields=(("iban", "---"),)), ()),
        (Filters(fields=(("iban", "\ud800"), ("\ud800", "\0"))), ()),
        (Filters(kinds=("\ud800",), senders=("\ud800",)), ()),
        (Filters(states=("queued",)), (6, 5, 4, 3, 2, 1)),
        (Filters(languages=("fra",)), ()),
        (Filters(document_ids=(1, 4, 7, 99)), (4, 1)),
        (Filters(document_ids=()), ()),
        (Filters(document_ids=(1, 2), fields=(("iban", "FR"),)), (1,)),
        (Filters(without_private=True), (6, 5, 3, 2, 1)),
        (Filters(excluded=(Filters(kinds=("invoice",)),)), (6, 5, 4, 3)),
        (Filters(excluded=(Filters(kinds=("invoice",)), Filters(periods=(YEAR_2024,)))), (6, 4, 3)),
        (Filters(kinds=("invoice",), also=(Filters(sender_parts=("brume",)),)), (1,)),
        (Filters(kinds=("invoice",), also=(Filters(kinds=("lease",)),)), ()),
    ],
)
def test_matching_leaves_the_papers_that_the_filters_mean(db: Database, filters: Filters, ids: tuple[int, ...]) -> None:
    assert found(db, filters) == ids


def test_matching_of_no_filters_is_none(db: Database) -> None:
    assert found(db, Filters()) is None


def test_matching_count_of_no_filters_counts_what_is_not_in_the_trash(db: Database) -> None:
    with db.read() as connection:
        assert matching_count(connection, Filters()) == 6


def test_matching_count_counts_what_the_filters_leave(db: Database) -> None:
    with db.read() as connection:
        assert matching_count(connection, Filters(kinds=("invoice",))) == 2


def test_both_holds_where_each_holds(db: Database) -> None:
    invoices, lease = Filters(kinds=("invoice",)), Filters(kinds=("lease", "invoice"), last_date="2024-05-31")
    assert found(db, both(invoices, lease)) == (1,)
    assert both(Filters(), invoices) == both(invoices, Filters()) == both(invoices, invoices) == invoices


def test_senders_like_gives_the_names_as_they_are_written(db: Database) -> None:
    with db.read() as connection:
        assert sorted(senders_like(connection, Filters(sender_parts=("ELECTRICITÉ",)))) == [
            "Électricité Brume",
            "Électricité Brume SA",
        ]


@pytest.mark.parametrize(
    ("said", "cents"),
    [
        ([field("due_payable", "20.00"), field("grand_total", "193.48")], 19_348),
        ([field("grand_total", "10.00"), field("grand_total", "11.00")], 1_000),
        ([field("net_pay", "1820")], 182_000),
        ([field("rent", "7.5")], 750),
        ([field("amount", "0.029")], 2),
        ([field("grand_total", "-0.05")], -5),
        ([field("grand_total", "12.00", Verdict.UNVERIFIED)], None),
        ([field("grand_total", "")], None),
        ([field("height", "1.80")], None),
    ],
)
def test_amount_is_of_the_first_name_that_a_paper_has(tmp_path: Path, said: list[Field], cents: int | None) -> None:
    db = Database(tmp_path / "lexo.db")
    assert amount_of(db, say(db, "invoice", None, None, *said)) == cents
    db.close()


def test_amount_follows_what_is_concluded_anew(tmp_path: Path) -> None:
    db = Database(tmp_path / "lexo.db")
    document_id = say(db, "invoice", None, None, field("grand_total", "12.00"))
    for said, cents in (((field("grand_total", "13.00"),), 1_300), ((), None)):
        with db.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion(said))
        assert amount_of(db, document_id) == cents
    db.close()


def test_amounts_of_papers_that_were_there_before_are_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [name for name, _ in schema.MIGRATIONS]
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[: names.index("m005_private")])
        db = Database(tmp_path / "lexo.db")
        new = documents.NewDocument("0" * 64, "a.pdf", MediaType.PDF, 1)
        document_id = documents.add(db, new).document_id
        with db.write() as connection:
            facts.save_conclusion(connection, document_id, Conclusion((field("grand_total", "12.00"),)))
        db.close()
    db = Database(tmp_path / "lexo.db")
    assert amount_of(db, document_id) == 1_200
    db.close()
