"""Facts that mean nothing on a paper of a kind: a payslip has no buyer, and the register of companies no seller."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from lexo.facts import Field, Source, Verdict

_TRADE = frozenset({"invoice", "utility_bill", "receipt", "quote", "other"})
_OWED = _TRADE | {"insurance", "property_tax_notice", "income_tax_notice", "legal_notice", "health", "diploma"}
_PARTIES = frozenset({"seller_name", "seller_address", "buyer_name", "buyer_address", "organisation"})
_TOTALS = frozenset({"grand_total", "tax_basis_total", "tax_total", "tax_breakdown", "line_total", "lines", "prepaid"})
_NEUTRAL = MappingProxyType(
    {f"{owner}_{name}": name for owner in ("seller", "buyer") for name in ("siren", "siret", "vat_id")}
)


def tidied(fields: Sequence[Field], kind: str) -> tuple[Field, ...]:
    """The facts that a paper of that kind can have; what is proven or official always stays.

    Numbers of companies lose the role they would have on a bill.
    """
    kept = [field for field in fields if not _is_out_of_place(field, kind)]
    return tuple(kept) if kind in _TRADE else tuple(_once(_without_role(field) for field in kept))


def _is_out_of_place(field: Field, kind: str) -> bool:
    if field.source is not Source.RULE or field.verdict is Verdict.VERIFIED:
        return False
    return (kind not in _TRADE and field.name in _PARTIES) or (kind not in _OWED and field.name in _TOTALS)


def _without_role(field: Field) -> Field:
    if field.source is not Source.RULE:
        return field
    return replace(field, name=_NEUTRAL.get(field.name, field.name))


def _once(fields: Iterable[Field]) -> Iterable[Field]:
    seen: set[tuple[str, str, int]] = set()
    for field in fields:
        key = (field.name, field.normalized, len(field.rows))
        if key not in seen:
            seen.add(key)
            yield field
