"""Kinds of paper that say who somebody is or what they may drive."""

from lexo.understanding.kinds.kind import Kind, Retention, Start, Urgency, found, in_body, in_foot, in_title

_EXPIRY = "LEXO"  # it is needed while it is valid

IDENTITY_CARD = Kind(
    id="identity_card",
    name_fr="Carte d’identité",
    name_en="Identity card",
    words=("carte d'identité", "cni", "carte nationale d'identité", "identity card", "personalausweis"),
    cues=(
        *in_title(
            6.0,
            "carte nationale d'identité, carte d'identité, identity card, personalausweis",
            "national identity card, carte nationale d'identité identity card, identiteitskaart",
            "documento nacional de identidad",
        ),
        *in_title(1.5, "république française, bundesrepublik deutschland"),
        *in_body(
            2.0,
            "carte nationale d'identité, idfra, prénoms given names, nom surname, nationalité nationality",
        ),
        *in_body(
            1.5,
            "sexe sex, date de naiss, date of birth, lieu de naissance, place of birth, taille, expiry date",
        ),
        *in_body(
            1.2,
            "nom d'usage, date d'expiration, carte valable jusqu'au, signature du titulaire, délivrée par",
            "né le",
        ),
        *in_body(1.0, "nationalité, sexe, prénom, document no, alternate name, card access, surname"),
        *in_body(
            -2.0,
            "loyer, demande, déclare, officier de l'état civil, assuré, université, année scolaire",
        ),
        *in_body(
            -2.5,
            "passeport, passport, permis de conduire, titre de séjour, acte de naissance, residence permit",
            "facture, salaire, contrat, attestation, certifie, article, formulaire, total",
        ),
        *in_foot(1.5, "idfra"),
    ),
    evidence=(
        *found(
            0.7,
            "document_number",
            "expiry_date",
            "birth_date",
            "birth_place",
            "nationality",
            "sex",
            "surname",
            "given_names",
            "height",
        ),
    ),
    wanted_fields=(
        *("surname", "given_names", "birth_date", "birth_place", "sex", "nationality", "document_number"),
        "expiry_date",
    ),
    retention=Retention(0, Start.EXPIRY, _EXPIRY, "keep_expiry"),
    urgency=(Urgency("expiry_date", "expiry", 90),),
    twod_doc_types=("07", "08"),
)

PASSPORT = Kind(
    id="passport",
    name_fr="Passeport, titre de séjour",
    name_en="Passport, residence permit",
    words=("passeport", "titre de séjour", "carte de séjour", "visa", "passport", "reisepass", "residence permit"),
    cues=(
        *in_title(
            6.0,
            "passeport, passport, passeport passport, titre de séjour, residence permit, reisepass",
            "carte de séjour, carte de résident, aufenthaltstitel, pasaporte, passaporto, visa",
            "récépissé de demande de carte de séjour, document provisoire de séjour, union européenne passeport",
        ),
        *in_body(
            2.2,
            "passeport, passport, passeport n, p fra, titre de séjour, catégorie du titre, type de titre",
        ),
        *in_body(
            1.5,
            "autorité authority, date d'expiration date of expiry, date of expiry, date of issue",
            "domicile residence",
        ),
        *in_body(
            1.3,
            "immigration, récépissé, carte de séjour, étranger, séjour, autorise son titulaire, british citizen",
            "ressortissant",
        ),
        *in_body(
            1.2,
            "nationalité, nom surname, prénoms given names, date of birth, place of birth, code du pays, type",
            "autorise son titulaire à travailler, préfecture, remarques, couleur des yeux, colour of eyes",
            "taille height",
        ),
        *in_body(1.0, "sexe, nationality, surname, authority, valable jusqu'au, vie privée et familiale"),
        *in_body(
            -2.0,
            "carte nationale d'identité, permis de conduire, attestation, formulaire, loyer, assuré",
        ),
        *in_body(-2.5, "facture, salaire, contrat, billet, réservation, article, total, carte d'embarquement"),
    ),
    evidence=(
        *found(
            0.7,
            "document_number",
            "expiry_date",
            "birth_date",
            "nationality",
            "sex",
            "surname",
            "given_names",
            "height",
        ),
        *found(1.5, "permit_category"),
    ),
    wanted_fields=(
        *("document_number", "surname", "given_names", "nationality", "birth_date", "issue_date"),
        "expiry_date",
    ),
    retention=Retention(0, Start.EXPIRY, _EXPIRY, "keep_expiry"),
    urgency=(Urgency("expiry_date", "expiry", 180),),
)

DRIVING_LICENCE = Kind(
    id="driving_licence",
    name_fr="Permis de conduire",
    name_en="Driving licence",
    words=("permis", "permis de conduire", "driving licence", "führerschein", "driver license"),
    cues=(
        *in_title(
            6.0,
            "permis de conduire, driving licence, driver license, führerschein, rijbewijs, driving license",
            "permis de conduire république française, patente di guida, permiso de conducción",
            "permis international de conduire",
        ),
        *in_title(
            5.0,
            "attestation de droits à conduire, relevé d'information restreint",
            "certificat d'examen du permis de conduire",
        ),
        *in_title(-4.0, "certificat d'immatriculation, avis de contravention, facture, contrat, devis"),
        *in_body(
            1.5,
            "permis de conduire, 4 a, 4 b, 4 c, 4 d, am a 1, driving licence, be c 1, b 1 b, catégories, a 2",
            "a 1, b 1, c 1 e, d 1 e, validité des catégories, be ce",
        ),
        *in_body(
            1.3,
            "am b, am b 1 b, dvla, a b, b b 1, catégories de véhicules, autorisé à conduire",
            "véhicules pour lesquels, be d",
        ),
        *in_body(1.2, "préfet, préfecture, codes restrictifs, valable jusqu'au, neph, délivré par, code 78"),
        *in_body(1.0, "titulaire, conduire, date de délivrance, examen, conduite, restrictions"),
        *in_body(
            -2.5,
            "certificat d'immatriculation, contrat, salaire, total ttc, article, devis, auto école",
        ),
        *in_body(
            -3.0,
            "perte de points, retrait de points, infraction, amende, assurance, prime, facture, contravention",
        ),
    ),
    evidence=(
        *found(2.0, "categories"),
        *found(0.4, "document_number", "expiry_date", "birth_date", "issuing_authority", "surname"),
    ),
    wanted_fields=(
        "document_number",
        "surname",
        "given_names",
        "birth_date",
        "categories",
        "issue_date",
        "expiry_date",
    ),
    retention=Retention(0, Start.EXPIRY, _EXPIRY, "keep_expiry"),
    urgency=(Urgency("expiry_date", "expiry", 90),),
)

VEHICLE_REGISTRATION = Kind(
    id="vehicle_registration",
    name_fr="Carte grise, Crit’Air",
    name_en="Vehicle registration",
    words=("carte grise", "certificat d'immatriculation", "crit'air", "vignette", "vehicle registration", "log book"),
    cues=(
        *in_title(
            6.0,
            "certificat d'immatriculation, carte grise, certificat qualité de l'air",
            "vehicle registration certificate, certificat provisoire d'immatriculation, zulassungsbescheinigung",
            "certificat de cession d'un véhicule, certificat de cession, fahrzeugschein, crit air",
            "registration certificate, vignette crit air",
        ),
        *in_title(
            5.5,
            "déclaration de cession, demande de certificat d'immatriculation",
            "certificat de situation administrative",
        ),
        *in_title(
            5.0,
            "certificat qualité de l'air crit air, récépissé de déclaration d'achat, kentekenbewijs",
        ),
        *in_title(
            -4.0,
            "facture, devis, contrat, avis de contravention, attestation d'assurance, constat amiable",
        ),
        *in_body(
            2.0,
            "certificat d'immatriculation, première mise en circulation, 1 re immatriculation",
            "1 ère immatriculation",
        ),
        *in_body(
            1.8,
            "numéro d'immatriculation, numéro d'identification du véhicule, puissance fiscale, genre national",
            "crit air",
        ),
        *in_body(
            1.5,
            "est le propriétaire du véhicule, c 1, c 3, c 4 a, p 1, p 2, s 1, u 1, v 7, v 9, y 1, y 6",
            "visite avant le, euro 6, type mines, kilométrage, puissance, cession, vin, carrosserie, cylindrée",
            "dénomination commerciale, puissance administrative, ptac, co 2, cv, coupon détachable",
            "nouveau propriétaire, ancien propriétaire, titulaire du certificat",
            "date de première immatriculation",
        ),
        *in_body(
            1.2,
            "immatriculation, marque, énergie, essence, gazole, diesel, places assises, type variante version",
        ),
        *in_body(1.0, "véhicule, d 1, d 2, d 3, p 6, c 4 1, j 1, f 1, e numéro, vehicle, p 3"),
        *in_body(-2.0, "loyer, salaire, siège social, capital social, contrat, total ttc, devis, tribunal"),
        *in_body(
            -2.5,
            "prime, garanties, sinistre, assureur, facture, main d'oeuvre, contravention, assuré, infraction",
        ),
    ),
    evidence=(
        *found(
            1.5,
            "vin",
            "first_registration",
            "first_registration_date",
            "fiscal_power",
            "vehicle_make",
            "vehicle_model",
            "critair",
        ),
        *found(0.7, "plate", "holder", "co2", "fuel", "make", "model"),
    ),
    wanted_fields=(
        "plate",
        "vin",
        "make",
        "model",
        "first_registration",
        "holder",
        "fuel",
        "co2",
    ),
    retention=Retention(None, source="LEXO", code="keep_ownership"),
    twod_doc_types=("A0", "A7"),
)
