"""Kinds of paper about taxes."""

from lexo.understanding.kinds.kind import Kind, Retention, Start, Urgency, found, in_body, in_title

INCOME_TAX_NOTICE = Kind(
    id="income_tax_notice",
    name_fr="Avis d’impôt sur le revenu",
    name_en="Income tax notice",
    words=("impôt", "impôts", "avis d'imposition", "avis d'impôt", "asdir", "impôt sur le revenu", "income tax"),
    cues=(
        *in_title(
            6.0,
            "avis d'impôt, avis d'imposition, avis de situation déclarative, impôt sur les revenus",
            "avis d'impôt sur les revenus, impôt sur le revenu, avis de non imposition, steuerbescheid",
            "avis de situation déclarative à l'impôt sur le revenu, déclaration des revenus",
            "income tax assessment",
        ),
        *in_title(
            5.5,
            "déclaration préremplie, impôts sur le revenu et prélèvements sociaux, einkommensteuerbescheid",
        ),
        *in_title(
            5.0,
            "avis d'impôt établi en, tax assessment notice, einkommensteuer, justificatif d'impôt sur le revenu",
        ),
        *in_title(-4.0, "bulletin de paie, taxe foncière, taxe d'habitation, facture, certificat de salaire"),
        *in_body(2.5, "revenu fiscal de référence, nombre de parts, revenu brut global, revenu imposable"),
        *in_body(
            2.0,
            "impôt sur le revenu net, foyer fiscal, retenue à la source, prélèvements sociaux, déclarant 1",
        ),
        *in_body(
            1.8,
            "prélèvement à la source, déclarant, référence de l'avis, numéro fiscal, mise en recouvrement",
        ),
        *in_body(
            1.5,
            "montant qui vous sera restitué, frais réels, barème, festsetzung, finanzamt",
            "quotient familial plafonné, tax assessment, taxable income, pensions, rentes, salaires, décote",
            "impôt net, crédit d'impôt, réductions d'impôt, traitements et salaires",
        ),
        *in_body(
            1.2,
            "direction générale des finances publiques, impots gouv fr, finances publiques, service des impôts",
            "vos revenus, revenus de, reste à payer, montant de votre impôt, zu versteuerndes einkommen",
        ),
        *in_body(-2.0, "cotisation patronale, à déduire, traitement brut, salaire brut, bulletin"),
        *in_body(
            -2.5,
            "net imposable, net à payer avant impôt, cotisations salariales, part salarié, salaire de base",
        ),
        *in_body(-3.5, "taxe foncière, taxe d'habitation, valeur locative, propriétés bâties"),
    ),
    evidence=(
        *found(1.8, "reference_tax_income", "household_parts", "tax_shares"),
        *found(
            0.9,
            "notice_reference",
            "tax_notice_reference",
            "tax_number",
            "collection_date",
            "net_tax",
            "declarant_1_name",
        ),
        *found(0.4, "left_to_pay", "income_tax_year", "tax_year"),
    ),
    wanted_fields=(
        *("tax_number", "notice_reference", "tax_year", "reference_tax_income", "household_parts", "net_tax"),
        *("left_to_pay", "collection_date", "due_date"),
    ),
    retention=Retention(3, Start.YEAR_END, "20minutes.fr, 2019", "keep_tax"),
    urgency=(Urgency("due_date", "payment"),),
    twod_doc_types=("04", "28"),
)

PROPERTY_TAX_NOTICE = Kind(
    id="property_tax_notice",
    name_fr="Taxe foncière ou d’habitation",
    name_en="Property tax notice",
    words=("taxe foncière", "taxe d'habitation", "foncier", "impôts locaux", "property tax", "council tax"),
    cues=(
        *in_title(
            7.0,
            "taxe foncière, taxe d'habitation, avis de taxes foncières, council tax bill",
            "avis d'impôt taxes foncières, taxe d'habitation et contribution, avis de taxe d'habitation",
            "grundsteuerbescheid, property tax bill, impôts locaux",
        ),
        *in_title(
            6.0,
            "taxe sur les logements vacants, avis de taxe sur les logements vacants",
            "taxe sur les locaux vacants, taxe d'aménagement, avis de taxe",
            "taxe d'habitation sur les logements vacants, cotisation foncière des entreprises, council tax",
        ),
        *in_title(-4.0, "impôt sur les revenus, facture, bail, attestation, contrat de location"),
        *in_body(
            2.5,
            "propriétés bâties, propriétés non bâties, valeur locative, ordures ménagères, intercommunalité",
        ),
        *in_body(2.2, "taxe foncière, taxe d'habitation, résidence secondaire, résidence principale"),
        *in_body(
            1.8,
            "base nette, base d'imposition, taux d'imposition, frais de gestion, commune, taxe gemapi",
        ),
        *in_body(
            1.5,
            "vacant, logement vacant, enlèvement des ordures ménagères, taux communal, impôt à payer",
            "local imposé, vous êtes propriétaire, gemapi, tse, cotisations communales, bâti, non bâti",
            "property reference, borough council, parish, amount payable, évaluation, dégrèvement, numéro fip",
            "date limite de paiement, mensualisation, numéro de rôle, mise en recouvrement, cotisation",
        ),
        *in_body(
            1.0,
            "numéro fiscal, référence de l'avis, finances publiques, impots gouv fr, grundsteuer",
            "valuation band",
        ),
        *in_body(
            -2.5,
            "revenu fiscal de référence, nombre de parts, revenu imposable, loyer, prix de vente, bailleur",
        ),
    ),
    evidence=(
        *found(1.5, "tax_base", "property_address", "fip_number"),
        *found(0.6, "tax_number", "commune", "notice_reference"),
        *found(0.3, "due_date", "due_payable", "tax_year"),
    ),
    wanted_fields=(
        *("tax_number", "notice_reference", "commune", "property_address", "tax_base", "due_payable"),
        "due_date",
    ),
    retention=Retention(3, Start.YEAR_END, "LEXO", "keep_tax"),
    urgency=(Urgency("due_date", "payment"),),
    twod_doc_types=("02",),
)
