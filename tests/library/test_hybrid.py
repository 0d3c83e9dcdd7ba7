"""What meaning adds to a search, and what it may not change."""

from collections.abc import Collection, Iterator

import pytest

from lexo.library.searching.finding import Matched
from lexo.library.searching.meaning import LikeDocument, Near
from lexo.library.searching.search import SearchResults, search
from lexo.store.database import Database
from lexo.store.filtering import Filters
from made_papers import add_paper


class Fixed:
    """Finds these documents' first pages for every text, the first being nearest."""

    def __init__(self, db: Database, *document_ids: int) -> None:
        with db.read() as connection:
            pages = dict(connection.execute("SELECT document_id, id FROM pages WHERE number = 1").fetchall())
        self._near = [Near(pages[id_], 0.9 - place / 10, 0, 500) for place, id_ in enumerate(document_ids)]

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        del text
        return tuple(near for near in self._near if within is None or near.page_id in within)[:limit]

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        del document_id, limit
        return ()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = Database(tmp_path_factory.mktemp("hybrid") / "library.db")
    yield db
    db.close()


@pytest.fixture(scope="module")
def papers(db: Database) -> dict[str, int]:
    return {
        "bill": add_paper(db, "un.pdf", "facture FA-2031-0099 du garage\nvidange et pneus"),
        "reminder": add_paper(db, "deux.pdf", "rappel de la facture FA-2031-0099\npayez vite"),
        "quote": add_paper(db, "trois.pdf", "devis du garage pour la vidange"),
        "story": add_paper(db, "quatre.pdf", "\n".join(["préambule sans rapport"] * 40) + "\nla voiture fut réparée"),
    }


def ids(results: SearchResults) -> list[int]:
    return [hit.document_id for hit in results.items]


def test_search_with_a_model_that_finds_nothing_is_what_it_is_without(db: Database, papers: dict[str, int]) -> None:
    assert papers
    for text in ("garage vidange", "facture FA-2031-0099", "voiture", "rien de tel"):
        assert search(db, text, meaning=Fixed(db)) == search(db, text)


def test_search_adds_what_only_meaning_finds(db: Database, papers: dict[str, int]) -> None:
    found = search(db, "pneus", meaning=Fixed(db, papers["story"]))
    assert ids(found) == [papers["bill"], papers["story"]]
    assert found.total == 2


def test_search_by_meaning_alone_says_so(db: Database, papers: dict[str, int]) -> None:
    found = search(db, "automobile xylophone", meaning=Fixed(db, papers["story"]))
    assert (ids(found), found.matched) == ([papers["story"]], Matched.MEANING)


def test_search_moves_up_what_words_and_meaning_agree_on(db: Database, papers: dict[str, int]) -> None:
    by_words = ids(search(db, "garage vidange"))
    last = by_words[-1]
    assert ids(search(db, "garage vidange", meaning=Fixed(db, last)))[0] == last


def test_search_never_lets_meaning_pass_an_exact_number(db: Database, papers: dict[str, int]) -> None:
    meaning = Fixed(db, papers["story"], papers["quote"])
    by_words = ids(search(db, "facture FA-2031-0099"))
    assert ids(search(db, "facture FA-2031-0099", meaning=meaning))[: len(by_words)] == by_words
    some = ids(search(db, "automobile xylophone FA-2031-0099", meaning=meaning))
    assert set(some[:2]) == {papers["bill"], papers["reminder"]}


def test_search_by_meaning_stays_within_filters(db: Database, papers: dict[str, int]) -> None:
    meaning = Fixed(db, papers["story"], papers["quote"])
    found = search(db, "pneus", filters=Filters(document_ids=(papers["quote"], papers["bill"])), meaning=meaning)
    assert ids(found) == [papers["bill"], papers["quote"]]


def test_search_shows_the_passage_that_is_near(db: Database, papers: dict[str, int]) -> None:
    meaning = Fixed(db, papers["story"])
    text = "\n".join(["préambule sans rapport"] * 40) + "\n"
    meaning._near = [meaning._near[0]._replace(first_char=len(text), end_char=len(text) + 22)]
    (hit,) = search(db, "automobile xylophone", meaning=meaning).items
    assert hit.snippet == "… la voiture fut réparée"
    assert hit.boxes == ()


def test_search_shows_each_page_once_whatever_the_offset(db: Database, papers: dict[str, int]) -> None:
    meaning = Fixed(db, papers["story"], papers["bill"])
    every = ids(search(db, "garage", meaning=meaning))
    each = [ids(search(db, "garage", limit=1, offset=place, meaning=meaning)) for place in range(len(every))]
    assert [found for (found,) in each] == every
