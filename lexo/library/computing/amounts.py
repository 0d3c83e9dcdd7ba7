"""Which amount of a paper counts, in which currency, and how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lexo.library.computing.tokens import tokens_of
from lexo.store.sums import FactRow, PaperRow

EURO = "EUR"
AMOUNTS: dict[str, tuple[str, ...]] = {  # the first that a paper has
    "invoice": ("grand_total", "due_payable"),
    "utility_bill": ("grand_total", "due_payable"),
    "receipt": ("grand_total", "due_payable", "total"),
    "quote": ("grand_total",),
    "payslip": ("net_pay",),
    "lease": ("total", "grand_total", "amount"),  # rent receipts; else rent and charges
    "insurance": ("grand_total", "due_payable", "premium"),
    "income_tax_notice": ("net_tax",),
    "property_tax_notice": ("due_payable", "grand_total", "amount"),
}
_CREDIT_CODES = frozenset("381 261 262 296 308 396 420 458 532 creditnote avoir".split())
TYPES = ("document_type_code", "invoice_type", "type_code", "document_type")
NAMES = tuple(
    dict.fromkeys(
        [name for names in AMOUNTS.values() for name in names]
        + ["rent", "charges", "prepaid", "currency", "gross_pay", "net_taxable", "net_social", "income_tax_withheld"]
        + list(TYPES)
    )
)
_SIGNS = {"€": EURO, "eur": EURO, "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "chf": "CHF", "¥": "JPY"}
_SURE = ("verified", "plausible")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with the facts that prove it; `currency` is ISO 4217, "" where nothing says it."""

    value: Decimal
    currency: str
    fields: tuple[FactRow, ...]


Facts = Mapping[str, Sequence[FactRow]]  # by name, the one to use first


def amount_of(paper: PaperRow, facts: Facts, field: str = "") -> Amount | None:
    """What a paper is about, or the amount of `field`; None where it is missing, contradicted or not proven.

    A credit note is less than nothing.
    """
    names = (field,) if field else AMOUNTS.get(paper.kind or "", ())
    first = next((facts[name][0] for name in names if facts.get(name)), None)
    if first is None:
        return _rent_of(paper, facts) if paper.kind == "lease" and not field else None
    value = _decimal(first)
    if value is None:
        return None
    if not field and is_credit_note(paper, facts):
        value = -abs(value)
    return Amount(value, currency_of(paper, facts, first), (first,))


def _rent_of(paper: PaperRow, facts: Facts) -> Amount | None:
    """Rent and charges of a receipt that states no total."""
    rent = facts["rent"][0] if facts.get("rent") else None
    charges = facts["charges"][0] if facts.get("charges") else None
    parts = [each for each in (rent, charges) if each is not None]
    values = [_decimal(each) for each in parts]
    known = [value for value in values if value is not None]
    if rent is None or len(known) < len(values):
        return None
    return Amount(sum(known, Decimal(0)), currency_of(paper, facts, rent), tuple(parts))


def is_credit_note(paper: PaperRow, facts: Facts) -> bool:
    """Whether a bill gives money back."""
    if paper.kind not in ("invoice", "utility_bill"):
        return False
    title = f" {' '.join(tokens_of(paper.title))} "
    if title.startswith(" avoir ") or " credit note " in title or " note de credit " in title:
        return True
    codes = (facts[name][0].normalized.casefold().replace(" ", "") for name in TYPES if facts.get(name))
    return any(code in _CREDIT_CODES for code in codes)


def decimal_of(text: str) -> Decimal | None:
    """A normalised amount, to the cent; None where it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) >= 12:
        return None
    return value.quantize(_CENT)


def _decimal(fact: FactRow) -> Decimal | None:
    return decimal_of(fact.normalized) if fact.verdict in _SURE else None


def currency_of(paper: PaperRow, facts: Facts, amount: FactRow) -> str:
    """As the paper says it, else its sign beside the amount; a French paper counts in euros."""
    said = next((each.normalized.upper() for each in facts.get("currency", ()) if each.verdict != "unverified"), "")
    if len(said) == 3 and said.isalpha():
        return said
    value = amount.value.casefold()
    for sign, code in _SIGNS.items():
        if sign in value:
            return code
    return EURO if paper.language in (None, "fra", "fr") else ""
