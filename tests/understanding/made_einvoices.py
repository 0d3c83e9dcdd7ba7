"""Electronic invoices of firms that do not exist, as small as their profiles allow."""

CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
OLD = "urn:ferd:CrossIndustryDocument:invoice:1p0"
_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
GUIDELINES = {
    "MINIMUM": "urn:factur-x.eu:1p0:minimum",
    "BASIC WL": "urn:factur-x.eu:1p0:basicwl",
    "BASIC": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "EN 16931": "urn:cen.eu:en16931:2017",
    "EXTENDED": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
    "XRECHNUNG": "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}
SELLER = """<ram:SellerTradeParty><ram:Name>Boulangerie Tournesol SARL</ram:Name>
  <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">404833048</ram:ID></ram:SpecifiedLegalOrganization>
  <ram:PostalTradeAddress><ram:PostcodeCode>31000</ram:PostcodeCode><ram:LineOne>3 rue des Essais</ram:LineOne>
    <ram:CityName>Toulouse</ram:CityName><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>
  <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR83404833048</ram:ID></ram:SpecifiedTaxRegistration>
</ram:SellerTradeParty>"""
BUYER = "<ram:BuyerTradeParty><ram:ID>C-77</ram:ID><ram:Name>Camille Exemple</ram:Name></ram:BuyerTradeParty>"
LINES = "".join(
    f"""<ram:IncludedSupplyChainTradeLineItem>
  <ram:SpecifiedTradeProduct><ram:Name>{name}</ram:Name></ram:SpecifiedTradeProduct>
  <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{price}</ram:ChargeAmount>
    {basis}</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
  <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{unit}">{quantity}</ram:BilledQuantity>
  </ram:SpecifiedLineTradeDelivery>
  <ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>
    <ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{total}</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""
    for name, price, basis, unit, quantity, rate, total in (
        ("Pain de campagne", "4.0000", "", "C62", "20.0000", "5.50", "80.00"),
        (
            "Farine",
            "30.0000",
            '<ram:BasisQuantity unitCode="KGM">3.0000</ram:BasisQuantity>',
            "KGM",
            "2.0000",
            "20.00",
            "20.00",
        ),
    )
)
TAXES = "".join(
    f"""<ram:ApplicableTradeTax><ram:CalculatedAmount>{amount}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
<ram:BasisAmount>{basis}</ram:BasisAmount><ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent>
</ram:ApplicableTradeTax>"""
    for amount, basis, rate in (("4.40", "80.00", "5.50"), ("4.00", "20.00", "20.00"))
)
MEANS = """<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount>
<ram:IBANID>FR14 2004 1010 0505 0001 3M02 606</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
<ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>PSSTFRPPTOU</ram:BICID>
</ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>"""
TERMS = """<ram:SpecifiedTradePaymentTerms><ram:Description>30 jours net</ram:Description><ram:DueDateDateTime>
<udt:DateTimeString format="102">20260331</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"""


def cii(profile: str = "EN 16931", *, grand: str = "108.40", extra: str = "", seller: str = SELLER) -> bytes:
    """An invoice over 100.00 and 8.40 of VAT, in the profile's extent."""
    has_lines = profile not in ("MINIMUM", "BASIC WL")
    is_full = profile != "MINIMUM"
    line_total = "<ram:LineTotalAmount>100.00</ram:LineTotalAmount>" if is_full else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{CII}" xmlns:ram="{_RAM}" xmlns:udt="{_UDT}">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>{GUIDELINES[profile]}</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>F-2026-031</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">20260228</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>{LINES if has_lines else ""}
<ram:ApplicableHeaderTradeAgreement>{seller}{BUYER}<ram:BuyerOrderReferencedDocument>
<ram:IssuerAssignedID>CMD-9</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
{MEANS + TAXES + TERMS if is_full else ""}
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>{line_total}
<ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">8.40</ram:TaxTotalAmount><ram:GrandTotalAmount>{grand}</ram:GrandTotalAmount>
{extra}<ram:DuePayableAmount>108.40</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>""".encode()


def zugferd_1(profile: str = "comfort") -> bytes:
    """ZUGFeRD 1.0, whose elements have other names."""
    ram = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12"
    udt = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryDocument xmlns:rsm="{OLD}" xmlns:ram="{ram}" xmlns:udt="{udt}">
<rsm:SpecifiedExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>urn:ferd:CrossIndustryDocument:invoice:1p0:{profile}</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:SpecifiedExchangedDocumentContext>
<rsm:HeaderExchangedDocument><ram:ID>R-77</ram:ID><ram:Name>RECHNUNG</ram:Name><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20160415</udt:DateTimeString></ram:IssueDateTime>
</rsm:HeaderExchangedDocument>
<rsm:SpecifiedSupplyChainTradeTransaction>
<ram:ApplicableSupplyChainTradeAgreement><ram:SellerTradeParty><ram:Name>Muster und Beispiel GmbH</ram:Name>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">22/815/0815/4</ram:ID></ram:SpecifiedTaxRegistration>
</ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>Erika Beispiel</ram:Name></ram:BuyerTradeParty>
<ram:BuyerOrderReferencedDocument><ram:ID>B-1</ram:ID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableSupplyChainTradeAgreement>
<ram:ApplicableSupplyChainTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>
<udt:DateTimeString format="102">20160414</udt:DateTimeString></ram:OccurrenceDateTime>
</ram:ActualDeliverySupplyChainEvent></ram:ApplicableSupplyChainTradeDelivery>
<ram:ApplicableSupplyChainTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:ApplicableTradeTax><ram:CalculatedAmount currencyID="EUR">1.90</ram:CalculatedAmount>
<ram:BasisAmount currencyID="EUR">10.00</ram:BasisAmount><ram:ApplicablePercent>19.00</ram:ApplicablePercent>
</ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount currencyID="EUR">10.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount currencyID="EUR">10.00</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">1.90</ram:TaxTotalAmount>
<ram:GrandTotalAmount currencyID="EUR">11.90</ram:GrandTotalAmount>
</ram:SpecifiedTradeSettlementMonetarySummation></ram:ApplicableSupplyChainTradeSettlement>
<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedSupplyChainTradeAgreement><ram:NetPriceProductTradePrice>
<ram:ChargeAmount currencyID="EUR">5.0000</ram:ChargeAmount></ram:NetPriceProductTradePrice>
</ram:SpecifiedSupplyChainTradeAgreement><ram:SpecifiedSupplyChainTradeDelivery>
<ram:BilledQuantity unitCode="HUR">2.0000</ram:BilledQuantity></ram:SpecifiedSupplyChainTradeDelivery>
<ram:SpecifiedSupplyChainTradeSettlement><ram:ApplicableTradeTax><ram:ApplicablePercent>19.00</ram:ApplicablePercent>
</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementMonetarySummation>
<ram:LineTotalAmount currencyID="EUR">10.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation>
</ram:SpecifiedSupplyChainTradeSettlement><ram:SpecifiedTradeProduct><ram:Name>Beratung</ram:Name>
</ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>
</rsm:SpecifiedSupplyChainTradeTransaction></rsm:CrossIndustryDocument>""".encode()


def ubl(root: str = "Invoice") -> bytes:
    """The same invoice in UBL, or a credit note of it."""
    type_code, quantity, code = ("Invoice", "Invoiced", 380) if root == "Invoice" else ("CreditNote", "Credited", 381)
    base = "urn:oasis:names:specification:ubl:schema:xsd:"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="{base}{root}-2" xmlns:cac="{base}CommonAggregateComponents-2" xmlns:cbc="{base}CommonBasicComponents-2">
<cbc:CustomizationID>{GUIDELINES["XRECHNUNG"]}</cbc:CustomizationID><cbc:ID>F-2026-032</cbc:ID>
<cbc:IssueDate>2026-02-28</cbc:IssueDate><cbc:DueDate>2026-03-31</cbc:DueDate>
<cbc:{type_code}TypeCode>{code}</cbc:{type_code}TypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:InvoicePeriod><cbc:StartDate>2026-02-01</cbc:StartDate><cbc:EndDate>2026-02-28</cbc:EndDate></cac:InvoicePeriod>
<cac:OrderReference><cbc:ID>CMD-9</cbc:ID></cac:OrderReference>
<cac:ContractDocumentReference><cbc:ID>CT-5</cbc:ID></cac:ContractDocumentReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Au Tournesol</cbc:Name></cac:PartyName>
<cac:PostalAddress><cbc:StreetName>3 rue des Essais</cbc:StreetName><cbc:CityName>Toulouse</cbc:CityName>
<cbc:PostalZone>31000</cbc:PostalZone><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country>
</cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>FR83404833048</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
</cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>
<cbc:RegistrationName>Boulangerie Tournesol SARL</cbc:RegistrationName>
<cbc:CompanyID schemeID="0009">40483304800022</cbc:CompanyID></cac:PartyLegalEntity></cac:Party>
</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>C-77</cbc:ID></cac:PartyIdentification>
<cac:PartyLegalEntity><cbc:RegistrationName>Camille Exemple</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
</cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentID>F-2026-032/77</cbc:PaymentID><cac:PayeeFinancialAccount>
<cbc:ID>FR1420041010050500013M02606</cbc:ID><cac:FinancialInstitutionBranch><cbc:ID>PSSTFRPPTOU</cbc:ID>
</cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:PaymentTerms><cbc:Note>30 jours net</cbc:Note></cac:PaymentTerms>
<cac:TaxTotal><cbc:TaxAmount currencyID="USD">4.70</cbc:TaxAmount></cac:TaxTotal>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">4.40</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">80.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">4.40</cbc:TaxAmount>
<cac:TaxCategory><cbc:Percent>5.5</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">80.00</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">80.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">84.40</cbc:TaxInclusiveAmount>
<cbc:PrepaidAmount currencyID="EUR">50.00</cbc:PrepaidAmount>
<cbc:PayableAmount currencyID="EUR">34.40</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:{type_code}Line><cbc:{quantity}Quantity unitCode="H87">20</cbc:{quantity}Quantity>
<cbc:LineExtensionAmount currencyID="EUR">80.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Pain</cbc:Name>
<cac:ClassifiedTaxCategory><cbc:Percent>5.5</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">4.00</cbc:PriceAmount></cac:Price>
</cac:{type_code}Line></{root}>""".encode()
