"""The search index below the search: ranking among the newest, parts in time, names with any sign in them."""

from collections.abc import Iterator

import pytest

from lexo.columns import columns_of
from lexo.document import BBox, Block, BlockKind, Line, Word
from lexo.store import documents, index, layout
from lexo.store.database import Database
from made_papers import add_paper


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("index") / "lexo.db")
    add_paper(database, "Été 2024.pdf", "eau gaz 12345", "eau eau eau")
    add_paper(database, 'a"b (1).pdf', "eau", "électricité")
    trashed = add_paper(database, "été perdu.pdf", "eau perdue 12345")
    documents.move_to_trash(database, trashed)
    yield database
    database.close()


def test_rank_pages_best_first_without_the_trash(db: Database) -> None:
    with db.read() as connection:
        ranked = index.rank_pages(connection, "eau", candidates=100, limit=10)
    assert (ranked.total, ranked.is_complete) == (3, True)
    assert ranked.pages[0].page_id == 2
    assert [page.score for page in ranked.pages] == sorted((page.score for page in ranked.pages), reverse=True)


def test_rank_pages_beyond_the_candidates_is_not_complete(db: Database) -> None:
    with db.read() as connection:
        ranked = index.rank_pages(connection, "eau", candidates=2, limit=10)
    assert not ranked.is_complete
    assert {page.page_id for page in ranked.pages} == {2, 3}


def test_rank_pages_within_looks_at_these_only(db: Database) -> None:
    with db.read() as connection:
        ranked = index.rank_pages(connection, "eau", candidates=100, limit=10, within=index.Within(pages=(1, 4)))
    assert [page.page_id for page in ranked.pages] == [1]


def test_newest_pages_leaves_the_trash_out(db: Database) -> None:
    with db.read() as connection:
        ranked = index.newest_pages(connection, [1, 2, 5], limit=1)
    assert (ranked.total, [page.page_id for page in ranked.pages]) == (2, [2])


@pytest.mark.parametrize(
    ("value", "expected"), [("123", {1, 5}), ("12345", {1, 5}), ("2345", set()), ("123456", set())]
)
def test_pages_with_identifier_by_its_beginning(db: Database, value: str, expected: set[int]) -> None:
    with db.read() as connection:
        assert set(index.pages_with_identifier(connection, value, 10)) == expected


@pytest.mark.parametrize(("part", "found"), [("ete 2024", [1]), ('a"b', [2]), ("(1)", [2]), ("perdu", []), ("%%%", [])])
def test_find_by_name_takes_any_sign(db: Database, part: str, found: list[int]) -> None:
    with db.read() as connection:
        assert [each.document_id for each in index.find_by_name(connection, [part], 10)] == found


def test_placed_words_of_a_layout() -> None:
    line = Line((Word("un", BBox(0, 0, 0.1, 0.05), 0.9), Word("deux", BBox(0.1, 0, 0.2, 0.05))))
    columns = columns_of((Block(BlockKind.TEXT, BBox(0, 0, 1, 1), (line,)),))
    words = index.PlacedWords(columns.text, layout.encode(columns))
    assert words.texts == ["un", "deux"]
    assert words.box(1) == BBox(0.1, 0.0, 0.2, 0.05)
