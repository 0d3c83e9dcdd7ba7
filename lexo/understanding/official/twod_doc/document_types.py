"""What papers carry a 2D-Doc: the type's two characters, its French meaning, and the kind of paper it is in LEXO.

The list of the specification; type 28 and the health certificates B2 and L1 are of later lists.
"""

from functools import lru_cache
from typing import NamedTuple


class DocumentType(NamedTuple):
    """One entry of the list."""

    meaning: str
    kind: str


def kind_of(type_id: str) -> str | None:
    """The kind of paper, or None where the list does not know the type."""
    known = _types().get(type_id.upper())
    return known.kind if known else None


def meaning_of(type_id: str) -> str:
    """In French; the type's own two characters where the list does not know it."""
    known = _types().get(type_id.upper())
    return known.meaning if known else type_id


@lru_cache(maxsize=1)
def _types() -> dict[str, DocumentType]:
    rows = (row.split(maxsplit=2) for row in _LIST.strip().splitlines())
    return {type_id: DocumentType(meaning, kind) for type_id, kind, meaning in rows}


_LIST = """
00 proof_of_address     Justificatif de domicile
01 utility_bill         Facture d’énergie, d’eau ou de télécommunications
02 property_tax_notice  Avis de taxe d’habitation
03 bank_details         Relevé d’identité bancaire
04 income_tax_notice    Avis d’impôt sur le revenu
05 bank_details         Relevé d’identité SEPAmail
06 payslip              Bulletin de salaire
07 identity_card        Titre d’identité
08 identity_card        Bande de lecture automatique d’un titre d’identité
09 invoice              Facture étendue
10 employment_contract  Contrat de travail
11 bank_statement       Relevé de compte
12 legal_notice         Acte d’huissier
28 income_tax_notice    Avis d’impôt sur les revenus
A0 vehicle_registration Certificat de qualité de l’air
A1 driving_licence      Courrier du permis à points
A2 health               Carte mobilité inclusion
A3 other                Macaron de véhicule de transport avec chauffeur
A4 civil_status         Certificat de décès
A5 other                Carte de transport public particulier de personnes
A6 other                Carte professionnelle de sapeur-pompier
A7 vehicle_registration Certificat de qualité de l’air (version 2)
B0 diploma              Diplôme
B1 diploma              Attestation de versement de la contribution à la vie étudiante
B2 health               Résultat d’un test virologique
L1 health               Attestation de vaccination
"""
