"""What a town hall asks for a new identity card or passport of an adult: décrets 55-1397 and 2005-1726."""

from lexo.library.dossiers import usual
from lexo.library.dossiers.template import Need, Piece, Rule, Said, Template, accept, of_anyone

TEMPLATE = Template(
    "identite",
    Said("Carte d’identité ou passeport", "Identity card or passport"),
    Said("Refaire une carte d’identité ou un passeport, pour un adulte.", "Renew one, for an adult."),
    (
        Piece(
            "old_title",
            Said("Ancien titre, même expiré", "The old card or passport, even expired"),
            (accept("identity_card"), accept("passport")),
            hint=Said("L’original est à rendre.", "The original is to be handed in."),
        ),
        Piece(
            "residence",
            Said("Justificatif de domicile de moins d’un an", "Proof of residence less than a year old"),
            tuple(usual.RECENT_ADDRESS.accepted),
            Rule(max_age_months=12),
        ),
        Piece(
            "birth",
            Said("Acte de naissance de moins de trois mois", "Birth certificate less than three months old"),
            (accept("civil_status", words=usual.BIRTH_WORDS),),
            usual.FRESH,
            Need.OPTIONAL,
            hint=Said(
                "Inutile si le titre est valide ou expiré depuis moins de cinq ans, ou si votre commune de naissance "
                "est raccordée à COMEDEC.",
                "Not needed where the old one is valid or expired less than five years ago, or where your place of "
                "birth answers by itself (COMEDEC).",
            ),
        ),
        Piece(
            "loss",
            Said("Déclaration de perte ou de vol", "Report of loss or theft"),
            (accept("legal_notice", "other", words="declaration de perte, perte, vol, depot de plainte"),),
            need=Need.OPTIONAL,
        ),
        Piece(
            "host",
            Said("Si vous êtes hébergé : attestation de l’hébergeant", "If somebody hosts you: their attestation"),
            (of_anyone("proof_of_address", words=usual.HOSTING_WORDS),),
            need=Need.OPTIONAL,
        ),
    ),
    Said(
        "Décret n° 55-1397 du 22 octobre 1955 (carte), décret n° 2005-1726 du 30 décembre 2005 (passeport)",
        "Décret n° 55-1397 of 22 October 1955 (card), décret n° 2005-1726 of 30 December 2005 (passport)",
    ),
    (
        Said(
            "À apporter aussi, hors de ce dossier : photo récente, timbre fiscal du passeport",
            "also to be brought, outside this dossier: a photograph, the tax stamp of the passport",
        ),
    ),
)
