"""Days by which something is to be done: what counts, what does not, and how they are counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexo.document import BBox
from lexo.facts import Deadline, Field, Proof, Source, Verdict
from lexo.understanding.deadlines import NOTHING_TO_PAY, deadlines_of
from lexo.understanding.fields.durations import period_of
from lexo.understanding.kinds import registry
from lexo.understanding.periods import Period, earlier, later

TODAY = date(2026, 3, 10)
BOX = BBox(0.1, 0.2, 0.3, 0.22)


def fact(
    name: str,
    normalized: str,
    *,
    page: int | None = 1,
    source: Source = Source.RULE,
    verdict: Verdict = Verdict.PLAUSIBLE,
    text: str = "",
) -> Field:
    proof = Proof(page, (BOX,) if page else (), text or normalized, "text-layer")
    return Field(name, text or normalized, normalized, source, verdict, 0.9, proof)


def asked(kind: str, *fields: Field, today: date = TODAY) -> list[tuple[str, str]]:
    return [(each.what, each.date) for each in deadlines_of(kind, fields, today)]


def only(kind: str, *fields: Field) -> Deadline:
    (deadline,) = deadlines_of(kind, fields, TODAY)
    return deadline


DUE = fact("due_date", "2026-04-02")


# What counts


def test_bill_is_to_be_paid_by_its_due_date_with_what_remains() -> None:
    deadline = only("invoice", DUE, fact("grand_total", "120.00"), fact("due_payable", "80.50"))
    assert (deadline.what, deadline.date, deadline.amount, deadline.field) == ("payment", "2026-04-02", "80.50", DUE)
    assert deadline.remind_days == 7


def test_bill_without_a_readable_amount_is_still_to_be_paid() -> None:
    assert only("invoice", DUE).amount == ""


@pytest.mark.parametrize("amount", ["0.00", "-35.10", "0"])
def test_bill_that_gives_money_back_asks_for_nothing(amount: str) -> None:
    assert asked("invoice", DUE, fact("due_payable", amount), fact("grand_total", "35.10")) == []


def test_credit_note_asks_for_nothing_though_its_total_is_positive() -> None:
    embedded = fact("document_type_code", "381", page=None, source=Source.XML)
    assert asked("invoice", DUE, fact("grand_total", "35.10"), embedded) == []


@pytest.mark.parametrize("kind", ["receipt", "quote", "bank_statement", "payslip"])
def test_paper_of_a_kind_that_bills_nothing_has_no_payment(kind: str) -> None:
    assert asked(kind, DUE) == []


@pytest.mark.parametrize(
    "how",
    [
        fact("payment_means", "59", page=None, source=Source.XML),
        fact("payment_method", "Prélèvement automatique"),
        fact("payment_method", "SEPA direct debit"),
        fact("mandate_reference", "RUM-0042"),
    ],
)
def test_bill_paid_by_direct_debit_says_so(how: Field) -> None:
    assert asked("invoice", DUE, how) == [("debit", "2026-04-02")]


def test_due_date_whose_own_words_say_debited_is_a_debit() -> None:
    assert asked("utility_bill", fact("due_date", "2026-04-02", text="Prélevé le 02/04/2026")) == [
        ("debit", "2026-04-02")
    ]


@pytest.mark.parametrize("terms", ["Virement, 30 jours", "Par virement ou prélèvement", "Chèque, prélèvement, carte"])
def test_bill_that_may_be_paid_otherwise_is_no_debit(terms: str) -> None:
    assert asked("invoice", DUE, fact("payment_terms", terms)) == [("payment", "2026-04-02")]


def test_each_row_of_a_payment_plan_is_a_payment() -> None:
    rows = ({"date": "2026-04-15", "amount": "50.00"}, {"date": "2026-05-15", "amount": "50.00"}, {"date": "x"})
    plan = Field("payment_plan", "", "", Source.RULE, Verdict.PLAUSIBLE, 0.8, Proof(1, (BOX,), "Échéancier"), rows=rows)
    found = deadlines_of("utility_bill", (plan,), TODAY)
    assert [(each.date, each.amount) for each in found] == [("2026-04-15", "50.00"), ("2026-05-15", "50.00")]


@pytest.mark.parametrize(("kind", "days"), [("identity_card", 90), ("passport", 180)])
def test_identity_paper_warns_long_before_it_expires(kind: str, days: int) -> None:
    deadline = only(kind, fact("expiry_date", "2031-06-30"))
    assert (deadline.what, deadline.date, deadline.remind_days) == ("expiry", "2031-06-30", days)


def test_expiry_read_from_the_machine_readable_zone_counts_whatever_the_kind() -> None:
    embedded = fact("expiry_date", "2031-06-30", source=Source.MRZ)
    assert asked("other", embedded) == [("expiry", "2031-06-30")]
    assert asked("other", fact("expiry_date", "2031-06-30")) == []


def test_quote_is_to_be_taken_before_its_validity_ends() -> None:
    assert asked("quote", fact("valid_until", "2026-04-30")) == [("validity", "2026-04-30")]
    assert asked("invoice", fact("valid_until", "2026-04-30")) == []


def test_insurance_paper_expires_when_its_validity_ends() -> None:
    assert asked("insurance", fact("valid_until", "2026-12-31")) == [("expiry", "2026-12-31")]


def test_end_of_a_contract_is_told_as_early_as_its_kind_wants() -> None:
    assert only("lease", fact("contract_end", "2027-03-31")).remind_days == 95
    assert only("employment_contract", fact("end_date", "2026-12-31")).what == "expiry"


def test_fine_is_to_be_paid_with_its_amount() -> None:
    deadline = only("legal_notice", DUE, fact("amount", "135.00"))
    assert (deadline.what, deadline.amount, deadline.remind_days) == ("payment", "135.00", 10)


def test_kinds_that_bill_nothing_are_kinds() -> None:
    assert set(registry.IDS) >= NOTHING_TO_PAY


def test_notice_is_to_be_given_so_long_before_the_lease_ends_and_shows_both_facts() -> None:
    end, period = fact("lease_end", "2026-08-31"), fact("notice_period", "P3M", text="trois mois")
    found = deadlines_of("lease", (end, period), TODAY)
    assert [(each.what, each.date) for each in found] == [("notice", "2026-05-31"), ("expiry", "2026-08-31")]
    proof = found[0].field
    assert (proof.name, proof.rule, proof.proof.text) == (
        "lease_end",
        "lease_end_less_notice_period",
        "2026-08-31 · trois mois",
    )
    assert len(proof.proof.boxes) == 2


def test_notice_on_another_page_keeps_the_proof_of_the_end() -> None:
    end, period = fact("lease_end", "2026-08-31"), fact("notice_period", "P3M", page=4)
    notice = deadlines_of("lease", (end, period), TODAY)[0].field
    assert (notice.proof, notice.rule) == (end.proof, "lease_end_less_notice_period")


def test_appeal_runs_from_the_day_a_decision_was_told() -> None:
    facts = (fact("issue_date", "2026-01-28"), fact("notification_date", "2026-01-31"), fact("appeal_period", "P1M"))
    assert asked("benefits", *facts) == [("appeal", "2026-02-28")]


def test_appeal_runs_from_the_date_of_the_decision_where_nothing_better_is_known() -> None:
    facts = (fact("issue_date", "2026-03-01"), fact("appeal_period", "2 months", text="deux mois"))
    assert asked("benefits", *facts) == [("appeal", "2026-05-01")]


def test_printed_last_day_of_an_appeal_is_taken_as_it_is() -> None:
    facts = (fact("issue_date", "2026-03-01"), fact("appeal_period", "P2M"), fact("appeal_before", "2026-04-20"))
    assert asked("benefits", *facts) == [("appeal", "2026-04-20")]


def test_papers_to_send_and_appointments_and_rights_are_deadlines() -> None:
    facts = (
        fact("documents_before", "2026-03-31"),
        fact("appointment_date", "2026-03-20T09:30"),
        fact("appointment_date", "2026-03-27"),
        fact("rights_end", "2026-12-31"),
    )
    assert asked("health", *facts) == [
        ("appointment", "2026-03-20"),
        ("appointment", "2026-03-27"),
        ("documents", "2026-03-31"),
        ("expiry", "2026-12-31"),
    ]


# What does not


@pytest.mark.parametrize("verdict", [Verdict.UNVERIFIED, Verdict.CONTRADICTED])
def test_fact_in_doubt_gives_no_deadline(verdict: Verdict) -> None:
    assert asked("invoice", fact("due_date", "2026-04-02", verdict=verdict)) == []


def test_doubted_period_gives_no_notice() -> None:
    doubted = fact("notice_period", "P3M", verdict=Verdict.UNVERIFIED)
    assert asked("lease", fact("lease_end", "2026-08-31"), doubted) == [("expiry", "2026-08-31")]


@pytest.mark.parametrize("source", [Source.RULE, Source.MODEL])
def test_fact_without_a_place_gives_no_deadline(source: Source) -> None:
    assert asked("invoice", fact("due_date", "2026-04-02", page=None, source=source)) == []


@pytest.mark.parametrize("source", [Source.XML, Source.TWO_D_DOC, Source.PERSON])
def test_data_inside_the_file_and_a_persons_word_need_no_place(source: Source) -> None:
    assert asked("invoice", fact("due_date", "2026-04-02", page=None, source=source)) == [("payment", "2026-04-02")]


def test_day_before_the_paper_itself_is_no_deadline() -> None:
    assert asked("invoice", fact("issue_date", "2026-04-03"), DUE) == []


def test_day_in_another_century_is_no_deadline() -> None:
    assert asked("passport", fact("expiry_date", "2091-01-01")) == []


def test_overdue_bill_is_kept_for_two_years() -> None:
    assert asked("invoice", DUE, today=date(2028, 3, 31)) == [("payment", "2026-04-02")]
    assert asked("invoice", DUE, today=date(2028, 4, 3)) == []


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "20260", "9999-12-31", "0000-00-00"])
def test_date_that_is_none_gives_no_deadline(text: str) -> None:
    assert asked("invoice", fact("due_date", text)) == []


# How days are counted


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        (date(2026, 1, 31), Period(months=1), date(2026, 2, 28)),
        (date(2028, 1, 31), Period(months=1), date(2028, 2, 29)),
        (date(2026, 11, 30), Period(months=3), date(2027, 2, 28)),
        (date(2026, 1, 15), Period(days=30), date(2026, 2, 14)),
        (date(2026, 5, 2), Period(months=2), date(2026, 7, 2)),
    ],
)
def test_period_ends_on_the_same_day_of_the_month_or_its_last(day: date, period: Period, last: date) -> None:
    assert later(day, period) == last


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P2M", Period(2)),
        ("p30d", Period(0, 30)),
        ("P1Y6M", Period(18)),
        ("P2W", Period(0, 14)),
        ("2 mois", Period(2)),
        ("deux mois", Period(2)),
        ("un (1) mois", Period(1)),
        ("3 months", Period(3)),
        ("30 Tage", Period(0, 30)),
        ("1 an", Period(12)),
        ("préavis de trois mois", Period(3)),
        ("le préavis de trois mois", Period(3)),
        ("P", None),
        ("P0M", None),
        ("P99Y", None),
        ("2 analyses", None),
        ("bientôt", None),
    ],
)
def test_period_is_read_as_papers_say_it(text: str, period: Period | None) -> None:
    assert period_of(text) == period


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60), st.integers(0, 200))
def test_last_day_of_notice_never_leaves_too_little_time(day: date, months: int, days: int) -> None:
    period = Period(months, days)
    last = earlier(day, period)
    assert last is not None
    ends = later(last, Period(months))
    assert ends is not None
    assert ends.toordinal() + days <= day.toordinal() + 3  # a short month between may take up to three days


@given(st.text(max_size=200))
def test_any_text_is_a_period_or_none(text: str) -> None:
    assert period_of(text) is None or isinstance(period_of(text), Period)


@given(
    st.sampled_from(["due_date", "lease_end", "issue_date", "payment_plan"]), st.text(max_size=40), st.text(max_size=40)
)
def test_any_text_in_facts_is_survived(name: str, normalized: str, other: str) -> None:
    facts = (
        fact(name, normalized),
        fact("notice_period", other),
        fact("appeal_period", normalized),
        fact("due_payable", other),
    )
    deadlines_of("invoice", facts, TODAY)
