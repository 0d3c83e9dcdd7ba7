"""What a paper calls itself, where its kind has several names: "quittance de loyer", "attestation de droits"."""

from lexo.understanding.kinds.folding import folded
from lexo.understanding.paper import Paper
from lexo.understanding.phrasing import is_french

_READ = 2500  # characters from the beginning

_FRENCH: dict[str, tuple[str, ...]] = {
    "invoice": ("Avoir", "Facture d’acompte", "Facture proforma", "Note d’honoraires", "Facture"),
    "utility_bill": ("Facture d’électricité", "Facture de gaz", "Facture d’eau", "Échéancier", "Facture"),
    "receipt": ("Reçu", "Ticket de caisse", "Note de restaurant"),
    "quote": ("Bon de commande", "Confirmation de commande", "Devis", "Proposition commerciale"),
    "payslip": ("Bulletin de paie", "Bulletin de salaire", "Fiche de paie"),
    "income_tax_notice": ("Avis de situation déclarative", "Avis d’impôt"),
    "property_tax_notice": ("Taxe foncière", "Taxes foncières", "Taxe d’habitation"),
    "passport": ("Titre de séjour", "Carte de résident", "Passeport"),
    "vehicle_registration": ("Crit’Air", "Certificat d’immatriculation"),
    "proof_of_address": (
        *("Attestation d’hébergement", "Attestation de titulaire de contrat", "Attestation de contrat"),
        *("Attestation de domicile", "Certificat de résidence", "Justificatif de domicile"),
    ),
    "lease": (
        *("Quittance de loyer", "Avis d’échéance de loyer", "Avis d’échéance", "État des lieux", "Acte de caution"),
        *("Contrat de location", "Contrat de bail", "Bail"),
    ),
    "employment_contract": (
        *("Certificat de travail", "Solde de tout compte", "Promesse d’embauche", "Avenant au contrat de travail"),
        *("Attestation employeur", "Contrat d’apprentissage", "Contrat de travail"),
    ),
    "health": (
        *("Attestation de droits", "Feuille de soins", "Relevé de remboursements", "Décompte de remboursement"),
        *("Relevé de prestations", "Carte de tiers payant", "Ordonnance", "Attestation de mutuelle"),
    ),
    "insurance": (
        *("Attestation d’assurance", "Avis d’échéance", "Constat amiable", "Relevé d’informations"),
        *("Conditions particulières", "Contrat d’assurance", "Carte verte", "Mémo véhicule assuré"),
    ),
    "benefits": (
        *("Attestation de paiement", "Notification de droits", "Attestation de quotient familial", "Avis de situation"),
        *("Relevé de carrière", "Attestation fiscale", "Notification de retraite"),
    ),
    "diploma": (
        *("Certificat de scolarité", "Attestation de réussite", "Relevé de notes", "Attestation d’inscription"),
        *("Attestation CVEC", "Bulletin scolaire", "Diplôme"),
    ),
    "civil_status": ("Acte de naissance", "Acte de mariage", "Acte de décès", "Livret de famille"),
    "legal_notice": (
        *("Avis de contravention", "Avis d’amende forfaitaire majorée", "Mise en demeure", "Commandement de payer"),
        *("Injonction de payer", "Assignation", "Saisie-attribution", "Retrait de points", "Lettre de relance"),
    ),
    "company_registration": ("Extrait Kbis", "Avis de situation Sirene", "Statuts", "Attestation de vigilance"),
}
_ENGLISH: dict[str, tuple[str, ...]] = {
    "invoice": ("Credit note", "Proforma invoice"),
    "quote": ("Purchase order", "Order confirmation", "Quotation", "Quote"),
    "lease": ("Rent receipt", "Lease"),
}


def noun_on(paper: Paper, kind: str, language: str | None) -> str:
    """The first of the kind's names that stands at the paper's beginning; "" where none does."""
    names = (_FRENCH if is_french(language) else _ENGLISH).get(kind, ())
    head = f" {folded(paper.pages[0].text[:_READ])} " if names and paper.pages else ""
    return next((_called(name) for name in names if _stands_in(folded(name), head)), "")


def _stands_in(name: str, head: str) -> bool:
    return f" {name} " in head or f" {name}s " in head


def _called(name: str) -> str:
    """The name people use for it."""
    return {"Taxes foncières": "Taxe foncière", "Certificat d’immatriculation": "Carte grise"}.get(name, name)
