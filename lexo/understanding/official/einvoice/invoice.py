"""An electronic invoice as data, whatever syntax it was written in. Terms: EN 16931-1."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

MAX_LINES = 2000
MAX_TAXES = 50


class Said(NamedTuple):
    """A number with the text that says it."""

    value: Decimal
    text: str


class Identifier(NamedTuple):
    """A number of a party and the list that it is of ("0002" is Sirene, "VA" a VAT number, "FC" a tax number)."""

    text: str
    scheme: str = ""


NONE = Identifier("")


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer."""

    name: str = ""
    address: tuple[str, ...] = ()  # its lines, as on a letter
    country: str = ""  # ISO 3166-1 alpha-2
    identifier: str = ""  # that the other party gives it: for the buyer, its customer number
    legal: Identifier = NONE
    taxes: tuple[Identifier, ...] = ()
    others: tuple[Identifier, ...] = ()  # with their scheme


@dataclass(frozen=True, slots=True)
class Line:
    """One line item."""

    name: str
    quantity: Decimal | None = None
    unit: str = ""  # UN/ECE Recommendation 20
    unit_price: Decimal | None = None  # net, of one unit
    tax_rate: Decimal | None = None  # %
    total: Decimal | None = None  # net
    is_part: bool = False  # of another line that has it in its total, or said for information


@dataclass(frozen=True, slots=True)
class Tax:
    """VAT of one rate."""

    rate: Decimal | None
    basis: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """All of an invoice that LEXO uses. Texts and dates are as written; what it does not say is empty."""

    syntax: str  # "factur-x", "zugferd", "ubl"
    guideline: str
    texts: Mapping[str, str]  # by the names of docs/fields.md
    dates: Mapping[str, str]  # as written
    totals: Mapping[str, Said]
    seller: Party
    buyer: Party
    ibans: tuple[str, ...] = ()
    bics: tuple[str, ...] = ()
    taxes: tuple[Tax, ...] = ()
    lines: tuple[Line, ...] = ()
    allowances: Decimal = Decimal(0)  # on the whole invoice
    charges: Decimal = Decimal(0)
    rounding: Decimal = Decimal(0)


def price_of_one(price: Decimal | None, quantity: Decimal | None) -> Decimal | None:
    """The price of one, where it is said of `quantity`."""
    if price is None or not quantity or quantity == 1:
        return price
    each = price / quantity
    return round(each, 6) if abs(each) < 10**15 else None
