"""The search's own language: any text is a query, and means what a person would mean by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.library.searching import expression
from lexo.library.searching.query import MAX_TERMS, Query, Words, parse

FRENCH = "l'été d\u2019hiver «à payer» N°A-1312/B -brouillon 1\u202f234,56 €"


def alternatives(text: str) -> list[set[tuple[str, ...]]]:
    """For each term, the words of its alternatives."""
    return [{words.words for every in term.alternatives for words in every} for term in parse(text).terms]


def has_prefix(query: Query) -> list[bool]:
    return [any(words.is_prefix for every in term.alternatives for words in every) for term in query.terms]


@given(st.text(max_size=200))
def test_parse_any_text_gives_a_query(text: str) -> None:
    query = parse(text)
    assert len(query.terms) <= MAX_TERMS
    assert all(words.words for term in query.terms + query.excluded for every in term.alternatives for words in every)


@given(
    st.lists(st.sampled_from(['"', "-", "a", "été", " ", "12", "1234", ".", "*", "(", "\0", "FR76", "'"]), max_size=30)
)
def test_parse_mixture_of_signs_gives_balanced_expression(pieces: list[str]) -> None:
    query = parse("".join(pieces))
    if query.terms:
        match = expression.all_terms(query)
        assert match.count("(") == match.count(")")
        assert match.count('"') % 2 == 0


def test_parse_words_folds_accents_and_capitals() -> None:
    assert {("ete",), ("etes",)} <= alternatives("ÉTÉ x")[0]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("factures", "facture"),
        ("facture", "factures"),
        ("journaux", "journal"),
        ("journal", "journaux"),
        ("tableaux", "tableau"),
        ("bureau", "bureaux"),
        ("companies", "company"),
        ("company", "companies"),
    ],
)
def test_parse_word_allows_its_other_number(word: str, other: str) -> None:
    assert (other,) in alternatives(word + " ")[0]


def test_parse_short_words_keep_their_ending() -> None:
    assert alternatives("bas ") == [{("bas",)}]


def test_parse_elision_is_left_out() -> None:
    assert [("ete",) in each for each in alternatives("l'été qu\u2019hiver ")] == [True, False]
    assert ("hiver",) in alternatives("l'été qu\u2019hiver ")[1]


def test_parse_compound_word_stands_together() -> None:
    assert alternatives("porte-monnaie ") == [{("porte", "monnaie")}]


@pytest.mark.parametrize("quotes", ['"à payer"', "«à payer»", "\u201cà payer\u201d"])
def test_parse_quoted_words_stand_together_as_they_are(quotes: str) -> None:
    (term,) = parse(quotes).terms
    assert term.is_exact
    assert term.alternatives == ((Words(("a", "payer")),),)


def test_parse_quote_that_is_still_open_may_go_on() -> None:
    (term,) = parse('"à pay').terms
    assert (Words(("a", "pay"), is_prefix=True),) in term.alternatives


def test_parse_minus_excludes_but_not_inside_words_or_before_numbers() -> None:
    query = parse("facture -brouillon porte-monnaie -12 ")
    assert [term.part for term in query.excluded] == ["brouillon"]
    assert [term.part for term in query.terms] == ["facture", "porte-monnaie", "12"]


def test_parse_only_exclusions_looks_for_them() -> None:
    query = parse("-facture")
    assert [term.part for term in query.terms] == ["facture"]
    assert query.excluded == ()


def test_parse_last_word_may_go_on_until_a_space_follows() -> None:
    assert has_prefix(parse("eau fact")) == [False, True]
    assert has_prefix(parse("eau fact ")) == [False, False]
    assert has_prefix(parse("eau fa")) == [False, False]
    assert has_prefix(parse("eau 2024")) == [False, False]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("FR76 3000 6000 0112", "FR76300060000112"),
        ("fr7630006000", "FR7630006000"),
        ("a-1312/b", "A1312B"),
        ("01.23.45.67.89", "0123456789"),
        ("GB29 NWBK 6016 1331", "GB29NWBK60161331"),
        ("732\u202f829\u202f320", "732829320"),
    ],
)
def test_parse_number_is_one_identifier_however_it_is_grouped(text: str, identifier: str) -> None:
    assert [term.identifier for term in parse(text).terms] == [identifier]


def test_parse_short_numbers_are_words() -> None:
    assert alternatives("12 le 1312 ") == [{("12",)}, {("le",)}, {("1312",)}]


@pytest.mark.parametrize("text", ["1 234,56", "1234,56", "1.234,56", "1\u202f234,56"])
def test_parse_amount_is_found_in_every_grouping(text: str) -> None:
    assert {("1", "234", "56"), ("1234", "56")} <= alternatives(text)[0]


def test_parse_long_text_is_cut() -> None:
    assert len(parse("mot " * 5000).terms) == MAX_TERMS
    assert len(parse("x" * 10_000).terms) == 1


def test_parse_everything_at_once() -> None:
    query = parse(FRENCH)
    assert [term.part for term in query.excluded] == ["brouillon"]
    assert [term.part for term in query.terms] == ["ete", "hiver", "a payer", "n°a-1312/b", "1 234,56"]
