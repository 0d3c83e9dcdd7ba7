"""Kinds of paper about being insured, and about care."""

from lexo.understanding.kinds.kind import Kind, Retention, Start, Urgency, found, in_body, in_title

_MEMENTO = "memento.fr, 2026"

HEALTH = Kind(
    id="health",
    name_fr="Santé : sécu, mutuelle, soins",
    name_en="Health insurance and care",
    words=(
        "sécu",
        "sécurité sociale",
        "ameli",
        "cpam",
        "carte vitale",
        "mutuelle",
        "feuille de soins",
        "ordonnance",
        "soins",
    ),
    cues=(
        *in_title(
            5.5,
            "attestation de droits, attestation de droits à l'assurance maladie, feuille de soins, carte vitale",
            "relevé de remboursements, décompte de remboursements, relevé de prestations santé",
            "carte de tiers payant, l'assurance maladie, carte de mutuelle, attestation de tiers payant",
            "attestation mutuelle, ordonnance, carte européenne d'assurance maladie, compte rendu médical",
            "arrêt de travail, avis d'arrêt de travail, certificat médical, compte rendu d'examen",
            "compte rendu de consultation, relevé mutuelle, prescription, explanation of benefits",
            "krankenversicherung, versichertenkarte, carte mobilité inclusion, gesundheitskarte",
        ),
        *in_title(
            5.0,
            "bulletin d'hospitalisation, décompte de prestations, attestation d'indemnités journalières",
            "assurance maladie, compte rendu opératoire, résultats d'analyses, laboratoire de biologie médicale",
            "bulletin de situation",
        ),
        *in_title(-3.5, "facture, bulletin de paie, contrat de travail, table 1, abstract, figure"),
        *in_body(
            2.0,
            "régime général, caisse primaire d'assurance maladie, cpam, bénéficiaires, sécurité sociale",
            "ameli fr, tiers payant, mutuelle, base de remboursement, part complémentaire, ticket modérateur",
            "montant remboursé",
        ),
        *in_body(
            1.8,
            "irm, scanner, radiographie, échographie, service de radiologie, hôpital, clinique, chu, sécu, remb",
            "reste à charge, confraternellement, douleur, traitement, lésion, consultation, dentiste",
            "ophtalmologie, kiné, dépense, arrêt maladie, arrêt de travail, prescrit par, résultat",
            "valeurs de référence, laboratoire, biologiste, hématologie, biochimie, g l, pec, krankenkasse",
            "date de l'examen, radiologie, diagnostic, vaccination, honoraires médicaux, chirurgie",
            "médecin traitant, pharmacie, médecin, patient, posologie, praticien, docteur, droits ouverts",
            "code organisme, adhérent, numéro d'adhérent, date des soins, nature des soins, soins",
        ),
        *in_body(
            1.5,
            "remboursement, optique, dentaire, hospitalisation, affection de longue durée",
            "indemnités journalières",
        ),
        *in_body(
            1.2,
            "assuré, assurée, organisme, complémentaire santé, comprimé, renouveler, examen, nir, dr",
        ),
        *in_body(
            -2.0,
            "véhicule, habitation, net imposable, loyer, salaire de base, trimestres, quotient familial",
            "bailleur, et al, p value, patients were, study, abstract, table 1, total ttc, sinistre",
        ),
    ),
    evidence=(
        *found(1.5, "member_number", "rights_start", "rights_end", "total_refunded", "reimbursements"),
        *found(0.8, "beneficiary", "doctor", "regime"),
        *found(0.5, "nir"),
    ),
    wanted_fields=(
        "nir",
        "organisation",
        "member_number",
        "rights_start",
        "rights_end",
        "total_refunded",
    ),
    retention=Retention(2, source=_MEMENTO),
    twod_doc_types=("A2",),
)

INSURANCE = Kind(
    id="insurance",
    name_fr="Assurance",
    name_en="Insurance",
    words=(
        "assurance",
        "attestation d'assurance",
        "contrat d'assurance",
        "avis d'échéance",
        "constat",
        "carte verte",
        "police",
    ),
    cues=(
        *in_title(
            6.0,
            "certificate of motor insurance, attestation d'assurance scolaire",
            "attestation d'assurance automobile, votre relevé d'information, home insurance, kfz versicherung",
            "attestation de garantie, votre attestation d'assurance, constat dégât des eaux",
            "attestation d'assurance, contrat d'assurance, conditions particulières, constat amiable",
            "carte verte, attestation d'assurance habitation, attestation de responsabilité civile",
            "insurance certificate, versicherungsschein, avis d'échéance assurance, relevé d'information",
            "mémo véhicule assuré, certificat d'assurance, insurance policy, certificate of insurance",
            "constat amiable d'accident automobile, attestation scolaire, assurance habitation",
            "assurance automobile, assurance auto, policy schedule, versicherungsbestätigung",
            "déclaration de sinistre",
        ),
        *in_title(
            5.0,
            "appel de cotisation, multirisque habitation, conditions générales d'assurance, assurance vie",
            "dispositions particulières",
        ),
        *in_title(
            3.5,
            "avis d'échéance, votre assurance, votre contrat d'assurance, assurance, assurance emprunteur",
        ),
        *in_title(
            -4.0,
            "facture, bulletin de paie, contrat de travail, bail, assurance maladie, assurance retraite",
        ),
        *in_body(
            2.0,
            "garanties, responsabilité civile, sinistre, franchise, assureur, souscripteur, sociétaire",
            "bonus malus, prime, prime ttc, cotisation annuelle, code des assurances, contrat d'assurance",
            "dégât des eaux, police n",
        ),
        *in_body(
            1.8,
            "conducteur principal, conducteur, risque, capitaux garantis, multirisque, period of cover, assuré",
            "garanti, individuelle accident, échéance principale, bénéficiaire, indemnisation",
            "déclaration de sinistre, expert, insurance, coefficient de réduction majoration, vol, incendie",
            "bris de glace, dommages, risques garantis, policyholder, premium, policy number, insured, coverage",
            "versicherungsnehmer, beitrag, versicherung",
        ),
        *in_body(
            1.5,
            "échéance annuelle, véhicule assuré, biens assurés, résiliation, loi chatel, date d'effet, avenant",
        ),
        *in_body(
            1.2,
            "assurance, contrat n, cotisation, numéro de contrat, recours, protection juridique",
            "mutuelle d'assurance",
        ),
        *in_body(
            -2.0,
            "net imposable, salaire, tiers payant, feuille de soins, remboursement de soins, kwh, le locataire",
            "assurance maladie, assurance retraite, assurance chômage, infraction, amende, ameli, trimestres",
        ),
    ),
    evidence=(
        *found(1.5, "policy_number", "premium", "deductible", "insured", "guarantees"),
        *found(0.6, "insurer", "policyholder", "vehicle", "insured_address", "renewal_date"),
        *found(0.3, "plate", "contract_number"),
    ),
    wanted_fields=(
        "insurer",
        "policy_number",
        "period_start",
        "contract_end",
        "premium",
        "insured",
        "deductible",
    ),
    retention=Retention(2, Start.COVER_END, _MEMENTO, "keep_insurance"),
    urgency=(Urgency("due_date", "payment"), Urgency("contract_end", "notice", 60)),
)
