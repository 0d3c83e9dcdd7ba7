"""What the CAF asks of who applies for housing benefit. Usage: the CAF gets income from the tax office by itself."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Piece, Said, Template, accept, of_anyone

TEMPLATE = Template(
    "caf",
    Said("CAF : aide au logement", "CAF: housing benefit"),
    Said("Pour une première demande d’aide au logement.", "For a first application for housing benefit."),
    (
        usual.IDENTITY,
        usual.BANK_DETAILS,
        Piece(
            "home",
            Said("Bail ou attestation de loyer", "Lease or landlord’s statement"),
            (
                accept("lease", words=usual.LEASE_WORDS, unless=usual.RECEIPT_WORDS),
                accept("benefits", words="attestation de loyer"),
                accept("lease", words=usual.RECEIPT_WORDS, unless=usual.LEASE_WORDS, rule=usual.FRESH),
            ),
            hint=Said(
                "Le bailleur remplit l’attestation de loyer, souvent en ligne.",
                "The landlord fills in the statement, mostly online.",
            ),
        ),
        usual.TAX_NOTICE,
        usual.optional(usual.PAYSLIPS),
        usual.optional(usual.FAMILY),
        usual.optional(
            Piece(
                "student",
                Said("Certificat de scolarité ou carte d’étudiant", "Certificate of enrolment"),
                (of_anyone("diploma", words="scolarite, etudiant, inscription, enrol*"),),
            )
        ),
    ),
    Said(
        "Usage de la CAF ; code de la construction et de l’habitation, livre VIII",
        "Usage of the CAF; code de la construction et de l’habitation, book VIII",
    ),
    (
        Said(
            "La CAF reçoit vos revenus de l’administration fiscale : ne les envoyez que si elle les demande",
            "the CAF gets your income from the tax office: send it only when asked to",
        ),
    ),
)
