"""Whether an invoice's totals agree with each other.

Source: rules BR-CO-10, 13, 14, 15 and 16 of EN 16931-1.
"""

from collections.abc import Iterator
from decimal import Decimal

from lexo.understanding.official.einvoice.invoice import Invoice
from lexo.understanding.official.einvoice.profiles import profile_of

TOLERANCE = Decimal("0.02")


def wrong_totals(invoice: Invoice) -> frozenset[str]:
    """The totals that are not the sums they should be."""
    said = {name: total.value for name, total in invoice.totals.items()}
    return frozenset(name for name, sum_ in _sums(invoice, said) if name in said and abs(said[name] - sum_) > TOLERANCE)


def _sums(invoice: Invoice, said: dict[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    lines = [line.total for line in invoice.lines if not line.is_part]
    if lines and not any(line.is_part for line in invoice.lines):
        known = [total for total in lines if total is not None]
        if len(known) == len(lines):
            yield "line_total", sum(known, Decimal(0))
    if "line_total" in said:
        yield "tax_basis_total", said["line_total"] - invoice.allowances + invoice.charges
    amounts = [tax.amount for tax in invoice.taxes if tax.amount is not None]
    if amounts and len(amounts) == len(invoice.taxes):
        yield "tax_total", sum(amounts, Decimal(0))
    if "tax_basis_total" in said:
        yield "grand_total", said["tax_basis_total"] + said.get("tax_total", Decimal(0))
    if "grand_total" in said and profile_of(invoice.guideline) != "MINIMUM":  # which cannot say what was paid before
        yield "due_payable", said["grand_total"] - said.get("prepaid", Decimal(0)) + invoice.rounding
