"""What is sent to the MDPH with the claim: form Cerfa 15692, code de l'action sociale et des familles, art. R146-26."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Need, Piece, Rule, Said, Template, accept, of_anyone

TEMPLATE = Template(
    "mdph",
    Said("MDPH : handicap", "MDPH: disability"),
    Said("Première demande ou renouvellement auprès de la MDPH.", "First claim or renewal."),
    (
        Piece(
            "form",
            Said("Formulaire de demande signé (Cerfa 15692)", "Signed form (Cerfa 15692)"),
            (of_anyone("benefits", "health", "other", words="15692, demande a la mdph, mdph"),),
        ),
        Piece(
            "medical",
            Said("Certificat médical de moins d’un an (Cerfa 15695)", "Medical certificate less than a year old"),
            (of_anyone("health", "benefits", "other", words="certificat medical, 15695"),),
            Rule(max_age_months=12),
        ),
        usual.IDENTITY,
        usual.RECENT_ADDRESS,
        Piece(
            "guardianship",
            Said("Jugement de tutelle ou de curatelle", "Judgment of guardianship"),
            (accept("legal_notice", "civil_status", words="tutelle, curatelle, habilitation familiale"),),
            need=Need.OPTIONAL,
        ),
        Piece(
            "reports",
            Said("Bilans et comptes rendus utiles", "Reports that help"),
            (of_anyone("health", words="bilan, compte rendu"),),
            Rule(count=3),
            Need.OPTIONAL,
        ),
    ),
    Said(
        "Code de l’action sociale et des familles, art. R146-26 ; arrêté du 5 mai 2017 (formulaires)",
        "Code de l’action sociale et des familles, art. R146-26; order of 5 May 2017 (forms)",
    ),
    (
        Said(
            "RIB et avis d’impôt : la CAF ou le département les demandera ensuite si besoin",
            "bank details and tax notice: the CAF or the département asks for them later if it needs them",
        ),
    ),
)
