"""Bills of energy, water and telecoms: the point of delivery, the meter, what was used, and in which period.

PDL, PRM and PCE have no check digits that are known: only their length and their label speak for them.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.periods import period
from lexo.understanding.papers.shapes import AMOUNT, DECIMAL, PHRASE, TEXT, Shape, digits
from lexo.understanding.papers.wanted import Wanted, gather
from lexo.understanding.papers.wording import label, speaks_of

_SPEAKS = ("electricite", "gaz naturel", "gaz", "eau", "kwh", "m3", "m³", "abonnement", "point de livraison", "forfait")
_BILLS = ("facture", "echeancier", "releve", "attestation", "invoice", "contrat")

_PCE = Shape(re.compile(r"(?:GI ?\d{6}|\d(?:[ .]?\d){13})(?!\d)"), lambda text: re.sub(r"\W", "", text))
_ENERGY = Shape(
    re.compile(r"(?P<value>\d{1,3}(?:[ .\u00a0\u202f]\d{3}){1,2}|\d{1,7})(?:,\d+)? ?kWh", re.IGNORECASE),
    DECIMAL.normalized,
)
_VOLUME = Shape(
    re.compile(r"(?P<value>(?:\d{1,3}(?:[ .\u00a0\u202f]\d{3}){1,2}|\d{1,7})(?:,\d+)?) ?m(?:3|³)", re.IGNORECASE),
    DECIMAL.normalized,
)
_POWER = Shape(re.compile(r"(?P<value>\d{1,3}(?:,\d)?) ?kVA", re.IGNORECASE), DECIMAL.normalized)
_USED = label(
    "(?:votre )?(?:consommation|conso)(?: (?:totale|facturee|relevee|estimee|annuelle|de la periode)){0,2}"
    "(?: (?:d'|de )?(?:electricite|gaz|eau))?(?: du [\\d/.]{6,10} au [\\d/.]{6,10})?",
    "total (?:consomme|consommation)",
    "volume (?:consomme|facture)",
    "consumption",
)

WANTED = (
    Wanted(
        "pdl",
        label(
            "(?:n°(?: de)? |numero (?:de )?)?(?:pdl|prm)(?: ?/ ?(?:pdl|prm))?",
            "(?:n° (?:du |de )?|numero (?:du |de )?)?point de livraison(?: \\(?(?:pdl|prm)\\)?)?",
            "reference (?:d')?acheminement(?: electricite)?(?: \\(?(?:pdl|prm)\\)?)?",
        ),
        digits(14),
    ),
    Wanted(
        "pce",
        label(
            "(?:n°(?: de)? |numero (?:de )?)?pce(?: gaz)?",
            "(?:n° (?:du |de )?)?point de comptage(?: et d'estimation)?(?: \\(?pce\\)?)?",
        ),
        _PCE,
    ),
    Wanted("consumption_kwh", _USED, _ENERGY),
    Wanted("consumption_m3", _USED, _VOLUME),
    Wanted(
        "meter_start",
        label("(?:ancien|premier|precedent) index", "index (?:de )?debut", "index (?:ancien|precedent)"),
        DECIMAL,
    ),
    Wanted("meter_end", label("(?:nouvel|dernier|nouveau) index", "index (?:de )?fin", "index nouveau"), DECIMAL),
    Wanted("meter_number", label("(?:n°|numero) (?:de |du )?compteur", "compteur n°"), digits(8)),
    Wanted("subscribed_power", label("puissance(?: souscrite)?(?: compteur)?"), _POWER),
    Wanted("subscription", label("(?:total )?abonnements?(?: \\(?ht\\)?| mensuel)?"), AMOUNT, 0),
    Wanted("offer", label("(?:votre )?offre", "nom de l'offre", "forfait"), PHRASE, 0),
    Wanted(
        "service_address",
        label(
            "(?:adresse (?:du |de )?)?(?:lieu|point) de (?:consommation|livraison|fourniture|service)",
            "adresse (?:de l'installation|desservie)",
        ),
        TEXT,
        1,
    ),
)


def find(paper: Paper) -> Iterator[Field]:
    """What such a bill says beside what all bills say."""
    if not speaks_of(paper, _SPEAKS, _BILLS):
        return
    fields = gather(paper, WANTED)
    yield from fields.values()
    if fields.keys() & {"pdl", "pce", "consumption_kwh", "consumption_m3", "meter_end"}:
        yield from period(paper)
