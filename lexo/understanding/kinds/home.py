"""Kinds of paper about where one lives."""

from lexo.understanding.kinds.kind import Kind, Retention, Start, Urgency, found, in_body, in_title

_MEMENTO = "memento.fr, 2026"

PROOF_OF_ADDRESS = Kind(
    id="proof_of_address",
    name_fr="Justificatif de domicile",
    name_en="Proof of address",
    words=(
        "justificatif de domicile",
        "attestation de domicile",
        "attestation d'hébergement",
        "domicile",
        "proof of address",
    ),
    cues=(
        *in_title(
            6.0,
            "justificatif de domicile, attestation d'hébergement, attestation de domicile",
            "certificat de résidence, attestation de titulaire de contrat, attestation titulaire de contrat",
            "proof of address, meldebescheinigung, attestation d'élection de domicile, attestation de résidence",
            "attestation sur l'honneur de domicile",
        ),
        *in_title(
            5.5,
            "attestation de contrat, attestation d'abonnement, proof of residence, certificat de domicile",
            "déclaration de domicile",
        ),
        *in_title(
            5.0,
            "attestation sur l'honneur de résidence, attestation titulaire, confirmation of address",
            "attestation de fourniture",
        ),
        *in_title(1.5, "attestation sur l'honneur, attestation"),
        *in_title(
            -4.0,
            "facture, bail, bulletin, attestation d'assurance, attestation de droits, certificat de travail",
        ),
        *in_body(
            2.2,
            "héberge à titre gratuit, héberger, hébergement à titre gratuit, réside à mon domicile",
            "atteste héberger, titulaire d'un contrat, est titulaire du contrat, justifier de son domicile",
            "justificatif de domicile",
        ),
        *in_body(
            2.0,
            "domicilié à l'adresse, demeure à l'adresse, réside à l'adresse, réside, residing at, est domicilié",
        ),
        *in_body(
            1.8,
            "résider, certificat de résidence, vous êtes titulaire, titulaire d'un abonnement",
            "déclare sur l'honneur, en foi de quoi, est délivré pour, occupe le logement",
            "peut servir de justificatif, à l'adresse suivante, loge",
        ),
        *in_body(
            1.5,
            "atteste sur l'honneur, certifie sur l'honneur, pour servir et valoir",
            "pour faire valoir ce que de droit",
        ),
        *in_body(
            1.2,
            "soussigné, soussignée, atteste, domicile, adresse du logement, fausse déclaration, 441 7",
            "this is to certify",
        ),
        *in_body(-1.5, "loyer, le bailleur, testament, légataire, urssaf, cotisations"),
        *in_body(
            -2.0,
            "total ttc, net à payer, salaire, sécurité sociale, responsabilité civile, trimestres, scolarité",
            "prime, garanties, employé, droits ouverts, année universitaire, allocataire, mensualité",
        ),
    ),
    evidence=(*found(0.4, "service_address", "holder"),),
    wanted_fields=(
        "holder",
        "service_address",
        "issue_date",
    ),
    retention=Retention(1, source="LEXO", code="keep_fresh"),
    twod_doc_types=("00",),
)

LEASE = Kind(
    id="lease",
    name_fr="Bail, quittance de loyer, état des lieux",
    name_en="Lease, rent receipt",
    words=("bail", "loyer", "quittance", "quittance de loyer", "état des lieux", "location", "rent", "mietvertrag"),
    cues=(
        *in_title(
            6.0,
            "quittance de loyer, contrat de location, bail d'habitation, etat des lieux, bail, quittance",
            "contrat de bail, état des lieux d'entrée, état des lieux de sortie, mietvertrag, tenancy agreement",
            "bail de location, bail meublé, lease agreement, rent receipt, avis d'échéance de loyer",
            "huurcontract, assured shorthold tenancy agreement, residential lease agreement",
            "bail à usage d'habitation, mietquittung",
        ),
        *in_title(
            5.0,
            "appel de loyer, régularisation des charges, acte de cautionnement, congé du locataire",
            "révision de loyer, dépôt de garantie, décompte de charges locatives, rental agreement",
            "inventaire du mobilier, nebenkostenabrechnung",
        ),
        *in_title(3.0, "avis d'échéance, location, lease"),
        *in_title(
            -4.0,
            "facture, contrat de travail, avis d'impôt, attestation d'assurance, mise en demeure, commandement",
        ),
        *in_body(
            2.2,
            "le bailleur, bailleur, locataire, le locataire, preneur, quittance, landlord, tenant, vermieter",
        ),
        *in_body(
            2.0,
            "dépôt de garantie, loyer hors charges, loyer mensuel, charges locatives, provision sur charges",
            "mieter, état des lieux, loi du 6 juillet 1989, surface habitable, indice de référence des loyers",
            "security deposit",
        ),
        *in_body(
            1.8,
            "wohnung, miete, kaution, nebenkosten, termes antérieurs, pour loyer et charges, traces d'usage",
            "locataire sortant, clés, séjour, chambre, cuisine, préavis d'un mois, préavis de trois mois",
            "je quitterai, congé, ne vaut pas quittance, loyer principal, the property, the term, deposit",
            "préavis, colocation, bail, à bail, résidence principale du preneur, encadrement des loyers, lot",
        ),
        *in_body(
            1.5,
            "loyer, charges, logement, location, monthly rent, rent, kaltmiete, meublé, remise des clés",
        ),
        *in_body(
            1.2,
            "libérer l'appartement, terme, propriétaire, appartement, murs, sols, caution solidaire",
            "colocataire",
        ),
        *in_body(
            -2.0,
            "prix de vente, salarié, assureur, kwh, allocataire, quotient familial, total ttc, franchise",
            "crédit bail, souscripteur, employee, sociétaire, impôt, check in, véhicule, testament",
        ),
    ),
    evidence=(
        *found(1.2, "rent", "landlord", "tenant", "lease_start", "lease_end", "lease_duration"),
        *found(0.8, "deposit", "charges", "surface_m2", "notice_period"),
    ),
    wanted_fields=(
        *("landlord", "tenant", "property_address", "surface_m2", "rent", "charges", "deposit", "lease_start"),
        "lease_end",
    ),
    retention=Retention(3, Start.CONTRACT_END, _MEMENTO, "keep_lease"),
    urgency=(Urgency("contract_end", "notice", 95), Urgency("due_date", "payment")),
)
