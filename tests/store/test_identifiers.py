"""Numbers as people write them, and words that a line break cut in two."""

import time

import pytest

from lexo.store.identifiers import compact, identifiers_in, joined_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IBAN FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP", "FR7630006000011234567890189"),
        ("IBAN: FR7630006000011234567890189", "FR7630006000011234567890189"),
        ("compte 123 FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
        ("SIRET : 732 829 320 00074 APE 6201Z", "73282932000074"),
        ("SIRET\u00a0732\u202f829\u202f320\u202f00074", "73282932000074"),
        ("TVA FR 40 303 265 045", "FR40303265045"),
        ("TVA FR 40 303 265 045", "40303265045"),
        ("Tél. 01 23 45 67 89, fax 01.23.45.67.90", "0123456789"),
        ("Tél. 01 23 45 67 89, fax 01.23.45.67.90", "0123456790"),
        ("Facture N°A-1312/B du 3 mai", "A1312B"),
        ("(réf. f2024-001)", "F2024001"),
        ("du 12/05/2024 au", "12052024"),
    ],
)
def test_identifiers_in_printed_number_is_kept_without_separators(text: str, expected: str) -> None:
    assert expected in identifiers_in(text)


@pytest.mark.parametrize("text", ["", "page 12", "A-12/B", "le 3 mai 2024", "trois cent mille", "été2024"])
def test_identifiers_in_text_without_long_number_finds_none(text: str) -> None:
    assert identifiers_in(text) == set()


def test_identifiers_in_long_row_of_numbers_is_cut() -> None:
    assert max(map(len, identifiers_in(" ".join(map(str, range(1000, 1100)))))) == 40


@pytest.mark.parametrize("text", ["." * 200_000, "a." * 100_000, "é" * 200_000 + "œ", "1 " * 100_000, "a-\n" * 70_000])
def test_hostile_page_is_worked_through_in_linear_time(text: str) -> None:
    start = time.process_time()
    identifiers_in(text)
    joined_words(text)
    assert time.process_time() - start < 2


def test_joined_words_of_broken_word_gives_it_whole_and_folded() -> None:
    assert joined_words("l'adminis-\ntration fiscale, Éle\u00ad\nveurs") == "administration eleveurs"


def test_joined_words_of_ligatures_gives_two_letters() -> None:
    assert joined_words("le cœur et la ﬁnance") == "coeur finance"


def test_joined_words_of_list_and_dates_is_empty() -> None:
    assert joined_words("12-\n13\n- un\n- deux\n2024-\n05") == ""


def test_compact_drops_what_people_type_between() -> None:
    assert compact("fr76 3000.6000-0112") == "FR76300060000112"
