"""Ends of invoices, bills, receipts and quotes as French papers print them; all firms and numbers are made up."""

# name: (what is printed, the totals that it says)
PAPERS: dict[str, tuple[str, dict[str, str]]] = {
    "facture": (
        """
FACTURE N° 2025-118                                 Date : 12/03/2025
Désignation                    Qté    P.U. HT       Total HT
Pose de parquet                 12      45,00 €       540,00 €
Ponçage                          1     210,00 €       210,00 €

                                       Total HT       750,00 €
                                       TVA 10 %        75,00 €
                                       Total TTC      825,00 €
""",
        {"tax_basis_total": "750.00", "tax_total": "75.00", "grand_total": "825.00", "currency": "EUR"},
    ),
    "facture_avec_acompte": (
        """
FACTURE
Total H.T.                          2 450,00 €
T.V.A. 20,00 %                        490,00 €
Total T.T.C.                        2 940,00 €
Acompte versé le 03/02/2025          -882,00 €
Net à payer                         2 058,00 €
""",
        {
            "tax_basis_total": "2450.00",
            "tax_total": "490.00",
            "grand_total": "2940.00",
            "prepaid": "882.00",
            "due_payable": "2058.00",
        },
    ),
    "energie_deux_taux": (
        """
Votre facture d'électricité
Abonnement                          HT       28,44 €
Consommation                        HT      142,10 €
Taxes et contributions              HT       31,06 €
Total hors TVA                              201,60 €
TVA à 5,50 % (sur 34,12 €)                    1,88 €
TVA à 20,00 % (sur 167,48 €)                 33,50 €
Total TTC de votre facture                  236,98 €
Montant prélevé le 14 avril 2025            236,98 €
Votre consommation : 1 204 kWh, soit 0,1180 € HT/kWh
""",
        {
            "tax_basis_total": "201.60",
            "tax_total": "35.38",
            "grand_total": "236.98",
            "due_payable": "236.98",
        },
    ),
    "energie_avec_mensualites": (
        """
Facture de régularisation annuelle
Total de la facture TTC                       1 486,20 €
Mensualités déjà prélevées                   -1 320,00 €
Solde à payer                                   166,20 €
Prochain prélèvement mensuel : 128,00 €
""",
        {"grand_total": "1486.20", "prepaid": "1320.00", "due_payable": "166.20"},
    ),
    "telecom": (
        """
Facture mobile du 05/05/2025
                               Montant HT      TVA 20%     Montant TTC
Abonnements                         16,66         3,33           19,99
Achats et services                   4,17         0,83            5,00
Total de la facture                 20,83         4,16           24,99
Somme à payer                                               24,99 € TTC
""",
        {"tax_basis_total": "20.83", "tax_total": "4.16", "grand_total": "24.99", "due_payable": "24.99"},
    ),
    "eau": (
        """
FACTURE D'EAU
Distribution de l'eau              98,20
Collecte et traitement             76,11
Organismes publics                 21,30
Total HT                          195,61 €
TVA 5,5 %        119,50            6,57 €
TVA 10,0 %        76,11            7,61 €
Total TTC                         209,79 €
Votre index : 1 204 m³            nouveau 1 263
""",
        {"tax_basis_total": "195.61", "tax_total": "14.18", "grand_total": "209.79"},
    ),
    "avoir": (
        """
AVOIR N° AV-2025-004
Total HT                    -120,00 €
TVA 20 %                     -24,00 €
Total TTC                   -144,00 €
""",
        {"tax_basis_total": "-120.00", "tax_total": "-24.00", "grand_total": "-144.00"},
    ),
    "facture_d_acompte": (
        """
FACTURE D'ACOMPTE N° 77
Acompte de 30 % sur devis D-2025-31 de 4 200,00 € HT
Total HT             1 260,00 €
TVA 20 %               252,00 €
Total TTC            1 512,00 €
""",
        {"tax_basis_total": "1260.00", "tax_total": "252.00", "grand_total": "1512.00"},
    ),
    "auto_entrepreneur": (
        """
Facture n° 14
Cours de piano                   4 x 35,00 €         140,00 €
Total                                                140,00 €
TVA non applicable, art. 293 B du CGI
""",
        {"grand_total": "140.00"},
    ),
    "auto_entrepreneur_ht": (
        """
Facture n° 15
Création d'un logo                                   480,00 €
Total HT                                             480,00 €
TVA non applicable, art. 293 B du CGI
Règlement à réception. Pénalités de retard : 3 fois le taux légal, indemnité forfaitaire 40,00 €
""",
        {"grand_total": "480.00", "tax_basis_total": "480.00"},
    ),
    "ticket_de_caisse": (
        """
SUPERETTE DU CENTRE
TOMATES GRAPPE             2,34 A
LESSIVE 2L                11,90 B
PAIN                       1,10 A
TOTAL 3 ARTICLES          15,34 €
CB                        15,34 €
TAUX        HT      TVA      TTC
A  5,50%   3,26    0,18     3,44
B 20,00%   9,92    1,98    11,90
12/04/2025 18:41
""",
        {"grand_total": "15.34", "tax_total": "2.16"},
    ),
    "ticket_rendu_monnaie": (
        """
BOULANGERIE MARTINET
2 x BAGUETTE TRADITION @ 1,30      2,60
1 ECLAIR CHOCOLAT                  3,20
TOTAL                              5,80
ESPECES                           10,00
RENDU                              4,20
DONT TVA 5,5 %                     0,30
""",
        {"grand_total": "5.80", "tax_total": "0.30"},
    ),
    "restaurant": (
        """
BRASSERIE DU PORT          Table 12    Couverts : 2
2 Menu du jour             19,50       39,00
1 Vin pichet 50cl           9,00        9,00
2 Café                      2,20        4,40
Sous-total                             52,40
TVA 10,00 %   sur 39,45                 3,95
TVA 20,00 %   sur  7,50                 1,50
TOTAL A PAYER                          52,40 €
""",
        {"grand_total": "52.40", "due_payable": "52.40", "tax_total": "5.45", "tax_basis_total": "46.95"},
    ),
    "pharmacie": (
        """
PHARMACIE DES HALLES         Facture subrogatoire
DOLIPRANE 1G CPR 8           2,18   65%
AMOXICILLINE 1G              4,32   65%
Total TTC                          6,50 €
Part AMO                           4,22 €
Part AMC                           2,28 €
Reste à charge                     0,00 €
""",
        {"grand_total": "6.50"},
    ),
    "pharmacie_avec_reste": (
        """
Pharmacie du Lac
Montant total                     45,20
Part obligatoire                  29,38
Part complémentaire               12,40
Reste à payer                      3,42
""",
        {"grand_total": "45.20", "prepaid": "41.78", "due_payable": "3.42"},
    ),
    "peage": (
        """
RECU PEAGE AUTOROUTE
Gare 25006   Classe 1
14/07/2025 11:42
MONTANT TTC       23,40 EUR
TVA 20,00%         3,90 EUR
CB
""",
        {"grand_total": "23.40", "tax_total": "3.90"},
    ),
    "carburant": (
        """
STATION SERVICE DES PINS
POMPE 4     SP95-E10
VOLUME          38,42 L
PRIX/L          1,789 EUR
TOTAL TTC      68,73 EUR
TVA 20,00 %    11,46 EUR
TOTAL HT       57,27 EUR
CARTE BANCAIRE 68,73 EUR
""",
        {"grand_total": "68.73", "tax_total": "11.46", "tax_basis_total": "57.27"},
    ),
    "devis_acompte": (
        """
DEVIS N° D-2025-31                           Valable jusqu'au 30/06/2025
Total HT                                  4 200,00 €
TVA 10,0%                                   420,00 €
Total TTC                                 4 620,00 €
Acompte de 30 % à la commande             1 386,00 €
Solde à la fin des travaux                3 234,00 €
Bon pour accord
""",
        {"tax_basis_total": "4200.00", "tax_total": "420.00", "grand_total": "4620.00"},
    ),
}
