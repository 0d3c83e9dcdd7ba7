"""Dates in figures, with a month's name, in words, and as OCR misreads them."""

import doctest
import importlib
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import typed

from lexo.understanding.fields.dates import compact_date, dates_in, is_month_first

MODULES = ("flow", "dates", "date_words", "durations", "organisations", "persons", "addresses")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"lexo.understanding.fields.{name}"))
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/03/2024", "2024-03-12"),
        ("12.03.24", "2024-03-12"),
        ("12-03-2024", "2024-03-12"),
        ("2024-03-12", "2024-03-12"),
        ("2019-06-10T10:00", "2019-06-10"),
        ("12 / 03 / 2024", "2024-03-12"),
        ("le 12 mars 2024", "2024-03-12"),
        ("1er janvier 2024", "2024-01-01"),
        ("March 5, 2018", "2018-03-05"),
        ("August 3 , 2014", "2014-08-03"),
        ("5. März 2018", "2018-03-05"),
        ("27 MAR 2018", "2018-03-27"),
        ("27-Mar-2018", "2018-03-27"),
        ("18 april 2014", "2014-04-18"),
        ("2 de marzo de 2023", "2023-03-02"),
        ("10 gennaio 2022", "2022-01-10"),
        ("30th day of April, 2009", "2009-04-30"),
        ("L'an deux mille vingt-trois, le dix-sept novembre", "2023-11-17"),
        ("le vingt et un juin deux mille vingt-quatre", "2024-06-21"),
        ("12 FÉVRIER 85", "1985-02-12"),
        ("12\nmars 2024", "2024-03-12"),
    ],
)
def test_date_is_found_and_normalised(text: str, day: str) -> None:
    assert [found.iso for found in dates_in(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2024",
        "32/01/2024",
        "01.02.03.54.87",
        "1.2.14",
        "12/13",
        "20 mars",
        "5 may 12:30",
        "le 3 mars 20 h",
        "12 décembre 1 234,50",
        "01-02-03-04-05",
        "1234/56/7890",
        "29 février 2023",
        "FR76 3000 1007 94",
    ],
)
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    assert dates_in(text) == []


def test_month_alone_is_a_month() -> None:
    (found,) = dates_in("Quittance de février 2024")
    assert (found.iso, found.last_day, found.is_month) == ("2024-02-01", "2024-02-29", True)


@pytest.mark.parametrize("text", ["O3/04/2O24", "03/O4/2024", "0304/2024", "03/042024"])
def test_slips_of_ocr_are_mended_where_a_page_was_read_from_pixels(text: str) -> None:
    assert [found.iso for found in dates_in(text, has_slips=True)] == ["2024-04-03"]
    assert dates_in(text) == []


def test_letters_alone_are_never_mended_to_a_date() -> None:
    assert dates_in("BOIS/SOL/ZOOO IO/IO/SOOO", has_slips=True) == []


def test_figures_alone_are_a_date_only_where_they_are_asked_for() -> None:
    assert dates_in("20240312") == []
    assert compact_date("20240312") == "2024-03-12"


@pytest.mark.parametrize(
    ("text", "language", "is_first"),
    [
        ("Date: 03/25/2021 due 04/08/2021", "eng", True),
        ("Date: 25/03/2021 due 04/08/2021", "eng", False),
        ("Denver, CO 80202  Date 03/04/2021", "eng", True),
        ("75001 Paris  Date 03/04/2021", "fra", False),
    ],
)
def test_month_comes_first_on_american_papers(text: str, language: str, is_first: bool) -> None:
    assert is_month_first(typed(text, language=language)) is is_first


@given(st.text(alphabet="0123456789/.- OoIlmarsjuindecembre\n", max_size=300), st.booleans())
def test_any_text_gives_calendar_days_in_their_order(text: str, has_slips: bool) -> None:
    found = dates_in(text, has_slips=has_slips)
    assert all(first.stop <= second.start for first, second in pairwise(found))
    assert all(len(each.iso) == len("2024-03-12") for each in found)


@pytest.mark.parametrize("run", ["1/", "1 ", "mars ", "deux mille ", "12-", "O/", "le un ", "12 mars 20", "1.1."])
def test_long_runs_take_no_long_time(run: str) -> None:
    started = time.process_time()
    dates_in(run * (30_000 // len(run)), has_slips=True)
    assert time.process_time() - started < 1.0
