"""What a French landlord may ask of a tenant's guarantor: décret n° 2015-1437, annex II. A closed list."""

from lexo.library.dossiers import location, usual
from lexo.library.dossiers.template import Piece, Said, Template, accept

RESIDENCE = Piece(
    "residence",
    Said("Justificatif de domicile", "Proof of residence"),
    (
        accept("lease", words=usual.RECEIPT_WORDS, unless=usual.LEASE_WORDS, rule=usual.FRESH),
        accept("utility_bill", rule=usual.FRESH),
        accept("insurance", words=usual.HOME_INSURANCE_WORDS, unless=usual.OTHER_INSURANCE_WORDS, rule=usual.FRESH),
        accept("property_tax_notice", words="fonciere", rule=usual.OF_LAST_YEARS),
    ),
    hint=Said(
        "Un seul : dernière quittance, facture d’eau, d’énergie ou de téléphone ou assurance du logement de moins de "
        "trois mois, ou taxe foncière.",
        "One of: last rent receipt, a bill or home insurance less than three months old, or property tax notice.",
    ),
)

TEMPLATE = Template(
    "garant",
    Said("Location : garant", "Renting: guarantor"),
    Said(
        "Ce qu’un bailleur peut demander à qui se porte caution.", "What a landlord may ask of whoever stands surety."
    ),
    (
        usual.IDENTITY_OR_LICENCE,
        RESIDENCE,
        usual.PROFESSION,
        *usual.one_of("income", usual.PAYSLIPS, usual.BENEFITS, location.ACCOUNTS),
        usual.TAX_NOTICE,
        usual.optional(
            Piece(
                "property",
                Said("Taxe foncière ou titre de propriété", "Property tax notice or title deed"),
                (accept("property_tax_notice", words="fonciere", rule=usual.OF_LAST_YEARS),),
            )
        ),
    ),
    Said(
        "Décret n° 2015-1437 du 5 novembre 2015, annexe II",
        "Décret n° 2015-1437 of 5 November 2015, annex II",
    ),
    location.NOT_ASKED,
)
