"""The tax of a paper by its rates: rows in which a basis, a rate and a tax fit each other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from lexo.facts import Proof, Row
from lexo.understanding.fields.amounts import Amount, normalized
from lexo.understanding.papers.totals_labels import iter_words
from lexo.understanding.papers.totals_rows import Reading
from lexo.understanding.papers.totals_words import Role

# Usual rates, for rows that print no per cent sign: France with its overseas departments and Corsica, Germany, Austria,
# Benelux, Switzerland, Spain, Italy, United Kingdom, Malaysia (general knowledge; a rate with its sign may be any).
_USUAL = frozenset(
    map(Decimal, "20 10 5.5 2.1 8.5 1.75 1.05 0.9 13 19 7 21 9 6 12 8.1 2.6 3.8 7.7 2.5 3.7 4 22 5 8 18 28".split())
)
_TOLERANCE = Decimal("0.02")
_ROWS_TO_HEADER = 4
_OF_TAXES = re.compile(
    r"(?:gst|tva|vat|tax|mwst|ust|btw|iva) (?:summary|code|table)|umsatzsteuer|mehrwertsteuer|steuersatz|taux"
    r"|\bt\.?v\.?a\b|\btax\b|\bgst\b|\bvat\b|\bmwst\b|\bbtw\b|\biva\b"
)
_MAX_AMOUNTS = 6  # of one row that are tried against each other
_TAX_WORDS = frozenset(
    "tva vat taux taxe taxes tax base montant ht ttc eur euro euros sur mwst ust umsatzsteuer mehrwertsteuer btw"
    " iva gst"
    " sr zrl normal reduit intermediaire particulier rate code total collectee vente ventes de du la le dont net brut"
    " incl inclus soit imposable gst sst summary steuer satz over op von auf".split()
)


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One rate. `basis` is None where only the tax is printed."""

    rate: Decimal
    basis: Decimal | None
    tax: Decimal
    reading: Reading
    is_of_taxes: bool  # the row speaks of taxes alone, so that it is no line of an invoice

    @property
    def proof(self) -> Proof:
        return self.reading.row.proof()

    @property
    def cells(self) -> Row:
        """As a row of the field `tax_breakdown`."""
        basis = "" if self.basis is None else normalized(self.basis)
        return {"rate": f"{self.rate.normalize():f}", "basis": basis, "amount": normalized(self.tax)}


def tax_rows(readings: Sequence[Reading]) -> list[TaxRow]:
    """The rows of a paper's tax, each rate once. Rows that speak of taxes alone go before lines of the invoice."""
    found = [
        row
        for index, reading in enumerate(readings)
        for row in _rows_of(reading, is_under_taxes=_is_under_taxes(readings, index))
    ]
    clear = [row for row in found if row.is_of_taxes]
    clear = [row for row in found if row.is_of_taxes or (row.rate == 0 and _is_beside(row, clear))]
    kept: list[TaxRow] = []
    for row in clear or found:
        if not any((row.rate, row.basis, row.tax) == (each.rate, each.basis, each.tax) for each in kept):
            kept.append(row)
    with_basis = [row for row in kept if row.basis is not None]
    rates = {row.rate for row in with_basis}
    return (
        [*with_basis, *(row for row in kept if row.basis is None and row.rate not in rates)] if clear else _merged(kept)
    )


def sum_of(rows: Sequence[TaxRow]) -> tuple[Decimal | None, Decimal]:
    """Basis and tax of all rates together; no basis where one of them lacks its own."""
    bases = [row.basis for row in rows if row.basis is not None]
    basis = sum(bases, Decimal(0)) if len(bases) == len(rows) else None
    return basis, sum((row.tax for row in rows), Decimal(0))


def _merged(rows: Sequence[TaxRow]) -> list[TaxRow]:
    """Lines of an invoice that print their own tax, by rate."""
    by_rate: dict[Decimal, TaxRow] = {}
    for row in rows:
        known = by_rate.get(row.rate)
        if known is None or known.basis is None or row.basis is None:
            by_rate.setdefault(row.rate, row)
        else:
            by_rate[row.rate] = replace(known, basis=known.basis + row.basis, tax=known.tax + row.tax)
    return list(by_rate.values())


def _is_beside(row: TaxRow, others: Sequence[TaxRow]) -> bool:
    """Whether a rate of nought, whose reason may be told in words, stands in the table of the other rates."""
    box = row.reading.row.bbox
    height = box.bottom - box.top
    return any(
        other.reading.page == row.reading.page and abs(other.reading.row.bbox.top - box.top) < 3.5 * height
        for other in others
    )


def _is_under_taxes(readings: Sequence[Reading], index: int) -> bool:
    """Whether the row stands in a table of taxes, where rates need no per cent sign."""
    above = readings[max(index - _ROWS_TO_HEADER, 0) : index + 1]
    return any(_OF_TAXES.search(each.folded.text) and not each.rates for each in above)


def _rows_of(reading: Reading, *, is_under_taxes: bool) -> Iterator[TaxRow]:
    money = [amount for amount in reading.amounts if not amount.is_rate and amount.decimals == 2]
    if not money or len(money) > _MAX_AMOUNTS:
        return
    rates = reading.rates or [
        each.value
        for each in reading.amounts
        if is_under_taxes and each.value in _USUAL and each.decimals < 3 and len(money) >= 2
    ]
    is_of_taxes = _speaks_of_taxes(reading)
    if not rates and is_of_taxes and any(label.role is Role.TAX for label in reading.labels):
        rates = _implied_rates(money)
    if not rates or len(rates) > 4:
        return
    for rate in rates:
        if not 0 <= rate < 50:
            continue
        if fitting := _fitting(money, rate):
            yield TaxRow(rate, *fitting, reading, is_of_taxes)
            return
    if is_of_taxes and len(money) == 1 and reading.rates and any(label.role is Role.TAX for label in reading.labels):
        yield TaxRow(rates[0], None, money[0].value, reading, is_of_taxes=True)


def _implied_rates(money: Sequence[Amount]) -> list[Decimal]:
    """The one usual rate that makes the second amount the tax on the first, where the rate was not read."""
    if len(money) != 2 or abs(money[0].value) < 10:
        return []
    basis, tax = money[0].value, money[1].value
    fitting = [rate for rate in _USUAL if tax and abs(basis * rate / 100 - tax) <= Decimal("0.01")]
    return fitting if len(fitting) == 1 else []


def _fitting(money: Sequence[Amount], rate: Decimal) -> tuple[Decimal, Decimal] | None:
    """Basis and tax among the amounts of a row: tax = basis x rate, or a tax that is within the amount beside it."""
    values = [amount.value for amount in money]
    if rate == 0:
        others = [value for value in values if value]
        return (others[0], Decimal(0)) if others and len(others) < len(values) else None
    best: tuple[Decimal, Decimal, Decimal] | None = None
    for basis, tax in permutations(values, 2):
        if not tax or abs(tax) >= abs(basis):
            continue
        error = abs(basis * rate / 100 - tax)
        if error <= _TOLERANCE and (best is None or error < best[0]):
            best = (error, basis, tax)
    if best is not None:
        return best[1], best[2]
    for whole, tax in permutations(values, 2):
        is_within = tax and abs(tax) < abs(whole) and abs(whole * rate / (100 + rate) - tax) <= Decimal("0.015")
        if is_within:
            return whole - tax, tax
    return None


def _speaks_of_taxes(reading: Reading) -> bool:
    words = [word for word in iter_words(reading.folded.text) if word not in _TAX_WORDS]
    if any(label.role is Role.TAX for label in reading.labels):
        return len(words) <= 4 and not re.search(r"\bx\b|\d ?(?:unit|pce|stk)", reading.folded.text)
    return len(words) <= 1
