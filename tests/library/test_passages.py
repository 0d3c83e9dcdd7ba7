"""Passages: what a question is answered from, and what is never among it."""

from collections.abc import Collection
from pathlib import Path

import pytest

from lexo.facts import Field, Proof, Source, Verdict
from lexo.library.asking import passages
from lexo.library.asking.passages import MAX_CHARS, MAX_PAGES_OF_ONE, FactLine, Passages, Wanted
from lexo.library.searching.meaning import LikeDocument, Near
from lexo.store import documents, facts, private
from lexo.store.database import Database
from lexo.store.filtering import Filters
from made_papers import add_paper

BILL = "Energie du Lac\nFacture FA-2026-017\nTotal TTC 80,50 EUR"
LEASE = "Bail de location\nLoyer mensuel 650,00 EUR"
FILLER = "\n".join(f"Ligne {number} du règlement intérieur de la copropriété" for number in range(200))


@pytest.fixture
def db(tmp_path: Path):
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def find(db: Database, text: str, *document_ids: int, filters: Filters | None = None) -> Passages:
    return passages.find(db, Wanted(tuple(text.split()), text, filters or Filters(), document_ids))


def papers(found: Passages) -> set[int]:
    return {each.paper.id for each in found.items}


def test_find_gives_pages_with_any_of_the_words_numbered_from_one(db: Database) -> None:
    bill, lease = add_paper(db, "facture.pdf", BILL), add_paper(db, "bail.pdf", LEASE)
    found = find(db, "loyer EUR introuvable")
    assert [each.paper.id for each in found.items] == [lease, bill]
    assert [each.number for each in found.items] == [1, 2]
    assert found.coverage == pytest.approx(2 / 3)


def test_find_never_gives_private_papers_nor_the_trash(db: Database) -> None:
    hidden, gone = add_paper(db, "prive.pdf", LEASE), add_paper(db, "vieux.pdf", LEASE + " ancien")
    private.set_private(db, hidden, is_private=True)
    documents.move_to_trash(db, gone)
    assert find(db, "loyer bail") == Passages()
    assert find(db, "loyer bail", hidden, gone) == Passages()
    assert passages.of_page(db, hidden, 1).items == ()


def test_find_in_a_short_paper_gives_all_of_it(db: Database) -> None:
    add_paper(db, "facture.pdf", BILL)
    lease = add_paper(db, "bail.pdf", "Page une", "Page deux")
    found = find(db, "rien de tel", lease)
    assert [(each.paper.id, each.page) for each in found.items] == [(lease, 1), (lease, 2)]


def test_find_in_a_long_paper_gives_the_pages_that_have_the_words(db: Database) -> None:
    long = add_paper(db, "reglement.pdf", *[FILLER] * 12, f"{FILLER}\nLe chien du gardien aboie\n{FILLER}", FILLER)
    first = find(db, "chien gardien", long).items[0]
    assert first.page == 13
    assert "Le chien du gardien aboie" in first.text
    assert len(first.text) < 3_000


def test_find_without_telling_words_in_a_long_paper_gives_how_it_begins(db: Database) -> None:
    long = add_paper(db, "reglement.pdf", *[FILLER] * 12)
    assert find(db, "zzz", long).items[0].page == 1


def test_find_spreads_over_papers(db: Database) -> None:
    add_paper(db, "long.pdf", *[f"loyer loyer loyer {number}" for number in range(9)])
    other = add_paper(db, "bail.pdf", LEASE)
    found = find(db, "loyer")
    assert other in papers(found)
    assert len(found.items) == MAX_PAGES_OF_ONE + 1


def test_find_stays_within_its_budget(db: Database) -> None:
    for number in range(8):
        add_paper(db, f"{number}.pdf", f"{number} {FILLER}"[:1500])
    found = find(db, "copropriété")
    assert sum(each.size for each in found.items) <= MAX_CHARS
    assert len(found.items) >= 4
    assert sum(each.size for each in found.cut(1_000).items) <= 1_000


def test_find_keeps_to_filters(db: Database) -> None:
    add_paper(db, "facture.pdf", BILL)
    lease = add_paper(db, "bail.pdf", LEASE)
    assert papers(find(db, "EUR", filters=Filters(document_ids=(lease,)))) == {lease}


def test_facts_stand_with_the_page_that_proves_them(db: Database) -> None:
    bill = add_paper(db, "facture.pdf", BILL)

    def fact(name: str, value: str, page: int | None, verdict: Verdict = Verdict.VERIFIED) -> Field:
        return Field(name, value, value, Source.XML, verdict, 1.0, Proof(page, (), value))

    told = (
        fact("grand_total", "80,50 €", 1),
        fact("order_reference", "CMD-77", None),
        fact("iban", "FR00", 1, Verdict.UNVERIFIED),
    )
    with db.write() as connection:
        facts._put_fields(connection, bill, told)
    printed, embedded = find(db, "facture", bill).items
    assert (printed.page, printed.facts) == (1, (FactLine("grand total: 80,50 €", "80,50 €"),))
    assert (embedded.page, embedded.facts) == (None, (FactLine("order reference: CMD-77", "CMD-77"),))
    assert embedded.sheet.find("CMD-77")


class Meaning:
    """Says that one page is near to everything."""

    def __init__(self, page_id: int) -> None:
        self._near = (Near(page_id, 0.9, 0, 5),)

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        return self._near

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        return ()


def test_find_takes_what_is_near_in_meaning_but_no_private_paper(db: Database) -> None:
    lease = add_paper(db, "bail.pdf", LEASE)
    wanted = Wanted(("habitation",), "habitation")
    with db.read() as connection:
        page_id = connection.execute("SELECT id FROM pages WHERE document_id = :id", {"id": lease}).fetchone()[0]
    assert papers(passages.find(db, wanted, Meaning(page_id))) == {lease}
    private.set_private(db, lease, is_private=True)
    assert passages.find(db, wanted, Meaning(page_id)) == Passages()
