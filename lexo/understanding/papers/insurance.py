"""Insurance: contracts, notices of premium, certificates."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.periods import period
from lexo.understanding.papers.shapes import DATE, NAME, NUMBER, PHRASE, TEXT, WHOLE_AMOUNT, Shape
from lexo.understanding.papers.wanted import Wanted, gather
from lexo.understanding.papers.wording import label, speaks_of

_SPEAKS = ("assurance", "assure", "assureur", "insurance", "mutuelle", "sinistre")
_CONTRACTS = ("contrat", "police", "garantie", "cotisation", "prime", "policy", "premium", "societaire")
_PLATE = Shape(
    re.compile(r"[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}(?!\w)"),
    lambda text: re.sub(r"[ -]", "", text).upper(),
)

WANTED = (
    Wanted("insurer", label("assureur", "(?:compagnie|societe) d'assurances?", "insurer"), NAME),
    Wanted(
        "insured",
        label("(?:nom de l')?assure", "souscripteur", "preneur d'assurance", "societaire", "policyholder"),
        NAME,
    ),
    Wanted(
        "policy_number",
        label(
            "(?:n°|numero) (?:de |du )?(?:contrat|police)",
            "(?:contrat|police)(?: d'assurance)? n°",
            "police",
            "reference (?:du )?contrat",
            "policy n(?:umber|o)",
        ),
        NUMBER,
    ),
    Wanted("member_number", label("(?:n°|numero) (?:de |d')?(?:societaire|assure|adherent)", "societaire n°"), NUMBER),
    Wanted(
        "premium",
        label(
            "(?:montant de (?:la |votre )?)?(?:prime|cotisation)"
            "(?: annuelle| totale| ttc| mensuelle| nette){0,2}(?: ttc)?",
            "premium",
        ),
        WHOLE_AMOUNT,
    ),
    Wanted("deductible", label("(?:montant de la )?franchise(?: generale| applicable)?", "deductible"), WHOLE_AMOUNT),
    Wanted("plate", label("immatriculation", "(?:n°|numero) d'immatriculation", "immatricule"), _PLATE),
    Wanted("renewal_date", label("(?:date d')?echeance(?: principale| annuelle)?"), DATE),
    Wanted("start_date", label("(?:date d'|prise d'|a )effet(?: du)?(?: le)?", "date d'effet"), DATE),
    Wanted("vehicle", label("vehicule(?: assure)?", "marque(?: et modele| / modele)"), PHRASE),
    Wanted("insured_address", label("(?:adresse du )?risque(?: assure)?", "adresse du (?:bien|logement) assure"), TEXT),
    Wanted("guarantees", label("garanties? (?:souscrites?|accordees?)", "formule"), TEXT, 1),
)


def find(paper: Paper) -> Iterator[Field]:
    """What an insurer's paper says."""
    if not speaks_of(paper, _SPEAKS, _CONTRACTS):
        return
    fields = gather(paper, WANTED)
    if not fields.keys() & {"insurer", "policy_number", "premium", "insured", "member_number"}:
        return
    yield from fields.values()
    yield from period(paper, _VALID)


_VALID = label("valable", "(?:periode|annee) (?:de garantie|d'assurance|de validite)", "pour la periode", "periode du")
