"""The words of the index in memory: counted, by beginnings and parts, anew when pages change, bounded."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.store import pages, vocabulary
from lexo.store.database import Database
from lexo.store.vocabulary import KnownWord, Vocabulary
from made_papers import add_paper, page_of


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    add_paper(database, "a.pdf", "Eau électricité éléphant", "eau 2024 e\u0301te œuvre")
    yield database
    database.close()


def of(db: Database) -> Vocabulary:
    with db.read() as connection:
        known = vocabulary.of(db, connection, wait_s=10)
    assert known is not None
    return known


def test_pages_counts_pages_with_exactly_that_word(db: Database) -> None:
    known = of(db)
    assert [known.pages(word) for word in ("eau", "electricite", "elec", "zzz", "", "\n", "œuvre")] == [
        *(2, 1, 0, 0, 0, 0, 1)
    ]


def test_beginning_gives_words_in_order_up_to_a_limit(db: Database) -> None:
    assert of(db).beginning("el", 10) == ["electricite", "elephant"]
    assert of(db).beginning("el", 1) == ["electricite"]
    assert of(db).beginning("q", 10) == []
    assert len(of(db).beginning("", 100)) == len(of(db))
    assert of(db).beginning("œ", 10) == ["œuvre"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("le", ["electricite", "elephant"]),
        ("te\n", ["electricite", "ete"]),
        ("\nea", ["eau"]),
        ("e", ["eau", "electricite", "elephant", "ete", "oeuvre", "œuvre"]),
        ("zz", []),
    ],
)
def test_holding_gives_each_word_once(db: Database, part: str, words: list[str]) -> None:
    assert [known.word for known in of(db).holding(part, 100)] == words


def test_holding_gives_no_more_than_asked_for(db: Database) -> None:
    assert list(of(db).holding("e", 1)) == [KnownWord("eau", 2)]


def test_empty_index_has_no_words(tmp_path: Path) -> None:
    database = Database(tmp_path / "empty.db")
    known = of(database)
    assert (len(known), known.pages("a"), known.beginning("a", 5), list(known.holding("a", 5))) == (0, 0, [], [])
    database.close()


def test_new_pages_are_known_at_once_in_a_small_library(db: Database) -> None:
    assert of(db).pages("girafe") == 0
    add_paper(db, "b.pdf", "girafe")
    assert of(db).pages("girafe") == 1


def test_a_page_read_again_is_known_with_its_new_words(db: Database) -> None:
    assert of(db).pages("eau") == 2
    pages.save_page(db, 1, 1, pages.packed(page_of("Feu électricité éléphant")))
    assert (of(db).pages("eau"), of(db).pages("feu")) == (1, 1)


def test_list_that_is_still_right_is_not_made_again(db: Database) -> None:
    assert of(db) is of(db)


def test_list_that_takes_long_rests(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "AT_ONCE_S", -1.0)
    monkeypatch.setattr(vocabulary, "REST", 1e9)
    before = of(db)
    add_paper(db, "b.pdf", "girafe")
    assert of(db) is before


def test_who_does_not_wait_gets_nothing_at_first(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made = vocabulary.read

    def slowly(connection: object) -> Vocabulary:
        time.sleep(0.05)
        return made(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(vocabulary, "read", slowly)
    with db.read() as connection:
        assert vocabulary.of(db, connection, wait_s=0.0) is None
    assert of(db).pages("eau") == 2


def test_too_many_words_leave_out_those_of_one_page(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MAX_WORDS", 3)
    assert of(db).beginning("", 10) == ["eau"]


def test_very_long_words_are_left_out(db: Database) -> None:
    add_paper(db, "long.pdf", "x" * 41 + " " + "y" * 40)
    assert of(db).pages("x" * 41) == 0
    assert of(db).pages("y" * 40) == 1
