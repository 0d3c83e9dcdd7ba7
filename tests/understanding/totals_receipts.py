"""Receipts as tills print them and as they are misread; all shops are made up. The amount is the total."""

RECEIPTS: dict[str, tuple[str, str]] = {
    "rounded": (
        """
KEDAI SATU SDN BHD
GST ID : 000111222333
2 x 6.20 PENSIL        12.40 SR
1 x 3.03 KERTAS         3.03 SR
Total Qty                  3
Sub Total              15.43
Rounding Adj           -0.03
TOTAL (RM)             15.40
CASH                   20.00
CHANGE                  4.60
""",
        "15.40",
    ),
    "total_then_rounding": (
        """
RESTORAN CONTOH
Total                  24.43
Round Adj              -0.03
Net Total              24.40
Cash                   50.00
Change                 25.60
""",
        "24.40",
    ),
    "tax_summary_below": (
        """
TAX INVOICE
ITEM A                 106.00
Total Sales (Inclusive GST)   106.00
Payment                110.00
Change                   4.00
GST Summary   Amount(RM)   Tax(RM)
SR @6%          100.00      6.00
Total           100.00      6.00
""",
        "106.00",
    ),
    "service_charge": (
        """
CAFE EXAMPLE    Table 9
Subtotal               40.00
Service Charge 10%      4.00
GST 6%                  2.64
Total                  46.64
""",
        "46.64",
    ),
    "tip_left_blank": (
        """
THE DINER
Subtotal              $32.50
Tax                    $2.60
Total                 $35.10
Tip     __________
Suggested tip 15%      $4.88
Thank you
""",
        "35.10",
    ),
    "savings": (
        """
MARKET STREET
Total savings           8.15
Balance due            41.20
VISA ****1234          41.20
Points balance        1,204
""",
        "41.20",
    ),
    "total_in_capitals_far_away": (
        """
HARDWARE CORNER
10 PCS   SCREW                     0.50      5.00
2 UNIT   HAMMER                   12.00     24.00
TOTAL :                                     29.00
AMOUNT RECEIVED                             50.00
BALANCE CHANGE                              21.00
""",
        "29.00",
    ),
    "integer_cash": (
        """
CORNER SHOP RECEIPT
TEA                       3.20
NET TOTAL                 3.20
CASH                         5
CHANGE                    1.80
""",
        "3.20",
    ),
    "misread_label": (
        """
B00K ST0RE
N0VEL                     18.90
T0TAI                     18.90
CASH                      20.00
CHANGE                     1.10
""",
        "18.90",
    ),
    "misread_rounded": (
        """
SH0P
Sub T0tal               9.98
R0unding                0.02
T0tal Arnount          10.00
""",
        "10.00",
    ),
    "german": (
        """
Bäckerei Beispiel   Kassenbon
Brot               3,50 A
Kuchen             6,00 A
SUMME   EUR        9,50
Bar               10,00
Rückgeld           0,50
MwSt  7,00%   Netto 8,88   0,62
""",
        "9.50",
    ),
    "dutch": (
        """
KASSABON
MELK                1,29
KAAS                6,71
TOTAAL              8,00
PIN                 8,00
BTW 9%   7,34       0,66
""",
        "8.00",
    ),
    "spanish": (
        """
FACTURA SIMPLIFICADA
CAFE                1,50
TOSTADA             2,80
TOTAL               4,30
EFECTIVO            5,00
CAMBIO              0,70
IVA 10%  Base imponible 3,91  Cuota 0,39
""",
        "4.30",
    ),
    "italian": (
        """
DOCUMENTO COMMERCIALE
PANE                2,10
LATTE               1,60
Subtotale           3,70
TOTALE COMPLESSIVO  3,70
di cui IVA          0,14
Contanti            5,00
Resto               1,30
""",
        "3.70",
    ),
    "french_card_slip": (
        """
CARTE BANCAIRE
LE 12/03/25 A 12:41
CAFE DES ARTS 75011 PARIS
MONTANT :
       27,60 EUR
DEBIT
TICKET CLIENT A CONSERVER
""",
        "27.60",
    ),
    "amount_before_tax_only_named": (
        """
TAX INVOICE
PAINT 5L                    85.00
TOTAL EXCL. GST             85.00
ADD GST @ 6%                 5.10
TOTAL INCL. GST             90.10
ROUNDING                     0.00
""",
        "90.10",
    ),
    "total_with_discount": (
        """
FASHION STORE RECEIPT
DRESS                      120.00
Discount 20%               -24.00
Total Discount              24.00
Total                       96.00
Total Items                     1
MASTERCARD                  96.00
""",
        "96.00",
    ),
    "total_above_its_amount": (
        """
PETROL STATION RECEIPT
PUMP 3    LITRES 31.25
TOTAL
RM 60.00
CASH  RM 60.00
""",
        "60.00",
    ),
    "tax_included_in_total": (
        """
MR TOOLS (M) SDN BHD
TAX INVOICE
HOOK 4PCS
8971014   1 X 6.90         6.90
GLUE STICK
8971999   3 X 9.00        27.00
ITEM(S) : 2    QTY(S) : 4
TOTAL INCL. GST@6%   RM   33.90
CASH                 RM   50.00
CHANGE               RM   16.10
GST @6% INCLUDED IN TOTAL   RM   1.92
""",
        "33.90",
    ),
    "cash_with_a_minus": (
        """
BOOK STORE CO
Total RM Incl. of GST      25.23
Rounding Adj                0.02
Total RM                   25.25
Cash                      -50.25
CHANGE                     25.00
Item Count 4
""",
        "25.25",
    ),
    "total_by_rate": (
        """
BREAD SDN BHD
Total 0% supplies:         24.94
Total 6% supplies (Inc. GST):  0.00
GST:                        0.00
Total Payable:             24.94
""",
        "24.94",
    ),
    "excluding_and_including": (
        """
Total Sales (Excluding GST) :   30.19
Discount :                       0.00
Total GST :                      1.81
Rounding :                       0.00
Total Sales (Inclusive of GST) : 32.00
CASH :                          50.00
CHANGE :                        18.00
GST SUMMARY
Tax Code     %    Amt (RM)   Tax (RM)
SR           6      30.19      1.81
Total               30.19      1.81
""",
        "32.00",
    ),
    "one_row_for_all": (
        """
RESTAURANT
1 NASI LEMAK 5.50
2 TEH TARIK 3.00
SUBTOTAL RM 8.50 GST 6% 0.51 TOTAL RM 9.01
ROUNDING -0.01
TOTAL AFTER ROUNDING 9.00
CASH 10.00 CHANGE 1.00
""",
        "9.00",
    ),
    "torn_word": (
        """
BOOK TA (TAMAN) SDN BHD
KF MODELLING CLAY KIDDY FISH
1 PC *    9.000     0.00      9.00
TOTAL:                        9.00
ROUNDING ADJUSTMENT:          0.00
ROUND D TOTAL (RM):           9.00
CASH                         10.00
CHANGE                        1.00
""",
        "9.00",
    ),
    "dollars_for_ringgit": (
        """
GIFT SHOP
TOTAL AMOUNT:   $60.30
CASH            $80.30
CHANGE          $20.00
GST@6% INCLUDED IN TOTAL  $3.41
""",
        "60.30",
    ),
    "american": (
        """
WAL STORE
BANANAS 000000004011KF    0.54 lb @ 1 lb /0.50   0.27 N
MILK                       3.48 F
SUBTOTAL    3.75
TAX 1 7.000 %   0.24
TOTAL    3.99
VISA TEND   3.99
CHANGE DUE    0.00
# ITEMS SOLD 2
""",
        "3.99",
    ),
    "supermarket_with_discount": (
        """
E.LECLERC EXEMPLE
>> EPICERIE
CAFE MOULU 250G          2 x 3,45     6,90 11
EAU MINERALE 6X1,5L                   2,70 11
>> HYGIENE
DENTIFRICE                            1,99 20
==============================
TOTAL 4 articles                     11,59 €
Remise immediate                     -0,50
NET A PAYER                          11,09 €
CARTE BANCAIRE                       11,09
TVA      Montant HT   TVA    TTC
11 5,50%     8,63     0,47   9,10
20 20,00%    1,66     0,33   1,99
Cagnotte du jour : 0,35 €
""",
        "11.09",
    ),
    "toll": (
        """
AUTOROUTE EXEMPLE
Entree: 12  Sortie: 48
Montant 12.30 EUR TTC
dont TVA 20%: 2.05 EUR
Paiement CB
""",
        "12.30",
    ),
    "ticket_without_total": (
        """
PARKING CENTRE
DUREE 02:14
TARIF PLEIN     6,40 EUR
TVA 20,00 %     1,07 EUR
""",
        "6.40",
    ),
    "price_with_tax_within": (
        """
Justificatif de voyage
Prix : 87,00 €
dont TVA 10 % : 7,91 €
""",
        "87.00",
    ),
    "deposit": (
        """
LIGHT GALLERY
LAMP X         1     120.00    120.00
Total Incl. GST       120.00
Deposit                50.00
Balance                70.00
""",
        "120.00",
    ),
}
