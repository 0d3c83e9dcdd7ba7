"""Amounts as papers print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.understanding.fields.amounts import currency_in, find_all, formatted, is_valid, normalized, parse


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u00a0234,56\u00a0€", "1234.56"),
        ("1\u202f234,56 €", "1234.56"),
        ("1.234,56 €", "1234.56"),
        ("$1,234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("CHF 1’234.50", "1234.50"),
        ("RM 29.30", "29.30"),
        ("RM29.30", "29.30"),
        ("EUR 104,90", "104.90"),
        ("104,90 EUR", "104.90"),
        ("1 810,80 euros", "1810.80"),
        ("-8,79", "-8.79"),
        ("\u22128,79", "-8.79"),
        ("- 8,79 €", "-8.79"),
        ("8,79-", "-8.79"),
        ("(8,79)", "-8.79"),
        ("€ -9,32", "-9.32"),
        ("12€50", "12.50"),
        ("0.025 €", "0.025"),
        ("9,9000", "9.9000"),
        ("1.234.567", "1234567"),
        ("1.234", "1234"),
        ("12.50A", "12.50"),
    ],
)
def test_parse_amount_in_any_form_gives_its_value(printed: str, value: str) -> None:
    assert parse(printed) == Decimal(value)


@pytest.mark.parametrize(
    "printed",
    ["12/03/2024", "05.03.2018", "18:41", "20,0 %", "250g", "01 70 00 00 00", "", "abc", "3 x 4", "1,2,3", "10:11,12"],
)
def test_parse_what_is_no_amount_gives_none(printed: str) -> None:
    assert not is_valid(printed)


def test_find_all_leaves_dates_times_and_measures_out() -> None:
    text = "Le 05.03.2018 à 11:40, 250g, 75 cl, tél. 01/70, 19,90 € et 5 %"
    assert [amount.value for amount in find_all(text) if amount.is_money] == [Decimal("19.90")]


def test_find_all_tells_rates_from_money() -> None:
    assert [(amount.value, amount.is_rate) for amount in find_all("TVA 5,5 % 1,88")] == [
        (Decimal("5.5"), True),
        (Decimal("1.88"), False),
    ]


def test_find_all_takes_an_amount_in_brackets_within_a_sentence_as_an_aside() -> None:
    assert next(find_all("Payé en espèces (19,39 €) le 3")).value == Decimal("19.39")


def test_normalized_amount_has_a_point_and_two_decimals_at_least() -> None:
    assert [normalized(each) for each in ("1 234,5 €", "7", "0,025 €", "rien")] == ["1234.50", "7.00", "0.025", ""]


def test_formatted_amount_is_written_as_in_france() -> None:
    assert formatted(Decimal("1234.5"), "EUR") == "1\u202f234,50\u00a0€"


def test_currency_in_texts_is_the_one_named_most() -> None:
    assert currency_in(["Total EUR 12,00", "12,00 €", "$3"]) == "EUR"


def test_currency_in_words_that_begin_like_one_is_none() -> None:
    assert currency_in(["RMS Titanic, EURL Dupont, ORMEAU"]) == ""


@given(st.decimals(min_value=-999999, max_value=999999, places=2))
def test_parse_of_what_is_formatted_gives_the_same_value(value: Decimal) -> None:
    assert parse(formatted(value, "EUR")) == value


@given(st.text(alphabet="0123456789 .,'-()€$%RMEURx\u202f", max_size=60))
def test_find_all_survives_any_text_and_stays_within_it(text: str) -> None:
    assert all(0 <= amount.start < amount.end <= len(text) for amount in find_all(text))
