"""How long papers are kept."""

from datetime import date

import pytest

from lexo.document import Reason
from lexo.facts import Field, KindGuess, Source, Verdict
from lexo.understanding.kinds import ALL, Retention, reasons
from lexo.understanding.retention import keep_until

TODAY = date(2026, 3, 15)
DAY = "2026-02-10"


def fact(name: str, normalized: str, verdict: Verdict = Verdict.PLAUSIBLE) -> Field:
    return Field(name, normalized, normalized, Source.RULE, verdict, 0.9)


def bill(*cues: str) -> KindGuess:
    return KindGuess("utility_bill", 0.9, (Reason(reasons.WORDS, {"cues": ", ".join(f"“{cue}”" for cue in cues)}),))


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("utility_bill", "2031-02-10"),
        ("bank_statement", "2031-02-10"),
        ("receipt", "2028-02-10"),
        ("health", "2028-02-10"),
        ("income_tax_notice", "2029-12-31"),
        ("property_tax_notice", "2029-12-31"),
        ("payslip", "life"),
        ("employment_contract", "life"),
        ("diploma", "life"),
        ("civil_status", "life"),
        ("vehicle_registration", None),
        ("lease", None),
        ("insurance", None),
        ("passport", None),
    ],
)
def test_keep_until_follows_the_kind(kind: str, until: str | None) -> None:
    assert keep_until(kind, DAY, (), TODAY).until == until


@pytest.mark.parametrize(
    ("kind", "field", "until"),
    [
        ("insurance", fact("contract_end", "2026-12-31"), "2028-12-31"),
        ("lease", fact("lease_end", "2027-06-30"), "2030-06-30"),
        ("passport", fact("expiry_date", "2031-05-04"), "2031-05-04"),
        ("identity_card", fact("expiry_date", "2031-05-04"), "2031-05-04"),
        ("legal_notice", fact("points", "1"), "2029-02-10"),
    ],
)
def test_keep_until_counts_from_what_the_paper_states(kind: str, field: Field, until: str) -> None:
    assert keep_until(kind, DAY, [field], TODAY).until == until


def test_keep_until_phone_bill_a_year_by_its_line() -> None:
    assert keep_until("utility_bill", DAY, [fact("line_number", "0612345678")], TODAY).until == "2027-02-10"


def test_keep_until_phone_bill_a_year_by_its_words() -> None:
    assert keep_until(bill("forfait", "fibre", "compteur"), DAY, (), TODAY).until == "2027-02-10"


def test_keep_until_bill_with_a_meter_is_kept_as_energy() -> None:
    assert keep_until(bill("forfait", "fibre"), DAY, [fact("pdl", "12345678901234")], TODAY).until == "2031-02-10"


def test_keep_until_payslip_says_until_the_pension() -> None:
    assert keep_until("payslip", DAY, (), TODAY).reason.code == "until_pension"


def test_keep_until_names_who_says_so() -> None:
    assert keep_until("bank_statement", DAY, (), TODAY).reason.details["source"] == "memento.fr, 2026"


def test_keep_until_contradicted_end_does_not_count() -> None:
    assert keep_until("insurance", DAY, [fact("contract_end", "2026-12-31", Verdict.CONTRADICTED)], TODAY).until is None


@pytest.mark.parametrize("day", ["", None, "hier", "2026-02-31", "2041-01-01"])
def test_keep_until_without_a_sensible_date_says_nothing(day: str | None) -> None:
    kept = keep_until("invoice", day, (), TODAY)
    assert (kept.until, kept.reason.code) == (None, "keep_no_date")


def test_keep_until_leap_day_ends_on_the_28th() -> None:
    assert keep_until("receipt", "2024-02-29", (), TODAY).until == "2026-02-28"


def test_keep_until_person_may_change_the_rule() -> None:
    kept = keep_until("receipt", DAY, (), TODAY, {"receipt": Retention(7)})
    assert (kept.until, kept.reason.code) == ("2033-02-10", "keep_own")


def test_keep_until_person_may_keep_for_life() -> None:
    assert keep_until("receipt", DAY, (), TODAY, {"receipt": Retention(None)}).until == "life"


def test_keep_until_unknown_kind_says_nothing() -> None:
    assert keep_until("papyrus", DAY, (), TODAY).until is None


@pytest.mark.parametrize("kind", [kind.id for kind in ALL])
def test_keep_until_every_kind_has_a_sentence_that_its_details_fill(kind: str) -> None:
    reason = keep_until(kind, DAY, (), TODAY).reason
    assert reasons.SENTENCES[reason.code] % reason.details
