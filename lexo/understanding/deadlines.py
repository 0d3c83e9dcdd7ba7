"""Days by which something is to be done, out of a paper's proven facts.

A last day that falls on a weekend is left as it is: the law may give a day or two more (article 642 of the code de
procédure civile), and being early harms nobody.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from lexo.facts import Deadline, Field, Proof, Row, Source, Verdict
from lexo.understanding.fields.durations import period_of
from lexo.understanding.kinds import registry
from lexo.understanding.periods import Period, earlier, later, without_accents

FORGOTTEN_DAYS = 2 * 365  # before today: nobody wants to be told any more
MAX_YEARS = 30  # ahead: a misread century
MAX_INSTALMENTS = 36
MAX_OF_ONE_ROLE = 5  # appointments, lists of papers to send

_PROVEN_WITHOUT_PAGE = (Source.PERSON, Source.TWO_D_DOC, Source.XML, Source.MRZ, Source.QR)
_DEBIT = re.compile(r"prelev|\bdebite|direct.?debit|lastschrift|abgebucht|domicilia|addebito|incasso")
_OTHER_MEANS = re.compile(r"\b(?:ou|or|oder|of|soit)\b|virement|cheque|carte|transfer|check|card|uberweis")
_DEBIT_CODES = frozenset({"49", "59"})  # of UNTDID 4461, in electronic invoices
_MEANS = ("payment_means", "payment_method", "payment_terms", "direct_debit")
_CREDIT_NOTES = frozenset({"381", "261", "262", "296", "308", "396", "420", "458", "532", "creditnote", "avoir"})
_TYPES = ("document_type_code", "invoice_type", "type_code", "document_type")


def deadlines_of(kind: str, fields: Sequence[Field], today: date) -> tuple[Deadline, ...]:
    """What a paper of that kind asks for by a day, the earliest first; overdue ones too, for two years.

    Only facts with a place on the page, from data inside the file or from a person count, and none that is in doubt.
    """
    paper = _Facts(kind, tuple(field for field in fields if _is_proven(field)))
    by_day: dict[tuple[str, str], Deadline] = {}
    for rule in _RULES:
        for deadline in rule(paper):
            if _is_sensible(deadline, paper, today):
                by_day.setdefault((deadline.what, deadline.date), deadline)
    return tuple(sorted(by_day.values(), key=lambda each: (each.date, each.what)))


@dataclass(frozen=True, slots=True)
class _Facts:
    """A paper's kind and its proven fields."""

    kind: str
    fields: tuple[Field, ...]

    def all_of(self, *names: str) -> Iterator[Field]:
        """In the order of the names."""
        return (field for name in names for field in self.fields if field.name == name)

    def first(self, *names: str) -> Field | None:
        return next(self.all_of(*names), None)

    @property
    def day(self) -> date | None:
        """Of the paper itself."""
        field = self.first("issue_date", "signature_date")
        return _day_of(field.normalized) if field else None


# What counts for which paper

NOTHING_TO_PAY = frozenset(  # kinds that never ask for money by a day
    "receipt bank_details bank_statement payslip quote identity_card passport driving_licence vehicle_registration "
    "diploma civil_status company_registration".split()
)
_AMOUNTS = {
    "legal_notice": ("due_payable", "grand_total", "amount"),
    "insurance": ("due_payable", "grand_total", "premium"),
}
_RUNS_OUT = {
    "vehicle_registration": 60,
    "insurance": 60,
    "health": 30,
}  # besides what kinds say themselves: days before
_QUOTE = "quote"


def _payments(paper: _Facts) -> Iterator[Deadline]:
    """The due date of a bill, unless it is settled or gives money back."""
    due = paper.first("due_date")
    if due is None or paper.kind in NOTHING_TO_PAY or _is_credit_note(paper):
        return
    amount = _to_pay(paper)
    if amount is not None and amount <= 0:
        return
    what, remind = ("debit", 3) if _is_debited(paper, due) else ("payment", _urgency(paper, "payment") or 7)
    yield Deadline(what, due.normalized, due, "" if amount is None else format(amount, "f"), remind)


def _instalments(paper: _Facts) -> Iterator[Deadline]:
    """Each row of a payment plan."""
    plan = paper.first("payment_plan", "instalments", "payment_schedule")
    if plan is None or paper.kind in NOTHING_TO_PAY:
        return
    for row in plan.rows[:MAX_INSTALMENTS]:
        amount = _decimal(row.get("amount", ""))
        day = _day_in(row)
        if day and (amount is None or amount > 0):
            what = "debit" if _is_debited(paper, plan) else "payment"
            yield Deadline(what, day, plan, "" if amount is None else format(amount, "f"), 7)


def _expiries(paper: _Facts) -> Iterator[Deadline]:
    """The end of an identity paper, a licence, an insurance, of rights."""
    end = paper.first("expiry_date") or (paper.first("valid_until") if paper.kind != _QUOTE else None)
    remind = _urgency(paper, "expiry") or _RUNS_OUT.get(paper.kind)
    if end is not None and (remind or end.source in (Source.MRZ, Source.TWO_D_DOC)):
        yield Deadline("expiry", end.normalized, end, remind_days=_long_before(paper, remind or 90))
    rights = paper.first("rights_end")
    if rights is not None:
        yield Deadline("expiry", rights.normalized, rights, remind_days=30)


def _ends(paper: _Facts) -> Iterator[Deadline]:
    """The end of a lease or contract, and the last day to give notice before it."""
    direct = paper.first("notice_before")
    if direct is not None:
        yield Deadline("notice", direct.normalized, direct, remind_days=30)
    end = paper.first("lease_end", "contract_end", "end_date")
    if end is None:
        return
    yield Deadline("expiry", end.normalized, end, remind_days=_urgency(paper, "notice", "expiry") or 90)
    notice = paper.first("notice_period")
    last = _computed(end, notice, earlier)
    if direct is None and notice is not None and last is not None:
        yield Deadline("notice", last.isoformat(), _both(end, notice, "less"), remind_days=30)


def _appeals(paper: _Facts) -> Iterator[Deadline]:
    """The last day to appeal: printed, or so long after the decision was told, which is no earlier than its date."""
    direct = paper.first("appeal_before", "appeal_date")
    if direct is not None:
        yield Deadline("appeal", direct.normalized, direct, remind_days=14)
        return
    told = paper.first("notification_date", "issue_date")
    period = paper.first("appeal_period")
    last = _computed(told, period, later)
    if told is not None and period is not None and last is not None:
        yield Deadline("appeal", last.isoformat(), _both(told, period, "plus"), remind_days=14)


def _answers(paper: _Facts) -> Iterator[Deadline]:
    """Papers to send, offers to take, days to be somewhere."""
    for field in list(paper.all_of("documents_before", "documents_due_date"))[:MAX_OF_ONE_ROLE]:
        yield Deadline("documents", field.normalized, field, remind_days=7)
    for field in list(paper.all_of("appointment_date"))[:MAX_OF_ONE_ROLE]:
        yield Deadline("appointment", field.normalized[:10], field, remind_days=2)
    offer = paper.first("valid_until", "expiry_date") if paper.kind == _QUOTE else None
    if offer is not None:
        yield Deadline("validity", offer.normalized, offer, remind_days=5)


_RULES: tuple[Callable[[_Facts], Iterator[Deadline]], ...] = (
    _payments,
    _instalments,
    _expiries,
    _ends,
    _appeals,
    _answers,
)


def _is_proven(field: Field) -> bool:
    if field.verdict in (Verdict.UNVERIFIED, Verdict.CONTRADICTED):
        return False
    return field.proof.page is not None or field.source in _PROVEN_WITHOUT_PAGE


def _is_sensible(deadline: Deadline, paper: _Facts, today: date) -> bool:
    """Not before the paper itself, not forgotten, not in another century."""
    day = _day_of(deadline.date)
    if day is None or day < today - timedelta(days=FORGOTTEN_DAYS) or day.year > today.year + MAX_YEARS:
        return False
    return paper.day is None or day >= paper.day


def _to_pay(paper: _Facts) -> Decimal | None:
    for field in paper.all_of(*_AMOUNTS.get(paper.kind, ("due_payable", "grand_total"))):
        amount = _decimal(field.normalized)
        if amount is not None:
            return amount
    return None


def _is_debited(paper: _Facts, due: Field) -> bool:
    """Whether the bank pays it without anybody doing anything."""
    if paper.first("mandate_reference", "debit_date") is not None:
        return True
    means = list(paper.all_of(*_MEANS))
    if any(field.normalized in _DEBIT_CODES for field in means):
        return True
    said = (due.proof.text, *(f"{field.value} {field.normalized}" for field in means))
    return any(_says_debit(without_accents(text)) for text in said)


def _says_debit(text: str) -> bool:
    """Not where it is one way among several: a bill taken for paid costs more than a needless reminder."""
    return _DEBIT.search(text) is not None and _OTHER_MEANS.search(text) is None


def _is_credit_note(paper: _Facts) -> bool:
    return any(
        re.sub(r"[\s_-]", "", without_accents(field.normalized or field.value)) in _CREDIT_NOTES
        for field in paper.all_of(*_TYPES)
    )


def _urgency(paper: _Facts, *what: str) -> int | None:
    """How many days before such a day its kind of paper wants to be thought of."""
    kind = registry.get(paper.kind)
    return next((each.days for each in kind.urgency if each.what in what), None) if kind else None


def _long_before(paper: _Facts, remind: int) -> int:
    """A passport takes longer to renew than a card, whatever the kind is thought to be."""
    code = paper.first("document_code", "mrz_document_code")
    return max(remind, 180) if code is not None and code.normalized.startswith("P") else remind


def _computed(start: Field | None, length: Field | None, move: Callable[[date, Period], date | None]) -> date | None:
    if start is None or length is None:
        return None
    day, period = _day_of(start.normalized), period_of(length.normalized or length.value)
    return move(day, period) if day and period else None


def _both(day: Field, period: Field, how: str) -> Field:
    """The date, with the period that was counted from it: `rule` says how, the proof shows both if one page does."""
    proof = day.proof
    if proof.page is not None and proof.page == period.proof.page:
        text = f"{proof.text} · {period.proof.text}"
        proof = Proof(proof.page, proof.boxes + period.proof.boxes, text, proof.engine)
    weaker = Verdict.VERIFIED if day.verdict is period.verdict is Verdict.VERIFIED else Verdict.PLAUSIBLE
    return replace(
        day,
        proof=proof,
        verdict=weaker,
        confidence=min(day.confidence, period.confidence),
        rule=f"{day.name}_{how}_{period.name}",
    )


# Days and amounts


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _day_in(row: Row) -> str:
    return next((text for name in ("date", "due_date") if _day_of(text := row.get(name, ""))), "")


def _decimal(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount.adjusted()) < 12 else None
