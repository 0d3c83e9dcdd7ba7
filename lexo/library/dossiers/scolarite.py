"""What a town hall may ask to enrol a child at school: code de l'éducation, art. D131-3-1, a closed list of three.

The optional pieces are for the school, which admits the child then.
"""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Need, Piece, Rule, Said, Template, accept, of_anyone

TEMPLATE = Template(
    "scolarite",
    Said("Inscription scolaire", "Enrolment at school"),
    Said("Inscrire un enfant à l’école, à la mairie.", "Enrol a child at school, at the town hall."),
    (
        Piece(
            "child",
            Said("Identité de l’enfant", "The child’s identity"),
            (of_anyone("civil_status", words=usual.FAMILY_WORDS), of_anyone("passport"), of_anyone("identity_card")),
            hint=Said(
                "Livret de famille, extrait d’acte de naissance, passeport ou carte d’identité.",
                "Family record, birth certificate, passport or identity card.",
            ),
        ),
        Piece(
            "parents",
            Said("Identité des responsables de l’enfant", "Identity of the parents"),
            (accept("identity_card"), accept("passport"), accept("driving_licence")),
            usual.VALID,
        ),
        Piece(
            "residence",
            Said("Justificatif de domicile", "Proof of residence"),
            usual.RECENT_ADDRESS.accepted,
            Rule(max_age_months=12),
            hint=Said(
                "Par tout moyen, même une attestation sur l’honneur.", "Whatever proves it, even your word of honour."
            ),
        ),
        Piece(
            "vaccination",
            Said("Vaccinations obligatoires à jour", "Compulsory vaccinations"),
            (of_anyone("health", "other", words="vaccin*, carnet de sante, dtp"),),
            need=Need.OPTIONAL,
            hint=Said("Carnet de santé ou certificat du médecin.", "Health booklet or a doctor’s certificate."),
        ),
        Piece(
            "leaving",
            Said("Certificat de radiation de l’ancienne école", "Leaving certificate of the former school"),
            (of_anyone("diploma", words="radiation, certificat de radiation, exeat"),),
            need=Need.OPTIONAL,
        ),
        Piece(
            "liability",
            Said("Assurance scolaire", "School insurance"),
            (of_anyone("insurance", words="scolaire, responsabilite civile, school"),),
            need=Need.OPTIONAL,
            hint=Said("Obligatoire pour les sorties facultatives seulement.", "Compulsory for optional outings only."),
        ),
    ),
    Said(
        "Code de l’éducation, art. L131-5, L131-6 et D131-3-1 (décret n° 2020-811 du 29 juin 2020)",
        "Code de l’éducation, art. L131-5, L131-6 and D131-3-1 (décret n° 2020-811 of 29 June 2020)",
    ),
    (
        Said(
            "nationalité, titre de séjour des parents, avis d’impôt (sauf pour les tarifs de cantine)",
            "nationality, residence permit of the parents, tax notice (but for canteen prices)",
        ),
    ),
)
