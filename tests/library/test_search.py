"""Search over a small library: what is found, in which order, and where it stands on the page."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexo.document import BBox
from lexo.library.searching import scope
from lexo.library.searching.search import Matched, SearchResults, find_in_document, search
from lexo.store import documents
from lexo.store.database import Database
from made_papers import add_paper, box_of

BILL = """Facture d'électricité N° A-1312/B
IBAN FR76 3000 6000 0112 3456 7890 189
Total 1 234,56 EUR

l'adminis-
tration du cœur"""
PAYSLIP = """Bulletin de paie
été 2024 salaires nets à payer
Tél. 01 23 45 67 89"""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory):
    database = Database(tmp_path_factory.mktemp("library") / "lexo.db")
    add_paper(database, "edf-mars.pdf", BILL)
    add_paper(database, "paie.pdf", PAYSLIP)
    add_paper(database, "journal.pdf", "Les journaux officiels", "rien ici", "encore des journaux")
    yield database
    database.close()


def found(results: SearchResults) -> list[tuple[int, int | None]]:
    return [(hit.document_id, hit.page) for hit in results.items]


def shown(results: SearchResults) -> str:
    return results.items[0].snippet.replace("\x02", "[").replace("\x03", "]")


@given(st.text(max_size=60))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_search_never_raises(db: Database, text: str) -> None:
    results = search(db, text)
    assert (results.matched is Matched.NONE) == (results.total == 0)


@pytest.mark.parametrize(
    "text",
    [
        "électricité", "ELECTRICITE", "electricite facture", "factures", "d'électricité", "facture -paie",
        "FR7630006000011234567890189", "fr76 3000 6000", "A-1312/B", "a1312b", "1312",
        "1234,56", "1 234,56", "1.234,56", "administration", "cœur", "coeur", "elec", "total 1312",
    ],
)  # fmt: skip
def test_search_finds_the_bill_however_it_is_asked_for(db: Database, text: str) -> None:
    results = search(db, text)
    assert (1, 1) in found(results)
    assert results.matched is Matched.ALL
    assert results.items[0].boxes


def test_search_needs_every_word(db: Database) -> None:
    assert found(search(db, "salaires nets")) == [(2, 1)]
    assert search(db, "salaires électricité").matched is Matched.SOME


def test_search_without_any_hit_says_so(db: Database) -> None:
    results = search(db, "xylophone")
    assert (results.items, results.total, results.matched, results.suggestion) == ((), 0, Matched.NONE, None)


def test_search_part_of_a_word_is_found_when_nothing_else_is(db: Database) -> None:
    results = search(db, "lectrici ")
    assert found(results) == [(1, 1)]
    assert results.matched is Matched.PARTS
    assert "[électricité]" in shown(results)


def test_search_part_of_a_number_is_found_when_nothing_else_is(db: Database) -> None:
    results = search(db, "23456789")
    assert (2, 1) in found(results)
    assert results.matched is Matched.PARTS
    assert "01 [23 45 67 89]" in shown(results)


def test_search_by_name_gives_document_without_page(db: Database) -> None:
    results = search(db, "edf-mars")
    assert found(results) == [(1, None)]
    assert shown(results) == "[edf-mars].pdf"


def test_search_name_moves_its_document_up(db: Database) -> None:
    assert found(search(db, "journaux"))[0][0] == 3
    assert {number for _, number in found(search(db, "journaux"))} == {1, 3}


def test_search_excluded_word_keeps_pages_away(db: Database) -> None:
    assert found(search(db, "journaux -encore")) == [(3, 1)]


def test_search_quoted_words_stand_together(db: Database) -> None:
    assert found(search(db, '"à payer"')) == [(2, 1)]
    assert search(db, '"payer à"').matched is not Matched.ALL


def test_search_boxes_are_those_of_the_words(db: Database) -> None:
    assert search(db, "électricité").items[0].boxes == (box_of(0, 1),)


def test_search_number_over_several_words_gives_all_their_boxes(db: Database) -> None:
    boxes = search(db, "FR7630006000011234567890189").items[0].boxes
    assert boxes == tuple(box_of(1, column) for column in range(1, 8))


def test_search_word_over_two_lines_gives_both_boxes(db: Database) -> None:
    assert search(db, "administration").items[0].boxes == (box_of(3, 0), box_of(4, 0))


def test_search_snippet_shows_the_hits(db: Database) -> None:
    assert shown(search(db, "total eur")).startswith("Facture d'électricité")
    assert "[Total] 1 234,56 [EUR]" in shown(search(db, "total eur"))


def test_search_pages_through_results(db: Database) -> None:
    everything = found(search(db, "journaux"))
    one_by_one = [found(search(db, "journaux", limit=1, offset=offset)) for offset in range(3)]
    assert [hit for page in one_by_one for hit in page] == everything
    assert one_by_one[2] == []


def test_find_in_document_gives_pages_and_boxes(db: Database) -> None:
    assert set(find_in_document(db, 3, "journaux")) == {1, 3}
    assert find_in_document(db, 1, "total") == {1: (box_of(2, 0),)}
    assert find_in_document(db, 1, "salaires") == {}
    assert find_in_document(db, 999, "total") == {}


def test_search_forgets_the_trash_and_finds_it_again(tmp_path: Path) -> None:
    database = Database(tmp_path / "lexo.db")
    document_id = add_paper(database, "unique.pdf", "Hippopotame 1234567")
    documents.move_to_trash(database, document_id)
    assert [search(database, text).total for text in ("hippopotame", "1234567", "unique", "popota", "34567")] == [0] * 5
    documents.restore(database, document_id)
    assert [search(database, text).total for text in ("hippopotame", "1234567", "unique", "popota", "34567")] == [1] * 5
    database.close()


def test_search_very_common_word_is_ranked_among_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "CANDIDATES", 3)
    database = Database(tmp_path / "lexo.db")
    for number in range(6):
        add_paper(database, f"{number}.pdf", f"facture {number}")
    results = search(database, "facture ")
    assert {document_id for document_id, _ in found(results)} == {4, 5, 6}
    assert not results.is_complete
    database.close()


def test_search_page_without_layout_has_no_boxes(tmp_path: Path) -> None:
    database = Database(tmp_path / "lexo.db")
    add_paper(database, "a.pdf", "Hippopotame")
    with database.write() as connection:
        connection.execute("DELETE FROM page_layouts")
    (hit,) = search(database, "hippopotame").items
    assert hit.boxes == ()
    assert "\x02Hippopotame\x03" in hit.snippet
    assert isinstance(box_of(0, 0), BBox)
    database.close()
