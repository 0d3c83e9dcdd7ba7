"""Which of the candidates belong together: the totals whose sums hold are the right ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lexo.understanding.papers.totals_candidates import Candidate
from lexo.understanding.papers.totals_taxes import TaxRow, sum_of
from lexo.understanding.papers.totals_words import Role

TOLERANCE = Decimal("0.02")
_MOST = 8  # candidates of one role that are tried
_AGAIN = 0.25  # a value that is printed again is more likely, up to three times
_EXACT = 3.0  # what a sum that holds is worth, in weights of labels
_ROUNDED = Decimal("0.06")  # at most, where a row of rounding explains it


@dataclass(frozen=True, slots=True)
class Solution:
    """The totals of a paper, as far as they are known."""

    gross: Candidate
    score: float
    net: Candidate | None = None
    tax: Candidate | None = None
    holds: bool = False  # net + tax = gross, or another sum that proves the gross
    is_exempt: bool = False
    tax_rows: tuple[TaxRow, ...] = field(default=())  # where the tax is the sum of its rates


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known before anything is chosen, the best of each role first."""

    by_role: dict[Role, list[Candidate]]
    rates: Sequence[TaxRow]
    printed: dict[Decimal, Candidate]  # every amount of the paper, as a candidate without a label
    times: dict[Decimal, int]  # that it is printed
    is_exempt: bool = False

    def best(self, *roles: Role) -> list[Candidate]:
        found = [candidate for role in roles for candidate in self.by_role.get(role, ())]
        return sorted(found, key=lambda each: -each.score)[:_MOST]


def ranked(candidates: Iterable[Candidate], times: dict[Decimal, int]) -> dict[Role, list[Candidate]]:
    """For each role the best candidate of each value, best first."""
    best: dict[tuple[Role, Decimal], Candidate] = {}
    for candidate in candidates:
        known = best.get((candidate.role, candidate.value))
        if known is None or candidate.score > known.score:
            best[candidate.role, candidate.value] = candidate
    by_role: dict[Role, list[Candidate]] = {}
    for candidate in sorted(best.values(), key=lambda each: -(each.score + _again(each.value, times))):
        by_role.setdefault(candidate.role, []).append(candidate)
    return by_role


def solve(ledger: Ledger) -> Solution | None:
    """The most likely total, with the net and the tax that fit it."""
    solutions = [_solution(ledger, gross) for gross in _possible(ledger)]
    return max(solutions, key=lambda each: each.score, default=None)


def _possible(ledger: Ledger) -> list[Candidate]:
    """What may be the total: what is called so, what is due, and amounts that other labels make to be it."""
    found = ledger.best(Role.GROSS)
    known = {candidate.value for candidate in found}
    for due in ledger.best(Role.DUE):
        if due.value not in known and due.value and not due.is_mended:
            found.append(_taken_for(due, due.score - 1.2))
    for value in _implied(ledger):
        if value not in known and value in ledger.printed and value:
            found.append(_taken_for(ledger.printed[value], 0.5))
    if not found or ledger.is_exempt:
        found += [_taken_for(net, net.score - 0.8) for net in ledger.best(Role.NET) if net.value and net.score >= 2]
    return [_doubted(ledger, candidate) for candidate in found]


def _doubted(ledger: Ledger, candidate: Candidate) -> Candidate:
    """Less likely where a better label names more: it may be of one rate or of one part only, whose sum holds too."""
    largest = max(
        (abs(each.value) for each in ledger.best(Role.GROSS, Role.DUE) if each.score >= 2), default=Decimal(0)
    )
    is_part = candidate.score < 2 and abs(candidate.value) < largest
    return replace(candidate, score=candidate.score - 2.5) if is_part else candidate


def _taken_for(candidate: Candidate, score: float) -> Candidate:
    return replace(candidate, role=Role.GROSS, score=score, is_clear=False)


def _implied(ledger: Ledger) -> set[Decimal]:
    nets, taxes = ledger.best(Role.NET), ledger.best(Role.TAX)
    sums = {net.value + tax.value for net in nets for tax in taxes if tax.value and tax.value != net.value}
    basis, tax = sum_of(ledger.rates)
    if basis is not None and ledger.rates:
        sums.add(basis + tax)
    paid = {cash.value - change.value for cash in ledger.best(Role.CASH) for change in ledger.best(Role.CHANGE)} | {
        cash.value for cash in ledger.best(Role.CASH) if not ledger.best(Role.GROSS)
    }
    return sums | paid | _around_taxes(ledger, taxes)


def _around_taxes(ledger: Ledger, taxes: Sequence[Candidate]) -> set[Decimal]:
    """Printed amounts that a tax with its rate is within, as on tickets that name no total."""
    found: set[Decimal] = set()
    for tax in taxes:
        if tax.rate and 0 < tax.rate < 50 and tax.value >= Decimal("0.10"):
            whole = tax.value * (100 + tax.rate) / tax.rate
            share = Decimal("0.006") * (100 + tax.rate) / tax.rate
            found.update(value for value in ledger.printed if abs(value - whole) <= share)
    return found


def _solution(ledger: Ledger, gross: Candidate) -> Solution:
    score = gross.score + _again(gross.value, ledger.times)
    pair, worth = _pair(ledger, gross)
    is_paid, paid_worth = _is_paid(ledger, gross.value)
    is_settled, settled_worth = _is_settled(ledger, gross)
    net, tax, rows = pair
    score += worth + paid_worth + settled_worth + _is_rounded(ledger, gross.value)
    holds = worth >= _EXACT or is_paid or is_settled
    return Solution(gross, score, net, tax, holds, ledger.is_exempt, rows)


Pair = tuple[Candidate | None, Candidate | None, tuple[TaxRow, ...]]


def _pair(ledger: Ledger, gross: Candidate) -> tuple[Pair, float]:
    """The net and tax that make up the total, and what that is worth."""
    best: tuple[Pair, float] = ((None, None, ()), 0.0)
    nets, taxes = [*ledger.best(Role.NET, Role.LINES), *_basis(ledger)], _taxes(ledger)
    for net in nets:
        for tax, rows in taxes:
            worth = _worth_of_sum(ledger, gross.value, net, tax)
            if worth > best[1]:
                best = ((net, tax, rows), worth)
    return best if best[1] > 0 else _tax_within(ledger, gross, taxes)


def _basis(ledger: Ledger) -> list[Candidate]:
    """The sum of the bases of all rates."""
    basis, _ = sum_of(ledger.rates)
    return [] if basis is None or not ledger.rates else [_of_rates(ledger, Role.NET, basis)]


def _of_rates(ledger: Ledger, role: Role, total: Decimal) -> Candidate:
    printed = ledger.printed.get(total)
    if printed is not None:
        return replace(printed, role=role, score=1.5)
    first = ledger.rates[0].reading
    return Candidate(role, total, 1.5, first, 0, len(first.row.text))


def _taxes(ledger: Ledger) -> list[tuple[Candidate, tuple[TaxRow, ...]]]:
    """The taxes that are printed, and the sum of the rates where they print none."""
    single: list[tuple[Candidate, tuple[TaxRow, ...]]] = [(tax, ()) for tax in ledger.best(Role.TAX)]
    rows = tuple(ledger.rates)
    _, total = sum_of(rows)
    if rows and all(tax.value != total for tax, _ in single):
        single.append((_of_rates(ledger, Role.TAX, total), rows))
    return single


def _worth_of_sum(ledger: Ledger, gross: Decimal, net: Candidate, tax: Candidate) -> float:
    if net.value == tax.value or abs(tax.value) > abs(net.value):
        return 0.0
    labels = 0.25 * (net.score + tax.score)
    off = gross - net.value - tax.value
    if abs(off) <= TOLERANCE:
        basis, total = sum_of(ledger.rates)
        fits_rates = bool(ledger.rates) and total == tax.value and basis in (None, net.value)
        return (_EXACT if tax.value else 0.8) + labels + fits_rates - float(abs(off)) * 5
    adjustments = [each.value for each in ledger.best(Role.ADJUST) if each.value]
    if adjustments and tax.value and abs(off) <= max(abs(net.value) / 2, _ROUNDED):
        explained = [*adjustments, sum(adjustments, Decimal(0))]
        if any(abs(abs(off) - abs(each)) <= Decimal("0.005") for each in explained):
            return _EXACT - 0.5 + labels
    return 0.0


def _tax_within(
    ledger: Ledger, gross: Candidate, taxes: Sequence[tuple[Candidate, tuple[TaxRow, ...]]]
) -> tuple[Pair, float]:
    """A tax whose rate says that it is within the total ("dont TVA 20 %")."""
    for tax, rows in taxes:
        if tax.rate and tax.value and 0 < tax.rate < 50:
            off = abs(gross.value * tax.rate / (100 + tax.rate) - tax.value)
            if off <= Decimal("0.015"):  # one cent more is the sum of roundings, or a total with a figure misread
                is_exact = off <= Decimal("0.0075") and abs(tax.value) >= Decimal("0.10")
                return (None, tax, rows), _EXACT if is_exact else 1.0
    return (None, None, ()), 0.0


def _is_paid(ledger: Ledger, gross: Decimal) -> tuple[bool, float]:
    """Whether what was handed over, less the change, is the total."""
    changes = ledger.best(Role.CHANGE)
    for cash in ledger.best(Role.CASH, Role.PREPAID):
        for change in changes:
            if change.value and abs(abs(cash.value) - abs(change.value) - gross) <= Decimal("0.005"):
                return True, 2.5
    if not any(abs(cash.value) == gross for cash in ledger.best(Role.CASH)):
        return False, 0.0
    return False, 2.0 if any(change.value == 0 for change in changes) else 1.0


def _is_rounded(ledger: Ledger, gross: Decimal) -> float:
    """What it is worth that this is another total, rounded to coins: that one is paid."""
    roundings = [each.value for each in ledger.best(Role.ADJUST) if 0 < abs(each.value) <= _ROUNDED]
    others = {each.value for each in ledger.best(Role.GROSS, Role.NET)}
    is_rounded = any(gross - step in others or gross + abs(step) in others for step in roundings)
    return 1.0 if is_rounded and (gross * 20) % 1 == 0 else 0.0


def _is_settled(ledger: Ledger, candidate: Candidate) -> tuple[bool, float]:
    """Whether the total, less what is paid already, is what is due; one that is due itself vouches for no other."""
    gross = candidate.value
    places = [(due.value, due.reading.row, due.start) for due in ledger.best(Role.DUE)]
    dues = {value for value, row, start in places if row is not candidate.reading.row or start != candidate.start}
    if any(abs(gross - sum(paid, Decimal(0))) and gross - sum(paid, Decimal(0)) in dues for paid in paid_sums(ledger)):
        return True, 2.5
    return False, 0.8 if gross in dues else 0.0


def paid_sums(ledger: Ledger) -> list[tuple[Decimal, ...]]:
    """What may have been paid before: each amount alone, and all of them."""
    paid = [abs(each.value) for each in ledger.best(Role.PREPAID) if each.value]
    return [*((each,) for each in paid), *([tuple(paid)] if len(paid) > 1 else [])]


def _again(value: Decimal, times: dict[Decimal, int]) -> float:
    return _AGAIN * min(max(times.get(value, 1) - 1, 0), 3)
