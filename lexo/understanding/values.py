"""The normal form of what a person writes for a field: dates ISO, amounts decimal, identifiers compact and checked."""

import re
from collections.abc import Callable
from types import MappingProxyType

from lexo.understanding.fields import amounts, bic, creditor_id, iban, nir, rf_reference, siren, siret, tax_number, vat
from lexo.understanding.fields.dates import dates_in

_DATE = re.compile(r"date|.*_date|.*_before|.*_until|(?:period|lease|rights)_(?:start|end)")
_AMOUNT = re.compile(
    r".*_total|due_payable|prepaid|amount|rent|charges|deposit|premium|deductible|capital|.*_pay|.*_balance"
    r"|total_(?:debits|credits)|net_(?:taxable|before_tax|social|tax)|gross_pay|left_to_pay|salary|base|fine_amount"
)
_IDENTIFIER = re.compile(r"(?:seller_|buyer_|employer_)?(vat_id|siren|siret)|iban|bic|nir|tax_number|creditor_id")
_RULES: MappingProxyType[str, tuple[Callable[[str], bool], Callable[[str], str]]] = MappingProxyType(
    {
        "iban": (iban.is_valid, iban.normalized),
        "bic": (bic.is_valid, bic.normalized),
        "siren": (siren.is_valid, siren.normalized),
        "siret": (siret.is_valid, siret.normalized),
        "vat_id": (vat.is_valid, vat.normalized),
        "nir": (nir.is_valid, nir.normalized),
        "tax_number": (tax_number.is_valid, tax_number.normalized),
        "creditor_id": (creditor_id.is_valid, creditor_id.normalized),
        "rf_reference": (rf_reference.is_valid, rf_reference.normalized),
    }
)


def normalized(name: str, text: str) -> str | None:
    """The normal form of a value of that field; None where it is no such value, "" never.

    >>> normalized("due_date", "3 avril 2024"), normalized("grand_total", "1 234,5 €")
    ('2024-04-03', '1234.50')
    >>> normalized("siren", "404 833 048"), normalized("siren", "404 833 049")
    ('404833048', None)
    """
    text = text.strip()
    if _DATE.fullmatch(name):
        found = dates_in(text)
        return found[0].iso if len(found) == 1 else None
    if _AMOUNT.fullmatch(name):
        return amounts.normalized(text) or None
    if match := _IDENTIFIER.fullmatch(name):
        is_valid, normal = _RULES[match[1] or name]
        return normal(text) if is_valid(text) else None
    return text or None
