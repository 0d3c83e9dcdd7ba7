"""What is known of the numbers that a model names: whether their form is right, and whether check digits prove them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lexo.understanding.fields import (
    bic,
    creditor_id,
    email,
    iban,
    nir,
    phone,
    plate,
    siren,
    siret,
    tax_number,
    vat,
    vin,
)

_PARTIES = ("", "seller_", "buyer_", "employer_")


@dataclass(frozen=True, slots=True)
class Check:
    """For values of one name. `proves`: an error in the number would most likely be seen (not so by form alone)."""

    is_valid: Callable[[str], bool]
    normalized: Callable[[str], str]
    proves: bool = False


CHECKS: Mapping[str, Check] = {
    "nir": Check(nir.is_valid, nir.normalized, proves=True),
    "tax_number": Check(tax_number.is_valid, tax_number.normalized, proves=True),
    "creditor_id": Check(creditor_id.is_valid, creditor_id.normalized, proves=True),
    "plate": Check(plate.is_valid, plate.normalized),
    "vin": Check(vin.is_valid, vin.normalized),
    **{
        f"{party}{name}": check
        for party in _PARTIES
        for name, check in {
            "iban": Check(iban.is_valid, iban.normalized, proves=True),
            "siret": Check(siret.is_valid, siret.normalized, proves=True),
            "siren": Check(siren.is_valid, siren.normalized),  # one digit of any number in ten fits
            "vat_id": Check(vat.is_valid, vat.normalized),  # not every country's has check digits
            "bic": Check(bic.is_valid, bic.normalized),
            "phone": Check(phone.is_valid, phone.normalized),
            "email": Check(email.is_valid, email.normalized),
        }.items()
    },
}
