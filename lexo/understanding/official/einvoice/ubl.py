"""Universal Business Language 2.1: Invoice and CreditNote, as XRechnung, Peppol and French platforms use them.

Source: EN 16931-3-2, which binds the terms of EN 16931-1 to elements of UBL.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from lexo.understanding.official.einvoice.invoice import (
    MAX_LINES,
    MAX_TAXES,
    NONE,
    Identifier,
    Invoice,
    Line,
    Party,
    Said,
    Tax,
    price_of_one,
)
from lexo.understanding.official.einvoice.tree import decimal, first, identifiers, nodes, number, own_text, text, texts

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROOTS = (
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote",
)

_CURRENCY = "DocumentCurrencyCode"
_TOTAL = "LegalMonetaryTotal"
_TOTALS = {
    "line_total": "LineExtensionAmount",
    "tax_basis_total": "TaxExclusiveAmount",
    "grand_total": "TaxInclusiveAmount",
    "prepaid": "PrepaidAmount",
    "due_payable": "PayableAmount",
}


def invoice_of(root: "Element") -> Invoice:
    """What a tree with one of `ROOTS` says."""
    sums, vat = first(root, _TOTAL), _vat(root)
    return Invoice(
        syntax="ubl",
        guideline=text(root, "CustomizationID"),
        texts=_texts(root),
        dates=_dates(root),
        totals=dict(_totals(sums, vat)),
        seller=_party(first(root, "AccountingSupplierParty/Party")),
        buyer=_party(first(root, "AccountingCustomerParty/Party")),
        ibans=texts(root, "PaymentMeans/PayeeFinancialAccount/ID"),
        bics=texts(root, "PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID"),
        taxes=tuple(map(_tax, islice(nodes(vat, "TaxSubtotal"), MAX_TAXES))),
        lines=tuple(_lines(root)),
        allowances=number(sums, "AllowanceTotalAmount") or Decimal(0),
        charges=number(sums, "ChargeTotalAmount") or Decimal(0),
        rounding=number(sums, "PayableRoundingAmount") or Decimal(0),
    )


def _vat(root: "Element") -> "Element | None":
    """The sum of VAT in the invoice's currency: a second one may be in that of the seller's books."""
    currency = text(root, _CURRENCY)
    totals = list(nodes(root, "TaxTotal"))
    return next((each for each in totals if _currency(each) == currency), totals[0] if totals else None)


def _currency(total: "Element") -> str:
    amount = first(total, "TaxAmount")
    return amount.get("currencyID", "") if amount is not None else ""


def _texts(root: "Element") -> dict[str, str]:
    return {
        "invoice_number": text(root, "ID"),
        "type_code": text(root, "InvoiceTypeCode|CreditNoteTypeCode"),
        "order_reference": text(root, "OrderReference/ID"),
        "contract_number": text(root, "ContractDocumentReference/ID"),
        "customer_number": text(root, "AccountingCustomerParty/Party/PartyIdentification/ID"),
        "currency": text(root, _CURRENCY),
        "payment_reference": text(root, "PaymentMeans/PaymentID"),
        "payment_terms": text(root, "PaymentTerms/Note"),
    }


def _dates(root: "Element") -> dict[str, str]:
    return {
        "issue_date": text(root, "IssueDate"),
        "due_date": text(root, "DueDate") or text(root, "PaymentMeans/PaymentDueDate"),
        "delivery_date": text(root, "Delivery/ActualDeliveryDate"),
        "period_start": text(root, "InvoicePeriod/StartDate"),
        "period_end": text(root, "InvoicePeriod/EndDate"),
    }


def _totals(sums: "Element | None", vat: "Element | None") -> Iterator[tuple[str, Said]]:
    written = {name: text(sums, element) for name, element in _TOTALS.items()} | {"tax_total": text(vat, "TaxAmount")}
    for name, found in written.items():
        if (value := decimal(found)) is not None:
            yield name, Said(value, found)


def _party(node: "Element | None") -> Party:
    address = first(node, "PostalAddress")
    country = text(address, "Country/IdentificationCode").upper()
    place = " ".join(filter(None, (text(address, "PostalZone"), text(address, "CityName"))))
    lines = (text(address, "StreetName"), text(address, "AdditionalStreetName"), text(address, "AddressLine/Line"))
    return Party(
        name=text(node, "PartyLegalEntity/RegistrationName") or text(node, "PartyName/Name"),
        address=tuple(filter(None, (*lines, place))),
        country=country if len(country) == 2 else "",
        identifier=text(node, "PartyIdentification/ID"),
        legal=next(iter(identifiers(node, "PartyLegalEntity/CompanyID")), NONE),
        taxes=tuple(_taxes(node)),
        others=identifiers(node, "PartyIdentification/ID"),
    )


def _taxes(node: "Element | None") -> Iterator[Identifier]:
    for scheme in nodes(node, "PartyTaxScheme"):
        if found := text(scheme, "CompanyID"):
            yield Identifier(found, "VA" if text(scheme, "TaxScheme/ID").upper() == "VAT" else "FC")


def _tax(node: "Element") -> Tax:
    return Tax(number(node, "TaxCategory/Percent"), number(node, "TaxableAmount"), number(node, "TaxAmount"))


def _lines(root: "Element") -> Iterator[Line]:
    for node in islice(nodes(root, "InvoiceLine|CreditNoteLine"), MAX_LINES):
        quantity = first(node, "InvoicedQuantity|CreditedQuantity")
        yield Line(
            name=text(node, "Item/Name") or text(node, "Item/Description"),
            quantity=decimal(own_text(quantity)),
            unit=quantity.get("unitCode", "") if quantity is not None else "",
            unit_price=price_of_one(number(node, "Price/PriceAmount"), number(node, "Price/BaseQuantity")),
            tax_rate=number(node, "Item/ClassifiedTaxCategory/Percent"),
            total=number(node, "LineExtensionAmount"),
        )
