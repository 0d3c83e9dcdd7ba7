"""Kinds of paper about work and study: payslips, contracts, benefits, diplomas."""

from lexo.understanding.kinds.kind import Kind, Retention, Urgency, found, in_body, in_head, in_title

_MEMENTO = "memento.fr, 2026"

PAYSLIP = Kind(
    id="payslip",
    name_fr="Bulletin de salaire",
    name_en="Payslip",
    words=("fiche de paie", "bulletin de paie", "salaire", "paie", "paye", "salary slip", "lohnabrechnung"),
    cues=(
        *in_title(
            6.0,
            "bulletin de paie, bulletin de salaire, fiche de paie, bulletin de paye, payslip, pay slip",
            "bulletin de paie clarifié, lohnabrechnung, gehaltsabrechnung, entgeltabrechnung, pay stub",
        ),
        *in_title(
            5.0,
            "bulletin de pension, salary slip, earnings statement, verdienstabrechnung, loonstrook",
        ),
        *in_title(
            -4.0,
            "contrat de travail, certificat de travail, avis d'impôt, attestation, certificat de salaire",
        ),
        *in_body(
            1.8,
            "brut, net imposable, net payé, salaire brut, salaire de base, net à payer avant impôt",
            "montant net social, net social, cotisations salariales, part salarié, part employeur",
        ),
        *in_body(
            1.5,
            "total deductions, taxable gross, pension contribution, income tax, year to date, gain, retenue",
            "charges patronales, éléments de paie, salaire horaire, traitement brut, traitement de base, indice",
            "échelon, grade, cotisation patronale, montant pat, taux sal, à déduire, pour information",
            "total brut, grundgehalt, gesamtbrutto, nettoverdienst, rentenversicherung, krankenversicherung",
            "personalnummer, urssaf, tax code, deductions, basic pay, csg déductible, csg crds",
            "plafond sécurité sociale, retraite complémentaire, prélèvement à la source",
            "cotisations et contributions, cumul imposable, congés payés, convention collective",
            "heures supplémentaires, lohnsteuer, sozialversicherung, auszahlungsbetrag, bruttolohn",
            "assurance chômage, apec, conservez ce bulletin, dans votre intérêt, sans limitation de durée",
            "heures mensuelles",
        ),
        *in_body(
            1.2,
            "matricule, emploi, qualification, coefficient, ancienneté, net à payer, smic, rubriques, employeur",
            "salarié, gross pay, net pay, national insurance, paye tax, steuerklasse",
        ),
        *in_body(-2.0, "foyer fiscal, revenu fiscal de référence, allocataire, solde précédent"),
        *in_body(-2.5, "article 1, est engagé, certifie avoir employé, reçu pour solde, période d'essai"),
    ),
    evidence=(
        *found(1.6, "net_pay", "net_social", "net_before_tax"),
        *found(1.2, "gross_pay", "net_taxable", "income_tax_withheld", "collective_agreement", "hours_worked"),
        *found(0.4, "nir", "employer_siret", "employee_name", "ape", "income_tax_rate"),
    ),
    wanted_fields=(
        *("employer_name", "employer_siret", "employee_name", "nir", "job_title", "period_start", "period_end"),
        *("gross_pay", "net_social", "net_taxable", "net_before_tax", "net_pay", "payment_date"),
    ),
    retention=Retention(None, source=_MEMENTO, code="until_pension"),
    twod_doc_types=("06",),
)

EMPLOYMENT_CONTRACT = Kind(
    id="employment_contract",
    name_fr="Contrat ou certificat de travail",
    name_en="Employment contract or certificate",
    words=("contrat de travail", "certificat de travail", "solde de tout compte", "cdi", "cdd", "avenant", "embauche"),
    cues=(
        *in_title(
            6.0,
            "contrat de travail, contrat de travail à durée indéterminée, contrat à durée indéterminée",
            "contrat de travail à durée déterminée, contrat à durée déterminée, certificat de travail",
            "reçu pour solde de tout compte, solde de tout compte, avenant au contrat de travail",
            "employment contract, contract of employment, employment agreement, arbeitsvertrag",
            "contrat d'apprentissage, promesse d'embauche, arbeitszeugnis, arbeitsovereenkomst",
        ),
        *in_title(
            5.0,
            "attestation employeur, convention de stage, attestation de travail, attestation d'emploi",
            "certificate of employment, rupture conventionnelle, offer of employment, lettre d'engagement",
        ),
        *in_title(-4.0, "bulletin de paie, bulletin de salaire, facture, non disclosure agreement"),
        *in_body(
            2.0,
            "période d'essai, est engagé, est engagée, est embauché, est embauchée, probationary period",
            "certifie avoir employé, a été employé, a été employée, libre de tout engagement, probezeit",
            "pour solde de tout compte, indemnité compensatrice de congés payés, salaire mensuel brut",
        ),
        *in_body(
            1.8,
            "avenant, salariée, représentée par, horaire, position of, place of work, reporting to, fonctions d",
            "bruts par mois, visite médicale, démission, licenciement, employeur, mensuelle brute, poste de",
            "embauché, contrat de travail, arbeitgeber, holidays, starting on, par mois, durée déterminée",
        ),
        *in_body(
            1.5,
            "durée du travail, lieu de travail, rémunération brute, rémunération, clause de non concurrence",
            "code du travail, en qualité de, fonctions, heures hebdomadaires, durée indéterminée",
        ),
        *in_body(
            1.2,
            "préavis, le salarié, la salariée, the employee, the employer, l'employeur, der arbeitnehmer",
        ),
        *in_body(
            1.0,
            "convention collective, congés payés, salaire, notice period, annual salary, coefficient, statut",
        ),
        *in_body(
            -2.0,
            "net imposable, csg déductible, part employeur, le locataire, le bailleur, cotisations salariales",
            "disclosing party, evaluation material, confidential information means, total ttc",
        ),
    ),
    evidence=(
        *found(1.5, "trial_period", "contract_type"),
        *found(0.7, "employee_name", "employer_name", "salary", "job_title", "start_date"),
        *found(0.3, "employer_siret", "signature_date"),
    ),
    wanted_fields=(
        *("employer_name", "employer_siret", "employee_name", "job_title", "contract_type", "start_date"),
        *("end_date", "salary"),
    ),
    retention=Retention(None, source=_MEMENTO, code="until_pension"),
    twod_doc_types=("10",),
)

BENEFITS = Kind(
    id="benefits",
    name_fr="CAF, France Travail, retraite",
    name_en="Benefits, job centre, pension",
    words=(
        "caf",
        "france travail",
        "pôle emploi",
        "retraite",
        "allocation",
        "pension",
        "apl",
        "rsa",
        "carrière",
        "msa",
    ),
    cues=(
        *in_title(
            5.0,
            "caisse d'allocations familiales, allocations familiales, france travail, pôle emploi",
            "attestation de paiement, attestation de paiement et de quotient familial, relevé de carrière",
            "relevé de situation individuelle, notification de droits, avis de situation, titre de pension",
            "attestation de quotient familial, notification de retraite, attestation de droits à l'allocation",
            "relevé de prestations, notification d'ouverture de droits, l'assurance retraite, agirc arrco",
        ),
        *in_title(
            4.5,
            "attestation fiscale retraite, estimation indicative globale, attestation de versement, carsat",
            "benefit statement, universal credit, rentenbescheid, bescheid, pension statement, cnav",
            "notification de trop perçu, indu, decision relative à vos droits, bewilligungsbescheid",
        ),
        *in_title(
            -4.0,
            "bulletin de paie, bulletin de salaire, avis d'impôt, facture, quittance de loyer, contrat",
        ),
        *in_body(
            2.0,
            "vos droits, allocataire, numéro allocataire, quotient familial, prime d'activité",
            "revenu de solidarité active, allocation d'aide au retour à l'emploi, allocation journalière",
            "demandeur d'emploi, are, rsa, aide personnalisée au logement, aide au logement, apl, trop perçu",
            "arbeitslosengeld",
        ),
        *in_body(
            1.8,
            "leistungen, bewilligt, widerspruch, vous recevrez, droits à, conseiller, reliquat",
            "pension de réversion, caisse de retraite, montant brut, votre retraite, invalidité",
            "minimum vieillesse, ouverture de droits, notification, pension de retraite, trimestres",
            "trimestres validés, points de retraite, carrière, retraite de base, retraite complémentaire",
            "allocation, prestations versées, caf, recours amiable",
        ),
        *in_body(
            1.2,
            "voies de recours, commission de recours amiable, indemnisation, actualisation, identifiant",
            "retraite, pension, prestations, rente, kindergeld, jobcenter, state pension",
        ),
        *in_body(-1.5, "mise en recouvrement, revenu fiscal de référence, soins, remboursement de soins"),
        *in_body(-2.0, "net imposable, part salarié, salaire de base, loyer hors charges, total ttc, kwh"),
    ),
    evidence=(
        *found(1.8, "beneficiary_number", "benefit"),
        *found(0.8, "daily_amount", "reason"),
        *found(0.3, "nir", "appeal_period"),
    ),
    wanted_fields=(
        *("organisation", "beneficiary_number", "benefit", "period_start", "period_end", "amount"),
        "appeal_before",
    ),
    retention=Retention(5, source="Code civil, art. 2224 (2008)"),
    urgency=(Urgency("appeal_before", "appeal", 14), Urgency("documents_before", "documents")),
)

DIPLOMA = Kind(
    id="diploma",
    name_fr="Diplôme, certificat de scolarité",
    name_en="Diploma, school certificate",
    words=(
        "diplôme",
        "certificat de scolarité",
        "cvec",
        "relevé de notes",
        "bulletin scolaire",
        "attestation de réussite",
    ),
    cues=(
        *in_title(
            6.0,
            "certificat de scolarité, diplôme, attestation de réussite, relevé de notes, diplôme national",
            "baccalauréat, brevet de technicien supérieur, diplôme national du brevet, certificat de réussite",
            "attestation cvec, bulletin scolaire, attestation d'inscription, diploma, transcript of records",
            "academic transcript, certificate of enrolment, zeugnis",
        ),
        *in_title(
            5.5,
            "attestation d'acquittement de la contribution de vie étudiante, certificate of enrollment, degree",
            "immatrikulationsbescheinigung, certificat d'aptitude professionnelle, relevé de notes et résultats",
        ),
        *in_title(
            4.5,
            "bulletin du, attestation de scolarité, attestation de formation, certificat de formation",
        ),
        *in_title(2.5, "master, licence, doctorat"),
        *in_title(
            -3.5,
            "facture, contrat, abstract, bulletin de paie, bulletin de salaire, convention de stage",
        ),
        *in_head(
            1.5,
            "université, académie, lycée, collège, école, rectorat, university, ministère de l'éducation",
        ),
        *in_body(
            2.0,
            "crédits, année universitaire, année scolaire, est inscrit, est inscrite, a obtenu, ine, étudiant",
            "contribution de vie étudiante, crous, semestre, ects, mention, has been awarded",
        ),
        *in_body(
            1.8,
            "wintersemester, sommersemester, studiengang, matrikelnummer, immatrikuliert, enseignante",
            "directrice, épreuves, admis, ajourné, coefficient, certifie que l'enfant, fréquente, est scolarisé",
            "le grade de, est conféré, le diplôme de, a été délivré, numéro étudiant, moyenne générale",
        ),
        *in_body(
            1.5,
            "grade de, grande école, promotion, appréciation, trimestre, matière, conseil de classe, programme",
            "degree of, module, grade, examination, lauréat, apprenti, bachelor of, session, jury, étudiante",
            "élève, moyenne, bachelor",
        ),
        *in_body(
            1.2,
            "université, recteur, scolarité, spécialité, proviseur, chef d'établissement, semester",
        ),
        *in_body(1.0, "formation, bac, examen, candidat, notes, classe, rentrée"),
        *in_body(
            -2.0,
            "total ttc, net à payer, article 1, salaire, loyer, net imposable, cotisation annuelle, abstract",
            "et al, table of contents, équation, copyright",
        ),
    ),
    evidence=(
        *found(2.0, "ine", "student_number", "diploma_number", "diploma_title"),
        *found(0.8, "honours", "degree", "school", "student"),
    ),
    wanted_fields=(
        "school",
        "student",
        "ine",
        "degree",
        "year",
        "honours",
    ),
    retention=Retention(None, source=_MEMENTO),
    twod_doc_types=("B0", "B1"),
)
