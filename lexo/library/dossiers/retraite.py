"""What a pension fund asks of who claims the basic pension: the common form and its list of papers. Usage."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Need, Piece, Rule, Said, Series, Template, accept

TEMPLATE = Template(
    "retraite",
    Said("Retraite : demande", "Pension: claim"),
    Said("Demander sa retraite de base et complémentaire.", "Claim the basic and the complementary pension."),
    (
        usual.IDENTITY,
        usual.BANK_DETAILS,
        Piece(
            "tax_notices",
            Said("Deux derniers avis d’impôt sur le revenu", "Last two income tax notices"),
            (accept("income_tax_notice"),),
            Rule(count=2, series=Series.YEARS),
        ),
        Piece(
            "payslips",
            Said("Bulletins de salaire des douze derniers mois", "Payslips of the last twelve months"),
            (accept("payslip"),),
            Rule(count=12, series=Series.MONTHS),
        ),
        Piece(
            "career",
            Said("Relevé de carrière", "Career statement"),
            (accept("benefits", words="releve de carriere, carriere, releve de situation, trimestres"),),
            Rule(max_age_months=12),
            Need.OPTIONAL,
        ),
        Piece(
            "family",
            Said("Livret de famille", "Family record"),
            usual.FAMILY.accepted,
            need=Need.OPTIONAL,
            hint=Said("Si vous avez eu ou élevé des enfants.", "If you had or brought up children."),
        ),
        Piece(
            "benefits",
            Said("Chômage, maladie, invalidité : attestations", "Unemployment, illness, disability: certificates"),
            (accept("benefits", "health", words="france travail, pole emploi, indemnites journalieres, invalidite"),),
            need=Need.OPTIONAL,
        ),
    ),
    Said(
        "Usage de l’Assurance retraite ; code de la sécurité sociale, art. R351-34",
        "Usage of the Assurance retraite; code de la sécurité sociale, art. R351-34",
    ),
)
