"""The papers that a plan speaks of: chosen, dated, each with its amount, and each counted once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from lexo.library.computing import amounts, evidence
from lexo.library.computing.amounts import Amount, Facts
from lexo.library.computing.plan import Period, Plan, Verb, What
from lexo.library.computing.tokens import tokens_of, tokens_of_name
from lexo.store import sums
from lexo.store.filtering import Filters
from lexo.store.sums import Connection, FactRow, PaperRow, Wanted

AROUND = timedelta(days=62)  # a payslip or a receipt is of a month that may not be that of its date
SAME_PURCHASE_DAYS = 3  # between a receipt and the invoice for it
OTHER_BILL_DAYS = 20  # apart, with other amounts: two bills that bear one number by a mistake of reading
FORGOTTEN_DAYS = 366  # late by more: nobody wants to be told
_MOST_COMPARED = 50  # papers of one sender and number: beyond that the number tells nothing
MONTHLY = ("payslip", "lease")
_DAYS = {"payslip": ("period_end", "period_start"), "lease": ("period_end", "period_start", "payment_date")}
_ADDED_UP = (What.SUM, What.TABLE, What.AVERAGE)  # elsewhere a bill is told with its own amount
_NUMBERS = ("invoice_number", "receipt_number")
_NAMES = (
    *amounts.NAMES,
    *_NUMBERS,
    "period_start",
    "period_end",
    "payment_date",
    "tax_year",
    "nir",
    "employee_name",
    *evidence.NAMES,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A paper that counts; `amount` is None where it is not sure."""

    paper: PaperRow
    day: date | None  # by which it belongs to a period
    amount: Amount | None
    facts: Facts
    is_credit: bool = False

    @property
    def is_of_month(self) -> bool:
        """Whether people name it by the month that it is for, not by its date."""
        return self.paper.kind in MONTHLY and bool(self.value("period_end") or self.value("period_start"))

    @property
    def number(self) -> str:
        """The number that it bears, "" where none is known."""
        return next((self.facts[name][0].normalized for name in _NUMBERS if self.facts.get(name)), "")

    @property
    def person(self) -> str:
        """Whom a payslip is for: the social security number without its key, else the name; "" where unknown."""
        nir, name = self.value("nir"), self.value("employee_name")
        return nir.normalized[:13] if nir else " ".join(sorted(tokens_of(name.normalized))) if name else ""

    def value(self, name: str) -> FactRow | None:
        """The fact to use of that name."""
        return self.facts[name][0] if self.facts.get(name) else None


@dataclass(slots=True)
class Gathered:
    """All papers that a plan speaks of, and those that were left out, with the reason."""

    items: list[Item] = field(default_factory=list)
    unsure: list[Item] = field(default_factory=list)  # no amount that is sure
    unclear: list[Item] = field(default_factory=list)  # nobody knows whether they are about it
    undated: list[Item] = field(default_factory=list)
    unpaid: list[Item] = field(default_factory=list)  # to be paid on a day that is still to come
    late: list[Item] = field(default_factory=list)  # they count, but nobody said that they are paid
    again: list[Item] = field(default_factory=list)  # copies of others


def gather(connection: Connection, plan: Plan, filters: Filters, today: date | None = None) -> Gathered:
    """Choose the papers, the newest first. With `today` what is to be paid later is no amount that was paid."""
    items, gathered = _read(connection, plan, filters), Gathered()
    chosen, gathered.unclear = evidence.choose(items, plan.topic)
    chosen = _without_deposits(chosen) if plan.what in _ADDED_UP and not plan.field else chosen
    if plan.period is not None:
        gathered.undated = [item for item in chosen if item.day is None]
        gathered.unclear = [item for item in gathered.unclear if item.day and plan.period.holds(item.day)]
        chosen = [item for item in chosen if item.day is not None and plan.period.holds(item.day)]
    gathered.items, gathered.again = _once(connection, chosen)
    if today is not None and plan.verb in (Verb.PAID, Verb.SPENT):
        due = sums.open_deadlines(connection, ("payment", "debit"), (today + timedelta(days=1)).isoformat())
        later = {each.document_id for each in due}
        gathered.unpaid = [item for item in gathered.items if item.paper.id in later]
        gathered.items = [item for item in gathered.items if item.paper.id not in later]
        past = (today - timedelta(days=FORGOTTEN_DAYS)).isoformat(), today.isoformat()
        late = {each.document_id for each in sums.open_deadlines(connection, ("payment",), *past)}
        gathered.late = [item for item in gathered.items if item.paper.id in late]
    gathered.items.sort(key=lambda item: (item.day or date.min, item.paper.id), reverse=True)
    return gathered


def with_amounts(gathered: Gathered) -> Gathered:
    """The same, papers without a sure amount told apart."""
    gathered.unsure = [item for item in gathered.items if item.amount is None]
    gathered.items = [item for item in gathered.items if item.amount is not None]
    return gathered


def _read(connection: Connection, plan: Plan, filters: Filters) -> list[Item]:
    period = plan.period or Period()
    is_of_sender = plan.topic.id == "spent" and bool(plan.senders)  # then papers of other kinds are named
    wanted = Wanted(
        () if is_of_sender else plan.topic.kinds,
        plan.senders,
        None if period.first is None else _moved(period.first, -AROUND),
        None if period.last is None else _moved(period.last, AROUND),
        filters,
    )
    papers = [paper for paper in sums.papers(connection, wanted) if evidence.is_possible(paper, plan.topic)]
    by_paper = facts_by_paper(connection, [paper.id for paper in papers], _NAMES)
    return [_item(paper, by_paper[paper.id], plan.field) for paper in papers]


def _moved(day: date, by: timedelta) -> str:
    try:
        return (day + by).isoformat()
    except OverflowError:
        return day.isoformat()


def facts_by_paper(connection: Connection, ids: Sequence[int], names: Sequence[str]) -> dict[int, Facts]:
    """The facts of these names, by paper and name."""
    found: dict[int, dict[str, list[FactRow]]] = defaultdict(lambda: defaultdict(list))
    for fact in sums.facts(connection, ids, names):
        found[fact.document_id][fact.name].append(fact)
    return {each: found.get(each, {}) for each in ids}


def _item(paper: PaperRow, facts: Facts, field: str) -> Item:
    return Item(
        paper, day_of(paper, facts), amounts.amount_of(paper, facts, field), facts, amounts.is_credit_note(paper, facts)
    )


def day_of(paper: PaperRow, facts: Facts) -> date | None:
    """The day by which a paper is counted: the end of what a payslip or rent receipt is for, else its own date."""
    for name in _DAYS.get(paper.kind or "", ()):
        for fact in facts.get(name, ())[:1]:
            day = iso_day(fact.normalized)
            if day is not None and fact.verdict in ("verified", "plausible"):
                return day
    return iso_day(paper.date or "")


def iso_day(text: str) -> date | None:
    """A day written as ISO 8601."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _without_deposits(items: list[Item]) -> list[Item]:
    """Final bills with what was left to pay, where the bill for their deposit is counted by itself."""
    deposits = {
        (tokens_of_name(item.paper.sender or ""), item.amount.value)
        for item in items
        if item.amount is not None and evidence.is_deposit(item.paper)
    }
    return [_rest_of(item, deposits) for item in items] if deposits else items


def _rest_of(item: Item, deposits: set[tuple[tuple[str, ...], Decimal]]) -> Item:
    prepaid, left = item.value("prepaid"), item.value("due_payable")
    if prepaid is None or left is None or item.amount is None or evidence.is_deposit(item.paper):
        return item
    paid, rest = amounts.decimal_of(prepaid.normalized), amounts.decimal_of(left.normalized)
    is_known = paid is not None and (tokens_of_name(item.paper.sender or ""), paid) in deposits
    if not is_known or rest is None or paid is None or paid + rest != item.amount.value:
        return item
    return replace(item, amount=Amount(rest, item.amount.currency, (left,)))


def _once(connection: Connection, items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Each paper once: without copies, and without the second of two that bear the same number or are one purchase."""
    gone: set[int] = set()
    by_id = {item.paper.id: item for item in items}
    for first, second, what in sums.twins(connection, by_id):
        if first in gone or second in gone or not (what == "copy" or _says_the_same(by_id[first], by_id[second])):
            continue
        gone.add(second if _is_surer(by_id[first], by_id[second]) else first)
    kept = [item for item in items if item.paper.id not in gone]
    for group in _groups(kept, _same_number):
        gone |= _repeated(group, _is_same_bill)
    kept = [item for item in items if item.paper.id not in gone]
    for group in _groups(kept, _same_month):
        gone |= _repeated(group, lambda first, second: True)
    for group in _groups(kept, _same_purchase):
        gone |= _repeated(group, _is_one_purchase)
    return [item for item in items if item.paper.id not in gone], [item for item in items if item.paper.id in gone]


def _says_the_same(first: Item, second: Item) -> bool:
    """Whether a new version of a paper changes neither amount nor day."""
    amounts = [item.amount and (item.amount.value, item.amount.currency) for item in (first, second)]
    return first.day == second.day and amounts[0] == amounts[1]


def _is_surer(first: Item, second: Item) -> bool:
    """Which of two copies speaks: one with an amount before one without."""
    return first.amount is not None or second.amount is None


def _groups(items: Iterable[Item], key: Callable[[Item], Hashable | None]) -> Iterable[list[Item]]:
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        named = key(item)
        if named is not None:
            groups[named].append(item)
    return [group for group in groups.values() if len(group) > 1]


def _same_number(item: Item) -> Hashable | None:
    """Sender and number; a till counts from the beginning every day, so on receipts day and amount belong to it.

    So they do to a number of two signs.
    """
    paper = item.paper
    if paper.kind not in ("invoice", "utility_bill", "receipt") or not paper.sender or not item.number:
        return None
    says_little = paper.kind == "receipt" or len(item.number) < 3
    told_apart = (item.day, item.amount and item.amount.value) if says_little else ()
    return ("number", paper.sender.casefold(), item.number, item.is_credit, told_apart)


def _is_same_bill(first: Item, second: Item) -> bool:
    """Whether two papers with one number are one bill; far apart and of other amounts, the number was misread."""
    if first.amount is None or second.amount is None or first.amount.value == second.amount.value:
        return True
    if first.day is None or second.day is None:
        return True
    return abs((first.day - second.day).days) <= OTHER_BILL_DAYS


def _same_month(item: Item) -> Hashable | None:
    """Payslips and rent receipts: one for a person, a month and an amount."""
    if not item.is_of_month or item.amount is None:
        return None
    return ("month", item.paper.sender, item.paper.kind, item.day, item.amount.value, item.person)


def _same_purchase(item: Item) -> Hashable | None:
    if item.paper.kind not in ("invoice", "receipt") or not item.paper.sender or item.amount is None:
        return None
    return ("purchase", item.paper.sender.casefold(), item.amount.value, item.amount.currency)


def _is_one_purchase(first: Item, second: Item) -> bool:
    """A receipt and the invoice for it."""
    if first.paper.kind == second.paper.kind or first.day is None or second.day is None:
        return False
    return abs((first.day - second.day).days) <= SAME_PURCHASE_DAYS


def _repeated(group: list[Item], is_same: Callable[[Item, Item], bool]) -> set[int]:
    """The papers of a group that say again what another one says; the surer and newer one stays."""
    kept: list[Item] = []
    gone: set[int] = set()
    for item in sorted(group, key=lambda each: (each.amount is None, -each.paper.id)):
        if len(kept) < _MOST_COMPARED and any(is_same(other, item) for other in kept):
            gone.add(item.paper.id)
        else:
            kept.append(item)
    return gone
