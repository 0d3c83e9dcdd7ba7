"""How old a paper may be: to the day, over ends of months and leap days."""

from datetime import date

import pytest

from dossier_papers import TODAY, one_piece, paper
from lexo.library.dossiers.check import State
from lexo.library.dossiers.days import month_of, months_before, school_year, year_of
from lexo.library.dossiers.fitting import Remark
from lexo.library.dossiers.template import Rule

THREE_MONTHS, VALID, LAST_YEARS = Rule(max_age_months=3), Rule(must_be_valid=True), Rule(years_back=1)


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 11, 21), 3, date(2026, 8, 21)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 1, 15), 3, date(2025, 10, 15)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_before_keeps_the_day_or_the_months_last(today: date, months: int, first: date) -> None:
    assert months_before(today, months) == first


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-08-21", State.FOUND),
        ("2026-08-20", State.TOO_OLD),
        ("2026-11-21", State.FOUND),
        ("2026-12-20", State.FOUND),
        ("2027-01-15", State.UNCERTAIN),
        ("", State.UNCERTAIN),
        ("not a day", State.UNCERTAIN),
    ],
)
def test_bill_is_fresh_for_three_months_to_the_day(day: str, state: State) -> None:
    assert one_piece(THREE_MONTHS, "utility_bill", paper(1, "utility_bill", day)).state is state


def test_bill_of_the_last_day_of_february_is_fresh_on_31_may() -> None:
    bill = paper(1, "utility_bill", "2028-02-29")
    assert one_piece(THREE_MONTHS, "utility_bill", bill, today=date(2028, 5, 31)).state is State.FOUND
    assert one_piece(THREE_MONTHS, "utility_bill", bill, today=date(2028, 6, 1)).state is State.TOO_OLD


def test_too_old_paper_is_shown_with_its_day_and_not_handed_out() -> None:
    piece = one_piece(THREE_MONTHS, "utility_bill", paper(1, "utility_bill", "2026-02-03"))
    assert piece.found == ()
    assert [(each.remarks, each.since) for each in piece.doubtful] == [((Remark.TOO_OLD,), date(2026, 2, 3))]


@pytest.mark.parametrize(
    ("expiry", "state"),
    [
        ("2026-11-21", State.FOUND),
        ("2026-11-20", State.EXPIRED),
        ("", State.UNCERTAIN),
        ("9999-99-99", State.UNCERTAIN),
    ],
)
def test_identity_is_valid_on_its_last_day(expiry: str, state: State) -> None:
    card = paper(1, "identity_card", expiry_date=expiry)
    assert one_piece(VALID, "identity_card", card).state is state


@pytest.mark.parametrize(
    ("kind", "expiry", "state"),
    [
        ("identity_card", "2021-11-21", State.UNCERTAIN),
        ("identity_card", "2021-11-20", State.EXPIRED),
        ("identity_card", "2023-12-31", State.UNCERTAIN),
        ("identity_card", "2024-01-01", State.EXPIRED),
        ("passport", "2022-06-01", State.EXPIRED),
    ],
)
def test_french_card_made_until_2013_may_be_valid_for_five_years_more(kind: str, expiry: str, state: State) -> None:
    assert one_piece(VALID, kind, paper(1, kind, expiry_date=expiry)).state is state


def test_valid_card_is_taken_rather_than_a_newer_one_that_expired() -> None:
    cards = (paper(1, "identity_card", expiry_date="2030-01-01"), paper(9, "identity_card", expiry_date="2020-01-01"))
    piece = one_piece(VALID, "identity_card", *cards)
    assert [each.paper.document.id for each in piece.found] == [1]


@pytest.mark.parametrize(
    ("facts", "year"),
    [
        ({"issue_date": "2026-07-15", "tax_year": "2025"}, 2026),
        ({"tax_year": "2025"}, 2026),
        ({"income_year": "2024"}, 2025),
        ({}, None),
    ],
)
def test_income_tax_notice_is_of_the_year_after_the_income(facts: dict[str, str], year: int | None) -> None:
    assert year_of(paper(1, "income_tax_notice", **facts)) == year


def test_property_tax_notice_is_of_the_year_it_names() -> None:
    assert year_of(paper(1, "property_tax_notice", tax_year="2026")) == 2026


@pytest.mark.parametrize(("tax_year", "state"), [("2025", State.FOUND), ("2024", State.FOUND), ("2023", State.TOO_OLD)])
def test_tax_notice_of_this_year_or_the_last_will_do(tax_year: str, state: State) -> None:
    assert one_piece(LAST_YEARS, "income_tax_notice", paper(1, "income_tax_notice", tax_year=tax_year)).state is state


@pytest.mark.parametrize(
    ("day", "today", "state"),
    [
        ("2026-09-03", TODAY, State.FOUND),
        ("2026-07-01", TODAY, State.FOUND),
        ("2026-06-30", TODAY, State.TOO_OLD),
        ("2026-09-03", date(2027, 6, 30), State.FOUND),
        ("2026-09-03", date(2027, 7, 1), State.TOO_OLD),
    ],
)
def test_school_certificate_is_of_the_school_year(day: str, today: date, state: State) -> None:
    assert one_piece(Rule(this_school_year=True), "diploma", paper(1, "diploma", day), today=today).state is state


def test_school_year_begins_in_july() -> None:
    assert (school_year(date(2026, 6, 30)), school_year(date(2026, 7, 1))) == (2025, 2026)


def test_payslip_paid_in_the_next_month_is_of_the_month_it_says() -> None:
    paid_late = paper(1, "payslip", "2026-11-03", period_start="2026-10-01", period_end="2026-10-31")
    assert month_of(paid_late) == 2026 * 12 + 9
