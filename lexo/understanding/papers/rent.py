"""Leases, rent receipts and inventories: who lets what to whom, for how much, from when to when."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.periods import period
from lexo.understanding.papers.shapes import DATE, DECIMAL, MONEY, NAME, PHRASE, TEXT, WHOLE_AMOUNT, Shape, duration_of
from lexo.understanding.papers.wanted import Wanted, gather, number, proved
from lexo.understanding.papers.wording import label, speaks_of

_SPEAKS = (
    "bailleur",
    "locataire",
    "quittance de loyer",
    "avis d'echeance",
    "contrat de location",
    "etat des lieux",
    "landlord",
)
_RENTS = ("loyer", "bail", "logement", "rent")
_CENT = Decimal("0.01")

_SURFACE = Shape(
    re.compile(r"(?:de |d'environ )?(?P<value>\d{1,4}(?:[.,]\d{1,2})?) ?m(?:2|²)", re.IGNORECASE), DECIMAL.normalized
)
_DURATION = re.compile(
    r"(?:de )?(?P<value>(?:\d{1,2}|un|deux|trois|six|neuf) (?:\([\w ]{1,10}\) )?(?:mois|ans?|annees?))", re.IGNORECASE
)
_MONTHS_OR_YEARS = Shape(_DURATION, duration_of)
_FIXED_AT = r"(?: (?:est|sont) fixee?s? (?:a|au montant de)(?: la somme de)?)?"

WANTED = (
    Wanted(
        "landlord",
        label(
            "(?:le )?(?:bailleur|proprietaire|loueur)(?: \\(s\\)|\\(s\\))?",
            "nom du (?:bailleur|proprietaire)",
            "landlord",
        ),
        NAME,
    ),
    Wanted("tenant", label("(?:le |la |les )?locataires?(?: \\(s\\)|\\(s\\))?", "nom du locataire", "tenant"), NAME),
    Wanted(
        "property_address",
        label(
            "adresse (?:du (?:logement|bien)|de la location|des locaux)(?: loue)?",
            "logement (?:situe|sis)(?: au)?",
            "(?:situe|sis)e?(?: au| a)",
        ),
        TEXT,
    ),
    Wanted(
        "rent",
        label(
            "(?:montant du )?loyer(?: mensuel| nu| principal| de base| hors charges| hc){0,2}(?: \\([^()]{0,20}\\))?"
            + _FIXED_AT,
            "monthly rent",
        ),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "charges",
        label(
            "(?:provisions?|forfait) (?:sur|pour|de) charges(?: locatives| mensuelles?)?" + _FIXED_AT,
            "charges(?: locatives| mensuelles)?" + _FIXED_AT,
        ),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "total",
        label(
            "(?:montant )?total(?: du loyer| a payer| mensuel| acquitte| regle)?(?: charges comprises| cc)?",
            "loyer charges comprises",
            "loyer cc",
            "somme de",
        ),
        Shape(MONEY, WHOLE_AMOUNT.normalized),
    ),
    Wanted(
        "deposit",
        label("(?:montant du )?depot de garantie(?: de| d'un montant de)?" + _FIXED_AT, "caution", "deposit"),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "lease_start",
        label(
            "(?:date de )?prise d'effet(?: du (?:bail|contrat))?(?: le| au)?",
            "(?:date )?d'entree(?: dans les lieux)?",
            "a compter du",
            "prenant effet le",
        ),
        DATE,
    ),
    Wanted(
        "lease_end",
        label(
            "(?:date de )?fin (?:du )?bail",
            "(?:date )?d'echeance du bail",
            "pour se terminer le",
            "(?:et )?prendra fin le",
        ),
        DATE,
    ),
    Wanted(
        "lease_duration",
        label("(?:pour une )?duree(?: du (?:bail|contrat)| initiale)?(?: est)?(?: fixee a)?"),
        _MONTHS_OR_YEARS,
        0,
    ),
    Wanted("notice_period", label("(?:delai de )?preavis(?: est)?"), _MONTHS_OR_YEARS, 0),
    Wanted(
        "surface_m2",
        label("surface(?: habitable)?(?: totale)?(?: du logement)?", "superficie(?: habitable)?"),
        _SURFACE,
    ),
    Wanted(
        "irl",
        label(
            "(?:valeur (?:de l')?)?irl(?: de reference| du \\w+ trimestre \\d{4})?", "indice de reference des loyers"
        ),
        PHRASE,
    ),
    Wanted(
        "payment_date", label("(?:paye|regle|acquitte) le", "date de (?:paiement|reglement)", "date du paiement"), DATE
    ),
)


def find(paper: Paper) -> Iterator[Field]:
    """What a paper about a home that is let says."""
    if not speaks_of(paper, _SPEAKS, _RENTS):
        return
    fields = gather(paper, WANTED)
    rent, charges, total = (number(fields, name) for name in ("rent", "charges", "total"))
    if rent is not None and charges is not None and total is not None and abs(rent + charges - total) <= _CENT:
        for name in ("rent", "charges", "total"):
            fields[name] = proved(fields[name], "sum")
    yield from fields.values()
    if speaks_of(paper, ("quittance", "avis d'echeance", "recu de loyer")):
        yield from period(paper)
