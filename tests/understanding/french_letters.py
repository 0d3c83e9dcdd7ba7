"""Heads of French letters, notices and contracts. All names and numbers are made up."""

from heads import Head, heads_of

NOTARY = Head(
    """
OFFICE NOTARIAL DU PARC
Maître Hélène PLUME, notaire
15 cours de la Liberté - 69003 LYON

Dossier n° 2023/1187 HP
L'AN DEUX MILLE VINGT-TROIS, LE DIX-SEPT NOVEMBRE
À LYON, au siège de l'Office Notarial
A REÇU le présent acte contenant VENTE
""",
    {"file_number": "2023/1187", "seller_name": "OFFICE NOTARIAL DU PARC"},
)
INSURANCE = Head(
    """
MUTUELLE DU LITTORAL                         Avis d'échéance
Assurances de personnes                      Édité le 10/11/2023
22 quai des Brumes
44000 NANTES                                 M. et Mme Paul INVENTÉ
                                             7 impasse du Moulin
                                             44300 NANTES
N° de sociétaire : 4521879
Contrat n° 7654321 B
Échéance principale : 01/01/2024
Montant de la cotisation : 324,00 €
Période de garantie du 01/01/2024 au 31/12/2024
""",
    {
        "issue_date": "2023-11-10",
        "due_date": "2024-01-01",
        "member_number": "4521879",
        "seller_name": "MUTUELLE DU LITTORAL",
        "buyer_name": "Paul INVENTÉ",
    },
)
TOWN_HALL = Head(
    """
COMMUNE DE SAINT-EXEMPLE
Service de l'état civil
                                       Saint-Exemple, le 8 septembre 2023

                                       Monsieur Luc FABRIQUÉ
                                       10 chemin des Vignes
                                       30250 SAINT-EXEMPLE

Objet : inscription à la cantine
Vous devez retourner le dossier complet avant le 22 septembre 2023.
""",
    {
        "issue_date": "2023-09-08",
        "documents_before": "2023-09-22",
        "seller_name": "COMMUNE DE SAINT-EXEMPLE",
        "buyer_name": "Luc FABRIQUÉ",
    },
)
BENEFITS = Head(
    """
CAISSE D'ALLOCATIONS FAMILIALES DU RHÔNE
67 boulevard Fictif
69409 LYON CEDEX 03
                                               MADAME IMAGINAIRE SARAH
N° allocataire : 1234567                       5 RUE DU PUITS
                                               69100 VILLEURBANNE
Le 04/06/2024

Notification de droits
Si vous contestez cette décision, vous disposez d'un délai de deux mois pour former un recours
""",
    {
        "issue_date": "2024-06-04",
        "appeal_period": "2 months",
        "seller_name": "CAISSE D'ALLOCATIONS FAMILIALES DU RHÔNE",
        "buyer_name": "IMAGINAIRE SARAH",
    },
)
TAXES = Head(
    """
DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES
Avis de taxe foncière 2024
CENTRE DES FINANCES PUBLIQUES
12 RUE DU TRÉSOR
31000 TOULOUSE
                                            M DUBOIDON PIERRE
                                            2 RUE DES ROSES
                                            31200 TOULOUSE
Date d'établissement : 16/08/2024
Date limite de paiement : 15/10/2024
Montant de votre impôt : 1 042 €
""",
    {
        "issue_date": "2024-08-16",
        "due_date": "2024-10-15",
        "seller_name": "DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES",
        "buyer_name": "DUBOIDON PIERRE",
    },
)
SCHOOL = Head(
    """
Lycée Jean Exemple
14 rue de l'École
21000 Dijon
                                     Dijon, le 02/09/2024
Certificat de scolarité
Je soussigné, proviseur, certifie que l'élève Léo FICTIF
né le 12/05/2008 à Beaune est inscrit en classe de Seconde
pour l'année scolaire 2024-2025.
""",
    {"issue_date": "2024-09-02", "birth_date": "2008-05-12", "seller_name": "Lycée Jean Exemple"},
)
BANK = Head(
    """
Banque des Alpes Fictives
RELEVÉ DE COMPTE N° 003
du 01/03/2024 au 31/03/2024
                                     MME LEA MODELE
                                     18 RUE HAUTE
                                     38000 GRENOBLE
Date       Libellé                              Débit      Crédit
02/03      CARTE 01/03 BOULANGERIE              4,20
05/03      VIR SALAIRE                                     1 850,00
""",
    {
        "period_start": "2024-03-01",
        "period_end": "2024-03-31",
        "seller_name": "Banque des Alpes Fictives",
        "buyer_name": "LEA MODELE",
    },
)
PAYSLIP = Head(
    """
SAS TRANSPORTS IMAGINAIRES                       BULLETIN DE PAIE
Parc d'activités Nord                            Période : du 01/04/2024 au 30/04/2024
80000 AMIENS                                     Date de paiement : 30/04/2024
SIRET : 987 654 321 00018
                                                 Monsieur Karim TESTEUR
                                                 9 rue de la Gare
                                                 80000 AMIENS
""",
    {
        "period_start": "2024-04-01",
        "period_end": "2024-04-30",
        "payment_date": "2024-04-30",
        "seller_name": "TRANSPORTS IMAGINAIRES",
        "buyer_name": "Karim TESTEUR",
    },
)
MEETING = Head(
    """
Association Les Amis du Jardin
                                         Nîmes, le 15 février 2024
Convocation à l'assemblée générale
Madame, Monsieur,
L'assemblée générale ordinaire se tiendra à la salle des fêtes le samedi 16 mars 2024 à 14 h.
""",
    {"issue_date": "2024-02-15", "appointment_date": "2024-03-16", "seller_name": "Association Les Amis du Jardin"},
)
HOSPITAL = Head(
    """
CENTRE HOSPITALIER DE LA PLAINE
Votre rendez-vous du mardi 7 janvier 2025 à 9h30
Patient : Mme Inès SOIGNÉE
Née le : 04.11.1975
""",
    {
        "appointment_date": "2025-01-07",
        "birth_date": "1975-11-04",
        "seller_name": "CENTRE HOSPITALIER DE LA PLAINE",
        "buyer_name": "Inès SOIGNÉE",
    },
)
IDENTITY = Head(
    """
RÉPUBLIQUE FRANÇAISE
CARTE NATIONALE D'IDENTITÉ
Nom : MODÈLE
Date de naissance : 23 08 1990
Date de délivrance : 11/02/2022
Date d'expiration : 10/02/2032
""",
    {"birth_date": "1990-08-23", "expiry_date": "2032-02-10", "issue_date": "2022-02-11"},
)
EMPLOYMENT = Head(
    """
CONTRAT DE TRAVAIL À DURÉE INDÉTERMINÉE
Entre les soussignés :
La société NUAGE LOGICIEL, SAS au capital de 10 000 euros, dont le siège est 5 rue du Code, 75010 Paris,
ci-après « l'Employeur », d'une part,
Et Madame Julie CODEUSE, demeurant 8 rue du Test, 75011 Paris, ci-après « la Salariée », d'autre part,
Il a été convenu ce qui suit :
Le présent contrat prend effet le 2 septembre 2024.
En cas de rupture, un préavis de trois mois devra être respecté.
Fait à Paris, le 20 juillet 2024, en deux exemplaires originaux. Le contrat est soumis au droit français et à la
convention collective des bureaux d'études techniques. Les litiges relèvent du Conseil de prud'hommes de Paris.
""",
    {
        "effective_date": "2024-09-02",
        "notice_period": "3 months",
        "signature_date": "2024-07-20",
        "jurisdiction": "France",
    },
)
SERVICE_CONTRACT = Head(
    """
CONTRAT DE PRESTATION DE SERVICES

ENTRE LES SOUSSIGNÉS :
La société ATELIER NUMÉRIQUE, SARL au capital de 8 000 €, immatriculée au RCS de Lyon sous le numéro 123 456 789,
ci-après dénommée « le Prestataire », d'une part,
ET
La société GRANDS MOULINS DU NORD, SA au capital de 500 000 €, dont le siège social est à Lille,
ci-après dénommée « le Client », d'autre part,

Article 1 - Durée
Le présent contrat est conclu pour une durée de deux ans à compter du 1er mars 2024. Il est renouvelable par tacite
reconduction. Chacune des parties peut le dénoncer avec un préavis de 3 mois.
Article 9 - Droit applicable
Le présent contrat est régi par le droit français. Tout litige est soumis au Tribunal de commerce de Lyon.
""",
    {
        "effective_date": "2024-03-01",
        "term": "2 years",
        "jurisdiction": "France",
        "competent_court": "Lyon",
        "notice_period": "3 months",
        "party": "ATELIER NUMÉRIQUE",
    },
)
VEHICLE = Head(
    """
Attestation d'assurance automobile
Assurances Bellevue
N° de police : 778899-A
Valable du 01/05/2024 au 30/04/2025
Véhicule immatriculé le 12/03/2019
""",
    {"policy_number": "778899-A", "valid_from": "2024-05-01", "expiry_date": "2025-04-30"},
)
HEALTH = Head(
    """
CPAM DU BAS-RHIN
67000 STRASBOURG CEDEX
                                           Mme Alice SOINS
                                           1 rue du Stade
                                           67200 STRASBOURG
Relevé de remboursements
Strasbourg, le 05/11/2024
Période du 01/10/2024 au 31/10/2024
""",
    {
        "issue_date": "2024-11-05",
        "period_start": "2024-10-01",
        "seller_name": "CPAM DU BAS-RHIN",
        "buyer_name": "Alice SOINS",
    },
)
UNIVERSITY = Head(
    """
UNIVERSITÉ DES SCIENCES IMAGINAIRES
Votre dossier d'inscription
Les pièces justificatives sont à fournir avant le 15/09/2024
Rentrée : réunion du lundi 9 septembre 2024
""",
    {"documents_before": "2024-09-15", "seller_name": "UNIVERSITÉ DES SCIENCES IMAGINAIRES"},
)

HEADS = heads_of(globals())
