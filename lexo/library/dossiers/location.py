"""What a French landlord may ask of who applies for a home: décret n° 2015-1437, annex I. A closed list."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Piece, Rule, Said, Template, accept, of_anyone

SOURCE = Said(
    "Décret n° 2015-1437 du 5 novembre 2015, annexe I ; loi du 6 juillet 1989, art. 22-2",
    "Décret n° 2015-1437 of 5 November 2015, annex I; law of 6 July 1989, art. 22-2",
)
NOT_ASKED = (
    Said("relevés de compte, RIB, attestation de bonne tenue de compte", "bank statements, bank details"),
    Said("carte Vitale, dossier médical", "health insurance card, medical records"),
    Said("photo d’identité, casier judiciaire", "photograph of yourself, criminal record"),
    Said("contrat de mariage, jugement de divorce", "marriage contract, divorce judgment"),
    Said("chèque de réservation, autorisation de prélèvement", "deposit to reserve, direct debit mandate"),
)
ACTIVITY_HINT = Said(
    "Un seul document suffit pour prouver vos ressources, mais les trois bulletins et l’avis d’impôt sont d’usage.",
    "One document is enough to prove your income; three payslips and the tax notice are usual.",
)
RESIDENCE = Piece(
    "residence",
    Said("Justificatif de domicile", "Proof of residence"),
    (
        accept("lease", words=usual.RECEIPT_WORDS, unless=usual.LEASE_WORDS, rule=usual.THREE_MONTHS),
        of_anyone("proof_of_address", words=usual.HOSTING_WORDS),
        accept("property_tax_notice", words="fonciere", rule=usual.OF_LAST_YEARS),
    ),
    hint=Said(
        "Un seul : les trois dernières quittances de loyer, une attestation d’hébergement, ou le dernier avis de taxe "
        "foncière.",
        "One of: the last three rent receipts, an attestation of whoever hosts you, or the last property tax notice.",
    ),
)
ACCOUNTS = Piece(
    "accounts",
    Said("Deux derniers bilans ou attestation comptable", "Last two balance sheets or accountant’s statement"),
    (accept("company_registration", "other", words="bilan, attestation comptable, liasse fiscale"),),
    Rule(count=2),
    hint=Said("Si vous travaillez à votre compte.", "If you are self-employed."),
)

TEMPLATE = Template(
    "location",
    Said("Location : locataire", "Renting: tenant"),
    Said("Ce qu’un bailleur peut demander à un candidat locataire.", "What a landlord may ask of an applicant."),
    (
        usual.IDENTITY_OR_LICENCE,
        RESIDENCE,
        usual.PROFESSION,
        *usual.one_of("income", usual.PAYSLIPS, usual.BENEFITS, ACCOUNTS),
        usual.TAX_NOTICE,
        usual.optional(
            Piece(
                "housing_benefit",
                Said("Simulation d’aide au logement", "Estimate of housing benefit"),
                (accept("benefits", words="simulation, aide au logement, apl"),),
            )
        ),
    ),
    SOURCE,
    NOT_ASKED,
)
