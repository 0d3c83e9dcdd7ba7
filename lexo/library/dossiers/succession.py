"""What a notary asks first after a death. Usage: each estate has papers of its own."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Need, Piece, Rule, Said, Template, of_anyone

TEMPLATE = Template(
    "succession",
    Said("Succession : premier rendez-vous chez le notaire", "Estate: first meeting with the notary"),
    Said("Ce que le notaire demande en premier après un décès.", "What a notary asks for first after a death."),
    (
        Piece(
            "death",
            Said("Acte de décès", "Death certificate"),
            (of_anyone("civil_status", words="deces, acte de deces, death"),),
        ),
        Piece(
            "family",
            Said("Livret de famille du défunt", "Family record of the deceased"),
            (of_anyone("civil_status", words="livret de famille, mariage, acte de mariage", unless="deces"),),
        ),
        Piece(
            "heirs",
            Said("Identité des héritiers", "Identity of the heirs"),
            (of_anyone("identity_card"), of_anyone("passport")),
            usual.VALID,
        ),
        Piece(
            "marriage",
            Said("Contrat de mariage, donation, testament", "Marriage contract, donation, will"),
            (of_anyone("civil_status", "legal_notice", "other", words="contrat de mariage, donation, testament"),),
            need=Need.OPTIONAL,
        ),
        Piece(
            "accounts",
            Said("Derniers relevés de compte du défunt", "Last bank statements of the deceased"),
            (of_anyone("bank_statement"),),
            Rule(count=3),
        ),
        Piece(
            "property",
            Said("Titres de propriété, taxe foncière", "Title deeds, property tax notice"),
            (of_anyone("property_tax_notice"),),
            need=Need.OPTIONAL,
        ),
        Piece(
            "life_insurance",
            Said("Contrats d’assurance-vie", "Life insurance contracts"),
            (of_anyone("insurance", words="assurance vie, vie, deces, obseques"),),
            need=Need.OPTIONAL,
        ),
        Piece(
            "tax_notice",
            Said("Dernier avis d’impôt du défunt", "Last tax notice of the deceased"),
            (of_anyone("income_tax_notice"),),
            Rule(years_back=2),
        ),
        Piece(
            "funeral",
            Said("Facture des obsèques", "Bill of the funeral"),
            (of_anyone("invoice", "quote", words="obseques, funeraire, pompes funebres, funeral"),),
            need=Need.OPTIONAL,
        ),
    ),
    Said(
        "Usage des notaires ; la déclaration est due dans les six mois : code général des impôts, art. 641",
        "Usage of notaries; the declaration is due within six months: code général des impôts, art. 641",
    ),
)
