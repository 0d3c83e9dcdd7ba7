"""Leases, rent receipts and inventories: who lets what to whom, for how much, from when to when."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, zip_longest

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.periods import period
from lexo.understanding.papers.shapes import DATE, DECIMAL, MONEY, NAME, PHRASE, TEXT, WHOLE_AMOUNT, Shape, duration_of
from lexo.understanding.papers.wanted import Wanted, gather, number, proved, stated
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
            "(?<!hors[ ])charges(?: locatives| mensuelles)?" + _FIXED_AT,  # the rent without them is said so too
        ),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "total",
        label(
            "(?:montant )?total(?: du loyer| a payer| mensuel| acquitte| regle| paye)?(?: charges comprises| cc)?"
            "(?: le \\d{1,2}(?:er)? [a-z]{3,9} \\d{4})?",
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

_PERSON = r"(?P<value>(?:M\.|Mr|Mme|Mlle|Monsieur|Madame) [A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){1,4})"
_LETS = re.compile(rf"soussign[ée]e?,? {_PERSON},? (?:propri[ée]taire|bailleur|bailleresse)")
_PAID_BY = re.compile(rf"re[çc]u (?:de|la somme de [^a-z]{{1,20}}euros de) {_PERSON}")
_LESSOR = re.compile(rf"{_PERSON}[^\"“«]{{0,120}}[\"“«] ?(?:[Ll]e |[Ll]a )?[Bb]aille(?:ur|resse)")
_LESSEE = re.compile(rf"{_PERSON}[^\"“«]{{0,120}}[\"“«] ?(?:[Ll]e |[Ll]a )?[Ll]ocataire")
_SITUATED = re.compile(
    r"(?:logement|bien|appartement|maison|locaux)(?: est)? (?:situ[ée]e?|sise?)s? (?:au |à )?"
    r"(?P<value>\d{1,4}[^.;]{5,60}?\d{5} [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2})"
)
_SENTENCES = (
    ("landlord", _LETS),
    ("tenant", _PAID_BY),
    ("landlord", _LESSOR),
    ("tenant", _LESSEE),
    ("property_address", _SITUATED),
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
    for name, wording in _SENTENCES:
        if name not in fields:
            fields |= {field.name: field for field in _said(paper, name, wording)}
    yield from fields.values()
    if speaks_of(paper, ("quittance", "avis d'echeance", "recu de loyer")):
        yield from period(paper)


def _said(paper: Paper, name: str, wording: re.Pattern[str]) -> Iterator[Field]:
    """What a sentence says, over a line's end too."""
    lines = list(islice(paper.lines, 200))
    for line, after in zip_longest(lines, lines[1:]):
        found = wording.search(f"{line.text} {after.text if after is not None else ''}")
        strip = line if found and found.end("value") <= len(line.text) else after
        if found is not None and strip is not None:
            at = strip.text.find(found["value"])
            if at >= 0:
                yield stated(name, strip, (at, at + len(found["value"])), " ".join(found["value"].split()))
                return
