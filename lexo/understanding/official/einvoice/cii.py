"""UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2 and XRechnung (D16B), and ZUGFeRD 1.0 before it.

Source: EN 16931-3-3, which binds the terms of EN 16931-1 to elements; the ZUGFeRD 1.0 specification of 2014. The two
name some elements differently and nest them the same way.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from lexo.understanding.official.einvoice.invoice import (
    MAX_LINES,
    MAX_TAXES,
    NONE,
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

OLD = "{urn:ferd:CrossIndustryDocument:invoice:"
ROOTS = ("{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:", OLD)

_CONTEXT = "ExchangedDocumentContext|SpecifiedExchangedDocumentContext"
_GUIDELINE = f"{_CONTEXT}/GuidelineSpecifiedDocumentContextParameter/ID"
_HEAD = "ExchangedDocument|HeaderExchangedDocument"
_DEAL = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_AGREEMENT = "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_DELIVERY = "ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery"
_SETTLEMENT = "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_SUMS = "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_LINE_AGREEMENT = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
_LINE_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
_LINE_SUMS = "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_RATE = "RateApplicablePercent|ApplicablePercent"
_NUMBER = "IssuerAssignedID|ID"
_MEANS = "SpecifiedTradeSettlementPaymentMeans"
_TERMS = "SpecifiedTradePaymentTerms"
_TOTALS = {
    "line_total": "LineTotalAmount",
    "tax_basis_total": "TaxBasisTotalAmount",
    "tax_total": "TaxTotalAmount",
    "grand_total": "GrandTotalAmount",
    "prepaid": "TotalPrepaidAmount",
    "due_payable": "DuePayableAmount",
}


def invoice_of(root: "Element") -> Invoice:
    """What a tree with one of `ROOTS` says."""
    head, deal = first(root, _HEAD), first(root, _DEAL)
    agreement, settlement = first(deal, _AGREEMENT), first(deal, _SETTLEMENT)
    sums = first(settlement, _SUMS)
    currency = text(settlement, "InvoiceCurrencyCode")
    return Invoice(
        syntax="zugferd" if root.tag.startswith(OLD) else "factur-x",
        guideline=text(root, _GUIDELINE),
        texts=_texts(head, agreement, settlement),
        dates=_dates(head, first(deal, _DELIVERY), settlement),
        totals=dict(_totals(sums, currency)),
        seller=_party(first(agreement, "SellerTradeParty")),
        buyer=_party(first(agreement, "BuyerTradeParty")),
        ibans=texts(settlement, f"{_MEANS}/PayeePartyCreditorFinancialAccount/IBANID"),
        bics=texts(settlement, f"{_MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID"),
        taxes=tuple(map(_tax, islice(nodes(settlement, "ApplicableTradeTax"), MAX_TAXES))),
        lines=tuple(_lines(deal)),
        allowances=number(sums, "AllowanceTotalAmount") or Decimal(0),
        charges=number(sums, "ChargeTotalAmount") or Decimal(0),
        rounding=number(sums, "RoundingAmount") or Decimal(0),
    )


def _texts(head: "Element | None", agreement: "Element | None", settlement: "Element | None") -> dict[str, str]:
    return {
        "invoice_number": text(head, "ID"),
        "type_code": text(head, "TypeCode"),
        "order_reference": text(agreement, f"BuyerOrderReferencedDocument/{_NUMBER}"),
        "contract_number": text(agreement, f"ContractReferencedDocument/{_NUMBER}"),
        "customer_number": text(agreement, "BuyerTradeParty/ID"),
        "currency": text(settlement, "InvoiceCurrencyCode"),
        "payment_reference": text(settlement, "PaymentReference"),
        "payment_terms": text(settlement, f"{_TERMS}/Description"),
    }


def _dates(head: "Element | None", delivery: "Element | None", settlement: "Element | None") -> dict[str, str]:
    day = "DateTimeString|DateString|DateTime|Date"
    return {
        "issue_date": text(head, f"IssueDateTime/{day}"),
        "due_date": text(settlement, f"{_TERMS}/DueDateDateTime/{day}"),
        "delivery_date": text(delivery, f"ActualDeliverySupplyChainEvent/OccurrenceDateTime/{day}"),
        "period_start": text(settlement, f"BillingSpecifiedPeriod/StartDateTime/{day}"),
        "period_end": text(settlement, f"BillingSpecifiedPeriod/EndDateTime/{day}"),
    }


def _totals(sums: "Element | None", currency: str) -> Iterator[tuple[str, Said]]:
    """Each sum; VAT may be said a second time, in the currency that the seller's books are kept in."""
    for name, element in _TOTALS.items():
        said = [
            (each.get("currencyID", ""), Said(value, own_text(each)))
            for each in nodes(sums, element)
            if (value := decimal(own_text(each))) is not None
        ]
        said.sort(key=lambda found: found[0] not in ("", currency))
        if said:
            yield name, said[0][1]


def _party(node: "Element | None") -> Party:
    address = first(node, "PostalTradeAddress")
    country = text(address, "CountryID").upper()
    place = " ".join(filter(None, (text(address, "PostcodeCode"), text(address, "CityName"))))
    lines = (*(text(address, name) for name in ("LineOne", "LineTwo", "LineThree")), place)
    return Party(
        name=text(node, "Name"),
        address=tuple(filter(None, lines)),
        country=country if len(country) == 2 else "",
        identifier=text(node, "ID"),
        legal=next(iter(identifiers(node, "SpecifiedLegalOrganization/ID")), NONE),
        taxes=identifiers(node, "SpecifiedTaxRegistration/ID"),
        others=identifiers(node, "GlobalID"),
    )


def _tax(node: "Element") -> Tax:
    return Tax(number(node, _RATE), number(node, "BasisAmount"), number(node, "CalculatedAmount"))


def _lines(deal: "Element | None") -> Iterator[Line]:
    for node in islice(nodes(deal, "IncludedSupplyChainTradeLineItem"), MAX_LINES):
        about, settlement = first(node, "AssociatedDocumentLineDocument"), first(node, _LINE_SETTLEMENT)
        price = first(node, f"{_LINE_AGREEMENT}/NetPriceProductTradePrice")
        quantity = first(node, f"{_LINE_DELIVERY}/BilledQuantity")
        yield Line(
            name=text(node, "SpecifiedTradeProduct/Name") or text(about, "IncludedNote/Content"),
            quantity=decimal(own_text(quantity)),
            unit=quantity.get("unitCode", "") if quantity is not None else "",
            unit_price=price_of_one(number(price, "ChargeAmount"), number(price, "BasisQuantity")),
            tax_rate=number(settlement, f"ApplicableTradeTax/{_RATE}"),
            total=number(settlement, f"{_LINE_SUMS}/LineTotalAmount"),
            is_part=text(about, "LineStatusReasonCode") in ("GROUP", "INFORMATION"),
        )
