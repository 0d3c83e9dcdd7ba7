"""More ends of invoices, bills and notices as papers print them; all firms and numbers are made up."""

# name: (what is printed, the totals that it says)
BILLS: dict[str, tuple[str, dict[str, str]]] = {
    "plusieurs_taux_en_table": (
        """
Facture 2025/0042
Taux        Base HT       Montant TVA
20,00         310,50            62,10
10,00         120,00            12,00
5,50           80,00             4,40
                                        Total HT     510,50
                                        Total TVA     78,50
                                        Total TTC    589,00
Montants exprimés en euros
""",
        {"tax_basis_total": "510.50", "tax_total": "78.50", "grand_total": "589.00", "currency": "EUR"},
    ),
    "remise": (
        """
FACTURE
Total brut HT          1 000,00 €
Remise 5 %               -50,00 €
Net HT                   950,00 €
TVA 20 %                 190,00 €
Net TTC                1 140,00 €
""",
        {"line_total": "1000.00", "tax_basis_total": "950.00", "tax_total": "190.00", "grand_total": "1140.00"},
    ),
    "frais_de_port": (
        """
Facture de vente en ligne
Sous-total HT             83,33 €
Frais de port HT           5,00 €
Total HT                  88,33 €
TVA (20%)                 17,67 €
Total TTC                106,00 €
Payé par carte bancaire  106,00 €
""",
        {"tax_basis_total": "88.33", "tax_total": "17.67", "grand_total": "106.00"},
    ),
    "eco_participation": (
        """
FACTURE ELECTROMENAGER
LAVE-LINGE 8KG                                   449,00 €
dont éco-participation                            10,00 €
Livraison                                         29,00 €
Total TTC                                        478,00 €
dont TVA 20 %                                     79,67 €
""",
        {"grand_total": "478.00", "tax_total": "79.67"},
    ),
    "totaux_en_colonnes": (
        """
FACTURE F-88
   Total HT          Total TVA         Total TTC         Net à payer
   1 200,00 €        240,00 €          1 440,00 €        1 440,00 €
""",
        {"tax_basis_total": "1200.00", "tax_total": "240.00", "grand_total": "1440.00", "due_payable": "1440.00"},
    ),
    "avis_d_echeance": (
        """
AVIS D'ECHEANCE ASSURANCE HABITATION
Cotisation nette            182,40 €
Taxes                        24,11 €
Cotisation totale TTC       206,51 €
Montant à prélever le 05/07/2025 : 206,51 €
Capital mobilier assuré : 30 000,00 €
Franchise : 150,00 €
""",
        {"grand_total": "206.51", "due_payable": "206.51"},
    ),
    "autoliquidation": (
        """
FACTURE sous-traitance
Montant total HT                     3 600,00 €
Autoliquidation de la TVA, article 283-2 nonies du CGI
Net à payer                          3 600,00 €
""",
        {"tax_basis_total": "3600.00", "grand_total": "3600.00", "due_payable": "3600.00"},
    ),
    "euros_sans_signe": (
        """
NOTE D'HONORAIRES
Honoraires HT               : 350,00
TVA à 20 %                  :  70,00
Total TTC en euros          : 420,00
Date : 02.05.2025    Tél. 01 70 00 00 00
""",
        {"tax_total": "70.00", "grand_total": "420.00"},
    ),
    "garage": (
        """
Facture n° 10458        Kilométrage : 98 450
Main d'oeuvre     1,50 h    72,00      108,00
Pièces                                 214,35
Petites fournitures                      6,45
TOTAL HT                               328,80
TVA 20,00%                              65,76
TOTAL TTC                              394,56
""",
        {"tax_basis_total": "328.80", "tax_total": "65.76", "grand_total": "394.56"},
    ),
    "hotel_taxe_de_sejour": (
        """
HOTEL DES ALPES - Facture 2231
2 nuits x 88,00                 176,00
Taxe de séjour                    4,40
Total TTC                       180,40 €
Déjà réglé                       50,00 €
Reste à payer                   130,40 €
""",
        {"grand_total": "180.40", "prepaid": "50.00", "due_payable": "130.40"},
    ),
    "quittance_de_loyer": (
        """
QUITTANCE DE LOYER - Mars 2025
Loyer                        720,00 €
Provision pour charges        60,00 €
Total                        780,00 €
""",
        {"grand_total": "780.00"},
    ),
    "solde_anterieur": (
        """
Votre facture télécom
Solde précédent                       12,00 €
Montant de la facture TTC             39,99 €
Total à payer avant le 15/06/2025     51,99 €
""",
        {"grand_total": "39.99", "due_payable": "51.99"},
    ),
    "outre_mer": (
        """
FACTURE - Saint-Denis (La Réunion)
Total HT       200,00 €
TVA 8,5 %       17,00 €
Total TTC      217,00 €
""",
        {"tax_basis_total": "200.00", "tax_total": "17.00", "grand_total": "217.00"},
    ),
    "suisse": (
        """
Facture
Sous-total                CHF   1'200.00
TVA 8.1%                  CHF      97.20
Total CHF                       1'297.20
""",
        {"tax_basis_total": "1200.00", "tax_total": "97.20", "grand_total": "1297.20", "currency": "CHF"},
    ),
    "belge": (
        """
FACTURE
Total HTVA           500,00 €
TVA 21%              105,00 €
Total TVAC           605,00 €
""",
        {"tax_total": "105.00", "grand_total": "605.00"},
    ),
    "marketplace": (
        """
Tax Invoice
Title                     Qty   Gross Amount   Discount   Taxable Value   IGST    Total
Phone case                 1        399.00       80.00        284.82      34.18   319.00
Total                      1        399.00       80.00        284.82      34.18   319.00
                                               Grand Total        Rs. 319.00
""",
        {"grand_total": "319.00"},
    ),
    "paid_in_part": (
        """
Invoice INV/2023/03/0008
Description            Quantity    Unit Price    Taxes   Amount
[FURN] Desk              1.00         279.84      15.0%  $ 279.84
                         Untaxed Amount                  $ 279.84
                         Tax 15%                          $ 41.98
                         Total                           $ 321.82
                         Paid on 03/10/2023              $ 100.00
                         Amount Due                      $ 221.82
""",
        {
            "tax_basis_total": "279.84",
            "tax_total": "41.98",
            "prepaid": "100.00",
            "due_payable": "221.82",
            "grand_total": "321.82",
        },
    ),
    "sales_tax": (
        """
INVOICE
Front and rear brake cables    1     100.00    100.00
New set of pedal arms          2      15.00     30.00
Labor 3hrs                     3       5.00     15.00
                     Subtotal                  145.00
                     Sales Tax 6.25%             9.06
                     TOTAL                    $154.06
""",
        {"tax_total": "9.06", "grand_total": "154.06"},
    ),
    "electricity_by_part": (
        """
Votre facture du 03/04/2025
Electricité                        Montant HT     TVA
Abonnement                             31,20 €    5,5%
Consommation  (1 204 kWh)             165,10 €   20,0%
Contribution tarifaire (CTA)            6,70 €    5,5%
Accise sur l'électricité               25,40 €   20,0%
Total Electricité HT                  228,40 €
Détail de la TVA
TVA à 5,5% sur 37,90 €                  2,08 €
TVA à 20% sur 190,50 €                 38,10 €
Facture TTC                           268,58 €
Montant total à payer avant le 22/04/2025      268,58 €
""",
        {"tax_basis_total": "228.40", "tax_total": "40.18", "due_payable": "268.58", "grand_total": "268.58"},
    ),
    "telecom_summary": (
        """
votre facture n° 12 du 04/05/2025
total à payer TTC                     45,98 €
prélevé le 15/05/2025
récapitulatif                 montant HT       montant TTC
abonnements et forfaits            33,32             39,98
vos services                        5,00              6,00
total facture HT                   38,32
TVA 20,00%                          7,66
total facture TTC                  45,98
""",
        {"tax_basis_total": "38.32", "tax_total": "7.66", "grand_total": "45.98"},
    ),
    "order_with_delivery": (
        """
Facture
Payé   Référence de paiement ABC123
Vendu par EXEMPLE EU S.à r.l.
Montant total payable   34,98 €
Détails de la facture
Description            Qté   Prix unitaire (HT)   Taux de la TVA   Prix unitaire (TTC)   Prix total (TTC)
Clavier sans fil        1        24,99 €              20 %             29,99 €              29,99 €
Livraison                         4,16 €                                4,99 €               4,99 €
Total de la facture                                                                        34,98 €
Taux TVA       Prix total (HT)     Sous-total TVA
20 %               29,15 €             5,83 €
Total              29,15 €             5,83 €
""",
        {"tax_basis_total": "29.15", "tax_total": "5.83", "grand_total": "34.98"},
    ),
    "call_for_funds": (
        """
APPEL DE FONDS 2e trimestre 2025
Charges générales                     312,45
Fonds travaux                          25,00
TOTAL APPEL                           337,45 €
Solde antérieur débiteur               12,55
MONTANT A REGLER                      350,00 €
""",
        {"due_payable": "350.00", "grand_total": "337.45"},
    ),
    "rent_notice": (
        """
AVIS D'ECHEANCE
Loyer hors charges             650,00 €
Provisions pour charges         85,00 €
APL                           -120,00 €
Total à payer                  615,00 €
""",
        {"grand_total": "615.00"},
    ),
    "school_meals": (
        """
FACTURE RESTAURATION SCOLAIRE
12 repas x 3,85                 46,20
Total à régler                  46,20
""",
        {"grand_total": "46.20"},
    ),
    "craftsman": (
        """
Facture 2025-33
                          P.U.      Total
Déplacement       1      40,00      40,00
Main d'oeuvre     2 h    55,00     110,00
Joint             3       2,50       7,50
TOTAL H.T.                         157,50
T.V.A. 10 %                         15,75
TOTAL T.T.C.                       173,25
Arrêté la présente facture à la somme de cent soixante-treize euros et vingt-cinq centimes
""",
        {"tax_basis_total": "157.50", "tax_total": "15.75", "grand_total": "173.25"},
    ),
}
