"""A paper's facts by name, those that are doubted left out."""

from collections.abc import Iterable

from lexo.facts import Field, Row, Verdict

_DOUBTED = (Verdict.CONTRADICTED, Verdict.UNVERIFIED)
_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "RM": "MYR",
    "CHF": "CHF",
    "EUR": "EUR",
    "USD": "USD",
    "₹": "INR",
    "Rs": "INR",
}


class Facts:
    """The best field of each name."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields: dict[str, Field] = {}
        for field in fields:
            if field.verdict not in _DOUBTED:
                self._fields.setdefault(field.name, field)

    def first(self, *names: str) -> Field | None:
        """The field of the first of these names that the paper has."""
        return next((self._fields[name] for name in names if name in self._fields), None)

    def text(self, *names: str) -> str:
        """As it is printed, on one line."""
        field = self.first(*names)
        return " ".join((field.value or field.normalized).split()) if field else ""

    def value(self, *names: str) -> str:
        """Its normal form: a day in ISO, an amount with a point."""
        field = self.first(*names)
        return field.normalized if field else ""

    def rows(self, name: str) -> tuple[Row, ...]:
        field = self.first(name)
        return field.rows if field else ()

    def has(self, *names: str) -> bool:
        return self.first(*names) is not None

    @property
    def currency(self) -> str:
        """ISO 4217; "" where nothing says it."""
        known = self.value("currency").upper()
        if known:
            return known
        for field in self._fields.values():
            for sign, code in _SIGNS.items():
                if sign in field.value and field.name in _AMOUNTS:
                    return code
        return ""


_AMOUNTS = frozenset(
    "grand_total due_payable tax_basis_total tax_total net_pay left_to_pay net_tax total rent premium amount "
    "closing_balance".split()
)
