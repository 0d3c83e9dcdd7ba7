"""What banks usually ask of who wants a mortgage. Usage, not law: each bank has a list of its own."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Need, Piece, Rule, Said, Series, Template, accept, of_anyone

TEMPLATE = Template(
    "pret",
    Said("Prêt immobilier", "Mortgage"),
    Said("Ce qu’une banque ou un courtier demande d’habitude.", "What a bank or a broker usually asks for."),
    (
        usual.IDENTITY,
        usual.RECENT_ADDRESS,
        usual.FAMILY,
        usual.optional(usual.PROFESSION),
        usual.PAYSLIPS,
        Piece(
            "december_payslips",
            Said("Bulletins de décembre des deux dernières années", "December payslips of the last two years"),
            (accept("payslip"),),
            Rule(count=2, series=Series.DECEMBERS),
            hint=Said("Ils portent les cumuls de l’année.", "They state the totals of the year."),
        ),
        Piece(
            "tax_notices",
            Said("Deux derniers avis d’impôt sur le revenu", "Last two income tax notices"),
            (accept("income_tax_notice"),),
            Rule(count=2, series=Series.YEARS),
        ),
        Piece(
            "statements",
            Said("Trois derniers relevés de compte", "Last three bank statements"),
            (accept("bank_statement", unless="livret, amortissement"),),
            usual.THREE_MONTHS,
        ),
        Piece(
            "savings",
            Said("Justificatif d’apport : épargne", "Proof of your own money: savings"),
            (accept("bank_statement", "insurance", words="livret, epargne, assurance vie, pel, plan d epargne"),),
            Rule(max_age_months=3),
            Need.OPTIONAL,
        ),
        Piece(
            "loans",
            Said("Tableaux d’amortissement des prêts en cours", "Repayment tables of running loans"),
            (
                accept(
                    *("bank_statement", "quote", "other"),
                    words="amortissement, tableau d amortissement, offre de pret, credit, repayment schedule",
                ),
            ),
            Rule(),
            Need.OPTIONAL,
        ),
        Piece(
            "sale",
            Said("Compromis ou promesse de vente", "Sales agreement"),
            (
                of_anyone(
                    *("quote", "lease", "legal_notice", "employment_contract", "other"),
                    words="compromis de vente, promesse de vente, promesse unilaterale, avant contrat, sales agreement",
                ),
            ),
        ),
    ),
    Said(
        "Usage des banques ; aucune loi n’en fixe la liste. Le prêteur vérifie la solvabilité : code de la "
        "consommation, art. L313-16",
        "Usage of banks; no law fixes the list. Lenders check solvency: code de la consommation, art. L313-16",
    ),
    (
        Said(
            "L’assurance du prêt ne peut pas demander de questionnaire de santé sous 200 000 € par personne, à "
            "rembourser avant 60 ans",
            "the loan’s insurer may not ask about your health below 200,000 € each, repaid before the age of 60",
        ),
    ),
)
