"""The data that a 2D-Doc may hold: identifier, length, form, LEXO's name for it, French label.

Facts of the lists that the French agency of secure documents (ANTS, today France Titres) publishes with the
specification of 2D-Doc. Three groups come from its later lists: 45-49, 4A, 4V, 4W of the tax notice that people print
themselves (type 28), and F0-F6, L0-LA of the health certificates of 2021 (types B2 and L1).
"""

from dataclasses import dataclass
from functools import lru_cache

NO_LIMIT = 4096  # more than a DataMatrix can hold


@dataclass(frozen=True, slots=True)
class Datum:
    """One entry of the list. Its length is fixed where `shortest` equals `longest`."""

    id: str
    shortest: int
    longest: int
    form: str  # how its value is written: a name in `values.py`
    name: str  # LEXO's field, or "" where only a 2D-Doc knows of it
    label: str  # French

    @property
    def is_fixed(self) -> bool:
        return self.shortest == self.longest


@lru_cache(maxsize=1)
def data() -> dict[str, Datum]:
    """The list, by identifier."""
    return {datum.id: datum for datum in map(_datum, _LIST.strip().splitlines())}


def label_of(field_name: str) -> str:
    """The French label of a field that `fields_of` found, "" where it has none: "twod_doc_0c" -> "URL du document"."""
    identifier = field_name.removeprefix("twod_doc_").upper()
    known = data().get(identifier) if field_name.startswith("twod_doc_") else None
    return known.label if known else _COMPOSED.get(field_name, "")


def _datum(row: str) -> Datum:
    identifier, lengths, form, name, label = row.split(maxsplit=4)
    shortest, _, longest = lengths.partition("-")
    most = {"": shortest, "*": str(NO_LIMIT)}.get(longest, longest)
    return Datum(identifier, int(shortest), int(most), form, "" if name == "." else name, label)


_COMPOSED = {
    "twod_doc_type": "Type de document selon le 2D-Doc",
    "twod_doc_signed_by": "Autorité et certificat de la signature",
    "twod_doc_signature_date": "Date de la signature",
}

# id, length, form, field ("." where LEXO has no name of its own), label
_LIST = """
01 0-*  text     document_id              Identifiant unique du document
02 0-*  text     .                        Catégorie de document
03 0-*  text     .                        Sous-catégorie de document
04 0-*  text     .                        Application de composition
05 0-*  text     .                        Version de l’application de composition
06 4    days     .                        Date de l’association entre le document et le code
07 6    time     .                        Heure de l’association entre le document et le code
08 4    days     expiry_date              Date d’expiration du document
09 4    integer  .                        Nombre de pages du document
0A 9    siren    .                        Éditeur du 2D-Doc
0B 9    siren    .                        Intégrateur du 2D-Doc
0C 0-*  text     .                        URL du document
10 0-38 person   .                        Bénéficiaire de la prestation
11 0-38 text     .                        Qualité ou titre du bénéficiaire
12 0-38 text     .                        Prénom du bénéficiaire
13 0-38 text     .                        Nom du bénéficiaire
14 0-38 person   .                        Destinataire de la facture
15 0-38 text     .                        Qualité ou titre du destinataire de la facture
16 0-38 text     .                        Prénom du destinataire de la facture
17 0-38 text     .                        Nom du destinataire de la facture
18 0-*  text     invoice_number           Numéro de la facture
19 0-*  text     customer_number          Numéro de client
1A 0-*  text     contract_number          Numéro du contrat
1B 0-*  text     subscriber_id            Identifiant du souscripteur du contrat
1C 8    date     start_date               Date d’effet du contrat
1D 0-16 amount   grand_total              Montant TTC de la facture
1E 0-30 phone    phone                    Téléphone du bénéficiaire
1F 0-30 phone    phone                    Téléphone du destinataire de la facture
1G 1    text     .                        Présence d’un co-bénéficiaire non mentionné dans le code
1H 1    text     .                        Présence d’un co-destinataire non mentionné dans le code
1I 0-38 person   .                        Co-bénéficiaire de la prestation
1J 0-38 text     .                        Qualité ou titre du co-bénéficiaire
1K 0-38 text     .                        Prénom du co-bénéficiaire
1L 0-38 text     .                        Nom du co-bénéficiaire
1M 0-38 person   .                        Co-destinataire de la facture
1N 0-38 text     .                        Qualité ou titre du co-destinataire
1O 0-38 text     .                        Prénom du co-destinataire
1P 0-38 text     .                        Nom du co-destinataire
20 0-38 address  .                        Point de service, ligne 2
21 0-38 address  .                        Point de service, ligne 3
22 0-38 address  .                        Point de service, ligne 4
23 0-38 address  .                        Point de service, ligne 5
24 5    text     .                        Code postal du point de service
25 0-32 text     .                        Localité du point de service
26 2    country  .                        Pays du point de service
27 0-38 address  .                        Destinataire, ligne 2
28 0-38 address  .                        Destinataire, ligne 3
29 0-38 address  .                        Destinataire, ligne 4
2A 0-38 address  .                        Destinataire, ligne 5
2B 5    text     .                        Code postal du destinataire
2C 0-32 text     .                        Localité du destinataire
2D 2    country  .                        Pays du destinataire
30 0-140 person  account_holder           Titulaire du compte
31 14-38 iban    iban                     IBAN
32 8-11 bic      bic                      BIC
33 0-30 text     bban                     BBAN
34 2    country  .                        Pays de localisation du compte
35 14-34 text    .                        Identifiant SEPAmail (QXBAN)
36 4    days     period_start             Date de début de période
37 4    days     period_end               Date de fin de période
38 0-11 amount   opening_balance          Solde du compte en début de période
39 0-11 amount   closing_balance          Solde du compte en fin de période
40 13   tax_number tax_number             Numéro fiscal
41 0-*  amount   reference_tax_income     Revenu fiscal de référence
42 0-*  text     .                        Situation du foyer
43 0-*  number   household_parts          Nombre de parts
44 13   text     notice_reference         Référence d’avis d’impôt
45 4    year     tax_year                 Année des revenus
46 0-38 person   declarant_1              Déclarant 1
47 13   tax_number declarant_1_tax_number Numéro fiscal du déclarant 1
48 0-38 person   declarant_2              Déclarant 2
49 13   tax_number declarant_2_tax_number Numéro fiscal du déclarant 2
4A 8    date     collection_date          Date de mise en recouvrement
4V 0-*  amount   net_tax                  Impôt sur le revenu net
4W 0-*  amount   left_to_pay              Reste à payer
50 14   siret    employer_siret           SIRET de l’employeur
51 6    number   hours                    Nombre d’heures travaillées
52 7    number   hours_year               Cumul du nombre d’heures travaillées
53 4    days     period_start             Début de période
54 4    days     period_end               Fin de période
55 8    date     start_date               Date de début de contrat
56 4    days     end_date                 Date de fin de contrat
57 8    date     signature_date           Date de signature du contrat
58 0-11 amount   net_taxable              Salaire net imposable
59 0-12 amount   net_taxable_year         Cumul du salaire net imposable
5A 0-11 amount   gross_pay                Salaire brut du mois
5B 0-12 amount   gross_pay_year           Cumul du salaire brut
5C 0-11 amount   net_pay                  Salaire net
5D 0-38 address  .                        Employeur, ligne 2
5E 0-38 address  .                        Employeur, ligne 3
5F 0-38 address  .                        Employeur, ligne 4
5G 0-38 address  .                        Employeur, ligne 5
5H 5    text     .                        Code postal de l’employeur
5I 0-32 text     .                        Localité de l’employeur
5J 2    country  .                        Pays de l’employeur
5K 0-50 text     .                        Identifiant cotisant de prestations sociales
60 0-60 names    given_names              Liste des prénoms
61 0-20 names    first_name               Prénom
62 0-38 text     surname                  Nom patronymique
63 0-38 text     used_name                Nom d’usage
64 0-38 text     spouse_name              Nom d’épouse ou d’époux
65 2    text     .                        Type de pièce d’identité
66 0-20 id       document_number          Numéro de la pièce d’identité
67 2    nation   nationality              Nationalité
68 1    sex      sex                      Genre
69 8    date     birth_date               Date de naissance
6A 0-32 text     birth_place              Lieu de naissance
6B 3    text     .                        Département du bureau émetteur
6C 2    country  birth_country            Pays de naissance
6D 0-60 person   father                   Nom et prénom du père
6E 0-60 person   mother                   Nom et prénom de la mère
6F 0-90 mrz      mrz                      Bande de lecture automatique
6G 1-38 text     surname                  Nom
6H 1-10 text     .                        Civilité
6I 2    country  .                        Pays émetteur
70 12   dayof    death_date               Date et heure du décès
71 12   moment   .                        Date et heure du constat de décès
72 0-38 text     deceased_surname         Nom du défunt
73 0-60 names    deceased_given_names     Prénoms du défunt
74 0-38 text     .                        Nom de jeune fille du défunt
75 8    date     birth_date               Date de naissance du défunt
76 1    sex      sex                      Genre du défunt
77 0-45 text     .                        Commune de décès
78 5    text     .                        Code postal de la commune de décès
79 0-114 address .                        Adresse du domicile du défunt
7A 5    text     .                        Code postal du domicile du défunt
7B 0-45 text     .                        Commune du domicile du défunt
7C 1    text     .                        Obstacle médico-légal
7D 1    text     .                        Mise en bière
7E 1    text     .                        Obstacle aux soins de conservation
7F 1    text     .                        Obstacle aux dons du corps
7G 1    text     .                        Recherche de la cause du décès
7H 2    text     .                        Délai de transport du corps
7I 1    text     .                        Prothèse avec pile
7J 1    text     .                        Retrait de la pile de prothèse
7K 13   text     .                        Code NNC
7L 9    text     .                        Code Finess de l’organisme agréé
7M 0-64 text     .                        Identification du médecin
7N 0-128 text    .                        Lieu de validation du certificat de décès
7O 1    text     .                        Certificat de décès supplémentaire
80 0-38 text     surname                  Nom
81 0-60 names    given_names              Prénoms
82 0-20 id       document_number          Numéro de carte
83 0-40 text     .                        Organisme de tutelle
84 0-40 text     .                        Profession
90 0-38 text     bailiff                  Huissier de justice
91 0-38 text     claimant                 Demandeur
92 0-38 text     addressee                Destinataire
93 0-38 text     .                        Tiers concerné
94 0-38 text     act_title                Intitulé de l’acte
95 0-18 id       act_number               Numéro de l’acte
96 8    date     signature_date           Date de signature de l’acte
A0 2    country  .                        Pays ayant émis l’immatriculation du véhicule
A1 0-17 plate    plate                    Immatriculation du véhicule
A2 0-17 text     make                     Marque du véhicule
A3 0-17 text     model                    Nom commercial du véhicule
A4 17   id       vin                      Numéro de série du véhicule (VIN)
A5 3    text     .                        Catégorie du véhicule
A6 2    text     .                        Carburant
A7 3    text     .                        Taux d’émission de CO2 du véhicule (g/km)
A8 0-12 text     .                        Classe environnementale de réception CE
A9 3    text     .                        Classe d’émission polluante
AA 8    date     first_registration       Date de première immatriculation du véhicule
AB 0-8  text     .                        Type de lettre
AC 0-19 id       case_number              Numéro de dossier
AD 4    days     offence_date             Date de l’infraction
AE 4    time     .                        Heure de l’infraction
AF 1    points   points                   Nombre de points retirés lors de l’infraction
AG 1    points   points_left              Solde de points
AH 0-30 id       document_number          Numéro de la carte
AI 8    date     expiry_date              Date d’expiration initiale
AJ 13   text     .                        Numéro EVTC
AK 7    text     .                        Numéro de macaron
AL 11   id       document_number          Numéro de la carte
AM 0-5  text     .                        Motif de surclassement
B0 0-60 names    given_names              Liste des prénoms
B1 0-20 names    first_name               Prénom
B2 0-38 text     surname                  Nom patronymique
B3 0-38 text     used_name                Nom d’usage
B4 0-38 text     spouse_name              Nom d’épouse ou d’époux
B5 2    nation   nationality              Nationalité
B6 1    sex      sex                      Genre
B7 8    date     birth_date               Date de naissance
B8 0-32 text     birth_place              Lieu de naissance
B9 2    country  birth_country            Pays de naissance
BA 1    text     .                        Mention obtenue
BB 0-50 id       student_number           Numéro ou code d’identification de l’étudiant
BC 0-20 id       diploma_number           Numéro du diplôme
BD 1    text     .                        Niveau du diplôme selon la classification CEC
BE 3    integer  .                        Crédits ECTS obtenus
BF 3    hexyear  .                        Année universitaire
BG 2    text     .                        Type de diplôme
BH 0-30 text     .                        Domaine
BI 0-30 text     .                        Mention
BJ 0-30 text     .                        Spécialité
BK 14   id       .                        Numéro de l’attestation de versement de la CVE
F0 0-60 names    given_names              Prénoms
F1 0-38 text     surname                  Nom
F2 8    date     birth_date               Date de naissance
F3 1    sex      sex                      Genre
F4 3-7  text     .                        Code de l’analyse
F5 1    text     .                        Résultat de l’analyse
F6 12   moment   .                        Date et heure du prélèvement
L0 0-80 text     surname                  Nom
L1 0-80 names    given_names              Prénoms
L2 8    date     birth_date               Date de naissance
L3 0-30 text     .                        Maladie couverte
L4 5-15 text     .                        Agent prophylactique
L5 5-30 text     .                        Vaccin
L6 5-30 text     .                        Fabricant du vaccin
L7 1    integer  .                        Rang de la dose
L8 1    integer  .                        Nombre de doses attendues
L9 8    date     .                        Date de la dernière injection
LA 2    text     .                        État du cycle de vaccination
"""
