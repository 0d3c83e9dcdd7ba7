"""Kinds of paper from the state and its officers: civil status, fines, registers."""

from lexo.understanding.kinds.kind import Kind, Retention, Urgency, found, in_body, in_head, in_title

_MEMENTO = "memento.fr, 2026"
CIVIL_STATUS = Kind(
    id="civil_status",
    name_fr="Acte d’état civil, livret de famille",
    name_en="Civil status record",
    words=(
        "acte de naissance",
        "acte de mariage",
        "acte de décès",
        "livret de famille",
        "état civil",
        "birth certificate",
    ),
    cues=(
        *in_title(
            6.0,
            "acte de naissance, acte de mariage, acte de décès, livret de famille, copie intégrale",
            "extrait d'acte de naissance, extrait d'acte de mariage, extrait d'acte de décès",
            "certificat de décès, birth certificate, marriage certificate, death certificate, geburtsurkunde",
            "heiratsurkunde, extrait de l'acte de naissance, extrait d'acte",
            "certificat de nationalité française, pacs, sterbeurkunde",
        ),
        *in_title(
            5.5,
            "récépissé d'enregistrement de pacs, pacte civil de solidarité, certified copy of an entry",
            "extrait avec filiation, copie intégrale d'acte de naissance, extrait des minutes des actes",
        ),
        *in_title(-4.0, "carte nationale d'identité, passeport, contrat, attestation, testament, conclusion"),
        *in_head(
            1.5,
            "mairie, commune, état civil, service de l'état civil, republique française, standesamt",
        ),
        *in_body(
            2.2,
            "officier de l'état civil, officier d'état civil, mentions marginales, est né, est née, acte n",
        ),
        *in_body(2.0, "ont comparu, devant nous, fils de, fille de, se sont unis, futurs époux, registrar"),
        *in_body(
            1.8,
            "acte, dressé, veuve, veuf, défunt, défunte, registres, maternité, du sexe masculin",
            "du sexe féminin, maire, name and surname, registration district, premier enfant, born, father",
            "mother, entry, geboren, eltern, est décédé, est décédée, déclaration du père, pour copie conforme",
            "pour extrait conforme, filiation",
        ),
        *in_body(
            1.5,
            "époux, épouse, père, mère, sceau de la mairie, état civil, naissance, célébré, parent",
        ),
        *in_body(1.0, "né le, née le, profession, domicilié, domiciliée, mariage, délivré conforme"),
        *in_body(
            -2.0,
            "expiration, le bailleur, loyer, total ttc, contrat de travail, carte nationale d'identité",
        ),
    ),
    evidence=(
        *found(1.2, "act_number", "act_type"),
        *found(0.8, "spouse", "death_date", "deceased_surname"),
        *found(0.2, "birth_date"),
    ),
    wanted_fields=(
        "act_type",
        "commune",
        "act_number",
        "birth_date",
    ),
    retention=Retention(None, source=_MEMENTO),
    twod_doc_types=("A4",),
)

LEGAL_NOTICE = Kind(
    id="legal_notice",
    name_fr="Acte d’huissier, amende, mise en demeure",
    name_en="Legal notice, fine",
    words=("amende", "contravention", "huissier", "commissaire de justice", "pv", "points", "mise en demeure", "fine"),
    cues=(
        *in_title(
            6.0,
            "procès verbal de saisie attribution, procès verbal de saisie, procès verbal de saisie vente",
            "procès verbal de contravention, dernier rappel avant poursuites, avis d'amende forfaitaire majorée",
            "avis de contravention, amende forfaitaire, amende forfaitaire majorée, avis d'amende",
            "commandement de payer, signification, injonction de payer, sommation, mise en demeure",
            "commissaire de justice, huissier de justice, assignation, saisie attribution",
            "procès verbal de signification, retrait de points, perte de points, avis d'amende forfaitaire",
            "penalty charge notice, bussgeldbescheid",
        ),
        *in_title(
            5.5,
            "lettre 48, signification de jugement, jugement, ordonnance d'injonction de payer",
            "notification de saisie, avis de saisie, avis de mise en recouvrement",
            "forfait de post stationnement, avis de paiement, fixed penalty notice, mahnbescheid",
            "citation à comparaître",
        ),
        *in_title(
            5.0,
            "saisie administrative à tiers détenteur, dernier avis avant poursuites, relance, convocation",
            "procès verbal de constat, acte de signification, avis à tiers détenteur, récapitulatif de points",
        ),
        *in_title(-3.0, "facture, devis, contrat, bail, certificat d'immatriculation, agreement"),
        *in_body(
            2.2,
            "infraction, contravention, officier du ministère public, antai, vitesse retenue, code de la route",
            "permis à points, solde de points, retrait de, procès verbal électronique, amende, consignation",
        ),
        *in_body(
            2.0,
            "huissier, commissaire de justice, titre exécutoire, requérant, à la requête de, étude, débiteur",
        ),
        *in_body(
            1.8,
            "impayée, impayé, dernier rappel, nous vous mettons en demeure, contentieux, recouvrement forcé",
            "formule exécutoire, saisir le tribunal, recouvrement amiable, jugement rendu, stationnement",
            "voies et délais de recours, jugement, signifié, mandant, dossier, parking, majoré, minorée",
            "faire appel, saisie, règlement amiable, conducteur, officier, tribunal judiciaire, tribunal",
            "poursuites, voies d'exécution, mise en demeure, intérêts de retard, dans un délai de",
            "sous huitaine, faute de règlement, à défaut de paiement, recouvrement, penalty",
        ),
        *in_body(
            1.2,
            "parlant à, lettre recommandée, accusé de réception, créance, principal, frais d'acte, offence",
        ),
        *in_body(
            -1.5,
            "loyer mensuel, prix unitaire, conditions de règlement, whereas, garanties, cotisation",
        ),
        *in_body(
            -2.0,
            "procès verbal de séance, séance publique, conseil municipal, ordre du jour, défendant",
        ),
        *in_body(
            -2.5,
            "kwh, revenu fiscal de référence, district court, plaintiff, opinion of the court, net imposable",
        ),
    ),
    evidence=(
        *found(1.6, "fine_number", "points", "offence_date", "case_number", "bailiff"),
        *found(0.6, "claimant", "act_title", "file_number"),
        *found(0.3, "due_date", "plate", "amount", "appeal_period"),
    ),
    wanted_fields=(
        "claimant",
        "case_number",
        "issue_date",
        "amount",
        "due_date",
        "offence_date",
        "points",
    ),
    retention=Retention(10, source="Code des procédures civiles d’exécution, art. L111-4 (2012)"),
    urgency=(Urgency("due_date", "payment", 10), Urgency("appeal_before", "appeal", 14)),
    twod_doc_types=("12", "A1"),
)

COMPANY_REGISTRATION = Kind(
    id="company_registration",
    name_fr="Kbis, Sirene, statuts, Urssaf",
    name_en="Company registration",
    words=("kbis", "extrait kbis", "sirene", "statuts", "urssaf", "rcs", "auto-entrepreneur", "insee", "rne"),
    cues=(
        *in_title(
            6.0,
            "extrait kbis, kbis, extrait k bis, extrait d'immatriculation, situation au répertoire sirene",
            "avis de situation au répertoire sirene, statuts, statuts de la société, certificat d'inscription",
            "extrait d'immatriculation principale, urssaf, attestation de vigilance, handelsregister",
            "certificate of incorporation, articles of association, statuts constitutifs, statuts mis à jour",
        ),
        *in_title(
            5.5,
            "registre du commerce et des sociétés, attestation de fourniture des déclarations sociales",
            "appel de cotisations, répertoire des métiers, registre national des entreprises",
            "récépissé de dépôt, gewerbeanmeldung",
        ),
        *in_title(
            5.0,
            "déclaration de début d'activité, greffe du tribunal de commerce, insee",
            "declaration de chiffre d'affaires",
        ),
        *in_title(-4.0, "facture, bulletin de paie, devis, contrat, certificat d'immatriculation, quittance"),
        *in_body(
            2.2,
            "greffe, tribunal de commerce, date d'immatriculation, immatriculation au rcs, répertoire sirene",
        ),
        *in_body(
            2.0,
            "forme juridique, capital social, objet social, siège social, gérant, associé unique",
            "parts sociales",
        ),
        *in_body(
            1.8,
            "dénomination sociale, raison sociale, catégorie juridique, activité principale exercée, nic",
            "greffier, identifiant siren, identifiant siret, établissement principal",
            "gestion direction administration, associés",
        ),
        *in_body(
            1.5,
            "micro entrepreneur, cotisations sociales, travailleur indépendant, chiffre d'affaires",
            "durée de la personne morale",
        ),
        *in_body(
            1.2,
            "dénomination, président, immatriculation, apports, assemblée générale, rcs, code ape",
            "exercice social",
        ),
        *in_body(
            -2.0,
            "total ttc, net à payer, désignation, qté, net imposable, salarié, le locataire, numéro de facture",
            "véhicule, assuré, quotient familial, disclosing party, fiscal year, période d'essai, bulletin",
        ),
    ),
    evidence=(
        *found(1.0, "rcs", "legal_form", "capital", "registration_date", "registered_office", "activity"),
        *found(0.3, "siren", "siret", "seller_siren", "company_name"),
    ),
    wanted_fields=(
        *("company_name", "siren", "siret", "rcs", "legal_form", "capital", "registered_office"),
        "registration_date",
    ),
    retention=Retention(5, source="Code civil, art. 2224 (2008)"),
)

FINE = Retention(3, source="Code pénal, art. 133-4 (2016)", code="keep_fine")
FINE_FIELDS = ("fine_number", "offence_date", "points")
