"""Pieces that several lists ask for in the same way."""

from dataclasses import replace

from lexo.library.dossiers.template import Need, Piece, Rule, Said, Series, accept, of_anyone

VALID = Rule(must_be_valid=True)
THREE_MONTHS = Rule(count=3, series=Series.MONTHS)
FRESH = Rule(max_age_months=3)
OF_LAST_YEARS = Rule(years_back=1)

RECEIPT_WORDS = "quittance, avis d echeance, recu de loyer, rent receipt, mietquittung"
LEASE_WORDS = (
    "bail, contrat de location, contrat de bail, lease, tenancy agreement, mietvertrag, rental agreement, huurcontract"
)
HOSTING_WORDS = "hebergement, heberge*, election de domicile"
BIRTH_WORDS = "acte de naissance, extrait d acte de naissance, naissance, birth certificate"
FAMILY_WORDS = "livret de famille, livret, family record, mariage, pacs, acte de naissance, divorce"
OTHER_INSURANCE_WORDS = "automobile, auto, vehicule, sante, vie, scolaire, moto, voyage, professionnelle"
HOME_INSURANCE_WORDS = "habitation, logement, multirisque, home insurance, locative"

IDENTITY = Piece(
    "identity",
    Said("Pièce d’identité en cours de validité", "Valid identity paper"),
    (accept("identity_card"), accept("passport")),
    VALID,
)
IDENTITY_OR_LICENCE = replace(
    IDENTITY,
    accepted=(*IDENTITY.accepted, accept("driving_licence")),
    hint=Said(
        "Une seule suffit : carte d’identité, passeport, titre de séjour ou permis de conduire.",
        "One is enough: identity card, passport, residence permit or driving licence.",
    ),
)
RECENT_ADDRESS = Piece(
    "residence",
    Said("Justificatif de domicile de moins de trois mois", "Proof of residence less than three months old"),
    (
        accept("utility_bill"),
        accept("proof_of_address", unless=HOSTING_WORDS),
        accept("lease", words=RECEIPT_WORDS, unless=LEASE_WORDS),
        accept("insurance", words=HOME_INSURANCE_WORDS, unless=OTHER_INSURANCE_WORDS),
        of_anyone("proof_of_address", words=HOSTING_WORDS),
        accept("property_tax_notice", rule=OF_LAST_YEARS),
        accept("income_tax_notice", rule=OF_LAST_YEARS),
    ),
    FRESH,
    hint=Said(
        "Facture d’eau, d’énergie ou de télécom, attestation, quittance de loyer ou assurance du logement.",
        "A bill for water, energy or telephone, a certificate, a rent receipt or the insurance of the home.",
    ),
)
PAYSLIPS = Piece(
    "payslips",
    Said("Trois derniers bulletins de salaire", "Last three payslips"),
    (accept("payslip"),),
    THREE_MONTHS,
)
TAX_NOTICE = Piece(
    "tax_notice",
    Said("Dernier avis d’impôt sur le revenu", "Last income tax notice"),
    (accept("income_tax_notice"),),
    OF_LAST_YEARS,
    hint=Said("Celui de cette année ou de l’année dernière.", "That of this year or the last."),
)
BANK_DETAILS = Piece("bank_details", Said("RIB", "Bank details (RIB)"), (accept("bank_details"),))
FAMILY = Piece(
    "family",
    Said("Livret de famille ou acte d’état civil", "Family record or civil status record"),
    (of_anyone("civil_status"),),
)
BENEFITS = Piece(
    "benefits",
    Said("Prestations, retraite ou indemnités des trois derniers mois", "Benefits or pension of the last three months"),
    (accept("benefits"),),
    FRESH,
)
PROFESSION = Piece(
    "profession",
    Said("Situation professionnelle", "Professional situation"),
    (
        accept("employment_contract", unless="certificat de travail, solde de tout compte, rupture"),
        accept("company_registration", rule=FRESH),
        accept("diploma", words="scolarite, etudiant, inscription, enrol*", rule=Rule(this_school_year=True)),
    ),
    hint=Said(
        "Contrat de travail ou attestation de l’employeur, Kbis de moins de trois mois, carte d’étudiant ou certificat "
        "de scolarité.",
        "Work contract or the employer’s certificate, company register extract less than three months old, or "
        "certificate of enrolment.",
    ),
)


def optional(piece: Piece) -> Piece:
    """The same piece, which may be left out."""
    return replace(piece, need=Need.OPTIONAL)


def one_of(group: str, *pieces: Piece) -> tuple[Piece, ...]:
    """Pieces of which one is enough."""
    return tuple(replace(piece, group=group) for piece in pieces)
