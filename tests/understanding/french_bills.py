"""Heads of French bills, quotes and slips. All names and numbers are made up."""

from heads import Head, heads_of

ENERGY = Head(
    """
Lumière de France                                          Votre facture du 14/03/2024
Service clients                                            N° 10 182 634 771
TSA 21941
62978 ARRAS CEDEX 9
                                                           Mme EXEMPLE ZOÉ
                                                           12 RUE DES LILAS
                                                           69003 LYON

Vos références
N° client : 6 012 345 678
N° de compte : 1-AB12CD
Montant à payer TTC                                        123,45 €
Ce montant sera prélevé le 02/04/2024
Période du 12/01/2024 au 11/03/2024
Prochaine facture vers le 14/05/2024

Lumière de France - SA au capital de 1 000 000 € - RCS Paris 552 081 317
""",
    {
        "issue_date": "2024-03-14",
        "due_date": "2024-04-02",
        "period_start": "2024-01-12",
        "period_end": "2024-03-11",
        "customer_number": "6012345678",
        "buyer_name": "EXEMPLE ZOÉ",
        "buyer_address": "12 RUE DES LILAS, 69003 LYON",
        "seller_name": "Lumière de France",
    },
)
TELECOM = Head(
    """
Orangette                                     FACTURE MOBILE
                                              N° de facture : 1234567890 A24
                                              Date : 05 février 2024
                                              N° client : 0123456789
                                              M. Jean Modèle
                                              3 bis avenue du Test
                                              13001 MARSEILLE

Total à payer TTC   19,99 €     prélevé à partir du 20/02/2024
Abonnement du 01/02 au 29/02/2024
""",
    {
        "issue_date": "2024-02-05",
        "due_date": "2024-02-20",
        "period_start": "2024-02-01",
        "period_end": "2024-02-29",
        "buyer_name": "Jean Modèle",
    },
)
SYNDIC = Head(
    """
CABINET DUMOULIN IMMOBILIER
Syndic de copropriétés
8 place du Marché
35000 RENNES                                  Madame Claire FICTIVE
                                              4 allée des Tilleuls
                                              35200 RENNES

                                              Rennes, le 3 janvier 2025
Appel de fonds - 1er trimestre 2025
Copropriété : Les Tilleuls
Référence copropriétaire : 450-0012
Date d'exigibilité : 15/01/2025
Montant à régler : 412,60 €
""",
    {
        "issue_date": "2025-01-03",
        "due_date": "2025-01-15",
        "seller_name": "CABINET DUMOULIN IMMOBILIER",
        "buyer_name": "Claire FICTIVE",
        "buyer_address": "4 allée des Tilleuls, 35200 RENNES",
    },
)
CRAFTSMAN = Head(
    """
SARL MENUISERIE BOISVERT                                   FACTURE
Zone artisanale des Chênes                                 N° 2024-0117
43120 MONISTROL
Tél : 04 71 00 00 00                                       Date : 22/05/2024
SIRET 123 456 789 00012

                                   Facturé à :
                                   Mairie de Testville
                                   1 place de la Mairie
                                   43000 TESTVILLE

Chantier : école primaire
Conditions de règlement : 30 jours fin de mois
""",
    {
        "invoice_number": "2024-0117",
        "issue_date": "2024-05-22",
        "due_date": "2024-06-30",
        "seller_name": "MENUISERIE BOISVERT",
        "buyer_name": "Mairie de Testville",
    },
)
QUOTE = Head(
    """
Plomberie Ondine EURL                          DEVIS N° D-2024-089
6 rue des Sources                              Date : 11/06/2024
25000 BESANÇON                                 Devis valable jusqu'au 11/09/2024
                                               Client : Mme Rose EPINEUSE
""",
    {
        "quote_number": "D-2024-089",
        "issue_date": "2024-06-11",
        "valid_until": "2024-09-11",
        "seller_name": "Plomberie Ondine",
        "buyer_name": "Rose EPINEUSE",
    },
)
QUOTE_FOR_A_WHILE = Head(
    """
Jardins Verdure SARL
Devis n° 451 du 2 avril 2024
Ce devis est valable 30 jours à compter de sa date d'émission.
""",
    {"quote_number": "451", "issue_date": "2024-04-02", "valid_until": "2024-05-02"},
)
RENT_RECEIPT = Head(
    """
QUITTANCE DE LOYER - mars 2024

Bailleur : SCI LES GLYCINES, 3 rue du Port, 17000 LA ROCHELLE
Locataire : M. Adam LOUEUR
Reçu la somme de 650,00 € pour la période du 1er au 31 mars 2024
Fait à La Rochelle, le 2 avril 2024
""",
    {
        "period_start": "2024-03-01",
        "period_end": "2024-03-31",
        "signature_date": "2024-04-02",
        "issue_date": "2024-04-02",
    },
)
WATER = Head(
    """
SYNDICAT DES EAUX DU VAL                      Facture d'eau
Route du Barrage                              Facture n° 2024-EAU-00458
26400 CREST                                   Émise le 15 mai 2024
                                              À régler avant le 14 juin 2024
                                              M. Noé DELEAU
Abonné n° 00458712                            LIEU-DIT LES GRANGES
Compteur n° C12BA034567                       26400 AOUSTE
""",
    {
        "invoice_number": "2024-EAU-00458",
        "issue_date": "2024-05-15",
        "due_date": "2024-06-14",
        "customer_number": "00458712",
        "meter_number": "C12BA034567",
        "seller_name": "SYNDICAT DES EAUX DU VAL",
        "buyer_name": "Noé DELEAU",
    },
)
TABLE_HEADERS = Head(
    """
Papeterie du Centre SAS

Facture n°        Date             Code client      Échéance
FC240391          18/07/2024       CLI0042          17/08/2024

Désignation          Qté      PU HT      Total HT
Ramette A4           10       4,00       40,00
""",
    {
        "invoice_number": "FC240391",
        "issue_date": "2024-07-18",
        "customer_number": "CLI0042",
        "due_date": "2024-08-17",
        "seller_name": "Papeterie du Centre",
    },
)
CREDIT_NOTE = Head(
    """
Librairie Encre Vive SARL
AVOIR N° A24-007
Date de l'avoir : 03/10/2024
Sur facture n° F24-113 du 12/09/2024
""",
    {"invoice_number": "A24-007", "issue_date": "2024-10-03", "preceding_invoice_number": "F24-113"},
)
TILL = Head(
    """
     EPICERIE DU COIN
   14 RUE DES HALLES
      67000 STRASBOURG
   Tel : 03 88 00 00 00
    SIRET 12345678900011
Ticket 004512   caisse 2
12/10/24 18:42
BANANES            2,10
CAFE               3,90
TOTAL              6,00
CB                 6,00
Merci de votre visite
A bientot
""",
    {
        "issue_date": "2024-10-12",
        "seller_name": "EPICERIE DU COIN",
        "receipt_number": "004512",
    },
)
DUNNING = Head(
    """
Gaz et Chaleur SA
Service recouvrement                         Le 09/12/2024
BP 1234
59000 LILLE
                                             Monsieur Hugo RETARD
                                             33 rue du Canal
                                             59100 ROUBAIX
Référence client : 77-4521-9
Objet : relance - facture n° 24-998877 du 10/10/2024
Sauf erreur de notre part, la somme de 88,20 € reste due. Merci de régler avant le 20/12/2024.
""",
    {
        "due_date": "2024-12-20",
        "customer_number": "77-4521-9",
        "invoice_number": "24-998877",
        "seller_name": "Gaz et Chaleur",
        "buyer_name": "Hugo RETARD",
    },
)
DELIVERY = Head(
    """
Meubles Chêne & Cie SAS
Bon de livraison n° BL-5567
Date de livraison : 19/09/2024
Commande n° C-8841 du 01/09/2024
""",
    {
        "delivery_date": "2024-09-19",
        "order_reference": "C-8841",
        "order_date": "2024-09-01",
        "delivery_note_number": "BL-5567",
    },
)
GARAGE = Head(
    """
GARAGE DE LA ROCADE
12 route de Paris - 45000 ORLÉANS
Tél. 02 38 00 00 00 - contact@garagedelarocade.example

Facture : FA0012458                          Orléans, le 27/11/2023
                                             Mlle Emma PISTON
                                             5 rue des Mécanos
                                             45100 ORLÉANS
""",
    {
        "invoice_number": "FA0012458",
        "issue_date": "2023-11-27",
        "seller_name": "GARAGE DE LA ROCADE",
        "seller_address": "12 route de Paris - 45000 ORLÉANS",
        "buyer_name": "Emma PISTON",
    },
)
ONLINE_SHOP = Head(
    """
Bouquins en Ligne SAS

Numéro de facture         Date de la facture       Numéro de commande
INV-FR-2024-33871         28 août 2024             408-1234567-7654321

Adresse de facturation              Adresse de livraison
Tom Lecteur                         Tom Lecteur
2 villa des Pages                   2 villa des Pages
75014 Paris                         75014 Paris
""",
    {
        "invoice_number": "INV-FR-2024-33871",
        "issue_date": "2024-08-28",
        "order_reference": "408-1234567-7654321",
        "seller_name": "Bouquins en Ligne",
        "buyer_name": "Tom Lecteur",
        "buyer_address": "2 villa des Pages, 75014 Paris",
    },
)
LAWYER = Head(
    """
SELARL DROIT & MESURE
Avocats au Barreau
41 avenue de la Loi
33000 BORDEAUX

NOTE D'HONORAIRES N° 2024/055
Bordeaux, le 30 avril 2024
V/Réf : 2023-AFF-12
Payable à réception
""",
    {
        "invoice_number": "2024/055",
        "issue_date": "2024-04-30",
        "due_date": "2024-04-30",
        "seller_name": "DROIT & MESURE",
    },
)

HEADS = heads_of(globals())
