"""Any text, any filters: a search answers, quickly, and says nothing that is not so."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexo.library.searching.search import Matched, find_in_document, found_documents, search
from lexo.store.database import Database
from lexo.store.filtering import Filters
from made_papers import add_paper

MUST_NOT_RAISE = [
    "l'été", '"', 'a"b', "", "\0", "*", "(", ")", "-", "^", "x:y", "NEAR(", "NEAR(a b, 3)", "a AND", "OR", "NOT a",
    "mot " * 2500, "x" * 10_000, "😀", "👨‍👩‍👧", "שלום עולם", "\u202eabc", "text:x", "{text}:x", "a + b", "\ud800",
    "abc\ud800", "%", "_", "'",
    "-- ", "; DROP TABLE pages", "\x02\x03", "a*b", '"a" "', '-"', '""', "1 2 3 4 5 6", "𝟘𝟙𝟚", "²", "ﬁ", "\u0301",
]  # fmt: skip
PIECES = (
    *('"', "-", "a", "été", " ", "12", "1 234,56", ".", "*", "(", "\0", "FR76", "'", ":", "<", ">", "€", "2024", ".."),
    *("facture", "facutre", "type:", "avant:", "iban:", "de:", "\u202e", "\ud800", "œ", "ﬁ", "abonnementinternet"),
    "\n",
)  # fmt: skip
LONG = (
    "x" * 10_000,
    "mot " * 2500,
    '"' * 10_000,
    "-" * 10_000,
    "1 " * 5000,
    "a:" * 5000,
    "é" * 10_000,
    "facutre " * 1250,
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("hostile") / "lexo.db")
    add_paper(database, "a.pdf", "Facture de l'été 2024, total 1 234,56 € ŒUVRE ﬁn", "abonnement internet")
    add_paper(database, "b.pdf", "a " * 3000)
    yield database
    database.close()


@pytest.mark.parametrize("text", [*MUST_NOT_RAISE, *LONG])
def test_everything_that_reads_a_query_takes_any_text(db: Database, text: str) -> None:
    start = time.thread_time()
    results = search(db, text)
    assert results.total >= len(results.items)
    assert len(found_documents(db, text)) <= 2
    find_in_document(db, 1, text)
    assert time.thread_time() - start < 2


@given(
    st.lists(st.sampled_from(PIECES), max_size=12),
    st.sampled_from((None, Filters(document_ids=(1,)), Filters(first_date="2020-01-01"))),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_mixtures_of_words_signs_and_filters(db: Database, pieces: list[str], filters: Filters | None) -> None:
    results = search(db, "".join(pieces), filters=filters)
    assert (results.matched is Matched.NONE) == (results.total == 0)
    assert results.suggestion is None or results.suggestion != "".join(pieces)
    assert filters is None or filters.document_ids is None or {hit.document_id for hit in results.items} <= {1}


def test_page_full_of_hits_shows_a_bounded_number_of_them(db: Database) -> None:
    hit = max(search(db, "a ").items, key=lambda each: len(each.boxes))
    assert hit.document_id == 2
    assert len(hit.boxes) == 300
