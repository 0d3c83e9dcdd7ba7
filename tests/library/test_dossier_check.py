"""What of a dossier is there: alternatives, groups, what people chose, many papers."""

import time
from dataclasses import replace

import pytest

from dossier_papers import JEAN, MARIE, checked, dossier, ids, of, paper, payslip, receipt, said
from lexo.library.dossiers import registry
from lexo.library.dossiers.check import State
from lexo.library.dossiers.fitting import Remark
from lexo.library.dossiers.template import Need
from lexo.store.dossiers import Choice, OwnPiece

CARD = paper(50, "identity_card", surname="DUPREZ", given_names="Marie", expiry_date="2031-01-01")
COMPLETE = (
    CARD,
    *(receipt(number, f"2026-{number:02}") for number in (8, 9, 10)),
    *(payslip(20 + number, f"2026-{number:02}") for number in (8, 9, 10)),
    paper(60, "employment_contract", "2024-01-20", title="Contrat de travail", employee_name=MARIE),
    paper(61, "income_tax_notice", "2026-07-15", declarant_1=MARIE),
)


def test_complete_rental_file_is_complete() -> None:
    result = checked(dossier(), *COMPLETE)
    assert (result.ready, result.asked, result.is_complete) == (5, 5, True)


def test_nothing_at_all_misses_everything() -> None:
    result = checked(dossier())
    assert {each.state for each in result.pieces} == {State.MISSING}
    assert (result.ready, result.asked) == (0, 5)


@pytest.mark.parametrize("template", [each.id for each in registry.ALL])
def test_every_list_can_be_checked_without_and_with_papers(template: str) -> None:
    kinds = {kind for piece in registry.ALL[0].pieces for each in piece.accepted for kind in each.kinds}
    papers = [paper(number, kind, "2026-10-10") for number, kind in enumerate(sorted(kinds), start=1)]
    assert not checked(dossier(template)).is_complete
    assert len(checked(dossier(template), *papers).pieces) == len(checked(dossier(template)).pieces)


def test_first_alternative_that_is_there_is_taken() -> None:
    passport = paper(51, "passport", expiry_date="2030-01-01")
    assert ids(of(checked(dossier(), passport), "identity")) == [51]
    assert ids(of(checked(dossier(), passport, CARD), "identity")) == [50]


def test_expired_card_gives_way_to_a_valid_passport() -> None:
    expired = paper(50, "identity_card", expiry_date="2020-01-01")
    passport = paper(51, "passport", expiry_date="2030-01-01")
    assert ids(of(checked(dossier(), expired, passport), "identity")) == [51]
    assert of(checked(dossier(), expired), "identity").state is State.EXPIRED


def test_lease_is_no_rent_receipt() -> None:
    lease = paper(1, "lease", "2026-10-01", title="Bail, 7 allée du Vieux-Lavoir", period_end="2026-10-31")
    piece = of(checked(dossier(), lease), "residence")
    assert (piece.state, piece.found, piece.doubtful) == (State.MISSING, (), ())


def test_landlord_in_a_receipt_does_not_make_it_a_lease() -> None:
    slip = paper(1, "lease", "2026-10-01", title="Quittance de loyer, octobre 2026")
    slip = replace(slip, head="Le bailleur soussigné, titulaire du bail")
    assert of(checked(dossier("garant"), slip), "residence").state is State.FOUND


def test_paper_of_that_kind_without_a_word_for_it_is_offered_and_not_taken() -> None:
    letter = paper(1, "benefits", "2026-10-01", title="Notification de droits")
    piece = of(checked(dossier(), letter), "housing_benefit")
    assert piece.state is State.MISSING
    assert [(each.paper.document.id, each.remarks) for each in piece.others] == [(1, (Remark.OTHER_SORT,))]


def test_one_piece_of_a_group_covers_the_others() -> None:
    result = checked(dossier(), paper(1, "benefits", "2026-10-01"))
    assert of(result, "benefits").state is State.FOUND
    assert of(result, "payslips").state is State.COVERED
    assert result.ready == 1


def test_unsure_kind_asks_first() -> None:
    card = paper(1, "identity_card", expiry_date="2031-01-01", sure=0.5)
    piece = of(checked(dossier(), card), "identity")
    assert (piece.state, ids(piece)) == (State.UNCERTAIN, [])
    assert piece.doubtful[0].remarks == (Remark.KIND_UNSURE,)


def test_answer_to_the_question_holds() -> None:
    card = paper(1, "identity_card", sure=0.5)
    yes = of(checked(dossier("location", "", said("identity", 1)), card), "identity")
    no = of(checked(dossier("location", "", said("identity", 1, Choice.EXCLUDED)), card), "identity")
    assert (yes.state, ids(yes)) == (State.FOUND, [1])
    assert (no.state, [each.document.id for each in no.excluded]) == (State.MISSING, [1])


def test_chosen_paper_takes_the_place_of_lexos() -> None:
    other = paper(9, "other", "2020-01-01", title="Récépissé")
    piece = of(checked(dossier("location", "", said("identity", 9)), CARD, other), "identity")
    assert ids(piece) == [9]


def test_chosen_paper_of_another_kind_does_not_mix_with_an_alternative() -> None:
    """A bill for the residence: three receipts are not put beside it."""
    bill = paper(9, "utility_bill", "2026-10-01")
    kept = dossier("location", "", said("residence", 9))
    assert ids(of(checked(kept, *COMPLETE, bill), "residence")) == [9]


def test_chosen_paper_that_is_too_old_stands_and_says_so() -> None:
    old = paper(9, "utility_bill", "2024-01-01")
    piece = of(checked(dossier("garant", "", said("residence", 9)), old), "residence")
    assert (piece.state, piece.found[0].remarks) == (State.FOUND, (Remark.TOO_OLD,))


def test_chosen_paper_that_is_gone_leaves_its_piece_missing_again() -> None:
    kept = dossier("location", "", said("identity", 50))
    assert of(checked(kept, CARD), "identity").state is State.FOUND
    assert of(checked(kept), "identity").state is State.MISSING


def test_piece_that_is_not_needed_does_not_count() -> None:
    result = checked(dossier("location", "", waived=("tax_notice",)), *COMPLETE[:-1])
    assert of(result, "tax_notice").state is State.WAIVED
    assert (result.asked, result.is_complete) == (4, True)


def test_optional_piece_does_not_keep_a_dossier_from_being_complete() -> None:
    result = checked(dossier(), *COMPLETE)
    piece = of(result, "housing_benefit")
    assert (piece.piece.need, piece.is_settled, result.is_complete) == (Need.OPTIONAL, True, True)


def test_own_piece_takes_the_newest_of_its_kinds() -> None:
    own = OwnPiece("Factures", ("invoice", "utility_bill"), 2, 12, 4)
    kept = replace(dossier(""), pieces=(own,))
    bills = [
        paper(1, "invoice", "2024-01-01"),
        paper(2, "invoice", "2026-05-01"),
        paper(3, "utility_bill", "2026-10-01"),
    ]
    assert sorted(ids(of(checked(kept, *bills), "own-4"))) == [2, 3]


def test_own_piece_without_a_kind_waits_for_its_person() -> None:
    kept = replace(dossier("", "", said("own-4", 1)), pieces=(OwnPiece("Lettre", (), 1, None, 4),))
    assert of(checked(replace(kept, choices=()), paper(1, "other")), "own-4").state is State.MISSING
    assert ids(of(checked(kept, paper(1, "other")), "own-4")) == [1]


def test_person_is_whom_most_papers_name() -> None:
    result = checked(dossier(), *COMPLETE, payslip(90, "2026-10", JEAN))
    assert (result.person, len(result.persons)) == ("Duprez Marie", 2)
    assert 90 not in ids(of(result, "payslips"))


def test_person_that_was_said_is_whose_papers_are_taken() -> None:
    theirs = [payslip(90 + number, f"2026-{number:02}", JEAN) for number in (8, 9, 10)]
    result = checked(dossier("location", "Jean Vannier"), *COMPLETE, *theirs)
    assert ids(of(result, "payslips")) == [98, 99, 100]
    assert of(result, "identity").state is State.MISSING
    assert of(result, "identity").others[0].remarks == (Remark.OTHER_PERSON,)


def test_five_hundred_papers_of_two_persons_are_checked_at_once() -> None:
    papers = []
    for number in range(1, 501):
        year, month = 2026 - number // 24, number // 2 % 12 + 1
        papers.append(payslip(number, f"{year}-{month:02}", (MARIE, JEAN)[number % 2]))
    begun = time.process_time()
    result = checked(dossier("pret", MARIE), *papers)
    assert time.process_time() - begun < 2
    slips = of(result, "payslips")
    assert slips.state is State.FOUND
    assert {each.paper.fact("employee_name") for each in slips.found} == {MARIE}


def test_check_does_not_depend_on_the_order_of_papers() -> None:
    there = checked(dossier(), *COMPLETE)
    back = checked(dossier(), *reversed(COMPLETE))
    assert [ids(each) for each in there.pieces] == [ids(each) for each in back.pieces]
