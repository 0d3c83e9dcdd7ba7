"""Rankings by words and by meaning as one."""

import pytest

from lexo.library.searching.fusion import exact_numbers, fuse
from lexo.library.searching.meaning import Near
from lexo.store.index import Scored


def by_words(*page_ids: int) -> list[Scored]:
    return [Scored(page_id, 10.0 - place) for place, page_id in enumerate(page_ids)]


def by_meaning(*page_ids: int) -> list[Near]:
    return [Near(page_id, 0.9 - place / 100, 0, 10) for place, page_id in enumerate(page_ids)]


def ids(pages: tuple[Scored, ...]) -> list[int]:
    return [page.page_id for page in pages]


def test_fuse_without_meaning_leaves_everything_as_it_was() -> None:
    ranked = by_words(3, 1, 2)
    assert fuse(ranked, ()) == tuple(ranked)


def test_fuse_prefers_what_both_found() -> None:
    assert ids(fuse(by_words(1, 2, 3), by_meaning(2, 9)))[0] == 2


def test_fuse_adds_what_only_meaning_found_behind_the_best_by_words() -> None:
    assert ids(fuse(by_words(1, 2), by_meaning(9, 8))) == [1, 2, 9, 8]


def test_fuse_takes_meaning_alone_where_no_word_was_found() -> None:
    assert ids(fuse((), by_meaning(5, 6))) == [5, 6]


def test_fuse_shows_each_page_once() -> None:
    found = ids(fuse(by_words(*range(100)), by_meaning(*range(50, 120))))
    assert len(found) == len(set(found)) == 120


def test_fuse_never_moves_the_first_that_are_kept() -> None:
    assert ids(fuse(by_words(1, 2, 3, 4), by_meaning(4, 9, 2), kept=3)) == [1, 2, 3, 4, 9]


def test_fuse_ranks_far_pages_alike_however_many_are_known() -> None:
    near = by_meaning(*range(190, 240))
    few, many = (ids(fuse(by_words(*range(count)), near)) for count in (300, 400))
    assert few[:100] == many[:100]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("facture FA-2017-0010 du moulin", ("FA-2017-0010",)),
        ("payé 1 810,80 € en 2024", ("1 810,80",)),
        ("the 2010 census of 87 towns", ()),
        ("29,99", ("29,99",)),
        ("", ()),
    ],
)
def test_exact_numbers_are_long_and_no_years(text: str, numbers: tuple[str, ...]) -> None:
    assert exact_numbers(text) == numbers


def test_exact_numbers_of_a_very_long_text_come_at_once() -> None:
    assert exact_numbers("1 " * 100_000) is not None
