"""Three last payslips, two last notices, December's payslips: rows without a gap."""

from datetime import date

import pytest

from dossier_papers import JEAN, MARIE, checked, dossier, ids, of, one_piece, paper, payslip, receipt, said
from lexo.library.dossiers.check import State
from lexo.library.dossiers.template import Rule, Series
from lexo.store.dossiers import Choice

THREE = Rule(count=3, series=Series.MONTHS)
TWO_YEARS = Rule(count=2, series=Series.YEARS)
DECEMBERS = Rule(count=2, series=Series.DECEMBERS)


def test_three_months_in_a_row_are_found_in_their_order() -> None:
    piece = one_piece(THREE, "payslip", payslip(3, "2026-10"), payslip(1, "2026-08"), payslip(2, "2026-09"))
    assert (piece.state, ids(piece)) == (State.FOUND, [1, 2, 3])


def test_payslip_of_three_months_ago_belongs_while_this_months_is_not_there() -> None:
    slips = (payslip(1, "2026-08"), payslip(2, "2026-09"), payslip(3, "2026-10"))
    assert one_piece(THREE, "payslip", *slips, today=date(2026, 11, 30)).state is State.FOUND
    assert one_piece(THREE, "payslip", *slips, payslip(4, "2026-11")).found[0].paper.document.id == 2


def test_a_gap_is_named() -> None:
    piece = one_piece(THREE, "payslip", payslip(1, "2026-08"), payslip(3, "2026-10"))
    assert (piece.state, ids(piece), piece.missing) == (State.PARTLY, [1, 3], ("2026-09",))


def test_older_months_do_not_fill_a_gap() -> None:
    piece = one_piece(THREE, "payslip", *(payslip(number, f"2026-0{number}") for number in (5, 6, 7, 8)))
    assert (ids(piece), piece.missing) == ([8], ("2026-09", "2026-10"))


def test_months_long_ago_are_too_old() -> None:
    piece = one_piece(THREE, "payslip", payslip(1, "2025-01"), payslip(2, "2025-02"), payslip(3, "2025-03"))
    assert (piece.state, ids(piece)) == (State.TOO_OLD, [])
    assert [each.paper.document.id for each in piece.doubtful] == [3]


@pytest.mark.parametrize(("today", "state"), [(date(2026, 11, 15), State.FOUND), (date(2026, 11, 16), State.PARTLY)])
def test_last_months_payslip_may_come_until_the_middle_of_the_month(today: date, state: State) -> None:
    slips = (payslip(1, "2026-07"), payslip(2, "2026-08"), payslip(3, "2026-09"))
    assert one_piece(THREE, "payslip", *slips, today=today).state is state


def test_row_goes_over_the_turn_of_the_year() -> None:
    slips = (payslip(1, "2026-11"), payslip(2, "2026-12"), payslip(3, "2027-01"))
    assert one_piece(THREE, "payslip", *slips, today=date(2027, 2, 20)).state is State.FOUND


def test_same_month_twice_counts_once() -> None:
    piece = one_piece(THREE, "payslip", payslip(1, "2026-09"), payslip(2, "2026-09"), payslip(3, "2026-10"))
    assert (piece.state, len(piece.found), piece.missing) == (State.PARTLY, 2, ("2026-08",))


def test_month_that_is_still_to_come_is_not_taken() -> None:
    piece = one_piece(THREE, "payslip", payslip(1, "2027-06"), payslip(2, "2026-10"))
    assert ids(piece) == [2]


def test_nothing_at_all_names_the_last_whole_months() -> None:
    piece = one_piece(THREE, "payslip")
    assert (piece.state, piece.missing) == (State.MISSING, ("2026-08", "2026-09", "2026-10"))


def test_payslips_of_two_persons_are_never_mixed() -> None:
    slips = [payslip(1, "2026-08"), payslip(2, "2026-10"), payslip(3, "2026-09", JEAN), payslip(4, "2026-10", JEAN)]
    mine = one_piece(THREE, "payslip", *slips, person=MARIE)
    assert (ids(mine), mine.missing) == ([1, 2], ("2026-09",))
    theirs = one_piece(THREE, "payslip", *slips, person="Jean Vannier")
    assert ids(theirs) == [3, 4]


def test_chosen_paper_fills_the_month_that_its_day_says() -> None:
    """LEXO took a payslip for another kind; its owner says what it is."""
    lost = paper(7, "other", "2026-09-30")
    kept = dossier("location", "", said("payslips", 7))
    piece = of(checked(kept, payslip(1, "2026-08"), payslip(3, "2026-10"), lost), "payslips")
    assert (piece.state, ids(piece)) == (State.FOUND, [1, 7, 3])


def test_excluded_month_is_missing_unless_another_paper_has_it() -> None:
    slips = [payslip(1, "2026-08"), payslip(2, "2026-09"), payslip(3, "2026-10")]
    kept = dossier("location", "", said("payslips", 2, Choice.EXCLUDED))
    assert of(checked(kept, *slips), "payslips").missing == ("2026-09",)
    assert ids(of(checked(kept, *slips, payslip(9, "2026-09")), "payslips")) == [1, 9, 3]


def test_unsure_payslip_fills_a_gap_only_with_a_question() -> None:
    doubtful = payslip(2, "2026-09", sure=0.4)  # type: ignore[arg-type]
    piece = one_piece(THREE, "payslip", payslip(1, "2026-08"), doubtful, payslip(3, "2026-10"))
    assert (piece.state, ids(piece)) == (State.UNCERTAIN, [1, 3])
    assert [each.paper.document.id for each in piece.doubtful] == [2]


def test_two_notices_have_to_follow_each_other() -> None:
    notices = [paper(year, "income_tax_notice", f"{year}-07-15") for year in (2023, 2025, 2026)]
    assert ids(one_piece(TWO_YEARS, "income_tax_notice", *notices)) == [2025, 2026]
    piece = one_piece(TWO_YEARS, "income_tax_notice", notices[0], notices[2])
    assert (piece.state, piece.missing) == (State.PARTLY, ("2025",))


def test_notice_of_last_year_ends_the_row_before_this_years_comes() -> None:
    notices = [paper(year, "income_tax_notice", f"{year}-07-15") for year in (2024, 2025)]
    assert one_piece(TWO_YEARS, "income_tax_notice", *notices, today=date(2026, 3, 1)).state is State.FOUND


def test_december_payslips_are_of_the_two_years_before() -> None:
    slips = [payslip(year, f"{year}-12") for year in (2023, 2024, 2025)]
    assert ids(one_piece(DECEMBERS, "payslip", *slips)) == [2024, 2025]
    piece = one_piece(DECEMBERS, "payslip", payslip(1, "2026-10"))
    assert (piece.state, piece.missing) == (State.MISSING, ("2024-12", "2025-12"))


def test_three_receipts_make_the_proof_of_residence_and_two_do_not() -> None:
    receipts = [receipt(1, "2026-08"), receipt(2, "2026-09"), receipt(3, "2026-10")]
    assert of(checked(dossier(), *receipts), "residence").state is State.FOUND
    assert of(checked(dossier(), *receipts[1:]), "residence").missing == ("2026-08",)
