"""Heads of papers from other countries: bills, slips, contracts. All names and numbers are made up."""

from heads import Head, heads_of

AMERICAN_INVOICE = Head(
    """
Brightleaf Web Hosting, LLC                                INVOICE
1200 Market Street, Suite 400                              Invoice #: 10-88213
Denver, CO 80202                                           Invoice Date: 03/09/2021
                                                           Due Date: 04/08/2021
Bill To:
Jane Q. Sample
77 Oak Lane
Austin, TX 78701

Payment terms: Net 30
""",
    {
        "invoice_number": "10-88213",
        "issue_date": "2021-03-09",
        "due_date": "2021-04-08",
        "seller_name": "Brightleaf Web Hosting",
        "buyer_name": "Jane Q. Sample",
        "seller_address": "1200 Market Street, Suite 400, Denver, CO 80202",
    },
)
BRITISH_INVOICE = Head(
    """
Hedgerow Supplies Ltd
Unit 4, Mill Lane, Leeds LS1 4AB
VAT No: GB 123 4567 89

TAX INVOICE
Invoice No    Date          Account No    Order No
SI-004512     09/03/2021    ACC119        PO-7781

Invoice to:
The Corner Bakery
12 High Street
York YO1 7HH
""",
    {
        "invoice_number": "SI-004512",
        "issue_date": "2021-03-09",
        "account_reference": "ACC119",
        "order_reference": "PO-7781",
        "seller_name": "Hedgerow Supplies",
        "buyer_name": "The Corner Bakery",
    },
)
NET_TERMS = Head(
    """
Parchment Press Inc.
Invoice 2219 dated May 3, 2022
Terms: Net 30 days
""",
    {"invoice_number": "2219", "issue_date": "2022-05-03", "due_date": "2022-06-02", "seller_name": "Parchment Press"},
)
GERMAN_INVOICE = Head(
    """
Bürobedarf Muster GmbH · Hafenstr. 12 · 20457 Hamburg

Frau
Erika Beispiel
Gartenweg 5
50667 Köln                                     Rechnungsnummer: RG-2023-1188
                                               Rechnungsdatum: 12.10.2023
                                               Kundennummer: 40021
                                               Lieferdatum: 10.10.2023
Rechnung

Zahlbar innerhalb von 14 Tagen ohne Abzug bis zum 26.10.2023

Bürobedarf Muster GmbH    Amtsgericht Hamburg HRB 12345    USt-IdNr. DE123456789
""",
    {
        "invoice_number": "RG-2023-1188",
        "issue_date": "2023-10-12",
        "delivery_date": "2023-10-10",
        "customer_number": "40021",
        "due_date": "2023-10-26",
        "seller_name": "Bürobedarf Muster",
        "buyer_name": "Erika Beispiel",
    },
)
DUTCH_INVOICE = Head(
    """
Fietsenwinkel De Ketting B.V.
Keizersgracht 100
1015 CV Amsterdam
KvK 12345678                                   Factuurnummer: 20230451
                                               Factuurdatum: 3 mei 2023
                                               Vervaldatum: 17 mei 2023
Factuuradres:
Sanne Voorbeeld
Dorpsstraat 9
3511 AA Utrecht
""",
    {
        "invoice_number": "20230451",
        "issue_date": "2023-05-03",
        "due_date": "2023-05-17",
        "seller_name": "Fietsenwinkel De Ketting",
        "buyer_name": "Sanne Voorbeeld",
    },
)
SPANISH_INVOICE = Head(
    """
Talleres Ejemplo S.L.
Calle Mayor 10
28013 Madrid
Factura nº: F-2022/091
Fecha de factura: 14/02/2022
Vencimiento: 16/03/2022
Cliente: Luis Muestra
""",
    {
        "invoice_number": "F-2022/091",
        "issue_date": "2022-02-14",
        "due_date": "2022-03-16",
        "seller_name": "Talleres Ejemplo",
        "buyer_name": "Luis Muestra",
    },
)
ITALIAN_INVOICE = Head(
    """
Officina Prova S.r.l.
Via Roma 3
20121 Milano
Fattura n. 55/2022 del 10/01/2022
Scadenza: 09/02/2022
""",
    {
        "invoice_number": "55/2022",
        "issue_date": "2022-01-10",
        "due_date": "2022-02-09",
        "seller_name": "Officina Prova",
    },
)
CLOUD_INVOICE = Head(
    """
Nimbus Compute Ireland Limited
70 Sir John Quay, Dublin 2, Ireland
Invoice number: E0400ABCDE
Billing period: 01/03/2019 - 31/03/2019
Document date: 08/04/2019
Sold To
Example Research S.A.
12 rue Neuve
1000 Bruxelles
Belgium
""",
    {
        "invoice_number": "E0400ABCDE",
        "period_start": "2019-03-01",
        "period_end": "2019-03-31",
        "issue_date": "2019-04-08",
        "seller_name": "Nimbus Compute Ireland",
        "buyer_name": "Example Research",
    },
)
MALAYSIAN_SLIP = Head(
    """
        tan woon yann
     BOOK TA .K(TAMAN DAYA) SDN BHD
             789417-W
     NO.53 55,57 & 59, JALAN SAGU 18,
            TAMAN DAYA,
        81100 JOHOR BAHRU,
              JOHOR.
 Document No : TD01167104
 Date : 25/12/2018 8:13:39 PM
 Cashier : MANIS
 Member :
 CASH BILL
 KF MODELLING CLAY KIDDY FISH     9.00
 Total :     9.00
 CASH        10.00
 CHANGE      1.00
 GOODS SOLD ARE NOT RETURNABLE
""",
    {"issue_date": "2018-12-25", "seller_name": "BOOK TA .K(TAMAN DAYA)"},
)
PARKING_SLIP = Head(
    """
   INDAH GIFT & HOME DECO
   27,JALAN DEDAP 13,
   TAMAN JOHOR JAYA,
   81100 JOHOR BAHRU,JOHOR.
   TEL:07-3507405 FAX:07-3558160
   RECEIPT
   19/10/2018 20:49:59 #01
   CASHIER: CN
   ST-PRIVILEGE CARD/GD      88888  10.00
   TOTAL   RM   60.30
   CASH    RM   70.00
   CHANGE   RM    9.70
   THANK YOU
""",
    {
        "issue_date": "2018-10-19",
        "seller_name": "INDAH GIFT & HOME DECO",
        "seller_address": "27, JALAN DEDAP 13, TAMAN JOHOR JAYA, 81100 JOHOR BAHRU, JOHOR.",
    },
)
HARDWARE_SLIP = Head(
    """
 MR. D.I.Y. (JOHOR) SDN BHD
 (CO.REG: 933109-X)
 LOT 1851-A & 1851-B, JALAN KPB 6,
 KAWASAN PERINDUSTRIAN BALAKONG,
 43300 SERI KEMBANGAN, SELANGOR
 (GST ID NO: 000306020352)
 (TESCO TERBAU)
 - TAX INVOICE -
 DOOR HANDLE   8.90
 ITEM(S) : 2
 TOTAL INCL. GST    17.80
 CASH   20.00
 CHANGE  2.20
 12-01-19 21:13
""",
    {"issue_date": "2019-01-12", "seller_name": "MR. D.I.Y. (JOHOR)"},
)
SHORT_NDA = Head(
    """
MUTUAL NON-DISCLOSURE AGREEMENT
This Mutual Non-Disclosure Agreement (this "Agreement") is entered into as of the 14th day of June, 2010 by and
between Alder Devices, Inc., a California corporation with offices at 1 Fir Street, San Jose, CA 95112 ("Alder"), and
Birch Holdings Ltd., an Israeli company ("Birch").
The parties agree as follows: each party may disclose confidential information to the other for the purpose of
evaluating a possible business relationship between them, and shall protect what it is told with reasonable care.
1. Notices. Notices shall be given in writing within ten days. The recipient shall not for one year solicit employees.
2. Term. This Agreement shall remain in effect for a period of two (2) years from the date first written above.
3. Governing Law. This Agreement shall be governed by the laws of the State of California, without regard to conflicts.
""",
    {
        "party": "Alder Devices, Inc.",
        "effective_date": "2010-06-14",
        "term": "2 years",
        "jurisdiction": "California",
    },
)
LETTER_NDA = Head(
    """
CONFIDENTIALITY AGREEMENT
THIS CONFIDENTIALITY AGREEMENT, dated as of July 9, 2013 (the "Effective Date"), is made by and among Cedar Foods
Corporation, a Delaware corporation (the "Company"), and Dogwood Partners, L.P. (together with its affiliates, the
"Investor"). WHEREAS the parties wish to discuss a possible transaction and each is willing to furnish the other with
certain information that is non-public, confidential or proprietary in nature, now, therefore, they hereby agree:
The obligations under this Agreement shall terminate eighteen months after the Effective Date. This Agreement
shall be construed and enforced in accordance with New York law. The Investor may not hire officers for one year.
""",
    {
        "party": "Cedar Foods Corporation",
        "effective_date": "2013-07-09",
        "term": "18 months",
        "jurisdiction": "New York",
    },
)

HEADS = heads_of(globals())
